// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "theory/chi_squared_nodes.hpp"

#include "support/closeness.hpp"
#include "theory/chebyshev.hpp"

#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("Gauss nodes of chi^2 integrate polynomials of degree 2n - 1 exactly") {
  for (const double degrees : {1.0, 2.0, 9.0, 999.0, 1e6}) {
    const auto nodes = chi_squared_nodes(degrees, 5);
    double moment = 1.0;  // E chi^(2k) = product of (degrees + 2i)
    for (int k = 0; k <= 9; ++k) {
      double sum = 0.0;
      for (const auto& node : nodes) sum += node.weight * std::pow(node.value, k);
      CHECK_RELATIVE(sum, moment, 1e-11);
      moment *= degrees + 2.0 * k;
    }
    double tenth = 0.0;
    for (const auto& node : nodes) tenth += node.weight * std::pow(node.value, 10);
    if (degrees < 100.0) CHECK_FALSE(relatively_close(tenth, moment, 1e-6));  // negative control
  }
}

TEST_CASE("variance of the nodes stays 2 degrees up to 1e15 degrees of freedom") {
  for (const double degrees : {1e9, 1e12, 1e15}) {
    double variance = 0.0;
    for (const auto& node : chi_squared_nodes(degrees, 3))
      variance += node.weight * (node.value - degrees) * (node.value - degrees);
    CHECK_RELATIVE(variance, 2.0 * degrees, 1e-6);
  }
}

TEST_CASE("averages over chi^2 of functions with known mean") {
  // exp(-c chi^2) has mean (1 + 2c)^(-degrees/2).
  for (const double degrees : {1.0, 2.0, 9.0, 30.0, 999.0, 1e6}) {
    const double c = 0.5 / degrees;
    const auto P = [&](double chi_squared, std::size_t, double* moved) {
      return *moved = std::exp(-c * chi_squared);
    };
    const Estimate mean = average_over_chi_squared(degrees, 1e-9, P);
    CHECK_ABSOLUTE(mean.value, std::exp(-0.5 * degrees * std::log1p(2.0 * c)), mean.error + 1e-13);
    CHECK(mean.error < 1e-6);
  }
}

TEST_CASE("Chebyshev interpolation converges geometrically and continues as a line") {
  const auto f = [](double x) { return std::log1p(std::exp(x)); };
  double previous = 1.0;
  for (const std::size_t n : {4u, 8u, 16u, 32u}) {
    std::vector<double> values;
    for (std::size_t j = 0; j <= n; ++j)
      values.push_back(f(ChebyshevInterpolant::point(-3, 4, j, n)));
    const ChebyshevInterpolant p(-3, 4, values);
    double worst = 0.0;
    for (double x = -3.0; x <= 4.0; x += 0.01) worst = std::max(worst, std::abs(p(x) - f(x)));
    CHECK(worst < 0.3 * previous);
    CHECK(worst < 10.0 * p.tail() + 1e-13);
    previous = worst;
    CHECK_ABSOLUTE(p(5.0), p(4.0) + (p(4.0) - p(3.999)) / 0.001, 1e-2);
  }
  CHECK(previous < 1e-9);
}

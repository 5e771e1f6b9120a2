// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Orders of both schemes on linear equations, whose moments and paths are known. The weak error of
// one step is found by quadrature over its random numbers: no sampling error.
#include "simulation/stochastic_steps.hpp"
#include "simulation/brownian_path.hpp"
#include "tests/support/closeness.hpp"

#include <doctest/doctest.h>
#include <Eigen/Dense>
#include <unsupported/Eigen/MatrixFunctions>

#include <cmath>
#include <vector>

using namespace annealvi;

namespace {

using Matrix = Eigen::Matrix2d;

/// dx = A x dt + sum_r B_r x dW_r + sum_r c_r dW_r in the plane.
struct LinearEquation {
  static constexpr std::size_t states = 2, noises = 2;
  Matrix A;
  std::array<Matrix, 2> B;
  std::array<Eigen::Vector2d, 2> c;

  [[nodiscard]] ItoCoefficients<2, 2> at(double /*t*/, const StateVector<2>& x) const {
    const Eigen::Vector2d v(x[0], x[1]);
    const Eigen::Vector2d drift = A * v;
    ItoCoefficients<2, 2> result{.drift = {drift[0], drift[1]}};
    for (std::size_t r = 0; r < 2; ++r) {
      const Eigen::Vector2d column = B[r] * v + c[r];
      result.factor[r] = {column[0], column[1]};
    }
    return result;
  }
};

/// Multiplicative noise whose parts do not commute.
LinearEquation twisted() {
  LinearEquation equation;
  equation.A << -0.6, 0.5, -0.4, 0.2;
  equation.B[0] << 0.5, 0.2, 0.0, -0.3;
  equation.B[1] << 0.0, -0.6, 0.4, 0.1;
  equation.c = {Eigen::Vector2d(0.0, 0.0), Eigen::Vector2d(0.0, 0.0)};
  return equation;
}

LinearEquation ornstein_uhlenbeck() {
  LinearEquation equation = twisted();
  equation.B = {Matrix::Zero(), Matrix::Zero()};
  equation.c = {Eigen::Vector2d(0.7, 0.1), Eigen::Vector2d(0.0, 0.5)};
  return equation;
}

/// (1, x_1, x_2, x_1^2, x_1 x_2, x_2^2, x_1^3, x_1^2 x_2, x_1 x_2^2, x_2^3)
using Moments = Eigen::Matrix<double, 10, 1>;
Moments monomials(const StateVector<2>& x) {
  const double a = x[0], b = x[1];
  Moments m;
  m << 1.0, a, b, a * a, a * b, b * b, a * a * a, a * a * b, a * b * b, b * b * b;
  return m;
}

/// d/dt E x^p = E L x^p, a linear map of the monomials. Its entries follow from the product rule,
/// here by exact finite differences of cubic polynomials.
double generator(const LinearEquation& equation, const StateVector<2>& x, const Moments& along) {
  const auto [drift, factor] = equation.at(0.0, x);
  const auto value = [&](const StateVector<2>& y) { return along.dot(monomials(y)); };
  const auto slope = [&](const StateVector<2>& v) {  // third-order polynomial: exact
    return (8.0 * (value(sum_of(x, 1.0, v)) - value(sum_of(x, -1.0, v))) -
            (value(sum_of(x, 2.0, v)) - value(sum_of(x, -2.0, v)))) /
           12.0;
  };
  double rate = slope(drift);
  for (const auto& column : factor) {
    rate += 0.5 * (value(sum_of(x, 1.0, column)) - 2.0 * value(x) + value(sum_of(x, -1.0, column)));
  }
  return rate;
}

/// The generator as a matrix on monomials, from its values at ten points.
Eigen::Matrix<double, 10, 10> generator_matrix(const LinearEquation& equation) {
  Eigen::Matrix<double, 10, 10> points, values;
  int n = 0;
  for (int i = 0; i <= 3; ++i)
    for (int j = 0; i + j <= 3; ++j, ++n) {  // a lattice that determines every cubic
      const StateVector<2> x{i - 1.0, j - 1.0};
      points.row(n) = monomials(x).transpose();
      for (int p = 0; p < 10; ++p) values(n, p) = generator(equation, x, Moments::Unit(p));
    }
  return points.fullPivLu().solve(values).transpose();
}

enum class Mistake { none, no_area };

template <class Step>
Moments expected_after_step(double h, Step step) {
  // Gauss-Hermite, 7 points: exact for polynomials of degree 13 in each increment.
  constexpr std::array node{0.0, 1.1544053947399682, 2.3667594107345416, 3.7504397177257425};
  constexpr std::array weight{0.45714285714285713, 0.24012317860501272, 0.030757123967586497,
                              0.00054826885597221792};
  Moments sum = Moments::Zero();
  for (int i = -3; i <= 3; ++i)
    for (int j = -3; j <= 3; ++j)
      for (const double s0 : {-1.0, 1.0})
        for (const double s1 : {-1.0, 1.0})
          for (const double area : {-1.0, 1.0}) {
            const auto p = static_cast<std::size_t>(std::abs(i));
            const auto q = static_cast<std::size_t>(std::abs(j));
            const std::array<double, 2> dw{(i < 0 ? -1.0 : 1.0) * node[p] * std::sqrt(h),
                                           (j < 0 ? -1.0 : 1.0) * node[q] * std::sqrt(h)};
            const StepSigns<2> signs{.direction = {s0, s1}, .area = {{{0.0, area}, {-area, 0.0}}}};
            sum += 0.125 * weight[p] * weight[q] * monomials(step(dw, signs));
          }
  return sum;
}

/// Largest error of a moment up to the third after one step.
double weak_error(const LinearEquation& equation, double h, bool second_order,
                  Mistake mistake = Mistake::none) {
  const StateVector<2> start{1.0, -0.7};
  const Moments after = expected_after_step(h, [&](const auto& dw, StepSigns<2> signs) {
    if (mistake == Mistake::no_area) signs.area = {};
    return second_order ? weak_second_order_step(equation, 0.0, start, h, dw, signs)
                        : euler_maruyama_step(equation, 0.0, start, h, dw);
  });
  const Eigen::Matrix<double, 10, 10> propagator = (h * generator_matrix(equation)).exp();
  const Moments exact = propagator * monomials(start);
  return (after - exact).cwiseAbs().maxCoeff();
}

/// log2 of the ratio of errors at h and h/2 as h -> 0.
double measured_order(const LinearEquation& equation, bool second_order,
                      Mistake mistake = Mistake::none) {
  constexpr double h = 0x1p-8;
  return std::log2(weak_error(equation, h, second_order, mistake) /
                   weak_error(equation, 0.5 * h, second_order, mistake));
}

/// Mean |x_h - x| at t = 1 for dx = a x dt + b x dW along Brownian paths.
double strong_error(double h, bool second_order) {
  LinearEquation equation = twisted();
  constexpr double a = 0.3, b = 0.8;
  equation.A = a * Matrix::Identity();
  equation.B = {b * Matrix::Identity(), Matrix::Zero()};
  const auto steps = static_cast<std::uint64_t>(std::lround(1.0 / h));
  constexpr int runs = 400;
  double sum = 0.0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    BrownianPath<2> path(5, run, h);
    StateVector<2> x{1.0, 1.0};
    double w = 0.0;
    for (std::uint64_t n = 0; n < steps; ++n) {
      const auto& dw = path.next();
      w += dw[0];
      x = second_order ? weak_second_order_step(equation, 0.0, x, h, dw, {})
                       : euler_maruyama_step(equation, 0.0, x, h, dw);
    }
    sum += std::abs(x[0] - std::exp((a - 0.5 * b * b) + b * w)) / runs;
  }
  return sum;
}

}  // namespace

TEST_CASE("weak orders: a step errs by h^2 (Euler-Maruyama) and by h^3 (second order)") {
  for (const auto& equation : {twisted(), ornstein_uhlenbeck()}) {
    CHECK_ABSOLUTE(measured_order(equation, false), 2.0, 0.05);
    CHECK_ABSOLUTE(measured_order(equation, true), 3.0, 0.05);
  }
}

TEST_CASE("the order is lost without the area variables: noise does not commute") {
  CHECK_ABSOLUTE(measured_order(twisted(), true, Mistake::no_area), 2.0, 0.05);
}

TEST_CASE("strong order 1/2 of Euler-Maruyama on geometric Brownian motion") {
  // 400 paths and the ratio of 16 steps: the standard error of the slope is about 0.03. With one
  // noise the second-order scheme holds the Milstein term and has strong order 1.
  CHECK_ABSOLUTE(std::log2(strong_error(0x1p-4, false) / strong_error(0x1p-8, false)) / 4.0, 0.5,
                 0.1);
  CHECK_ABSOLUTE(std::log2(strong_error(0x1p-4, true) / strong_error(0x1p-8, true)) / 4.0, 1.0,
                 0.15);
}

TEST_CASE("halving the step refines the same path") {
  for (const double step : {0.01, 0.7, 3.0, 1e-5}) {
    BrownianPath<5> coarse(3, 17, step), fine(3, 17, 0.5 * step), finer(3, 17, 0.125 * step);
    for (int n = 0; n < 300; ++n) {
      const auto whole = coarse.next();
      std::array<double, 5> halves{}, eighths{};
      for (int i = 0; i < 8; ++i) {
        const auto& increment = finer.next();
        for (std::size_t r = 0; r < 5; ++r) eighths[r] += increment[r];
      }
      for (int i = 0; i < 2; ++i) {
        const auto& increment = fine.next();
        for (std::size_t r = 0; r < 5; ++r) halves[r] += increment[r];
      }
      // Increments come from those of a cell, up to 45 x 6: absolute rounding of that size.
      for (std::size_t r = 0; r < 5; ++r) {
        REQUIRE(std::abs(halves[r] - whole[r]) <= 1e-12);
        REQUIRE(std::abs(eighths[r] - whole[r]) <= 1e-12);
      }
    }
  }
}

TEST_CASE("increments are independent normals with variance h, across cells too") {
  // Steps of 100 leave a cell every 16 steps.
  for (const double step : {0.3, 100.0}) {
    BrownianPath<2> path(11, 2, step);
    constexpr int count = 40000;
    double mean = 0.0, square = 0.0, lag = 0.0, cross = 0.0, fourth = 0.0, previous = 0.0;
    for (int n = 0; n < count; ++n) {
      const auto& increment = path.next();
      const double x = increment[0] / std::sqrt(step), y = increment[1] / std::sqrt(step);
      mean += x;
      square += x * x - 1.0;
      fourth += x * x * x * x - 3.0;
      lag += x * previous;
      cross += x * y;
      previous = x;
    }
    const double root = std::sqrt(count);
    CHECK(std::abs(mean / root) <= test::statistical_z);
    CHECK(std::abs(square / root / std::sqrt(2.0)) <= test::statistical_z);
    CHECK(std::abs(fourth / root / std::sqrt(96.0)) <= test::statistical_z);
    CHECK(std::abs(lag / root) <= test::statistical_z);
    CHECK(std::abs(cross / root) <= test::statistical_z);
  }
}

TEST_CASE("paths of other runs and seeds are others") {
  BrownianPath<2> a(1, 0, 0.1), b(1, 1, 0.1), c(2, 0, 0.1), again(1, 0, 0.1);
  const auto first = a.next();
  CHECK(first != b.next());
  CHECK(first != c.next());
  CHECK(first == again.next());
}

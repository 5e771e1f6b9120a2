// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The two integrals behind (K1), against closed forms, other routes and sampling.
#include "theory/exchangeable_orthant.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "annealvi/numerics/random.hpp"
#include "tests/support/closeness.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double promised = 1e-11;  // of the header
constexpr double ratios[] = {1e-30, 1e-8, 1e-3, 0.1, 0.5, 0.999, 1.0, 1.001, 2.0, 30.0, 1e6};

double one_sign(int components, double ratio) {
  return std::exp(log_one_sign_probability(components, ratio));
}

}  // namespace

TEST_CASE("one, two and three components have closed forms") {
  for (const double ratio : ratios) {
    CHECK(one_sign(1, ratio) == 1.0);
    CHECK_RELATIVE(one_sign(2, ratio), 2.0 / std::numbers::pi * std::atan(std::sqrt(ratio)),
                   promised);
    // 1/4 + 3/(2 pi) arcsin(rho), free of cancellation: sin of the bracket
    const double rho = (ratio - 1.0) / (ratio + 2.0);
    const double three =
        ratio < 1e-3 ? 3.0 / (2.0 * std::numbers::pi) * (std::asin(rho) + std::numbers::pi / 6.0)
                     : 0.25 + 1.5 / std::numbers::pi * std::asin(rho);
    if (ratio >= 0.1) CHECK_RELATIVE(one_sign(3, ratio), three, promised);
  }
  // small ratio, K = 3: arcsin(-1/2 + 3 r/4) + pi/6 = sqrt(3) r/2 to first order
  CHECK_RELATIVE(one_sign(3, 1e-12), 3.0 / (2.0 * std::numbers::pi) * std::sqrt(3.0) / 2.0 * 1e-12,
                 promised);
}

TEST_CASE("independent components: 2^(1-K), and both branches meet there") {
  for (const int K : {2, 3, 4, 5, 8, 17, 64}) {
    CHECK_RELATIVE(one_sign(K, 1.0), std::pow(2.0, 1 - K), promised);
    const double below = log_one_sign_probability(K, 1.0 - 1e-7);
    const double above = log_one_sign_probability(K, 1.0 + 1e-7);
    const double middle = log_one_sign_probability(K, 1.0);
    CHECK_ABSOLUTE(below + above, 2.0 * middle, 1e-10);  // smooth: second order in 1e-7
    CHECK(below < middle);
    CHECK(above > middle);
  }
}

TEST_CASE("inclusion and exclusion bind an odd number of components to fewer, at one correlation") {
  // P(all > 0) = P(all < 0) = sum_j (-1)^j C(K, j) P(j given ones > 0), half of one_sign each.
  for (const int K : {3, 5, 7}) {
    for (const double correlation : {-0.13, -0.02, 0.02, 0.4, 0.9}) {
      const auto all_positive = [correlation](int j) {
        if (j == 0) return 1.0;
        const double ratio = (1.0 + (j - 1) * correlation) / (1.0 - correlation);
        return 0.5 * one_sign(j, ratio);
      };
      double alternating = 0.0, binomial = 1.0;
      for (int j = 0; j <= K; ++j) {
        alternating += (j % 2 == 0 ? 1.0 : -1.0) * binomial * all_positive(j);
        binomial *= static_cast<double>(K - j) / (j + 1);
      }
      CHECK_ABSOLUTE(alternating, all_positive(K), 35.0 * promised);  // largest coefficient
      CHECK(std::abs(alternating - all_positive(K - 1)) > 1e-3);
    }
  }
}

TEST_CASE("small ratios: the power (K-1)/2 and no underflow") {
  for (const int K : {2, 3, 4, 7, 64}) {
    const double slope = (log_one_sign_probability(K, 1e-20) - log_one_sign_probability(K, 1e-24)) /
                         (4.0 * std::numbers::ln10);
    CHECK_RELATIVE(slope, 0.5 * (K - 1), 1e-11);
    CHECK(std::isfinite(log_one_sign_probability(K, 1e-300)));
  }
}

TEST_CASE("sampling agrees, and not with another number of components") {
  constexpr int samples = 200000;
  for (const auto& [K, ratio] : {std::pair{4, 0.3}, {5, 0.6}, {6, 3.0}}) {
    int hits = 0;
    std::vector<double> z(static_cast<std::size_t>(K));
    for (int i = 0; i < samples; ++i) {
      fill_normal(RandomKey{.seed = 7, .run = static_cast<std::uint64_t>(i)}, z);
      double mean = 0.0;
      for (const double x : z) mean += x / K;
      int positive = 0;
      for (const double x : z) positive += std::sqrt(ratio) * mean + (x - mean) > 0.0 ? 1 : 0;
      hits += positive == 0 || positive == K ? 1 : 0;
    }
    const double p = one_sign(K, ratio), wrong = one_sign(K + 1, ratio);
    const double found = static_cast<double>(hits) / samples;
    const double error = std::sqrt(p * (1.0 - p) / samples);
    CHECK(std::abs(found - p) < statistical_z * error);
    CHECK(std::abs(found - wrong) > statistical_z * error);
  }
}

TEST_CASE("claims: 1/K for coincident components, decreasing, and 1 - r for two") {
  for (const int K : {3, 4, 10}) {
    CHECK_ABSOLUTE(claim_of_one(K, 0.0), 1.0 / K, 1e-12);
    double before = 1.0;
    for (const double distance : {0.01, 0.3, 1.0, 3.0, 8.0, 17.0}) {
      const double claim = claim_of_one(K, distance);
      CHECK(claim < before);
      CHECK(claim > 0.0);
      before = claim;
    }
    // far apart, the others take a few per cent of it
    const double alone = self_responsibility_complement(9.0);
    CHECK(claim_of_one(K, 9.0) < alone);
    CHECK(claim_of_one(K, 9.0) > 0.95 * alone);
  }
  CHECK(claim_of_one(2, 1.3) == self_responsibility_complement(1.3));
}

TEST_CASE("claims of three components against their definition") {
  for (const double distance : {0.4, 1.5, 4.0}) {
    // log-odds of the two others: -Delta^2/2 + Delta u_j, corr(u_1, u_2) = 1/2
    double sum = 0.0;
    constexpr double step = 0.1;
    for (int i = -90; i <= 90; ++i)
      for (int j = -90; j <= 90; ++j) {
        const double a = step * i, b = step * j;
        const double u1 = distance * a, u2 = distance * (0.5 * a + std::sqrt(0.75) * b);
        const double e1 = std::exp(u1 - 0.5 * distance * distance);
        const double e2 = std::exp(u2 - 0.5 * distance * distance);
        sum += step * step / (2.0 * std::numbers::pi) * std::exp(-0.5 * (a * a + b * b)) * e1 /
               (1.0 + e1 + e2);
      }
    CHECK_ABSOLUTE(claim_of_one(3, distance), sum, 1e-12);
  }
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Identities, limits and conventions of the Gaussian expectations,
// theory/gaussian_expectations.md.
#include "annealvi/numerics/gaussian_expectation.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "support/closeness.hpp"

using namespace annealvi;
using test::expectation_accuracy;

namespace {

const std::vector<double> deviations{0, 1e-3, 0.2, 0.25, 0.3, 0.5, 0.7, 1,   1.1,  2,
                                     3, 6.7,  12,  18,   32,  60,  200, 950, 10000};
const std::vector<double> means{1e-250, 1e-6, 0.3, 1, 2.5, 9, 40, 120, 900, 10000};

}  // namespace

TEST_CASE("1 - T(2 a^2, a) = exp(-2 a^2)") {
  for (const double a : {1e-3, 0.25, 0.5, 1.0, 1.25, 3.0, 8.0, 16.0, 18.5})
    CHECK_RELATIVE(expected_tanh_complement(2 * a * a, a), std::exp(-2 * a * a),
                   expectation_accuracy);
}

TEST_CASE("S(D^2/4, D/2) = 2 (1 - r(D))") {
  for (const double distance : {0.0, 0.125, 1.0, 2.0, 2.25, 5.0, 12.0, 25.0, 50.0})
    CHECK_RELATIVE(expected_sech_squared(distance * distance / 4, distance / 2),
                   2 * self_responsibility_complement(distance), expectation_accuracy);
}

TEST_CASE("symmetries hold to the last bit") {
  for (const double a : deviations)
    for (const double m : means) {
      CHECK(expected_tanh(-m, a) == -expected_tanh(m, a));
      CHECK(expected_sech_squared(-m, a) == expected_sech_squared(m, a));
      CHECK(expected_log_cosh(-m, a) == expected_log_cosh(m, a));
      CHECK(expected_tanh(m, -a) == expected_tanh(m, a));
      const TanhPair pair = expected_tanh_pair(m, 0.5, a);
      const TanhPair exchanged = expected_tanh_pair(0.5, m, a);
      CHECK(pair.sum == exchanged.difference);
      CHECK(expected_tanh_pair(-m, 0.5, a).sum == -pair.sum);
      CHECK(expected_tanh_pair(m, -0.5, a).difference == -pair.difference);
    }
  CHECK(expected_tanh(0, 3) == 0);
}

TEST_CASE("the functions agree with one another") {
  for (const double a : deviations)
    for (const double m : means) {
      CAPTURE(a);
      CAPTURE(m);
      CHECK_ABSOLUTE(expected_tanh(m, a) + expected_tanh_complement(m, a), 1, test::rounding);
      CHECK_ABSOLUTE(expected_tanh_complement(-m, a), 1 + expected_tanh(m, a), test::rounding);
      CHECK_ABSOLUTE(expected_logistic(m, a) + expected_logistic(-m, a), 1, test::rounding);
      // (G2), (G3) and log(1 + exp u) - log(1 + exp(-u)) = u
      CHECK_RELATIVE(expected_logistic(2 * m, 2 * a), (1 + expected_tanh(m, a)) / 2,
                     test::rounding);
      CHECK_RELATIVE(expected_softplus(2 * m, 2 * a),
                     m + std::numbers::ln2 + expected_log_cosh(m, a), expectation_accuracy);
      CHECK_ABSOLUTE(expected_softplus(m, a) - expected_softplus(-m, a), m,
                     test::rounding * (m + a + 1));
    }
}

TEST_CASE("a = 0 gives the functions themselves") {
  for (const double m : {1e-200, 1e-3, 0.4, 1.5, 7.0, 80.0}) {
    const double sech = 1 / std::cosh(m);
    CHECK_RELATIVE(expected_tanh(m, 0), std::tanh(m), test::rounding);
    CHECK_RELATIVE(expected_tanh_complement(m, 0), 2 / (std::exp(2 * m) + 1), test::rounding);
    CHECK_RELATIVE(expected_sech_squared(m, 0), sech * sech, test::rounding);
    CHECK_RELATIVE(expected_softplus(-m, 0), std::log1p(std::exp(-m)), test::rounding);
    CHECK_RELATIVE(expected_logistic(-m, 0), 1 / (1 + std::exp(m)), test::rounding);
  }
  CHECK(expected_log_cosh(0, 0) == 0);
  CHECK_RELATIVE(expected_sech_squared(0, 0), 1, test::rounding);
}

TEST_CASE("limits of small and large deviations") {
  const double small = 1e-6;
  CHECK_RELATIVE(expected_log_cosh(0, small), small * small / 2, 1e-11);  // next term: a^2/2
  CHECK_RELATIVE(1 - expected_sech_squared(0, 1e-4), 1e-8, 1e-7);         // and rounding of 1 - S
  const double a = 10000;
  CHECK_RELATIVE(a * expected_sech_squared(0, a), std::sqrt(2 / std::numbers::pi), 1e-8);
  CHECK_RELATIVE(expected_log_cosh(0, a) + std::numbers::ln2, a * std::sqrt(2 / std::numbers::pi),
                 1e-8);
  const double distance = 1e-3;
  CHECK_RELATIVE(self_responsibility_complement(0), 0.5, test::rounding);
  CHECK_ABSOLUTE(self_responsibility_complement(distance), 0.5 - distance * distance / 8, 1e-13);
}

TEST_CASE("S is the derivative of T, T that of L, the logistic that of softplus") {
  const double h = 6e-6;
  for (const double a : {0.1, 0.5, 1.0, 1.5, 6.7, 60.0})
    for (const double m : {0.0, 0.3, 2.0, 9.0, 45.0}) {
      CAPTURE(a);
      CAPTURE(m);
      const double scale = 1 + m + a;
      CHECK_ABSOLUTE((expected_tanh(m + h, a) - expected_tanh(m - h, a)) / (2 * h),
                     expected_sech_squared(m, a), test::central_difference);
      CHECK_ABSOLUTE((expected_log_cosh(m + h, a) - expected_log_cosh(m - h, a)) / (2 * h),
                     expected_tanh(m, a), test::central_difference * scale);
      CHECK_ABSOLUTE((expected_softplus(m + h, a) - expected_softplus(m - h, a)) / (2 * h),
                     expected_logistic(m, a), test::central_difference * scale);
    }
}

TEST_CASE("T rises and 1 - T and S fall with the mean, into the tail") {
  for (const double a : {0.3, 1.0, 1.1, 4.0, 15.0}) {
    double tanh = 0, complement = 1, slope = 2;
    for (double m = 0.25; m < a * a + 340; m += 0.25) {
      CHECK(expected_tanh(m, a) >= tanh);
      CHECK(expected_tanh_complement(m, a) < complement);
      CHECK(expected_sech_squared(m, a) < slope);
      tanh = expected_tanh(m, a);
      complement = expected_tanh_complement(m, a);
      slope = expected_sech_squared(m, a);
    }
    CHECK(tanh <= 1);
  }
}

TEST_CASE("nothing jumps where the quadrature changes") {
  // Neighbouring doubles on both sides of each switch; the true values differ by far less.
  const auto after = [](double x) { return std::nextafter(x, 1e9); };
  for (const double a : {0.25, 0.5, 1.0, 2.0})
    for (const double m : {0.1, 1.0, 4.0, 30.0}) {
      CHECK_RELATIVE(expected_tanh(m, after(a)), expected_tanh(m, a), test::rounding);
      CHECK_RELATIVE(expected_tanh_complement(m, after(a)), expected_tanh_complement(m, a),
                     test::rounding);
      CHECK_RELATIVE(expected_sech_squared(m, after(a)), expected_sech_squared(m, a),
                     test::rounding);
      CHECK_RELATIVE(expected_log_cosh(m, after(a)), expected_log_cosh(m, a), test::rounding);
      CHECK_RELATIVE(expected_softplus(-m, after(a)), expected_softplus(-m, a), test::rounding);
      CHECK_RELATIVE(expected_tanh_pair(m, 1e-100, after(a)).difference,
                     expected_tanh_pair(m, 1e-100, a).difference, test::rounding);
    }
  for (const double a : {1.5, 6.0, 20.0}) {
    const double turn = a * a;
    for (const double m : {turn, 2 * turn, turn + 20}) {
      CHECK_RELATIVE(expected_tanh(after(m), a), expected_tanh(m, a), test::rounding);
      CHECK_RELATIVE(expected_tanh_complement(after(m), a), expected_tanh_complement(m, a), 5e-13);
      CHECK_RELATIVE(expected_sech_squared(after(m), a), expected_sech_squared(m, a), 5e-13);
      CHECK_RELATIVE(expected_softplus(-2 * after(m), 2 * a), expected_softplus(-2 * m, 2 * a),
                     5e-13);
    }
  }
}

TEST_CASE("a pair is the sum and the difference of two expectations") {
  for (const double a : {0.0, 0.4, 1.0, 1.2, 6.7, 25.0, 950.0})
    for (const double mean : {0.0, 0.2, 1.0, 30.0, 46.0, 600.0})
      for (const double half : {0.05, 0.3, 2.0, 29.0}) {
        CAPTURE(a);
        CAPTURE(mean);
        CAPTURE(half);
        const TanhPair pair = expected_tanh_pair(mean, half, a);
        const double high = expected_tanh(mean + half, a), low = expected_tanh(mean - half, a);
        CHECK_ABSOLUTE(pair.sum, high + low, test::rounding);
        CHECK_ABSOLUTE(pair.difference, high - low, test::rounding);
      }
}

TEST_CASE("differences of a pair are linear in a tiny half difference, sums in a tiny mean") {
  for (const double a : {0.0, 0.4, 1.0, 1.2, 6.7, 25.0, 950.0, 10000.0})
    for (const double m : {0.0, 0.2, 1.0, 30.0, 46.0, 600.0}) {
      const double slope = 2 * expected_sech_squared(m, a);
      if (slope < 1e-100) continue;
      for (const double tiny : {1e-9, 1e-99, 1e-101, 1e-199, 3e-201, 1e-290}) {
        if (tiny * slope < 1e-300) continue;
        CAPTURE(a);
        CAPTURE(m);
        CAPTURE(tiny);
        CHECK_RELATIVE(expected_tanh_pair(m, tiny, a).difference, tiny * slope,
                       expectation_accuracy);
        CHECK_RELATIVE(expected_tanh_pair(tiny, m, a).sum, tiny * slope, expectation_accuracy);
      }
    }
  CHECK(expected_tanh_pair(2, 0, 3).difference == 0);
  CHECK(expected_tanh_pair(0, 2, 3).sum == 0);
}

TEST_CASE("arguments that are not finite give NaN, finite ones never do") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(std::isnan(expected_tanh(bad, 1)));
    CHECK(std::isnan(expected_tanh(1, bad)));
    CHECK(std::isnan(expected_tanh_complement(bad, 1)));
    CHECK(std::isnan(expected_sech_squared(1, bad)));
    CHECK(std::isnan(expected_log_cosh(bad, 2)));
    CHECK(std::isnan(expected_logistic(1, bad)));
    CHECK(std::isnan(expected_softplus(bad, 3)));
    CHECK(std::isnan(expected_tanh_pair(bad, 1, 1).sum));
    CHECK(std::isnan(expected_tanh_pair(1, bad, 1).difference));
    CHECK(std::isnan(self_responsibility_complement(bad)));
  }
  for (const double a : deviations)
    for (double m = -10000; m <= 10000; m += 37.5) {
      CHECK(std::abs(expected_tanh(m, a)) <= 1);
      CHECK(expected_tanh_complement(m, a) >= 0);
      CHECK(expected_sech_squared(m, a) >= 0);
      CHECK(expected_log_cosh(m, a) >= 0);
      CHECK(expected_softplus(m, a) >= 0);
      CHECK(std::abs(expected_tanh_pair(m, a, a).difference) <= 2);
    }
}

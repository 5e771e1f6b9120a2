// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Spearman's rho by hand, and its p-value against all permutations.
#include "annealvi/experiments/rank_correlation.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace annealvi;

namespace {

using Values = std::vector<double>;

/// Share of all orders of y whose |sum of x y| is not smaller; x and y are ranks already.
double exact_p_value(const Values& x, Values y) {
  const auto centred_sum = [&] {
    const double mean = 0.5 * static_cast<double>(x.size() + 1);
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean) * (y[i] - mean);
    return std::abs(sum);
  };
  const double given = centred_sum();
  std::sort(y.begin(), y.end());
  double reached = 0.0, all = 0.0;
  do {
    all += 1.0;
    if (centred_sum() > given - 1e-9) reached += 1.0;
  } while (std::next_permutation(y.begin(), y.end()));
  return reached / all;
}

}  // namespace

TEST_CASE("only the order counts: 1 for any rising function, -1 for any falling one") {
  const Values x{1e-30, 0.2, 0.5, 3.0, 1e12};
  Values rising, falling;
  for (const double v : x) {
    rising.push_back(std::log(v));
    falling.push_back(-v * v * v);
  }
  CHECK(rank_correlation(x, rising, 1).value().coefficient == 1.0);
  const RankCorrelation down = rank_correlation(x, falling, 1).value();
  CHECK(down.coefficient == -1.0);
  CHECK(down.points == 5);
  // 2 of 120 orders; binomial error of 10^5 draws 0.0004, wanted: within 4 of them
  CHECK(std::abs(down.p_value - 2.0 / 120.0) < 0.0016);
}

TEST_CASE("equal values share their mean rank") {
  // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5/sqrt(4.5 * 5).
  const Values x{10.0, 20.0, 20.0, 30.0}, y{0.1, 0.3, 0.2, 0.4};
  CHECK_RELATIVE(rank_correlation(x, y, 1).value().coefficient, 4.5 / std::sqrt(22.5),
                 test::rounding);
}

TEST_CASE("p is that of all permutations") {
  const Values x{1, 2, 3, 4, 5, 6, 7};
  for (const Values& y : {Values{2, 1, 4, 3, 6, 5, 7}, Values{4, 7, 2, 6, 1, 5, 3},
                          Values{1.5, 1.5, 4, 4, 4, 7, 6}}) {
    const double expected = exact_p_value(x, y);
    const double p = rank_correlation(x, y, 3).value().p_value;
    CAPTURE(expected);
    CAPTURE(p);
    CHECK(std::abs(p - expected) < 4.0 * std::sqrt(expected / 1e5) + 1e-5);
  }
  // Another seed is another sample, the same seed the same.
  const Values y{4, 7, 2, 6, 1, 5, 3};
  CHECK(rank_correlation(x, y, 1)->p_value == rank_correlation(x, y, 1)->p_value);
  CHECK(rank_correlation(x, y, 1)->p_value != rank_correlation(x, y, 2)->p_value);
}

TEST_CASE("what has no rank correlation") {
  const Values two{1, 2}, three{1, 2, 3}, equal{5, 5, 5};
  CHECK_FALSE(rank_correlation(two, two, 1).has_value());
  CHECK_FALSE(rank_correlation(three, equal, 1).has_value());
  CHECK_FALSE(rank_correlation(equal, three, 1).has_value());
  CHECK_THROWS_AS((void)rank_correlation(two, three, 1), std::invalid_argument);
  const Values bad{1, std::numeric_limits<double>::quiet_NaN(), 3};
  CHECK_THROWS_AS((void)rank_correlation(three, bad, 1), std::invalid_argument);
}

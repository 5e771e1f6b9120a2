// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/rank_correlation.hpp"

#include "annealvi/numerics/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace annealvi {
namespace {

constexpr std::uint64_t permutations = 99999;

std::vector<std::size_t> order_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

/// Twice the rank less its mean: whole numbers, so that sums of products are exact and equal
/// correlations compare as equal.
std::vector<std::int64_t> centred_ranks(std::span<const double> values) {
  const std::vector<std::size_t> order = order_of(values);
  std::vector<std::int64_t> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      ranks[order[i]] =
          static_cast<std::int64_t>(begin + end) - static_cast<std::int64_t>(order.size());
    }
  }
  return ranks;
}

std::int64_t product_sum(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), std::int64_t{0});
}

}  // namespace

std::optional<RankCorrelation> rank_correlation(std::span<const double> x,
                                                std::span<const double> y, std::uint64_t seed) {
  if (x.size() != y.size()) {
    throw std::invalid_argument("rank_correlation: " + std::to_string(x.size()) + " values of x, " +
                                std::to_string(y.size()) + " of y");
  }
  for (const std::span<const double> values : {x, y}) {
    if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
      throw std::invalid_argument("rank_correlation: a value is not finite");
    }
  }
  const std::vector<std::int64_t> of_x = centred_ranks(x), of_y = centred_ranks(y);
  const std::int64_t squares_x = product_sum(of_x, of_x), squares_y = product_sum(of_y, of_y);
  if (x.size() < 3 || squares_x == 0 || squares_y == 0) return std::nullopt;

  const std::int64_t sum = product_sum(of_x, of_y);
  std::uint64_t not_smaller = 1;
  std::vector<double> draws(x.size());
  std::vector<std::int64_t> permuted(x.size());
  for (std::uint64_t i = 0; i < permutations; ++i) {
    fill_normal({.seed = seed, .stream = RandomStream::permutation, .step = i}, std::span(draws));
    const std::vector<std::size_t> order = order_of(draws);
    for (std::size_t k = 0; k < order.size(); ++k) permuted[k] = of_y[order[k]];
    if (std::abs(product_sum(of_x, permuted)) >= std::abs(sum)) ++not_smaller;
  }
  return RankCorrelation{
      .coefficient = static_cast<double>(sum) /
                     std::sqrt(static_cast<double>(squares_x) * static_cast<double>(squares_y)),
      .p_value = static_cast<double>(not_smaller) / static_cast<double>(permutations + 1),
      .points = x.size()};
}

}  // namespace annealvi

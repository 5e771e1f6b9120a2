// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi::detail {
namespace {

/// Row k: coordinates in `columns` axes of vectors with the given inner products (K x K). The
/// largest remainder first: rounding errors of small ones are not divided by anything small.
std::vector<double> cholesky_rows(std::vector<double> gram, std::size_t count,
                                  std::size_t columns) {
  std::vector<double> rows(count * columns, 0.0);
  for (std::size_t column = 0; column < std::min(count, columns); ++column) {
    std::size_t pivot = 0;
    for (std::size_t k = 1; k < count; ++k)
      if (gram[k * count + k] > gram[pivot * count + pivot]) pivot = k;
    const double squared = gram[pivot * count + pivot];
    if (!(squared > 0.0)) break;
    const double length = std::sqrt(squared);
    for (std::size_t k = 0; k < count; ++k)
      rows[k * columns + column] = k == pivot ? length : gram[k * count + pivot] / length;
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t l = 0; l < count; ++l)
        gram[k * count + l] -= rows[k * columns + column] * rows[l * columns + column];
    for (std::size_t k = 0; k < count; ++k) gram[k * count + pivot] = gram[pivot * count + k] = 0.0;
  }
  return rows;
}

}  // namespace

double log_sum_exp(std::span<const double> x) {
  const double top = *std::max_element(x.begin(), x.end());
  double sum = 0.0;
  for (const double term : x) sum += math::exp(term - top);
  return top + math::log(sum);
}

std::size_t frame_axes(const MixtureProblem& problem) {
  const std::size_t n = problem.modes.axes(), K = problem.components();
  const double left = problem.dimension - static_cast<double>(n);
  return n + (left < static_cast<double>(K) ? static_cast<std::size_t>(left) : K);
}

MixtureFrame frame_of(const MixtureProblem& problem, const MixtureState& state) {
  const std::size_t K = state.components(), n = state.axes;
  MixtureFrame frame{.axes = frame_axes(problem),
                     .means = {},
                     .log_weights = state.log_weights,
                     .log_sigma = state.log_sigma};
  const std::size_t columns = frame.axes - n;
  const std::vector<double> rows = cholesky_rows(state.gram, K, columns);
  for (std::size_t k = 0; k < K; ++k) {
    for (std::size_t i = 0; i < n; ++i) frame.means.push_back(state.overlap(k, i));
    for (std::size_t i = 0; i < columns; ++i) frame.means.push_back(rows[k * columns + i]);
  }
  return frame;
}

MixtureState state_of(const MixtureProblem& problem, const MixtureFrame& frame) {
  const std::size_t K = frame.components(), n = problem.modes.axes();
  MixtureState state{.axes = n,
                     .overlaps = {},
                     .gram = {},
                     .log_weights = frame.log_weights,
                     .log_sigma = frame.log_sigma};
  for (std::size_t k = 0; k < K; ++k) {
    const auto mean = frame.mean(k);
    state.overlaps.insert(state.overlaps.end(), mean.begin(), mean.begin() + static_cast<long>(n));
    for (std::size_t l = 0; l < K; ++l)
      state.gram.push_back(dot(mean.subspan(n), frame.mean(l).subspan(n)));
  }
  return state;
}

ModeLines mode_lines(const ModeSet& modes, double sharpness, std::span<const double> point,
                     double scale) {
  ModeLines lines;
  for (std::size_t a = 0; a < modes.size(); ++a) {
    const auto& nu = modes.positions[a];
    const double along = dot(nu, point.first(nu.size()));
    lines.values.push_back(math::log(modes.weights[a]) + sharpness * (along - 0.5 * dot(nu, nu)));
    for (const double coordinate : nu) lines.slopes.push_back(sharpness * scale * coordinate);
  }
  return lines;
}

}  // namespace annealvi::detail

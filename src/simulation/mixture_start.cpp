// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_start.hpp"

#include "annealvi/numerics/random.hpp"
#include "annealvi/simulation/run.hpp"
#include "numerics/elementary.hpp"
#include "simulation/frame_matrices.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

MixtureState state_without_means(const MixtureProblem& problem) {
  const std::size_t components = problem.components();
  MixtureState state;
  state.axes = problem.modes.axes();
  state.overlaps.resize(components * state.axes);
  state.gram.resize(components * components);
  for (const double weight : problem.family.weights) state.log_weights.push_back(math::log(weight));
  state.log_sigma = initial_log_sigma(problem);
  return state;
}

MixtureState draw_start(const MixtureProblem& problem, std::uint64_t seed, std::uint64_t number) {
  MixtureState state = state_without_means(problem);
  const std::size_t components = problem.components();
  const double scale = problem.initial_scale();
  RandomKey key{.seed = seed, .stream = RandomStream::mixture_statistics, .run = number};
  fill_normal(key, state.overlaps);
  for (double& overlap : state.overlaps) overlap *= scale;

  // Bartlett: the Gram matrix is sigma0^2 L L^T with L lower triangular, or trapezoidal when fewer
  // than K dimensions have no modes.
  const double outside = problem.dimension - static_cast<double>(state.axes);
  std::vector<double> lower(components * components);
  for (std::size_t k = 0; k < components; ++k) {
    const std::span<double> row = std::span(lower).subspan(k * components, components);
    const auto columns = static_cast<std::size_t>(std::min(static_cast<double>(k), outside));
    key.lane = 1 + 2 * static_cast<std::uint32_t>(k);
    fill_normal(key, row.first(columns));
    ++key.lane;
    row[k] = std::sqrt(chi_squared(key, std::max(0.0, outside - static_cast<double>(k))));
  }
  for (double& entry : lower) entry *= scale;
  write_gram(lower, components, components, state.gram);
  return state;
}

}  // namespace annealvi

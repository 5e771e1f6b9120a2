// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/mixture.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace annealvi {
namespace {

std::vector<std::vector<double>> line(std::size_t count, double separation) {
  std::vector<std::vector<double>> rows;
  for (std::size_t a = 0; a < count; ++a)
    rows.push_back({separation * (static_cast<double>(count - 1) - 2.0 * static_cast<double>(a))});
  return rows;
}

std::vector<std::vector<double>> ring(std::size_t count, double separation) {
  const double radius = separation / math::sin_pi(1.0 / static_cast<double>(count));
  std::vector<std::vector<double>> rows;
  for (std::size_t a = 0; a < count; ++a) {
    const double turns = 2.0 * static_cast<double>(a) / static_cast<double>(count);
    rows.push_back({radius * math::cos_pi(turns), radius * math::sin_pi(turns)});
  }
  return rows;
}

/// Unit vectors with inner products -1/n in n = count - 1 dimensions, row by row; then scaled.
std::vector<std::vector<double>> simplex(std::size_t count, double separation) {
  if (count == 1) return {{0.0}};
  const std::size_t n = count - 1;
  const double product = -1.0 / static_cast<double>(n);
  std::vector<std::vector<double>> rows(count, std::vector<double>(n, 0.0));
  for (std::size_t axis = 0; axis < n; ++axis) {
    double squared = 0.0;
    for (std::size_t j = 0; j < axis; ++j) squared += rows[axis][j] * rows[axis][j];
    rows[axis][axis] = std::sqrt(1.0 - squared);
    for (std::size_t a = axis + 1; a < count; ++a) {
      double known = 0.0;
      for (std::size_t j = 0; j < axis; ++j) known += rows[a][j] * rows[axis][j];
      rows[a][axis] = (product - known) / rows[axis][axis];
    }
  }
  const double radius = separation * std::sqrt(2.0 / (1.0 - product));  // distances 2 R
  for (auto& row : rows)
    for (double& coordinate : row) coordinate *= radius;
  return rows;
}

std::vector<std::vector<double>> orthogonal(std::size_t count, double separation) {
  std::vector<std::vector<double>> rows(count, std::vector<double>(count, 0.0));
  for (std::size_t a = 0; a < count; ++a) rows[a][a] = std::sqrt(2.0) * separation;
  return rows;
}

}  // namespace

double ModeSet::squared_distance(std::size_t a, std::size_t b) const {
  double squared = 0.0;
  for (std::size_t i = 0; i < axes(); ++i) {
    const double apart = positions[a][i] - positions[b][i];
    squared += apart * apart;
  }
  return squared;
}

std::optional<double> ModeSet::opposite_separation() const {
  if (size() != 2) return std::nullopt;
  double squared = 0.0, middle = 0.0;
  for (std::size_t i = 0; i < axes(); ++i) {
    squared += positions[0][i] * positions[0][i];
    middle += (positions[0][i] + positions[1][i]) * (positions[0][i] + positions[1][i]);
  }
  constexpr double rounding = 1e-14;
  if (!(squared > 0.0) || middle > rounding * rounding * squared) return std::nullopt;
  return std::sqrt(squared);
}

double ModeSet::nearest_half_distance() const {
  if (size() < 2) return 0.0;
  double squared = squared_distance(0, 1);
  for (std::size_t a = 0; a < size(); ++a)
    for (std::size_t b = 0; b < a; ++b) squared = std::min(squared, squared_distance(a, b));
  return 0.5 * std::sqrt(squared);
}

bool are_weights(std::span<const double> numbers) {
  constexpr double tolerance = 1e-12;
  for (const double number : numbers)
    if (!(number > 0.0)) return false;
  const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
  return !numbers.empty() && std::abs(sum - 1.0) <= tolerance;
}

ModeSet named_modes(ModeShape shape, std::size_t count, double separation) {
  if (count < (shape == ModeShape::ring ? 2U : 1U))
    throw std::invalid_argument("named_modes: too few modes for the shape");
  if (!(separation > 0.0)) throw std::invalid_argument("named_modes: separation must be > 0");
  const std::vector<double> weights(count, 1.0 / static_cast<double>(count));
  switch (shape) {
    case ModeShape::line:
      return {line(count, separation), weights};
    case ModeShape::ring:
      return {ring(count, separation), weights};
    case ModeShape::simplex:
      return {simplex(count, separation), weights};
    case ModeShape::orthogonal:
      return {orthogonal(count, separation), weights};
  }
  throw std::invalid_argument("named_modes: unknown shape");
}

double MixtureProblem::initial_scale() const {
  return family.initial_scale.value_or(1.0 / std::sqrt(dimension));
}

MixtureProblem as_mixture(const Problem& problem) {
  const Target& target = problem.target;
  const Family& family = problem.family;
  return {.modes = {.positions = {{target.separation}, {-target.separation}},
                    .weights = {target.weight, 1.0 - target.weight}},
          .dimension = target.dimension,
          .family = {.weights = {family.weights[0], family.weights[1]},
                     .variance = family.variance,
                     .initial_sigma = {},
                     .initial_scale = family.initial_scale},
          .annealing = problem.annealing,
          .noise = problem.noise};
}

std::string mixture_defect(const MixtureProblem& problem) {
  const ModeSet& modes = problem.modes;
  const MixtureFamily& family = problem.family;
  if (!are_weights(modes.weights)) return "the weights of the modes must be > 0 and sum to 1";
  if (!are_weights(family.weights)) return "the weights of the components must be > 0 and sum to 1";
  if (modes.positions.size() != modes.size()) return "every mode needs a position and a weight";
  if (modes.axes() == 0) return "modes need at least one coordinate";
  for (const auto& position : modes.positions) {
    if (position.size() != modes.axes()) return "all modes need the same number of coordinates";
    for (const double coordinate : position)
      if (!std::isfinite(coordinate)) return "the coordinates of the modes must be finite";
  }
  for (std::size_t a = 0; a < modes.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (modes.positions[a] == modes.positions[b]) return "two modes are at the same place";
  const double d = problem.dimension;
  if (!(d >= static_cast<double>(modes.axes())) || d != std::floor(d) || !std::isfinite(d))
    return "the dimension must be a whole number, at least the number of coordinates of the modes";
  if (!(family.weight_rate > 0.0) || !(family.variance_rate > 0.0))
    return "the learning rates of weights and variance must be > 0";
  if (family.initial_sigma && !(*family.initial_sigma > 0.0)) return "initial sigma must be > 0";
  if (family.initial_scale && !(*family.initial_scale > 0.0)) return "initial scale must be > 0";
  return {};
}

MixtureCoefficients mixture_coefficients_at_temperature(const MixtureProblem& problem,
                                                        double temperature) {
  const Annealing& annealing = problem.annealing;
  const AnnealedTarget annealed =
      annealed_target(Target{}, annealing.path, temperature, annealing.bridge_scale);
  return {.temperature = temperature,
          .precision = annealed.precision,
          .amplitude = annealed.amplitude,
          .sharpness = annealed.sharpness,
          .speed = annealing.objective == Objective::kl ? 1.0 : temperature};
}

MixtureCoefficients mixture_coefficients_at(const MixtureProblem& problem, double time) {
  return mixture_coefficients_at_temperature(problem, problem.annealing.schedule.temperature(time));
}

double log_sigma_in_force(const MixtureFamily& family, const MixtureCoefficients& coefficients,
                          double trained_log_sigma) {
  switch (family.variance) {
    case Variance::fixed:
      return 0.0;
    case Variance::matched:
      return -0.5 * math::log(coefficients.precision);
    case Variance::trained:
      break;
  }
  return trained_log_sigma;
}

double initial_log_sigma(const MixtureProblem& problem) {
  const MixtureCoefficients start = mixture_coefficients_at(problem, 0.0);
  const double matched = -0.5 * math::log(start.precision);
  const auto& given = problem.family.initial_sigma;
  return log_sigma_in_force(problem.family, start, given ? math::log(*given) : matched);
}

MixtureState as_mixture_state(const MixtureProblem& problem, const SummaryState& state,
                              double time) {
  const auto& weights = problem.family.weights;
  if (problem.modes.axes() != 1 || weights.size() != 2)
    throw std::invalid_argument("as_mixture_state: two components on one axis are needed");
  return {.axes = 1,
          .overlaps = {state.overlap[0], state.overlap[1]},
          .gram = {state.q11, state.q12, state.q12, state.q22},
          .log_weights = {math::log(weights[0]), math::log(weights[1])},
          .log_sigma = log_sigma_in_force(problem.family, mixture_coefficients_at(problem, time),
                                          initial_log_sigma(problem))};
}

}  // namespace annealvi

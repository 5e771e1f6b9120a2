// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/pair_equation.hpp"

#include "annealvi/dynamics/pair_noise.hpp"
#include "annealvi/simulation/run.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace annealvi {
namespace {

constexpr std::size_t noises = 6;  // all but log sigma

/// L with L L^T = covariance; a pivot that is zero to rounding leaves its column out.
std::array<std::array<double, noises>, noises> cholesky_factor(const PairMatrix& covariance) {
  constexpr double rounding = 1e-13;
  std::array<std::array<double, noises>, noises> L{};
  for (std::size_t j = 0; j < noises; ++j) {
    double pivot = covariance[j][j];
    for (std::size_t k = 0; k < j; ++k) pivot -= L[j][k] * L[j][k];
    if (!(pivot > rounding * covariance[j][j])) continue;
    L[j][j] = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < noises; ++i) {
      double rest = covariance[i][j];
      for (std::size_t k = 0; k < j; ++k) rest -= L[i][k] * L[j][k];
      L[i][j] = rest / L[j][j];
    }
  }
  return L;
}

PairModel pair_of(const MixtureProblem& problem) {
  const auto model = as_pair(problem);
  if (!model || problem.modes.axes() != 1)
    throw std::invalid_argument(
        "simulate_run: engine sde takes two components on two opposite modes of one axis");
  if (model->train_weights && !problem.noise.control_variate)
    throw std::invalid_argument(
        "simulate_run: engine sde takes trained weights with sgd.control_variate = true alone");
  return *model;
}

}  // namespace

PairEquation::PairEquation(const MixtureProblem& problem, double step)
    : problem_(problem), model_(pair_of(problem)), step_(step) {}

void PairEquation::draw_start(std::uint64_t seed, std::uint64_t run) {
  place_start(annealvi::draw_start(problem_, seed, run));
}

void PairEquation::place_start(const MixtureState& start) {
  const SummaryState pair{.overlap = {start.overlap(0, 0), start.overlap(1, 0)},
                          .q11 = start.inner(0, 0),
                          .q12 = start.inner(0, 1),
                          .q22 = start.inner(1, 1)};
  statistics_ = pair_statistics(pair, start.log_weights[0] - start.log_weights[1], start.log_sigma);
  state_ = start;
}

void PairEquation::step(const MixtureCoefficients& /*coefficients*/, const RandomKey& key,
                        const std::function<bool()>* stop) {
  if (stop != nullptr && (*stop)()) throw Stopped();
  if (!path_) path_.emplace(key.seed, key.run, step_);
  const double time = step_ * static_cast<double>(key.step);
  const auto drift =
      numbers_of(pair_flow(model_, pair_coefficients(model_, time, statistics_), statistics_));
  const auto factor = cholesky_factor(noise_covariance(model_, time, statistics_));
  const auto& dw = path_->next();
  auto x = numbers_of(statistics_);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += step_ * drift[i];
  for (std::size_t i = 0; i < noises; ++i)
    for (std::size_t r = 0; r <= i; ++r) x[i] += factor[i][r] * dw[r];
  statistics_ = pair_statistics_of(x);
  // The nearest inner products of two vectors.
  statistics_.squared_sum = std::max(0.0, statistics_.squared_sum);
  statistics_.squared_distance = std::max(0.0, statistics_.squared_distance);
  const double most = std::sqrt(statistics_.squared_sum * statistics_.squared_distance);
  statistics_.gram_difference = std::clamp(statistics_.gram_difference, -most, most);
  update();
}

void PairEquation::update() {
  const SummaryState pair = summary_state(statistics_);
  state_.overlaps = {pair.overlap[0], pair.overlap[1]};
  state_.gram = {pair.q11, pair.q12, pair.q12, pair.q22};
  if (model_.train_weights) {
    const double odds = statistics_.log_ratio;
    state_.log_weights = {-math::log1p(math::exp(-odds)), -math::log1p(math::exp(odds))};
  }
  state_.log_sigma = statistics_.log_sigma;
}

}  // namespace annealvi

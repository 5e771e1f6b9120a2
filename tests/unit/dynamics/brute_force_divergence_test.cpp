// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// F and the flow against KL(q || p_t) summed over a grid in the plane (d = 2). Densities are
// written from the definitions of the target, the paths and the family; no Gaussian expectation, no
// row of (M3) and no normaliser of the library enters.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "mean_coordinates.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// The trapezoidal rule with step h errs by e^(-2 pi s/h), s the distance of the nearest complex
/// singularity from the plane: pi/2R = 0.79 for log p, farther for log q: 2e-13, times O(1).
constexpr double grid_accuracy = 1e-12;

class PlaneGrid {
 public:
  PlaneGrid(const Problem& problem, double temperature)
      : problem_(problem), T_(temperature), beta_(1.0 / temperature) {
    const double s0 = problem.annealing.bridge_scale;
    const double H =
        problem.annealing.path == AnnealingPath::bridge ? (1.0 - beta_) / (s0 * s0) + beta_ : beta_;
    variance_ = problem.family.variance == Variance::fixed ? 1.0 : 1.0 / H;
    // Wide enough for both densities down to e^-30 and for the largest mean of these tests.
    half_width_ = 3.0 + 8.0 * std::max(std::sqrt(variance_), 1.0 / std::sqrt(H));
    count_ = static_cast<int>(std::ceil(half_width_ / step));
    for (int i = -count_; i <= count_; ++i)
      for (int j = -count_; j <= count_; ++j)
        log_normaliser_ += step * step * std::exp(log_heated(step * i, step * j));
    log_normaliser_ = std::log(log_normaliser_);
  }

  [[nodiscard]] double divergence(const Means& mu) const {
    double sum = 0.0;
    for (int i = -count_; i <= count_; ++i)
      for (int j = -count_; j <= count_; ++j) {
        const double x = step * i, y = step * j;
        const double log_q = log_family(mu, x, y);
        // Where the family is below e^-40 it adds nothing.
        if (log_q > -40.0) sum += std::exp(log_q) * (log_q - log_heated(x, y) + log_normaliser_);
      }
    return step * step * sum;
  }

 private:
  static constexpr double step = 0.17;

  static double log_gauss(double x, double y, double variance) {
    return -0.5 * (x * x + y * y) / variance - std::log(2.0 * std::numbers::pi * variance);
  }
  static double log_sum(double x, double y) {
    return std::max(x, y) + std::log1p(std::exp(-std::abs(x - y)));
  }
  [[nodiscard]] double log_mixture(double x, double y, double variance) const {
    const double R = problem_.target.separation, weight = problem_.target.weight;
    return log_sum(std::log(weight) + log_gauss(x - R, y, variance),
                   std::log(1.0 - weight) + log_gauss(x + R, y, variance));
  }
  [[nodiscard]] double log_heated(double x, double y) const {
    const double s0 = problem_.annealing.bridge_scale;
    switch (problem_.annealing.path) {
      case AnnealingPath::power:
        return beta_ * log_mixture(x, y, 1.0);
      case AnnealingPath::component:
        return log_mixture(x, y, T_);
      case AnnealingPath::bridge:
        break;
    }
    return (1.0 - beta_) * log_gauss(x, y, s0 * s0) + beta_ * log_mixture(x, y, 1.0);
  }
  [[nodiscard]] double log_family(const Means& mu, double x, double y) const {
    const auto& w = problem_.family.weights;
    return log_sum(std::log(w[0]) + log_gauss(x - mu[0][0], y - mu[0][1], variance_),
                   std::log(w[1]) + log_gauss(x - mu[1][0], y - mu[1][1], variance_));
  }

  const Problem& problem_;
  double T_, beta_;
  double variance_ = 1.0, half_width_ = 0.0, log_normaliser_ = 0.0;
  int count_ = 0;
};

const Means places[] = {{{{0.8, 0.9, 0.0}, {-0.5, 0.3, 0.0}}},
                        {{{1.9, -0.4, 0.0}, {1.2, 0.8, 0.0}}}};

}  // namespace

TEST_CASE("F is the divergence summed over the plane") {
  double worst = 0.0;
  for (const Problem& problem : all_problems()) {
    const double temperature = problem.target.weight == 0.5 ? 2.5 : 1.5;
    const PlaneGrid grid(problem, temperature);
    const Coefficients coefficients = coefficients_at_temperature(problem, temperature);
    for (const Means& mu : places) {
      const double expected = coefficients.speed * grid.divergence(mu);
      const double actual = objective(problem, coefficients, summarise(mu));
      CHECK_ABSOLUTE(actual, expected, grid_accuracy);
      worst = std::max(worst, std::abs(actual - expected));
    }
  }
  MESSAGE("largest difference of F: " << worst);
}

TEST_CASE("the flow is the gradient of the divergence summed over the plane") {
  double worst = 0.0;
  for (const Problem& problem : all_problems()) {
    if (problem.annealing.objective != Objective::kl) continue;  // a factor, tested elsewhere
    const double temperature = problem.target.weight == 0.5 ? 2.5 : 1.5;
    const PlaneGrid grid(problem, temperature);
    const auto F = [&](const Means& mu) { return grid.divergence(mu); };
    const Means& mu = places[problem.family.weights[0] == 0.5 ? 0 : 1];
    const SummaryState rate = summary_flow(coefficients_at_temperature(problem, temperature),
                                           problem.family, 2.0, summarise(mu));
    const double discrepancy = rate_discrepancy(rate, summary_rate(mu, downhill(F, mu, 2)));
    CHECK(discrepancy <= central_difference);
    worst = std::max(worst, discrepancy);
  }
  MESSAGE("largest discrepancy of the flow: " << worst);
}

TEST_CASE("negative control: the divergence of another path is seen") {
  Problem problem = all_problems().front();
  const Coefficients coefficients = coefficients_at_temperature(problem, 1.5);
  problem.annealing.path = AnnealingPath::component;
  const PlaneGrid grid(problem, 1.5);
  CHECK_FALSE(absolutely_close(objective(problem, coefficients, summarise(places[0])),
                               grid.divergence(places[0]), 1e-3));
}

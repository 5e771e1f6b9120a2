// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// KL(q || p_t) of any mixture in the plane (d = 2), summed over a grid. Densities are written from
// the definitions of the target, the paths and the family; nothing of the library enters.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "annealvi/model/mixture.hpp"

namespace annealvi::test {

using Point = std::array<double, 2>;

/// Everything that is trained, the first coordinates along the axes of the modes.
struct PlaneFamily {
  std::vector<Point> means;
  std::vector<double> logits;
  double log_sigma = 0.0;

  [[nodiscard]] std::vector<double> weights() const {
    std::vector<double> w;
    double sum = 0.0;
    for (const double logit : logits) sum += w.emplace_back(std::exp(logit));
    for (double& x : w) x /= sum;
    return w;
  }
  /// As the library wants it, for modes on `axes` = 1 or 2 axes.
  [[nodiscard]] MixtureState state(std::size_t axes) const {
    MixtureState state{
        .axes = axes, .overlaps = {}, .gram = {}, .log_weights = {}, .log_sigma = log_sigma};
    for (const Point& mean : means) {
      state.overlaps.insert(state.overlaps.end(), mean.begin(),
                            mean.begin() + static_cast<int>(axes));
      for (const Point& other : means) state.gram.push_back(axes == 2 ? 0.0 : mean[1] * other[1]);
    }
    for (const double w : weights()) state.log_weights.push_back(std::log(w));
    return state;
  }
};

class PlaneDivergence {
 public:
  PlaneDivergence(const MixtureProblem& problem, double temperature, double widest_sigma = 0.0)
      : problem_(problem), T_(temperature), beta_(1.0 / temperature) {
    const double s0 = problem.annealing.bridge_scale;
    const double widest = std::max({std::sqrt(temperature), s0, widest_sigma});
    count_ = static_cast<int>(std::ceil((3.0 + 8.0 * widest) / step));
    for (int i = -count_; i <= count_; ++i)
      for (int j = -count_; j <= count_; ++j) {
        heated_.push_back(log_heated(step * i, step * j));
        normaliser_ += step * step * std::exp(heated_.back());
      }
    normaliser_ = std::log(normaliser_);
  }

  [[nodiscard]] double log_normaliser() const { return normaliser_; }

  [[nodiscard]] double operator()(const PlaneFamily& family) const {
    double sum = 0.0;
    for_each_cell(family, [&](double log_q, double log_p) {
      // Where the family is below e^-40 it adds nothing.
      if (log_q > -40.0) sum += std::exp(log_q) * (log_q - log_p);
    });
    return step * step * sum;
  }

  /// 1/E_q (p/q)^2
  [[nodiscard]] double reverse_effective_sample_size(const PlaneFamily& family) const {
    double sum = 0.0;
    for_each_cell(family,
                  [&](double log_q, double log_p) { sum += std::exp(2.0 * log_p - log_q); });
    return 1.0 / (step * step * sum);
  }

 private:
  static constexpr double step = 0.17;

  template <class Visit>
  void for_each_cell(const PlaneFamily& family, const Visit& visit) const {
    std::size_t cell = 0;
    const std::vector<double> w = family.weights();
    const double variance = std::exp(2.0 * family.log_sigma);
    std::vector<double> terms(w.size());
    for (int i = -count_; i <= count_; ++i)
      for (int j = -count_; j <= count_; ++j, ++cell) {
        for (std::size_t k = 0; k < w.size(); ++k)
          terms[k] = std::log(w[k]) + log_gauss(step * i - family.means[k][0],
                                                step * j - family.means[k][1], variance);
        visit(log_sum(terms), heated_[cell] - normaliser_);
      }
  }

  static double log_gauss(double x, double y, double variance) {
    return -0.5 * (x * x + y * y) / variance - std::log(2.0 * std::numbers::pi * variance);
  }
  static double log_sum(const std::vector<double>& terms) {
    const double top = *std::max_element(terms.begin(), terms.end());
    double sum = 0.0;
    for (const double term : terms) sum += std::exp(term - top);
    return top + std::log(sum);
  }
  [[nodiscard]] double log_mixture(double x, double y, double variance) const {
    std::vector<double> terms;
    for (std::size_t a = 0; a < problem_.modes.size(); ++a) {
      const auto& nu = problem_.modes.positions[a];
      terms.push_back(std::log(problem_.modes.weights[a]) +
                      log_gauss(x - nu[0], y - (nu.size() > 1 ? nu[1] : 0.0), variance));
    }
    return log_sum(terms);
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

  const MixtureProblem& problem_;
  double T_, beta_, normaliser_ = 0.0;
  int count_ = 0;
  std::vector<double> heated_;
};

/// -dF by central differences, in the order of PlaneFamily.
template <class Function>
PlaneFamily downhill(const Function& F, const PlaneFamily& here) {
  constexpr double h = 6e-6;  // eps^(1/3): truncation and rounding errors are of the same size
  PlaneFamily slope = here, moved = here;
  const auto derivative = [&](double& coordinate) {
    const double value = coordinate;
    coordinate = value + h;
    const double up = F(moved);
    coordinate = value - h;
    const double down = F(moved);
    coordinate = value;
    return -(up - down) / (2.0 * h);
  };
  for (std::size_t k = 0; k < here.means.size(); ++k) {
    for (std::size_t i = 0; i < 2; ++i) slope.means[k][i] = derivative(moved.means[k][i]);
    slope.logits[k] = derivative(moved.logits[k]);
  }
  slope.log_sigma = derivative(moved.log_sigma);
  return slope;
}

}  // namespace annealvi::test

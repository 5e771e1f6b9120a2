// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The moments of a stochastic gradient from those of the features of one sample.
#pragma once

#include "annealvi/dynamics/gradient_noise.hpp"
#include "dynamics/sample_features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace annealvi::detail {

using Matrix2 = std::array<std::array<double, 2>, 2>;

/// Samples of one component after the other, added up.
template <std::size_t Features>
class MomentSum {
 public:
  MomentSum(const Problem& problem, const Coefficients& coefficients, const SummaryState& state)
      : problem_(problem),
        coefficients_(coefficients),
        state_(state),
        frame_(state),
        gram_{{{state.q11, state.q12}, {state.q12, state.q22}}},
        precision_(inverse_variance(problem, coefficients)),
        excess_(excess_precision(problem, coefficients)),
        contribution_(contributions(problem.noise.estimator, excess_, coefficients.sigma)),
        others_move_(Features > 2 && problem.noise.estimator == Estimator::total) {}

  GradientMoments run(const MomentRule& rule) {
    const double apart = state_.overlap[0] - state_.overlap[1];
    const double distance = std::sqrt(apart * apart + frame_.distance * frame_.distance);
    const double cosine = distance > 0.0 ? apart / distance : 1.0;
    const double sine = distance > 0.0 ? frame_.distance / distance : 0.0;
    const double log_ratio = log_weight_ratio(problem_.family);
    const auto& [H, A, c, b] = coefficients_.annealed;
    const double steepness = c * problem_.target.separation;
    const double inverse_sigma = 1.0 / coefficients_.sigma;
    const double relative_distance = distance * inverse_sigma;
    constexpr bool with_z = Features > 2;
    OddsMoments odds;
    for (std::size_t l = 0; l < 2; ++l) {
      const double sign = l == 0 ? -1.0 : 1.0;  // f grows towards the other mean
      const SampleFunctions functions{
          .tanh_mean = steepness * state_.overlap[l] + b,
          .tanh_slope = steepness * coefficients_.sigma,
          .odds_mean = sign * log_ratio - 0.5 * relative_distance * relative_distance,
          .along_e = sign * apart * inverse_sigma,
          .across = sign * frame_.distance * inverse_sigma};
      if (l == 0 || log_ratio != 0.0) {
        odds = rule.odds(functions.odds_mean, relative_distance, with_z);
      }
      const TanhMoments tanh = rule.tanh(functions, odds, with_z);
      const auto features = feature_covariance<Features>(tanh, odds, sign * cosine, sign * sine);
      add_covariance(l, odds, features);
      add_means(l, tanh, odds);
      add_orthogonal_covariance(l, sign, odds, features);
    }
    add_flow();
    return result_;
  }

 private:
  /// Of a sample of component l, to g_k.
  [[nodiscard]] const Contribution& contribution(std::size_t k, std::size_t l) const {
    return contribution_[k == l ? 0 : 1];
  }
  /// The statistics, m_1, m_2, Q_11, Q_12, Q_22 by number, that a sample of component l moves.
  [[nodiscard]] std::span<const std::size_t> moved_by(std::size_t l) const {
    static constexpr std::array<std::size_t, 5> all{0, 1, 2, 3, 4};
    static constexpr std::array<std::array<std::size_t, 3>, 2> own{{{0, 2, 3}, {1, 3, 4}}};
    if (others_move_) return all;
    return own[l];
  }
  [[nodiscard]] double weight(std::size_t l) const {
    return problem_.family.weights[l] * coefficients_.speed;
  }

  void add_covariance(std::size_t l, const OddsMoments& odds,
                      const FeatureMatrix<Features>& features) {
    const std::size_t o = 1 - l;
    const double pull = coefficients_.annealed.amplitude * problem_.target.separation;
    // How each statistic depends on the features, and on z_3 and f z_3.
    std::array<std::array<double, Features>, 5> row{};
    std::array<std::array<double, 2>, 5> third{};
    for (std::size_t k = 0; k < 2; ++k) {
      const Contribution& part = contribution(k, l);
      row[k][tau] = -part.tanh_factor * pull;
      row[k][f] = part.pull * precision_ * (state_.overlap[o] - state_.overlap[l]);
      if constexpr (Features > 2) {
        row[k][z_e] = part.noise;
        row[k][f_z_e] = part.claimed_noise;
      }
    }
    const auto add_product = [&](std::size_t statistic, std::size_t i, std::size_t j) {
      if (i != l && !others_move_) return;
      const Contribution& part = contribution(i, l);
      row[statistic][f] += part.pull * precision_ * (gram_[o][j] - gram_[l][j]);
      if constexpr (Features > 2) {
        row[statistic][z_f] += part.noise * frame_.along[j];
        row[statistic][f_z_f] += part.claimed_noise * frame_.along[j];
        third[statistic][0] += part.noise * frame_.shared;
        third[statistic][1] += part.claimed_noise * frame_.shared;
      }
    };
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        add_product(2 + i + j, i, j);
        add_product(2 + i + j, j, i);
      }

    if constexpr (Features > 2) add_growth(l, odds.square_slope, row);

    const double factor = weight(l) * weight(l) / problem_.noise.batch;
    const double mean_f = odds.powers[0][0], mean_square = odds.powers[1][0];
    const std::span<const std::size_t> moved = moved_by(l);
    for (std::size_t a = 0; a < moved.size(); ++a) {
      const std::size_t i = moved[a];
      std::array<double, Features> image{};
      for (std::size_t p = 0; p < Features; ++p)
        for (std::size_t q = 0; q < Features; ++q) image[p] += features[p][q] * row[i][q];
      for (std::size_t b = 0; b <= a; ++b) {
        const std::size_t j = moved[b];
        double sum = 0.0;
        for (std::size_t p = 0; p < Features; ++p) sum += image[p] * row[j][p];
        if constexpr (Features > 2) {
          const auto &x = third[i], &y = third[j];
          sum += x[0] * y[0] + (x[0] * y[1] + x[1] * y[0]) * mean_f + x[1] * y[1] * mean_square;
        }
        result_.covariance[i][j] += factor * sum;
        result_.covariance[j][i] = result_.covariance[i][j];
      }
    }
  }

  /// -eta g_i.g_j over d - 2 directions: (x + x' f)(y + y' f) times their number, f^2 by its best
  /// linear fit.
  void add_growth(std::size_t l, double square_slope,
                  std::array<std::array<double, Features>, 5>& row) const {
    const double size = problem_.noise.step * std::max(0.0, problem_.target.dimension - 2.0) *
                        weight(l) / problem_.noise.batch;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        const Contribution &x = contribution(i, l), &y = contribution(j, l);
        row[2 + i + j][f] -= size * (x.noise * y.claimed_noise + x.claimed_noise * y.noise +
                                     x.claimed_noise * y.claimed_noise * square_slope);
      }
  }

  /// E g_l = mean_[l][0] mu_1 + mean_[l][1] mu_2 - w_l A R E tau e: the same for both estimators.
  void add_means(std::size_t l, const TanhMoments& tanh, const OddsMoments& odds) {
    const double claimed = precision_ * odds.powers[0][0];
    mean_[l][l] = weight(l) * (coefficients_.annealed.precision - claimed);
    mean_[l][1 - l] = weight(l) * claimed;
    result_.flow.overlap[l] =
        weight(l) * coefficients_.annealed.amplitude * problem_.target.separation * tanh.mean;
  }

  /// d - 2 directions see z alone, the one along the difference of the means sees f too.
  void add_orthogonal_covariance(std::size_t l, double sign, const OddsMoments& odds,
                                 const FeatureMatrix<Features>& features) {
    const double dimension = problem_.target.dimension;
    if (dimension < 2.0) return;
    const double towards_other = sign * frame_.distance * precision_;
    const double mean_f = odds.powers[0][0], mean_square = odds.powers[1][0];
    const double factor = weight(l) * weight(l) / problem_.noise.batch;
    Matrix2 sum{};
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        if ((i != l || j != l) && !others_move_) continue;
        const Contribution &x = contribution(i, l), &y = contribution(j, l);
        const double x_pull = x.pull * towards_other, y_pull = y.pull * towards_other;
        sum[i][j] = x_pull * y_pull * features[f][f];
        if constexpr (Features > 2) {
          sum[i][j] +=
              (x_pull * y.noise + x.noise * y_pull) * features[f][z_f] +
              (x_pull * y.claimed_noise + x.claimed_noise * y_pull) * features[f][f_z_f] +
              x.noise * y.noise +
              (x.noise * y.claimed_noise + x.claimed_noise * y.noise) * features[z_f][f_z_f] +
              x.claimed_noise * y.claimed_noise * features[f_z_f][f_z_f];
          sum[i][j] += (dimension - 2.0) *
                       (x.noise * y.noise +
                        (x.noise * y.claimed_noise + x.claimed_noise * y.noise) * mean_f +
                        x.claimed_noise * y.claimed_noise * mean_square);
        }
      }
    result_.orthogonal.q11 += factor * sum[0][0];
    result_.orthogonal.q12 += factor * sum[0][1];
    result_.orthogonal.q22 += factor * sum[1][1];
  }

  /// The flow of both statistics, and the product of the means of g_i and g_j.
  void add_flow() {
    const auto& m = state_.overlap;
    SummaryState& flow = result_.flow;
    Matrix2 image{};  // mean_ times Q
    for (std::size_t i = 0; i < 2; ++i) {
      flow.overlap[i] -= mean_[i][0] * m[0] + mean_[i][1] * m[1];
      for (std::size_t j = 0; j < 2; ++j)
        image[i][j] = mean_[i][0] * gram_[0][j] + mean_[i][1] * gram_[1][j];
    }
    flow.q11 = -2.0 * image[0][0];
    flow.q12 = -(image[0][1] + image[1][0]);
    flow.q22 = -2.0 * image[1][1];
    const auto product = [&](std::size_t i, std::size_t j) {
      return image[i][0] * mean_[j][0] + image[i][1] * mean_[j][1];
    };
    result_.orthogonal.q11 += product(0, 0);
    result_.orthogonal.q12 += product(0, 1);
    result_.orthogonal.q22 += product(1, 1);
  }

  const Problem& problem_;
  const Coefficients& coefficients_;
  const SummaryState& state_;
  OrthogonalFrame frame_;
  Matrix2 gram_;
  double precision_, excess_;
  std::array<Contribution, 2> contribution_;
  bool others_move_;  // with a sample of one component: total estimator only
  Matrix2 mean_{};
  GradientMoments result_;
};

}  // namespace annealvi::detail

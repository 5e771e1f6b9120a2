// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/pair_noise.hpp"

#include "annealvi/dynamics/gradient_noise.hpp"
#include "numerics/elementary.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using Vector = Eigen::Matrix<double, 7, 1>;
using Matrix = Eigen::Matrix<double, 7, 7>;

double softplus(double x) {
  return std::max(x, 0.0) + math::log1p(math::exp(-std::abs(x)));
}

/// Covariances of lambda's gradient with all others. It depends on one sample through its
/// coordinates along e and along (mu_1 - mu_2) orthogonal to e alone, since the control variate
/// takes the Gaussian parts in the other directions at their expectation: trapezoidal rules in
/// both.
void add_weight_noise(const PairModel& model, const Coefficients& c, const PairStatistics& x,
                      Matrix& sum) {
  const auto& [H, A, sharpness, b] = c.annealed;
  const double sigma = c.sigma, R = model.problem.target.separation;
  const double precision = 1.0 / (sigma * sigma);
  const double own = H * sigma - 1.0 / sigma;  // a_0
  const bool total = model.problem.noise.estimator == Estimator::total;
  const double r = std::sqrt(std::max(0.0, x.squared_distance));
  const double along = r > 0.0 ? x.gram_difference / r : 0.0;  // (mu_1 + mu_2) along the difference
  const double width = sharpness * R * sigma;
  // Poles of tanh lie pi/(2 width) off the axis: errors of 1e-4 of a variance.
  const double step_e = std::min(0.25, 1.0 / width), step_f = 0.5;
  constexpr double reach = 6.5;
  for (const double sign : {1.0, -1.0}) {
    const double w = 1.0 / (1.0 + math::exp(-sign * x.log_ratio));
    const double rate = 2.0 * w * (1.0 - w) * model.weight_rate;
    const double m = 0.5 * (x.sum + sign * x.difference);
    const double apart = x.difference * precision, away = r * precision;
    const double odds =
        -sign * x.log_ratio - 0.5 * (x.difference * x.difference + r * r) * precision;
    Vector mean = Vector::Zero(), product = Vector::Zero();
    double mean_gain = 0.0, weights = 0.0;
    for (double z = -reach; z <= reach; z += step_e)
      for (double u = -reach; u <= reach; u += step_f) {
        const double weight = math::exp(-0.5 * (z * z + u * u));
        const double line = odds - sign * sigma * (apart * z + away * u);
        const double f = 1.0 / (1.0 + math::exp(-line));
        const double at = sharpness * R * m + b + width * z;
        const double gain =
            softplus(line) + 0.5 * (H * sigma * sigma - 1.0) * z * z + H * sigma * m * z -
            A / sharpness * (std::abs(at) + math::log1p(math::exp(-2.0 * std::abs(at))));
        // Gradients of the sample's component and of the other, along e and along the difference.
        const double claim = total ? f / sigma : 0.0, keep = total ? (1.0 - f) / sigma : 0.0;
        const double other_pull = total ? 1.0 : 0.0;
        const double e_own = -sign * f * apart + (own + keep) * z - A * R * math::tanh(at);
        const double e_other = sign * f * apart * other_pull + claim * z;
        const double f_own = -sign * f * away + (own + keep) * u;
        const double f_other = sign * f * away * other_pull + claim * u;
        const double both_f = w * (f_own + f_other), apart_f = sign * w * (f_own - f_other);
        Vector gradient = Vector::Zero();
        gradient[0] = w * (e_own + e_other);
        gradient[1] = sign * w * (e_own - e_other);
        gradient[2] = 2.0 * along * both_f;
        gradient[3] = along * apart_f + r * both_f;
        gradient[4] = 2.0 * r * apart_f;
        gradient[5] = sign * rate * gain;
        weights += weight;
        mean += weight * gradient;
        mean_gain += weight * gradient[5];
        product += weight * gradient[5] * gradient;
      }
    const Vector covariance =
        c.speed * c.speed * (product / weights - mean * (mean_gain / (weights * weights)));
    const double factor = model.problem.noise.step / model.problem.noise.batch;
    for (int i = 0; i < 6; ++i) {
      sum(i, 5) += factor * covariance[i];
      if (i < 5) sum(5, i) += factor * covariance[i];
    }
  }
}

Matrix noise_matrix(const PairModel& model, double time, const PairStatistics& x) {
  const Coefficients c = pair_coefficients(model, time, x);
  Problem here = model.problem;
  const double w = 1.0 / (1.0 + math::exp(-x.log_ratio));
  if (model.train_weights) here.family.weights = {w, 1.0 - w};
  const SummaryMatrix moments = gradient_moments(here, c, summary_state(x)).covariance;
  Eigen::Matrix<double, 5, 5> covariance, turn;
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j)
      covariance(i, j) = moments[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  turn << 1, 1, 0, 0, 0,  //
      1, -1, 0, 0, 0,     //
      0, 0, 1, 2, 1,      //
      0, 0, 1, 0, -1,     //
      0, 0, 1, -2, 1;
  Matrix sum = Matrix::Zero();
  sum.topLeftCorner<5, 5>() = model.problem.noise.step * turn * covariance * turn.transpose();
  if (model.train_weights) add_weight_noise(model, c, x, sum);
  return sum;
}

}  // namespace

PairMatrix noise_covariance(const PairModel& model, double time, const PairStatistics& state) {
  const Matrix sum = noise_matrix(model, time, state);
  PairMatrix result{};
  Eigen::Map<Eigen::Matrix<double, 7, 7, Eigen::RowMajor>>(result[0].data()) = sum;
  return result;
}

}  // namespace annealvi

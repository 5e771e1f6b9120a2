// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"

#include <cmath>
#include <optional>

namespace annealvi {
namespace {

using detail::MixtureFrame;

/// Over component k, of responsibilities: lines log(w_j/w_k) - |mu_j - mu_k|^2/(2 sigma^2) +
/// (mu_j - mu_k).z/sigma, so that only differences of means enter.
SoftmaxExpectations responsibilities(const MixtureFrame& frame, std::size_t k, double sigma,
                                     const SpanOptions& options) {
  std::vector<double> values, slopes;
  const auto own = frame.mean(k);
  for (std::size_t j = 0; j < frame.components(); ++j) {
    const auto other = frame.mean(j);
    double squared_distance = 0.0;
    for (std::size_t i = 0; i < frame.axes; ++i) {
      const double difference = (other[i] - own[i]) / sigma;
      slopes.push_back(difference);
      squared_distance += difference * difference;
    }
    values.push_back(frame.log_weights[j] - frame.log_weights[k] - 0.5 * squared_distance);
  }
  return softmax_expectations(values, slopes, frame.axes, options);
}

/// E[tau_0 - tau_1] for two modes of equal weight at +-nu near their middle, by the linear term of
/// E tanh: a difference of two shares of one half would lose overlaps below 1e-16. Empty elsewhere.
std::optional<double> small_lead(const ModeSet& modes, double sharpness, double sigma,
                                 std::span<const double> mean) {
  constexpr double linear = 1e-8;  // the next term is smaller by its square
  if (modes.size() != 2 || modes.weights[0] != modes.weights[1]) return std::nullopt;
  const auto &first = modes.positions[0], &second = modes.positions[1];
  double along = 0.0, squared = 0.0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] != -second[i]) return std::nullopt;
    along += first[i] * mean[i];
    squared += first[i] * first[i];
  }
  if (!(std::abs(sharpness * along) < linear)) return std::nullopt;
  return sharpness * along * expected_sech_squared(0.0, sharpness * sigma * std::sqrt(squared));
}

}  // namespace

MixtureRates detail::frame_rates(const MixtureProblem& problem,
                                 const MixtureCoefficients& coefficients, const MixtureFrame& frame,
                                 const SpanOptions& options) {
  const std::size_t K = frame.components(), modes = problem.modes.size();
  const double H = coefficients.precision, A = coefficients.amplitude;
  const double tilt_power = A / coefficients.sharpness;
  const double sigma = math::exp(frame.log_sigma);
  const double inverse_variance = math::exp(-2.0 * frame.log_sigma);
  const double speed = coefficients.speed, d = problem.dimension;
  const MixtureFamily& family = problem.family;

  MixtureRates rates;
  rates.mixing.resize(K * K);
  rates.pull.resize(K * modes);
  rates.logits.assign(K, 0.0);
  // What grows with d, (d/2)(H sigma^2 - 1 - log(H sigma^2)), is combined before it cancels.
  const double mismatch = H * sigma * sigma - 1.0;
  double kl = 0.5 * d * (mismatch - math::log1p(mismatch));
  double spread = 0.0;          // of (F6): sum_k w_k (...)
  std::vector<double> gain(K);  // g_k of (F5), up to what is common to all components
  std::vector<double> weight(K);
  for (std::size_t k = 0; k < K; ++k) {
    const double w = weight[k] = math::exp(frame.log_weights[k]);
    const SoftmaxExpectations q = responsibilities(frame, k, sigma, options);
    const ModeLines lines = mode_lines(problem.modes, coefficients.sharpness, frame.mean(k), sigma);
    const SoftmaxExpectations p =
        softmax_expectations(lines.values, lines.slopes, problem.modes.axes(), options);

    double claimed = 0.0;  // 1 - R_kk
    for (std::size_t j = 0; j < K; ++j) {
      rates.mixing[k * K + j] = -speed * w * q.mean[j] * inverse_variance;
      if (j != k) claimed += q.mean[j];
    }
    rates.mixing[k * K + k] = speed * w * (claimed * inverse_variance - H);
    for (std::size_t a = 0; a < modes; ++a) rates.pull[k * modes + a] = speed * w * A * p.mean[a];
    if (const auto share =
            small_lead(problem.modes, coefficients.sharpness, sigma, frame.mean(k))) {
      rates.pull[k * modes] = 0.5 * speed * w * A * *share;
      rates.pull[k * modes + 1] = -rates.pull[k * modes];
    }

    gain[k] = frame.log_weights[k] + q.log_sum + 0.5 * H * dot(frame.mean(k), frame.mean(k)) -
              tilt_power * p.log_sum;
    kl += w * gain[k];
    spread += w * (q.spread - tilt_power * p.spread);
    rates.objective_error += speed * w * (q.error + tilt_power * p.error);
  }
  rates.objective = speed * kl;
  if (family.train_weights) {  // (F5)
    double mean_gain = 0.0;
    for (std::size_t k = 0; k < K; ++k) mean_gain += weight[k] * gain[k];
    for (std::size_t k = 0; k < K; ++k)
      rates.logits[k] = -speed * family.weight_rate * weight[k] * (gain[k] - mean_gain);
  }
  if (family.variance == Variance::trained)  // (F6)
    rates.log_sigma = -speed * family.variance_rate * (mismatch + spread / d);
  return rates;
}

MixtureRates mixture_rates(const MixtureProblem& problem, const MixtureCoefficients& coefficients,
                           const MixtureState& state, const SpanOptions& options) {
  MixtureRates rates =
      detail::frame_rates(problem, coefficients, detail::frame_of(problem, state), options);
  const Estimate tilt = detail::log_tilt_normaliser(problem, coefficients, options);
  rates.objective += coefficients.speed * tilt.value;
  rates.objective_error += coefficients.speed * tilt.error;
  return rates;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// log Z_t of any modes, and the reverse effective sample size.
#include "dynamics/gaussian_nodes.hpp"
#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

using detail::dot;
using detail::ModeLines;

/// Two modes: with half their difference delta and their middle, the sum is e^(c middle.x + ...)
/// 2 cosh(c delta.x + b), and the Gaussian moves by A middle/H.
double log_tilt_of_two(const ModeSet& modes, const MixtureCoefficients& coefficients) {
  const double H = coefficients.precision, A = coefficients.amplitude, c = coefficients.sharpness;
  const auto &first = modes.positions[0], &second = modes.positions[1];
  std::vector<double> middle, delta;
  for (std::size_t i = 0; i < modes.axes(); ++i) {
    middle.push_back(0.5 * (first[i] + second[i]));
    delta.push_back(0.5 * (first[i] - second[i]));
  }
  const double log_ratio =
      modes.weights[0] == modes.weights[1] ? 0.0 : math::log(modes.weights[0] / modes.weights[1]);
  const AnnealedTarget annealed{.precision = H,
                                .amplitude = A,
                                .sharpness = c,
                                .bias = 0.5 * log_ratio - c * dot(middle, delta) * (1.0 - A / H)};
  const double norms = dot(first, first) + dot(second, second);
  return A / c * (math::log(2.0) + 0.5 * math::log(modes.weights[0] * modes.weights[1])) -
         0.25 * A * norms + 0.5 * A * A / H * dot(middle, middle) +
         annealvi::log_tilt_normaliser(annealed, {.separation = std::sqrt(dot(delta, delta))});
}

/// log of the least e^(-H|x|^2) (pi_a e^(...))^(2A/c)/(w_k N(x; mu_k, sigma^2)) integrated, over k;
/// without the terms that grow with the number of axes.
struct SquaredBump {
  std::size_t component;
  double log_mass;
  std::vector<double> centre;
};
SquaredBump squared_bump(const MixtureProblem& problem, const MixtureCoefficients& coefficients,
                         const detail::MixtureFrame& frame, std::size_t a) {
  const double A = coefficients.amplitude;
  const double inverse_variance = math::exp(-2.0 * frame.log_sigma);
  const double precision = 2.0 * coefficients.precision - inverse_variance;
  const auto& nu = problem.modes.positions[a];
  SquaredBump least{.component = 0, .log_mass = 0.0, .centre = {}};
  for (std::size_t k = 0; k < frame.components(); ++k) {
    const auto mean = frame.mean(k);
    std::vector<double> centre(frame.axes);
    for (std::size_t i = 0; i < frame.axes; ++i)
      centre[i] =
          ((i < nu.size() ? 2.0 * A * nu[i] : 0.0) - mean[i] * inverse_variance) / precision;
    const double log_mass = 0.5 * precision * dot(centre, centre) +
                            2.0 * A / coefficients.sharpness * math::log(problem.modes.weights[a]) -
                            A * dot(nu, nu) - frame.log_weights[k] +
                            0.5 * inverse_variance * dot(mean, mean);
    if (k == 0 || log_mass < least.log_mass) least = {k, log_mass, centre};
  }
  return least;
}

/// heights: the lines at `point`, which may have more coordinates than they have slopes.
void evaluate(const ModeLines& lines, std::span<const double> point, std::span<double> heights) {
  const std::size_t axes = lines.slopes.size() / lines.values.size();
  for (std::size_t a = 0; a < heights.size(); ++a)
    heights[a] = lines.values[a] + dot(std::span(lines.slopes).subspan(a * axes, axes), point);
}

}  // namespace

Estimate detail::log_tilt_normaliser(const MixtureProblem& problem,
                                     const MixtureCoefficients& coefficients,
                                     const SpanOptions& options) {
  const ModeSet& modes = problem.modes;
  const double H = coefficients.precision, A = coefficients.amplitude;
  const double power = A / coefficients.sharpness;
  if (modes.size() == 2 && power < 1.0) return {log_tilt_of_two(modes, coefficients), 1e-13};
  std::vector<double> terms;
  double error = 0.0;
  for (std::size_t a = 0; a < modes.size(); ++a) {
    const auto& nu = modes.positions[a];
    std::vector<double> centre = nu;
    for (double& coordinate : centre) coordinate *= A / H;
    const ModeLines lines = mode_lines(modes, coefficients.sharpness, centre, 1.0 / std::sqrt(H));
    const Estimate ratio =
        expected_power_ratio(lines.values, lines.slopes, modes.axes(), power, options);
    terms.push_back(power * math::log(modes.weights[a]) + 0.5 * A * (A / H - 1.0) * dot(nu, nu) +
                    math::log(ratio.value));
    error = std::max(error, ratio.error / ratio.value);
  }
  return {log_sum_exp(terms), error};
}

double log_normaliser(const MixtureProblem& problem, const MixtureCoefficients& coefficients,
                      const SpanOptions& options) {
  return 0.5 * problem.dimension * math::log(2.0 * std::numbers::pi / coefficients.precision) +
         detail::log_tilt_normaliser(problem, coefficients, options).value;
}

double reverse_effective_sample_size(const MixtureProblem& problem,
                                     const MixtureCoefficients& coefficients,
                                     const MixtureState& state, const SpanOptions& options) {
  const detail::MixtureFrame frame = detail::frame_of(problem, state);
  const double mismatch =
      coefficients.precision * math::exp(2.0 * frame.log_sigma) - 1.0;  // H sigma^2 - 1
  if (!(2.0 * mismatch > -1.0)) return 0.0;
  const double inverse_variance = math::exp(-2.0 * frame.log_sigma);
  const double scale = 1.0 / std::sqrt(2.0 * coefficients.precision - inverse_variance);
  const double power = coefficients.amplitude / coefficients.sharpness;
  const ModeSet& modes = problem.modes;
  const std::size_t K = frame.components(), axes = frame.axes;
  std::vector<SquaredBump> bumps;
  for (std::size_t a = 0; a < modes.size(); ++a)
    bumps.push_back(squared_bump(problem, coefficients, frame, a));

  // log p_t and log q up to constants are functions of these lines, the terms -|x|^2 apart.
  const ModeLines heated = detail::mode_lines(modes, coefficients.sharpness,
                                              std::vector<double>(modes.axes(), 0.0), 1.0);
  ModeLines family;
  for (std::size_t k = 0; k < K; ++k) {
    const auto mean = frame.mean(k);
    family.values.push_back(frame.log_weights[k] - 0.5 * inverse_variance * dot(mean, mean));
    for (const double coordinate : mean) family.slopes.push_back(inverse_variance * coordinate);
  }

  // E_q u^2 = sum_b mass_b E_b[ratio], ratio = what is integrated over the sum of all bumps, <= 1.
  const detail::GaussianNodes& nodes =
      detail::quasi_random_nodes(axes, std::min<std::size_t>(options.most_nodes, 1 << 12));
  const double weight = 1.0 / static_cast<double>(nodes.count);
  std::vector<double> terms, point(axes), modes_at(modes.size()), family_at(K), bump(modes.size());
  for (const SquaredBump& here : bumps) {
    double ratio = 0.0;
    for (std::size_t node = 0; node < nodes.count; ++node) {
      for (std::size_t i = 0; i < axes; ++i)
        point[i] = here.centre[i] + scale * nodes.coordinates[i * nodes.count + node];
      evaluate(heated, point, modes_at);
      evaluate(family, point, family_at);
      for (std::size_t b = 0; b < modes.size(); ++b)
        bump[b] = 2.0 * power * modes_at[b] - family_at[bumps[b].component];
      ratio += weight * math::exp(2.0 * power * detail::log_sum_exp(modes_at) -
                                  detail::log_sum_exp(family_at) - detail::log_sum_exp(bump));
    }
    terms.push_back(here.log_mass + math::log(ratio));
  }
  const double log_size =
      0.5 * problem.dimension * (math::log1p(2.0 * mismatch) - 2.0 * math::log1p(mismatch)) +
      2.0 * detail::log_tilt_normaliser(problem, coefficients, options).value -
      detail::log_sum_exp(terms);
  return std::min(1.0, math::exp(log_size));
}

}  // namespace annealvi

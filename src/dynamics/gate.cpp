// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/gate.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/mixture_flow.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace annealvi {
namespace {

/// log p_1 along e without its constant: -x^2/2 + log cosh(R x + b0), b0 = log(pi/(1 - pi))/2.
class AxisLogDensity {
 public:
  explicit AxisLogDensity(const Target& target)
      : separation_(target.separation),
        bias_(0.5 * math::log(target.weight / (1.0 - target.weight))) {}

  [[nodiscard]] double operator()(double x) const {
    const double u = std::abs(separation_ * x + bias_);
    return -0.5 * x * x + u + math::log1p(math::exp(-2.0 * u));
  }
  [[nodiscard]] double separation() const { return separation_; }

 private:
  double separation_, bias_;
};

struct Moments {
  double mean = 0.0, variance = 0.0;
};

/// Of U(x) under weights e^log_weight(x) on an even grid. The trapezoidal rule on the whole line
/// converges like e^(-2 pi s/h), s the distance of the nearest singularity from the real axis.
template <class LogWeight>
Moments moments_on_grid(const AxisLogDensity& density, double middle, double half_width,
                        double spacing, const LogWeight& log_weight) {
  const int half = static_cast<int>(std::ceil(half_width / spacing));
  double sum = 0.0, first = 0.0, second = 0.0;
  const double origin = density(middle);
  for (int i = -half; i <= half; ++i) {
    const double x = middle + spacing * i;
    const double weight = math::exp(log_weight(x));
    const double value = density(x) - origin;
    sum += weight;
    first += weight * value;
    second += weight * value * value;
  }
  const double mean = first / sum;
  return {origin + mean, std::max(0.0, second / sum - mean * mean)};
}

constexpr double standard_deviations = 9.0;  // of a Gaussian that are summed: e^-40 is left out

/// Singularities of log cosh(R x) lie pi/(2 R) off the axis.
double spacing_for(double separation, double scale) {
  return std::min(0.25 * scale, 0.3 / separation);
}

Moments under_component(const AxisLogDensity& density, double mean, double sigma) {
  return moments_on_grid(density, mean, standard_deviations * sigma,
                         spacing_for(density.separation(), sigma), [&](double x) {
                           const double z = (x - mean) / sigma;
                           return -0.5 * z * z;
                         });
}

double effective_sample_size(const Problem& problem, double temperature,
                             const SummaryState& state) {
  constexpr SpanOptions accuracy{.most_nodes = 1024};  // about 1e-3, and smooth in the state
  MixtureProblem mixture = as_mixture(problem);
  mixture.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = temperature};
  return reverse_effective_sample_size(mixture,
                                       mixture_coefficients_at_temperature(mixture, temperature),
                                       as_mixture_state(mixture, state, 0.0), accuracy);
}

}  // namespace

double log_density_variance(const Problem& problem, double temperature, const SummaryState& state) {
  if (problem.annealing.path != AnnealingPath::power)
    throw std::invalid_argument("log_density_variance: the power path is needed");
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const double variance = c.sigma * c.sigma, orthogonal = problem.target.dimension - 1.0;
  const AxisLogDensity density(problem.target);
  const std::array<double, 2> gram{state.q11, state.q22};
  std::array<double, 2> means{};
  double inside = 0.0, average = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    const double weight = problem.family.weights[k];
    const Moments along = under_component(density, state.overlap[k], c.sigma);
    // -|x|^2/2 outside e: mean -(Q_kk + (d - 1) sigma^2)/2. What both have is left out.
    means[k] = along.mean - 0.5 * gram[k];
    inside +=
        weight * (0.5 * orthogonal * variance * variance + variance * gram[k] + along.variance);
    average += weight * means[k];
  }
  for (std::size_t k = 0; k < 2; ++k)
    inside += problem.family.weights[k] * math::square(means[k] - average);
  return inside;
}

double target_log_density_variance(const Problem& problem, double temperature) {
  if (problem.annealing.path != AnnealingPath::power)
    throw std::invalid_argument("target_log_density_variance: the power path is needed");
  const AxisLogDensity density(problem.target);
  const double R = problem.target.separation, scale = std::sqrt(temperature);
  const double highest = std::max(density(R), density(-R));
  const Moments along =
      moments_on_grid(density, 0.0, R + standard_deviations * scale, spacing_for(R, scale),
                      [&](double x) { return (density(x) - highest) / temperature; });
  return 0.5 * (problem.target.dimension - 1.0) * temperature * temperature + along.variance;
}

double gate_signal(const Problem& problem, double temperature, const SummaryState& state) {
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  switch (problem.annealing.schedule.gate) {
    case GateKind::separation:
      return state.squared_distance() / (c.sigma * c.sigma);
    case GateKind::kl:
      return objective(problem, c, state) / c.speed;
    case GateKind::ess:
      return effective_sample_size(problem, temperature, state);
  }
  throw std::invalid_argument("gate_signal: unknown gate");
}

double cooling_rate(const Problem& problem, double threshold, double temperature,
                    const SummaryState& state) {
  const Schedule& schedule = problem.annealing.schedule;
  if (schedule.kind == ScheduleKind::adaann) {
    const double variance = schedule.speed_variance == SpeedVariance::q
                                ? log_density_variance(problem, temperature, state)
                                : target_log_density_variance(problem, temperature);
    return schedule.rate * temperature / std::sqrt(variance);
  }
  const double signal = gate_signal(problem, temperature, state);
  switch (schedule.gate) {
    case GateKind::separation:
      return signal > threshold ? schedule.rate : 0.0;
    case GateKind::kl:
      return schedule.rate * temperature * std::max(0.0, threshold - signal);
    case GateKind::ess: {
      constexpr double ramp = 0.1;  // of the threshold, over which the gate opens
      return schedule.rate * std::clamp((signal - threshold) / (ramp * threshold), 0.0, 1.0);
    }
  }
  throw std::invalid_argument("cooling_rate: unknown gate");
}

double split_divergence(const Problem& problem) {
  const auto& w = problem.family.weights;
  const double pi = problem.target.weight;
  const auto divergence = [&](double first) {
    return w[0] * math::log(w[0] / first) + w[1] * math::log(w[1] / (1.0 - first));
  };
  return std::max(divergence(pi), divergence(1.0 - pi));
}

double collapsed_divergence(const Problem& problem) {
  const double pi = problem.target.weight;
  return -math::log(std::max(pi, 1.0 - pi));
}

GateThreshold automatic_gate_threshold(const Problem& problem) {
  if (problem.annealing.schedule.kind == ScheduleKind::adaann) return {};
  const auto& w = problem.family.weights;
  if (w[0] != w[1])
    return {0.0, "the rule behind it was tried for equal component weights alone; give a number"};
  if (problem.family.variance != Variance::matched ||
      problem.annealing.path != AnnealingPath::power)
    return {0.0,
            "the rule behind it was tried for the power path and the matched variance alone; give "
            "a number"};
  switch (problem.annealing.schedule.gate) {
    case GateKind::separation: {
      constexpr double separated = 6.0;
      const double d = problem.target.dimension;
      const double start = 2.0 * math::square(problem.initial_scale()) * d /
                           problem.annealing.schedule.initial_temperature;
      if (start < separated / 3.0 || d < 3.0) return {separated, {}};
      std::ostringstream text;
      text << "the start is so wide (|mu_1 - mu_2|^2/sigma^2 is " << start
           << " in the mean) that the gate would open before the components have found modes; a "
              "smaller family.initial_scale, or gate = \"kl\"";
      return {0.0, text.str()};
    }
    case GateKind::kl: {
      // Below the least F of a run that misses a mode, above that of one that has both.
      constexpr double share = 0.85, least_gap = 0.1;
      const double split = split_divergence(problem), missed = collapsed_divergence(problem);
      if (missed - split > least_gap) return {split + share * (missed - split), {}};
      std::ostringstream text;
      text << "with these masses F is " << split << " for a run that has both modes and " << missed
           << " for one that misses the lighter one: no threshold in between is safe; "
              "gate = \"separation\" asks nothing of the masses";
      return {0.0, text.str()};
    }
    case GateKind::ess:
      return {0.3, {}};
  }
  return {};
}

}  // namespace annealvi

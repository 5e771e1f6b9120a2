// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/mixture_flow.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using detail::MixtureFrame;

/// Order of the integrated numbers: K rows of coordinates, logits, log sigma.
std::vector<double> to_vector(const MixtureFrame& frame) {
  std::vector<double> x = frame.means;
  x.insert(x.end(), frame.log_weights.begin(), frame.log_weights.end());
  x.push_back(frame.log_sigma);
  return x;
}

/// As for two modes (flow_trajectory.cpp): below the ordinary scale that of the coordinates follows
/// the start; empty otherwise.
std::vector<double> absolute_tolerances(const MixtureProblem& problem, std::span<const double> x,
                                        double absolute) {
  constexpr double ordinary = 1e-6;
  const std::size_t coordinates = problem.components() * detail::frame_axes(problem);
  double largest = 0.0;
  for (const double coordinate : x.first(coordinates))
    largest = std::max(largest, std::abs(coordinate));
  if (!(largest > 0.0 && largest < ordinary)) return {};
  std::vector<double> tolerances(x.size(), absolute);
  std::fill_n(tolerances.begin(), coordinates, absolute * largest);
  return tolerances;
}

class FlowSystem {
 public:
  FlowSystem(const MixtureProblem& problem, const SpanOptions& options)
      : problem_(problem), options_(options), axes_(detail::frame_axes(problem)) {
    options_.log_sum = problem.family.train_weights;
  }

  [[nodiscard]] MixtureFrame frame(const MixtureCoefficients& coefficients,
                                   std::span<const double> x) const {
    const std::size_t K = problem_.components();
    const auto means = x.first(K * axes_), logits = x.subspan(K * axes_, K);
    MixtureFrame frame{.axes = axes_,
                       .means = {means.begin(), means.end()},
                       .log_weights = {logits.begin(), logits.end()},
                       .log_sigma = log_sigma_in_force(problem_.family, coefficients, x.back())};
    const double normaliser = detail::log_sum_exp(logits);
    for (double& log_weight : frame.log_weights) log_weight -= normaliser;
    return frame;
  }

  void operator()(double time, std::span<const double> x, std::span<double> derivative) const {
    const std::size_t K = problem_.components(), modes = problem_.modes.size();
    const MixtureCoefficients coefficients = mixture_coefficients_at(problem_, time);
    const MixtureFrame here = frame(coefficients, x);
    const MixtureRates rates = detail::frame_rates(problem_, coefficients, here, options_);
    std::fill(derivative.begin(), derivative.end(), 0.0);
    for (std::size_t k = 0; k < K; ++k) {
      double* const row = &derivative[k * axes_];
      for (std::size_t l = 0; l < K; ++l)
        for (std::size_t i = 0; i < axes_; ++i)
          row[i] += rates.mixing[k * K + l] * here.means[l * axes_ + i];
      for (std::size_t a = 0; a < modes; ++a)
        for (std::size_t i = 0; i < problem_.modes.axes(); ++i)
          row[i] += rates.pull[k * modes + a] * problem_.modes.positions[a][i];
      derivative[K * axes_ + k] = rates.logits[k];
    }
    derivative.back() = rates.log_sigma;
  }

 private:
  const MixtureProblem& problem_;
  SpanOptions options_;
  std::size_t axes_;
};

}  // namespace

MixtureTrajectory integrate_mixture_flow(const MixtureProblem& problem, const MixtureState& start,
                                         double end_time, std::span<const double> times,
                                         const Tolerances& tolerances, const SpanOptions& options,
                                         const MixtureObserver& observe) {
  const FlowSystem flow(problem, options);
  const auto state_at = [&](double t, std::span<const double> x) {
    return detail::state_of(problem, flow.frame(mixture_coefficients_at(problem, t), x));
  };
  MixtureTrajectory trajectory;
  const std::vector<double> x0 = to_vector(detail::frame_of(problem, start));
  OdeOptions ode{.tolerances = tolerances,
                 .absolute = absolute_tolerances(problem, x0, tolerances.absolute),
                 .kinks = problem.annealing.schedule.kinks(),
                 .output_times = {times.begin(), times.end()}};
  ode.output = [&](double t, std::span<const double> x) {
    trajectory.points.push_back({t, problem.annealing.schedule.temperature(t), state_at(t, x)});
  };
  if (observe) {
    ode.stop_when = [&](double t, std::span<const double> x) { return observe(t, state_at(t, x)); };
  }
  const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> derivative) {
    flow(t, x, derivative);
  };
  trajectory.ode = solve_ode(system, x0, 0.0, end_time, ode);
  trajectory.final_state = state_at(trajectory.ode.time, trajectory.ode.state);
  return trajectory;
}

double automatic_end_time(const MixtureProblem& problem) {
  const Schedule& schedule = problem.annealing.schedule;
  const MixtureFamily& family = problem.family;
  const double final_temperature = schedule.final_temperature();
  const MixtureCoefficients c = mixture_coefficients_at_temperature(problem, final_temperature);
  const double H = c.precision, R = problem.modes.nearest_half_distance();
  // A trained variance ends near the matched one.
  const double sigma = math::exp(log_sigma_in_force(family, c, -0.5 * math::log(H)));
  const double variance = sigma * sigma;

  // As for two modes (flow_trajectory.cpp), with the nearest pair. One mode: nothing has to leave.
  const double scale = problem.initial_scale();
  const double shrink = math::log1p(2.0 * scale * scale * (problem.dimension - 1.0) / variance) / H;
  double slowest = H, leave = 0.0;
  if (R > 0.0) {
    const double steepness = c.sharpness * R;
    const double growth =
        0.5 * (c.amplitude * steepness * R * expected_sech_squared(0.0, steepness * sigma) +
               1.0 / variance - H);
    slowest = std::clamp(std::abs(growth), 1e-6 * H, H);
    if (growth > 0.0) leave = math::log1p(R / scale) / std::max(growth, slowest);
  }
  constexpr double relaxation_times = 50.0;
  const double relax = relaxation_times / slowest;
  double pace = 2.0 * *std::min_element(family.weights.begin(), family.weights.end()) * c.speed;
  double trained = 1.0;
  if (family.train_weights) trained = std::min(trained, family.weight_rate);
  if (family.variance == Variance::trained) trained = std::min(trained, family.variance_rate);
  return schedule.settling_time(1e-3 * final_temperature) +
         (shrink + leave + relax) / (pace * trained);
}

}  // namespace annealvi

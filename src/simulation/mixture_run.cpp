// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs of mixtures: the flow, full SGD and reduced SGD.

#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/numerics/random.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "numerics/elementary.hpp"
#include "simulation/engines.hpp"
#include "simulation/flow_progress.hpp"
#include "simulation/mixture_full.hpp"
#include "simulation/mixture_reduced.hpp"
#include "simulation/pair_equation.hpp"
#include "simulation/run_observer.hpp"
#include "simulation/stepped_run.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace annealvi {
namespace {

/// Curvature of F far out, w_k H: a step above 2/curvature multiplies the distance from the modes.
double curvature(const MixtureCoefficients& coefficients, const MixtureState& state) {
  return math::exp(*std::max_element(state.log_weights.begin(), state.log_weights.end())) *
         coefficients.speed * coefficients.precision;
}

/// SGD looks for lost modes at the steps nearest to k t_end/1000, k = 0 .. 1000: event times to a
/// thousandth of the run. A look costs half a step of the reduced engine at K = 2.
constexpr std::uint64_t look_intervals = 1000;

/// False once something has left the range of the arithmetic, NaN included.
bool in_range(const MixtureState& state) {
  constexpr double largest_squared_norm = 1e60, largest_log_sigma = 69.0;  // e^69 = 1e30
  double squares = 0.0, log_weights = 0.0;
  for (const double overlap : state.overlaps) squares += overlap * overlap;
  for (std::size_t k = 0; k < state.components(); ++k) squares += state.inner(k, k);
  for (const double log_weight : state.log_weights) log_weights += log_weight;
  return squares < largest_squared_norm && std::abs(state.log_sigma) < largest_log_sigma &&
         std::isfinite(log_weights);
}

template <class Sgd>
std::optional<Run> simulate_mixture_steps(const std::string& engine, Sgd sgd, double step,
                                          const RunSetup& setup, std::uint64_t number,
                                          std::span<const double> times, const StopRequest& stop) {
  const MixtureProblem& problem = *setup.mixture;
  if (setup.start) {
    sgd.place_start(as_mixture_state(problem, *setup.start, 0.0));
  } else {
    sgd.draw_start(setup.seed, number);
  }
  RandomKey key{.seed = setup.seed, .stream = Sgd::noise_stream, .run = number};
  const StepTimes clock(setup.end_time, step);
  const double per_step = 1.0 / static_cast<double>(std::max<std::uint64_t>(1, clock.steps));
  auto wanted = times.begin();
  std::uint64_t look = 0, look_step = 0;
  RunObserver observer(setup);
  MixtureState state = sgd.state();

  Run run;
  for (std::uint64_t n = 0;; ++n) {
    const double time = clock.time_of(n);
    const MixtureCoefficients coefficients = mixture_coefficients_at(problem, time);
    state.log_sigma = log_sigma_in_force(problem.family, coefficients, state.log_sigma);
    for (; wanted != times.end() && clock.nearest_step(*wanted) == n; ++wanted) {
      run.mixture_points.push_back({time, coefficients.temperature, state});
    }
    if (n == look_step) {
      observer.look(time, state);
      while (look_step == n && look < look_intervals) {
        const double share = static_cast<double>(++look) / static_cast<double>(look_intervals);
        look_step = clock.nearest_step(share * setup.end_time);
      }
    }
    run.steps = n;
    if (n == clock.steps) break;
    if (setup.to_last_time && wanted == times.end()) return run;
    if (stop(per_step * static_cast<double>(n))) return std::nullopt;

    key.step = n;
    sgd.step(coefficients, key, setup.span.stop);
    // Out of range, or on the way there at the end time: then the state means nothing.
    if (!in_range(sgd.state()) ||
        (n + 1 == clock.steps && clock.size * curvature(coefficients, state) > 2.0)) {
      run.failure =
          describe_divergence(engine, n, time, coefficients.temperature, describe_state(state),
                              describe_large_step(clock.size, curvature(coefficients, state)));
      return run;
    }
    state = sgd.state();
  }
  observer.finish(state, run);
  return run;
}

}  // namespace

std::string weight_step_warning(const RunSetup& setup) {
  if (!setup.mixture || !uses_gradient_noise(setup.engine)) return {};
  const MixtureProblem& problem = *setup.mixture;
  const MixtureFamily& family = problem.family;
  if (!family.train_weights) return {};
  // F in the logits has the curvature diag(w) - w w^T near its minimum, at most 2 w (1 - w).
  double largest = 0.0;
  for (const double weight : family.weights)
    largest = std::max(largest, 2.0 * weight * (1.0 - weight));
  const double hottest = problem.annealing.schedule.highest_temperature();
  const double speed = problem.annealing.objective == Objective::kl ? 1.0 : hottest;
  const double curvature = family.weight_rate * speed * largest;
  // Steps without noise are stable up to 2. The factor for noise is a choice on the safe side: at
  // equal weights P was wrong from 2 (1.5 was right) for one sample, from 5 (2 was right) for ten.
  const auto batch = static_cast<double>(problem.noise.batch);
  if (!(problem.noise.step * curvature * (1.0 + 1.0 / batch) > 2.0)) return {};
  std::ostringstream text;
  text << "sgd.step = " << problem.noise.step << " is too large for the curvature " << curvature
       << " of the weights (family.weight_rate) at batch " << problem.noise.batch
       << ": they may jump from one end to the other, and P is then that of the jumps";
  return text.str();
}

std::optional<Run> simulate_mixture_sgd(const RunSetup& setup, std::uint64_t number,
                                        std::span<const double> times, const StopRequest& stop) {
  const MixtureProblem& problem = *setup.mixture;
  const double step = problem.noise.step;
  switch (setup.engine) {
    case Engine::full:
      return simulate_mixture_steps("full SGD", FullMixtureSgd(problem), step, setup, number, times,
                                    stop);
    case Engine::sde: {
      const double own = setup.sde.step.value_or(step);
      return simulate_mixture_steps("the stochastic equation", PairEquation(problem, own), own,
                                    setup, number, times, stop);
    }
    default:
      return simulate_mixture_steps("reduced SGD", ReducedMixtureSgd(problem), step, setup, number,
                                    times, stop);
  }
}

std::optional<Run> simulate_mixture_flow(const RunSetup& setup, std::uint64_t number,
                                         std::span<const double> times, const StopRequest& stop) {
  if (stop(0.0)) return std::nullopt;
  const MixtureProblem& problem = *setup.mixture;
  const MixtureState start = setup.start ? as_mixture_state(problem, *setup.start, 0.0)
                                         : draw_start(problem, setup.seed, number);
  RunObserver observer(setup);
  observer.look(0.0, start);
  const FlowProgress progress(setup, times);
  bool stopped = false;
  std::uint64_t steps = 0;
  MixtureTrajectory trajectory =
      integrate_mixture_flow(problem, start, setup.end_time, times, setup.tolerances, setup.span,
                             [&](double time, const MixtureState& state) {
                               observer.look(time, state);
                               stopped = stop(progress.share(++steps, time));
                               return stopped || progress.is_over(time);
                             });
  if (stopped) return std::nullopt;

  Run run;
  run.steps = trajectory.ode.steps;
  run.mixture_points = std::move(trajectory.points);
  if (trajectory.ode.failed()) {
    run.failure = describe(trajectory.ode);
  } else if (trajectory.ode.time == setup.end_time) {
    observer.finish(trajectory.final_state, run);
    const auto is_zero = [](double overlap) { return overlap == 0.0; };
    run.stays_on_saddle = std::all_of(start.overlaps.begin(), start.overlaps.end(), is_zero) &&
                          std::all_of(trajectory.final_state.overlaps.begin(),
                                      trajectory.final_state.overlaps.end(), is_zero);
  }
  return run;
}

}  // namespace annealvi

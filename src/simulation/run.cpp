// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/run.hpp"

#include "simulation/engines.hpp"
#include "simulation/flow_progress.hpp"
#include "simulation/gram_factor.hpp"
#include "simulation/step_share.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace annealvi {

std::uint64_t step_count(double end_time, double step) {
  constexpr double most_steps = 0x1p53;  // beyond it t = n eta is no longer exact in n
  const double ratio = end_time / step;
  if (!(step > 0.0) || !(ratio >= 0.0 && ratio <= most_steps)) {
    throw std::invalid_argument("step_count: end time " + std::to_string(end_time) + " and step " +
                                std::to_string(step) + " must give between 0 and 2^53 steps");
  }
  const double nearest = std::round(ratio);
  const bool whole = nearest >= 1.0 && std::abs(ratio - nearest) <= 1e-9 * std::max(1.0, ratio);
  return static_cast<std::uint64_t>(whole ? nearest : std::ceil(ratio));
}

namespace {

void check_noise(const GradientNoise& noise) {
  if (!(noise.step > 0.0)) {
    throw std::invalid_argument("simulate_run: stochastic gradient descent needs sgd.step > 0");
  }
  if (noise.batch < 1) throw std::invalid_argument("simulate_run: sgd.batch must be >= 1");
}

void check_full_dimension(double d) {
  constexpr double most_coordinates = 0x1p31;  // memory is O(d): 64 GB there
  if (d > most_coordinates || d != std::floor(d)) {
    throw std::invalid_argument(
        "simulate_run: engine full needs a whole target.dimension below 2^31");
  }
}

void check_mixture(const RunSetup& setup) {
  const MixtureProblem& problem = *setup.mixture;
  if (const std::string defect = mixture_defect(problem); !defect.empty()) {
    throw std::invalid_argument("simulate_run: " + defect);
  }
  if (setup.engine == Engine::sde && setup.sde.scheme != SdeScheme::euler) {
    throw std::invalid_argument(
        "simulate_run: the scheme of weak order 2 takes two components with fixed weights and an "
        "untrained variance on two modes; Euler's takes this model");
  }
  if (uses_gradient_noise(setup.engine)) check_noise(problem.noise);
  if (setup.engine == Engine::full) check_full_dimension(problem.dimension);
  if (setup.engine == Engine::reduced && problem.dimension > largest_reduced_dimension) {
    throw std::invalid_argument("simulate_run: engine reduced needs a target.dimension up to 1e13");
  }
  if (setup.start && (problem.components() != 2 || problem.modes.axes() != 1)) {
    throw std::invalid_argument(
        "simulate_run: given start statistics need two components and modes on one axis");
  }
  if (setup.start) (void)gram_factor_within(*setup.start, problem.dimension);
}

void check_pair(const RunSetup& setup) {
  const double d = setup.problem.target.dimension;
  if (!(d >= 1.0)) throw std::invalid_argument("simulate_run: the dimension must be >= 1");
  if (uses_gradient_noise(setup.engine)) check_noise(setup.problem.noise);
  if (setup.engine == Engine::sde && setup.sde.step &&
      !(*setup.sde.step > 0.0 && std::isfinite(*setup.sde.step))) {
    throw std::invalid_argument("simulate_run: the step of engine sde must be finite and > 0");
  }
  if (setup.engine == Engine::full) check_full_dimension(d);
  if (setup.engine == Engine::reduced) {
    if (!(d >= least_reduced_dimension && d <= largest_reduced_dimension) || d != std::floor(d)) {
      throw std::invalid_argument(
          "simulate_run: engine reduced needs a whole target.dimension from 5 to 1e13; engine full "
          "takes smaller ones");
    }
  }
}

}  // namespace

void check_run(const RunSetup& setup, std::span<const double> times) {
  if (!(setup.end_time > 0.0) || !std::isfinite(setup.end_time)) {
    throw std::invalid_argument("simulate_run: the end time must be finite and > 0");
  }
  if (!std::is_sorted(times.begin(), times.end()) ||
      (!times.empty() && !(times.front() >= 0.0 && times.back() <= setup.end_time))) {
    throw std::invalid_argument("simulate_run: output times must be sorted in [0, end time]");
  }
  if (setup.mixture) {
    check_mixture(setup);
  } else {
    check_pair(setup);
  }
}

Outcome outcome_at_end(const RunSetup& setup, const SummaryState& state) {
  const double excess = setup.problem.annealing.schedule.temperature(setup.end_time) - 1.0;
  return classify(state.overlap, setup.problem.target.separation, excess, setup.decision);
}

std::optional<Run> simulate_run_until(const RunSetup& setup, std::uint64_t number,
                                      std::span<const double> times, const StopRequest& stop) {
  if (setup.mixture) {
    // Expectations and steps of a large mixture take longer than anybody wants to wait: they ask,
    // too. A step of the flow evaluates its rates 13 times, with two expectations a component.
    const double parts = 26.0 * static_cast<double>(setup.mixture->components());
    StepShare share(parts, setup.engine == Engine::flow ? FlowProgress::first_step : 0.0);
    const StopRequest noted = [&](double done) { return stop(share.step_done(done)); };
    const std::function<bool()> within = [&] { return stop(share.part_begins()); };
    RunSetup own = setup;
    own.span.stop = &within;
    try {
      return own.engine == Engine::flow ? simulate_mixture_flow(own, number, times, noted)
                                        : simulate_mixture_sgd(own, number, times, noted);
    } catch (const Stopped&) {
      return std::nullopt;
    }
  }
  switch (setup.engine) {
    case Engine::flow:
      return simulate_flow(setup, number, times, stop);
    case Engine::full:
      return simulate_full_sgd(setup, number, times, stop);
    case Engine::reduced:
      return simulate_reduced_sgd(setup, number, times, stop);
    case Engine::sde:
      return simulate_sde(setup, number, times, stop);
  }
  throw std::invalid_argument("simulate_run: unknown engine");
}

Run simulate_run(const RunSetup& setup, std::uint64_t number, std::span<const double> times) {
  return *simulate_run(setup, number, times, [](double /*share*/) { return false; });
}

std::optional<Run> simulate_run(const RunSetup& setup, std::uint64_t number,
                                std::span<const double> times, const StopRequest& stop) {
  check_run(setup, times);
  return simulate_run_until(setup, number, times, stop);
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/run_observer.hpp"
#include "numerics/elementary.hpp"

#include <cmath>
#include <sstream>

namespace annealvi {

RunObserver::RunObserver(const RunSetup& setup)
    : setup_(setup), history_(setup.mixture->modes.size()) {}

void RunObserver::look(double time, const MixtureState& state) {
  history_.look(time, coverage_of(setup_.mixture->modes, state, setup_.coverage));
}

void RunObserver::finish(const MixtureState& state, Run& run) {
  const MixtureProblem& problem = *setup_.mixture;
  const MixtureCoefficients coefficients = mixture_coefficients_at(problem, setup_.end_time);
  MixtureEnd end{
      .state = state, .coverage = coverage_of(problem.modes, state, setup_.coverage), .loss = {}};
  history_.look(setup_.end_time, end.coverage);
  end.loss = history_.first();
  end.mode_weight_error = mode_weight_error(problem.modes, end.coverage.mass);
  end.entropic_coverage = entropic_coverage(end.coverage.mass);
  const MixtureRates rates = mixture_rates(problem, coefficients, state, setup_.span);
  end.objective = rates.objective;
  end.objective_error = rates.objective_error;
  end.effective_sample_size =
      reverse_effective_sample_size(problem, coefficients, state, setup_.span);
  run.outcome = classify(end.coverage, coefficients.temperature - 1.0, setup_.coverage);
  run.mixture_end = std::move(end);
}

std::string describe_state(const MixtureState& state) {
  std::ostringstream text;
  text.precision(17);
  const auto list = [&](const char* name, std::size_t count, auto value) {
    text << name << " = (";
    for (std::size_t k = 0; k < count; ++k) text << (k > 0 ? ", " : "") << value(k);
    text << ")";
  };
  list("m", state.overlaps.size(), [&](std::size_t i) { return state.overlaps[i]; });
  list(", diagonal of Q", state.components(), [&](std::size_t k) { return state.inner(k, k); });
  list(", w", state.components(), [&](std::size_t k) { return math::exp(state.log_weights[k]); });
  text << ", sigma = " << math::exp(state.log_sigma);
  return text.str();
}

}  // namespace annealvi

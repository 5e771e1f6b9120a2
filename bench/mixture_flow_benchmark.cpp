// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of one step of the flow of a mixture (`mixture_rates`, log Z_t included) against the number
// K of components and K* of modes, at the start of a run (small overlaps) and near its end (each
// component on a mode). Simplex: K* - 1 directions; line: one, whatever K* is.
#include <benchmark/benchmark.h>

#include "annealvi/dynamics/mixture_flow.hpp"

#include <cmath>

namespace {

using namespace annealvi;

struct Setting {
  MixtureProblem problem;
  MixtureState state;
};

Setting setting(std::size_t components, std::size_t modes, ModeShape shape, bool at_end) {
  Setting result;
  MixtureProblem& problem = result.problem;
  problem.modes = named_modes(shape, modes, 3.0);
  const double K = static_cast<double>(components);
  problem.family.weights.assign(components, 1.0 / K);
  problem.family.train_weights = true;
  MixtureState& state = result.state;
  state.axes = problem.modes.axes();
  state.log_sigma = at_end ? 0.0 : 0.5 * std::log(5.0);
  for (std::size_t k = 0; k < components; ++k) {
    state.log_weights.push_back(-std::log(K));
    for (std::size_t i = 0; i < state.axes; ++i)
      state.overlaps.push_back(at_end ? problem.modes.positions[k % modes][i]
                                      : 0.03 * std::cos(2.0 * static_cast<double>(k + 3 * i)));
    for (std::size_t l = 0; l < components; ++l)
      state.gram.push_back((k == l ? 1.0 : 0.03) * (at_end ? 1e-3 : 1.0));
  }
  return result;
}

void step(benchmark::State& state, ModeShape shape, bool at_end, const SpanOptions& options) {
  const Setting here = setting(static_cast<std::size_t>(state.range(0)),
                               static_cast<std::size_t>(state.range(1)), shape, at_end);
  const MixtureCoefficients coefficients =
      mixture_coefficients_at_temperature(here.problem, at_end ? 1.0 : 5.0);
  double error = 0.0;
  for (auto _ : state) {
    const MixtureRates rates = mixture_rates(here.problem, coefficients, here.state, options);
    benchmark::DoNotOptimize(rates.mixing.data());
    error = rates.objective_error;
  }
  state.counters["error"] = error;
}

constexpr SpanOptions usual, rough{.error = 1e-6, .most_nodes = 4096};

void components_and_modes(benchmark::internal::Benchmark* benchmark) {
  for (const int modes : {2, 3, 4, 8})
    for (const int components : {1, 2, 3, 4, 8}) benchmark->Args({components, modes});
  benchmark->ArgNames({"K", "modes"})->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(step, simplex_start, ModeShape::simplex, false, usual)
    ->Apply(components_and_modes);
BENCHMARK_CAPTURE(step, simplex_end, ModeShape::simplex, true, usual)->Apply(components_and_modes);
BENCHMARK_CAPTURE(step, simplex_start_rough, ModeShape::simplex, false, rough)
    ->Apply(components_and_modes);
BENCHMARK_CAPTURE(step, line_start, ModeShape::line, false, usual)->Apply(components_and_modes);

}  // namespace

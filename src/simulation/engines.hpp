// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What an engine is: one function in one file. To add one, extend `Engine`, declare the function
// here and add its row to the dispatch in run.cpp; ensembles, stopping and output need no change.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <optional>

namespace annealvi {

/// Run `number` of one engine; empty when stopped. `setup` and `times` have passed `check_run`.
[[nodiscard]] std::optional<Run> simulate_flow(const RunSetup& setup, std::uint64_t number,
                                               std::span<const double> times,
                                               const StopRequest& stop);
[[nodiscard]] std::optional<Run> simulate_full_sgd(const RunSetup& setup, std::uint64_t number,
                                                   std::span<const double> times,
                                                   const StopRequest& stop);
[[nodiscard]] std::optional<Run> simulate_reduced_sgd(const RunSetup& setup, std::uint64_t number,
                                                      std::span<const double> times,
                                                      const StopRequest& stop);

[[nodiscard]] std::optional<Run> simulate_sde(const RunSetup& setup, std::uint64_t number,
                                              std::span<const double> times,
                                              const StopRequest& stop);

/// The engine of `setup` for a schedule that watches; no points on the way.
[[nodiscard]] std::optional<Run> simulate_gate_run(const RunSetup& setup, std::uint64_t number,
                                                   const StopRequest& stop);

/// The engines of mixtures: flow, full and reduced.
[[nodiscard]] std::optional<Run> simulate_mixture_flow(const RunSetup& setup, std::uint64_t number,
                                                       std::span<const double> times,
                                                       const StopRequest& stop);
[[nodiscard]] std::optional<Run> simulate_mixture_sgd(const RunSetup& setup, std::uint64_t number,
                                                      std::span<const double> times,
                                                      const StopRequest& stop);

/// Throws std::invalid_argument naming what is wrong with the setup or the output times.
void check_run(const RunSetup& setup, std::span<const double> times);

/// The engine of `setup`; empty when stopped.
[[nodiscard]] std::optional<Run> simulate_run_until(const RunSetup& setup, std::uint64_t number,
                                                    std::span<const double> times,
                                                    const StopRequest& stop);

/// Decision rule of `setup` applied to the state at its end time.
[[nodiscard]] Outcome outcome_at_end(const RunSetup& setup, const SummaryState& state);

}  // namespace annealvi

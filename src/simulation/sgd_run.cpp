// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of stochastic gradient descent, once for the full and the reduced simulator.

#include "simulation/engines.hpp"
#include "simulation/pair_steppers.hpp"
#include "simulation/stepped_run.hpp"

namespace annealvi {

std::optional<Run> simulate_full_sgd(const RunSetup& setup, std::uint64_t number,
                                     std::span<const double> times, const StopRequest& stop) {
  SgdStepper<FullSgd> stepper(setup, number);
  return simulate_steps("full SGD", setup, stepper, times, stop);
}

std::optional<Run> simulate_reduced_sgd(const RunSetup& setup, std::uint64_t number,
                                        std::span<const double> times, const StopRequest& stop) {
  SgdStepper<ReducedSgd> stepper(setup, number);
  return simulate_steps("reduced SGD", setup, stepper, times, stop);
}

}  // namespace annealvi

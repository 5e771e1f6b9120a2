// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A run of the stochastic equation: theory/stochastic_equation.md.
#include "simulation/engines.hpp"
#include "simulation/pair_steppers.hpp"
#include "simulation/stepped_run.hpp"

namespace annealvi {

std::optional<Run> simulate_sde(const RunSetup& setup, std::uint64_t number,
                                std::span<const double> times, const StopRequest& stop) {
  SdeStepper stepper(setup, number);
  return simulate_steps("the stochastic equation", setup, stepper, times, stop);
}

}  // namespace annealvi

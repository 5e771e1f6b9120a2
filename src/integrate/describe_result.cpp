// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/integrate/solve_ode.hpp"

#include <sstream>

namespace annealvi {

std::string describe(const OdeResult& result) {
  std::ostringstream text;
  text.precision(6);
  switch (result.status) {
    case OdeStatus::reached_end:
      text << "reached the end";
      break;
    case OdeStatus::stopped_by_event:
      text << "stopped by an event";
      break;
    case OdeStatus::stopped_by_condition:
      text << "stopped by a condition";
      break;
    case OdeStatus::step_budget_exhausted:
      text << "the step budget was used up after " << result.steps << " steps";
      break;
    case OdeStatus::step_too_small:
      text << "the step size became too small (the tolerance cannot be met, or the right-hand side "
              "is not finite)";
      break;
  }
  text << " at t = " << result.time << ", state (";
  for (std::size_t i = 0; i < result.state.size(); ++i)
    text << (i == 0 ? "" : ", ") << result.state[i];
  text << ")";
  return text.str();
}

}  // namespace annealvi

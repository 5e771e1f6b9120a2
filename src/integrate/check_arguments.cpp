// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "integrate/check_arguments.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace annealvi::detail {

void check_arguments(std::span<const double> start, double t0, double t1,
                     const OdeOptions& options) {
  const auto finite = [](double x) { return std::isfinite(x); };
  if (start.empty() || !std::all_of(start.begin(), start.end(), finite))
    throw std::invalid_argument("solve_ode: the start must be finite and not empty");
  if (!(finite(t0) && finite(t1) && t0 < t1))
    throw std::invalid_argument("solve_ode: times must be finite with t0 < t1");
  const auto& [relative, absolute] = options.tolerances;
  if (!(relative >= 1e-15 && relative <= 1e-1 && absolute >= 0.0 && finite(absolute)))
    throw std::invalid_argument("solve_ode: relative tolerance in [1e-15, 0.1], absolute >= 0");
  if (!options.absolute.empty() && options.absolute.size() != start.size())
    throw std::invalid_argument("solve_ode: an absolute tolerance for each component or for none");
  for (const double tolerance : options.absolute)
    if (!(tolerance >= 0.0 && finite(tolerance)))
      throw std::invalid_argument("solve_ode: absolute tolerances must be finite and >= 0");
  const auto& times = options.output_times;
  const auto inside = [&](double t) { return t >= t0 && t <= t1; };  // false for NaN
  if (!std::all_of(times.begin(), times.end(), inside) ||
      !std::is_sorted(times.begin(), times.end()))
    throw std::invalid_argument("solve_ode: output times must be sorted and within [t0, t1]");
  if (!std::all_of(options.kinks.begin(), options.kinks.end(), finite))
    throw std::invalid_argument("solve_ode: kinks must be finite");
}

}  // namespace annealvi::detail

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/box_minimiser.hpp"

#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>

namespace annealvi {
namespace {

constexpr double very_large = 1e6;  // finite: the minimiser fits linear models to values

/// State that the callback of the C library can reach.
struct Work {
  const std::function<double(const std::vector<double>&)>& function;
  const std::vector<double>&lower, &upper;
  BoxMinimum best;
  std::exception_ptr error;
};

double evaluate(unsigned size, const double* x, double* /*gradient*/, void* data) {
  Work& work = *static_cast<Work*>(data);
  // The library's C code must not see an exception.
  try {
    std::vector<double> point(x, x + size);
    for (std::size_t i = 0; i < point.size(); ++i) {
      point[i] = std::clamp(point[i], work.lower[i], work.upper[i]);
    }
    double value = work.function(point);
    if (!std::isfinite(value)) value = very_large;
    if (work.best.evaluations++ == 0 || value < work.best.value) {
      work.best.x = point;
      work.best.value = value;
    }
    return value;
  } catch (...) {
    work.error = std::current_exception();
    throw nlopt::forced_stop();
  }
}

}  // namespace

BoxMinimum minimise_in_box(const std::function<double(const std::vector<double>&)>& function,
                           std::vector<double> start, const std::vector<double>& lower,
                           const std::vector<double>& upper, const BoxOptions& options) {
  if (start.empty() || lower.size() != start.size() || upper.size() != start.size()) {
    throw std::invalid_argument("minimise_in_box: start and bounds must have the same size");
  }
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (!(lower[i] < upper[i])) {
      throw std::invalid_argument("minimise_in_box: every lower bound must be below the upper one");
    }
    start[i] = std::clamp(start[i], lower[i], upper[i]);
  }
  Work work{function, lower, upper, {}, nullptr};
  nlopt::opt minimiser(nlopt::LN_COBYLA, static_cast<unsigned>(start.size()));
  minimiser.set_lower_bounds(lower);
  minimiser.set_upper_bounds(upper);
  minimiser.set_min_objective(evaluate, &work);
  minimiser.set_initial_step(options.initial_step);
  minimiser.set_xtol_abs(options.tolerance);
  minimiser.set_maxeval(options.most_evaluations);
  double value = 0.0;
  try {
    (void)minimiser.optimize(start, value);
  } catch (const nlopt::forced_stop&) {
  } catch (const nlopt::roundoff_limited&) {
    // The tolerance is below what the values resolve; the best point is known.
  }
  if (work.error) std::rethrow_exception(work.error);
  return std::move(work.best);
}

}  // namespace annealvi

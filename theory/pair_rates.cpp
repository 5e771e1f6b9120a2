// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_rates.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

PairRates pair_rates(const Problem& problem, double sum, double difference,
                     double log_temperature) {
  const Coefficients c = coefficients_at_temperature(problem, math::exp(log_temperature));
  const SumDifferenceRates rates = sum_difference_flow(problem, c, sum, difference, 0.0);
  const double unit = c.speed * c.annealed.precision;
  return {rates.sum / unit, rates.log_difference / unit};
}

std::optional<double> sum_on_nullcline(const Problem& problem, double difference,
                                       double log_temperature, double guess) {
  double sum = guess;
  for (int i = 0; i < 60; ++i) {
    const double rate = pair_rates(problem, sum, difference, log_temperature)[0];
    const double h = 1e-6 * sum;
    const double slope = (pair_rates(problem, sum + h, difference, log_temperature)[0] - rate) / h;
    const double change = std::clamp(-rate / slope, -0.3 * sum, 0.3 * sum);
    sum += change;
    if (std::abs(change) < 1e-12 * sum) return slope < 0.0 ? std::optional(sum) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/linear_motion.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

LinearNoise linear_noise(const Problem& problem, const Coefficients& coefficients,
                         double squared_distance, double sum_of_overlaps) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma;
  const double pull = A * problem.target.separation;
  const double steepness = c * problem.target.separation * sigma;
  const double middle = 0.5 * c * problem.target.separation * sum_of_overlaps;
  const double sech = expected_sech_squared(middle, steepness);
  const double mean = expected_tanh(middle, steepness);
  // h(z) = own z - pull tanh(middle + steepness z), with E z tanh = steepness sech and
  // E tanh^2 = 1 - sech
  const double own = (H * sigma * sigma - 1.0) / sigma;
  const double own_variance =
      own * (own - 2.0 * pull * steepness * sech) + pull * pull * (1.0 - sech - mean * mean);
  double sum = own_variance, difference = own_variance;
  if (problem.noise.estimator == Estimator::total) {
    // E[(h + g z/sigma)^2] - E h^2 with g = 1 for S, and for D g = 2 rho - 1, E g = E g^2 = 2 r - 1
    const double added = (2.0 * (own - pull * steepness * sech) + 1.0 / sigma) / sigma;
    const double claimed = self_responsibility_complement(std::sqrt(squared_distance) / sigma);
    sum += added;
    difference += (1.0 - 2.0 * claimed) * added;
  }
  const double factor =
      problem.noise.step * coefficients.speed * coefficients.speed / (2.0 * problem.noise.batch);
  return {factor * sum, factor * difference};
}

LinearMotion linear_motion(const Problem& problem, double time, double squared_distance,
                           double variance_difference, double noisy_sum) {
  constexpr double small = 1e-150;                                 // S this small grows linearly
  const double distance = squared_distance + variance_difference;  // (L3)
  const SumDifferenceRates rates = sum_difference_recursion(problem, time, small, 0.0, distance);
  LinearMotion motion{.growth_sum = rates.sum / small,
                      .growth_difference = rates.log_difference,
                      .log_distance = rates.log_distance,
                      .step_size_term = rates.step_size_term,
                      .noise = {}};
  if (const double step = problem.noise.step; step > 0.0) {
    motion.noise = linear_noise(problem, coefficients_at(problem, std::max(0.0, time - 0.5 * step)),
                                distance, noisy_sum);
    // Noise arrives at the end of a step, half a step after the time it is counted at.
    motion.noise.sum *= math::exp(-step * motion.growth_sum);
    motion.noise.difference *= math::exp(-step * motion.growth_difference);
  }
  return motion;
}

std::vector<double> motion_kinks(const Problem& problem) {
  std::vector<double> times = problem.annealing.schedule.kinks();
  for (double& time : times) time += 0.5 * problem.noise.step;
  return times;
}

}  // namespace annealvi

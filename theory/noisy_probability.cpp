// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S4) with gradient noise as variance of the start, (N6), (N7): theory/gradient_noise.md.
#include "annealvi/theory/linear_stage.hpp"
#include "theory/probability_parts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace annealvi {
namespace {

/// Effective starts at one time, remembered by chi^2.
class EffectiveStarts {
 public:
  EffectiveStarts(const Problem& problem, const SharpOptions& options, double time)
      : problem_(problem), options_(options), time_(time) {}

  const EffectiveStart& at(double chi_squared) {
    const auto known = starts_.find(chi_squared);
    if (known != starts_.end()) return known->second;
    return starts_[chi_squared] =
               effective_start(problem_, chi_squared, time_, options_.end_time, tolerances);
  }
  Estimate probability(const SharpOptions& options, std::uint64_t& trajectories) {
    return smooth_probability(
        problem_, options, time_, [this](double chi_squared) -> RandomStart { return at(chi_squared); },
        trajectories);
  }

  static constexpr Tolerances tolerances{.relative = 1e-6, .absolute = 1e-9};

 private:
  const Problem& problem_;
  const SharpOptions& options_;
  double time_;
  std::map<double, EffectiveStart> starts_;
};

/// eta times the largest rate on the way, at small overlaps and distance.
double largest_step(const Problem& problem, double end_time) {
  constexpr int samples = 32;
  double largest = 0.0;
  for (int i = 0; i <= samples; ++i) {
    const Coefficients c = coefficients_at(problem, end_time * i / samples);
    const LinearRates rates = linear_rates(c, problem.target.separation, 0.0);
    largest = std::max({largest, std::abs(rates.sum), rates.difference,
                        0.5 * c.speed * c.annealed.precision});
  }
  return problem.noise.step * largest;
}

}  // namespace

NoisyEstimate noisy_probability(const Problem& problem, const SharpOptions& options,
                                std::uint64_t& trajectories) {
  // The quadrature need not be finer than the theory: 1e-3 of P.
  SharpOptions fine = options;
  fine.probability_error = 1.0;
  SharpOptions at_mean = fine;
  at_mean.fluctuating_gram = false;

  const double time = matching_time(problem, options.end_time, EffectiveStarts::tolerances);
  const double mean = problem.target.dimension - 1.0;
  EffectiveStarts starts(problem, options, time);
  NoisyEstimate result{starts.probability(fine, trajectories), starts.at(mean),
                       largest_step(problem, options.end_time)};

  // P must not depend on the matching time: half way to the end of the linear stage.
  const double later = 0.5 * (time + result.start.linear_until);
  if (later > time) {
    const double here = starts.probability(at_mean, trajectories).value;
    EffectiveStarts moved(problem, options, later);
    result.error += std::abs(moved.probability(at_mean, trajectories).value - here);
  }
  // Noise after the linear stage arrives with a weight of its own, between none and a linear one's:
  // P moves at most like a power of v_S, v_D of order one.
  result.error += 0.5 * result.start.nonlinear_share * result.value;
  return result;
}

}  // namespace annealvi

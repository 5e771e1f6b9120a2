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
  EffectiveStarts(const Problem& problem, const SharpOptions& options, double time,
                  const LinearStageDoubt& doubt = {})
      : problem_(problem), options_(options), time_(time), doubt_(doubt) {}

  const EffectiveStart& at(double chi_squared) {
    const auto known = starts_.find(chi_squared);
    if (known != starts_.end()) return known->second;
    return starts_[chi_squared] =
               effective_start(problem_, chi_squared, time_, options_.end_time, tolerances, doubt_);
  }
  static constexpr Tolerances tolerances{.relative = 1e-6, .absolute = 1e-9};

 private:
  const Problem& problem_;
  const SharpOptions& options_;
  double time_;
  LinearStageDoubt doubt_;
  std::map<double, EffectiveStart> starts_;
};

}  // namespace

double largest_noise_step(const Problem& problem, double end_time) {
  constexpr int samples = 32;
  double largest = 0.0;
  for (int i = 0; i <= samples; ++i) {
    const Coefficients c = coefficients_at(problem, end_time * i / samples);
    const LinearRates rates = linear_rates(c, problem.target.separation, 0.0);
    largest = std::max(
        {largest, std::abs(rates.sum), rates.difference, 0.5 * c.speed * c.annealed.precision});
  }
  return problem.noise.step * largest;
}

NoisyEstimate noisy_probability(const Problem& problem, const SharpOptions& options,
                                std::uint64_t& trajectories) {
  double time = matching_time(problem, options.end_time, EffectiveStarts::tolerances);
  if (!(time < options.end_time)) {  // S shrinks to the end: noise alone decides
    NoisyEstimate nothing{{0.5, 0.5}, {}, largest_noise_step(problem, time)};
    static_cast<RandomStart&>(nothing.start) =
        initial_start(problem, problem.target.dimension - 1.0);
    nothing.start.nonlinear_share = 1.0;
    return nothing;
  }
  // Noise may end the linear stage before: (N6) is not continued beyond.
  if (time > 0.0) {
    EffectiveStarts tried(problem, options, time);
    time = std::min(time, tried.at(problem.target.dimension - 1.0).linear_until);
  }
  // The quadrature need not be finer than the theory.
  SharpOptions rough = options;
  rough.probability_error = 1.0;
  rough.relative_error = 3e-3;
  EffectiveStarts starts(problem, options, time);
  const SmoothEstimate smooth = smooth_probability(
      problem, rough, time, [&](double chi_squared) { return starts.at(chi_squared); },
      trajectories);
  const EffectiveStart& middle = starts.at(smooth.middle);
  NoisyEstimate result{smooth, middle, largest_noise_step(problem, options.end_time)};

  rough.fluctuating_gram = false;
  const auto change = [&](double from, const LinearStageDoubt& doubt) {
    EffectiveStarts changed(problem, options, from, doubt);
    const double again =
        smooth_probability(
            problem, rough, from, [&](double) { return changed.at(smooth.middle); }, trajectories)
            .value;
    return std::abs(again - smooth.at_middle);
  };
  // P must not depend on the matching time: again from half way to the end of the linear stage.
  const double later = 0.5 * (time + middle.linear_until);
  if (later > time) result.error += change(later, {});
  // What (N7) leaves out, of second order in eta: theory/gradient_noise.md (Validity).
  result.error += change(time, {.without_spread = true});
  // For rare collapse the noise that is read elsewhere shows too little. The factor is chosen.
  const double late_noise = 0.15 * middle.nonlinear_share * result.value;
  result.error += std::max(late_noise, change(time, {.noise_at_typical_sum = true}));
  return result;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// In units of sqrt(v_S) and sqrt(v_D), with S = S(x) on both sides of the cusp, l(x) = log D_c:
//   P(y) = sum over sides int |dS/dx| phi(S(x)) erf(e^l(x) / sqrt 2) dx,
//   P = E P(y) over the start's y, a function of chi^2(d - 1)                              (S4)
// For pi = 1/2 the cusp is at 0 and the two sides are equal. With no cusp among the starts there is
// one range, S itself.
#include "numerics/elementary.hpp"
#include "theory/chebyshev.hpp"
#include "theory/chi_squared_nodes.hpp"
#include "theory/probability_parts.hpp"
#include "theory/resolved_range.hpp"
#include "theory/threshold_curve.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

namespace annealvi {
namespace {

constexpr double widest = 9.0;  // |S| in standard deviations; beyond lie 2e-19 of the starts

/// Everything at one y that does not depend on how finely the curves are resolved.
class SmoothCase {
 public:
  SmoothCase(const Problem& problem, const SharpOptions& options, double start_time,
             const StartLaw& start_at)
      : problem_(problem),
        options_(options),
        span_{start_time, options.end_time},
        start_at_(start_at),
        symmetric_(problem.target.weight == 0.5),
        separatrix_(problem, span_, options.tolerances, options.interrupted) {}

  SmoothEstimate run(std::uint64_t& trajectories);

 private:
  /// The ranges of starts at chi_squared.
  [[nodiscard]] std::vector<StartRange> ranges(double chi_squared) {
    if (symmetric_) return {{true, 0.0, 1.0, math::log(widest)}};
    const RandomStart start = start_at_(chi_squared);
    const auto cusp =
        find_cusp(separatrix_, std::sqrt(start.variance_sum), start.squared_distance, widest - 0.5);
    if (!cusp) return {{false, 0.0, 1.0, widest}};
    return {{true, *cusp, -1.0, math::log(widest + *cusp)},
            {true, *cusp, 1.0, math::log(widest - *cusp)}};
  }
  ThresholdCurve curve_at(Separatrix& flow, double chi_squared, const StartRange& range) const {
    return {flow, start_at_(chi_squared), range, tolerance_};
  }
  /// The flow need not be more accurate than the thresholds; flow_error() measures what that costs.
  void use_flow_tolerance() {
    separatrix_.set_relative_tolerance(std::max(options_.tolerances.relative, 0.01 * tolerance_));
  }
  static void require_vanishing_far_out(ThresholdCurve& curve);
  void resolve_base(double chi_squared);
  [[nodiscard]] SmoothEstimate out_of_units(SmoothEstimate result) const;
  double probability_at(double chi_squared, std::size_t order, double* moved);
  double flow_error();

  const Problem& problem_;
  const SharpOptions& options_;
  TimeSpan span_;
  const StartLaw& start_at_;
  bool symmetric_;
  Separatrix separatrix_;
  double tolerance_ = 1e-6, wanted_ = 1e-6;  // of log D_c; of P, for each source of error
  double log_unit_ = 0.0;                    // of P while it is computed
  double base_chi_squared_ = 0.0;
  std::deque<ThresholdCurve> base_curves_;
  std::vector<ResolvedRange> base_;
  struct Corrected {
    double chi_squared;
    std::deque<ThresholdCurve> curves;
  };
  std::deque<Corrected> corrected_;  // kept, so that higher orders reuse the lower ones' points
};

/// No threshold near the middle of the starts: nor where 1e-349 of them are, or P may be any
/// number.
void SmoothCase::require_vanishing_far_out(ThresholdCurve& curve) {
  constexpr double far_out = 40.0;  // standard deviations
  if (curve.range().around_cusp)
    (void)curve.at(math::log(far_out));
  else
    for (const double x : {-far_out, far_out}) (void)curve.at(x);
  if (curve.any_found()) throw NotSmooth();
}

/// P may be below the smallest double: then its logarithm is kept, and the error says how near to 0
/// it is.
SmoothEstimate SmoothCase::out_of_units(SmoothEstimate result) const {
  if (result.error <= options_.relative_error * result.value)
    result.log10_value = (math::log(result.value) + log_unit_) / std::numbers::ln10;
  const double unit = math::exp(log_unit_);
  result.value *= unit;
  result.at_middle *= unit;
  result.error = std::max(result.error * unit, std::numeric_limits<double>::min());
  return result;
}

void SmoothCase::resolve_base(double chi_squared) {
  base_chi_squared_ = chi_squared;
  struct Plan {
    StartRange range;
    double left;
  };
  struct Line {
    ChebyshevInterpolant curve;
    double left;
  };
  std::vector<Plan> plans;
  std::vector<Line> lines;
  std::deque<ThresholdCurve> rough;
  double highest = -std::numeric_limits<double>::infinity();
  bool any = false;
  for (StartRange range : ranges(chi_squared)) {
    // Slopes tell where the integrand lives: it goes like e^((1 + l')x) on the left and, for
    // pi = 1/2, like s^l' phi(s) on the right. Three rough points also tell the size of P.
    tolerance_ = 1e-3;
    use_flow_tolerance();
    ThresholdCurve& curve = rough.emplace_back(curve_at(separatrix_, chi_squared, range));
    const double middle_x = range.around_cusp ? range.right - 2.2 : 0.0;
    const double middle = curve.at(middle_x), below = curve.at(middle_x - 1.0),
                 above = curve.at(middle_x + 1.0);
    any = any || curve.any_found();
    const double slope = std::max(0.0, middle - below);
    if (symmetric_) range.right = math::log(8.0 + std::sqrt(std::max(slope, above - middle)));
    const double left = std::min(range.right - 2.0, -12.0 / (1.0 + slope));
    plans.push_back({range, left});
    lines.push_back({{middle_x - 1.0, middle_x + 1.0, {above, middle, below}}, middle_x - 1.0});
    highest = std::max(highest, middle);
  }
  if (!any) {
    for (ThresholdCurve& curve : rough) require_vanishing_far_out(curve);
    return;
  }
  constexpr double representable = -600.0;  // with room for what P is made of
  log_unit_ = highest < representable ? highest : 0.0;
  double rough_probability = 0.0;
  for (std::size_t i = 0; i < plans.size(); ++i)
    rough_probability +=
        integrate_range(std::cref(lines[i].curve), plans[i].range, lines[i].left, log_unit_);
  if (symmetric_) rough_probability *= 2.0;
  const double relative = std::min(
      options_.probability_error / std::max(rough_probability * math::exp(log_unit_), 1e-300),
      options_.relative_error);
  tolerance_ = std::clamp(0.1 * relative, 1e-9, 1e-4);
  use_flow_tolerance();
  wanted_ = 0.3 * relative * rough_probability / static_cast<double>(symmetric_ ? 2 : plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto& curve = base_curves_.emplace_back(curve_at(separatrix_, chi_squared, plans[i].range));
    curve.take_hints(rough[i]);
    base_.push_back(resolve(curve, plans[i].left, log_unit_, wanted_));
  }
}

/// P(y) from the base curve plus a correction of degree `order`; *moved: the same with the
/// unresolved part of the correction added everywhere.
double SmoothCase::probability_at(double chi_squared, std::size_t order, double* moved) {
  double P = 0.0;
  *moved = 0.0;
  auto found = std::find_if(corrected_.begin(), corrected_.end(),
                            [&](const Corrected& c) { return c.chi_squared == chi_squared; });
  if (found == corrected_.end()) {
    corrected_.push_back({chi_squared, {}});
    found = std::prev(corrected_.end());
    if (chi_squared != base_chi_squared_) {
      auto all = ranges(chi_squared);
      if (all.size() != base_.size()) throw NotSmooth();  // the cusp left the range
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (symmetric_) all[i].right = base_[i].range.right;
        found->curves.push_back(curve_at(separatrix_, chi_squared, all[i]));
      }
    }
  }
  for (std::size_t i = 0; i < base_.size(); ++i) {
    const ResolvedRange& base = base_[i];
    if (chi_squared == base_chi_squared_) {
      P += base.probability;
      *moved += base.probability;
      continue;
    }
    ThresholdCurve& curve = found->curves[i];
    const double left = base.left, right = std::min(base.range.right, curve.range().right);
    std::vector<double> shifts(order + 1);
    double shift = 0.0;
    double spread = std::clamp(std::abs(math::log(chi_squared / base_chi_squared_)), 1e-4, 1.0);
    for (std::size_t j = 0; j <= order; ++j) {
      const double x = ChebyshevInterpolant::point(left, right, j, order);
      const double at_base = base.curve(x);
      shifts[j] = curve.at(x, at_base + shift, spread) - at_base;
      spread = std::max(std::abs(shifts[j] - shift), 10.0 * tolerance_);
      shift = shifts[j];
    }
    const ChebyshevInterpolant correction(left, right, shifts);
    const ResolvedRange here{curve.range(), left, log_unit_, correction, 0.0, 0.0};
    const Curve sum = [&](double x) { return base.curve(x) + correction(x); };
    P += here.shifted(sum, 0.0);
    // Three times the tail: single coefficients can be small by accident.
    *moved += here.shifted(sum, 3.0 * correction.signed_tail());
  }
  return P;
}

/// The same thresholds with a hundred times smaller tolerance of the flow, at two places.
double SmoothCase::flow_error() {
  Tolerances tight = options_.tolerances;
  tight.relative = std::max(1e-2 * separatrix_.relative_tolerance(), 1e-14);
  Separatrix reference(problem_, span_, tight, options_.interrupted);
  double moved = 0.0;
  for (std::size_t i = 0; i < base_.size(); ++i) {
    ThresholdCurve curve = curve_at(reference, base_chi_squared_, base_[i].range);
    double shift = 0.0;
    const std::size_t n = base_[i].curve.degree();
    for (const std::size_t j : {n / 4, n / 2}) {  // nodes where the base is known already
      const double x = ChebyshevInterpolant::point(base_[i].left, base_[i].range.right, j, n);
      const double here = base_curves_[i].at(x);
      shift = std::max(shift, std::abs(curve.at(x, here, 2.0 * tolerance_) - here));
    }
    moved += std::abs(base_[i].shifted(std::cref(base_[i].curve), shift) - base_[i].probability);
  }
  return moved;
}

SmoothEstimate SmoothCase::run(std::uint64_t& trajectories) {
  const double degrees = problem_.target.dimension - 1.0;
  const bool averaging = degrees > 0.0 && options_.fluctuating_gram;
  // The base is the middle node of the three-point rule, close to the mean.
  resolve_base(averaging ? chi_squared_nodes(degrees, 3)[1].value : degrees);
  SmoothEstimate result;
  result.middle = base_chi_squared_;
  if (base_.empty())
    result.error = std::numeric_limits<double>::min();
  else {
    double at_base = 0.0, roots = 0.0;
    for (const ResolvedRange& part : base_) {
      at_base += part.probability;
      result.error += part.error;
      // Every threshold is inside a bracket of width `tolerance`.
      roots += std::abs(part.shifted(std::cref(part.curve), 0.5 * tolerance_) - part.probability);
    }
    result.value = result.at_middle = at_base;
    if (averaging) {
      const Estimate averaged = average_over_chi_squared(
          degrees, wanted_, [this](double chi_squared, std::size_t order, double* moved) {
            return probability_at(chi_squared, order, moved);
          });
      result.value = averaged.value;
      result.error += averaged.error;
    }
    result.error += roots + flow_error();
    if (symmetric_) {
      result.value *= 2.0;
      result.at_middle *= 2.0;
      result.error *= 2.0;
    }
    if (log_unit_ != 0.0) result = out_of_units(result);
  }
  trajectories += separatrix_.trajectories();
  return result;
}

}  // namespace

SmoothEstimate smooth_probability(const Problem& problem, const SharpOptions& options,
                                  double start_time, const StartLaw& start_at,
                                  std::uint64_t& trajectories) {
  return SmoothCase(problem, options, start_time, start_at).run(trajectories);
}

}  // namespace annealvi

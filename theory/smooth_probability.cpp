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
#include "theory/threshold_curve.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <deque>
#include <functional>
#include <numbers>
#include <vector>

namespace annealvi {
namespace {

using Curve = std::function<double(double)>;  // l(x)

constexpr double widest = 9.0;  // |S| in standard deviations; beyond lie 2e-19 of the starts

/// One range's integral for a curve known on [left, range.right], continued towards the cusp.
double integrate_range(const Curve& curve, const StartRange& range, double left) {
  const auto integrand = [&](double x) {
    const double s = range.start(x);
    return range.jacobian(x) * math::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi) *
           math::erf(math::exp(curve(x)) / std::numbers::sqrt2);
  };
  double sum = 0.0;
  // Below `left`, towards the cusp, the integrand is nearly exponential with rate 1 + dl/dx >= 1.
  constexpr double reach_below = 40.0;
  constexpr int panels = 16;
  const int panels_below = range.around_cusp ? 8 : 0;
  using Rule = boost::math::quadrature::gauss<double, 15>;
  for (int i = 0; i < panels_below; ++i)
    sum += Rule::integrate(integrand, left - reach_below * (i + 1) / panels_below,
                           left - reach_below * i / panels_below);
  const double width = range.right - left;
  for (int i = 0; i < panels; ++i)
    sum += Rule::integrate(integrand, left + width * i / panels, left + width * (i + 1) / panels);
  return sum;
}

/// l(x) on one range resolved at the base value of y.
struct ResolvedRange {
  StartRange range;
  double left;
  ChebyshevInterpolant curve;
  double probability;  // this range's part of P
  double error;        // of it, from the unresolved part of the curve

  [[nodiscard]] double shifted(const Curve& function, double shift) const {
    return integrate_range([&](double x) { return function(x) + shift; }, range, left);
  }
};

ResolvedRange resolve(ThresholdCurve& curve, double left, double wanted) {
  const StartRange& range = curve.range();
  std::vector<double> values;
  double previous = 0.0, tail = 0.3;
  for (std::size_t n = 8;; n *= 2) {
    std::vector<double> next(n + 1);
    const ChebyshevInterpolant coarse(left, range.right,
                                      values.empty() ? std::vector{0.0, 0.0} : values);
    // From the middle outwards: every point has neighbours to guess from.
    for (std::size_t i = 0; i <= n; ++i) {
      const std::size_t j = i % 2 == 0 ? n / 2 + i / 2 : n / 2 - (i + 1) / 2;
      const double x = ChebyshevInterpolant::point(left, range.right, j, n);
      if (values.empty())
        next[j] = curve.at(x);
      else if (j % 2 == 0)
        next[j] = values[j / 2];
      else
        next[j] = curve.at(x, coarse(x), std::clamp(3.0 * tail, 1e-5, 0.3));
    }
    values = std::move(next);
    ResolvedRange result{range, left, ChebyshevInterpolant(left, range.right, values), 0.0, 0.0};
    tail = result.curve.tail();
    result.probability = integrate_range(std::cref(result.curve), range, left);
    // An error of twice the last coefficients everywhere, never more than the last change.
    result.error =
        std::abs(result.shifted(std::cref(result.curve), 2.0 * tail) - result.probability);
    if (n > 8) result.error = std::min(result.error, std::abs(result.probability - previous));
    previous = result.probability;
    constexpr std::size_t most = 128;
    if (result.error <= wanted || n == most) return result;
  }
}

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
  void resolve_base(double chi_squared);
  double probability_at(double chi_squared, std::size_t order, double* moved);
  double flow_error();

  const Problem& problem_;
  const SharpOptions& options_;
  TimeSpan span_;
  const StartLaw& start_at_;
  bool symmetric_;
  Separatrix separatrix_;
  double tolerance_ = 1e-6, wanted_ = 1e-6;  // of log D_c; of P, for each source of error
  double base_chi_squared_ = 0.0;
  std::deque<ThresholdCurve> base_curves_;
  std::vector<ResolvedRange> base_;
  struct Corrected {
    double chi_squared;
    std::deque<ThresholdCurve> curves;
  };
  std::deque<Corrected> corrected_;  // kept, so that higher orders reuse the lower ones' points
};

void SmoothCase::resolve_base(double chi_squared) {
  base_chi_squared_ = chi_squared;
  struct Plan {
    StartRange range;
    double left;
  };
  std::vector<Plan> plans;
  std::deque<ThresholdCurve> rough;
  double rough_probability = 0.0;
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
    const ChebyshevInterpolant line(middle_x - 1.0, middle_x + 1.0, {above, middle, below});
    rough_probability += integrate_range(std::cref(line), range, middle_x - 1.0);
  }
  if (symmetric_) rough_probability *= 2.0;
  if (!any) return;  // recovers from every D >= e^-690
  const double relative = std::min(options_.probability_error / std::max(rough_probability, 1e-300),
                                   options_.relative_error);
  tolerance_ = std::clamp(0.1 * relative, 1e-9, 1e-4);
  use_flow_tolerance();
  wanted_ = 0.3 * relative * rough_probability / static_cast<double>(symmetric_ ? 2 : plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto& curve = base_curves_.emplace_back(curve_at(separatrix_, chi_squared, plans[i].range));
    curve.take_hints(rough[i]);
    base_.push_back(resolve(curve, plans[i].left, wanted_));
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
    const ResolvedRange here{curve.range(), left, correction, 0.0, 0.0};
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
    result.error = 1e-299;
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

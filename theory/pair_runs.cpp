// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_runs.hpp"

#include "annealvi/integrate/solve_ode.hpp"
#include "numerics/elementary.hpp"
#include "theory/linear_motion.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace annealvi {

PairStatistics StartLine::at(double x) const {
  auto sum = numbers_of(base);
  const auto slope = numbers_of(direction);
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += x * slope[i];
  return pair_statistics_of(sum);
}

PairRuns::PairRuns(const PairModel& model, double end_time, double unit,
                   const Tolerances& tolerances, const std::optional<CoverageRule>& rule,
                   const std::atomic<bool>* interrupted)
    : model_(model),
      end_time_(end_time),
      tolerances_(tolerances),
      rule_(rule),
      interrupted_(interrupted),
      mirrored_(!model.train_weights &&
                model.problem.family.weights[0] == model.problem.family.weights[1]),
      count_(model.trained() ? 7 : 5) {
  // An error is relative above the scale and absolute below it: through the integrator's two
  // tolerances of x/scale, or of asinh(x/scale) where D keeps its sign and is relative everywhere.
  constexpr double tiny = 1e-290;
  const double small = std::min(1.0, 10.0 * unit);  // of G and lambda, which S and D drive
  unit_ = 0.1 * unit;
  scale_ = {unit_, unit_, 1.0, small, 1.0, small, 1.0};
  if (mirrored_) {
    scale_[0] = centred() ? tiny : std::max(1e-4 * unit, tiny);
    scale_[1] = tiny;
  }
  if (!rule) barriers_.emplace(model, end_time);
}

PairStatistics PairRuns::state_of(std::span<const double> v) const {
  PairStatistics state = state_without_means(model_);
  auto numbers = numbers_of(state);
  for (std::size_t i = 0; i < count_; ++i)
    numbers[i] = scale_[i] * (mirrored_ ? math::sinh(v[i]) : v[i]);
  return pair_statistics_of(numbers);
}

PairRuns::Variables PairRuns::variables_of(const PairStatistics& state) const {
  Variables v = numbers_of(state);
  for (std::size_t i = 0; i < v.size(); ++i) {
    v[i] /= scale_[i];
    if (mirrored_) v[i] = math::asinh(v[i]);
  }
  return v;
}

void PairRuns::rates(double time, std::span<const double> v, std::span<double> derivative) const {
  const PairStatistics state = state_of(v);
  const auto x = numbers_of(state), rate = numbers_of(pair_recursion(model_, time, state));
  for (std::size_t i = 0; i < count_; ++i)
    derivative[i] = rate[i] / (mirrored_ ? math::hypot(scale_[i], x[i]) : scale_[i]);
}

/// Where S and D of a start are large, absolute errors of what they were at first are out of reach.
void PairRuns::scale_to(const PairStatistics& start) {
  if (mirrored_) return;
  constexpr double share = 1e-3;
  const double size = std::max(std::abs(start.sum), std::abs(start.difference));
  scale_[0] = scale_[1] = std::max(unit_, share * size);
}

Tolerances PairRuns::of_variables() const {
  return {.relative = mirrored_ ? 1e-15 : tolerances_.relative, .absolute = tolerances_.relative};
}

int PairRuns::side_of(const PairStatistics& x) const {
  const int side = x.difference > 0.0 ? +1 : -1;
  if (!rule_) return std::abs(x.difference) > std::abs(x.sum) ? side : 0;
  const double level = rule_->settled_share * model_.problem.target.separation;
  const double pi = model_.problem.target.weight;
  double above = 0.0, below = 0.0;
  for (const double sign : {1.0, -1.0}) {
    const double m = 0.5 * (x.sum + sign * x.difference);
    const double w = 1.0 / (1.0 + math::exp(-sign * x.log_ratio));
    if (m > level) above += w;
    if (m < -level) below += w;
  }
  return rule_->is_enough(above, pi) && rule_->is_enough(below, 1.0 - pi) ? side : 0;
}

PairOutcome PairRuns::follow(double time, const PairStatistics& start) {
  if (interrupted_ != nullptr && interrupted_->load()) throw Interrupted();
  ++trajectories_;
  const OdeSystem system = [this](double t, std::span<const double> v, std::span<double> out) {
    rates(t, v, out);
  };
  const auto lead = [this](double, std::span<const double> v) {  // sign of |D| - |S|
    const PairStatistics x = state_of(v);
    const double S = std::abs(x.sum), D = std::abs(x.difference);
    return (D - S) / (D + S);
  };
  OdeOptions options{.tolerances = of_variables(), .kinks = motion_kinks(model_.problem)};
  const bool final = mirrored_ && centred() && !rule_;  // the first crossing is the last
  options.events.push_back(
      {.value = lead, .direction = final ? +1 : 0, .terminal = final, .resolution = 1e-3});
  if (barriers_) {
    options.stop_when = [this](double t, std::span<const double> v) {
      const PairStatistics x = state_of(v);
      return barriers_->at(model_.problem.annealing.schedule.temperature(t), x.sum, x.difference);
    };
  }
  scale_to(start);
  const Variables v = variables_of(start);
  const std::span<const double> moving(v.data(), count_);
  const int start_side = start.difference > 0.0 ? +1 : -1;
  if (final && lead(time, moving) >= 0.0) return {start_side, time, end_time_, 0};
  const OdeResult result = solve_ode(system, moving, time, end_time_, options);
  if (result.failed()) throw NumericalFailure("flow of the pair: " + describe(result));

  const PairStatistics end = state_of(result.state);
  const int side = result.status == OdeStatus::stopped_by_event ? start_side : side_of(end);
  if (side == 0) {
    const double to_separatrix =
        math::log(std::max(std::abs(end.difference), 1e-300) / std::abs(end.sum));
    return {0, end_time_, std::min(to_separatrix, 0.0), end.sum > 0.0 ? +1 : -1};
  }
  if (result.hits.empty()) return {side, time, end_time_ - time, 0};
  const OdeEventHit& crossing = result.hits.back();
  const PairStatistics x = state_of(crossing.state);
  const PairStatistics rate = pair_recursion(model_, crossing.time, x);
  const double speed = std::abs(rate.difference / x.difference - rate.sum / x.sum);
  return {side, crossing.time, (end_time_ - crossing.time) * speed, x.sum > 0.0 ? +1 : -1};
}

StartLine PairRuns::carry(const StartLine& line, double x, double half_width, double reach) {
  if (interrupted_ != nullptr && interrupted_->load()) throw Interrupted();
  ++trajectories_;
  // The numbers' variables; the tangent as a unit vector and the logarithm of its length, by
  // central differences of the rates: relative error step^2.
  constexpr double step = 1e-4;
  const std::size_t log_length = count_ + 7;
  const OdeSystem system = [&](double t, std::span<const double> v, std::span<double> out) {
    rates(t, v, out);
    const auto unit = v.subspan(count_, 7);
    const StartLine nearby{t, state_of(v), pair_statistics_of(unit)};
    const auto above = numbers_of(pair_recursion(model_, t, nearby.at(step)));
    const auto below = numbers_of(pair_recursion(model_, t, nearby.at(-step)));
    double growth = 0.0;
    for (std::size_t i = 0; i < 7; ++i) {
      out[count_ + i] = (above[i] - below[i]) / (2.0 * step);
      growth += out[count_ + i] * unit[i];
    }
    for (std::size_t i = 0; i < 7; ++i) out[count_ + i] -= growth * unit[i];
    out[log_length] = growth;
  };
  OdeOptions options{.tolerances = of_variables(), .kinks = motion_kinks(model_.problem)};
  options.stop_when = [&](double, std::span<const double> v) {
    const double grown = std::max(std::abs(v[count_]), std::abs(v[count_ + 1]));
    return math::log(grown * half_width / reach) + v[log_length] > 0.0;
  };
  scale_to(line.at(x));
  const Variables v = variables_of(line.at(x));
  std::vector<double> start(v.begin(), v.begin() + static_cast<long>(count_));
  auto direction = numbers_of(line.direction);
  double length = 0.0;
  for (const double component : direction) length = math::hypot(length, component);
  for (const double component : direction) start.push_back(component / length);
  start.push_back(math::log(length));
  const OdeResult result = solve_ode(system, start, line.time, end_time_, options);
  if (result.failed()) throw NumericalFailure("flow of the pair: " + describe(result));
  const std::span<const double> reached(result.state);
  std::copy_n(reached.begin() + static_cast<long>(count_), 7, direction.begin());
  for (double& component : direction) component *= math::exp(reached[log_length]);
  return {result.time, state_of(reached), pair_statistics_of(direction)};
}

}  // namespace annealvi

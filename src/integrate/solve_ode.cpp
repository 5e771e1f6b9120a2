// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Odeint supplies the Runge-Kutta machinery. The loop over steps is ours, because Odeint's accepts
// a step whose error estimate is NaN, has no events and no budget.
#include "annealvi/integrate/solve_ode.hpp"

#include "integrate/check_arguments.hpp"
#include "integrate/step_control.hpp"

#include <Eigen/Core>
#include <algorithm>
#include "integrate/dormand_prince87.hpp"
// The adapter must follow the stepper: it specialises templates declared there.
#include <boost/numeric/odeint/external/eigen/eigen.hpp>
#include <cmath>
#include <limits>
#include <utility>

namespace annealvi {
namespace {

namespace odeint = boost::numeric::odeint;

// Without the Eigen adapter header the steppers compile and crash: their temporaries stay empty.
static_assert(odeint::is_resizeable<Eigen::VectorXd>::value);

template <int Size>
class Integrator {
  using Vector = Eigen::Matrix<double, Size, 1>;

 public:
  Integrator(const OdeSystem& system, std::span<const double> start, double t0, double t1,
             const OdeOptions& options)
      : system_(system), options_(options), time_(t0), end_(t1), steps_(options) {
    state_ = Eigen::Map<const Vector>(start.data(), static_cast<Eigen::Index>(start.size()));
    slope_ = next_ = next_slope_ = error_ = trial_ = state_;
  }

  OdeResult run() {
    std::vector<double> stops = options_.kinks;
    stops.push_back(end_);
    std::sort(stops.begin(), stops.end());
    auto output = options_.output_times.begin();
    emit(output);
    evaluate(time_, state_, slope_);
    if (!slope_.allFinite()) return finish(OdeStatus::step_too_small);
    for (const OdeEvent& event : options_.events)
      values_.push_back(event.value(time_, view(state_)));
    double step = steps_.first(state_, slope_, end_ - time_);
    for (const double stop : stops) {
      if (stop <= time_ || stop > end_) continue;
      while (time_ < stop) {
        const double target =
            output != options_.output_times.end() ? std::min(stop, *output) : stop;
        const OdeStatus status = advance(target, step);
        if (status == OdeStatus::reached_end || status == OdeStatus::stopped_by_condition) {
          emit(output);
        }
        if (status != OdeStatus::reached_end) return finish(status);
      }
    }
    return finish(OdeStatus::reached_end);
  }

 private:
  /// One accepted step towards `target`; `step` is the proposal and becomes the next one.
  OdeStatus advance(double target, double& step) {
    bool rejected = false;
    for (;;) {
      if (result_.steps + result_.rejected >= options_.max_steps)
        return OdeStatus::step_budget_exhausted;
      const double room = target - time_;
      // A step that would leave a sliver is stretched, one that would overshoot is cut.
      const bool last = step >= room * (1.0 - 1e-9);
      const double h = last ? room : step;
      if (!last && !(h > 16.0 * std::numeric_limits<double>::epsilon() * std::abs(time_)))
        return OdeStatus::step_too_small;
      stepper_.do_step(std::ref(adapter_), state_, slope_, time_, next_, h, error_);
      const double after = last ? target : time_ + h;
      const double error = steps_.scaled_error(state_, next_, error_);
      bool accepted = error <= 1.0;  // false for NaN
      if (accepted) {
        evaluate(after, next_, next_slope_);
        accepted = next_slope_.allFinite() && next_.allFinite();
      }
      if (accepted) {
        ++result_.steps;
        const double grown = steps_.after_accepted(h, error, rejected);
        // A step cut short by a stop says nothing against the longer one that was proposed.
        step = last ? std::max(step, grown) : grown;
        if (!options_.events.empty() && find_events(after)) return OdeStatus::stopped_by_event;
        time_ = after;
        state_.swap(next_);
        slope_.swap(next_slope_);
        return options_.stop_when && options_.stop_when(time_, view(state_))
                   ? OdeStatus::stopped_by_condition
                   : OdeStatus::reached_end;
      }
      ++result_.rejected;
      rejected = true;
      step = steps_.after_rejected(h, error);
      if (!(step > 1e-300)) return OdeStatus::step_too_small;
    }
  }

  /// Looks for sign changes between time_ and `after`; true when a terminal event ends the run.
  bool find_events(double after) {
    constexpr int pieces = 4;  // two crossings inside a step are seen when a piece separates them
    const double h = after - time_;
    std::vector<OdeEventHit> found;
    std::vector<double> ends(values_.size());
    for (std::size_t e = 0; e < values_.size(); ++e) {
      const auto& event = options_.events[e];
      ends[e] = event.value(after, view(next_));
      double left = 0.0, left_value = values_[e];
      std::vector<std::pair<double, double>> brackets;
      for (int i = 1; i <= pieces; ++i) {
        const double right = static_cast<double>(i) / pieces;
        const double right_value =
            i == pieces ? ends[e] : event.value(time_ + right * h, view(interpolate(right, h)));
        if (crosses(left_value, right_value, event.direction)) brackets.emplace_back(left, right);
        left = right;
        left_value = right_value;
      }
      // Values at the ends of the step are exact: the better bracket of a single crossing.
      if (brackets.size() == 1 && crosses(values_[e], ends[e], event.direction))
        brackets[0] = {0.0, 1.0};
      for (const auto& [from, to] : brackets) locate(e, from, to, h, found);
    }
    std::sort(found.begin(), found.end(),
              [](const OdeEventHit& x, const OdeEventHit& y) { return x.time < y.time; });
    for (OdeEventHit& hit : found) {
      result_.hits.push_back(hit);
      if (!options_.events[hit.event].terminal) continue;
      time_ = hit.time;
      state_ = Eigen::Map<const Vector>(hit.state.data(), state_.size());
      return true;
    }
    values_ = ends;
    return false;
  }

  static bool crosses(double from, double to, int direction) {
    if (direction >= 0 && from < 0.0 && to >= 0.0) return true;
    return direction <= 0 && from > 0.0 && to <= 0.0;
  }

  /// Root of event e between the fractions left and right of the step h. The interpolant says where
  /// to look first; values come from re-stepping. Secant, kept in a bracket.
  void locate(std::size_t e, double left, double right, double h, std::vector<OdeEventHit>& found) {
    const OdeEvent& event = options_.events[e];
    const auto value_at = [&](double fraction) {
      if (fraction == 0.0)
        trial_ = state_;
      else if (fraction == 1.0)
        trial_ = next_;
      else
        stepper_.do_step(std::ref(adapter_), state_, slope_, time_, trial_, fraction * h);
      return event.value(time_ + fraction * h, view(trial_));
    };
    const double wanted = event.resolution > 0.0 ? event.resolution : options_.tolerances.relative;
    const double resolution =
        std::max(wanted, 4.0 * std::numeric_limits<double>::epsilon() * std::abs(time_) / h);
    double middle = interpolated_root(event, left, right, h);
    double f_middle = value_at(middle);
    double f_left = value_at(left), f_right = value_at(right);
    if (!crosses(f_left, f_right, event.direction)) return;
    for (int i = 0; i < 100 && f_middle != 0.0; ++i) {
      const double previous = middle;
      if (crosses(f_left, f_middle, 0)) {
        right = middle;
        f_right = f_middle;
      } else {
        left = middle;
        f_left = f_middle;
      }
      middle = (left * f_right - right * f_left) / (f_right - f_left);
      if (i % 3 == 2) middle = 0.5 * (left + right);  // regula falsi alone may creep from one side
      if (std::abs(middle - previous) <= resolution || right - left <= resolution) break;
      f_middle = value_at(middle);
    }
    value_at(middle);
    found.push_back({e, middle == 1.0 ? time_ + h : time_ + middle * h,
                     std::vector<double>(trial_.data(), trial_.data() + trial_.size())});
  }

  double interpolated_root(const OdeEvent& event, double left, double right, double h) const {
    const double from = event.value(time_ + left * h, view(interpolate(left, h)));
    for (int i = 0; i < 12; ++i) {
      const double middle = 0.5 * (left + right);
      const double value = event.value(time_ + middle * h, view(interpolate(middle, h)));
      (crosses(from, value, 0) ? right : left) = middle;
    }
    return 0.5 * (left + right);
  }

  Vector interpolate(double s, double h) const {  // cubic Hermite
    const double u = 1.0 - s;
    return (u * u * (1.0 + 2.0 * s)) * state_ + (s * s * (3.0 - 2.0 * s)) * next_ +
           (h * s * u) * (u * slope_ - s * next_slope_);
  }

  void evaluate(double time, const Vector& x, Vector& derivative) {
    ++result_.evaluations;
    system_(time, view(x), {derivative.data(), static_cast<std::size_t>(derivative.size())});
  }

  void emit(std::vector<double>::const_iterator& output) {
    while (output != options_.output_times.end() && *output <= time_) {
      if (options_.output) options_.output(time_, view(state_));
      ++output;
    }
  }

  OdeResult finish(OdeStatus status) {
    result_.status = status;
    result_.time = time_;
    result_.state.assign(state_.data(), state_.data() + state_.size());
    return std::move(result_);
  }

  static std::span<const double> view(const Vector& x) {
    return {x.data(), static_cast<std::size_t>(x.size())};
  }

  const OdeSystem& system_;
  const OdeOptions& options_;
  double time_, end_;
  Vector state_, slope_, next_, next_slope_, error_, trial_;
  std::vector<double> values_;  // of the events, at time_
  StepControl<Vector> steps_;
  DormandPrince87<Vector> stepper_;
  OdeResult result_;
  std::function<void(const Vector&, Vector&, double)> adapter_ =
      [this](const Vector& x, Vector& derivative, double t) { evaluate(t, x, derivative); };
};

}  // namespace

OdeResult solve_ode(const OdeSystem& system, std::span<const double> start, double t0, double t1,
                    const OdeOptions& options) {
  detail::check_arguments(start, t0, t1, options);
  switch (start.size()) {  // the sizes of the inner loops of the theory and of the flow
    case 3:
      return Integrator<3>(system, start, t0, t1, options).run();
    case 5:
      return Integrator<5>(system, start, t0, t1, options).run();
    case 7:
      return Integrator<7>(system, start, t0, t1, options).run();
    default:
      return Integrator<Eigen::Dynamic>(system, start, t0, t1, options).run();
  }
}

}  // namespace annealvi

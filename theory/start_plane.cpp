// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/start_plane.hpp"

#include "annealvi/theory/separatrix.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

/// Narrower collapsed intervals count as none when the cusp is looked for.
constexpr double narrowest = 1e-8;

Ending ending_of(const std::array<double, 2>& m) {
  if (m[0] > 0.0) return m[1] > 0.0 ? Ending::both_up : Ending::first_ahead;
  return m[1] > 0.0 ? Ending::second_ahead : Ending::both_down;
}

}  // namespace

StartPlane::StartPlane(const Problem& problem, const SharpOptions& options,
                       const Tolerances& tolerances, const BartlettFactor& gram)
    : problem_(problem), options_(options), tolerances_(tolerances), gram_(gram) {}

StartPlane::Fate StartPlane::follow(double sum, double difference) {
  if (options_.interrupted != nullptr && options_.interrupted->load()) throw Interrupted();
  const double scale = problem_.initial_scale(), variance = scale * scale;
  const double unit = scale / std::numbers::sqrt2;
  const auto& [l11, l21, l22] = gram_;
  const SummaryState start{{unit * (sum + difference), unit * (sum - difference)},
                           variance * l11 * l11,
                           variance * l11 * l21,
                           variance * (l21 * l21 + l22 * l22)};
  // Without bias opposite signs are kept for ever: m_2 < 0 pushes m_1 = 0 upwards.
  const bool final_once_opposite = problem_.target.weight == 0.5;
  if (final_once_opposite && std::abs(difference) >= std::abs(sum))
    return {difference > 0.0 ? Ending::first_ahead : Ending::second_ahead, 0.0};

  ++trajectories_;
  const FlowEvent change{
      .kind = FlowEvent::Kind::opposite_signs, .terminal = final_once_opposite, .resolution = 1e-5};
  const FlowTrajectory run =
      integrate_flow(problem_, start, options_.end_time, {}, tolerances_, {&change, 1});
  if (run.ode.failed()) throw NumericalFailure("flow of (m, Q): " + describe(run.ode));
  const double time = run.ode.hits.empty() ? 0.0 : run.ode.hits.back().time;
  const auto& m = run.final_state.overlap;
  // At the crossing itself one overlap is zero up to rounding: the larger one tells.
  if (run.ode.status == OdeStatus::stopped_by_event)
    return {m[0] > m[1] ? Ending::first_ahead : Ending::second_ahead, time};
  return {ending_of(m), time};
}

double StartPlane::edge(double sum, Side side, double guess, double spread, double tolerance) {
  // In x = +-D the wanted edge is where starts are `gone` to the far side, above it.
  const double sign = side == Side::upper ? 1.0 : -1.0;
  const Ending far = side == Side::upper ? Ending::first_ahead : Ending::second_ahead;
  std::vector<Probe> gone;  // x decreasing towards the edge
  std::optional<double> inside;
  const auto probe = [&](double x) {
    const Fate fate = follow(sum, sign * x);
    if (fate.ending == far)
      gone.push_back({x, fate.time});
    else
      inside = x;
    return fate.ending == far;
  };

  double reach = std::max(spread, 0.5 * tolerance);
  double x = std::clamp(sign * guess + reach, -widest, widest);
  while (!probe(x)) {
    if (x >= widest) return sign * widest;
    reach *= 4.0;
    x = std::min(x + reach, widest);
  }
  reach = std::max(spread, 0.5 * tolerance);
  for (x = std::min(sign * guess, x) - reach; !inside; x -= reach) {
    if (x <= -widest && probe(-widest)) return -sign * widest;
    if (!inside) probe(x);
    reach *= 4.0;
  }

  int failures = 0;
  double width = gone.back().x - *inside;
  while (width > tolerance) {
    double next = *inside + 0.5 * width;
    if (failures < 2) {
      if (const auto estimate = extrapolate(gone, *inside)) {
        // From the far side first, where times inform; then close the bracket from the inside.
        const double gap = gone.back().x - *estimate;
        next = gap > 0.6 * tolerance
                   ? *estimate + std::max((gone.size() > 2 ? 0.02 : 0.1) * gap, 0.4 * tolerance)
                   : *estimate - 0.4 * tolerance;
      }
    }
    const double room = std::min(0.01 * width, 0.1 * tolerance);
    probe(std::clamp(next, *inside + room, gone.back().x - room));
    const double shrunk = gone.back().x - *inside;
    failures = shrunk > 0.5 * width ? failures + 1 : 0;
    width = shrunk;
  }
  const double answer = *inside + 0.5 * width;
  learn(gone, answer, width);
  return sign * answer;
}

/// Near a saddle with unstable rate u the sign changes last at t with x - edge = const e^(-u t):
/// from the last two starts when u is known, else from three.
std::optional<double> StartPlane::extrapolate(const std::vector<Probe>& gone, double inside) const {
  const std::size_t count = gone.size();
  if (count < 2) return {};
  const Probe &second = gone[count - 2], &third = gone[count - 1];
  const double late = third.time - second.time;
  if (!(late > 0.0)) return {};
  if (count >= 3) {
    const Probe& first = gone[count - 3];
    const double early = second.time - first.time;
    const auto mismatch = [&](double x) {
      return late * math::log((first.x - x) / (second.x - x)) -
             early * math::log((second.x - x) / (third.x - x));
    };
    double low = inside, high = third.x;
    if (early > 0.0 && first.time > 0.0 && mismatch(low) > 0.0) {
      for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (low + high);
        (mismatch(middle) > 0.0 ? low : high) = middle;
      }
      return 0.5 * (low + high);
    }
  }
  if (!(unstable_rate_ > 0.0 && second.time > 0.0)) return {};
  const double estimate = third.x - (second.x - third.x) / math::expm1(unstable_rate_ * late);
  if (estimate > inside && estimate < third.x) return estimate;
  return {};
}

void StartPlane::learn(const std::vector<Probe>& gone, double answer, double width) {
  // From two starts far enough from the edge for its uncertainty not to matter.
  for (std::size_t i = gone.size(); i-- > 1;) {
    const Probe &far = gone[i - 1], &near = gone[i];
    if (near.x - answer < 20.0 * width) continue;
    const double time = near.time - far.time;
    if (time > 0.0 && far.time > 0.0)
      unstable_rate_ = math::log((far.x - answer) / (near.x - answer)) / time;
    return;
  }
}

StartPlane::Collapse StartPlane::find_collapse(double sum, double guess, double spread) {
  const auto collapsed = [](Ending e) { return e == Ending::both_up || e == Ending::both_down; };
  double low = -widest, high = widest;
  bool low_known = false, high_known = false;
  double x = guess, reach = spread;
  while (high - low > narrowest) {
    const Ending ending = follow(sum, x).ending;
    if (collapsed(ending)) return {ending, x, true};
    (ending == Ending::first_ahead ? high : low) = x;
    (ending == Ending::first_ahead ? high_known : low_known) = true;
    if (low_known && high_known)
      x = 0.5 * (low + high);
    else {
      x = low_known ? std::min(x + reach, widest) : std::max(x - reach, -widest);
      reach *= 3.0;
    }
  }
  return {Ending::both_up, x, false};
}

std::optional<Cusp> StartPlane::find_cusp(const std::optional<Cusp>& guess) {
  double centre = guess ? guess->sum : 0.0;
  double reach = guess ? 0.05 : widest;
  const double around = guess ? guess->difference : 0.0;
  Collapse low{}, high{};
  double left = 0.0, right = 0.0;
  for (;; reach *= 4.0) {
    left = std::max(centre - reach, -widest);
    right = std::min(centre + reach, widest);
    low = find_collapse(left, around, std::min(reach, 1.0));
    high = find_collapse(right, around, std::min(reach, 1.0));
    if (low.found && high.found && low.ending == Ending::both_down &&
        high.ending == Ending::both_up)
      break;
    if (left == -widest && right == widest) return {};
  }
  constexpr double accuracy = 1e-7;
  while (right - left > accuracy) {
    const double middle = 0.5 * (left + right);
    const Collapse here =
        find_collapse(middle, 0.5 * (low.difference + high.difference), 0.1 * (right - left));
    if (!here.found) return Cusp{middle, here.difference};
    (here.ending == Ending::both_up ? right : left) = middle;
    (here.ending == Ending::both_up ? high : low) = here;
  }
  return Cusp{0.5 * (left + right), 0.5 * (low.difference + high.difference)};
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_interval.hpp"

#include "numerics/elementary.hpp"
#include "theory/threshold_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace annealvi {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

struct Probe {
  double x;
  PairOutcome outcome;
};

/// Where the axis lies between two recovered starts whose distances from it shrink like
/// e^(-rate time): the rate is that of the nearest two on one side.
double between(const Probe& low, const Probe& high, double rate) {
  const double odds =
      math::exp(std::clamp(rate * (low.outcome.time - high.outcome.time), -7.0, 7.0));
  return low.x + (high.x - low.x) / (1.0 + odds);
}

}  // namespace

/// Below this difference of x the integrator's errors decide.
double IntervalSearch::resolution(const StartLine& line, double x) const {
  const PairStatistics state = line.at(x);
  const double size = std::max(std::abs(state.sum), std::abs(state.difference));
  const double speed = std::max(std::abs(line.direction.sum), std::abs(line.direction.difference));
  const double rounding = 4.0 * std::numeric_limits<double>::epsilon() * std::abs(x);
  return std::max(10.0 * runs_.relative_tolerance() * size / speed, rounding);
}

IntervalSearch::Nearest IntervalSearch::nearest(const StartLine& line, double guess,
                                                double spread) {
  std::optional<Probe> low, high;
  double rate = 0.0;
  const auto probe = [&](double x) -> std::optional<Nearest> {
    const Probe next{x, runs_.follow(line.time, line.at(x))};
    if (next.outcome.side == 0) return Nearest{x, x, true, next.outcome.sum_sign};
    auto& same = next.outcome.side > 0 ? high : low;
    const auto& other = next.outcome.side > 0 ? low : high;
    if (same && other && next.outcome.time > same->outcome.time) {
      // Distances from the axis: halves of the bracket are good enough to learn the rate from.
      const double axis = between(low ? *low : next, high ? *high : next, rate);
      const double far = std::abs(same->x - axis), near = std::abs(next.x - axis);
      if (far > 1.5 * near && near > 0.0)
        rate = math::log(far / near) / (next.outcome.time - same->outcome.time);
    }
    same = next;
    return std::nullopt;
  };
  double x = std::clamp(guess, -range_, range_);
  if (auto found = probe(x)) return *found;
  // Both sides of it.
  for (double reach = spread; !(low && high); reach *= 4.0) {
    const double side = low ? 1.0 : -1.0;
    if (low ? x >= range_ : x <= -range_) return {x, x, false, 0};  // nothing within the range
    x = std::clamp(x + side * reach, -range_, range_);
    if (auto found = probe(x)) return *found;
  }
  for (int i = 0;; ++i) {
    const double width = high->x - low->x;
    if (width <= resolution(line, low->x)) return {low->x, high->x, false, 0};
    // Every third by halves: escape times tell little far from the axis.
    const double x_next = i % 3 == 2 ? 0.5 * (low->x + high->x) : between(*low, *high, rate);
    const double room = 0.02 * width;
    if (auto found = probe(std::clamp(x_next, low->x + room, high->x - room))) return *found;
  }
}

CollapseInterval IntervalSearch::measure(const StartLine& line, double middle, int sign,
                                         const IntervalGuess& guess) {
  CollapseInterval interval{.empty = false, .middle = middle, .sign = sign};
  const double smallest = math::log(std::max(1e-3 * resolution(line, middle), 1e-300));
  const auto half = [&](int side, double expected, double& rate) {
    const auto follow = [&](double x) {
      const PairOutcome outcome = runs_.follow(line.time, line.at(middle + side * math::exp(x)));
      const bool recovered = outcome.side == side;
      return Escape{recovered, outcome.time,
                    recovered ? outcome.margin : std::min(outcome.margin, 0.0), 0.0};
    };
    const double largest = math::log(range_ - side * middle);
    const Threshold found =
        search_threshold(follow,
                         {.guess = std::clamp(math::log(expected), smallest, largest),
                          .spread = guess.spread,
                          .smallest = smallest,
                          .largest = largest,
                          .tolerance = tolerance_},
                         rate);
    if (found.kind == Threshold::Kind::beyond) return infinite;
    return found.kind == Threshold::Kind::vanishing ? 0.0 : math::exp(found.log_difference);
  };
  // The guess is one of the interval's ends.
  const double width = guess.above + guess.below;
  const double above = guess.middle + guess.above - middle, below = width - above;
  interval.above = half(+1, std::max(above, 0.1 * width), upper_rate_);
  interval.below = half(-1, std::max(below, 0.1 * width), lower_rate_);
  return interval;
}

CollapseInterval IntervalSearch::find(const StartLine& line, const IntervalGuess& guess) {
  if (runs_.mirrored() && line.base.difference == 0.0) {
    // The axis is D = 0: relative accuracy down to the smallest doubles.
    CollapseInterval interval{.empty = false};
    const auto follow = [&](double x) {
      const PairOutcome outcome = runs_.follow(line.time, line.at(math::exp(x)));
      return Escape{outcome.side != 0, outcome.time, outcome.margin, 0.0};
    };
    const double largest = math::log(range_);
    const Threshold found = search_threshold(follow,
                                             {.guess = std::min(math::log(guess.above), largest),
                                              .spread = guess.spread,
                                              .smallest = -640.0,
                                              .largest = largest,
                                              .tolerance = tolerance_},
                                             upper_rate_);
    interval.above = interval.below = found.kind == Threshold::Kind::beyond ? infinite
                                      : found.kind == Threshold::Kind::vanishing
                                          ? 0.0
                                          : math::exp(found.log_difference);
    return interval;
  }
  const double expected = guess.above + guess.below;
  Nearest near = nearest(line, guess.middle, std::min(expected * (1.0 + guess.spread), range_));
  if (!near.collapsed && near.low == near.high) return {};  // outside the range
  StartLine here = line;
  IntervalGuess from = guess;
  double offset = 0.0;  // x on `line` of x = 0 here
  CollapseInterval interval{.empty = false, .sign = near.sign, .uncertain = 1.0};
  constexpr int most = 100;
  for (int level = 0; level < most; ++level) {
    double middle = 0.5 * (near.low + near.high), half_width = 0.5 * (near.high - near.low);
    if (near.collapsed) {
      interval = measure(here, middle, near.sign, from);
      const double width = interval.above + interval.below;
      // Errors of the integrator move the two ends apart from each other.
      constexpr double well_resolved = 3e-5;
      interval.uncertain = std::min(1.0, resolution(here, middle) / width);
      if (interval.uncertain <= well_resolved) break;
      half_width = 0.5 * width;
    }
    // Too narrow: look at it later, when it has grown.
    half_width = std::max(half_width, resolution(here, middle));
    constexpr double reach = 1e-4;
    const StartLine later = runs_.carry(here, middle, half_width, reach);
    if (!(later.time < runs_.end_time() && later.time > here.time)) break;
    const double saved = std::exchange(range_, 1e3 * half_width);
    near = nearest(later, 0.0, half_width);
    range_ = saved;
    if (!near.collapsed && near.low == near.high) break;
    offset += middle;
    here = later;
    from = {.middle = 0.0, .below = 0.1 * half_width, .above = 0.1 * half_width, .spread = 2.0};
    interval = {.empty = false,
                .middle = near.low,
                .below = half_width,
                .above = half_width,
                .sign = near.sign,
                .uncertain = 1.0};
  }
  interval.middle += offset;
  return interval;
}

}  // namespace annealvi

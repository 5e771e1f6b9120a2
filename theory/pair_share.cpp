// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_share.hpp"

#include "numerics/elementary.hpp"
#include "theory/chebyshev.hpp"
#include "theory/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

constexpr double widest = 7.5;  // S in standard deviations; beyond lie 6e-14 of the starts
constexpr double widest_difference = 9.0;  // D
constexpr double widest_unsplit = 7.0;     // of S where no cusp asks for more

double normal_density(double z) {
  return math::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

/// Share of N(0, 1) above z > 0.
double normal_tail(double z) {
  return 0.5 * math::erfc(z / std::numbers::sqrt2);
}

/// Phi(b) - Phi(a), no cancellation in the tails.
double normal_between(double a, double b) {
  const double sign = a + b > 0.0 ? 1.0 : -1.0;
  return 0.5 * sign *
         (math::erfc(sign * a / std::numbers::sqrt2) - math::erfc(sign * b / std::numbers::sqrt2));
}

/// Share of N(0, 1) in an interval, relative accuracy that of its halves.
double normal_share(const CollapseInterval& interval) {
  const double width = interval.below + interval.above;
  if (width > 1e-3)
    return normal_between(interval.middle - interval.below, interval.middle + interval.above);
  const double centre = interval.middle + 0.5 * (interval.above - interval.below);
  return normal_density(centre) * width * (1.0 + (centre * centre - 1.0) * width * width / 24.0);
}

}  // namespace

PairShare::PairShare(PairRuns& runs, const PairStart& start, double tolerance, PairShare* model)
    : runs_(runs),
      start_(start),
      tolerance_(tolerance),
      model_(model),
      sum_unit_(std::sqrt(start.variance_sum)),
      slope_(start.covariance / start.variance_sum),
      difference_unit_(std::sqrt(start.variance_difference - slope_ * start.covariance)),
      search_(runs, widest_difference, tolerance),
      centred_(runs.centred() && start.mean.sum == 0.0 && start.mean.difference == 0.0) {
  if (model != nullptr) search_.learn_from(model->search_);
  find_cusp();
}

StartLine PairShare::line_at(double standard_sum) const {
  StartLine line{start_.time, start_.mean, {}};
  line.base.sum += sum_unit_ * standard_sum;
  line.base.difference += slope_ * sum_unit_ * standard_sum;
  line.direction.difference = difference_unit_;
  return line;
}

void PairShare::find_cusp() {
  if (centred_) {
    branches_ = {{.side = 1, .right = std::sqrt(widest)}};
    branches_[0].known[0][0.0] = 0.0;
    return;
  }
  const bool on_axis =
      runs_.mirrored() && start_.mean.difference == 0.0 && start_.covariance == 0.0;
  std::map<double, double> axis;  // D of collapsed runs, by S
  // Sign of S of collapsed runs; 0 at the cusp itself, to what the integrator resolves.
  const auto collapse_sign = [&](double z) {
    const StartLine line = line_at(z);
    if (on_axis) return runs_.follow(line.time, line.base).sum_sign;
    Expected middle{0.0, 2.0};
    if (!axis.empty()) {
      middle = expected_at(z, axis, 0.0);
      const double gap =
          std::abs(axis.lower_bound(z) == axis.end() ? z - axis.rbegin()->first
                                                     : axis.lower_bound(z)->first - z);
      middle.spread = std::clamp(axis.size() > 2 ? 3.0 * middle.spread : gap, 1e-6, 2.0);
    }
    const auto near = search_.nearest(line, middle.value, middle.spread);
    if (near.collapsed || near.high > near.low) axis[z] = 0.5 * (near.low + near.high);
    if (!near.collapsed && near.high == near.low) return z > 0.0 ? 1 : -1;  // outside the range
    return near.sign;
  };
  double low = -widest + 0.5, high = widest - 0.5;
  const int lowest = collapse_sign(low), highest = collapse_sign(high);
  if (lowest > 0 || highest < 0) {
    branches_ = {{.side = 0, .right = widest_unsplit}};
    return;
  }
  constexpr double accuracy = 1e-3;  // P errs by its power 1 + 1/alpha
  double z = 0.0;
  if (model_ != nullptr && model_->branches_.size() == 2) z = model_->cusp_;
  double reach = z == 0.0 ? widest : 0.02;  // how far from the model's cusp it may be
  while (high - low > accuracy) {
    const int sign = collapse_sign(z);
    if (sign == 0) {
      low = high = z;
      break;
    }
    (sign > 0 ? high : low) = z;
    z = sign > 0 ? std::max(z - reach, 0.5 * (low + high))
                 : std::min(z + reach, 0.5 * (low + high));
    reach *= 4.0;
  }
  cusp_ = 0.5 * (low + high);
  const double middle = axis.empty() ? 0.0 : expected_at(cusp_, axis, 0.0).value;
  // The side with more of the starts first: it tells what of the other matters.
  for (const int side : cusp_ > 0.0 ? std::array{-1, 1} : std::array{1, -1}) {
    branches_.push_back({.side = side, .right = std::sqrt(widest - side * cusp_)});
    branches_.back().known[0][0.0] = middle;
  }
}

double PairShare::standard_sum(const Branch& branch, double r) const {
  return branch.side == 0 ? r : cusp_ + branch.side * r * r;
}

/// In which centres and logarithms of widths are smooth.
double PairShare::abscissa(const Branch& branch, std::size_t which, double r) {
  if (branch.side == 0) return r;
  return which == 0 ? r * r : math::log(r);
}

PairShare::Branch* PairShare::branch_of(int side) {
  for (Branch& branch : branches_)
    if (branch.side == side) return &branch;
  return nullptr;
}

/// From intervals nearby, or from those of the model and how the others differ from them.
IntervalGuess PairShare::guess(const Branch& branch, double r) {
  const Branch* other = model_ != nullptr ? model_->branch_of(branch.side) : nullptr;
  IntervalGuess guess;
  guess.spread = 0.0;
  const double first_spread = other != nullptr && !other->known[1].empty() ? 0.3 : 1.0;
  const auto expect = [&](std::size_t which, double slope, double otherwise) {
    const double x = abscissa(branch, which, r);
    double value = 0.0;
    std::map<double, double> known = branch.known[which];
    if (other != nullptr && !other->known[which].empty()) {
      for (auto& [place, difference] : known)
        difference -= expected_at(place, other->known[which], slope).value;
      value = expected_at(x, other->known[which], slope).value;
      slope = otherwise = 0.0;
    }
    const std::size_t count = known.size();
    const Expected more = count > 0 ? expected_at(x, known, slope) : Expected{otherwise, 0.0};
    if (which > 0)
      guess.spread = std::max({guess.spread, 2.0 * more.spread,
                               count == 0  ? first_spread
                               : count < 3 ? 0.3 * first_spread
                                           : 10.0 * tolerance_});
    return value + more.value;
  };
  guess.middle = std::clamp(expect(0, 0.0, 0.0), -widest_difference, widest_difference);
  guess.below = guess.above = math::exp(std::clamp(expect(1, 2.0, 0.0), -600.0, 3.0));
  guess.spread = std::min(guess.spread, 2.0);
  return guess;
}

const PairShare::Line& PairShare::line(Branch& branch, double r) {
  if (const auto found = branch.lines.find(r); found != branch.lines.end()) return found->second;
  const double z = standard_sum(branch, r);
  const double weight = (branch.side == 0 ? 1.0 : 2.0 * r) * normal_density(z);
  const IntervalGuess expected = guess(branch, r);
  Line& line = branch.lines[r];
  // What cannot matter is not looked at.
  const double negligible = 1e-2 * tolerance_;
  const double likely = branch.known[1].size() > 2 ? 30.0 * (expected.below + expected.above) : 1.0;
  if (weight * std::min(1.0, likely) <= negligible * heaviest_) return line;
  const CollapseInterval interval = search_.find(line_at(z), expected);
  if (interval.empty) return line;
  line.share = normal_share(interval);
  line.density = weight * line.share;
  line.doubt = line.density * interval.uncertain;
  heaviest_ = std::max(heaviest_, line.density);
  if (std::isfinite(interval.below + interval.above) && interval.below > 0.0 &&
      interval.above > 0.0) {
    const double centre = 0.5 * (interval.above - interval.below);
    branch.known[0][abscissa(branch, 0, r)] = interval.middle + centre;
    branch.known[1][abscissa(branch, 1, r)] = math::log(0.5 * (interval.below + interval.above));
  }
  return line;
}

Estimate PairShare::probability(std::size_t order) {
  Estimate sum;
  for (Branch& branch : branches_) {
    const double left = branch.side == 0 ? -branch.right : 0.0;
    std::vector<double> values(order + 1, 0.0), doubts(order + 1, 0.0);
    // From the middle outwards: every line has neighbours to guess from.
    for (std::size_t i = 0; i <= order; ++i) {
      const std::size_t j = i % 2 == 0 ? order / 2 + i / 2 : order / 2 - (i + 1) / 2;
      const double r = ChebyshevInterpolant::point(left, branch.right, j, order);
      if (branch.side != 0 && j == order) continue;  // the cusp itself: no share
      const Line& here = line(branch, r);
      values[j] = here.density;
      doubts[j] = here.doubt;
    }
    const ChebyshevInterpolant density(left, branch.right, values);
    const double part = density.integral();
    double error = density.integral_error();
    if (order > branch.order && branch.order > 0)
      error = std::min(error, std::abs(part - branch.part));
    branch.order = order;
    branch.part = part;
    sum.value += part;
    sum.error += error + ChebyshevInterpolant(left, branch.right, doubts).integral();
    // Beyond the range shares are much as at its end, or unknown where no line has any.
    const auto beyond = [&](double r) {
      const double share = heaviest_ > 0.0 ? std::min(1.0, 3.0 * branch.lines[r].share) : 1.0;
      return share * normal_tail(std::abs(standard_sum(branch, r)));
    };
    sum.error += beyond(branch.right);
    if (branch.side == 0) sum.error += beyond(-branch.right);
  }
  if (!(heaviest_ > 0.0)) sum.error += 2.0 * normal_tail(widest_difference);
  if (centred_) {
    sum.value *= 2.0;
    sum.error *= 2.0;
  }
  return sum;
}

double PairShare::misjudged() {
  constexpr int line_count = 24, start_count = 8;
  const auto middle_of_part = [](int part, int parts) {
    return -std::numbers::sqrt2 * math::erfc_inv((2.0 * part + 1.0) / parts);
  };
  int wrong = 0;
  for (int i = 0; i < line_count; ++i) {
    const StartLine line = line_at(middle_of_part(i, line_count));
    const CollapseInterval interval = search_.find(line, IntervalGuess{});
    for (int j = 0; j < start_count; ++j) {
      const double x = middle_of_part(j, start_count), from_middle = x - interval.middle;
      const int side = from_middle > interval.above ? 1 : from_middle < -interval.below ? -1 : 0;
      if (runs_.follow(line.time, line.at(x)).side != side) ++wrong;
    }
  }
  // Two standard errors of a small count on top.
  return (wrong + 2.0 * std::sqrt(wrong)) / (line_count * start_count);
}

double PairShare::largest_difference(PairShare& reference) {
  double largest = 0.0;
  for (Branch& branch : branches_) {
    Branch* other = reference.branch_of(branch.side);
    if (other == nullptr) continue;
    std::vector<std::pair<double, double>> heavy;
    for (const auto& [r, line] : branch.lines) heavy.emplace_back(-line.density, r);
    std::sort(heavy.begin(), heavy.end());
    if (heavy.size() > 2) heavy.resize(2);
    for (const auto& [density, r] : heavy) {
      if (!(-density > 1e-3 * heaviest_)) continue;
      // The same S: the two cusps are not known to better than the accuracy they are searched with.
      const double from_cusp = branch.side * (standard_sum(branch, r) - reference.cusp_);
      if (branch.side != 0 && !(from_cusp > 0.0)) continue;
      const double place = branch.side == 0 ? r : std::sqrt(from_cusp);
      const double again = reference.line(*other, place).share, here = branch.lines[r].share;
      largest = std::max(largest, std::abs(again - here) / here);
    }
  }
  return largest;
}

}  // namespace annealvi

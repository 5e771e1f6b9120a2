// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/collapsed_share.hpp"

#include "numerics/elementary.hpp"
#include "theory/chebyshev.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

constexpr double log_nearest =
    -7.0;  // of |s - s*|: starts nearer to the cusp weigh < 4e-7 |D_upper'|

double normal_density(double s) {
  return math::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi);
}

/// Phi(b) - Phi(a), no cancellation in the tails.
double normal_between(double a, double b) {
  const double sign = a + b > 0.0 ? 1.0 : -1.0;
  const double difference =
      math::erfc(sign * a / std::numbers::sqrt2) - math::erfc(sign * b / std::numbers::sqrt2);
  return 0.5 * sign * difference;
}

}  // namespace

CollapsedBranch::CollapsedBranch(StartPlane& plane, const Cusp& cusp, int side, double tolerance,
                                 const CollapsedBranch* model)
    : plane_(plane), cusp_(cusp), side_(side), tolerance_(tolerance), model_(model) {
  left_ = side == 0 ? -StartPlane::widest : log_nearest;
  right_ = side == 0 ? StartPlane::widest : math::log(StartPlane::widest - side * cusp.sum);
}

double CollapsedBranch::share(double x) {
  if (const auto known = shares_.find(x); known != shares_.end()) return known->second;
  const double upper = edge(StartPlane::Side::upper, x);
  const double lower = edge(StartPlane::Side::lower, x);
  return shares_[x] = normal_between(lower, upper);
}

double CollapsedBranch::edge(StartPlane::Side side, double x) {
  const std::size_t index = side == StartPlane::Side::lower ? 0 : 1;
  const double unit = side_ == 0 ? 1.0 : math::exp(x);
  const double sum = side_ == 0 ? x : cusp_.sum + side_ * unit;
  const Guess expected = guess(index, x);
  const double found = plane_.edge(sum, side, cusp_.difference + unit * expected.value,
                                   unit * expected.spread, tolerance_);
  const double ratio = curves_[index][x] = (found - cusp_.difference) / unit;
  if (model_ != nullptr && !model_->curves_[index].empty())
    shifts_[index][x] = ratio - extrapolate(model_->curves_[index], x).value;
  return found;
}

CollapsedBranch::Guess CollapsedBranch::guess(std::size_t index, double x) const {
  const Curve& known = curves_[index];
  if (model_ != nullptr && !model_->curves_[index].empty()) {
    // The model's curve, shifted as at the known points.
    const double model = extrapolate(model_->curves_[index], x).value;
    if (known.empty()) return {model, 0.1};
    const Guess shift = extrapolate(shifts_[index], x);
    return {model + shift.value, shift.spread};
  }
  if (!known.empty()) return extrapolate(known, x);
  const Curve& other = curves_[1 - index];
  return other.empty() ? Guess{0.0, 0.5} : Guess{extrapolate(other, x).value, 0.5};
}

/// Polynomial through the (up to four) nearest known points; their disagreement is the spread.
CollapsedBranch::Guess CollapsedBranch::extrapolate(const Curve& curve, double x) {
  std::vector<std::pair<double, double>> near(curve.begin(), curve.end());
  std::sort(near.begin(), near.end(), [x](const auto& p, const auto& q) {
    return std::abs(p.first - x) < std::abs(q.first - x);
  });
  near.resize(std::min<std::size_t>(near.size(), 4));
  std::vector<double> column;
  for (const auto& point : near) column.push_back(point.second);
  double spread = 2.0 * std::abs(column[0]);                   // of a single point
  for (std::size_t order = 1; order < near.size(); ++order) {  // Neville's scheme
    const double previous = column[0];
    for (std::size_t i = 0; i + order < near.size(); ++i)
      column[i] = ((x - near[i + order].first) * column[i] - (x - near[i].first) * column[i + 1]) /
                  (near[i].first - near[i + order].first);
    spread = std::abs(column[0] - previous);
  }
  return {column[0], std::clamp(0.5 * spread, 1e-6, 0.5)};
}

double CollapsedBranch::integral(std::size_t n) {
  std::vector<double> shares(n + 1), lower(n + 1), upper(n + 1);
  bool cut = false;
  // From the middle outwards: every point has neighbours to guess from.
  for (std::size_t i = 0; i <= n; ++i) {
    const std::size_t j = i % 2 == 0 ? n / 2 + i / 2 : n / 2 - (i + 1) / 2;
    const double x = ChebyshevInterpolant::point(left_, right_, j, n);
    shares[j] = share(x);
    const double unit = side_ == 0 ? 1.0 : math::exp(x);
    lower[j] = cusp_.difference + unit * curves_[0].at(x);
    upper[j] = cusp_.difference + unit * curves_[1].at(x);
    cut = cut || std::max(std::abs(lower[j]), std::abs(upper[j])) > 0.999 * StartPlane::widest;
  }
  // The edges are smoother than the share, unless they were cut off.
  const ChebyshevInterpolant share_of(left_, right_, shares), lower_of(left_, right_, lower),
      upper_of(left_, right_, upper);
  const double wider = cut ? share_of.tail() : std::max(lower_of.tail(), upper_of.tail());
  const auto integrate = [&](double moved) {
    const auto integrand = [&](double x) {
      const double unit = side_ == 0 ? 1.0 : math::exp(x);
      const double sum = side_ == 0 ? x : cusp_.sum + side_ * unit;
      const double value =
          cut ? share_of(x) + moved : normal_between(lower_of(x) - moved, upper_of(x) + moved);
      return unit * normal_density(sum) * value;
    };
    double total = 0.0;
    constexpr int panels = 16;
    for (int i = 0; i < panels; ++i)
      total += boost::math::quadrature::gauss<double, 15>::integrate(
          integrand, left_ + (right_ - left_) * i / panels,
          left_ + (right_ - left_) * (i + 1) / panels);
    return total;
  };
  double total = integrate(0.0);
  unresolved_ = std::abs(integrate(wider) - total);
  // Nearer to the cusp share falls at least like |s - s*|.
  if (side_ != 0) total += 0.5 * math::exp(left_) * normal_density(cusp_.sum) * shares[n];
  return total;
}

CollapsedShare::CollapsedShare(const Problem& problem, const SharpOptions& options,
                               const Tolerances& tolerances, const BartlettFactor& gram,
                               double tolerance, const CollapsedShare* model)
    : gram_(gram), plane_(problem, options, tolerances, gram) {
  const auto branch = [&](const Cusp& cusp, int side) {
    const bool alike = model != nullptr && model->cusp_.has_value() == cusp_.has_value();
    branches_.emplace_back(plane_, cusp, side, tolerance,
                           alike ? &model->branches_[branches_.size()] : nullptr);
  };
  if (problem.target.weight == 0.5) {
    cusp_ = Cusp{};
    multiplicity_ = 2.0;
    branch(*cusp_, +1);
    return;
  }
  if (model != nullptr && model->gram_ == gram)
    cusp_ = model->cusp_;  // only the tolerances differ
  else
    cusp_ = plane_.find_cusp(model != nullptr ? model->cusp_ : std::nullopt);
  if (cusp_) {
    branch(*cusp_, -1);
    branch(*cusp_, +1);
  } else {
    branch(Cusp{}, 0);
  }
}

double CollapsedShare::probability(std::size_t n) {
  double total = 0.0;
  for (CollapsedBranch& branch : branches_) total += branch.integral(n);
  return multiplicity_ * total;
}

double CollapsedShare::unresolved() const {
  double total = 0.0;
  for (const CollapsedBranch& branch : branches_) total += branch.unresolved();
  return multiplicity_ * total;
}

double CollapsedShare::largest_difference(CollapsedShare& other) {
  double largest = 0.0;
  for (std::size_t i = 0; i < std::min(branches_.size(), other.branches_.size()); ++i)
    for (const double part : {0.55, 0.75, 0.9}) {
      const double x = branches_[i].left() + part * (branches_[i].right() - branches_[i].left());
      largest = std::max(largest, std::abs(branches_[i].share(x) - other.branches_[i].share(x)));
    }
  return largest;
}

}  // namespace annealvi

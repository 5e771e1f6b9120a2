// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/gaussian_nodes.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>
#include <utility>

namespace annealvi::detail {
namespace {

constexpr double pi = std::numbers::pi;

/// Step h whose error is e^-L. Shifting the line of integration by y costs e^(y^2/2 - 2 pi y/h);
/// y is limited by the poles at pi/steepness, or best at 2 pi/h.
double trapezoid_step(double steepness, double L) {
  const double gaussian = pi * std::sqrt(2.0 / L);
  if (gaussian >= 2.0 * steepness) return gaussian;
  return 2.0 * pi * pi / (steepness * L + 0.5 * pi * pi / steepness);
}

/// Beyond, the mass times what log_sum can reach there, steepness |z|, is below e^-L.
double squared_reach(std::span<const double> steepness, double L) {
  double squared = 1.0;
  for (const double s : steepness) squared += s * s;
  return 2.0 * L + 4.0 + math::log(squared);
}

/// The sum of all weights becomes 1.
void normalise(GaussianNodes& nodes) {
  double sum = 0.0;
  for (const auto& row : nodes.rows)
    for (std::size_t i = row.first; i < row.last; ++i) sum += row.weight * nodes.weights[i];
  for (auto& row : nodes.rows) row.weight /= sum;
}

class ProductBuilder {
 public:
  ProductBuilder(std::span<const double> steepness, double L) : place_(steepness.size(), 0.0) {
    const double squared = squared_reach(steepness, L);
    for (const double s : steepness) steps_.push_back(trapezoid_step(s, L));
    // The first axis on both sides of its middle: 2 half_ nodes from -half_ to half_ - 1 steps.
    half_ = 4 * (static_cast<int>(std::sqrt(squared) / steps_[0]) / 4 + 1);
    for (int j = -half_; j < half_; ++j) {
      nodes_.coordinates.push_back(steps_[0] * j);
      nodes_.weights.push_back(math::exp(-0.5 * math::square(steps_[0] * j)));
    }
    nodes_.axes = steepness.size();
    nodes_.table_axes = 1;
    nodes_.count = nodes_.weights.size();
    nodes_.error = math::exp(trapezoid_reserve - L);
    add_axis(steepness.size() - 1, squared, 1.0);
    normalise(nodes_);
  }
  [[nodiscard]] GaussianNodes take() { return std::move(nodes_); }

 private:
  /// All nodes of axes 0..axis within the ball that is left, the others being given.
  void add_axis(std::size_t axis, double squared_radius, double weight) {
    const int last = static_cast<int>(std::sqrt(squared_radius) / steps_[axis]);
    if (axis == 0) {
      const int reach = 4 * (last / 4 + 1);
      nodes_.rows.push_back({static_cast<std::size_t>(half_ - reach),
                             static_cast<std::size_t>(half_ + reach), weight});
      nodes_.places.insert(nodes_.places.end(), place_.begin() + 1, place_.end());
      return;
    }
    for (int j = -last; j <= last; ++j) {
      const double z = place_[axis] = steps_[axis] * j;
      add_axis(axis - 1, std::max(0.0, squared_radius - z * z), weight * math::exp(-0.5 * z * z));
    }
  }

  std::vector<double> steps_;  ///< by axis
  std::vector<double> place_;
  int half_ = 0;
  GaussianNodes nodes_;
};

using PanelRule = boost::math::quadrature::gauss<double, 10>;
constexpr double panel_error = 1e-12;
constexpr double panel_reach = 8.5;          // 2e-17 of the mass is beyond
constexpr double widest_half_panel = 0.5;    // resolves the Gaussian
constexpr double steepest_half_panel = 1.5;  // poles at 2.1 half widths: 4.4^-20 = 1e-13
constexpr double panel_gap = 32.0;           // e^-32 = 1e-14
constexpr int most_bisections = 80;

class PanelBuilder {
 public:
  PanelBuilder(std::span<const double> values, std::span<const double> slopes, double power)
      : values_(values), slopes_(slopes), power_(power) {
    add(0.0, panel_reach, 0);
    while (nodes_.weights.size() % 4 != 0) {
      nodes_.weights.push_back(0.0);
      nodes_.coordinates.push_back(0.0);
    }
    nodes_.axes = nodes_.table_axes = 1;
    nodes_.count = nodes_.weights.size();
    nodes_.rows = {{0, nodes_.count, 1.0}};
    nodes_.error = panel_error;
    normalise(nodes_);
  }
  [[nodiscard]] GaussianNodes take() { return std::move(nodes_); }

 private:
  /// Of those lines that come within `gap` of the highest anywhere in the panel.
  [[nodiscard]] double competing_steepness(double centre, double half, double gap) const {
    std::size_t top = 0;
    const auto height = [&](std::size_t a) { return values_[a] + slopes_[a] * centre; };
    for (std::size_t a = 1; a < values_.size(); ++a)
      if (height(a) > height(top)) top = a;
    double lowest = slopes_[top], highest = slopes_[top];
    for (std::size_t a = 0; a < values_.size(); ++a) {
      const double gain = std::abs(slopes_[top] - slopes_[a]) * half;
      if (height(top) - height(a) - gain > gap) continue;
      lowest = std::min(lowest, slopes_[a]);
      highest = std::max(highest, slopes_[a]);
    }
    return highest - lowest;
  }

  void add(double centre, double half, int bisections) {
    const double steepness =
        std::max(competing_steepness(centre, half, panel_gap),
                 power_ * competing_steepness(centre, half, panel_gap / power_));
    if ((half > widest_half_panel || half * steepness > steepest_half_panel) &&
        bisections < most_bisections) {
      half *= 0.5;
      add(centre - half, half, bisections + 1);
      add(centre + half, half, bisections + 1);
      return;
    }
    for (const double side : {-1.0, 1.0})
      for (std::size_t i = 0; i < PanelRule::abscissa().size(); ++i) {
        const double z = centre + side * half * PanelRule::abscissa()[i];
        nodes_.coordinates.push_back(z);
        nodes_.weights.push_back(half * PanelRule::weights()[i] * math::exp(-0.5 * z * z));
      }
  }

  std::span<const double> values_, slopes_;
  double power_;
  GaussianNodes nodes_;
};

}  // namespace

double affordable_accuracy(std::span<const double> steepness, double wanted,
                           std::size_t most_nodes) {
  const auto nodes = [&](double L) {
    const double half_axes = 0.5 * static_cast<double>(steepness.size());
    // of the unit ball
    double count = math::exp(half_axes * math::log(pi) - math::lgamma(half_axes + 1.0));
    const double reach = std::sqrt(squared_reach(steepness, L));
    for (const double s : steepness) count *= reach / trapezoid_step(s, L);
    return count;
  };
  const auto most = static_cast<double>(most_nodes);
  if (nodes(wanted) <= most) return wanted;
  double low = 0.0, high = wanted;
  for (int i = 0; i < 30; ++i) {
    const double middle = 0.5 * (low + high);
    (nodes(middle) <= most ? low : high) = middle;
  }
  return low;
}

GaussianNodes product_nodes(std::span<const double> steepness, double accuracy) {
  return ProductBuilder(steepness, accuracy).take();
}

GaussianNodes panel_nodes(std::span<const double> values, std::span<const double> slopes,
                          double power) {
  return PanelBuilder(values, slopes, power).take();
}

}  // namespace annealvi::detail

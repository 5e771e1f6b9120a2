// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/refined_map.hpp"

#include "experiments/map_cell.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using Source = MapPoint::Source;

// Beyond it P counts as 0 (or 1): doubles lose their relative accuracy soon after.
constexpr double largest_logit = 667.0;  // ln 1e290

/// Fractional parts of k g, k g^2, with g the inverse of the plastic number, fill the square
/// evenly.
constexpr double plastic_inverse = 0.7548776662466927;

class Refinement {
 public:
  Refinement(std::span<const double> x, std::span<const double> y, const RefinementOptions& options,
             const MapEvaluation& evaluate)
      : x_(x), y_(y), options_(options), evaluate_(evaluate) {
    map_.columns = x.size();
    map_.rows = y.size();
    map_.points.resize(x.size() * y.size());
    cell_of_.resize(map_.points.size(), 0);
  }

  RefinedMap run() {
    std::vector<MapCell> pending{{{0, x_.size() - 1}, {0, y_.size() - 1}}};
    while (!pending.empty()) {
      if (!compute(points_of(pending))) break;
      std::vector<MapCell> next;
      for (const MapCell& cell : pending) {
        if (!settle(cell)) append_parts(cell, next);
      }
      report();
      if (next.empty()) next = disproved_parts();
      pending = std::move(next);
    }
    return std::move(map_);
  }

 private:
  [[nodiscard]] std::size_t offset(GridIndex at) const { return at.x + map_.columns * at.y; }
  [[nodiscard]] bool known(GridIndex at) const {
    return map_.points[offset(at)].source == Source::computed;
  }
  [[nodiscard]] const MapValue& value(GridIndex at) const { return map_.points[offset(at)].value; }

  [[nodiscard]] std::size_t count(Source source) const {
    return static_cast<std::size_t>(
        std::count_if(map_.points.begin(), map_.points.end(),
                      [source](const MapPoint& point) { return point.source == source; }));
  }

  void report() const {
    if (!options_.progress) return;
    const auto all = static_cast<double>(map_.points.size());
    options_.progress(1.0 - static_cast<double>(count(Source::missing)) / all);
  }

  /// What is not known yet of the nodes and checks of `cells`, each once.
  std::vector<GridIndex> points_of(const std::vector<MapCell>& cells) const {
    std::vector<GridIndex> wanted;
    std::vector<bool> listed(map_.points.size(), false);
    const auto add = [&](GridIndex at) {
      if (known(at) || listed[offset(at)]) return;
      listed[offset(at)] = true;
      wanted.push_back(at);
    };
    for (const MapCell& cell : cells) {
      if (options_.interpolation_error <= 0.0) {
        cell.for_each_point(add);
      } else {
        cell.for_each_node(add);
        cell.for_each_check(add);
      }
    }
    return wanted;
  }

  /// False when something was not computed.
  bool compute(const std::vector<GridIndex>& wanted) {
    const auto found = evaluate_(wanted);
    bool complete = true;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      complete = complete && found[i].has_value();
      if (!found[i]) continue;
      map_.points[offset(wanted[i])] = {Source::computed, *found[i]};
      ++map_.computed;
    }
    return complete;
  }

  /// Error of logit P from that of P.
  [[nodiscard]] double noise(GridIndex at) const {
    const MapValue& here = value(at);
    const double slope = here.probability * (1.0 - here.probability);
    return slope > 0.0 ? here.error / slope : 0.0;
  }

  /// Interpolates the cell's unknown points if that is accurate enough.
  bool settle(const MapCell& cell) {
    double nodes_noise = 0.0;
    bool failed = false;
    cell.for_each_node([&](GridIndex at) {
      nodes_noise = std::max(nodes_noise, noise(at));
      failed = failed || std::isnan(value(at).probability);
    });
    const bool complete = cell.all_nodes() || options_.interpolation_error <= 0.0;
    if (complete) return true;
    if (failed) return false;

    const CellInterpolant interpolant(cell, x_, y_,
                                      [&](GridIndex at) { return logit(value(at).probability); });
    const bool covered = value(first_node(cell)).covered;
    double largest = 0.0;
    bool accurate = true;
    cell.for_each_point([&](GridIndex at) {
      if (!known(at)) return;
      accurate = accurate && value(at).covered == covered;
      if (cell.is_node(at)) return;
      const double exact = logit(value(at).probability);  // NaN is never accurate
      const double deviation = std::abs(interpolant(at) - exact);
      const double wanted = 0.5 * options_.interpolation_error * allowance(exact);
      accurate = accurate && deviation <= wanted + noise(at) + nodes_noise;
      largest = std::max(largest, deviation);
    });
    if (!accurate) return false;

    settled_.push_back(cell);
    cell.for_each_point([&](GridIndex at) {
      if (known(at)) return;
      const double P = probability_of_logit(interpolant(at));
      map_.points[offset(at)] = {Source::interpolated,
                                 {P, P * (1.0 - P) * (2.0 * largest + nodes_noise), covered}};
      cell_of_[offset(at)] = settled_.size() - 1;
    });
    return true;
  }

  static GridIndex first_node(const MapCell& cell) { return {cell.x.first(), cell.y.first()}; }

  void append_parts(const MapCell& cell, std::vector<MapCell>& parts) const {
    const auto roughness =
        cell.roughness([&](GridIndex at) { return logit(value(at).probability); });
    for (const MapCell& part : cell.split(roughness)) parts.push_back(part);
  }

  /// Checks interpolation at points it has not seen; the parts of the cells where it is wrong.
  std::vector<MapCell> disproved_parts() {
    std::vector<GridIndex> wanted;
    std::vector<double> interpolated;
    std::vector<bool> covered;
    std::vector<bool> drawn(map_.points.size(), false);
    // On a small grid the check must not become the computation.
    const std::size_t most = std::min(options_.held_out, (count(Source::interpolated) + 3) / 4);
    constexpr std::size_t tries = 20;  // where almost all is computed fewer are found
    for (std::size_t i = 0; i < tries * most; ++i) {
      if (wanted.size() == most) break;
      const GridIndex at = next_held_out();
      const MapPoint& point = map_.points[offset(at)];
      if (point.source != Source::interpolated || drawn[offset(at)]) continue;
      drawn[offset(at)] = true;
      wanted.push_back(at);
      interpolated.push_back(logit(point.value.probability));
      covered.push_back(point.value.covered);
    }
    if (!compute(wanted)) return {};

    map_.held_out = wanted.size();
    map_.held_out_error = 0.0;
    std::vector<bool> disproved(settled_.size(), false);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double exact = logit(value(wanted[i]).probability);
      const double deviation = std::abs(interpolated[i] - exact);
      const double limit = options_.interpolation_error * allowance(exact) + noise(wanted[i]);
      map_.held_out_error = std::max(map_.held_out_error, deviation / allowance(exact));
      const bool same_cover = value(wanted[i]).covered == covered[i];
      if (!(deviation <= limit) || !same_cover) disproved[cell_of_[offset(wanted[i])]] = true;
    }
    std::vector<MapCell> parts;
    for (std::size_t i = 0; i < disproved.size(); ++i) {
      if (disproved[i]) append_parts(settled_[i], parts);
    }
    return parts;
  }

  GridIndex next_held_out() {
    const auto place = [](double share, std::size_t count) {
      const double part = share - std::floor(share);
      return std::min(count - 1, static_cast<std::size_t>(part * static_cast<double>(count)));
    };
    const auto k = static_cast<double>(++drawn_);
    return {place(k * plastic_inverse, map_.columns),
            place(k * plastic_inverse * plastic_inverse, map_.rows)};
  }

  std::span<const double> x_, y_;
  const RefinementOptions& options_;
  const MapEvaluation& evaluate_;
  RefinedMap map_;
  std::vector<MapCell> settled_;
  std::vector<std::size_t> cell_of_;  ///< of interpolated points: index into settled_
  std::size_t drawn_ = 0;
};

}  // namespace

double logit(double probability) {
  if (std::isnan(probability)) return probability;
  return std::clamp(math::log(probability) - math::log1p(-probability), -largest_logit,
                    largest_logit);
}

double probability_of_logit(double value) {
  // Interpolation between equal ends rounds; nothing real is this close to them.
  constexpr double end = largest_logit * (1.0 - 1e-12);
  if (value <= -end) return 0.0;
  if (value >= end) return 1.0;
  return value < 0.0 ? math::exp(value) / (1.0 + math::exp(value))
                     : 1.0 / (1.0 + math::exp(-value));
}

double allowance(double logit_value) {
  const double thousandth = math::log(1000.0);
  return std::max(1.0, std::abs(logit_value) / thousandth);
}

RefinedMap refined_map(std::span<const double> x, std::span<const double> y,
                       const RefinementOptions& options, const MapEvaluation& evaluate) {
  return Refinement(x, y, options, evaluate).run();
}

}  // namespace annealvi

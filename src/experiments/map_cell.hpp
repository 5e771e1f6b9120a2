// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A rectangle of a grid, the grid points from which it is interpolated, and the interpolant.
#pragma once

#include "annealvi/experiments/refined_map.hpp"

#include <array>

namespace annealvi {

/// Grid indices first..last along one axis, both included.
class IndexRange {
 public:
  IndexRange(std::size_t first, std::size_t last);

  [[nodiscard]] std::size_t first() const { return nodes_.front(); }
  [[nodiscard]] std::size_t last() const { return nodes_[count_ - 1]; }
  /// At most five, ends included: the repeatedly halved range, so that the nodes of a range are
  /// among those of its halves.
  [[nodiscard]] std::span<const std::size_t> nodes() const { return {nodes_.data(), count_}; }
  [[nodiscard]] bool all_nodes() const { return last() - first() < most_nodes; }
  [[nodiscard]] bool is_node(std::size_t index) const;
  /// Two indices where interpolation from the nodes is worst: in the outer gaps. Ends when there
  /// are no gaps.
  [[nodiscard]] std::array<std::size_t, 2> checks() const;
  [[nodiscard]] std::array<IndexRange, 2> halves() const;

 private:
  static constexpr std::size_t most_nodes = 5;
  std::array<std::size_t, most_nodes> nodes_{};
  std::size_t count_ = 0;
};

/// The largest fourth difference of the nodes' values along each axis; 0 along an axis whose points
/// are all nodes.
struct Roughness {
  double x = 0.0, y = 0.0;
};

struct MapCell {
  IndexRange x, y;

  [[nodiscard]] bool all_nodes() const { return x.all_nodes() && y.all_nodes(); }
  [[nodiscard]] bool is_node(GridIndex at) const { return x.is_node(at.x) && y.is_node(at.y); }
  [[nodiscard]] Roughness roughness(const std::function<double(GridIndex)>& value) const;
  /// Two or four parts that share their common border. Not for a cell without gaps.
  [[nodiscard]] std::vector<MapCell> split(const Roughness& roughness) const;

  template <class Action>
  void for_each_node(Action action) const {
    for (const std::size_t j : y.nodes()) {
      for (const std::size_t i : x.nodes()) action(GridIndex{i, j});
    }
  }
  template <class Action>
  void for_each_check(Action action) const {
    for (const std::size_t j : y.checks()) {
      for (const std::size_t i : x.checks()) action(GridIndex{i, j});
    }
  }
  template <class Action>
  void for_each_point(Action action) const {
    for (std::size_t j = y.first(); j <= y.last(); ++j) {
      for (std::size_t i = x.first(); i <= x.last(); ++i) action(GridIndex{i, j});
    }
  }
};

/// Product of Lagrange interpolants of the values at the nodes, at the grid points of the cell.
class CellInterpolant {
 public:
  CellInterpolant(const MapCell& cell, std::span<const double> x, std::span<const double> y,
                  const std::function<double(GridIndex)>& value);
  [[nodiscard]] double operator()(GridIndex at) const;

 private:
  std::size_t first_x_, first_y_, nodes_x_, nodes_y_;
  std::vector<double> weights_x_, weights_y_;  ///< of (index, node): of each node's value
  std::vector<double> values_;                 ///< row by row
};

}  // namespace annealvi

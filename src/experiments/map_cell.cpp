// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/map_cell.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

/// Lagrange weights of the nodes at every index of `range`, index by index.
std::vector<double> lagrange_weights(const IndexRange& range, std::span<const double> coordinate) {
  std::vector<double> weights;
  for (std::size_t index = range.first(); index <= range.last(); ++index) {
    for (const std::size_t node : range.nodes()) {
      double weight = 1.0;
      for (const std::size_t other : range.nodes()) {
        if (other == node) continue;
        weight *= (coordinate[index] - coordinate[other]) / (coordinate[node] - coordinate[other]);
      }
      weights.push_back(weight);
    }
  }
  return weights;
}

double fourth_difference(const std::array<double, 5>& v) {
  return std::abs(v[0] - 4.0 * v[1] + 6.0 * v[2] - 4.0 * v[3] + v[4]);
}

}  // namespace

IndexRange::IndexRange(std::size_t first, std::size_t last) {
  if (last - first < most_nodes) {
    for (std::size_t index = first; index <= last; ++index) nodes_[count_++] = index;
    return;
  }
  const std::size_t middle = (first + last) / 2;
  nodes_ = {first, (first + middle) / 2, middle, (middle + last) / 2, last};
  count_ = most_nodes;
}

bool IndexRange::is_node(std::size_t index) const {
  return std::find(nodes().begin(), nodes().end(), index) != nodes().end();
}

std::array<std::size_t, 2> IndexRange::checks() const {
  if (all_nodes()) return {first(), last()};
  return {(nodes_[0] + nodes_[1]) / 2, (nodes_[3] + nodes_[4]) / 2};
}

std::array<IndexRange, 2> IndexRange::halves() const {
  const std::size_t middle = (first() + last()) / 2;
  return {IndexRange(first(), middle), IndexRange(middle, last())};
}

Roughness MapCell::roughness(const std::function<double(GridIndex)>& value) const {
  Roughness largest;
  std::array<double, 5> line{};
  // A value that is not there is as rough as can be.
  const auto update = [&line](double& so_far) {
    const double here = fourth_difference(line);
    so_far = std::isnan(here) ? INFINITY : std::max(so_far, here);
  };
  for (const std::size_t j : y.nodes()) {
    if (x.all_nodes()) break;
    for (std::size_t k = 0; k < line.size(); ++k) line[k] = value({x.nodes()[k], j});
    update(largest.x);
  }
  for (const std::size_t i : x.nodes()) {
    if (y.all_nodes()) break;
    for (std::size_t k = 0; k < line.size(); ++k) line[k] = value({i, y.nodes()[k]});
    update(largest.y);
  }
  return largest;
}

std::vector<MapCell> MapCell::split(const Roughness& roughness) const {
  // A direction that is this much smoother is left alone.
  constexpr double much = 4.0;
  bool along_x = !x.all_nodes() && roughness.x * much >= roughness.y;
  bool along_y = !y.all_nodes() && roughness.y * much >= roughness.x;
  if (!along_x && !along_y) {  // the rough direction has no gaps
    along_x = !x.all_nodes();
    along_y = !y.all_nodes();
  }
  std::vector<MapCell> parts{*this};
  if (along_x) parts = {{x.halves()[0], y}, {x.halves()[1], y}};
  if (!along_y) return parts;
  std::vector<MapCell> quarters;
  for (const MapCell& part : parts) {
    for (const IndexRange& half : y.halves()) quarters.push_back({part.x, half});
  }
  return quarters;
}

CellInterpolant::CellInterpolant(const MapCell& cell, std::span<const double> x,
                                 std::span<const double> y,
                                 const std::function<double(GridIndex)>& value)
    : first_x_(cell.x.first()),
      first_y_(cell.y.first()),
      nodes_x_(cell.x.nodes().size()),
      nodes_y_(cell.y.nodes().size()),
      weights_x_(lagrange_weights(cell.x, x)),
      weights_y_(lagrange_weights(cell.y, y)) {
  cell.for_each_node([&](GridIndex at) { values_.push_back(value(at)); });
}

double CellInterpolant::operator()(GridIndex at) const {
  const double* wx = &weights_x_[(at.x - first_x_) * nodes_x_];
  const double* wy = &weights_y_[(at.y - first_y_) * nodes_y_];
  double sum = 0.0;
  for (std::size_t j = 0; j < nodes_y_; ++j) {
    double row = 0.0;
    for (std::size_t i = 0; i < nodes_x_; ++i) row += wx[i] * values_[j * nodes_x_ + i];
    sum += wy[j] * row;
  }
  return sum;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/gaussian_nodes.hpp"
#include "numerics/philox.hpp"

#include <algorithm>
#include <bit>
#include <boost/math/special_functions/erf.hpp>
#include <boost/random/sobol.hpp>
#include <cstdint>
#include <map>
#include <mutex>
#include <numbers>
#include <utility>

namespace annealvi::detail {
namespace {

constexpr std::size_t replicates = 8;
constexpr std::size_t fewest_nodes = 4 * 2 * replicates;

/// Fixed random words, one per replicate and axis: which digits of the Sobol points are flipped.
std::vector<std::uint32_t> digital_shifts(std::size_t count) {
  const PhiloxSequence sequence = philox_sequence(RandomKey{}, DrawKind::digital_shift);
  std::vector<std::uint32_t> shifts;
  for (std::uint32_t block = 0; shifts.size() < count; ++block)
    for (const std::uint32_t word : philox_block(sequence, block)) shifts.push_back(word);
  return shifts;
}

double inverse_normal(std::uint32_t digits) {
  const double twice_probability = (static_cast<double>(digits) + 0.5) * 0x1p-31;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(twice_probability);
}

GaussianNodes make_nodes(std::size_t axes, std::size_t points) {
  GaussianNodes nodes;
  nodes.axes = nodes.table_axes = axes;
  nodes.replicates = replicates;
  nodes.count = 2 * replicates * points;
  for (std::size_t r = 0; r < replicates; ++r)
    nodes.rows.push_back({2 * points * r, 2 * points * (r + 1), 1.0});
  nodes.coordinates.resize(axes * nodes.count);
  nodes.weights.assign(nodes.count, 0.5 / static_cast<double>(points));
  const std::vector<std::uint32_t> shifts = digital_shifts(replicates * axes);
  boost::random::sobol_engine<std::uint32_t, 32> sobol(axes);
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const std::uint32_t point = i == 0 ? 0U : sobol();  // the engine leaves out the first, zero
      for (std::size_t r = 0; r < replicates; ++r) {
        const double z = inverse_normal(point ^ shifts[r * axes + axis]);
        double* const column = &nodes.coordinates[axis * nodes.count + 2 * points * r];
        column[i] = z;
        column[points + i] = -z;
      }
    }
  return nodes;
}

}  // namespace

const GaussianNodes& quasi_random_nodes(std::size_t axes, std::size_t most_nodes) {
  static std::mutex guard;
  static std::map<std::pair<std::size_t, std::size_t>, GaussianNodes> made;
  const std::size_t points =
      std::bit_floor(std::max(most_nodes, fewest_nodes)) / (2 * replicates);
  const std::scoped_lock lock(guard);
  const auto found = made.find({axes, points});
  if (found != made.end()) return found->second;
  return made.emplace(std::pair{axes, points}, make_nodes(axes, points)).first->second;
}

}  // namespace annealvi::detail

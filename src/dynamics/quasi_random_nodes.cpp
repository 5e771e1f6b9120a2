// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/gaussian_nodes.hpp"
#include "numerics/elementary.hpp"
#include "numerics/philox.hpp"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <cstdint>
#include <map>
#include <mutex>
#include <numbers>
#include <utility>

namespace annealvi::detail {
namespace {

constexpr std::size_t replicates = 8;
constexpr std::size_t fewest_nodes = 8 * replicates;

/// Fixed random words.
std::vector<std::uint32_t> random_words(std::uint32_t lane, std::size_t count) {
  const PhiloxSequence sequence = philox_sequence({.lane = lane}, DrawKind::digital_shift);
  std::vector<std::uint32_t> words;
  for (std::uint32_t block = 0; words.size() < count; ++block)
    for (const std::uint32_t word : philox_block(sequence, block)) words.push_back(word);
  return words;
}

double inverse_normal(std::uint32_t digits) {
  const double twice_probability = (static_cast<double>(digits) + 0.5) * 0x1p-31;
  return -std::numbers::sqrt2 * math::erfc_inv(twice_probability);
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
  // 2^m Sobol points differ in their first m digits: a shift per replicate and axis flips those.
  // The other digits are drawn for each point. Flipped together they would give all points one
  // offset, and the second moments a law so skewed that eight replicates do not show it.
  const std::vector<std::uint32_t> shifts = random_words(0, replicates * axes);
  const std::vector<std::uint32_t> digits = random_words(1, replicates * axes * points);
  const std::uint32_t lower = (std::uint32_t{1} << (32 - std::countr_zero(points))) - 1;
  boost::random::sobol_engine<std::uint32_t, 32> sobol(axes);
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const std::uint32_t point = i == 0 ? 0U : sobol();  // the engine leaves out the first, zero
      for (std::size_t r = 0; r < replicates; ++r) {
        const std::uint32_t own = digits[(r * axes + axis) * points + i] & lower;
        const double z = inverse_normal(((point ^ shifts[r * axes + axis]) & ~lower) | own);
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
  const std::size_t points = std::bit_floor(std::max(most_nodes, fewest_nodes)) / (2 * replicates);
  const std::scoped_lock lock(guard);
  const auto found = made.find({axes, points});
  if (found != made.end()) return found->second;
  return made.emplace(std::pair{axes, points}, make_nodes(axes, points)).first->second;
}

}  // namespace annealvi::detail

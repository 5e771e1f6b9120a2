// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Increments of a Brownian path that is a function of (seed, run, time) alone: halving the step
// refines the same path. theory/stochastic_equation.md (Brownian path).
#pragma once

#include "annealvi/numerics/random.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace annealvi {

/// M independent paths. Time is cut into cells of length step 2^levels in [1024, 2048); within a
/// cell, increments are halved by Brownian bridges, each fed by normal draws that the place of the
/// node names. Normal draws are single-precision ones (random.hpp).
template <std::size_t M>
class BrownianPath {
 public:
  using Increment = std::array<double, M>;

  BrownianPath(std::uint64_t seed, std::uint64_t run, double step)
      : key_{.seed = seed, .stream = RandomStream::brownian_path, .run = run},
        levels_(static_cast<std::size_t>(std::max(0, 10 - std::ilogb(step)))) {
    for (std::size_t depth = 0; depth <= levels_; ++depth)
      half_deviation_[depth] = 0.5 * std::sqrt(std::ldexp(step, static_cast<int>(levels_ - depth)));
  }

  /// W(step (n+1)) - W(step n) for n = 0, 1, 2, ... in this order.
  [[nodiscard]] const Increment& next() {
    const std::uint64_t n = next_++;
    // Levels above which increment n continues what n - 1 was part of; n = 0: all are new.
    const auto trailing_zeros = static_cast<std::size_t>(std::countr_zero(n));
    std::size_t depth = levels_ - std::min(levels_, trailing_zeros);
    if (depth == 0) {
      start_cell(n >> levels_);
    } else {
      current_[depth] = right_[depth];
    }
    for (; depth < levels_; ++depth) split(depth, n >> (levels_ - depth));
    return current_[levels_];
  }

 private:
  static constexpr std::size_t most_levels = 64;
  static constexpr std::uint32_t root_lane = most_levels;

  void start_cell(std::uint64_t cell) {
    std::array<float, M> normal;
    key_.step = cell;
    key_.lane = root_lane;
    fill_normal(key_, std::span<float>(normal));
    for (std::size_t r = 0; r < M; ++r)
      current_[0][r] = 2.0 * half_deviation_[0] * double{normal[r]};
  }

  /// One draw serves a node of even depth and its two children.
  void split(std::size_t depth, std::uint64_t index) {
    const bool even = depth % 2 == 0;
    auto& normals = normals_[depth / 2];
    if (even) {
      key_.step = index;
      key_.lane = static_cast<std::uint32_t>(depth);
      fill_normal(key_, std::span<float>(normals));
    }
    const std::size_t first = even ? 0 : M * (1 + (index & 1));
    for (std::size_t r = 0; r < M; ++r) {
      const double mean = 0.5 * current_[depth][r];
      const double shift = half_deviation_[depth] * double{normals[first + r]};
      current_[depth + 1][r] = mean + shift;
      right_[depth + 1][r] = mean - shift;
    }
  }

  RandomKey key_;
  std::size_t levels_;
  std::uint64_t next_ = 0;
  std::array<double, most_levels + 1> half_deviation_{};
  std::array<Increment, most_levels + 1> current_{}, right_{};
  std::array<std::array<float, 3 * M>, most_levels / 2 + 1> normals_{};
};

}  // namespace annealvi

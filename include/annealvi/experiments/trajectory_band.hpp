// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Mean and spread of many runs along the time: theory/stochastic_equation.md (Bands).
#pragma once

#include "annealvi/simulation/run.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

/// What is averaged: |S| = |m_1 + m_2|, |D| = |m_1 - m_2| and y, the squared distance orthogonal to
/// e. Of other models: the length of the sum of all means along the axes of the modes, and the
/// largest distances of two means along and orthogonal to these, |D| and y. They do not change when
/// components are exchanged or e is reversed, so runs that differ by such a symmetry do not cancel
/// in the mean.
inline constexpr std::array<std::string_view, 3> band_statistics{"abs_s", "abs_d", "y"};

/// Over runs; low and high are the 5 % and 95 % quantiles.
struct BandPoint {
  double mean, deviation, low, high;
};

struct TrajectoryBand {
  Engine engine;
  std::uint64_t runs = 0;  ///< that are in the band
  std::uint64_t failed = 0;
  std::string first_failure;  ///< of the failed run with the lowest number
  std::uint64_t steps = 0, projections = 0;
  std::vector<std::array<BandPoint, 3>> points;  ///< one for each time; empty: no run, interrupted
  bool interrupted = false;
};

struct BandOptions {
  std::uint64_t runs = 200;
  unsigned threads = 0;                                                       ///< 0: all cores
  std::function<void(std::uint64_t finished, std::uint64_t total)> progress;  ///< serialised
  const std::atomic<bool>* interrupted = nullptr;  ///< polled between runs
};

/// Runs 0, 1, ..., runs - 1 of `setup` at `times`; the same bits for any number of threads. Memory:
/// 24 bytes per run and time.
[[nodiscard]] TrajectoryBand trajectory_band(const RunSetup& setup, std::span<const double> times,
                                             const BandOptions& options);

}  // namespace annealvi

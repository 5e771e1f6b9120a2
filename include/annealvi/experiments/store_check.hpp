// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Whether a store holds what this program computes.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/jobs/store.hpp"

#include <cstdint>
#include <string>

namespace annealvi {

struct StoreCheck {
  std::uint64_t tasks = 0;       ///< of this version, in the store
  std::uint64_t checked = 0;     ///< of these, computed again
  std::uint64_t different = 0;   ///< of these, not the same bits
  std::string first_difference;  ///< model and method, one line; empty: none
  bool interrupted = false;
};

/// Computes at most `most` tasks again, spread evenly over the store, of runs the first eight, and
/// compares all bits. Throws StoreError.
[[nodiscard]] StoreCheck check_store(Store& store, std::uint64_t most, const CurveOptions& options);

}  // namespace annealvi

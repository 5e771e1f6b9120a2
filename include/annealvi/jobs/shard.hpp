// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How a job uses a store, and its share of a job that several machines do.
#pragma once

#include "annealvi/jobs/store.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// Part `index` of `count`, 1 <= index <= count.
struct Shard {
  std::size_t index = 1, count = 1;

  [[nodiscard]] bool is_whole() const { return count == 1; }
};

/// "2/6"; empty when `text` is no shard of at most 100,000.
[[nodiscard]] std::optional<Shard> parse_shard(const std::string& text);

/// The shard of every task: the costliest first, each to the shard that has least so far. A
/// function of the costs alone, so that every machine finds the same.
[[nodiscard]] std::vector<std::size_t> shards_of(std::span<const double> costs, std::size_t count);

struct StoreUse {
  Store* store = nullptr;    ///< null: nothing is kept
  bool fresh = false;        ///< what is in the store already does not count, and is replaced
  bool only_stored = false;  ///< nothing is computed
  Shard shard;               ///< of a part the store is all that is made
};

}  // namespace annealvi

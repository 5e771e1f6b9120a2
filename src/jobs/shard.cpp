// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/shard.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

namespace annealvi {

std::optional<Shard> parse_shard(const std::string& text) {
  constexpr std::size_t most = 100'000;
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard.index);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '/') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, shard.count);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  if (shard.index < 1 || shard.index > shard.count || shard.count > most) return std::nullopt;
  return shard;
}

std::vector<std::size_t> shards_of(std::span<const double> costs, std::size_t count) {
  std::vector<std::size_t> order(costs.size()), shards(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return costs[a] > costs[b]; });
  using Load = std::pair<double, std::size_t>;
  std::priority_queue<Load, std::vector<Load>, std::greater<>> least;
  for (std::size_t shard = 1; shard <= count; ++shard) least.emplace(0.0, shard);
  for (const std::size_t task : order) {
    auto [load, shard] = least.top();
    least.pop();
    shards[task] = shard;
    least.emplace(load + costs[task], shard);
  }
  return shards;
}

}  // namespace annealvi

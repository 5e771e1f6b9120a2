// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "jobs/threads.hpp"

#include <doctest/doctest.h>

#include <atomic>

namespace annealvi {

TEST_CASE("work is done by as many threads as were asked for") {
  std::atomic<int> calls{0};
  run_on_threads(7, [&] { ++calls; });
  CHECK(calls == 7);
}

TEST_CASE("the first exception reaches the caller when all have ended") {
  std::atomic<int> ended{0};
  const auto work = [&] {
    if (ended++ == 0) throw std::invalid_argument("no");
  };
  CHECK_THROWS_AS(run_on_threads(5, work), std::invalid_argument);
  CHECK(ended == 5);
}

TEST_CASE("without all threads nothing is begun") {
  std::atomic<int> calls{0};
  CHECK_THROWS((run_on_threads(std::size_t{1} << 60, [&] { ++calls; })));
  CHECK(calls == 0);
}

}  // namespace annealvi

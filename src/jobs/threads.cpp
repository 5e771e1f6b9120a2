// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "jobs/threads.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace annealvi {

void run_on_threads(std::size_t count, const std::function<void()>& work) {
  enum Gate : int { closed, open, cancelled };
  std::atomic<int> gate{closed};
  const auto turn = [&gate](Gate to) {
    gate = to;
    gate.notify_all();
  };
  std::mutex mutex;
  std::exception_ptr first;
  struct Pool {  // std::jthread, which libc++ 14 does not have
    std::vector<std::thread> members;
    ~Pool() {
      for (std::thread& thread : members) thread.join();
    }
  };
  std::optional<Pool> pool(std::in_place);
  const auto member = [&] {
    gate.wait(closed);
    if (gate == cancelled) return;
    try {
      work();
    } catch (...) {
      const std::scoped_lock lock(mutex);
      if (!first) first = std::current_exception();
    }
  };
  try {
    pool->members.reserve(count);
    while (pool->members.size() < count) pool->members.emplace_back(member);
  } catch (const std::system_error& error) {
    turn(cancelled);
    throw ThreadsRefused("only " + std::to_string(pool->members.size()) + " of " +
                         std::to_string(count) + " threads could be started (" +
                         error.code().message() +
                         "): set simulation.threads to a smaller number; results do not depend on "
                         "it");
  } catch (...) {
    turn(cancelled);
    throw;
  }
  turn(open);
  pool.reset();  // waits for all
  if (first) std::rethrow_exception(first);
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Other processes, on this machine or on others, that compute tasks of a job.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace annealvi {

/// The processes of one job. The first has the job, its store and its results; the others answer.
class Ranks {
 public:
  Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  virtual ~Ranks() = default;  ///< of the first: lets the others end

  [[nodiscard]] virtual bool is_first() const = 0;
  /// How many there are besides the first.
  [[nodiscard]] virtual std::size_t others() const = 0;
  /// For the first: what the other number `other`, from 0, answers. From one thread at a time for
  /// each other. Empty when `stopped` came to be true before.
  [[nodiscard]] virtual std::optional<std::string> ask(std::size_t other,
                                                       const std::string& request,
                                                       const std::function<bool()>& stopped) = 0;
  /// For the others: answers until the first has ended.
  virtual void serve(const std::function<std::string(const std::string& request)>& answer) = 0;
};

/// Those that mpirun has started together; null when it has not, or when annealvi was built without
/// MPI.
[[nodiscard]] std::unique_ptr<Ranks> ranks_of_this_job();

}  // namespace annealvi

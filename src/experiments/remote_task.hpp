// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A task as words that another process can answer: the identity of its value is all that it needs.
#pragma once

#include "annealvi/jobs/store.hpp"

#include <atomic>
#include <cstdint>
#include <string>

namespace annealvi {

/// A formula (`begin` = `end`), or runs.
[[nodiscard]] std::string task_request(const TaskIdentity& task, std::uint64_t begin,
                                       std::uint64_t end);

struct TaskAnswer {
  enum class Kind : unsigned char {
    value,
    stopped,
    refused,    ///< the model could not be made out of its words: compute it here
    no_memory,  ///< of the other process
  };
  Kind kind = Kind::refused;
  std::string value;  ///< as it is stored; of an interrupted task the runs that are finished
  double seconds = 0.0;
  std::string machine;  ///< kind of processor
};

/// Throws std::runtime_error for words that are no answer.
[[nodiscard]] TaskAnswer decoded_answer(const std::string& words);

/// What another process says to a request.
[[nodiscard]] std::string answer_to(const std::string& request,
                                    const std::atomic<bool>* interrupted);

}  // namespace annealvi

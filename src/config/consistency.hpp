// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Keys that are each allowed but contradict each other.
#pragma once

#include "config/options.hpp"

#include <optional>
#include <string>

namespace annealvi::config {

struct Contradiction {
  std::string section, key;  ///< the key to name in the error
  std::string reason;
};

[[nodiscard]] std::optional<Contradiction> contradiction(const Draft& draft);

/// The value an error shows for `option`.
[[nodiscard]] std::optional<Value> draft_value(const Draft& draft, const Option& option);

}  // namespace annealvi::config

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/jobs/store.hpp"

#include <cstdint>
#include <string>

namespace annealvi {

/// Of a part of the task with this hash, as it is written beside it.
[[nodiscard]] std::uint64_t checksum_of(const std::string& hash, const StoredPart& part);

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The result of `annealvi validate` as a table.
#pragma once

#include "annealvi/experiments/validation.hpp"
#include "annealvi/output/table.hpp"

#include <string>

namespace annealvi {

/// Columns claim,case,first,second,standard_error,z,allowed,runs,verdict,note.
[[nodiscard]] Table validation_table(const Validation& validation, std::string command);

}  // namespace annealvi

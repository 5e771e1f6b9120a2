// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

namespace annealvi {

/// Part of the identity of every stored value. One more when a value of any method changes by a
/// bit for the same configuration: tests/unit/experiments/numerics_version_test.cpp then fails,
/// and says so. Stores made before are not used any more (annealvi store FILE --prune).
inline constexpr int numerics_version = 1;

}  // namespace annealvi

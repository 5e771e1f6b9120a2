// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include <string_view>

namespace annealvi {

/// Version of the program and of the formats it writes; the same number stands in CMakeLists.txt.
inline constexpr std::string_view version = "0.1.0";

}  // namespace annealvi

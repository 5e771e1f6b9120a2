// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Tables of results that somebody opened in a spreadsheet and saved again.
#pragma once

#include <string>

namespace annealvi::config {

/// The text with the head as the program wrote it, when the first line is that of a table behind
/// what a spreadsheet adds: the mark of UTF-8, quotes around cells, empty cells up to the width of
/// the table. Any other text as it is.
[[nodiscard]] std::string as_written(std::string text);

}  // namespace annealvi::config

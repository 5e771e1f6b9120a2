// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Files of rows that people write by hand or save from a spreadsheet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi::config {

inline constexpr std::string_view utf8_mark = "\xef\xbb\xbf";

/// The first of the characters between which spreadsheets put cells: a comma, a semicolon, a tab.
[[nodiscard]] char separator_in(std::string_view line);

struct CellLine {
  std::size_t number;  ///< in the file, from 1 on
  std::vector<std::string> cells;
};

struct CellFile {
  std::vector<CellLine> lines;
  std::string problem;  ///< half a sentence: why the file cannot be read
};

/// Lines that begin with # and empty lines do not count; the mark of UTF-8 and ends of lines as on
/// Windows are passed over; cells are separated as the first line has them, and may be quoted.
[[nodiscard]] CellFile read_cells(const std::string& path);

}  // namespace annealvi::config

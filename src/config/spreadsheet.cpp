// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/spreadsheet.hpp"

#include "config/cells.hpp"
#include "config/table_head.hpp"

#include <string_view>

namespace annealvi::config {
namespace {

/// A line of cells as it was before it became cells: their quotes are undone, empty cells at the
/// end dropped.
std::string joined(std::string_view line, char separator) {
  std::string text;
  std::size_t last = 0;  // behind the last cell that is not empty
  for (std::size_t i = 0; i < line.size();) {
    const bool quoted = line[i] == '"';
    for (i += quoted ? 1 : 0; i < line.size(); ++i) {
      if (quoted && line[i] == '"') {
        if (line.substr(++i, 1) != "\"") break;
      } else if (!quoted && line[i] == separator) {
        break;
      }
      text += line[i];
      last = text.size();
    }
    if (i < line.size()) text += line[i++];
  }
  text.resize(last);
  return text;
}

}  // namespace

std::string as_written(std::string text) {
  std::string_view rest = text;
  if (rest.starts_with(utf8_mark)) rest.remove_prefix(utf8_mark.size());
  const auto next_line = [&rest] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  const std::string_view first = next_line();
  const char separator = separator_in(first);
  std::string head = joined(first, separator) + '\n';
  if (!begins_as_table(head)) return text;
  // A head that was never saved by a spreadsheet has texts in quotes, but no line in quotes.
  bool saved = head != std::string(first) + '\n';
  std::string_view ahead = rest;
  while (!saved && ahead.starts_with('#')) {
    ahead.remove_prefix(std::min(ahead.find('\n'), ahead.size() - 1) + 1);
    saved = ahead.starts_with("\"#");
  }
  if (!saved) return text.starts_with(utf8_mark) ? text.substr(utf8_mark.size()) : text;
  while (rest.starts_with('#') || rest.starts_with("\"#"))
    head += joined(next_line(), separator) + '\n';
  return head + std::string(rest);
}

}  // namespace annealvi::config

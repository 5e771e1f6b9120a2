// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/table_head.hpp"

#include "annealvi/config/config.hpp"

#include <fmt/format.h>

#include <sstream>

namespace annealvi::config {
namespace {

/// A file that went through another system may have \r\n.
std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool begins_as_table(std::string_view text) {
  if (!text.starts_with(table_mark)) return false;
  const std::string_view version =
      without_return(text.substr(0, text.find('\n'))).substr(table_mark.size());
  return !version.empty() && version.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<std::string> configuration_in_table(const std::string& text,
                                                  const std::string& name) {
  const bool cut_in_first_line = !text.empty() && table_mark.starts_with(text);
  if (!begins_as_table(text) && !cut_in_first_line) return std::nullopt;
  std::istringstream lines(text);
  std::string embedded;
  bool any = false, ended = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) {
      if (any && ended) return embedded;
      if (!any) return std::nullopt;  // a configuration whose first line was copied from a table
      break;
    }
    const bool marked = !ended && line.starts_with(embedded_mark);
    any = any || marked;
    ended = ended || without_return(line) == end_of_configuration;
    embedded += marked ? line.substr(embedded_mark.size()) : "";
    embedded += '\n';
  }
  throw ConfigError(
      fmt::format("{}: this table ends within its head, and a part of its configuration may be "
                  "lost: give the whole file, or a configuration",
                  name));
}

}  // namespace annealvi::config

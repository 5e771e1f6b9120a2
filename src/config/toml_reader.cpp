// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/toml_reader.hpp"

#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/spreadsheet.hpp"
#include "config/table_head.hpp"
#include "config/toml_text.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

namespace annealvi::config {
namespace {

Value converted(const toml::node& node) {
  if (const auto* flag = node.as_boolean()) {
    return {flag->get()};
  }
  if (const auto* whole = node.as_integer()) {
    return {whole->get()};
  }
  if (const auto* number = node.as_floating_point()) {
    return {number->get()};
  }
  if (const auto* text = node.as_string()) {
    return {text->get()};
  }
  if (const auto* array = node.as_array()) {
    Value::Array elements;
    for (const toml::node& element : *array) {
      elements.push_back(converted(element));
    }
    return {std::move(elements)};
  }
  if (node.is_table()) {
    return {ForeignValue{"{...}"}};
  }
  std::ostringstream text;
  node.visit([&text](const auto& value) { text << value; });
  return {ForeignValue{text.str()}};
}

struct PlacedSetting {
  Setting setting;
  toml::source_position place;
};

/// TOML knows a key without letters; to be seen in a message it needs its quotes.
std::string spelled(std::string_view key) {
  return key.empty() ? "\"\"" : std::string(key);
}

void append(std::vector<PlacedSetting>& settings, const std::string& section, std::string_view key,
            const toml::node& node, const std::string& name) {
  const auto place = node.source().begin;
  settings.push_back(
      {{section, std::string(key), converted(node), fmt::format("{}:{}", name, place.line)},
       place});
}

constexpr std::size_t longest_description = 160;  // of what the library finds wrong

}  // namespace

std::vector<Setting> parse_toml(const std::string& text, const std::string& name) {
  if (const auto problem = text_problem(text)) {
    throw ConfigError(fmt::format("{}:{}: {}", name, problem->line, problem->reason));
  }
  toml::table document;
  try {
    document = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    const std::size_t line = error.source().begin.line;
    throw ConfigError(fmt::format("{}:{}: this is not valid TOML: {}{}", name, line,
                                  shown_text(error.description(), longest_description),
                                  number_advice(text, line)));
  }
  std::vector<PlacedSetting> placed;
  for (const auto& [section, content] : document) {
    if (const auto* table = content.as_table()) {
      for (const auto& [key, node] : *table) {
        append(placed, spelled(section.str()), spelled(key.str()), node, name);
      }
      if (table->empty()) {
        append(placed, spelled(section.str()), "", content, name);
      }
    } else {
      append(placed, "", spelled(section.str()), content, name);
    }
  }
  // The library sorts keys by name; errors should come in the order of the file.
  std::stable_sort(placed.begin(), placed.end(), [](const auto& left, const auto& right) {
    return std::pair(left.place.line, left.place.column) <
           std::pair(right.place.line, right.place.column);
  });
  std::vector<Setting> settings;
  for (PlacedSetting& entry : placed) {
    settings.push_back(std::move(entry.setting));
  }
  return settings;
}

/// Of a table with millions of rows; /dev/zero has no end.
constexpr std::size_t longest_file = std::size_t{1} << 28;

std::vector<Setting> read_toml_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw ConfigError(fmt::format("{}: this is a folder; a configuration file is needed", path));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text;
  try {
    std::istreambuf_iterator<char> next(file), end;
    for (; next != end && text.size() <= longest_file; ++next) text += *next;
  } catch (const std::ios_base::failure&) {  // in the middle of the file
    file.close();
  }
  if (text.size() > longest_file) {
    throw ConfigError(path + ": this is longer than 256 MiB; a configuration file is needed");
  }
  if (!file || !file.is_open()) {
    throw ConfigError(
        fmt::format("{}: the configuration cannot be read: {}", path, std::strerror(errno)));
  }
  text = as_written(std::move(text));
  return parse_toml(configuration_in_table(text, path).value_or(text), path);
}

Value parse_value(const std::string& text, const std::string& place) {
  const auto refuse = [&](const std::string& reason) {
    throw ConfigError(fmt::format("{} = {} is not allowed: {}", place, shown_text(text), reason));
  };
  const bool one_value = text.find('\n') == std::string::npos && !text_problem(text);
  std::string wrong = "a single value is needed";
  // As typed first: with_full_numbers changes what is no number, too.
  for (const std::string& spelling : {text, with_full_numbers(text)}) {
    if (!one_value) break;
    try {
      const toml::table document = toml::parse("value = " + spelling);
      if (document.size() == 1) return converted(*document.get("value"));
    } catch (const toml::parse_error& error) {
      wrong = "this is not valid TOML: " + shown_text(error.description(), longest_description);
    }
  }
  if (!text.empty() && std::string_view("\"'[{").find(text.front()) != std::string_view::npos) {
    refuse(wrong);
  }
  if (const auto number = number_in(text)) return {*number};  // an integer beyond 64 bits
  return {text};
}

}  // namespace annealvi::config

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/value_range.hpp"
#include "numerics/elementary.hpp"

#include "config/characters.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>

namespace annealvi::config {
namespace {

/// The double nearest to a decimal number, in the C locale whatever the process has.
std::optional<double> decimal(const std::string& digits) {
  double value = 0.0;
#if defined(__cpp_lib_to_chars)
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
#else  // libc++ has it for whole numbers only
  if (digits.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  std::istringstream stream(digits);
  stream.imbue(std::locale::classic());
  if (!(stream >> value) || stream.peek() != std::istringstream::traits_type::eof())
    return std::nullopt;
#endif
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

double ValueRange::at(std::size_t index) const {
  if (index == 0) return from;
  if (index + 1 >= count) return to;
  const double share = static_cast<double>(index) / static_cast<double>(count - 1);
  return logarithmic ? from * math::pow(to / from, share) : from + (to - from) * share;
}

ValueRange parse_range(const std::vector<std::string>& parts, std::size_t most_values,
                       const std::function<double(const std::string&)>& number) {
  const bool logarithmic = parts.size() == 4 && parts[3] == "log";
  if (parts.size() != 3 && !logarithmic) {
    throw GrammarError("a range has three parts, and a fourth can only be log");
  }
  const double from = number(parts[0]), to = number(parts[1]);
  const auto count = count_in(parts[2], 2, most_values);
  if (!count) {
    throw GrammarError(fmt::format("count must be a whole number from 2 to {}", most_values));
  }
  if (from == to) {
    throw GrammarError("from and to are the same");
  }
  if (logarithmic && (from <= 0.0 || to <= 0.0)) {
    throw GrammarError("both ends of a logarithmic range must be above 0");
  }
  return {from, to, *count, logarithmic};
}

std::vector<double> values_in(const std::string& text, std::size_t most_values,
                              const std::function<double(const std::string&)>& number) {
  std::vector<double> values;
  const auto parts = split(text, ':');
  if (parts.size() > 1) {
    const ValueRange range = parse_range(parts, most_values, number);
    for (std::size_t i = 0; i < range.count; ++i) values.push_back(range.at(i));
    return values;
  }
  for (const std::string& word : split(text, ',')) values.push_back(number(word));
  if (values.size() > most_values) {
    throw GrammarError(fmt::format("there are more than {} values", most_values));
  }
  return values;
}

std::optional<double> number_in(std::string_view text) {
  // from_chars takes ".02" and "2." but neither a plus sign nor 1_000.
  std::string digits;
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool sign = i == 0 && text[i] == '+' && (is_digit(1) || text.substr(1, 1) == ".");
    const bool separator = i > 0 && text[i] == '_' && is_digit(i - 1) && is_digit(i + 1);
    if (!sign && !separator) digits += text[i];
  }
  return decimal(digits);
}

double required_number(const std::string& text) {
  const auto number = number_in(text);
  if (!number) throw GrammarError(fmt::format("\"{}\" is no number", shown_text(text)));
  return *number;
}

std::optional<std::size_t> count_in(const std::string& text, std::size_t least, std::size_t most) {
  const auto value = number_in(text);
  if (!value || *value != std::floor(*value) || *value < static_cast<double>(least) ||
      *value > static_cast<double>(most)) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(*value);
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']') --depth;
    if (text[i] == separator && depth == 0) {
      parts.push_back(trimmed(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

}  // namespace annealvi::config

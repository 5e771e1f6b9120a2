// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/toml_text.hpp"

#include "config/characters.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::config {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Where the string that begins at `begin` ends: behind its last quote, or where it breaks off.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const std::string triple(3, quote);
  const bool many_lines = text.substr(begin, 3) == triple;
  for (std::size_t i = begin + (many_lines ? 3 : 1); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (!many_lines && (text[i] == quote || text[i] == '\n')) {
      return text[i] == quote ? i + 1 : i;
    } else if (many_lines && text.substr(i, 3) == triple) {
      // Up to two quotes may stand before the closing three.
      std::size_t end = i + 3;
      while (end < i + 5 && end < text.size() && text[end] == quote) ++end;
      return end;
    }
  }
  return text.size();
}

/// The text with strings and comments blank, of the same length and in the same lines.
std::string without_strings(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    if (text[i] == '#') end = std::min(text.find('\n', i), text.size());
    if (text[i] == '"' || text[i] == '\'') end = end_of_string(text, i);
    std::replace_if(
        result.begin() + static_cast<std::ptrdiff_t>(i),
        result.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return c != '\n'; }, ' ');
    i = std::max(end, i + 1);
  }
  return result;
}

std::size_t line_of(std::string_view text, std::size_t place) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(place);
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

/// Two or four bytes a character, as some editors and spreadsheets save. Empty: neither.
std::string_view wide_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  const auto zeros =
      std::count(text.begin(), text.begin() + std::min<std::ptrdiff_t>(4, std::ssize(text)), '\0');
  if (text.starts_with("\xff\xfe\0\0"sv) || text.starts_with("\0\0\xfe\xff"sv) || zeros == 3)
    return "UTF-32";
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff") ||
      (text.size() > 1 && (text[0] == '\0') != (text[1] == '\0'))) {
    return "UTF-16";
  }
  return {};
}

/// Line ends of old programs, and what no editor shows.
std::optional<TextProblem> control_problem(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '\r') {
      if (text.substr(i + 1, 1) == "\n") continue;
      return TextProblem{line_of(text, i),
                         "a line ends in a carriage return (CR) alone; save the file with line "
                         "ends LF or CR LF"};
    }
    if ((byte >= 0x20 && byte != 0x7F) || text[i] == '\n' || text[i] == '\t') continue;
    return TextProblem{line_of(text, i),
                       fmt::format("the control character {} is not allowed; remove it",
                                   shown_text(text.substr(i, 1)))};
  }
  return std::nullopt;
}

struct Number {
  std::size_t begin, end;
  std::string full;  ///< as TOML wants it
};

/// The next number that TOML would not take, from `begin` on; `masked`: without strings.
std::optional<Number> next_short_number(std::string_view masked, std::size_t begin) {
  constexpr std::string_view parts =
      "+-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  while ((begin = masked.find_first_of(parts, begin)) != std::string_view::npos) {
    const std::size_t end = std::min(masked.find_first_not_of(parts, begin), masked.size());
    const std::string_view word = masked.substr(begin, end - begin);
    if (number_in(word)) {
      const std::size_t sign = word.find_first_not_of("+-");
      std::string digits(word.substr(sign));
      if (digits[0] == '.') digits.insert(0, "0");
      while (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) digits.erase(0, 1);
      const auto point = digits.find('.');
      if (point != std::string::npos &&
          (point + 1 == digits.size() || !is_digit(digits[point + 1])))
        digits.insert(point + 1, "0");
      std::string full = std::string(word.substr(0, sign)) + digits;
      if (full != word) return Number{begin, end, std::move(full)};
    }
    begin = end;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TextProblem> encoding_problem(std::string_view text) {
  if (const auto wide = wide_encoding(text); !wide.empty())
    return TextProblem{1, "this is " + std::string(wide)};
  for (std::size_t i = 0; i < text.size();) {
    const Character next = first_character(text.substr(i));
    if (!next.valid) {
      return TextProblem{line_of(text, i), fmt::format("the byte {} is not UTF-8 (is it Latin-1?)",
                                                       shown_text(next.bytes))};
    }
    i += next.bytes.size();
  }
  return std::nullopt;
}

std::optional<TextProblem> text_problem(std::string_view text) {
  if (auto problem = encoding_problem(text)) {
    problem->reason += "; save the file as UTF-8";
    return problem;
  }
  if (auto problem = control_problem(text)) return problem;
  const std::string masked = without_strings(text);
  constexpr std::string_view mark = "\xef\xbb\xbf";  // of UTF-8, at the begin of the file
  const std::size_t start = text.starts_with(mark) ? mark.size() : 0;
  const auto found = std::find_if(masked.begin() + static_cast<std::ptrdiff_t>(start), masked.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (found == masked.end()) return std::nullopt;
  const auto place = static_cast<std::size_t>(found - masked.begin());
  const Character character = first_character(text.substr(place));
  return TextProblem{
      line_of(text, place),
      fmt::format("the character \"{}\" (U+{:04X}) is not allowed here: outside \"quotes\" and "
                  "comments there are only ASCII characters",
                  shown_text(character.bytes), character.code)};
}

std::string with_full_numbers(std::string_view text) {
  const std::string masked = without_strings(text);
  std::string result;
  std::size_t done = 0;
  while (const auto number = next_short_number(masked, done)) {
    result += std::string(text.substr(done, number->begin - done)) + number->full;
    done = number->end;
  }
  return result + std::string(text.substr(done));
}

std::string number_advice(std::string_view text, std::size_t line) {
  const std::string masked = without_strings(text);
  const auto number = next_short_number(masked, [&] {
    std::size_t begin = 0;
    for (std::size_t n = 1; n < line && begin != std::string::npos; ++n) {
      begin = masked.find('\n', begin);
      if (begin != std::string::npos) ++begin;
    }
    return std::min(begin, masked.size());
  }());
  if (!number || line_of(text, number->begin) != line) return {};
  return fmt::format("; write {} in place of {}", number->full,
                     text.substr(number->begin, number->end - number->begin));
}

}  // namespace annealvi::config

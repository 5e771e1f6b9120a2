// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/value.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace annealvi::config {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char character : text) {
    switch (character) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default: {
        const auto code = static_cast<unsigned char>(character);
        if (code < 0x20 || code == 0x7f) {
          result += fmt::format("\\u{:04x}", code);
        } else {
          result += character;
        }
      }
    }
  }
  return result + '"';
}

}  // namespace

std::optional<double> as_number(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.data)) {
    return static_cast<double>(*whole);
  }
  const auto* number = std::get_if<double>(&value.data);
  return number != nullptr && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

std::optional<std::vector<double>> as_numbers(const Value& value, std::size_t count) {
  const auto* array = std::get_if<Value::Array>(&value.data);
  if (array == nullptr || array->size() != count) {
    return std::nullopt;
  }
  std::vector<double> numbers;
  for (const Value& element : *array) {
    const auto number = as_number(element);
    if (!number) {
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<std::string> as_list(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    return *text;
  }
  if (std::holds_alternative<std::int64_t>(value.data) || as_number(value)) {
    return to_text(value);
  }
  const auto* array = std::get_if<Value::Array>(&value.data);
  if (array == nullptr) {
    return std::nullopt;
  }
  std::string joined;
  for (const Value& element : *array) {
    const bool nested = std::holds_alternative<Value::Array>(element.data);
    const auto part = nested ? std::nullopt : as_list(element);
    if (!part) {
      return std::nullopt;
    }
    joined += (joined.empty() ? "" : ",") + *part;
  }
  return joined;
}

std::string to_text(double number) {
  if (std::isnan(number)) {
    return "nan";
  }
  if (std::isinf(number)) {
    return number > 0.0 ? "inf" : "-inf";
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  std::string text(buffer.data(), end);
  const auto exponent = text.find('e');
  if (exponent == std::string::npos) {
    return text.find('.') == std::string::npos ? text + ".0" : text;
  }
  // to_chars writes 1e-09 and 1e+12; people write 1e-9 and 1e12.
  const bool negative = text[exponent + 1] == '-';
  const auto digits = text.find_first_not_of("+-0", exponent + 1);
  return text.substr(0, exponent) + (negative ? "e-" : "e") + text.substr(digits);
}

std::string to_text(const Value& value) {
  struct Writer {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t whole) const { return fmt::format("{}", whole); }
    std::string operator()(double number) const { return to_text(number); }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(const ForeignValue& foreign) const { return foreign.text; }
    std::string operator()(const Value::Array& array) const {
      std::string text = "[";
      for (const Value& element : array) {
        text += (text.size() > 1 ? ", " : "") + to_text(element);
      }
      return text + "]";
    }
  };
  return std::visit(Writer{}, value.data);
}

}  // namespace annealvi::config

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A configuration value between the TOML library and the option table: neither knows the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace annealvi::config {

/// What TOML can hold but no key of ours takes: tables, dates, times.
struct ForeignValue {
  std::string text;
  friend bool operator==(const ForeignValue&, const ForeignValue&) = default;
};

struct Value {
  using Array = std::vector<Value>;
  std::variant<bool, std::int64_t, double, std::string, Array, ForeignValue> data;

  friend bool operator==(const Value&, const Value&) = default;
};

/// The value if it is a finite number, whole or not.
[[nodiscard]] std::optional<double> as_number(const Value& value);
/// The numbers if it is an array of `count` finite numbers.
[[nodiscard]] std::optional<std::vector<double>> as_numbers(const Value& value, std::size_t count);

/// The text, or the numbers and words of an array separated by commas; empty for anything else.
[[nodiscard]] std::optional<std::string> as_list(const Value& value);

/// Shortest decimal text that reads back as the same double, with a point or an exponent: "10.0",
/// "1e-9". Locale-free; "nan", "inf" and "-inf" as TOML spells them.
[[nodiscard]] std::string to_text(double number);

/// One line of TOML, also valid JSON for finite numbers, booleans, strings and arrays of them.
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace annealvi::config

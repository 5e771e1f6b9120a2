// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// from:to:count[:log], shared by --vary, --series, --times and the lists of tables.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi::config {

/// A text breaks its grammar: the reason alone, to which the caller adds key and value.
class GrammarError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `count` >= 2 values from one end to the other, both included, up or down.
struct ValueRange {
  double from, to;
  std::size_t count;
  bool logarithmic;

  /// From the index, never by adding steps: the ends are exact.
  [[nodiscard]] double at(std::size_t index) const;
};

/// The range written in `parts`, the text split at ':', with at most `most_values` values; `number`
/// reads an end. Throws GrammarError.
[[nodiscard]] ValueRange parse_range(const std::vector<std::string>& parts, std::size_t most_values,
                                     const std::function<double(const std::string&)>& number);

/// "v1,v2,..." or a range: the values, at most `most_values`. Throws GrammarError.
[[nodiscard]] std::vector<double> values_in(
    const std::string& text, std::size_t most_values,
    const std::function<double(const std::string&)>& number);

/// The whole text as a finite number, as people write it: 0.02, .02, 2., +3, 1e-3, 1_000.
[[nodiscard]] std::optional<double> number_in(std::string_view text);
/// The same; throws GrammarError when it is none.
[[nodiscard]] double required_number(const std::string& text);
/// The whole text as a whole number within the limits, which are at most 2^53.
[[nodiscard]] std::optional<std::size_t> count_in(const std::string& text, std::size_t least,
                                                  std::size_t most);

[[nodiscard]] std::string trimmed(std::string_view text);
/// Splits at `separator` outside brackets, so that an array can be a value; parts are trimmed.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

}  // namespace annealvi::config

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/time_list.hpp"

#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace annealvi::cli {
namespace {

constexpr std::size_t most_times = 10'000'000;  // a larger table is a slip of the pen

using config::GrammarError;

/// A time within the run; `end` is its end.
double time_in(const std::string& word, double end_time) {
  if (word == "end") {
    return end_time;
  }
  const double value = config::required_number(word);
  if (value < 0.0 || value > end_time) {
    throw GrammarError(fmt::format("{} is outside the run", word));
  }
  return value;
}

std::vector<double> list(const std::string& text, double end_time) {
  const auto number = [end_time](const std::string& word) { return time_in(word, end_time); };
  std::vector<double> times = config::values_in(text, most_times, number);
  if (std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()) != times.end()) {
    throw GrammarError("the times must increase");
  }
  return times;
}

}  // namespace

std::vector<double> parse_times(const std::string& text, const std::string& origin,
                                double end_time) {
  try {
    return list(text, end_time);
  } catch (const GrammarError& error) {
    throw ConfigError(
        fmt::format("{} = \"{}\" is not allowed: {}; t1,t2,... or from:to:count[:log] "
                    "with 0 <= t <= {} (t_end) is needed",
                    origin, config::shown_text(text), error.what(), end_time));
  }
}

}  // namespace annealvi::cli

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/time_list.hpp"

#include "annealvi/config/config.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace annealvi::cli {
namespace {

constexpr std::size_t default_count = 200;
constexpr std::size_t most_times = 10'000'000;  // a larger table is a slip of the pen

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts{""};
  for (const char character : text) {
    if (character == separator) {
      parts.emplace_back();
    } else {
      parts.back() += character;
    }
  }
  return parts;
}

class TimeParser {
 public:
  TimeParser(const std::string& text, double end_time) : text_(text), end_time_(end_time) {}

  [[nodiscard]] std::vector<double> parse() const {
    const auto parts = split(text_, ':');
    return parts.size() == 1 ? list() : range(parts);
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw ConfigError(
        fmt::format("--times = {} is not allowed: {}; t1,t2,... or from:to:count[:log] "
                    "with 0 <= t <= {} (t_end) is needed",
                    text_, reason, end_time_));
  }

  [[nodiscard]] double time(const std::string& word) const {
    if (word == "end") {
      return end_time_;
    }
    double value = 0.0;
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc{} || stop != end || !std::isfinite(value)) {
      refuse(fmt::format("\"{}\" is no number", word));
    }
    if (value < 0.0 || value > end_time_) {
      refuse(fmt::format("{} is outside the run", word));
    }
    return value;
  }

  [[nodiscard]] std::vector<double> list() const {
    std::vector<double> times;
    for (const std::string& word : split(text_, ',')) {
      const double next = time(word);
      if (!times.empty() && next <= times.back()) {
        refuse("the times must increase");
      }
      times.push_back(next);
    }
    return times;
  }

  [[nodiscard]] std::vector<double> range(const std::vector<std::string>& parts) const {
    const bool logarithmic = parts.size() == 4 && parts[3] == "log";
    if (parts.size() != 3 && !logarithmic) {
      refuse("a range has three parts, and a fourth can only be log");
    }
    const double from = time(parts[0]), to = time(parts[1]);
    std::size_t count = 0;
    const char* end = parts[2].data() + parts[2].size();
    const auto [stop, error] = std::from_chars(parts[2].data(), end, count);
    if (error != std::errc{} || stop != end || count < 2 || count > most_times) {
      refuse(fmt::format("count must be a whole number from 2 to {}", most_times));
    }
    if (!(from < to)) {
      refuse("from must be smaller than to");
    }
    if (logarithmic && from <= 0.0) {
      refuse("a logarithmic range must start above 0");
    }
    // From the index, never by adding steps: the ends are exact.
    std::vector<double> times(count);
    for (std::size_t i = 0; i < count; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(count - 1);
      times[i] = logarithmic ? from * std::pow(to / from, share) : from + (to - from) * share;
    }
    times.front() = from;
    times.back() = to;
    return times;
  }

  const std::string& text_;
  double end_time_;
};

}  // namespace

std::vector<double> parse_times(const std::string& text, double end_time) {
  const std::string wanted = text.empty() ? fmt::format("0:end:{}", default_count) : text;
  return TimeParser(wanted, end_time).parse();
}

}  // namespace annealvi::cli

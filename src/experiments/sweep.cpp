// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The grammar of --vary, --series and --methods.
#include "annealvi/experiments/collapse_curve.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace annealvi {
namespace {

constexpr std::size_t max_values = 10'000;  // a longer sweep is a slip of the pen, not a job

// Keys whose values are whole numbers: ranges over them are rounded.
constexpr std::array<std::string_view, 3> whole_number_keys{"target.dimension", "sgd.batch",
                                                            "simulation.runs"};

[[noreturn]] void refuse_sweep(const std::string& text, const std::string& reason) {
  throw ConfigError("sweep '" + text + "': " + reason +
                    "; write key=from:to:count, key=from:to:count:log or key=value,value,...");
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// Splits at `separator` outside brackets, so that an array can be a value.
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

std::optional<double> parse_number(const std::string& text) {
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::size_t> parse_count(const std::string& text) {
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 1 || value > max_values) return std::nullopt;
  return value;
}

std::string rounded_text(double value, bool whole) {
  std::array<char, 40> buffer{};
  const double wanted = whole ? std::round(value) : value;
  std::snprintf(buffer.data(), buffer.size(), whole ? "%.0f" : "%.12g", wanted);
  return buffer.data();
}

std::vector<std::string> range_values(const std::string& text, const Sweep& sweep,
                                      const std::vector<std::string>& parts) {
  const auto from = parse_number(parts[0]), to = parse_number(parts[1]);
  const auto count = parse_count(parts[2]);
  if (!from || !to) refuse_sweep(text, "'from' and 'to' must be finite numbers");
  if (!count) refuse_sweep(text, "'count' must be a whole number from 1 to 10000");
  if (sweep.logarithmic && (*from <= 0.0 || *to <= 0.0)) {
    refuse_sweep(text, "a logarithmic range needs positive ends");
  }
  const bool whole = std::find(whole_number_keys.begin(), whole_number_keys.end(), sweep.key) !=
                     whole_number_keys.end();
  std::vector<std::string> values;
  for (std::size_t i = 0; i < *count; ++i) {
    // The ends are taken as they were typed.
    if (i == 0) {
      values.push_back(parts[0]);
    } else if (i + 1 == *count) {
      values.push_back(parts[1]);
    } else {
      const double share = static_cast<double>(i) / static_cast<double>(*count - 1);
      const double value =
          sweep.logarithmic ? *from * std::pow(*to / *from, share) : *from + (*to - *from) * share;
      values.push_back(rounded_text(value, whole));
    }
  }
  return values;
}

bool same_value(const std::string& a, const std::string& b) {
  const auto x = parse_number(a), y = parse_number(b);
  return x && y ? *x == *y : a == b;
}

}  // namespace

Sweep parse_sweep(const std::string& text) {
  Sweep sweep;
  if (trimmed(text).empty()) return sweep;
  const auto equals = text.find('=');
  if (equals == std::string::npos) refuse_sweep(text, "there is no '='");
  sweep.key = trimmed(std::string_view(text).substr(0, equals));
  if (sweep.key.find('.') == std::string::npos) refuse_sweep(text, "the key must be section.key");
  if (sweep.key.starts_with("curve.")) refuse_sweep(text, "the curve itself cannot be varied");

  const std::string_view right = std::string_view(text).substr(equals + 1);
  const std::vector<std::string> list = split(right, ',');
  const std::vector<std::string> range = split(right, ':');
  if (list.size() == 1 && range.size() > 1) {
    const bool has_kind = range.size() == 4;
    if (range.size() != 3 && !has_kind) refuse_sweep(text, "a range has three or four parts");
    if (has_kind && range[3] != "log") refuse_sweep(text, "the fourth part can only be 'log'");
    sweep.logarithmic = has_kind;
    sweep.values = range_values(text, sweep, range);
  } else {
    sweep.values = list;
  }

  for (auto value = sweep.values.begin(); value != sweep.values.end(); ++value) {
    if (value->empty()) refuse_sweep(text, "a value is empty");
    const auto is_same = [&](const std::string& other) { return same_value(*value, other); };
    if (std::any_of(sweep.values.begin(), value, is_same)) {
      refuse_sweep(text, "the value " + *value + " comes twice");
    }
  }
  return sweep;
}

std::vector<MethodChoice> parse_methods(const std::string& text) {
  const auto refuse = [&](const std::string& reason) {
    throw ConfigError("methods '" + text + "': " + reason +
                      "; write a list of sharp, overlap, flow, full, each once, with /n after a "
                      "name to use it at every n-th value only");
  };
  std::vector<MethodChoice> choices;
  for (const std::string& part : split(text, ',')) {
    const std::vector<std::string> halves = split(part, '/');
    std::optional<Method> method;
    for (const Method known : {Method::sharp, Method::overlap, Method::flow, Method::full}) {
      if (halves[0] == method_name(known)) method = known;
    }
    if (!method) {
      refuse("'" + halves[0] + "' is no method");
    }
    std::optional<std::size_t> every = 1;
    if (halves.size() > 1) every = halves.size() == 2 ? parse_count(halves[1]) : std::nullopt;
    if (!every) refuse("'" + part + "' needs a whole number from 1 after the '/'");
    if (std::any_of(choices.begin(), choices.end(),
                    [&](const MethodChoice& other) { return other.method == *method; })) {
      refuse("'" + halves[0] + "' comes twice");
    }
    choices.push_back({*method, *every});
  }
  return choices;
}

}  // namespace annealvi

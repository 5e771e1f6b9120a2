// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The grammar of --vary, --series and --methods, and of --x, --y and --method.
#include "annealvi/config/sweep.hpp"

#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/options.hpp"
#include "config/sweep_grammar.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <string_view>

namespace annealvi {
namespace {

constexpr std::size_t max_values = 10'000;  // a longer sweep is a slip of the pen, not a job

/// Ranges over keys whose values are whole numbers are rounded.
bool takes_whole_numbers(const std::string& key) {
  const auto dot = key.find('.');
  const config::Option* option = config::find_option(key.substr(0, dot), key.substr(dot + 1));
  return option != nullptr && option->whole;
}

[[noreturn]] void refuse_sweep(const std::string& reason) {
  throw config::GrammarError(
      reason +
      "; write key=from:to:count, key=from:to:count:log or key=value,value,... with section.key as "
      "key");
}

[[noreturn]] void refuse_methods(const std::string& reason) {
  throw config::GrammarError(reason +
                             "; write a list of sharp, overlap, flow, sde, reduced, full, each "
                             "once, "
                             "with /n after a name to use it at every n-th value only, *n to "
                             "use it at n - 1 more values between two");
}

std::string rounded_text(double value, bool whole) {
  std::array<char, 40> buffer{};
  const double wanted = whole ? std::round(value) : value;
  std::snprintf(buffer.data(), buffer.size(), whole ? "%.0f" : "%.12g", wanted);
  return buffer.data();
}

std::vector<std::string> range_values(const Sweep& sweep, const std::vector<std::string>& parts,
                                      const config::ValueRange& range) {
  const bool whole = takes_whole_numbers(sweep.key);
  // The ends are taken as they were typed.
  std::vector<std::string> values{parts[0]};
  for (std::size_t i = 1; i + 1 < range.count; ++i) {
    values.push_back(rounded_text(range.at(i), whole));
  }
  values.push_back(parts[1]);
  return values;
}

void check_values(const std::vector<std::string>& values) {
  std::set<double> numbers;
  std::set<std::string_view> words;
  for (const std::string& value : values) {
    if (value.empty()) refuse_sweep("a value is empty");
    const auto number = config::number_in(value);
    const bool is_new = number ? numbers.insert(*number).second : words.insert(value).second;
    if (!is_new) refuse_sweep("the value " + config::shown_text(value) + " comes twice");
  }
}

Sweep read_finer_sweep(const std::string& text, std::size_t finer) {
  Sweep sweep;
  if (config::trimmed(text).empty()) return sweep;
  const auto equals = text.find('=');
  if (equals == std::string::npos) refuse_sweep("there is no '='");
  sweep.key = config::trimmed(std::string_view(text).substr(0, equals));
  if (sweep.key.find('.') == std::string::npos) refuse_sweep("the key must be section.key");
  if (sweep.key.starts_with("phase.")) refuse_sweep("the diagram itself cannot be varied");
  if (sweep.key.starts_with("sweep.")) refuse_sweep("the sweep itself cannot be varied");
  if (sweep.key.starts_with("curve.") || sweep.key == "realnvp.vary" ||
      sweep.key == "realnvp.series") {
    refuse_sweep("the curve itself cannot be varied");
  }

  const std::string_view right = std::string_view(text).substr(equals + 1);
  const std::vector<std::string> list = config::split(right, ',');
  const std::vector<std::string> parts = config::split(right, ':');
  if (list.size() == 1 && parts.size() > 1) {
    try {
      config::ValueRange range = config::parse_range(parts, max_values, config::required_number);
      range.count = (range.count - 1) * finer + 1;
      if (range.count > max_values) refuse_sweep("the finer range has more than 10000 values");
      sweep.logarithmic = range.logarithmic;
      sweep.values = range_values(sweep, parts, range);
    } catch (const config::GrammarError& error) {
      refuse_sweep(error.what());
    }
  } else {
    sweep.values = list;
  }
  check_values(sweep.values);
  return sweep;
}

Sweep read_sweep(const std::string& text) {
  return read_finer_sweep(text, 1);
}

std::vector<MethodChoice> read_methods(const std::string& text) {
  std::vector<MethodChoice> choices;
  for (const std::string& part : config::split(text, ',')) {
    const std::size_t mark = std::min(part.find_first_of("/*"), part.size());
    const std::string name = config::trimmed(part.substr(0, mark));
    const std::optional<Method> method = method_named(name);
    if (!method) {
      refuse_methods("'" + config::shown_text(name) + "' is no method");
    }
    std::optional<std::size_t> count = 1;
    if (mark < part.size()) count = config::count_in(part.substr(mark + 1), 1, max_values);
    if (!count) {
      refuse_methods(
          fmt::format("'{}' needs a whole number from 1 after the '{}'", part, part[mark]));
    }
    if (std::any_of(choices.begin(), choices.end(),
                    [&](const MethodChoice& other) { return other.method == *method; })) {
      refuse_methods("'" + name + "' comes twice");
    }
    const bool finer = mark < part.size() && part[mark] == '*';
    choices.push_back({*method, finer ? 1 : *count, finer ? *count : 1});
  }
  return choices;
}

/// The reading of `text`, a broken grammar told with the text.
template <class Reader>
auto parsed(const std::string& text, Reader reader) {
  try {
    return reader(text);
  } catch (const config::GrammarError& error) {
    throw ConfigError(
        fmt::format("\"{}\" is not allowed: {}", config::shown_text(text), error.what()));
  }
}

template <class Reader>
std::optional<std::string> problem_of(const std::string& text, Reader reader) {
  try {
    (void)reader(text);
    return std::nullopt;
  } catch (const config::GrammarError& error) {
    return error.what();
  }
}

}  // namespace

std::string method_name(Method method) {
  switch (method) {
    case Method::sharp:
      return "sharp";
    case Method::overlap:
      return "overlap";
    case Method::flow:
      return "flow";
    case Method::sde:
      return "sde";
    case Method::reduced:
      return "reduced";
    case Method::full:
      return "full";
  }
  return {};
}

std::optional<Method> method_named(const std::string& name) {
  for (const Method method :
       {Method::sharp, Method::overlap, Method::flow, Method::sde, Method::reduced, Method::full})
    if (name == method_name(method)) return method;
  return std::nullopt;
}

std::optional<Engine> engine_of(Method method) {
  switch (method) {
    case Method::sharp:
    case Method::overlap:
      return std::nullopt;
    case Method::flow:
      return Engine::flow;
    case Method::sde:
      return Engine::sde;
    case Method::reduced:
      return Engine::reduced;
    case Method::full:
      return Engine::full;
  }
  return std::nullopt;
}

std::string engine_name(Engine engine) {
  for (const Method method : {Method::flow, Method::sde, Method::reduced, Method::full})
    if (engine_of(method) == engine) return method_name(method);
  return {};
}

Sweep parse_sweep(const std::string& text, std::size_t finer) {
  return parsed(text, [finer](const std::string& it) { return read_finer_sweep(it, finer); });
}

std::vector<double> numeric_values(const Sweep& sweep) {
  std::vector<double> numbers;
  for (const std::string& text : sweep.values) {
    const auto number = config::number_in(text);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<MethodChoice> parse_methods(const std::string& text) {
  return parsed(text, read_methods);
}

std::optional<std::string> config::sweep_problem(const std::string& text) {
  return problem_of(text, read_sweep);
}

std::optional<std::string> config::axis_problem(const std::string& text) {
  if (const auto problem = sweep_problem(text)) return problem;
  const Sweep sweep = read_sweep(text);
  // A picture of pixels needs even steps.
  if (!sweep.values.empty() && text.find(':') != std::string::npos) return std::nullopt;
  return "an axis is a range of numbers: section.key=from:to:count or "
         "section.key=from:to:count:log";
}

std::optional<std::string> config::methods_problem(const std::string& text) {
  return problem_of(text, read_methods);
}

}  // namespace annealvi

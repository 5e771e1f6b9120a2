// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Kinds of options from which the option table is put together.
#pragma once

#include "config/options.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace annealvi::config {

/// What every row of the table says about its key.
struct Description {
  std::string section, key, unit, meaning;
};

/// Limits of a number; infinite ones do not bind.
struct Range {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_open = false, upper_open = false;

  [[nodiscard]] bool contains(double number) const;
  [[nodiscard]] std::string text() const;  ///< ">= 1 and < 2"
};
inline Range above(double limit) {
  return {.lower = limit, .lower_open = true};
}
inline Range at_least(double limit) {
  return {.lower = limit};
}
inline Range between(double lower, double upper) {
  return {.lower = lower, .upper = upper};
}
inline Range strictly_between(double lower, double upper) {
  return {.lower = lower, .upper = upper, .lower_open = true, .upper_open = true};
}

[[nodiscard]] std::string refused(const std::string& allowed);

/// The fields common to all kinds; `set` and `get` are left to fill in.
[[nodiscard]] Option described(Description description, std::string allowed);

/// A number in `range`. `field` maps a Config, const or not, to a reference to the double.
template <class Field>
Option number(Description description, Range range, Field field) {
  Option option = described(std::move(description), "a number " + range.text());
  option.set = [range, field, allowed = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto given = as_number(value);
    if (!given || !range.contains(*given)) {
      return refused(allowed);
    }
    field(draft.config) = *given;
    return std::nullopt;
  };
  option.get = [field](const Config& config) { return Value{field(config)}; };
  return option;
}

/// Goes on after a refusal of a temperature below 1: people have inverse temperatures at hand.
[[nodiscard]] std::string about_inverse(double temperature);

/// A number in `range`, or `word`, which leaves the optional field empty.
template <class Field>
Option number_or_word(Description description, Range range, const std::string& word, Field field) {
  Option option = described(std::move(description), "\"" + word + "\" or a number " + range.text());
  option.set = [range, word, field, allowed = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto given = as_number(value);
    const auto* text = std::get_if<std::string>(&value.data);
    if (text != nullptr ? *text != word : !given || !range.contains(*given)) {
      return refused(allowed);
    }
    field(draft.config) = given;
    return std::nullopt;
  };
  option.get = [word, field](const Config& config) {
    return field(config) ? Value{*field(config)} : Value{word};
  };
  return option;
}

/// A number in `range`; the optional field of a key that nobody set stays empty.
template <class Field>
Option optional_number(Description description, Range range, std::string example, Field field) {
  Option option = described(std::move(description), "a number " + range.text());
  option.example = std::move(example);
  option.set = [range, field, allowed = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto given = as_number(value);
    if (!given || !range.contains(*given)) {
      return refused(allowed);
    }
    field(draft.config) = given;
    return std::nullopt;
  };
  option.get = [field](const Config& config) -> std::optional<Value> {
    return field(config) ? std::optional(Value{*field(config)}) : std::nullopt;
  };
  return option;
}

/// true or false.
template <class Field>
Option flag(Description description, Field field) {
  Option option = described(std::move(description), "true or false");
  option.set = [field, allowed = option.allowed](Draft& draft,
                                                 const Value& value) -> std::optional<std::string> {
    const auto* given = std::get_if<bool>(&value.data);
    if (given == nullptr) {
      return refused(allowed);
    }
    field(draft.config) = *given;
    return std::nullopt;
  };
  option.get = [field](const Config& config) { return Value{field(config)}; };
  return option;
}

/// A whole number in `range`, written with or without a decimal point (1e6).
template <class Field>
Option whole_number(Description description, Range range, Field field) {
  Option option = described(std::move(description), "a whole number " + range.text());
  option.whole = true;
  option.set = [range, field, allowed = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto given = as_number(value);
    if (!given || !range.contains(*given) || *given != std::floor(*given)) {
      return refused(allowed);
    }
    auto& target = field(draft.config);
    using Number = std::remove_reference_t<decltype(target)>;
    // An integer of the file keeps its last digits: a seed may be larger than 2^53.
    const auto* exact = std::get_if<std::int64_t>(&value.data);
    target = exact != nullptr ? static_cast<Number>(*exact) : static_cast<Number>(*given);
    return std::nullopt;
  };
  option.get = [field](const Config& config) {
    return Value{static_cast<std::int64_t>(field(config))};
  };
  return option;
}

/// One of the words of `choices`.
template <class Enumeration, class Field>
Option choice(Description description, std::vector<std::pair<std::string, Enumeration>> choices,
              Field field) {
  std::string listed;
  std::vector<std::string> words;
  for (const auto& [word, unused] : choices) {
    listed += (listed.empty() ? "\"" : ", \"") + word + "\"";
    words.push_back(word);
  }
  Option option = described(std::move(description), "one of " + listed);
  option.set = [choices, words, field, allowed = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr) {
      return refused(allowed);
    }
    for (const auto& [word, enumerator] : choices) {
      if (word == *text) {
        field(draft.config) = enumerator;
        return std::nullopt;
      }
    }
    const auto near = nearest(*text, words);
    return refused(allowed + (near ? "; did you mean \"" + *near + "\"?" : ""));
  };
  option.get = [choices, field](const Config& config) -> std::optional<Value> {
    for (const auto& [word, enumerator] : choices) {
      if (enumerator == field(config)) {
        return Value{word};
      }
    }
    return std::nullopt;
  };
  return option;
}

/// A text in which `problem` finds nothing wrong.
template <class Field>
Option text(Description description, std::string allowed,
            std::optional<std::string> (*problem)(const std::string&), Field field) {
  Option option = described(std::move(description), std::move(allowed));
  option.words = true;
  option.set = [field, problem, wanted = option.allowed](
                   Draft& draft, const Value& value) -> std::optional<std::string> {
    const auto* given = std::get_if<std::string>(&value.data);
    if (given == nullptr) {
      return refused(wanted);
    }
    if (const auto wrong = problem(*given)) {
      return refused(*wrong);
    }
    field(draft.config) = *given;
    return std::nullopt;
  };
  option.get = [field](const Config& config) { return Value{field(config)}; };
  return option;
}

/// Several values as one text: what is written in a file as a number or an array is joined.
template <class Field>
Option list(Description description, std::string allowed, Field field) {
  Option option = described(std::move(description), std::move(allowed));
  option.words = true;
  option.set = [field, wanted = option.allowed](Draft& draft,
                                                const Value& value) -> std::optional<std::string> {
    const auto given = as_list(value);
    if (!given) {
      return refused(wanted);
    }
    field(draft.config) = *given;
    return std::nullopt;
  };
  option.get = [field](const Config& config) { return Value{field(config)}; };
  return option;
}

/// The same key, written down only where it differs from its default.
[[nodiscard]] Option unless_default(Option option);

}  // namespace annealvi::config

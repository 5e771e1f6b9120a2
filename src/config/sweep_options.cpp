// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/sweep_options.hpp"

#include "config/characters.hpp"
#include "config/expression.hpp"
#include "config/option_kinds.hpp"
#include "config/sweep_grammar.hpp"
#include "config/value_range.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi::config {
namespace {

/// The texts of an array; numbers are taken as they are written. Empty for anything else.
std::optional<std::vector<std::string>> texts_in(const Value& value) {
  const auto* items = std::get_if<Value::Array>(&value.data);
  if (items == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : *items) {
    if (const auto* text = std::get_if<std::string>(&item.data)) {
      texts.push_back(*text);
    } else if (as_number(item)) {
      texts.push_back(to_text(item));
    } else {
      return std::nullopt;
    }
  }
  return texts;
}

Value array_of(const std::vector<std::string>& texts) {
  Value::Array items;
  for (const std::string& text : texts) items.push_back({text});
  return {std::move(items)};
}

Option over() {
  Option option =
      described({"sweep", "over", "", "the keys of `annealvi sweep`, the first one slowest"},
                "[\"section.key=from:to:count[:log]\" or \"section.key=v1,v2,...\", ...]");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto texts = texts_in(value);
    if (!texts) return refused(allowed);
    for (const std::string& text : *texts) {
      if (const auto wrong = sweep_problem(text))
        return refused("in \"" + shown_text(text) + "\" " + *wrong);
      if (trimmed(text).empty()) return refused(allowed);
    }
    draft.config.sweep.over = *texts;
    return std::nullopt;
  };
  option.get = [](const Config& config) { return array_of(config.sweep.over); };
  return option;
}

Option points() {
  Option option =
      described({"sweep", "points", "", "names of keys, then values of these, a row a point"},
                "[[\"section.key\", ...], [value, ...], ...], rows of one length");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto* rows = std::get_if<Value::Array>(&value.data);
    if (rows == nullptr) return refused(allowed);
    std::vector<std::vector<std::string>> read;
    for (const Value& row : *rows) {
      auto texts = texts_in(row);
      if (!texts || texts->empty() || (!read.empty() && texts->size() != read.front().size()))
        return refused(allowed);
      read.push_back(std::move(*texts));
    }
    if (read.size() == 1) return refused(allowed);
    draft.config.sweep.points = std::move(read);
    return std::nullopt;
  };
  option.get = [](const Config& config) {
    Value::Array rows;
    for (const auto& row : config.sweep.points) rows.push_back(array_of(row));
    return Value{std::move(rows)};
  };
  return option;
}

constexpr double largest_step = 1e9;

}  // namespace

std::vector<Option> sweep_options() {
  std::vector<Option> all{
      over(), points(),
      text(
          {"sweep", "methods", "", "how P is found at each point"},
          "a list of names from sharp,overlap,flow,sde,reduced,full", methods_problem,
          [](auto& config) -> auto& { return config.sweep.methods; })};
  for (Option& option : all) option = unless_default(std::move(option));
  return all;
}

Option step_option() {
  Option option =
      described({"sgd", "step", "time", "eta, step size; 0 means gradient flow without noise"},
                "a number >= 0, or " + std::string(expression_grammar) + ": \"5/d\"");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    Config& config = draft.config;
    if (const auto* text = std::get_if<std::string>(&value.data)) {
      // Its value is found, and checked, when d and R are known.
      try {
        (void)value_of_expression(*text, 2.0, 1.0);
      } catch (const GrammarError& error) {
        return refused(error.what());
      }
      config.step_expression = *text;
      return std::nullopt;
    }
    const auto given = as_number(value);
    if (!given || !at_least(0).contains(*given)) return refused(allowed);
    config.problem.noise.step = *given;
    config.step_expression.clear();
    return std::nullopt;
  };
  option.get = [](const Config& config) {
    return config.step_expression.empty() ? Value{config.problem.noise.step}
                                          : Value{config.step_expression};
  };
  return option;
}

std::string evaluate_step(Config& config) {
  if (config.step_expression.empty()) return {};
  const Target& target = config.problem.target;
  try {
    const double step =
        value_of_expression(config.step_expression, target.dimension, target.separation);
    if (!(step >= 0.0 && step <= largest_step))
      return "it comes to " + to_text(step) + " at this target, and a number >= 0 is needed";
    config.problem.noise.step = step;
  } catch (const GrammarError& error) {
    return error.what();
  }
  return {};
}

}  // namespace annealvi::config

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/command_options.hpp"

#include "config/option_kinds.hpp"

namespace annealvi::config {
namespace {

const std::string some_values = "\"v1,v2,...\" or \"from:to:count[:log]\"";

std::vector<Option> probability() {
  return {
      whole_number(
          {"probability", "runs", "",
           "runs of the flow that `annealvi probability` adds to the theory"},
          between(0, 9e18), [](auto& config) -> auto& { return config.probability.runs; }),
  };
}

std::vector<Option> trajectory() {
  return {
      whole_number(
          {"trajectory", "run", "", "number of the run that `annealvi trajectory` shows"},
          between(0, 9e18), [](auto& config) -> auto& { return config.trajectory.run; }),
      list(
          {"trajectory", "times", "time", "of the rows; end: the end time"},
          "\"t1,t2,...\" or \"from:to:count[:log]\"",
          [](auto& config) -> auto& { return config.trajectory.times; }),
      whole_number(
          {"trajectory", "runs", "", "runs of the band (at least 2); 0: no band"}, between(0, 1e6),
          [](auto& config) -> auto& { return config.trajectory.runs; }),
      choice<std::optional<Engine>>(
          {"trajectory", "compare", "", "engine of a second band"},
          {{"none", std::nullopt},
           {"sde", Engine::sde},
           {"reduced", Engine::reduced},
           {"full", Engine::full}},
          [](auto& config) -> auto& { return config.trajectory.compare; }),
  };
}

/// An empty text stands for the values that the table has by itself.
Option rows(const std::string& key, const std::string& meaning, const std::string& allowed,
            std::string TableSettings::*field) {
  return list(
      {"table", key, "", meaning},
      "\"\" (those of the table), " + allowed, [field](auto& config) -> auto& {
        return config.table.*field;
      });
}

std::vector<Option> table() {
  return {
      rows("separation", "R of the rows of `annealvi table`", some_values,
           &TableSettings::separation),
      rows("temperature", "T of the rows, held fixed", some_values, &TableSettings::temperature),
      rows("dimension", "d of the rows", some_values, &TableSettings::dimension),
      rows("path", "annealing paths of the rows, or the one of all rows",
           "any of power,component,bridge", &TableSettings::path),
      rows("variance", "variances of the rows, or the one of all rows", "any of matched,fixed",
           &TableSettings::variance),
      rows("mean", "m of the rows of expectations", some_values, &TableSettings::mean),
      rows("deviation", "a of the rows of expectations", some_values, &TableSettings::deviation),
  };
}

/// Cases as `annealvi validate` writes them into the head of its table.
Option validation_cases() {
  Option option =
      described({"validate", "cases", "", "what is compared: name, then keys and values"},
                "[[\"name\", \"section.key=value\", ...], ...]; []: the configuration");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto* cases = std::get_if<Value::Array>(&value.data);
    std::vector<std::vector<std::string>> read;
    for (const Value& item : cases == nullptr ? Value::Array() : *cases) {
      const auto* words = std::get_if<Value::Array>(&item.data);
      std::vector<std::string> texts;
      for (const Value& word : words == nullptr ? Value::Array() : *words) {
        const auto* text = std::get_if<std::string>(&word.data);
        if (text == nullptr) {
          return refused(allowed);
        }
        texts.push_back(*text);
      }
      if (texts.empty()) {
        return refused(allowed);
      }
      read.push_back(std::move(texts));
    }
    if (cases == nullptr) {
      return refused(allowed);
    }
    draft.config.validate.cases = std::move(read);
    return std::nullopt;
  };
  option.get = [](const Config& config) {
    Value::Array cases;
    for (const auto& texts : config.validate.cases) {
      Value::Array words;
      for (const std::string& text : texts) words.push_back({text});
      cases.push_back({std::move(words)});
    }
    return Value{std::move(cases)};
  };
  return option;
}

std::vector<Option> validate() {
  return {
      choice<ValidationLevel>(
          {"validate", "level", "", "how many cases and runs `annealvi validate` takes"},
          {{"quick", ValidationLevel::quick}, {"full", ValidationLevel::full}},
          [](auto& config) -> auto& { return config.validate.level; }),
      choice<Formula>(
          {"validate", "formula", "", "what is put against the simulations"},
          {{"sharp", Formula::sharp},
           {"without-noise", Formula::without_noise},
           {"overlap", Formula::overlap}},
          [](auto& config) -> auto& { return config.validate.formula; }),
      validation_cases(),
  };
}

}  // namespace

std::vector<Option> command_options() {
  std::vector<Option> all;
  for (auto part : {probability(), trajectory(), table(), validate()}) {
    for (Option& option : part) all.push_back(unless_default(std::move(option)));
  }
  return all;
}

}  // namespace annealvi::config

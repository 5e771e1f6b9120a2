// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/structured_options.hpp"

#include "config/characters.hpp"
#include "config/option_kinds.hpp"
#include "config/value_range.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi::config {
Option initial_overlaps() {
  Option option = described({"family", "initial_overlaps", "length",
                             "m_1, m_2: start there, not from the random law; needs initial_gram"},
                            "two numbers");
  option.example = "[0.11, -0.04]";
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto given = as_numbers(value, 2);
    if (!given) {
      return refused(allowed);
    }
    draft.overlaps = {given->at(0), given->at(1)};
    return std::nullopt;
  };
  option.get = [](const Config& config) -> std::optional<Value> {
    if (!config.start) {
      return std::nullopt;
    }
    return Value{Value::Array{{config.start->overlap[0]}, {config.start->overlap[1]}}};
  };
  return option;
}

Option initial_gram() {
  Option option = described({"family", "initial_gram", "length^2",
                             "Q_11, Q_12, Q_22, inner products of the parts orthogonal to e"},
                            "three numbers with Q_11 >= 0, Q_22 >= 0 and Q_12^2 <= Q_11 Q_22");
  option.example = "[0.98, 0.07, 1.05]";
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto given = as_numbers(value, 3);
    if (!given) {
      return refused(allowed);
    }
    double q11 = given->at(0), q12 = given->at(1), q22 = given->at(2);
    // A trajectory that lost its orthogonal part may show a Gram matrix negative by rounding.
    const double slack = 1e-12 + 1e-9 * (std::abs(q11) + std::abs(q22));
    if (q11 < -slack || q22 < -slack) {
      return refused(allowed);
    }
    q11 = std::max(q11, 0.0);
    q22 = std::max(q22, 0.0);
    const double limit = std::sqrt(q11) * std::sqrt(q22);
    if (std::abs(q12) > limit + slack) {
      return refused(allowed);
    }
    draft.gram = {q11, std::clamp(q12, -limit, limit), q22};
    return std::nullopt;
  };
  option.get = [](const Config& config) -> std::optional<Value> {
    if (!config.start) {
      return std::nullopt;
    }
    return Value{Value::Array{{config.start->q11}, {config.start->q12}, {config.start->q22}}};
  };
  return option;
}

Option design_range() {
  Option option = described(
      {"design", "range", "", "where the free quantity is looked for, never beyond; time: total"},
      "\"auto\" or \"from:to\", two numbers with 0 < from < to");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr) {
      return refused(allowed);
    }
    if (*text == "auto") {
      draft.config.design.range.reset();
      return std::nullopt;
    }
    const auto parts = split(*text, ':');
    const auto from = number_in(parts.front()), to = number_in(parts.back());
    if (parts.size() != 2 || !from || !to || !(*from > 0.0 && *from < *to)) {
      return refused(allowed);
    }
    draft.config.design.range = {*from, *to};
    return std::nullopt;
  };
  option.get = [](const Config& config) {
    const auto& range = config.design.range;
    return Value{range ? to_text(range->at(0)) + ":" + to_text(range->at(1)) : std::string("auto")};
  };
  return option;
}

}  // namespace annealvi::config

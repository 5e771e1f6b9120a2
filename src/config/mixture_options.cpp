// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/mixture_options.hpp"

#include "config/characters.hpp"
#include "config/option_kinds.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace annealvi::config {
namespace {

constexpr std::size_t most_modes = 64, most_components = 64;
/// Of a coordinate: the Gaussian expectations keep their accuracy up to half distances of this
/// size.
constexpr Range coordinates{.lower = -1e4, .upper = 1e4};
/// Rates relative to that of the means, and lengths of a trained sigma.
constexpr Range ratios{.lower = 1e-6, .upper = 1e6};

struct Shape {
  std::string_view name;
  ModeShape shape;
  std::size_t fewest;
};
constexpr std::array shapes{Shape{"line", ModeShape::line, 1}, Shape{"ring", ModeShape::ring, 2},
                            Shape{"simplex", ModeShape::simplex, 2},
                            Shape{"orthogonal", ModeShape::orthogonal, 1}};

/// Numbers > 0 that sum to 1, of any count from 1. What was computed in single precision misses 1
/// by a rounding error of each number: such weights are divided by their sum, and `note` says so.
std::optional<std::vector<double>> as_weights(const Value& value, std::string& note) {
  const auto* array = std::get_if<Value::Array>(&value.data);
  auto given = array == nullptr ? std::nullopt : as_numbers(value, array->size());
  if (!given || are_weights(*given)) return given;
  const double sum = std::accumulate(given->begin(), given->end(), 0.0);
  constexpr double rounding = std::numeric_limits<float>::epsilon();
  if (!(std::abs(sum - 1.0) <= rounding * static_cast<double>(given->size()))) return std::nullopt;
  for (double& weight : *given) weight /= sum;
  if (!are_weights(*given)) return std::nullopt;  // one of them is not > 0
  note = fmt::format("sums to {:.9g}: every number is divided by this sum", sum);
  return given;
}

Value array_of(const std::vector<double>& numbers) {
  Value::Array array;
  for (const double number : numbers) array.push_back({number});
  return {std::move(array)};
}

/// Empty when `text` is a name that exists; else what is wrong with it.
std::optional<std::string> read_shape(const std::string& text, std::optional<NamedModes>& named) {
  const auto parts = split(text, ':');
  const auto* shape = std::find_if(shapes.begin(), shapes.end(),
                                   [&](const Shape& known) { return known.name == parts[0]; });
  if (shape == shapes.end()) {
    std::vector<std::string> names;
    for (const Shape& known : shapes) names.emplace_back(known.name);
    const auto near = nearest(parts[0], names);
    return "there is no shape \"" + shown_text(parts[0]) + "\"" +
           (near ? "; did you mean \"" + *near + "\"?" : "");
  }
  const auto count = parts.size() == 2 ? count_in(parts[1], shape->fewest, most_modes)
                                       : std::optional<std::size_t>();
  if (!count) {
    return fmt::format("\"{}:\" needs a whole number from {} to {}", parts[0], shape->fewest,
                       most_modes);
  }
  named = NamedModes{shape->shape, *count};
  return std::nullopt;
}

/// Rows of coordinates likewise.
std::optional<std::string> read_positions(const Value::Array& rows,
                                          std::vector<std::vector<double>>& positions) {
  if (rows.size() > most_modes) return fmt::format("there are more than {} rows", most_modes);
  for (const Value& row : rows) {
    const std::size_t number = positions.size() + 1;
    const auto* cells = std::get_if<Value::Array>(&row.data);
    const auto numbers = cells == nullptr ? std::nullopt : as_numbers(row, cells->size());
    if (!numbers || numbers->empty() || numbers->size() > most_modes ||
        !std::all_of(numbers->begin(), numbers->end(),
                     [](double x) { return coordinates.contains(x); })) {
      return fmt::format("row {} is {}", number, shown_text(to_text(row)));
    }
    if (!positions.empty() && numbers->size() != positions[0].size()) {
      return fmt::format("row {} has another length than row 1", number);
    }
    const auto same = std::find(positions.begin(), positions.end(), *numbers);
    if (same != positions.end()) {
      return fmt::format("rows {} and {} are the same", same - positions.begin() + 1, number);
    }
    positions.push_back(*numbers);
  }
  return std::nullopt;
}

Option target_modes() {
  Option option = described(
      {"target", "modes", "length",
       "other modes than the pair at +-R e: rows of coordinates, or a shape with neighbours 2 R "
       "apart"},
      fmt::format(
          "[] (the pair), [[x, y], ...] (1 to {} different rows of one length, numbers {}), "
          "or \"line:n\", \"ring:n\", \"simplex:n\", \"orthogonal:n\" with n modes",
          most_modes, coordinates.text()));
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    MixtureSettings& mixture = draft.config.mixture;
    std::optional<NamedModes> named;
    std::vector<std::vector<double>> positions;
    std::optional<std::string> wrong = "";
    if (const auto* text = std::get_if<std::string>(&value.data)) {
      wrong = read_shape(*text, named);
    } else if (const auto* rows = std::get_if<Value::Array>(&value.data)) {
      wrong = read_positions(*rows, positions);
    }
    if (wrong) {
      return refused(allowed + (wrong->empty() ? "" : "; " + *wrong));
    }
    mixture.shape = named;
    mixture.positions = std::move(positions);
    return std::nullopt;
  };
  option.get = [](const Config& config) {
    if (const auto& named = config.mixture.shape) {
      const auto* shape = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& known) {
        return known.shape == named->shape;
      });
      return Value{fmt::format("{}:{}", shape->name, named->count)};
    }
    Value::Array rows;
    for (const auto& row : config.mixture.positions) rows.push_back(array_of(row));
    return Value{std::move(rows)};
  };
  return option;
}

Option mode_weights() {
  Option option = described({"target", "mode_weights", "", "masses pi_a of target.modes"},
                            "[] (equal masses), or numbers > 0, one a mode, that sum to 1");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const bool equal = value == Value{Value::Array{}};
    const auto given = as_weights(value, draft.note);
    if (!equal && !given) {
      return refused(allowed);
    }
    draft.config.mixture.mode_weights = given.value_or(std::vector<double>());
    return std::nullopt;
  };
  option.get = [](const Config& config) { return array_of(config.mixture.mode_weights); };
  return option;
}

Option component_weights() {
  Option option =
      described({"family", "weights", "",
                 "weights of the components, or where trained ones start; not given: equal"},
                "numbers > 0, one a component, that sum to 1");
  option.set = [allowed = option.allowed](Draft& draft,
                                          const Value& value) -> std::optional<std::string> {
    const auto given = as_weights(value, draft.note);
    if (!given) {
      return refused(allowed);
    }
    draft.weights = given;
    return std::nullopt;
  };
  option.get = [](const Config& config) -> std::optional<Value> {
    return array_of(config.component_weights());
  };
  return option;
}

}  // namespace

std::vector<Option> mode_options() {
  return {target_modes(), mode_weights()};
}

std::vector<Option> component_options() {
  return {
      whole_number(
          {"family", "components", "", "K"}, between(1, most_components),
          [](auto& config) -> auto& { return config.mixture.components; }),
      choice<Variance>(
          {"family", "variance", "",
           "sigma^2 of the components: fixed at 1, matched to the annealed target, or trained"},
          {{"fixed", Variance::fixed},
           {"matched", Variance::matched},
           {"trained", Variance::trained}},
          [](auto& config) -> auto& { return config.problem.family.variance; }),
      component_weights(),
      flag(
          {"family", "train_weights", "", "train the weights of the components too"},
          [](auto& config) -> auto& { return config.mixture.train_weights; }),
      number(
          {"family", "weight_rate", "",
           "trained weights: learning rate of the logits relative to the means"},
          ratios, [](auto& config) -> auto& { return config.mixture.weight_rate; }),
      number(
          {"family", "variance_rate", "",
           "trained variance: gamma, learning rate of log sigma times d relative to the means"},
          ratios, [](auto& config) -> auto& { return config.mixture.variance_rate; }),
      optional_number(
          {"family", "initial_sigma", "length",
           "trained variance: start of sigma; not given: matched to the annealed target at t = 0"},
          ratios, "1.0", [](auto& config) -> auto& { return config.mixture.initial_sigma; }),
  };
}

}  // namespace annealvi::config

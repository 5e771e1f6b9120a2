// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the JSON objects of all commands share. Only these sources know nlohmann-json.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"
#include "annealvi/experiments/answer.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace annealvi::detail {

using Json = nlohmann::ordered_json;

/// null where the value is empty or not finite.
Json number(double value);
Json number(std::optional<double> value);

/// section -> key -> value.
Json config_object(const Config& config);

/// Keys version and config, with which every object starts.
Json head(const Config& config);

/// A number where the text reads as one.
Json cell_value(const std::string& text);

Json sweep_object(const Sweep& sweep);

/// null for an empty sweep.
Json sweep_value(const Sweep& sweep, std::size_t index);

/// When T reached 1; null where it did in no run.
[[nodiscard]] Json annealing_object(const AnnealingTimes& times);

/// Keys end_temperature, lifetime and notes: what commands with one P say about it.
void add_answer(Json& object, const Answer& answer);

std::string finished_text(const Json& object);

}  // namespace annealvi::detail

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What pictures call the keys of the configuration: symbols of theory/notation.md and words.
#pragma once

#include "annealvi/config/config.hpp"

#include <string>
#include <vector>

namespace annealvi::labels {

/// Words without symbol: "initial temperature"; the key itself when it has no words here.
[[nodiscard]] std::string words(const std::string& key);
/// For an axis: "initial temperature T_0" in enhanced-text markup.
[[nodiscard]] std::string axis(const std::string& key);
/// For a legend: "κ = 0.1", or "power path" where there is no symbol.
[[nodiscard]] std::string with_value(const std::string& key, const std::string& value);

/// The parameters of target and family, in one line, but for the keys in `left_out`.
[[nodiscard]] std::string model(const Config& config, const std::vector<std::string>& left_out);
/// Those of annealing, and `with_noise` of the gradient noise.
[[nodiscard]] std::string training(const Config& config, const std::vector<std::string>& left_out,
                                   bool with_noise);
/// Both, in one line.
[[nodiscard]] std::string parameters(const Config& config, const std::vector<std::string>& left_out,
                                     bool with_noise);

}  // namespace annealvi::labels

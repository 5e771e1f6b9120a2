// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Words for people, shared by the commands.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/output/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace annealvi::cli {

/// One printable line of at most 300 characters to standard error, whatever is in `message`; never
/// throws. src/cli/streams.cpp
void say(std::string_view message) noexcept;
/// Data to standard output. Throws std::runtime_error when it cannot be written.
void write_data(std::string_view data);
/// Standard streams that are closed are opened on nothing: the next file would take their place and
/// get our messages. A closed pipe or a full disk becomes an error of the write, not the end of the
/// program.
void settle_streams() noexcept;

/// Target, family and annealing in one line.
[[nodiscard]] std::string setting_line(const Config& config);

/// What the numbers of `annealvi probability` mean for a practitioner, a sentence each.
[[nodiscard]] std::vector<std::string> consequences(const Config& config,
                                                    const ProbabilityReport& report);

/// "5.4049"
[[nodiscard]] std::string rounded(double value);

/// "0.0223198 +- 7e-07": at most eight digits, and none beyond the place of the error's first.
[[nodiscard]] std::string number_with_error(double value, double error);

/// T_c or T_f: a number, "none", or why it is not computed.
[[nodiscard]] std::string critical_temperature_text(const Config& config,
                                                    const std::optional<double>& value);
[[nodiscard]] std::string safe_temperature_text(const Config& config, const SafeTemperature& safe);

}  // namespace annealvi::cli

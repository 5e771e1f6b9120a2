// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The commands of the program, one source file each. `add_...` declares a command; when the command
// line asks for it, `chosen` becomes the work to do, which returns the exit code.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace annealvi::cli {

using Action = std::function<int()>;

void add_probability(CLI::App& program, Action& chosen);
void add_simulate(CLI::App& program, Action& chosen);
void add_trajectory(CLI::App& program, Action& chosen);
void add_curve(CLI::App& program, Action& chosen);
void add_sweep(CLI::App& program, Action& chosen);
void add_phase(CLI::App& program, Action& chosen);
void add_table(CLI::App& program, Action& chosen);
void add_design(CLI::App& program, Action& chosen);
void add_validate(CLI::App& program, Action& chosen);
void add_realnvp(CLI::App& program, Action& chosen);
void add_merge(CLI::App& program, Action& chosen);
void add_store(CLI::App& program, Action& chosen);
void add_advise(CLI::App& program, Action& chosen);
void add_config(CLI::App& program, Action& chosen);

}  // namespace annealvi::cli

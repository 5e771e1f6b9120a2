// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot scripts of `annealvi realnvp`. Each reads NAME.csv and draws NAME.svg and NAME.png.
#pragma once

#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/output/table.hpp"

#include <string>

namespace annealvi {

/// P of the converged runs with intervals, and the share that did not converge, against the varied
/// parameter.
[[nodiscard]] std::string flow_script(const FlowCurve& curve, const Config& config,
                                      const std::string& name);
/// Draws the table of the history: temperature, loss and smaller relative mass, mean and band, a
/// column a series (at most four of them) and a colour a varied value (at most seven; the others
/// are left out evenly, which the picture says). The table needs a row.
[[nodiscard]] std::string flow_history_script(const FlowCurve& curve, const Table& history,
                                              const Config& config, const std::string& name);
/// Flow above, target below, one column a time, at most eight; one scale of colours for all. The
/// run needs a density.
[[nodiscard]] std::string flow_density_script(const FlowRun& run, const Config& config,
                                              const std::string& name);

}  // namespace annealvi

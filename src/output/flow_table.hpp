// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Tables of `annealvi realnvp`.
#pragma once

#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/output/table.hpp"

namespace annealvi {

/// One row a run.
[[nodiscard]] Table flow_runs_table(const FlowCurve& curve, const std::string& command);
/// Mean and band over the runs of a point that did not fail, one row a window of training.
[[nodiscard]] Table flow_history_table(const FlowCurve& curve, const std::string& command);
/// One row a cell of a density.
[[nodiscard]] Table flow_density_table(const FlowRun& run, const std::string& command);

[[nodiscard]] std::string flow_outcome_name(FlowOutcome outcome);

}  // namespace annealvi

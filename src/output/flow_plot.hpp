// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot scripts of `annealvi realnvp`. Each reads NAME.csv and draws NAME.svg and NAME.png.
#pragma once

#include "annealvi/experiments/flow_curve.hpp"

#include <string>

namespace annealvi {

/// P of the converged runs with intervals, and the share that did not converge, against the varied
/// parameter.
[[nodiscard]] std::string flow_script(const FlowCurve& curve, const Config& config,
                                      const std::string& name);
/// Temperature, loss and smaller relative mass along training, mean and band: the points of the
/// first series, at most seven.
[[nodiscard]] std::string flow_history_script(const FlowCurve& curve, const Config& config,
                                              const std::string& name);
/// Flow above, target below, one column a time.
[[nodiscard]] std::string flow_density_script(const FlowRun& run, const Config& config,
                                              const std::string& name);

}  // namespace annealvi

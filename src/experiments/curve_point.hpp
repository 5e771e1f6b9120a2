// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// One method at one point, for curves and phase diagrams.
#pragma once

#include "experiments/curve_grid.hpp"

namespace annealvi {

/// `empty` says method and end time and gets the result; nothing when interrupted. Whatever goes
/// wrong is in the point's note, which has no commas. `share_done` hears of simulations only.
[[nodiscard]] std::optional<CurvePoint> computed_point(
    CurvePoint empty, const Config& config, const CurveOptions& options,
    const std::function<void(double)>& share_done);

/// `point` with what the runs have shown.
[[nodiscard]] CurvePoint simulated_answer(CurvePoint point, const Config& config,
                                          const RunSetup& setup, const EnsembleResult& result);

/// Rough cost in seconds: it only makes progress bars advance evenly. Without method: temperatures.
[[nodiscard]] double estimated_cost(std::optional<Method> method, const GridPoint& point);

/// Of a point that this machine could not do: the one failure that is not a function of the model.
inline constexpr const char* no_memory_note = "there is not enough memory for this point";

/// As notes of points are.
[[nodiscard]] std::string without_commas(std::string text);

/// T_c and T_f; one that cannot be computed is empty.
[[nodiscard]] Temperatures temperatures_of(const MixtureProblem& model);

}  // namespace annealvi

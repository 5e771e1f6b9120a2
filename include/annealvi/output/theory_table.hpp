// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The tables of `annealvi table` as text cells. Nothing is computed here.
#pragma once

#include "annealvi/experiments/theory_table.hpp"
#include "annealvi/output/table.hpp"

#include <span>

namespace annealvi {

[[nodiscard]] Table expectation_table(std::span<const ExpectationRow> rows);
[[nodiscard]] Table rate_table(std::span<const RateRow> rows);
[[nodiscard]] Table critical_table(std::span<const CriticalRow> rows);
[[nodiscard]] Table separatrix_table(std::span<const SeparatrixRow> rows);
[[nodiscard]] Table finite_size_table(const FiniteSize& result);
[[nodiscard]] Table bifurcation_table(const Bifurcation& result);

}  // namespace annealvi

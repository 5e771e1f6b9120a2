// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (F4') at a temperature held fixed and y = 0, in units of the relaxation rate H: what the fixed
// points, the fold and the barrier of the collapsed pair are made of.
#pragma once

#include "annealvi/model/problem.hpp"

#include <array>
#include <optional>

namespace annealvi {

using PairRates = std::array<double, 2>;

/// (dS/dt, d log D/dt)/(speed H)
[[nodiscard]] PairRates pair_rates(const Problem& problem, double sum, double difference,
                                   double log_temperature);

/// S with dS/dt = 0 on the collapsed side for given D; empty when there is none near `guess`.
[[nodiscard]] std::optional<double> sum_on_nullcline(const Problem& problem, double difference,
                                                     double log_temperature, double guess);

}  // namespace annealvi

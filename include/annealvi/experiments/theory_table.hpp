// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The rows of `annealvi table`: theory over a grid of targets, temperatures, dimensions. Computes,
// prints nothing. The temperature of a point is its initial temperature, held fixed.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "annealvi/theory/power_law_separatrix.hpp"

#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

struct TableAxis {
  std::string origin;  ///< the option, for messages
  Sweep sweep;
};
/// Every combination of the values of `axes`, the first axis slowest. Throws ConfigError.
[[nodiscard]] std::vector<Config> table_grid(const Config& base, std::span<const TableAxis> axes);

/// (G1)-(G3), (G5) at one (m, a).
struct ExpectationRow {
  double mean, deviation;
  double tanh, tanh_complement, sech_squared, log_cosh, logistic, softplus;
  double self_responsibility_complement;  ///< at distance `deviation`
};
[[nodiscard]] std::vector<ExpectationRow> expectation_rows(std::span<const double> means,
                                                           std::span<const double> deviations);

/// (L1), (L2) at coinciding means.
struct RateRow {
  double separation, temperature;
  LinearRates rates;
  std::optional<double> exponent;  ///< alpha; empty for lambda_S <= 0
};
/// Throws ConfigError unless pi = 1/2 and weights are equal.
[[nodiscard]] std::vector<RateRow> rate_rows(std::span<const Config> grid);

struct CriticalRow {
  double separation;
  std::string path, variance;  ///< as in the configuration
  std::optional<double> critical;
  SafeTemperature safe;
  std::optional<double> far_critical, far_safe;  ///< limits R -> infinity
};
[[nodiscard]] std::vector<CriticalRow> critical_rows(std::span<const Config> grid);

struct SeparatrixRow {
  double separation, temperature;
  PowerLawSeparatrix separatrix;
};
[[nodiscard]] std::vector<SeparatrixRow> separatrix_rows(std::span<const Config> grid);

/// P against d after a quench, sigma0 = 1/sqrt(d), and what the closed forms say.
struct FiniteSizeRow {
  double separation, temperature, dimension, end_time;
  SharpProbability exact;             ///< (S4)
  SharpProbability without_distance;  ///< the same with y = 0
  AnswerStatus status;                ///< the graver of both; unfinished where T is not near 1
  std::optional<double> slope;        ///< d log P/d log d between the neighbours; empty at the ends
  std::optional<double> power_law, rare;              ///< (S2), (S3)
  std::optional<double> limit_slope, distance_slope;  ///< (L7), (L8)
};
struct FiniteSize {
  std::vector<FiniteSizeRow> rows;  ///< finished ones
  bool interrupted = false;
};
/// Neighbours are rows of equal separation and temperature next to each other in the grid. Throws
/// ConfigError where a closed form would not apply: pi != 1/2, unequal weights, sigma0 set.
[[nodiscard]] FiniteSize finite_size(std::span<const Config> grid,
                                     const std::atomic<bool>* interrupted);

struct BifurcationRow {
  double separation, temperature;
  enum class Branch { stable, saddle, fold } branch;
  PairState state;
};
struct Bifurcation {
  std::vector<BifurcationRow> rows;   ///< stable pairs upwards in T, the fold, saddles downwards
  std::vector<std::string> notes;     ///< what does not exist and has no row, a sentence each
  std::vector<std::string> failures;  ///< what could not be computed, likewise
};
/// Collapsed pairs of every separation in `grid`. Without `temperatures` at values that crowd
/// towards the fold as a parabola does, so that lines through them are smooth. Separations without
/// a fold and temperatures at or above it have a note in place of rows. Throws ConfigError for
/// unequal component weights.
[[nodiscard]] Bifurcation bifurcation(std::span<const Config> grid,
                                      std::span<const double> temperatures);

}  // namespace annealvi

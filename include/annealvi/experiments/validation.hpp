// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Do the descriptions of one problem agree? The formula (S4), (N7), random starts of the flow, the
// stochastic equation, exact reduced SGD and literal SGD, two by two, with z-scores:
// theory/validation.md.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/model/answer_status.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

/// One problem to be looked at. Everything but problem, end time, tolerances and seed of `config`
/// is chosen by the level.
struct ValidationCase {
  std::string name;
  Config config;
};

/// Throws ConfigError for a case whose probabilities are not over the random start, or are 1
/// whatever happens.
void check_validation(const ValidationCase& item);

/// The built-in list: `quick` a dozen problems, `full` the designed grids of noise-aware ones and
/// of other models too. `overrides` are set in every case. Throws ConfigError.
[[nodiscard]] std::vector<ValidationCase> validation_cases(ValidationLevel level,
                                                           const std::vector<Override>& overrides);

/// The claims, each a row of the table for every case where it can be checked.
enum class Claim {
  formula_flow,     ///< (S4) is exact for the flow without gradient noise
  formula_reduced,  ///< (S4) with (N7) predicts SGD where its status says so
  sde_reduced,      ///< the stochastic equation has the law of SGD for small eta
  full_reduced,     ///< reduced SGD has the law of literal SGD, exactly
};
[[nodiscard]] std::string_view claim_text(Claim claim);

enum class Verdict {
  agree,
  disagree,
  outside_validity,  ///< the formula itself says that it does not hold here: not judged
  failed,            ///< something could not be computed
};
[[nodiscard]] std::string_view verdict_text(Verdict verdict);

/// P = Pr(m_1 m_2 > 0 at t_end) by two descriptions.
struct Comparison {
  Claim claim;
  std::string name;              ///< of the case
  double first = 0.0;            ///< P by the one named first in the claim
  std::optional<double> second;  ///< P by the other, simulated; empty when every run failed
  double standard_error = 0.0;   ///< of second - first
  std::optional<double> z;       ///< (second - first)/standard_error; empty with second
  double allowed = 0.0;          ///< largest |second - first| that agrees
  std::uint64_t runs = 0;        ///< of the simulation
  Verdict verdict = Verdict::failed;
  AnswerStatus status = AnswerStatus::done;  ///< of the two numbers, apart from their agreement
  std::string note;
};

struct ValidationOptions {
  ValidationLevel level = ValidationLevel::quick;
  Formula formula = Formula::sharp;
  unsigned threads = 0;
  std::function<void(double fraction)> progress;
  const std::atomic<bool>* interrupted = nullptr;
};

struct Validation {
  std::vector<Comparison> comparisons;
  std::size_t left_out = 0;  ///< comparisons too slow for the level, or d out of engine reduced
  bool interrupted = false;

  [[nodiscard]] bool disagreement() const;
  [[nodiscard]] bool numerical_failure() const;
  /// One sentence about everything.
  [[nodiscard]] std::string conclusion() const;
};

/// All claims on all `cases`, one after the other, runs in parallel. Run counts follow from level
/// and problem alone, so that the table is a function of configuration and seed. Both sides
/// may differ by 4 standard errors (false alarm 6e-5 a row); claims to first order in eta by
/// 3 % of P plus the formula's own error plus a term of order eta if that is more:
/// theory/validation.md.
[[nodiscard]] Validation validate(const std::vector<ValidationCase>& cases,
                                  const ValidationOptions& options);

}  // namespace annealvi

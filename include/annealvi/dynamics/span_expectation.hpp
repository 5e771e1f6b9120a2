// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Expectations of softmax functions of Gaussian lines, in the few directions they depend on:
// theory/mixture.md (Expectations).
#pragma once

#include "annealvi/numerics/estimate.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <span>
#include <vector>

namespace annealvi {

/// Thrown where SpanOptions::stop asks for it.
class Stopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "stopped on request"; }
};

/// Closed forms for two lines; product rules while they fit into `most_nodes`; quasi-Monte-Carlo
/// nodes beyond.
struct SpanOptions {
  double error = 1e-10;  ///< wanted, of product rules, > 0; relative to values of order 1
  /// >= 64: of a product rule, and the number of quasi-Monte-Carlo nodes (rounded to 2^m).
  std::size_t most_nodes = std::size_t{1} << 15;
  bool log_sum = true;  ///< whether SoftmaxExpectations::log_sum is wanted: half of the cost
  /// Asked before each expectation, if given; true throws Stopped.
  const std::function<bool()>* stop = nullptr;
};

/// Over z ~ N(0, I), of the lines l_a = value_a + slope_a.z, a = 1..M, with
/// softmax_a = e^(l_a) / sum_b e^(l_b).
struct SoftmaxExpectations {
  std::vector<double> mean;  ///< M: E softmax_a; sum 1
  double spread = 0.0;       ///< E sum_a softmax_a slope_a.z = E var(slope_a under softmax) >= 0
  double log_sum = 0.0;      ///< E log sum_a e^(l_a), if asked for
  double error = 0.0;        ///< estimated, absolute, of `mean` and `log_sum`
};

/// values: M; slopes: M rows of `axes` numbers, dimensionless: |slope_a - slope_b| is how steeply
/// one overtakes the other. Lines further than e^-36 below the highest at all |z| < 9 are left out.
/// What remains depends on z in the span of the slopes' differences, of rank r:
///   r = 0, or two lines   closed forms, relative error 1e-13
///   r = 1                 error 1e-12 for any steepness
///   r >= 2                product rule of options.error, or the best that most_nodes allow as
///                         long as its stated error, 20 to 50 times the true one, stays below
///                         steepness/most_nodes (three modes, 2^15 nodes: 1e-10 up to steepness
///                         10, 1e-4 up to 28, 1e-3 up to 40); else quasi-Monte-Carlo in all axes,
///                         standard error over 8 shifts.
/// Smooth in all arguments, to within `error`, while the rule stays the same. Deterministic.
[[nodiscard]] SoftmaxExpectations softmax_expectations(std::span<const double> values,
                                                       std::span<const double> slopes,
                                                       std::size_t axes,
                                                       const SpanOptions& options);

/// M x M: E softmax_a softmax_b, with the nodes and the accuracy of `softmax_expectations`. The
/// derivative of E softmax_a along value_b is its mean, for a = b, less this.
[[nodiscard]] std::vector<double> softmax_products(std::span<const double> values,
                                                   std::span<const double> slopes, std::size_t axes,
                                                   const SpanOptions& options);

/// E (sum_a e^(l_a))^power / sum_a e^(power l_a), in [M^(power - 1), 1], for 0 < power <= 1: what
/// log Z_t of a tempered mixture needs. Nodes and accuracy as above; 1 exactly for power = 1.
[[nodiscard]] Estimate expected_power_ratio(std::span<const double> values,
                                            std::span<const double> slopes, std::size_t axes,
                                            double power, const SpanOptions& options);

}  // namespace annealvi

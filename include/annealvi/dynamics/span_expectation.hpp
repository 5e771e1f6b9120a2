// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Expectations of softmax functions over N(mu_k, sigma^2) in the few directions they depend on:
// theory/mixture.md (Expectations).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi {

/// Product rules while they fit into `most_nodes`, quasi-Monte-Carlo nodes beyond.
struct SpanOptions {
  double error = 1e-10;            ///< wanted, of product rules; relative to values of order 1
  std::size_t most_nodes = 1 << 15;  ///< of a product rule, and the number of quasi-Monte-Carlo nodes
};

/// What the flow needs of softmax_a(log v_a + s_a.x - h_a) under x ~ N(m, sigma^2 I), a = 1..M.
struct SoftmaxExpectations {
  std::vector<double> mean;       ///< M: E softmax_a
  std::vector<double> along;      ///< M: E softmax_a (z.s_a) sigma, x = m + sigma z
  double log_sum = 0.0;           ///< E log sum_a v_a e^(s_a.x - h_a)
  double error = 0.0;             ///< estimated, absolute, of `mean` and `log_sum`
};

/// One softmax and many Gaussians of the same sigma. Slopes s_a: M rows of `axes` numbers;
/// log_terms: M, log v_a - h_a; centres: rows of `axes` numbers. Only differences of slopes matter
/// for `mean`: nodes live in their span, of rank r. r = 0 is exact, r = 1 and, while the product
/// rule fits, r = 2, 3 reach options.error for any steepness sigma |s_a - s_b|; beyond that
/// deterministic quasi-Monte-Carlo nodes with an estimated error. Smooth in all arguments as long
/// as the rank does not change.
[[nodiscard]] std::vector<SoftmaxExpectations> softmax_expectations(
    std::span<const double> slopes, std::span<const double> log_terms, std::size_t axes,
    std::span<const double> centres, double sigma, const SpanOptions& options);

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the configuration says about the general model (theory/mixture.md) beyond `Problem`.
#pragma once

#include "annealvi/dynamics/span_expectation.hpp"
#include "annealvi/model/coverage.hpp"
#include "annealvi/model/mixture.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace annealvi {

/// "ring:5": `count` modes of a shape with neighbours 2 R apart.
struct NamedModes {
  ModeShape shape;
  std::size_t count;
};

/// Separation, weight and dimension of the target, variance and scale of the start of the family,
/// annealing and noise are those of `Config::problem`.
struct MixtureSettings {
  std::optional<NamedModes> shape;             ///< target.modes as a name,
  std::vector<std::vector<double>> positions;  ///< or as coordinates; neither: the pair at +-R e
  std::vector<double> mode_weights;            ///< pi_a of these; empty: equal
  std::size_t components = 2;                  ///< K
  std::vector<double> weights;                 ///< w_k for K != 2; those of two: Family::weights
  bool train_weights = false;
  double weight_rate = 1.0, variance_rate = 1.0;  ///< as in MixtureFamily
  std::optional<double> initial_sigma;  ///< of a trained variance; empty: matched at t = 0
  double coverage_share = CoverageRule{}.weight_share;
  SpanOptions span;

  [[nodiscard]] bool is_pair() const { return !shape && positions.empty(); }
};

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The stochastic equation of two components with trained weights or a trained variance:
// theory/stochastic_equation.md (Trained weights and variance).
#pragma once

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/numerics/random.hpp"
#include "simulation/brownian_path.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace annealvi {

/// One run, by Euler and Maruyama on the seven numbers of PairStatistics: drift (F3)-(F6) with
/// (N4), diffusion the Cholesky factor of (N12).
class PairEquation {
 public:
  static constexpr RandomStream noise_stream = RandomStream::brownian_path;

  /// Keeps a reference to `problem`. Throws std::invalid_argument unless it is two components on
  /// two opposite modes.
  PairEquation(const MixtureProblem& problem, double step);

  /// The start of `draw_start`, the same as that of run `run` of the flow.
  void draw_start(std::uint64_t seed, std::uint64_t run);
  void place_start(const MixtureState& start);

  /// Steps 0, 1, ... in this order, all with the seed and run of the first.
  void step(const MixtureCoefficients& coefficients, const RandomKey& key,
            const std::function<bool()>* stop = nullptr);

  [[nodiscard]] const MixtureState& state() const { return state_; }

 private:
  void update();

  const MixtureProblem& problem_;
  PairModel model_;
  double step_;
  std::optional<BrownianPath<6>> path_;
  PairStatistics statistics_;
  MixtureState state_;
};

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Everything that defines the dynamics: target, variational family (M2), annealing, gradient noise.
// Plain aggregates; `config/` reads them from TOML, nothing here does input or output.
#pragma once

#include "annealvi/model/annealed_target.hpp"
#include "annealvi/schedule/schedule.hpp"

#include <array>
#include <optional>

namespace annealvi {

/// Variance of the family: fixed sigma^2 = 1, matched sigma^2 = 1/H; trained: sigma follows (F6),
/// of a MixtureProblem only.
enum class Variance { fixed, matched, trained };

/// kl: F = KL(q || p_t); free_energy: T F, all gradients T times larger.
enum class Objective { kl, free_energy };

/// (M2) q(x) = w_1 N(x; mu_1, sigma^2) + w_2 N(x; mu_2, sigma^2), means trained.
struct Family {
  Variance variance = Variance::matched;
  std::array<double, 2> weights{0.5, 0.5};  ///< w_k > 0, sum 1
  std::optional<double> initial_scale;      ///< sigma0 > 0; empty: 1/sqrt(d)
};

struct Annealing {
  AnnealingPath path = AnnealingPath::power;
  Objective objective = Objective::kl;
  Schedule schedule;
  double bridge_scale = 3.0;  ///< s0 > 0
};

/// path (N1): gradient through the sample only. total (N2): the ordinary reparameterised gradient.
enum class Estimator { path, total };

/// Stochastic gradients: mu_k <- mu_k - eta g_k at t = n eta (theory/simulation.md).
struct GradientNoise {
  double step = 0.0;  ///< eta >= 0; 0 means gradient flow
  int batch = 1;      ///< B >= 1 samples per component
  Estimator estimator = Estimator::path;
  /// Trained weights: the parts of log q - log p_t that are Gaussian, outside the mode axes, are
  /// replaced by their expectations in the gradient (theory/simulation.md, Trained weights).
  bool control_variate = true;
};

/// mu_k(0) ~ N(0, sigma0^2) unless statistics are given.
struct Problem {
  Target target;
  Family family;
  Annealing annealing;
  GradientNoise noise;

  /// sigma0 with the default filled in
  [[nodiscard]] double initial_scale() const;
  /// b = 0 and w = (1/2, 1/2): S and D decouple and collapse is symmetric
  [[nodiscard]] bool symmetric() const;
};

/// The coefficients of the dynamics at one time: (M3) plus the family's variance and the objective.
struct Coefficients {
  double temperature;       ///< T
  AnnealedTarget annealed;  ///< H, A, c, b
  double sigma;             ///< standard deviation of the components
  double speed;             ///< 1 for kl, T for free_energy: multiplies every gradient
};

/// Throws std::invalid_argument for a trained variance, which only a MixtureProblem has; so does
/// everything that is computed of a Problem.
[[nodiscard]] Coefficients coefficients_at(const Problem& problem, double time);
/// The same for a temperature held fixed (linear stage, critical temperatures).
[[nodiscard]] Coefficients coefficients_at_temperature(const Problem& problem, double temperature);

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// One RealNVP trained under an annealing schedule, and what became of it: theory/realnvp.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/realnvp/settings.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// Everything a run depends on, besides its number. Of `problem` the target, the annealing and the
/// estimator are used.
struct FlowSetup {
  Problem problem;
  RealNvpSettings settings;
  std::uint64_t seed = 1;

  [[nodiscard]] double temperature(std::uint64_t step) const;
  /// (M3) at a step
  [[nodiscard]] AnnealedTarget annealed(std::uint64_t step) const;
};

/// Averages over a window of training steps.
struct FlowHistoryRow {
  std::uint64_t step;  ///< middle of the window
  double temperature;  ///< there
  double loss;         ///< estimate of KL(q || p_t), log Z_t included, nats
  double upper_mass;   ///< share of the samples with e.x > 0
};

/// From fresh samples, against the target at T = 1 whatever the schedule did.
struct FlowQuality {
  double upper_mass = 0.0;           ///< M+ = Pr(e.x > 0)
  double relative_mass = 0.0;        ///< min(M+/pi, M-/(1 - pi))
  double divergence = 0.0;           ///< KL(q || p) = -ELBO, nats
  double divergence_error = 0.0;     ///< its standard error
  double fit_divergence = 0.0;       ///< the part of it that is not KL of (M+, M-)
  double forward_divergence = 0.0;   ///< KL(p || q)
  double reverse_sample_size = 0.0;  ///< effective share of samples of q, in (0, 1]
  double forward_sample_size = 0.0;  ///< likewise with samples of p
};

/// not_converged: fit_divergence above converged_divergence, so that what the masses are says
/// nothing about collapse. collapsed: relative_mass below collapse_threshold.
enum class FlowOutcome { covered, collapsed, not_converged, failed };

/// Densities over the plane of e (first) and one orthogonal coordinate (second), integrated over
/// the others: `bins` x `bins` cells of [-half_width, half_width]^2, e running fastest.
struct FlowDensity {
  std::uint64_t step;
  double temperature;
  double half_width;
  int bins;
  std::vector<double> flow;    ///< histogram of 2^17 samples
  std::vector<double> target;  ///< p_t at the centres of the cells, exact
};

struct FlowRun {
  FlowOutcome outcome = FlowOutcome::failed;
  FlowQuality quality;
  std::uint64_t steps = 0;  ///< that were done
  std::string failure;      ///< of a failed run: which step, what
  std::vector<FlowHistoryRow> history;
  std::vector<FlowDensity> densities;  ///< none of a flow whose samples are not finite
};

struct FlowHooks {
  std::function<bool()> stop;  ///< polled between steps; true ends the run without result
  std::optional<std::string> checkpoint;         ///< to go on from
  std::function<void(const std::string&)> save;  ///< takes a checkpoint: every checkpoint_every
                                                 ///< steps (0: never), when stopped, at the end
  std::span<const std::uint64_t> density_steps;  ///< increasing; after that many steps
  /// Asked many times within a step and in the judgement, which may take minutes; as `stop`.
  std::function<bool()> stop_within = {};
};

/// Trains run `number` and judges it; empty when stopped. The same bits on any thread, and whether
/// or not it was stopped and went on from a checkpoint in between; the checkpoint of a finished run
/// gives it back without training, and without its densities. A run whose loss is not a number or
/// beyond 1e6 (d + R^2) fails. Throws std::invalid_argument for settings out of range and for a
/// checkpoint that is damaged or of another setup or run.
[[nodiscard]] std::optional<FlowRun> train_flow(const FlowSetup& setup, std::uint64_t number,
                                                const FlowHooks& hooks = {});

}  // namespace annealvi

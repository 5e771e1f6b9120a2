// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What one simulated run is and what comes out of it, for every engine: theory/simulation.md.
#pragma once

#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/coverage.hpp"
#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// flow: random start, then the deterministic flow. full: literal SGD in d dimensions. reduced: the
/// same SGD, exact in law, on overlaps and Gram matrix alone: d >= 5, at a cost that does not
/// depend on d. sde: the stochastic equation of overlaps and Gram matrix, right to first order in
/// eta.
enum class Engine { flow, full, reduced, sde };

/// Engines with the noise of stochastic gradient descent, hence with sgd.step > 0.
[[nodiscard]] constexpr bool uses_gradient_noise(Engine engine) {
  return engine != Engine::flow;
}

/// How the stochastic equation is solved: Euler-Maruyama, or the scheme of weak order 2.
enum class SdeScheme { euler, weak2 };

/// Engine sde: theory/stochastic_equation.md.
struct SdeOptions {
  SdeScheme scheme = SdeScheme::euler;
  std::optional<double> step;  ///< > 0, time; empty: the step of SGD
};

/// Range of d of engine reduced; mixtures have no lower end. From 1 + 2K: e, the directions of both
/// means, and two new ones that the noise of a step may open. Up to where chi-squared draws are
/// accurate.
inline constexpr double least_reduced_dimension = 5.0, largest_reduced_dimension = 1e13;

/// Everything a run depends on, besides its number.
struct RunSetup {
  Problem problem;
  Engine engine = Engine::flow;
  std::uint64_t seed = 1;
  double end_time = 100.0;
  DecisionRule decision;
  Tolerances tolerances;              ///< engine flow
  SdeOptions sde;                     ///< engine sde
  std::optional<SummaryState> start;  ///< given statistics in place of the random law

  /// Any other model than two components with fixed weights on two modes: then `problem` is not
  /// looked at. Engines flow, full and reduced.
  std::optional<MixtureProblem> mixture;
  CoverageRule coverage;  ///< of mixtures, in place of `decision`
  SpanOptions span;       ///< of mixtures

  /// A schedule that watches: what opens the gate, the time by which T must have reached 1, and how
  /// long a run goes on after that (or to end_time, if that is earlier).
  double gate_threshold = 0.0, stall_time = 0.0, settle_time = 0.0;

  /// Nothing is computed after the last output time; unless that is end_time the run is undecided.
  bool to_last_time = false;
};

/// Asked now and then during a run, at least twice a second, with the share of the run that is
/// done, which grows from 0 to 1; true ends the run.
using StopRequest = std::function<bool(double share)>;

struct TrajectoryPoint {
  double time;
  double temperature;
  SummaryState state;
};

/// What became of a run of a mixture.
struct MixtureEnd {
  MixtureState state;
  Coverage coverage;
  std::optional<LossHistory::Loss> loss;  ///< of the first mode that was lost for good
  double mode_weight_error = 0.0, entropic_coverage = 0.0;
  double objective = 0.0;              ///< F at the end: -ELBO at T = 1
  double objective_error = 0.0;        ///< of its nodes
  double effective_sample_size = 0.0;  ///< reverse, per sample
};

struct Run {
  SummaryState final_state;  ///< of a mixture: not filled in, see `mixture_end`
  Outcome outcome = Outcome::undecided;
  bool stays_on_saddle = false;  ///< engine flow: all overlaps are exactly 0 from start to end
  std::uint64_t steps = 0;
  /// A schedule that watches: when T reached 1; empty if it did not by RunSetup::stall_time, and
  /// then the run ended there, undecided.
  std::optional<double> annealing_time;
  std::uint64_t projections = 0;  ///< engine sde: steps after which Q was not positive semidefinite
  std::string failure;            ///< empty, or what failed, at which time and state
  std::vector<TrajectoryPoint> points;
  std::optional<MixtureEnd> mixture_end;     ///< runs of mixtures that did not fail
  std::vector<MixturePoint> mixture_points;  ///< in place of `points`
};

/// Run number `number` of the engine in `setup`; the same bits on any thread, alone or among
/// others. `times`: sorted within [0, end_time], where points are wanted, one point for each
/// (SGD and sde: at the nearest step). The final state stands for end_time; the last step of SGD
/// and sde may pass it by less than a step. A run whose state leaves the range of numbers ends with
/// `failure` and the last good state, and so does SGD whose step is too large for the curvature at
/// the end. Throws std::invalid_argument when `setup` or `times` make no sense.
[[nodiscard]] Run simulate_run(const RunSetup& setup, std::uint64_t number,
                               std::span<const double> times = {});

/// The same; empty when `stop` ended the run.
[[nodiscard]] std::optional<Run> simulate_run(const RunSetup& setup, std::uint64_t number,
                                              std::span<const double> times,
                                              const StopRequest& stop);

/// Initial statistics of run `number` drawn from the law of mu_k(0) ~ N(0, sigma0^2 I_d), exact for
/// every d >= 1 at O(1) cost (Bartlett's form of the Wishart law).
[[nodiscard]] SummaryState draw_start(const Problem& problem, std::uint64_t seed,
                                      std::uint64_t number);

/// The same for a mixture: K n overlaps and the Gram matrix, of rank min(K, d - n). Engine full
/// draws all coordinates instead.
[[nodiscard]] MixtureState draw_start(const MixtureProblem& problem, std::uint64_t seed,
                                      std::uint64_t number);

/// Steps of SGD until end_time: ceil(end_time / step), rounded to the nearest when within a
/// relative 1e-9 of it. Throws std::invalid_argument unless step > 0 and the result is at most
/// 2^53.
[[nodiscard]] std::uint64_t step_count(double end_time, double step);

}  // namespace annealvi

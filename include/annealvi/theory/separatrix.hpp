// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The boundary between collapse and recovery in the start (S, D, y) of the flow (F4'), equal
// component weights: theory/collapse_probability.md. It is described by D_c(S; y): a start recovers
// when |D| > D_c. (The S_c(D) of (S1) is its inverse; D_c is finite and single-valued everywhere,
// S_c not.)
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace annealvi {

class CertainOutcome;

/// What one trajectory did.
struct Escape {
  bool recovered;  ///< m_1 m_2 < 0 at the end time
  double time;     ///< when |D| overtook |S| for good (recovered), or the end time
  double
      margin;  ///< > 0 recovered, < 0 collapsed, continuous across the separatrix when no saddle
               ///< is near: log(D/|S|) at the end, or (end - time) d log(D/|S|)/dt at the crossing
  double final_sum;  ///< S where the trajectory was left
};

/// log D_c at one S and y.
struct Threshold {
  enum class Kind {
    found,
    beyond,    ///< collapses for every D up to the largest asked
    vanishing  ///< recovers for every D down to e^-1000000
  } kind;
  double log_difference;  ///< midpoint of the final bracket, or the end that was reached
  double half_width;      ///< of that bracket: D_c is inside, up to the error of the flow
};

class NumericalFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// Trajectories run from `start` >= 0 to `end` > start.
struct TimeSpan {
  double start = 0.0;
  double end;
};

/// Follows starts to the end time, by the mean recursion when problem.noise.step > 0. Holds a
/// reference to `problem`. Not for concurrent use.
class Separatrix {
 public:
  Separatrix(const Problem& problem, TimeSpan span, const Tolerances& tolerances,
             const std::atomic<bool>* interrupted = nullptr);

  /// One trajectory from (sum, e^log_difference, squared_distance >= 0).
  [[nodiscard]] Escape follow(double sum, double log_difference, double squared_distance);

  /// D_c to an absolute accuracy `tolerance` of its logarithm, searched around guess +- spread up
  /// to `largest` (log D). About five trajectories with a good guess: near a saddle with unstable
  /// rate u the escape time grows like -log(D - D_c)/u, which two recovered starts turn into an
  /// estimate of D_c; every answer is a bracket whose ends were followed.
  [[nodiscard]] Threshold threshold(double sum, double squared_distance, double guess,
                                    double spread, double largest, double tolerance);

  /// Of S, D and y per step.
  void set_relative_tolerance(double relative) { tolerances_.relative = relative; }
  [[nodiscard]] double relative_tolerance() const { return tolerances_.relative; }

  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }
  [[nodiscard]] const Problem& problem() const { return problem_; }

 private:
  const Problem& problem_;
  double start_time_, end_time_;
  Tolerances tolerances_;
  const std::atomic<bool>* interrupted_;
  bool symmetric_;
  double sum_scale_;  // S = sum_scale sinh(s) when not symmetric
  std::shared_ptr<const CertainOutcome> certain_outcome_;
  double unstable_rate_ = 0.0;  // of the saddle, learnt from earlier searches; 0: unknown
  std::uint64_t trajectories_ = 0;
};

}  // namespace annealvi

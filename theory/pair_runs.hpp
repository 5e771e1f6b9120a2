// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Trajectories of the pair, and the straight lines of starts on which thresholds are looked for.
#pragma once

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/model/coverage.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "theory/pair_barrier.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

namespace annealvi {

/// side: +1 recovered with m_1 > m_2, -1 recovered with m_1 < m_2, 0 collapsed.
struct PairOutcome {
  int side;
  double time;    ///< when |D| overtook |S| for good (recovered), else the end time
  double margin;  ///< as Escape::margin
  int sum_sign;   ///< of S when |D| last overtook |S| (0: never), or at the end (collapsed)
};

/// Starts base + x direction at `time`.
struct StartLine {
  double time = 0.0;
  PairStatistics base, direction;

  [[nodiscard]] PairStatistics at(double x) const;
};

/// Follows starts to the end time, by the mean recursion when noise.step > 0. Holds a reference to
/// `model`. Not for concurrent use.
class PairRuns {
 public:
  /// `unit`: size of S and D at the start, below which they need no relative accuracy.
  PairRuns(const PairModel& model, double end_time, double unit, const Tolerances& tolerances,
           const std::optional<CoverageRule>& rule = {},
           const std::atomic<bool>* interrupted = nullptr);

  [[nodiscard]] PairOutcome follow(double time, const PairStatistics& start);

  /// The line carried along by the flow from `x` on it, until its direction has grown so that
  /// `half_width` of x spans `reach` of S or D; `time` = the end time when it never does.
  [[nodiscard]] StartLine carry(const StartLine& line, double x, double half_width, double reach);

  /// Equal fixed weights: D keeps its sign, and -D behaves as D.
  [[nodiscard]] bool mirrored() const { return mirrored_; }
  /// pi = 1/2: the state with both means reversed behaves as the state.
  [[nodiscard]] bool centred() const { return model_.problem.target.weight == 0.5; }
  [[nodiscard]] double relative_tolerance() const { return tolerances_.relative; }
  [[nodiscard]] const std::optional<CoverageRule>& rule() const { return rule_; }
  [[nodiscard]] double end_time() const { return end_time_; }
  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }

 private:
  using Variables = std::array<double, 7>;
  [[nodiscard]] PairStatistics state_of(std::span<const double> variables) const;
  [[nodiscard]] Variables variables_of(const PairStatistics& state) const;
  void scale_to(const PairStatistics& start);
  [[nodiscard]] Tolerances of_variables() const;
  void rates(double time, std::span<const double> variables, std::span<double> derivative) const;
  [[nodiscard]] int side_of(const PairStatistics& state) const;

  const PairModel& model_;
  double end_time_;
  Tolerances tolerances_;
  std::optional<CoverageRule> rule_;  // empty: both means on one side
  const std::atomic<bool>* interrupted_;
  bool mirrored_;
  std::size_t count_;  // of variables that move
  double unit_ = 0.0;
  Variables scale_{};
  std::optional<PairBarriers> barriers_;  // where signs decide
  std::uint64_t trajectories_ = 0;
};

}  // namespace annealvi

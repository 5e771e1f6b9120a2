// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S5): the collapsed share of Gaussian starts (S, D), everything else given.
#pragma once

#include "theory/pair_interval.hpp"
#include "theory/probability_parts.hpp"

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace annealvi {

/// Starts at `time`: (S, D) normal about those of `mean` with this covariance, the rest as in
/// `mean`.
struct PairStart {
  double time = 0.0;
  PairStatistics mean;
  double variance_sum = 0.0, covariance = 0.0, variance_difference = 0.0;
};

/// The share by a nested rule in r, S - S* = +-sqrt(v_S) r^2: nodes are lines S = const, and
/// doubling keeps them.
class PairShare {
 public:
  /// `tolerance`: relative, of the interval on each line. `model`: the same starts with another
  /// Gram matrix, whose intervals are a first guess.
  PairShare(PairRuns& runs, const PairStart& start, double tolerance, PairShare* model = nullptr);

  /// With `order` intervals on each side of the cusp. error: of the rule and of lines that were not
  /// resolved.
  [[nodiscard]] Estimate probability(std::size_t order);

  /// (S5) takes one collapsed interval a line for granted. The share of starts, 8 of equal weight
  /// on each of 24 lines of equal weight, whose run ends on another side than its line's interval
  /// says.
  [[nodiscard]] double misjudged();

  /// Largest relative difference of the shares of the heaviest lines from those of `reference`.
  [[nodiscard]] double largest_difference(PairShare& reference);

 private:
  /// One line S = const.
  struct Line {
    double share = 0.0;    // of the starts on it
    double density = 0.0;  // of P in r
    double doubt = 0.0;    // of the density
  };
  /// One side of the cusp, or all of the range as S itself.
  struct Branch {
    int side = 0;
    double right = 0.0;            // largest r; side 0: the range is [-right, right]
    std::map<double, Line> lines;  // by r
    std::array<std::map<double, double>, 2> known;  // centre, log half width
    std::size_t order = 0;                          // of the last rule, and its result
    double part = 0.0;
  };

  void find_cusp();
  [[nodiscard]] double standard_sum(const Branch& branch, double r) const;
  [[nodiscard]] StartLine line_at(double standard_sum) const;
  [[nodiscard]] static double abscissa(const Branch& branch, std::size_t which, double r);
  [[nodiscard]] IntervalGuess guess(const Branch& branch, double r);
  const Line& line(Branch& branch, double r);
  [[nodiscard]] Branch* branch_of(int side);

  PairRuns& runs_;
  PairStart start_;
  double tolerance_;
  PairShare* model_;
  double sum_unit_, slope_, difference_unit_;  // sqrt(v_S); D | S has mean slope (S - mean) and s
  IntervalSearch search_;
  bool centred_;       // symmetric under reversal of both means: one side, twice
  double cusp_ = 0.0;  // S* in units of sqrt(v_S) from the mean
  std::vector<Branch> branches_;
  double heaviest_ = 0.0;  // density
};

/// What share_to leaves behind, for starts that differ in little.
struct ShareParts {
  std::unique_ptr<PairShare> share, first;
  std::size_t order = 0;   ///< of the coarsest rule over S, enough for differences
  double coarse = 0.0;     ///< the share by this rule
  double tolerance = 0.0;  ///< of the intervals
  double wanted = 0.0;     ///< of P, for each source of error
  std::uint64_t trajectories = 0;
};

/// The share to what `options` ask for, or to `smallest_relative`, with an error estimate for the
/// rule, the thresholds and the flow.
[[nodiscard]] Estimate share_to(PairRuns& runs, const PairModel& model, const PairStart& start,
                                const SharpOptions& options, double smallest_relative,
                                ShareParts& parts);

/// P of any pair without gradient noise: (S5), (S6).
[[nodiscard]] Estimate pair_probability(const PairModel& model, const SharpOptions& options,
                                        std::uint64_t& trajectories);

}  // namespace annealvi

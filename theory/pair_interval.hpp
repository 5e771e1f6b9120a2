// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The collapsed starts on one line: an interval, whose two ends are thresholds of (S5):
// theory/collapse_probability.md (Lines).
#pragma once

#include "theory/pair_runs.hpp"

namespace annealvi {

/// Of x on a line, in its units. An interval that reaches beyond the range has an infinite half.
struct CollapseInterval {
  bool empty = true;    ///< nothing found within the range
  double middle = 0.0;  ///< a collapsed x, or one beside an interval that is narrower than doubles
  double below = 0.0;   ///< middle - lower end,
  double above = 0.0;   ///< upper end - middle: both > 0 and of relative accuracy
  int sign = 0;         ///< of S of collapsed runs
  double uncertain = 0.0;  ///< of above + below, relative
};

/// What is known before.
struct IntervalGuess {
  double middle = 0.0;
  double below = 1.0, above = 1.0;
  double spread = 1.0;  ///< of the logarithms of below and above
};

class IntervalSearch {
 public:
  /// Looks at |x| <= range; relative accuracy `tolerance` of above and below.
  IntervalSearch(PairRuns& runs, double range, double tolerance)
      : runs_(runs), range_(range), tolerance_(tolerance) {}

  /// Starts with the rates another search has learnt.
  void learn_from(const IntervalSearch& other) {
    upper_rate_ = other.upper_rate_;
    lower_rate_ = other.lower_rate_;
  }

  [[nodiscard]] CollapseInterval find(const StartLine& line, const IntervalGuess& guess);

  /// Where a line is nearest to collapse, without measuring the interval: a bracket of x and the
  /// sign of S there.
  struct Nearest {
    double low, high;
    bool collapsed;  ///< at the middle of the bracket
    int sign;        ///< 0: no collapsed run was found
  };
  [[nodiscard]] Nearest nearest(const StartLine& line, double guess, double spread);

 private:
  [[nodiscard]] CollapseInterval measure(const StartLine& line, double middle, int sign,
                                         const IntervalGuess& guess);
  [[nodiscard]] double resolution(const StartLine& line, double x) const;

  PairRuns& runs_;
  double range_, tolerance_;
  double upper_rate_ = 0.0, lower_rate_ = 0.0;  // of the saddles, learnt
};

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Where a collapse probability, as a function of one positive number, passes a wanted risk. Knows
// nothing of annealing: P may have any shape, plateaus and several crossings included.
#pragma once

#include "annealvi/model/answer_status.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace annealvi {

/// P at one value x > 0 of the free quantity.
struct RiskSample {
  double x = 0.0;
  double log_probability = 0.0;  ///< -infinity for P = 0; NaN: could not be computed
  double companion = 0.0;        ///< what an inner search found at x (T0 of the best schedule)
  std::string failure;           ///< why log_probability is NaN
  AnswerStatus status = AnswerStatus::done;  ///< of the formula

  [[nodiscard]] bool computed() const;  ///< log_probability is a number or -infinity
  /// At least -700: P below that counts as 0, and root finders can interpolate.
  [[nodiscard]] double finite_log() const;
};

/// P of one value, on one thread.
using RiskOfValue = std::function<RiskSample(double x)>;
/// Called from several threads at once. `companion` is what a neighbour found, for an inner search
/// to start from; 0: nothing is known. May throw SearchInterrupted.
using RiskFunction = std::function<RiskSample(double x, double companion)>;

/// Somebody asked to stop.
class SearchInterrupted : public std::runtime_error {
 public:
  SearchInterrupted() : std::runtime_error("interrupted") {}
};

/// A bracket of one place where P = risk, as narrow as asked for.
struct RiskCrossing {
  double acceptable, refused;  ///< x with P <= risk and x with P > risk
};

struct RiskSearchOptions {
  double from = 0.0, to = 0.0;  ///< 0 < from < to: nothing outside is looked at
  std::size_t count = 25;       ///< of the scan, at least 3, evenly spaced in log x
  double log_risk = 0.0;
  double tolerance = 1e-4;  ///< width of the brackets relative to x
  unsigned threads = 1;     ///< the result does not depend on it
  bool companions = false;  ///< the scan starts in the middle and hands companions on
};

struct RiskSearch {
  std::vector<RiskSample> samples;      ///< everything evaluated, by increasing x
  std::vector<RiskCrossing> crossings;  ///< by increasing x

  /// The smallest or largest x with P <= risk; nullptr when there is none.
  [[nodiscard]] const RiskSample* extreme_acceptable(double log_risk, bool smallest) const;
  /// The x with the smallest P; nullptr when nothing could be computed.
  [[nodiscard]] const RiskSample* best() const;
};

/// Scans [from, to]; follows local minima above and maxima below the risk that may hide a pair of
/// crossings between scan points (Brent's minimiser); closes in on every crossing (TOMS 748 on
/// log P against log x). Samples that could not be computed never bracket a crossing. Narrower
/// features than the scan that leave no trace in it are not seen.
[[nodiscard]] RiskSearch search_risk(const RiskFunction& function,
                                     const RiskSearchOptions& options);

/// work(0), ..., work(count - 1), each once, on `threads` threads; the first exception by index
/// order of threads reaches the caller.
void for_each_in_parallel(std::size_t count, unsigned threads,
                          const std::function<void(std::size_t)>& work);

}  // namespace annealvi

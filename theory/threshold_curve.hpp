// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// log D_c as a smooth function of the log distance of S from its cusp:
// theory/collapse_probability.md. S and D in units of sqrt(v_S), sqrt(v_D), the random start's.
#pragma once

#include "annealvi/theory/effective_start.hpp"
#include "annealvi/theory/separatrix.hpp"

#include <map>
#include <optional>
#include <stdexcept>

namespace annealvi {

/// A range of starts S as a function of the abscissa x in which log D_c is smooth: one side of the
/// cusp S*, S = cusp + side e^x, or, where no start is near a cusp, S = x itself.
struct StartRange {
  bool around_cusp = true;
  double cusp = 0.0;
  double side = 1.0;
  double right = 0.0;  ///< largest x

  [[nodiscard]] double start(double x) const;
  [[nodiscard]] double jacobian(double x) const;  ///< |dS/dx|
};

/// The curve is not finite everywhere: some starts collapse (or recover) for every D.
class NotSmooth : public std::runtime_error {
 public:
  NotSmooth() : std::runtime_error("the threshold is not finite") {}
};

/// log(D_c/sqrt(v_D)) at one y over S/sqrt(v_S), found point by point; remembers what it found to
/// guess the next.
class ThresholdCurve {
 public:
  ThresholdCurve(Separatrix& separatrix, const RandomStart& start, const StartRange& range,
                 double tolerance);

  /// log(D_c/sqrt(v_D)) at x. `guess` empty: from the points known so far; else searched around
  /// guess +- spread. Throws NotSmooth when there is none up to far beyond
  /// modes and starts.
  double at(double x, std::optional<double> guess = {}, double spread = 0.3);

  /// Guess from the points of a rougher curve until there are enough of our own.
  void take_hints(const ThresholdCurve& rough) { hints_ = rough.points_; }

  /// Whether any threshold was above e^-1000000.
  [[nodiscard]] bool any_found() const { return any_found_; }
  [[nodiscard]] const StartRange& range() const { return range_; }

 private:
  double extrapolate(double x, double& spread) const;

  Separatrix& separatrix_;
  double sum_unit_, log_difference_unit_, y_;
  StartRange range_;
  double tolerance_;
  std::map<double, double> points_, hints_;
  bool any_found_ = false;
};

/// S*/unit at which the flow of S alone (D = 0) separates the two modes, within +-`range`; empty
/// when all of these starts go to one mode.
[[nodiscard]] std::optional<double> find_cusp(Separatrix& separatrix, double unit,
                                              double squared_distance, double range);

}  // namespace annealvi

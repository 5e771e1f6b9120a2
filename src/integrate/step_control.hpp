// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sizes of steps from the error estimates of a pair of orders 8 and 7.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "numerics/elementary.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <utility>

namespace annealvi {

template <class Vector>
class StepControl {
 public:
  explicit StepControl(const OdeOptions& options) : options_(options) {}

  /// Largest component of the estimate in units of its tolerance: accepted up to 1; NaN if any is.
  [[nodiscard]] double scaled_error(const Vector& from, const Vector& to,
                                    const Vector& estimate) const {
    double worst = 0.0;
    for (Eigen::Index i = 0; i < from.size(); ++i) {
      const double scale =
          absolute(i) + options_.tolerances.relative * std::max(std::abs(from[i]), std::abs(to[i]));
      const double ratio = std::abs(estimate[i]) / scale;
      if (!(ratio <= worst)) worst = estimate[i] == 0.0 ? worst : ratio;  // NaN wins, 0/0 does not
    }
    return worst;
  }

  /// Hairer, Norsett, Wanner, Solving ODEs I, II.4, first half: 1 % of the scale over the slope.
  [[nodiscard]] double first(const Vector& state, const Vector& slope, double span) const {
    double size = 0.0, steepness = 0.0;
    for (Eigen::Index i = 0; i < state.size(); ++i) {
      const double scale = absolute(i) + options_.tolerances.relative * std::abs(state[i]);
      if (scale == 0.0) continue;
      size = std::max(size, std::abs(state[i]) / scale);
      steepness = std::max(steepness, std::abs(slope[i]) / scale);
    }
    return steepness > 0.0 && size > 0.0 ? std::min(span, 0.05 * size / steepness) : 1e-3 * span;
  }

  /// Also looks back at the accepted step before; `rejected`: this one took more than one attempt.
  [[nodiscard]] double after_accepted(double h, double error, bool rejected) {
    const double factor = std::min(wish(error), predicted_wish(h, error));
    return h * std::clamp(factor, 0.2, rejected ? 1.0 : 6.0);
  }

  /// `error` may be NaN, or at most 1 when the step led out of the domain.
  [[nodiscard]] double after_rejected(double h, double error) const {
    return h * std::clamp(std::isfinite(error) && error > 1.0 ? wish(error) : 0.1, 0.1, 0.9);
  }

 private:
  static constexpr double error_order = 8.0;  // local error of the controlled solution is O(h^8)

  [[nodiscard]] double absolute(Eigen::Index i) const {
    return options_.absolute.empty() ? options_.tolerances.absolute
                                     : options_.absolute[static_cast<std::size_t>(i)];
  }

  static double wish(double error) {
    return 0.9 * math::pow(std::max(error, 1e-12), -1.0 / error_order);
  }

  /// Factor for the step after one of length h if the error goes on changing as it did before
  /// (K. Gustafsson, ACM Trans. Math. Softw. 20 (1994) 496): fewer rejections on the way up.
  double predicted_wish(double h, double error) {
    const double before = std::exchange(previous_error_, error = std::max(error, 1e-12));
    const double ratio = h / std::exchange(previous_step_, h);  // infinite at first
    return 0.9 * ratio * math::pow(before / (error * error), 1.0 / error_order);
  }

  const OdeOptions& options_;
  double previous_step_ = 0.0, previous_error_ = 1.0;  // of the last accepted step
};

}  // namespace annealvi

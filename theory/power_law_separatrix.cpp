// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/power_law_separatrix.hpp"

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "numerics/elementary.hpp"
#include "theory/pair_rates.hpp"

#include <Eigen/Eigenvalues>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace annealvi {
namespace {

/// A point of the (S, D) plane in x = log S, log D.
using LogPoint = std::array<double, 2>;

/// (F4') at constant temperature, y = 0: d(log S, log D)/dt in units of the relaxation rate.
LogPoint log_rates(const Problem& problem, double log_temperature, const LogPoint& x) {
  const double sum = math::exp(x[0]);
  const PairRates rates = pair_rates(problem, sum, math::exp(x[1]), log_temperature);
  return {rates[0] / sum, rates[1]};
}

/// Unit vector of the stable direction at the saddle that points to the origin; empty when the
/// point does not have one stable and one unstable direction.
std::optional<LogPoint> inward_direction(const Problem& problem, double log_temperature,
                                         const LogPoint& saddle) {
  constexpr double h = 1e-5;  // error h^2 of the direction, far below what the start needs
  Eigen::Matrix2d jacobian;
  for (int j = 0; j < 2; ++j) {
    LogPoint above = saddle, below = saddle;
    above[static_cast<std::size_t>(j)] += h;
    below[static_cast<std::size_t>(j)] -= h;
    const LogPoint up = log_rates(problem, log_temperature, above);
    const LogPoint down = log_rates(problem, log_temperature, below);
    for (int i = 0; i < 2; ++i) {
      const auto k = static_cast<std::size_t>(i);
      jacobian(i, j) = (up[k] - down[k]) / (2.0 * h);
    }
  }
  if (!jacobian.allFinite()) return std::nullopt;
  const Eigen::EigenSolver<Eigen::Matrix2d> solver(jacobian);
  const Eigen::Vector2d values = solver.eigenvalues().real();
  if (!(values.minCoeff() < 0.0 && values.maxCoeff() > 0.0)) return std::nullopt;
  const Eigen::Index stable = values[0] < values[1] ? 0 : 1;
  Eigen::Vector2d direction = solver.eigenvectors().col(stable).real().normalized();
  if (direction.sum() > 0.0) direction = -direction;
  return LogPoint{direction[0], direction[1]};
}

struct Accuracy {
  double offset;     ///< first step off the saddle, in the logarithms
  double tolerance;  ///< of the logarithms, per step
  double last_sum;   ///< where the flow counts as linear: R S, whose square is what is left out
};

/// log S - alpha log D at the origin's end of the stable manifold; a sentence when that fails.
struct Followed {
  double log_constant = 0.0;
  std::string failure;
};
Followed follow_back(const Problem& problem, double log_temperature, double exponent,
                     const LogPoint& saddle, const LogPoint& inward, const Accuracy& accuracy) {
  const LogPoint start{saddle[0] + accuracy.offset * inward[0],
                       saddle[1] + accuracy.offset * inward[1]};
  const OdeSystem backwards = [&](double, std::span<const double> x, std::span<double> derivative) {
    const LogPoint rates = log_rates(problem, log_temperature, {x[0], x[1]});
    derivative[0] = -rates[0];
    derivative[1] = -rates[1];
  };
  OdeOptions options{.tolerances = {.relative = 1e-15, .absolute = accuracy.tolerance}};
  const double last = math::log(accuracy.last_sum / problem.target.separation);
  options.stop_when = [last](double, std::span<const double> x) { return x[0] < last; };
  constexpr double longest = 1e9;  // relaxation times; reached only when S does not shrink at all
  const OdeResult result = solve_ode(backwards, start, 0.0, longest, options);
  if (result.status != OdeStatus::stopped_by_condition) {
    return {0.0, "the stable manifold of the saddle does not lead back to the origin: " +
                     describe(result)};
  }
  return {result.state[0] - exponent * result.state[1], {}};
}

PowerLawSeparatrix without(PowerLawStatus status, std::string message) {
  PowerLawSeparatrix none;
  none.status = status;
  none.message = std::move(message);
  return none;
}

}  // namespace

PowerLawSeparatrix power_law_separatrix(const Problem& problem, double temperature) {
  if (!problem.symmetric()) {
    return without(PowerLawStatus::not_defined,
                   "the power law needs pi = 1/2 and equal component weights");
  }
  const char* none_lasts = "no collapsed state lasts at this temperature";
  if (problem.target.separation < collapsed_separation)
    return without(PowerLawStatus::no_saddle, none_lasts);
  const auto [status, fold] = pair_fold(problem);
  if (status != FoldStatus::found)
    return without(PowerLawStatus::not_followed, "the fold at T_f could not be followed");
  const double log_temperature = math::log(temperature);
  if (log_temperature >= fold.log_temperature)
    return without(PowerLawStatus::no_saddle, none_lasts);
  const LinearRates rates = linear_rates(coefficients_at_temperature(problem, temperature),
                                         problem.target.separation, 0.0);
  if (!(rates.sum > 0.0)) {
    return without(PowerLawStatus::no_growth, "the sum S decays at this temperature");
  }
  const auto saddle = pair_state(problem, fold, temperature, PairBranch::saddle);
  if (!saddle) return without(PowerLawStatus::not_followed, "the saddle could not be located");
  const LogPoint at{math::log(saddle->first + saddle->second), math::log(saddle->difference)};
  const auto inward = inward_direction(problem, log_temperature, at);
  if (!inward) return without(PowerLawStatus::not_followed, "the saddle has no stable direction");

  const double exponent = rates.sum / rates.difference;
  // A start off the manifold by the square of the offset comes closer to it, backwards in time.
  const Accuracy fine{.offset = 1e-6, .tolerance = 1e-13, .last_sum = 1e-8};
  const Accuracy coarse{.offset = 1e-5, .tolerance = 1e-11, .last_sum = 1e-7};
  const Followed best = follow_back(problem, log_temperature, exponent, at, *inward, fine);
  const Followed check = follow_back(problem, log_temperature, exponent, at, *inward, coarse);
  for (const Followed& followed : {best, check}) {
    if (!followed.failure.empty()) return without(PowerLawStatus::not_followed, followed.failure);
  }
  constexpr double rounding = 1e-12;  // of rates of order one over some tens of relaxation times
  PowerLawSeparatrix result;
  result.status = PowerLawStatus::found;
  result.exponent = exponent;
  result.constant = math::exp(best.log_constant);
  result.error = result.constant * (std::abs(best.log_constant - check.log_constant) + rounding);
  return result;
}

}  // namespace annealvi

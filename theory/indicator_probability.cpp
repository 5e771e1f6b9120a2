// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Unequal component weights: S and D do not decouple, so the collapsed region of the plane of starts
// (m_1, m_2) = sigma0 rho (cos theta, sin theta) is measured directly,
//   P = int_0^inf rho e^(-rho^2/2) (collapsed fraction of the circle of radius rho) d rho.
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "theory/probability_parts.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <numbers>
#include <vector>

namespace annealvi {
namespace {

constexpr double full_circle = 2.0 * std::numbers::pi;

/// The Gram matrix in Bartlett's coordinates, in units of sigma0^2: Q = L L^T.
struct Bartlett {
  double l11, l21, l22;
};

class Plane {
 public:
  Plane(const Problem& problem, const SharpOptions& options, const Tolerances& tolerances)
      : problem_(problem), options_(options), tolerances_(tolerances) {}

  /// P at one Gram matrix; `rays` directions are scanned on every circle.
  Estimate probability(const Bartlett& gram, int rays, unsigned depth) {
    gram_ = gram;
    // rho = sqrt(2 u) turns the weight into e^-u, and u = e^x spreads small starts.
    const auto density = [&](double x) {
      const double u = std::exp(x);
      return u * std::exp(-u) * collapsed_fraction(std::sqrt(2.0 * u), rays);
    };
    double error = 0.0;
    constexpr double left = -14.0, right = 3.6;  // e^-14 of the weight below, e^-36 above
    const double value = boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
        density, left, right, depth, 1e-6, &error);
    const double rest = std::exp(left) * collapsed_fraction(std::sqrt(2.0) * std::exp(0.5 * left), rays);
    return {value + rest, error + 0.1 * rest};
  }

  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }

 private:
  /// Positive when the start recovers, negative when it collapses: a ratio of the final overlaps.
  double lead(double rho, double theta) {
    if (options_.interrupted != nullptr && options_.interrupted->load()) throw Interrupted();
    ++trajectories_;
    const double scale = problem_.initial_scale(), variance = scale * scale;
    const auto& [l11, l21, l22] = gram_;
    const SummaryState start{{scale * rho * std::cos(theta), scale * rho * std::sin(theta)},
                             variance * l11 * l11,
                             variance * l11 * l21,
                             variance * (l21 * l21 + l22 * l22)};
    const FlowTrajectory run = integrate_flow(problem_, start, options_.end_time, {}, tolerances_);
    if (run.ode.failed()) throw NumericalFailure("flow of (m, Q): " + describe(run.ode));
    const auto& m = run.final_state.overlap;
    return -m[0] * m[1] / (m[0] * m[0] + m[1] * m[1] + 1e-300);
  }

  double collapsed_fraction(double rho, int rays) {
    std::vector<double> theta, value;
    for (int i = 0; i <= rays; ++i) {
      theta.push_back(full_circle * (i + 0.25) / rays);
      value.push_back(i == rays ? value.front() : lead(rho, theta.back()));
    }
    double collapsed = 0.0;
    for (std::size_t i = 0; i + 1 < theta.size(); ++i) {
      const bool from = value[i] < 0.0, to = value[i + 1] < 0.0;
      const double width = theta[i + 1] - theta[i];
      if (from && to) collapsed += width;
      else if (from != to) {
        const double boundary = bisect(rho, theta[i], theta[i + 1], from);
        collapsed += from ? boundary - theta[i] : theta[i + 1] - boundary;
      }
    }
    if (collapsed > 0.0) return collapsed / full_circle;
    return narrow_fraction(rho, theta, value);
  }

  /// No ray collapsed: look between the rays where `lead` is smallest, on the two half circles of S.
  double narrow_fraction(double rho, const std::vector<double>& theta, const std::vector<double>& value) {
    double collapsed = 0.0;
    const std::size_t rays = theta.size() - 1;
    for (const double sign : {+1.0, -1.0}) {
      std::size_t best = rays;
      for (std::size_t i = 0; i < rays; ++i) {
        if (sign * (std::cos(theta[i]) + std::sin(theta[i])) <= 0.0) continue;
        if (best == rays || value[i] < value[best]) best = i;
      }
      const double step = full_circle / static_cast<double>(rays);
      const auto [centre, depth] = boost::math::tools::brent_find_minima(
          [&](double angle) { return lead(rho, angle); }, theta[best] - step, theta[best] + step, 20);
      if (depth >= 0.0) continue;
      collapsed += bisect(rho, centre, theta[best] + step, true) -
                   bisect(rho, theta[best] - step, centre, false);
    }
    return collapsed / full_circle;
  }

  double bisect(double rho, double left, double right, bool left_collapsed) {
    while (right - left > 1e-9) {
      const double middle = 0.5 * (left + right);
      ((lead(rho, middle) < 0.0) == left_collapsed ? left : right) = middle;
    }
    return 0.5 * (left + right);
  }

  const Problem& problem_;
  const SharpOptions& options_;
  Tolerances tolerances_;
  Bartlett gram_{};
  std::uint64_t trajectories_ = 0;
};

}  // namespace

Estimate indicator_probability(const Problem& problem, const SharpOptions& options,
                               std::uint64_t& trajectories) {
  Tolerances tolerances = options.tolerances;
  tolerances.absolute = std::min(tolerances.absolute, 1e-6 * problem.initial_scale());
  Plane plane(problem, options, tolerances);
  const double degrees = problem.target.dimension - 1.0;
  const double root = std::sqrt(degrees);
  const Bartlett mean{root, 0.0, root};
  Estimate result = plane.probability(mean, 48, 4);

  // Second differences of P in the three independent coordinates of Q, on a coarse grid, give the
  // effect of its fluctuations: (Q_11, Q_22) of variance 2 (d-1), Q_12 of variance d-1.
  if (degrees > 0.0) {
    constexpr int rays = 16;
    constexpr unsigned depth = 1;
    const double centre = plane.probability(mean, rays, depth).value;
    const double spread = std::min(0.9, 1.0 / std::sqrt(2.0 * degrees));  // of sqrt(Q_kk), relative
    const double tilt = degrees > 1.0 ? 1.0 : root;
    const std::array<std::array<Bartlett, 2>, 3> pairs{{
        {{{root * (1.0 + spread), 0.0, root}, {root * (1.0 - spread), 0.0, root}}},
        {{{root, 0.0, root * (1.0 + spread)}, {root, 0.0, root * (1.0 - spread)}}},
        {{{root, tilt, root}, {root, -tilt, root}}},
    }};
    for (const auto& [up, down] : pairs) {
      const double second = plane.probability(up, rays, depth).value +
                            plane.probability(down, rays, depth).value - 2.0 * centre;
      result.error += 0.5 * std::abs(second);
    }
  }
  trajectories += plane.trajectories();
  return result;
}

}  // namespace annealvi

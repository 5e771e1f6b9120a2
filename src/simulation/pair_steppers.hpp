// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The steppers of the pair, in the form of stepped_run.hpp: stochastic gradient descent, full and
// reduced, and the stochastic equation.
#pragma once

#include "annealvi/numerics/random.hpp"
#include "simulation/brownian_path.hpp"
#include "simulation/engines.hpp"
#include "simulation/gram_factor.hpp"
#include "simulation/sgd_full.hpp"
#include "simulation/sgd_reduced.hpp"
#include "simulation/stepped_run.hpp"
#include "simulation/summary_equation.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>
#include <string>

namespace annealvi {

/// Curvature of F far out, w_k H: a step above 2/curvature multiplies the distance from the modes.
[[nodiscard]] inline double curvature(const Problem& problem, double time) {
  const Coefficients coefficients = coefficients_at(problem, time);
  const auto& weights = problem.family.weights;
  return std::max(weights[0], weights[1]) * coefficients.speed * coefficients.annealed.precision;
}

template <class Sgd>
class SgdStepper {
 public:
  SgdStepper(const RunSetup& setup, std::uint64_t number)
      : problem_(setup.problem),
        sgd_(setup.problem),
        key_{.seed = setup.seed, .stream = Sgd::noise_stream, .run = number} {
    if (setup.start) {
      sgd_.place_start(*setup.start);
    } else {
      sgd_.draw_start(setup.seed, number);
    }
  }

  [[nodiscard]] double step() const { return problem_.noise.step; }
  [[nodiscard]] SummaryState statistics() const { return sgd_.statistics(); }

  void advance(std::uint64_t n, Run& /*run*/, const std::function<bool()>& stop) {
    key_.step = n;
    sgd_.step(coefficients_at(problem_, step() * static_cast<double>(n)), key_, &stop);
  }

  [[nodiscard]] bool unstable(double time) const {
    return step() * curvature(problem_, time) > 2.0;
  }
  [[nodiscard]] std::string divergence_cause(double time) const {
    return describe_large_step(step(), curvature(problem_, time));
  }

 private:
  const Problem& problem_;
  Sgd sgd_;
  RandomKey key_;
};

/// The signs of single-precision normal draws, one draw a step.
[[nodiscard]] inline StepSigns<SummaryEquation::noises> draw_signs(const RandomKey& key) {
  constexpr std::size_t pairs = SummaryEquation::noises * (SummaryEquation::noises - 1) / 2;
  std::array<float, SummaryEquation::noises + pairs> normal;
  fill_normal(key, std::span<float>(normal));
  StepSigns<SummaryEquation::noises> signs;
  std::size_t next = 0;
  const auto sign = [&] { return normal[next++] < 0.0F ? -1.0 : 1.0; };
  for (double& direction : signs.direction) direction = sign();
  for (std::size_t q = 0; q < SummaryEquation::noises; ++q)
    for (std::size_t r = q + 1; r < SummaryEquation::noises; ++r) {
      signs.area[q][r] = sign();
      signs.area[r][q] = -signs.area[q][r];
    }
  return signs;
}

class SdeStepper {
 public:
  SdeStepper(const RunSetup& setup, std::uint64_t number)
      : equation_(setup.problem),
        scheme_(setup.sde.scheme),
        step_(setup.sde.step.value_or(setup.problem.noise.step)),
        path_(setup.seed, number, step_),
        key_{.seed = setup.seed, .stream = RandomStream::brownian_signs, .run = number},
        state_(setup.start ? *setup.start : draw_start(setup.problem, setup.seed, number)) {
    (void)gram_factor(state_);  // throws unless Q is positive semidefinite
  }

  [[nodiscard]] double step() const { return step_; }
  [[nodiscard]] const SummaryState& statistics() const { return state_; }

  void advance(std::uint64_t n, Run& run, const std::function<bool()>& /*stop*/) {
    const double t = step_ * static_cast<double>(n);
    const auto u = SummaryEquation::to_vector(state_);
    const auto& dw = path_.next();
    if (scheme_ == SdeScheme::euler) {
      state_ = SummaryEquation::from_vector(euler_maruyama_step(equation_, t, u, step_, dw));
    } else {
      key_.step = n;
      state_ = SummaryEquation::from_vector(
          weak_second_order_step(equation_, t, u, step_, dw, draw_signs(key_)));
    }
    if (project_gram(state_)) ++run.projections;
  }

  [[nodiscard]] bool unstable(double /*time*/) const { return false; }
  [[nodiscard]] std::string divergence_cause(double /*time*/) const {
    std::ostringstream text;
    text.precision(17);
    text << "simulation.sde_step = " << step_ << " or sgd.step is too large";
    return text.str();
  }

 private:
  SummaryEquation equation_;
  SdeScheme scheme_;
  double step_;
  BrownianPath<SummaryEquation::noises> path_;
  RandomKey key_;
  SummaryState state_;
};

}  // namespace annealvi

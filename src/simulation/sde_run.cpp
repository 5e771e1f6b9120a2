// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A run of the stochastic equation: theory/stochastic_equation.md.
#include "annealvi/numerics/random.hpp"
#include "simulation/brownian_path.hpp"
#include "simulation/engines.hpp"
#include "simulation/gram_factor.hpp"
#include "simulation/stepped_run.hpp"
#include "simulation/summary_equation.hpp"

#include <span>
#include <sstream>
#include <string>

namespace annealvi {
namespace {

constexpr std::size_t noises = SummaryEquation::noises;

/// The signs of single-precision normal draws, one draw a step.
StepSigns<noises> draw_signs(const RandomKey& key) {
  constexpr std::size_t pairs = noises * (noises - 1) / 2;
  std::array<float, noises + pairs> normal;
  fill_normal(key, std::span<float>(normal));
  StepSigns<noises> signs;
  std::size_t next = 0;
  const auto sign = [&] { return normal[next++] < 0.0F ? -1.0 : 1.0; };
  for (double& direction : signs.direction) direction = sign();
  for (std::size_t q = 0; q < noises; ++q)
    for (std::size_t r = q + 1; r < noises; ++r) {
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
  BrownianPath<noises> path_;
  RandomKey key_;
  SummaryState state_;
};

}  // namespace

std::optional<Run> simulate_sde(const RunSetup& setup, std::uint64_t number,
                                std::span<const double> times, const StopRequest& stop) {
  SdeStepper stepper(setup, number);
  return simulate_steps("the stochastic equation", setup, stepper, times, stop);
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of stochastic gradient descent, once for the full and the reduced simulator.

#include "simulation/engines.hpp"
#include "simulation/sgd_full.hpp"
#include "simulation/sgd_reduced.hpp"
#include "simulation/stepped_run.hpp"

#include <algorithm>

namespace annealvi {
namespace {

/// Curvature of F far out, w_k H: a step above 2/curvature multiplies the distance from the modes.
double curvature(const Problem& problem, double time) {
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

}  // namespace

std::optional<Run> simulate_full_sgd(const RunSetup& setup, std::uint64_t number,
                                     std::span<const double> times, const StopRequest& stop) {
  SgdStepper<FullSgd> stepper(setup, number);
  return simulate_steps("full SGD", setup, stepper, times, stop);
}

std::optional<Run> simulate_reduced_sgd(const RunSetup& setup, std::uint64_t number,
                                        std::span<const double> times, const StopRequest& stop) {
  SgdStepper<ReducedSgd> stepper(setup, number);
  return simulate_steps("reduced SGD", setup, stepper, times, stop);
}

}  // namespace annealvi

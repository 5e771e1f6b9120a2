// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of stochastic gradient descent, once for the full and the reduced simulator.

#include "simulation/engines.hpp"
#include "simulation/sgd_full.hpp"
#include "simulation/sgd_reduced.hpp"
#include "simulation/stepped_run.hpp"

#include <sstream>

namespace annealvi {
namespace {

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

  void advance(std::uint64_t n, Run& /*run*/) {
    key_.step = n;
    sgd_.step(coefficients_at(problem_, step() * static_cast<double>(n)), key_);
  }

  [[nodiscard]] std::string divergence_cause(double time) const {
    const Coefficients coefficients = coefficients_at(problem_, time);
    std::ostringstream text;
    text.precision(17);
    text << "sgd.step = " << step() << " is too large for the curvature "
         << coefficients.speed * coefficients.annealed.precision;
    return text.str();
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

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Uses the installed package as a stranger would: umbrella header, one closed form, one P.
#include <annealvi/annealvi.hpp>

#include <cmath>
#include <cstdio>

int main() {
  // 1 - E tanh(2 a^2 + a z) = exp(-2 a^2): an identity, so no stored number is needed.
  const double closed_form = annealvi::expected_tanh_complement(2.0, 1.0);
  const bool identity_holds = std::abs(closed_form / std::exp(-2.0) - 1.0) < 1e-12;

  annealvi::Problem problem;
  problem.target.dimension = 100.0;
  problem.annealing.schedule.kind = annealvi::ScheduleKind::constant;
  problem.annealing.schedule.initial_temperature = 1.0;
  annealvi::SharpOptions options;
  options.end_time = annealvi::automatic_end_time(problem);
  options.probability_error = 1e-3;
  const annealvi::SharpProbability sharp = annealvi::collapse_probability(problem, options);
  // Overlap repels the components, so collapse is less likely than a coin toss, but it does happen.
  const bool plausible = sharp.probability > 0.0 && sharp.probability < 0.5;

  std::printf("identity %s, P = %.4f +- %.1e %s\n", identity_holds ? "holds" : "fails",
              sharp.probability, sharp.error, sharp.message.c_str());
  return identity_holds && plausible ? 0 : 1;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Whole trajectories against an independent implementation (data/reference/trajectories.json states
// where the numbers come from). Its `loss` lacks log Z_t and is not multiplied by T, whatever the
// objective.
#include <algorithm>
#include <cmath>

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "reference_problem.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;

namespace {

/// The reference is good to 2e-11. Our errors of 1e-12 per step grow by 10 to 100 along the
/// unstable directions.
constexpr double trajectory_accuracy = 1e-10;
constexpr Tolerances strict{.relative = 1e-12, .absolute = 1e-14};

nlohmann::json read_trajectories() {
  return test::read_trajectories("trajectories.json");
}

struct Differences {
  double overlap = 0.0, gram = 0.0, objective = 0.0;
};

/// Runs one reference case and returns the largest differences from it.
Differences compare(const nlohmann::json& row, const Problem& problem,
                    const Tolerances& tolerances) {
  const auto rows = row.at("rows").get<std::vector<std::vector<double>>>();
  std::vector<double> times;
  for (const auto& line : rows) times.push_back(line[0]);
  const auto& first = rows.front();
  const SummaryState start{
      .overlap = {first[2], first[3]}, .q11 = first[4], .q12 = first[5], .q22 = first[6]};
  const FlowTrajectory run = integrate_flow(problem, start, times.back(), times, tolerances);
  CHECK(run.ode.status == OdeStatus::reached_end);
  REQUIRE(run.points.size() == rows.size());
  Differences worst;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& line = rows[i];
    const SummaryState& state = run.points[i].state;
    CHECK(run.points[i].time == line[0]);
    const Coefficients coefficients = coefficients_at(problem, line[0]);
    CHECK_RELATIVE(coefficients.temperature, line[1], test::rounding);
    CHECK_RELATIVE(coefficients.sigma, line[7], test::rounding);
    worst.overlap = std::max({worst.overlap, std::abs(state.overlap[0] - line[2]),
                              std::abs(state.overlap[1] - line[3])});
    worst.gram = std::max({worst.gram, std::abs(state.q11 - line[4]), std::abs(state.q12 - line[5]),
                           std::abs(state.q22 - line[6])});
    const double divergence = line[8] + log_normaliser(coefficients.annealed, problem.target);
    worst.objective = std::max(
        worst.objective,
        std::abs(objective(problem, coefficients, state) / coefficients.speed - divergence));
  }
  return worst;
}

}  // namespace

TEST_CASE("trajectories agree with the second source") {
  const auto trajectories = read_trajectories();
  REQUIRE(trajectories.size() == 7);
  Differences worst;
  for (const auto& row : trajectories) {
    CAPTURE(row.at("name").get<std::string>());
    const Differences found = compare(row, test::problem_of(row), strict);
    CHECK_ABSOLUTE(found.overlap, 0.0, trajectory_accuracy);
    CHECK_ABSOLUTE(found.gram, 0.0, trajectory_accuracy);
    CHECK_ABSOLUTE(found.objective, 0.0, trajectory_accuracy);
    worst = {std::max(worst.overlap, found.overlap), std::max(worst.gram, found.gram),
             std::max(worst.objective, found.objective)};
  }
  MESSAGE("largest differences: m " << worst.overlap << ", Q " << worst.gram << ", F "
                                    << worst.objective);
}

TEST_CASE("the default tolerances lose three digits, not more") {
  for (const auto& row : read_trajectories()) {
    CAPTURE(row.at("name").get<std::string>());
    const Differences found = compare(row, test::problem_of(row), Tolerances{});
    CHECK_ABSOLUTE(found.overlap, 0.0, 1e3 * Tolerances{}.relative);
    CHECK_ABSOLUTE(found.gram, 0.0, 1e3 * Tolerances{}.relative);
  }
}

TEST_CASE("negative control: another schedule, path or objective is seen") {
  const auto trajectories = read_trajectories();
  for (const auto& row : {trajectories.at(2), trajectories.at(4)}) {
    Problem problem = test::problem_of(row);
    problem.annealing.objective =
        problem.annealing.objective == Objective::kl ? Objective::free_energy : Objective::kl;
    CHECK(compare(row, problem, strict).overlap > 1e-3);
    problem = test::problem_of(row);
    problem.target.weight = 1.0 - problem.target.weight + 1e-6;  // the bias turned round or moved
    CHECK(compare(row, problem, strict).overlap > trajectory_accuracy);
  }
}

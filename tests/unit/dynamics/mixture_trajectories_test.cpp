// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Whole trajectories of the general model against an independent implementation of (F1)-(F6)
// (data/reference/trained_trajectories.json), and against the fast path of two components.
#include <algorithm>
#include <cmath>

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/mixture_flow.hpp"
#include "reference_problem.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;

namespace {

/// The reference is good to 2e-11. Our errors of 1e-12 per step grow by 10 to 100 along the
/// unstable directions.
constexpr double trajectory_accuracy = 1e-10;
constexpr Tolerances strict{.relative = 1e-12, .absolute = 1e-14};

MixtureProblem mixture_of(const nlohmann::json& row) {
  MixtureProblem problem = as_mixture(test::problem_of(row));
  problem.family.train_weights = !row.at("component_weights").is_array();
  if (problem.family.variance == Variance::trained)
    problem.family.variance_rate = row.at("variance_rate");
  return problem;
}

/// F = loss + log Z_t, with log Z_t of (M3) in the form with cosh.
double divergence(const nlohmann::json& row, double temperature, double loss) {
  const Problem problem = test::problem_of(row);
  return loss + log_normaliser(annealed_target(problem.target, problem.annealing.path, temperature,
                                               problem.annealing.bridge_scale),
                               problem.target);
}

/// Largest differences of the statistics, weights and log sigma, and of F.
struct Differences {
  double state = 0.0, objective = 0.0;
};

Differences compare(const nlohmann::json& row, const MixtureProblem& problem,
                    const Tolerances& tolerances) {
  const auto rows = row.at("rows").get<std::vector<std::vector<double>>>();
  std::vector<double> times;
  for (const auto& line : rows) times.push_back(line[0]);
  const auto state_of = [](const std::vector<double>& line) {
    return MixtureState{.axes = 1,
                        .overlaps = {line[2], line[3]},
                        .gram = {line[4], line[5], line[5], line[6]},
                        .log_weights = {std::log(line[7]), std::log(line[8])},
                        .log_sigma = std::log(line[9])};
  };
  const MixtureTrajectory run =
      integrate_mixture_flow(problem, state_of(rows.front()), times.back(), times, tolerances, {});
  CHECK(run.ode.status == OdeStatus::reached_end);
  REQUIRE(run.points.size() == rows.size());
  Differences worst;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const MixtureState &found = run.points[i].state, expected = state_of(rows[i]);
    const auto look = [&](double x, double y) {
      worst.state = std::max(worst.state, std::abs(x - y));
    };
    for (std::size_t k = 0; k < 2; ++k) {
      look(found.overlaps[k], expected.overlaps[k]);
      look(found.log_weights[k], expected.log_weights[k]);
    }
    for (std::size_t k = 0; k < 4; ++k) look(found.gram[k], expected.gram[k]);
    look(found.log_sigma, expected.log_sigma);
    const MixtureCoefficients coefficients = mixture_coefficients_at(problem, rows[i][0]);
    CHECK_RELATIVE(run.points[i].temperature, rows[i][1], test::rounding);
    const double F = mixture_rates(problem, coefficients, found, {}).objective / coefficients.speed;
    worst.objective = std::max(
        worst.objective, std::abs(F - divergence(row, coefficients.temperature, rows[i].back())));
  }
  return worst;
}

}  // namespace

TEST_CASE("trained weights and variance agree with the second source") {
  const auto trajectories = test::read_trajectories("trained_trajectories.json");
  REQUIRE(trajectories.size() == 3);
  for (const auto& row : trajectories) {
    CAPTURE(row.at("name").get<std::string>());
    const Differences found = compare(row, mixture_of(row), strict);
    CHECK_ABSOLUTE(found.state, 0.0, trajectory_accuracy);
    CHECK_ABSOLUTE(found.objective, 0.0, trajectory_accuracy);
    MESSAGE("largest differences: state " << found.state << ", F " << found.objective);
  }
}

TEST_CASE("negative control: another learning rate, or one that is not trained, is seen") {
  for (const auto& row : test::read_trajectories("trained_trajectories.json")) {
    CAPTURE(row.at("name").get<std::string>());
    MixtureProblem problem = mixture_of(row);
    (problem.family.train_weights ? problem.family.weight_rate : problem.family.variance_rate) *=
        1.0 + 1e-6;
    CHECK(compare(row, problem, strict).state > trajectory_accuracy);
    problem = mixture_of(row);
    problem.family.train_weights = !problem.family.train_weights;
    CHECK(compare(row, problem, strict).state > 1e-3);
  }
}

TEST_CASE("the fast path of two components is the general model") {
  const auto trajectories = test::read_trajectories("trajectories.json");
  REQUIRE(trajectories.size() == 7);
  double worst = 0.0;
  for (const auto& row : trajectories) {
    CAPTURE(row.at("name").get<std::string>());
    const Problem problem = test::problem_of(row);
    const MixtureProblem mixture = as_mixture(problem);
    CHECK_RELATIVE(automatic_end_time(mixture), automatic_end_time(problem), test::rounding);
    const auto first = row.at("rows").front().get<std::vector<double>>();
    const SummaryState start{
        .overlap = {first[2], first[3]}, .q11 = first[4], .q12 = first[5], .q22 = first[6]};
    const std::vector<double> times{0.5, 1, 2, 5, 10, 20, 40};
    const auto fast = integrate_flow(problem, start, 40.0, times, strict);
    const auto general = integrate_mixture_flow(mixture, as_mixture_state(mixture, start, 0.0),
                                                40.0, times, strict, {});
    for (std::size_t i = 0; i < times.size(); ++i) {
      const SummaryState& expected = fast.points[i].state;
      const MixtureState& found = general.points[i].state;
      const double differences[] = {
          found.overlaps[0] - expected.overlap[0], found.overlaps[1] - expected.overlap[1],
          found.gram[0] - expected.q11, found.gram[1] - expected.q12, found.gram[3] - expected.q22};
      for (const double difference : differences) worst = std::max(worst, std::abs(difference));
      const double F =
          mixture_rates(mixture, mixture_coefficients_at(mixture, times[i]), found, {}).objective;
      const double expected_F = objective(problem, coefficients_at(problem, times[i]), expected);
      CHECK_ABSOLUTE(F, expected_F, trajectory_accuracy);
    }
    CHECK_ABSOLUTE(worst, 0.0, trajectory_accuracy);
  }
  MESSAGE("largest difference of a statistic: " << worst);
}

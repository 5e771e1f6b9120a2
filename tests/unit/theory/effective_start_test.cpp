// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (N4')-(N7): noise rates against a quadrature of the literal gradient, effective variances against
// an independent implementation.
#include "annealvi/theory/effective_start.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "support/closeness.hpp"
#include "support/noisy_problem.hpp"

#include <array>
#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr Tolerances tight{.relative = 1e-9, .absolute = 1e-11};

/// Variances per unit time of S and D at m_1 = m_2 = 0 and |mu_1 - mu_2| = `distance`, orthogonal
/// to e: (N1), (N2) written out for one sample at x = mu_l + sigma (z, u) in the plane (e, mu_1 -
/// mu_2).
LinearNoise by_quadrature(const Problem& problem, const Coefficients& c, double distance) {
  const auto& [H, A, sharpness, b] = c.annealed;
  const double R = problem.target.separation, sigma = c.sigma, precision = 1.0 / (sigma * sigma);
  const bool total = problem.noise.estimator == Estimator::total;
  std::array<double, 2> variance{};  // of what one sample of each component adds to (S, D)
  for (const int l : {0, 1}) {
    const double centre = l == 0 ? 0.5 * distance : -0.5 * distance;
    std::array<double, 2> mean{}, square{};
    double norm = 0.0;
    constexpr double step = 0.025;
    for (double z = -9.0; z <= 9.0; z += step)
      for (double u = -9.0; u <= 9.0; u += 4.0 * step) {
        const double along = centre + sigma * u;  // coordinate along mu_1 - mu_2
        const double claimed = 1.0 / (1.0 + std::exp(-precision * distance * along));  // rho_1
        const double x = sigma * z;
        // e-components; the means have none.
        double own = 0.5 * (-precision * x + H * x - A * R * std::tanh(sharpness * R * x));
        double other = 0.0;
        if (total) {
          own += 0.5 * (l == 0 ? claimed : 1.0 - claimed) * x * precision;
          other += 0.5 * (l == 0 ? 1.0 - claimed : claimed) * x * precision;
        }
        const std::array<double, 2> added{own + other, own - other};
        const double weight = std::exp(-0.5 * (z * z + u * u));
        norm += weight;
        for (const std::size_t i : {0U, 1U}) {
          mean[i] += weight * added[i];
          square[i] += weight * added[i] * added[i];
        }
      }
    for (const std::size_t i : {0U, 1U})
      variance[i] += square[i] / norm - mean[i] * mean[i] / (norm * norm);
  }
  const double factor = problem.noise.step * c.speed * c.speed / problem.noise.batch;
  return {factor * variance[0], factor * variance[1]};
}

std::vector<Problem> noisy_problems() {
  std::vector<Problem> problems;
  for (const Estimator estimator : {Estimator::path, Estimator::total})
    for (const Variance variance : {Variance::matched, Variance::fixed})
      for (const AnnealingPath path : {AnnealingPath::power, AnnealingPath::component})
        for (const Objective objective : {Objective::kl, Objective::free_energy}) {
          Problem problem;
          problem.noise = {.step = 0.02, .batch = 3, .estimator = estimator};
          problem.family.variance = variance;
          problem.annealing.path = path;
          problem.annealing.objective = objective;
          problems.push_back(problem);
        }
  return problems;
}

}  // namespace

TEST_CASE("(N5) is the variance of the literal gradient") {
  for (const Problem& problem : noisy_problems())
    for (const double temperature : {1.0, 4.0})
      for (const double distance : {0.3, 1.5, 4.0}) {
        const Coefficients c = coefficients_at_temperature(problem, temperature);
        const LinearNoise noise = linear_noise(problem, c, distance * distance);
        const LinearNoise expected = by_quadrature(problem, c, distance);
        CHECK_RELATIVE(noise.sum, expected.sum, 1e-5);  // the trapezoid rule of steep tanh
        CHECK_RELATIVE(noise.difference, expected.difference, 1e-5);
      }
}

TEST_CASE("(N5) is the general noise covariance at small overlaps, and without a claim wrong") {
  for (const Problem& problem : noisy_problems()) {
    const Coefficients c = coefficients_at_temperature(problem, 3.0);
    const double y = 2.0;
    const SummaryState state{{0.0, 0.0}, 0.25 * y, -0.25 * y, 0.25 * y};
    const auto& covariance = gradient_moments(problem, c, state).covariance;
    const LinearNoise noise = linear_noise(problem, c, y);
    const double both = covariance[0][0] + covariance[1][1], mixed = 2.0 * covariance[0][1];
    CHECK_RELATIVE(noise.sum, problem.noise.step * (both + mixed), 1e-8);
    CHECK_RELATIVE(noise.difference, problem.noise.step * (both - mixed), 1e-8);
    if (problem.noise.estimator == Estimator::total)  // negative control
      CHECK_FALSE(relatively_close(linear_noise(problem, c, 1e6).difference,
                                   problem.noise.step * (both - mixed), 1e-2));
  }
}

TEST_CASE("(N4') is (N4) for the squared distance") {
  for (const Problem& problem : noisy_problems())
    for (const double y : {0.0, 1e-6, 2.0, 1e4}) {
      const Coefficients c = coefficients_at_temperature(problem, 2.5);
      const SummaryState state{{0.2, -0.1}, 0.25 * y, -0.25 * y, 0.25 * y};
      const GramRate expected = step_size_drift(problem, c, state);
      const double term = sum_difference_flow(problem, c, 0.1, 0.3, y).step_size_term;
      CHECK_ABSOLUTE(term, expected.q11 - 2.0 * expected.q12 + expected.q22,
                     1e-12 * (expected.q11 + expected.q22));
    }
}

TEST_CASE(
    "the motion between the points of the mean recursion is right to second order in the step") {
  Problem problem = noisy_problems().front();
  problem.annealing.schedule = {.initial_temperature = 4.0, .rate = 0.5};
  const double end = 3.2;
  const auto miss = [&](double step, bool flow) {
    Problem stepped = problem;
    stepped.noise.step = step;
    std::array<double, 3> u{0.3, 0.2, std::sqrt(1.5)};  // S, D, sqrt(y)
    const auto steps = std::lround(end / step);
    for (long n = 0; n < steps; ++n) {
      const auto r =
          sum_difference_flow(stepped, coefficients_at(stepped, static_cast<double>(n) * step),
                              u[0], u[1], u[2] * u[2]);
      u = {u[0] + step * r.sum, u[1] * (1.0 + step * r.log_difference),
           u[2] * (1.0 + 0.5 * step * r.log_distance)};
    }
    if (flow) stepped.noise.step = 0.0;  // path and matched variance: no step-size term either way
    const OdeSystem system = [&](double t, std::span<const double> x,
                                 std::span<double> derivative) {
      const auto r = sum_difference_recursion(stepped, t, x[0], x[1], x[2]);
      derivative[0] = r.sum;
      derivative[1] = r.log_difference * x[1];
      derivative[2] = r.log_distance * x[2] + r.step_size_term;
    };
    const double start[] = {0.3, 0.2, 1.5};
    const OdeResult smooth = solve_ode(system, start, 0.0, end, {.tolerances = {1e-11, 1e-13}});
    return std::array<double, 3>{smooth.state[0] / u[0] - 1.0, smooth.state[1] / u[1] - 1.0,
                                 smooth.state[2] / (u[2] * u[2]) - 1.0};
  };
  const auto coarse = miss(0.08, false), fine = miss(0.04, false);
  const auto coarse_flow = miss(0.08, true), fine_flow = miss(0.04, true);
  for (const std::size_t i : {0U, 1U, 2U}) {
    CHECK_RELATIVE(coarse[i] / fine[i], 4.0, 0.25);
    CHECK_RELATIVE(coarse_flow[i] / fine_flow[i], 2.0, 0.15);  // the flow itself: first order
    CHECK(std::abs(fine[i]) < 0.15 * std::abs(fine_flow[i]));
  }
}

TEST_CASE("(N6), (N7) against an independent implementation") {
  for (const Row& row : read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/noisy_sharp.csv")) {
    const NoisyJob job = noisy_job(row.at("name"));
    const double time = number(row, "t_m"), degrees = job.problem.target.dimension - 1.0;
    const EffectiveStart start = effective_start(job.problem, degrees, time, job.end_time, tight);
    CAPTURE(row.at("name"));
    CAPTURE(time);
    // The reference has no discrete-time correction: O(step), with rates of order one.
    const double accuracy = 3.0 * job.problem.noise.step;
    CHECK_RELATIVE(start.variance_sum, number(row, "effective_v_S"), accuracy);
    CHECK_RELATIVE(start.variance_difference, number(row, "effective_v_D"), accuracy);
    // Negative control: without the tail.
    CHECK_FALSE(relatively_close(start.variance_sum, number(row, "v_S"), accuracy));
  }
}

TEST_CASE("without noise the effective start is the linear growth of the start") {
  Problem problem;
  problem.annealing.schedule.initial_temperature = 4.0;
  const RandomStart start = initial_start(problem, 999.0);
  const EffectiveStart same = effective_start(problem, 999.0, 0.0, 100.0, tight);
  CHECK(same.variance_sum == start.variance_sum);
  CHECK(same.variance_difference == start.variance_difference);
  CHECK(same.nonlinear_share == 0.0);
}

TEST_CASE("y from nothing, from next to nothing and from a huge dimension") {
  Problem problem;
  problem.noise = {.step = 0.01, .batch = 1, .estimator = Estimator::total};
  for (const double dimension : {1.0, 2.0, 1e12}) {
    problem.target.dimension = dimension;
    for (const double time : {0.0, 5.0}) {
      const EffectiveStart start = effective_start(problem, dimension - 1.0, time, 100.0, tight);
      CHECK(std::isfinite(start.variance_sum));
      CHECK(start.variance_difference > 0.0);
      CHECK(start.squared_distance >= 0.0);
      // Far apart in many dimensions D feels no overlap and grows like S.
      if (dimension == 1e12 && time > 0.0) {
        CHECK(start.squared_distance > 1e6);
        CHECK_RELATIVE(start.variance_difference, start.variance_sum, 1e-3);
      }
    }
  }
}

TEST_CASE("the matching time is where S begins to grow, or an end") {
  Problem problem;
  problem.annealing.schedule.initial_temperature = 20.0;
  const double end_time = automatic_end_time(problem);
  const double hot = matching_time(problem, end_time, tight);
  const auto growth = [&](double t) {
    return linear_rates(coefficients_at(problem, t), problem.target.separation, 0.0).sum;
  };
  CHECK(growth(hot * (1.0 - 1e-6)) < 0.0);
  CHECK(growth(hot * (1.0 + 1e-6)) > 0.0);
  // Loose tolerances make the integrator's steps long, not the time wrong.
  CHECK_RELATIVE(matching_time(problem, end_time, {.relative = 1e-6, .absolute = 1e-9}), hot, 1e-5);

  problem.annealing.schedule.initial_temperature = 1.0;
  CHECK(matching_time(problem, end_time, tight) == 0.0);
  problem.target.separation = 0.5;  // S shrinks to the end
  CHECK(matching_time(problem, end_time, tight) == end_time);
}

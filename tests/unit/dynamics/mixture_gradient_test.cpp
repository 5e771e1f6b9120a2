// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// F, log Z_t and the gradients of everything, means, logits and log sigma, against KL(q || p_t)
// summed over a grid in the plane (plane_mixture.hpp), for 1 to 3 components and 2 to 4 modes.
#include "annealvi/dynamics/mixture_flow.hpp"

#include "plane_mixture.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using test::PlaneDivergence;
using test::PlaneFamily;

namespace {

/// The grid errs by 2e-13 (brute_force_divergence_test.cpp), the product rules by 1e-10.
constexpr double divergence_accuracy = 2.0 * SpanOptions{}.error;

/// Modes at most 4 apart along any line, so that the grid resolves log p.
ModeSet modes_of(std::size_t count, std::size_t axes) {
  if (axes == 1) {
    if (count == 2) return {{{1.9}, {-1.4}}, {0.35, 0.65}};
    return {{{1.9}, {-0.2}, {-1.9}}, {0.5, 0.2, 0.3}};
  }
  ModeSet all{{{1.5, 0.2}, {-0.9, 1.1}, {-0.6, -1.2}, {0.3, 1.6}}, {0.4, 0.3, 0.2, 0.1}};
  all.positions.resize(count);
  all.weights.resize(count);
  double sum = 0.0;
  for (const double w : all.weights) sum += w;
  for (double& w : all.weights) w /= sum;
  return all;
}

struct Case {
  std::size_t components, modes, axes;
  AnnealingPath path;
  double temperature;
  Objective objective;
};

constexpr Case cases[] = {
    {1, 2, 1, AnnealingPath::power, 2.0, Objective::kl},
    {2, 2, 1, AnnealingPath::component, 2.5, Objective::free_energy},
    {2, 3, 1, AnnealingPath::bridge, 1.7, Objective::kl},
    {3, 3, 1, AnnealingPath::power, 3.0, Objective::kl},
    {1, 3, 2, AnnealingPath::bridge, 2.5, Objective::kl},
    {2, 2, 2, AnnealingPath::power, 1.4, Objective::free_energy},
    {2, 4, 2, AnnealingPath::component, 1.4, Objective::kl},
    {3, 3, 2, AnnealingPath::power, 2.5, Objective::kl},
    {3, 4, 2, AnnealingPath::bridge, 3.0, Objective::free_energy},
    {3, 4, 2, AnnealingPath::power, 1.0, Objective::kl},
};

MixtureProblem problem_of(const Case& c) {
  MixtureProblem problem;
  problem.modes = modes_of(c.modes, c.axes);
  problem.dimension = 2;
  problem.family.weights.assign(c.components, 1.0 / static_cast<double>(c.components));
  problem.family.train_weights = true;
  problem.family.weight_rate = 0.8;
  problem.family.variance = Variance::trained;
  problem.family.variance_rate = 1.7;
  problem.annealing.path = c.path;
  problem.annealing.objective = c.objective;
  problem.annealing.bridge_scale = 1.8;
  return problem;
}

PlaneFamily family_of(const Case& c) {
  PlaneFamily family{.means = {{0.8, 0.9}, {-0.5, 0.3}, {0.4, -1.1}},
                     .logits = {0.3, -0.6, 0.1},
                     .log_sigma = c.temperature > 2.0 ? 0.25 : -0.05};
  family.means.resize(c.components);
  family.logits.resize(c.components);
  return family;
}

/// d/dt of everything by the library, in the coordinates of the plane.
PlaneFamily flow(const MixtureProblem& problem, const MixtureCoefficients& coefficients,
                 const PlaneFamily& here) {
  const std::size_t K = here.means.size(), axes = problem.modes.axes();
  const MixtureRates rates = mixture_rates(problem, coefficients, here.state(axes), {});
  PlaneFamily velocity{
      .means = std::vector<test::Point>(K), .logits = rates.logits, .log_sigma = rates.log_sigma};
  for (std::size_t k = 0; k < K; ++k) {
    for (std::size_t l = 0; l < K; ++l)
      for (std::size_t i = 0; i < 2; ++i)
        velocity.means[k][i] += rates.mixing[k * K + l] * here.means[l][i];
    for (std::size_t a = 0; a < problem.modes.size(); ++a)
      for (std::size_t i = 0; i < axes; ++i)
        velocity.means[k][i] +=
            rates.pull[k * problem.modes.size() + a] * problem.modes.positions[a][i];
  }
  return velocity;
}

/// Largest difference of a rate, each group relative to its largest; learning rates taken out.
double discrepancy(const MixtureProblem& problem, const PlaneFamily& flow,
                   const PlaneFamily& gradient) {
  double means = 0.0, size = 0.0, logits = 0.0, logit_size = 0.0;
  for (std::size_t k = 0; k < flow.means.size(); ++k) {
    for (std::size_t i = 0; i < 2; ++i) {
      means = std::max(means, std::abs(flow.means[k][i] - gradient.means[k][i]));
      size = std::max(size, std::abs(gradient.means[k][i]));
    }
    logits = std::max(logits,
                      std::abs(flow.logits[k] / problem.family.weight_rate - gradient.logits[k]));
    logit_size = std::max(logit_size, std::abs(gradient.logits[k]));
  }
  const double sigma =
      flow.log_sigma * problem.dimension / problem.family.variance_rate / gradient.log_sigma - 1.0;
  return std::max(
      {means / size, flow.logits.size() == 1 ? logits : logits / logit_size, std::abs(sigma)});
}

}  // namespace

TEST_CASE("F and log Z_t are the sums over the plane") {
  double worst = 0.0;
  for (const Case& c : cases) {
    CAPTURE(c.components);
    CAPTURE(c.modes);
    CAPTURE(c.axes);
    const MixtureProblem problem = problem_of(c);
    const MixtureCoefficients coefficients =
        mixture_coefficients_at_temperature(problem, c.temperature);
    const PlaneFamily family = family_of(c);
    const PlaneDivergence divergence(problem, c.temperature, std::exp(family.log_sigma));
    const MixtureRates rates = mixture_rates(problem, coefficients, family.state(c.axes), {});
    const double expected = coefficients.speed * divergence(family);
    CHECK_ABSOLUTE(rates.objective, expected, coefficients.speed * divergence_accuracy);
    CHECK(rates.objective_error <= 5.0 * coefficients.speed * SpanOptions{}.error);
    worst = std::max(worst, std::abs(rates.objective - expected));

    // The library leaves constant factors out of p_t: those of the Gaussians, and of the middle of
    // the bridge.
    const double beta = 1.0 / c.temperature, s0 = problem.annealing.bridge_scale;
    const double one = std::log(2.0 * std::numbers::pi);  // of one unit Gaussian in the plane
    double left_out = 0.0;
    if (c.path == AnnealingPath::power) left_out = beta * one;
    if (c.path == AnnealingPath::component) left_out = one + std::log(c.temperature);
    if (c.path == AnnealingPath::bridge)
      left_out = beta * one + (1.0 - beta) * (one + 2.0 * std::log(s0));
    CHECK_ABSOLUTE(log_normaliser(problem, coefficients, {}),
                   divergence.log_normaliser() + left_out, divergence_accuracy);
  }
  MESSAGE("largest difference of F: " << worst);
}

TEST_CASE("the flow is the gradient of F in means, logits and log sigma") {
  double worst = 0.0;
  for (const Case& c : cases) {
    CAPTURE(c.components);
    CAPTURE(c.modes);
    CAPTURE(c.axes);
    const MixtureProblem problem = problem_of(c);
    const MixtureCoefficients coefficients =
        mixture_coefficients_at_temperature(problem, c.temperature);
    const PlaneFamily family = family_of(c);
    const PlaneDivergence divergence(problem, c.temperature, std::exp(family.log_sigma));
    const auto F = [&](const PlaneFamily& x) { return coefficients.speed * divergence(x); };
    const double found =
        discrepancy(problem, flow(problem, coefficients, family), test::downhill(F, family));
    CHECK(found <= test::central_difference);
    worst = std::max(worst, found);
  }
  MESSAGE("largest discrepancy of a rate: " << worst);
}

TEST_CASE("negative control: a mode or an annealing path exchanged is seen in every rate") {
  const Case c{2, 3, 2, AnnealingPath::power, 2.0, Objective::kl};
  const MixtureProblem problem = problem_of(c);
  const PlaneFamily family = family_of(c);
  const PlaneDivergence divergence(problem, c.temperature);
  const PlaneFamily gradient = test::downhill(divergence, family);
  const auto found = [&](const MixtureProblem& other) {
    return discrepancy(
        problem, flow(other, mixture_coefficients_at_temperature(other, c.temperature), family),
        gradient);
  };
  CHECK(found(problem) <= test::central_difference);
  MixtureProblem other = problem;
  std::swap(other.modes.weights[0], other.modes.weights[2]);
  CHECK(found(other) > 1e-2);
  other = problem;
  other.annealing.path = AnnealingPath::component;
  CHECK(found(other) > 1e-2);
  // A slightly wrong responsibility, as if one component had a little more weight
  PlaneFamily tilted = family;
  tilted.logits[0] += 1e-5;
  CHECK(discrepancy(
            problem,
            flow(problem, mixture_coefficients_at_temperature(problem, c.temperature), tilted),
            gradient) > test::central_difference);
}

TEST_CASE("reverse effective sample size is that of the sums over the plane") {
  int compared = 0;
  for (const Case& c : cases) {
    const MixtureProblem problem = problem_of(c);
    const MixtureCoefficients coefficients =
        mixture_coefficients_at_temperature(problem, c.temperature);
    const PlaneFamily family = family_of(c);
    const double found =
        reverse_effective_sample_size(problem, coefficients, family.state(c.axes), {});
    const double tails = 2.0 * coefficients.precision * std::exp(2.0 * family.log_sigma) - 1.0;
    if (tails <= 0.0) CHECK(found == 0.0);
    if (tails < 0.3) continue;  // p^2/q is wider than the grid
    CAPTURE(c.components);
    CAPTURE(c.modes);
    const PlaneDivergence divergence(problem, c.temperature, std::exp(family.log_sigma));
    CHECK_RELATIVE(found, divergence.reverse_effective_sample_size(family), 1e-3);
    ++compared;
  }
  CHECK(compared >= 4);
}

TEST_CASE("reverse effective sample size of a family that misses a mode") {
  // p = (N(R) + N(-R))/2, q = N(R): E_q (p/q)^2 = (3 + e^(4 R^2))/4, which no sample of q shows.
  for (const double R : {0.5, 1.0, 3.0, 6.0})
    for (const double dimension : {2.0, 1000.0}) {
      MixtureProblem problem;
      problem.modes = {{{R}, {-R}}, {0.5, 0.5}};
      problem.dimension = dimension;
      problem.family.weights = {1.0};
      const MixtureState state{
          .axes = 1, .overlaps = {R}, .gram = {0.0}, .log_weights = {0.0}, .log_sigma = 0.0};
      const double found = reverse_effective_sample_size(
          problem, mixture_coefficients_at_temperature(problem, 1.0), state, {});
      CHECK_RELATIVE(found, 4.0 / (3.0 + std::exp(4.0 * R * R)), 2e-3);
    }
}

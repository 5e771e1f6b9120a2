// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// One step of full SGD against the definitions: sample by sample against (N1), (N2) written with
// whole vectors and densities, and on average against the gradient of a brute-force KL in d = 2.

#include "simulation/sgd_full.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

using Point = std::vector<double>;
using Means = std::array<Point, 2>;

double squared_norm(const Point& x, const Point& centre) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - centre[i]) * (x[i] - centre[i]);
  return sum;
}

/// w_k N(x; mu_k, sigma^2) up to the common factor
std::array<double, 2> component_densities(const Point& x, const Means& mean, const Problem& problem,
                                          double sigma) {
  std::array<double, 2> density{};
  for (std::size_t k = 0; k < 2; ++k) {
    density[k] =
        problem.family.weights[k] * std::exp(-0.5 * squared_norm(x, mean[k]) / (sigma * sigma));
  }
  return density;
}

double log_target(const Point& x, const Coefficients& c, double separation) {
  const Point origin(x.size(), 0.0);
  return -0.5 * c.annealed.precision * squared_norm(x, origin) +
         c.annealed.amplitude / c.annealed.sharpness *
             std::log(std::cosh(c.annealed.sharpness * separation * x[0] + c.annealed.bias));
}

/// speed KL(q || p_t) in d = 2 without log Z_t, by the trapezoidal rule.
double brute_force_objective(const Problem& problem, const Coefficients& c, const Means& mean) {
  constexpr double half_width = 14.0, spacing = 0.1;  // beyond 8 sigma; converged to 1e-12
  const double sigma = c.sigma;
  const double factor = 1.0 / (2.0 * M_PI * sigma * sigma);
  double integral = 0.0;
  Point x(2);
  for (int i = 0; i <= std::lround(2.0 * half_width / spacing); ++i) {
    for (int j = 0; j <= std::lround(2.0 * half_width / spacing); ++j) {
      x = {-half_width + i * spacing, -half_width + j * spacing};
      const auto density = component_densities(x, mean, problem, sigma);
      const double q = factor * (density[0] + density[1]);
      if (q > 0.0) integral += q * (std::log(q) - log_target(x, c, problem.target.separation));
    }
  }
  return c.speed * integral * spacing * spacing;
}

enum class Mistake { none, sign_of_pull, no_cross_term };

/// (N1), (N2) as they stand, for one batch of samples z[l][b].
Means literal_gradient(const Problem& problem, const Coefficients& c, const Means& mean,
                       const std::array<std::vector<Point>, 2>& z,
                       Mistake mistake = Mistake::none) {
  const std::size_t d = mean[0].size();
  const double r = problem.target.separation, s2 = c.sigma * c.sigma;
  Means gradient{Point(d, 0.0), Point(d, 0.0)};
  for (std::size_t l = 0; l < 2; ++l) {
    for (const Point& noise_vector : z[l]) {
      Point x(d);
      for (std::size_t i = 0; i < d; ++i) x[i] = mean[l][i] + c.sigma * noise_vector[i];
      const auto density = component_densities(x, mean, problem, c.sigma);
      const double pull = c.annealed.amplitude * r *
                          std::tanh(c.annealed.sharpness * r * x[0] + c.annealed.bias) *
                          (mistake == Mistake::sign_of_pull ? -1.0 : 1.0);
      const double weight = c.speed * problem.family.weights[l] / problem.noise.batch;
      for (std::size_t i = 0; i < d; ++i) {
        double path = c.annealed.precision * x[i] - x[i] / s2 - (i == 0 ? pull : 0.0);
        for (std::size_t k = 0; k < 2; ++k) {
          const double rho = density[k] / (density[0] + density[1]);
          path += rho * mean[k][i] / s2;
          const bool dropped = mistake == Mistake::no_cross_term && k != l;
          if (problem.noise.estimator == Estimator::total && !dropped) {
            gradient[k][i] += weight * rho * (x[i] - mean[k][i]) / s2;
          }
        }
        gradient[l][i] += weight * path;
      }
    }
  }
  return gradient;
}

std::array<std::vector<Point>, 2> samples_of(const RandomKey& key, int batch, std::size_t d) {
  std::array<std::vector<Point>, 2> z;
  std::vector<float> buffer(d);
  for (int b = 0; b < batch; ++b) {
    for (std::size_t l = 0; l < 2; ++l) {
      RandomKey sample = key;
      sample.lane = static_cast<std::uint32_t>(2 * b) + static_cast<std::uint32_t>(l);
      fill_normal(sample, std::span<float>(buffer));
      z[l].emplace_back(buffer.begin(), buffer.end());
    }
  }
  return z;
}

struct Case {
  std::string name;
  Problem problem;
  double time;
};

std::vector<Case> cases() {
  Problem unequal;
  unequal.target = {.separation = 2.0, .weight = 0.7, .dimension = 2};
  unequal.family.weights = {0.3, 0.7};
  unequal.annealing.schedule.initial_temperature = 2.0;
  std::vector<Case> list{{"power matched", unequal, 1.0},
                         {"component fixed", unequal, 2.0},
                         {"bridge matched free energy", unequal, 3.0},
                         {"power fixed symmetric", unequal, 0.0}};
  list[1].problem.annealing.path = AnnealingPath::component;
  list[1].problem.family.variance = Variance::fixed;
  list[2].problem.annealing.path = AnnealingPath::bridge;
  list[2].problem.annealing.objective = Objective::free_energy;
  list[3].problem.family = {
      .variance = Variance::fixed, .weights = {0.5, 0.5}, .initial_scale = {}};
  list[3].problem.target.weight = 0.5;
  return list;
}

// In d = 2 the orthogonal parts are two numbers, here 0.8 and -0.5.
const SummaryState start{.overlap = {0.7, -0.4}, .q11 = 0.64, .q12 = -0.4, .q22 = 0.25};
const Means start_means{Point{0.7, 0.8}, Point{-0.4, -0.5}};

/// g = (old - new)/eta with eta = 1
Means engine_gradient(const Problem& problem, const Coefficients& c, const RandomKey& key) {
  FullSgd sgd(problem);
  sgd.place_start(start);
  const Means old{sgd.mean(0), sgd.mean(1)};
  sgd.step(c, key);
  Means gradient = old;
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t i = 0; i < old[k].size(); ++i) gradient[k][i] -= sgd.mean(k)[i];
  }
  return gradient;
}

/// Largest |z| of the mean of `gradient(repetition)` against the finite differences of the
/// objective.
template <class Gradient>
double largest_z(const Problem& problem, const Coefficients& c, Gradient gradient) {
  constexpr int repetitions = 400;
  constexpr double h = 1e-4;
  std::array<std::array<std::vector<double>, 2>, 2> sample;
  for (int n = 0; n < repetitions; ++n) {
    const Means g = gradient(static_cast<std::uint64_t>(n));
    for (std::size_t k = 0; k < 2; ++k) {
      for (std::size_t i = 0; i < 2; ++i) sample[k][i].push_back(g[k][i]);
    }
  }
  double largest = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t i = 0; i < 2; ++i) {
      Means up = start_means, down = start_means;
      up[k][i] += h;
      down[k][i] -= h;
      const double expected =
          (brute_force_objective(problem, c, up) - brute_force_objective(problem, c, down)) /
          (2.0 * h);
      const auto [mean, error] = mean_and_error(sample[k][i]);
      largest = std::max(largest, std::abs(z_score(mean, error, expected)));
    }
  }
  return largest;
}

}  // namespace

TEST_CASE("one step is (N1), (N2) with the samples named by the key") {
  // Single-precision z and products: 24 bits and a sum of a few terms.
  constexpr double single_precision = 1e-6;
  for (const Case& item : cases()) {
    for (const double dimension : {2.0, 5.0, 100.0}) {
      for (const Estimator estimator : {Estimator::path, Estimator::total}) {
        CAPTURE(item.name);
        CAPTURE(dimension);
        Problem problem = item.problem;
        problem.target.dimension = dimension;
        problem.noise = {.step = 1.0, .batch = 3, .estimator = estimator};
        const Coefficients c = coefficients_at(problem, item.time);
        const RandomKey key{.stream = RandomStream::gradient_noise, .run = 9, .step = 4};
        const auto d = static_cast<std::size_t>(dimension);
        Means mean{Point(d, 0.0), Point(d, 0.0)};
        for (std::size_t k = 0; k < 2; ++k) {
          std::copy(start_means[k].begin(), start_means[k].end(), mean[k].begin());
        }
        const Means actual = engine_gradient(problem, c, key);
        const Means expected = literal_gradient(problem, c, mean, samples_of(key, 3, d));
        for (std::size_t k = 0; k < 2; ++k) {
          for (std::size_t i = 0; i < d; ++i) {
            REQUIRE(std::abs(actual[k][i] - expected[k][i]) <=
                    single_precision * (1.0 + std::abs(expected[k][i])));
          }
        }
      }
    }
  }
}

TEST_CASE("the mean of both estimators is the gradient of a brute-force KL") {
  for (const Case& item : cases()) {
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      CAPTURE(item.name);
      Problem problem = item.problem;
      problem.noise = {.step = 1.0, .batch = 500, .estimator = estimator};
      const Coefficients c = coefficients_at(problem, item.time);
      CHECK(largest_z(problem, c, [&](std::uint64_t n) {
              return engine_gradient(problem, c,
                                     {.stream = RandomStream::gradient_noise, .step = n});
            }) <= statistical_z);
    }
  }
}

TEST_CASE("the same check rejects a wrong sign and a dropped cross term") {
  const Case item = cases()[0];
  Problem problem = item.problem;
  problem.noise = {.step = 1.0, .batch = 500, .estimator = Estimator::total};
  const Coefficients c = coefficients_at(problem, item.time);
  const auto largest = [&](Mistake mistake) {
    return largest_z(problem, c, [&](std::uint64_t n) {
      const RandomKey key{.stream = RandomStream::gradient_noise, .step = n};
      return literal_gradient(problem, c, start_means, samples_of(key, problem.noise.batch, 2),
                              mistake);
    });
  };
  CHECK(largest(Mistake::none) <= statistical_z);
  CHECK(largest(Mistake::sign_of_pull) > statistical_z);
  CHECK(largest(Mistake::no_cross_term) > statistical_z);
}

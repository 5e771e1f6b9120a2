// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Is the stated error of the sharp probability honest? Random configurations over the whole range;
// each result must lie within its stated error of a recomputation with 100 times tighter settings,
// in at least 99.5 % of the thousand. That takes half an hour (label long); the slow test does
// ANNEALVI_HONESTY_COUNT of them, drawn with ANNEALVI_HONESTY_SEED.

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <random>
#include <thread>
#include <utility>
#include <vector>

using namespace annealvi;

namespace {

struct Draw {
  std::mt19937_64 bits;
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  double log_uniform(double from, double to) { return from * std::pow(to / from, uniform()); }
  std::size_t below(std::size_t n) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(n));
  }
};

Problem random_problem(Draw& draw) {
  Problem problem;
  const double dimensions[] = {1, 2, 3, 10, 30, 100, 1e3, 1e4, 1e6, 1e9, 1e12};
  problem.target.separation = draw.log_uniform(0.5, 30.0);
  problem.target.dimension = dimensions[draw.below(11)];
  if (draw.uniform() < 0.2) problem.target.weight = 0.01 + 0.98 * draw.uniform();
  problem.family.variance = draw.uniform() < 0.3 ? Variance::fixed : Variance::matched;
  if (draw.uniform() < 0.4) problem.family.initial_scale = draw.log_uniform(1e-4, 1.0);
  const AnnealingPath paths[] = {AnnealingPath::power, AnnealingPath::component,
                                 AnnealingPath::bridge};
  problem.annealing.path = paths[draw.below(3)];
  if (draw.uniform() < 0.2) problem.annealing.objective = Objective::free_energy;
  const ScheduleKind kinds[] = {ScheduleKind::exponential, ScheduleKind::linear,
                                ScheduleKind::linear_beta, ScheduleKind::geometric,
                                ScheduleKind::cosine,      ScheduleKind::power,
                                ScheduleKind::constant};
  problem.annealing.schedule = {.kind = kinds[draw.below(7)],
                                .initial_temperature = draw.log_uniform(1.0, 1000.0),
                                .rate = draw.log_uniform(1e-3, 1e3),
                                .exponent = 3.0};
  return problem;
}

std::string describe(const Problem& p) {
  char text[300];
  std::snprintf(text, sizeof text,
                "R %.17g pi %.17g w1 %.17g d %g variance %d sigma0 %.17g path %d objective %d "
                "schedule %d T0 %.17g rate %.17g",
                p.target.separation, p.target.weight, p.family.weights[0], p.target.dimension,
                static_cast<int>(p.family.variance), p.initial_scale(),
                static_cast<int>(p.annealing.path), static_cast<int>(p.annealing.objective),
                static_cast<int>(p.annealing.schedule.kind),
                p.annealing.schedule.initial_temperature, p.annealing.schedule.rate);
  return text;
}

/// A result and its recomputation with 100 times tighter settings.
struct Checked {
  Problem problem;
  SharpProbability stated, better;

  [[nodiscard]] bool failed() const {
    return stated.status == SharpStatus::failed || better.status == SharpStatus::failed;
  }
  [[nodiscard]] double difference() const {
    return std::abs(stated.probability - better.probability);
  }
  [[nodiscard]] bool honest() const {
    return std::isfinite(stated.error) && difference() <= stated.error;
  }
};

void compute(Checked& item) {
  SharpOptions options{.end_time = automatic_end_time(item.problem)};
  item.stated = collapse_probability(item.problem, options);
  // What a result is asked for is the smaller of probability_error and 1e-3 of P: both a hundredth.
  options.tolerances = {.relative = 1e-11, .absolute = 1e-14};
  options.probability_error =
      std::max(1e-2 * std::min(options.probability_error, 1e-3 * item.stated.probability), 1e-300);
  item.better = collapse_probability(item.problem, options);
}

constexpr int all = 1000;

std::vector<Problem> random_problems() {
  Draw draw{std::mt19937_64(20261122)}, weights{std::mt19937_64(20261123)};
  std::vector<Problem> problems;
  for (int i = 0; i < all; ++i) {
    Problem& problem = problems.emplace_back(random_problem(draw));
    if (i % 50 != 49) continue;
    // Unequal component weights: nodes, edges and flow; what their formula leaves out is in both
    // results (see pair_probability_slow_test).
    const double w = 0.05 + 0.9 * weights.uniform();
    problem.family.weights = {w, 1.0 - w};
  }
  return problems;
}

/// `count` of the numbers below `all`, in their order.
std::vector<std::size_t> drawn_numbers(int count, int seed) {
  std::vector<std::size_t> numbers(all);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  Draw draw{std::mt19937_64(static_cast<std::uint64_t>(seed))};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    std::swap(numbers[i], numbers[i + draw.below(numbers.size() - i)]);
  numbers.resize(static_cast<std::size_t>(std::clamp(count, 1, all)));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::atoi(text) : otherwise;
}

}  // namespace

TEST_CASE("at least 99.5 % of sharp probabilities lie within their stated error") {
  const int count = from_environment("ANNEALVI_HONESTY_COUNT", all);
  const int seed = from_environment("ANNEALVI_HONESTY_SEED", 1);
  const std::vector<Problem> problems = random_problems();
  std::vector<Checked> items;
  for (const std::size_t number : drawn_numbers(count, seed))
    items.push_back({problems[number], {}, {}});
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++) compute(items[i]);
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) pool.emplace_back(work);
    work();
  }

  int dishonest = 0, not_converged = 0, failed = 0;
  double largest_ratio = 0.0;
  for (const Checked& item : items) {
    if (item.failed()) {
      ++failed;
      MESSAGE("failed: " << describe(item.problem) << ": " << item.stated.message
                         << item.better.message);
      continue;
    }
    if (item.stated.status == SharpStatus::not_converged) ++not_converged;
    const double ratio = item.difference() / item.stated.error;
    largest_ratio = std::max(largest_ratio, ratio);
    if (!item.honest()) {
      ++dishonest;
      MESSAGE(describe(item.problem)
              << ": P " << item.stated.probability << " error " << item.stated.error << " but "
              << item.better.probability << ", ratio " << ratio);
    }
  }
  MESSAGE(items.size() << " configurations, seed " << seed << ": " << dishonest
                       << " outside their error, " << not_converged << " said not to be converged, "
                       << failed << " failed; largest ratio " << largest_ratio);
  // One is known to be outside: it may be among few.
  CHECK(dishonest + failed <= std::max(1.0, 0.005 * static_cast<double>(items.size())));
}

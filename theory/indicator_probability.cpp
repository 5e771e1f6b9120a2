// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Unequal component weights: S and D do not decouple. P at the mean of Bartlett's coordinates of
// the Gram matrix (theory/collapsed_share.hpp), plus the effect of the fluctuation of each
// coordinate:
//   P = P(mean) + sum_i (E_i P - P(mean)),  E_i by a parabola,
// exact for functions that are sums over the coordinates; products are left to the error.
#include "numerics/elementary.hpp"
#include "theory/chi_squared_nodes.hpp"
#include "theory/collapsed_share.hpp"
#include "theory/probability_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>

namespace annealvi {
namespace {

constexpr std::size_t coarsest = 12, finest = 96;

/// One coordinate of Bartlett's factor: two values beside its mean, and the weights with which the
/// parabola through the three has the right expectation.
struct Coordinate {
  std::array<QuadratureNode, 2> nodes;
  std::function<BartlettFactor(double)> at;  // the others at their mean
};

std::array<QuadratureNode, 2> beside_mean(double low, double high, double mean, double variance) {
  const double a = low - mean, b = high - mean;
  return {{{low, variance / (a * (a - b))}, {high, variance / (b * (b - a))}}};
}

std::array<QuadratureNode, 2> beside_chi_squared_mean(double degrees) {
  // With these two the rule is exact for polynomials of degree 4: a + b and a b from the third and
  // fourth moments 8 k, 12 k^2 + 48 k about the mean k.
  const double reach = std::sqrt(12.0 + 6.0 * degrees);
  double low = degrees + 2.0 - reach, high = degrees + 2.0 + reach;
  if (low < 0.1 * degrees) {  // few degrees of freedom
    const auto nodes = chi_squared_nodes(degrees, 3);
    low = nodes.front().value;
    high = nodes.back().value;
  }
  return beside_mean(low, high, degrees, 2.0 * degrees);
}

std::vector<Coordinate> fluctuating_coordinates(double dimension) {
  const double first = dimension - 1.0, second = std::max(0.0, dimension - 2.0);
  const double root_first = std::sqrt(first), root_second = std::sqrt(second);
  std::vector<Coordinate> coordinates;
  if (first <= 0.0) return coordinates;
  coordinates.push_back({beside_chi_squared_mean(first), [=](double square) {
                           return BartlettFactor{std::sqrt(square), 0.0, root_second};
                         }});
  const double variance = std::min(1.0, first), tilt = std::sqrt(3.0 * variance);
  coordinates.push_back({beside_mean(-tilt, tilt, 0.0, variance), [=](double l21) {
                           return BartlettFactor{root_first, l21, root_second};
                         }});
  if (second > 0.0)
    coordinates.push_back({beside_chi_squared_mean(second), [=](double square) {
                             return BartlettFactor{root_first, 0.0, std::sqrt(square)};
                           }});
  return coordinates;
}

struct Correction {
  double value = 0.0, error = 0.0;
  double strength = 0.0;  // second-order size relative to P, for the products left out
};

}  // namespace

Estimate indicator_probability(const Problem& problem, const SharpOptions& options,
                               std::uint64_t& trajectories) {
  Tolerances flow = options.tolerances;
  flow.absolute = std::min(flow.absolute, 1e-6 * problem.initial_scale());
  const double tolerance = std::clamp(0.3 * options.probability_error, 1e-10, 1e-5);
  const double dimension = problem.target.dimension;
  const BartlettFactor mean{std::sqrt(dimension - 1.0), 0.0,
                            std::sqrt(std::max(0.0, dimension - 2.0))};
  const double wanted = 0.3 * options.probability_error;

  CollapsedShare base(problem, options, flow, mean, tolerance);
  Estimate result;
  std::vector<double> levels;  // P with 12, 24, ... intervals
  for (std::size_t n = coarsest;; n *= 2) {
    levels.push_back(base.probability(n));
    result.error = base.unresolved();
    if (n > coarsest)
      result.error = std::min(result.error, std::abs(levels.back() - levels[levels.size() - 2]));
    if ((n > coarsest && result.error <= wanted) || n == finest) break;
  }
  const double at_mean = result.value = levels.back();

  // The flow and the edges: both with much smaller tolerances, at a few places.
  Tolerances tight = flow;
  tight.relative = std::max(1e-2 * tight.relative, 1e-14);
  tight.absolute *= 1e-2;
  CollapsedShare reference(problem, options, tight, mean, 0.01 * tolerance, &base);
  result.error += base.largest_difference(reference);

  const auto finish = [&]() {
    result.value = std::max(result.value, 0.0);
    trajectories += base.trajectories() + reference.trajectories();
    return result;
  };
  // Edges are known to an absolute accuracy only: a smaller P is unresolved; the error says so.
  if (at_mean <= 10.0 * tolerance) {
    result.error += at_mean + tolerance;
    return finish();
  }
  if (!options.fluctuating_gram) return finish();

  std::vector<Correction> corrections;
  for (const Coordinate& coordinate : fluctuating_coordinates(dimension)) {
    std::vector<std::unique_ptr<CollapsedShare>> planes;
    for (const QuadratureNode& node : coordinate.nodes)
      planes.push_back(std::make_unique<CollapsedShare>(
          problem, options, flow, coordinate.at(node.value), 3.0 * tolerance, &base));
    Correction correction;
    for (std::size_t level = 0; level < levels.size(); ++level) {
      const double before = correction.value;
      correction.value = 0.0;
      double square = 0.0;
      for (std::size_t i = 0; i < planes.size(); ++i) {
        const double change = planes[i]->probability(coarsest << level) - levels[level];
        correction.value += coordinate.nodes[i].weight * change;
        square += std::abs(coordinate.nodes[i].weight) * change * change;
      }
      correction.error = std::abs(correction.value - before);
      correction.strength = std::abs(correction.value) / at_mean + square / (at_mean * at_mean);
      if (level > 0 && correction.error <= 0.5 * wanted) break;
    }
    for (const auto& plane : planes) trajectories += plane->trajectories();
    corrections.push_back(correction);
  }
  // Mixed fourth-order terms: for P a function of the sum of two coordinates they are f f''''/f''^2
  // times the product of the second-order ones. Four was needed at R = 3, sigma0 = 1, d = 100.
  constexpr double mixed = 4.0;
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    result.value += corrections[i].value;
    result.error += corrections[i].error + at_mean * math::pow(corrections[i].strength, 3.0);
    for (std::size_t j = 0; j < i; ++j)
      result.error += mixed * at_mean * corrections[i].strength * corrections[j].strength;
  }
  return finish();
}

}  // namespace annealvi

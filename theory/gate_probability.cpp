// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/gate_probability.hpp"

#include "numerics/elementary.hpp"
#include "theory/chi_squared_nodes.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace annealvi {
namespace {

/// Of S in units of its standard deviation: beyond are 1.2e-15 of the starts.
constexpr double furthest_sum = 8.0;
constexpr std::array sum_panels{0.0, 2.0, 4.5, furthest_sum};
/// Of D in units of its standard deviation, as a logarithm: below are 3e-18 of the starts.
constexpr double least_log_difference = -40.0, most_log_difference = 2.3;
constexpr double log_accuracy = 1e-4;  // of thresholds, log D

enum class Fate { stalled, collapsed, recovered };

/// Shares of the starts at one S, over D.
struct Shares {
  double collapsed = 0.0, stalled = 0.0;
};

class Starts {
 public:
  Starts(const Problem& problem, const GateProbabilityOptions& options)
      : problem_(problem),
        options_(options),
        unit_(std::numbers::sqrt2 * problem.initial_scale()) {}

  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }

  /// S and D in units of their standard deviation, chi^2 of d - 1 degrees of freedom.
  [[nodiscard]] Shares at(double sum, double chi_squared) {
    const auto fate = [&](double log_difference) {
      return follow(sum, math::exp(log_difference), chi_squared);
    };
    const double recovers = boundary(fate, least_log_difference, Fate::recovered);
    if (recovers == least_log_difference) return {};
    const double leaves_stall = boundary(fate, least_log_difference, Fate::collapsed, recovers);
    const double stalled = share_below(leaves_stall);
    return {.collapsed = share_below(recovers) - stalled, .stalled = stalled};
  }

 private:
  /// P(|D| < e^x)
  static double share_below(double log_difference) {
    return log_difference <= least_log_difference
               ? 0.0
               : math::erf(math::exp(log_difference) / std::numbers::sqrt2);
  }

  /// Least log D from which on the fate is `least` or better, between `low` and `high`; `low` where
  /// all are.
  template <class Function>
  static double boundary(const Function& fate, double low, Fate least,
                         double high = most_log_difference) {
    if (fate(low) >= least) return low;
    while (high - low > log_accuracy) {
      const double middle = 0.5 * (low + high);
      (fate(middle) >= least ? high : low) = middle;
    }
    return high;
  }

  Fate follow(double sum, double difference, double chi_squared) {
    if (options_.interrupted != nullptr && options_.interrupted->load()) throw Interrupted();
    ++trajectories_;
    const double scale = problem_.initial_scale();
    const double distance = 2.0 * scale * scale * chi_squared;
    const double along = 2.0 * scale * scale * (problem_.target.dimension - 1.0);
    // Q of two means with |mu_1 - mu_2|^2 = distance and |mu_1 + mu_2|^2 = along, orthogonal.
    const double own = 0.25 * (along + distance);
    const SummaryState start{
        .overlap = {0.5 * unit_ * (sum + difference), 0.5 * unit_ * (sum - difference)},
        .q11 = own,
        .q12 = 0.25 * (along - distance),
        .q22 = own};
    const GateFlow flow = integrate_gate_flow(problem_, options_.threshold, start, options_.times,
                                              options_.tolerances);
    if (!flow.failure.empty()) throw NumericalFailure("flow of a gate: " + flow.failure);
    if (!flow.annealing_time) return Fate::stalled;
    return flow.state.overlap[0] * flow.state.overlap[1] > 0.0 ? Fate::collapsed : Fate::recovered;
  }

  const Problem& problem_;
  const GateProbabilityOptions& options_;
  double unit_;
  std::uint64_t trajectories_ = 0;
};

struct Sum {
  double collapsed = 0.0, stalled = 0.0, error = 0.0;
};

/// Over S at one chi^2. Kronrod's rule on sum_panels, and its distance from Gauss'.
Sum over_sums(Starts& starts, double chi_squared, bool symmetric) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 15>;
  Sum total;
  for (const double side : {+1.0, -1.0}) {
    if (symmetric && side < 0.0) break;
    const double factor = symmetric ? 2.0 : 1.0;
    for (std::size_t i = 1; i < sum_panels.size(); ++i) {
      double stalled = 0.0;
      const double middle = 0.5 * (sum_panels[i] + sum_panels[i - 1]);
      const double half = 0.5 * (sum_panels[i] - sum_panels[i - 1]);
      const auto& x = Rule::abscissa();
      const auto& w = Rule::weights();
      const auto density = [&](double s) {
        return factor * math::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi);
      };
      // The rule's own points, for both shares at once.
      using Gauss = boost::math::quadrature::gauss<double, 7>;
      double kronrod = 0.0, gauss = 0.0;
      for (std::size_t j = 0; j < x.size(); ++j) {
        for (const double sign : {+1.0, -1.0}) {
          if (x[j] == 0.0 && sign < 0.0) break;
          const double s = middle + sign * half * x[j];
          const Shares shares = starts.at(side * s, chi_squared);
          const double value = density(s) * half;
          kronrod += w[j] * value * shares.collapsed;
          stalled += w[j] * value * shares.stalled;
          // Kronrod's points with an even index are Gauss'.
          if (j % 2 == 0) gauss += Gauss::weights()[j / 2] * value * shares.collapsed;
        }
      }
      total.collapsed += kronrod;
      total.stalled += stalled;
      total.error += std::abs(kronrod - gauss);
    }
  }
  return total;
}

}  // namespace

GateProbability gate_probability(const Problem& problem, const GateProbabilityOptions& options) {
  const auto& w = problem.family.weights;
  if (!problem.annealing.schedule.watches() || w[0] != w[1])
    throw std::invalid_argument(
        "gate_probability: a schedule that watches and equal component weights are needed");
  GateProbability result;
  SharpProbability& sharp = result.sharp;
  sharp.method = gate_method;
  const double unit = std::numbers::sqrt2;  // of S and D, in sigma0
  result.largest_sum = unit * furthest_sum;
  result.smallest_difference = unit * math::exp(least_log_difference);
  Starts starts(problem, options);
  const double degrees = problem.target.dimension - 1.0;
  const bool symmetric = problem.target.weight == 0.5;
  const auto average = [&](int nodes) {
    Sum total;
    const auto rule =
        degrees > 0.0 ? chi_squared_nodes(degrees, nodes) : std::vector<QuadratureNode>{{0.0, 1.0}};
    for (const QuadratureNode& node : rule) {
      const Sum part = over_sums(starts, node.value, symmetric);
      total.collapsed += node.weight * part.collapsed;
      total.stalled += node.weight * part.stalled;
      total.error += node.weight * part.error;
    }
    return total;
  };
  try {
    Sum best = average(3);
    if (degrees > 0.0 && best.collapsed > 0.0) {
      const Sum finer = average(5);
      best = {finer.collapsed, finer.stalled,
              finer.error + std::abs(finer.collapsed - best.collapsed)};
    }
    result.stalled = best.stalled;
    sharp.probability = best.collapsed;
    sharp.error = best.error + 2.0 * log_accuracy * best.collapsed;
  } catch (const NumericalFailure& failure) {
    sharp.status = SharpStatus::failed;
    sharp.message = failure.what();
  } catch (const Interrupted&) {
    sharp.status = SharpStatus::interrupted;
    sharp.message = "before the probability was known";
  }
  sharp.trajectories = starts.trajectories();
  if (sharp.status != SharpStatus::converged) return result;
  if (sharp.probability == 0.0) {
    result.is_bound = true;
    sharp.probability = sharp.error =
        math::erfc(furthest_sum / unit) + math::erf(math::exp(least_log_difference) / unit);
    sharp.wanted_error = sharp.error;
  } else {
    sharp.wanted_error = options.relative_error * sharp.probability;
    if (sharp.error > sharp.wanted_error) sharp.status = SharpStatus::not_converged;
  }
  sharp.log10_probability = math::log10(sharp.probability);
  return result;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/equal_components.hpp"

#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/model/coverage.hpp"
#include "annealvi/numerics/random.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "numerics/elementary.hpp"
#include "theory/chebyshev.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

namespace annealvi {
namespace {

constexpr double widest = 7.5;     // x_0, standard deviations
constexpr double farthest = 12.0;  // rho: all starts lie within
constexpr double nearest = 1e-11;  // rho below which rounding decides
constexpr double bracket = 4e-3;   // of log rho

/// Starts m_k = sigma0 (x_0/sqrt(K) + rho e_k), sum e_k = 0, |e| = 1.
class Rays {
 public:
  Rays(const MixtureProblem& model, const SharpOptions& options)
      : model_(model), options_(options), components_(model.components()) {
    const double R = model.modes.opposite_separation().value();
    model_.modes.positions = {{R}, {-R}};
    model_.noise.step = 0.0;
    stop_ = [this] { return options_.interrupted != nullptr && *options_.interrupted; };
    span_ = {.error = 1e-5, .log_sum = false, .stop = &stop_};
  }

  [[nodiscard]] bool collapses(double sum, double log_distance, const std::vector<double>& e) {
    if (stop_()) throw Interrupted();
    const double scale = model_.initial_scale(), K = static_cast<double>(components_);
    const double distance = math::exp(log_distance);
    MixtureState start{.axes = 1, .log_sigma = initial_log_sigma(model_)};
    start.gram.assign(components_ * components_, 0.0);
    start.log_weights.assign(components_, -math::log(K));
    for (std::size_t k = 0; k < components_; ++k) {
      start.overlaps.push_back(scale * (sum / std::sqrt(K) + distance * e[k]));
      start.gram[k * components_ + k] = scale * scale * (model_.dimension - 1.0);
    }
    // Differences need their own relative accuracy.
    const double share = std::clamp(1e-3 * distance / std::max(1.0, sum), 1e-13, 1e-5);
    const Tolerances tolerances{.relative = share, .absolute = share * 1e-3 * scale};
    ++trajectories_;
    try {
      const MixtureTrajectory run =
          integrate_mixture_flow(model_, start, options_.end_time, {}, tolerances, span_);
      if (run.ode.failed()) throw NumericalFailure("flow of the components: " + describe(run.ode));
      return collapsed(run.final_state);
    } catch (const Stopped&) {
      throw Interrupted();
    }
  }

  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }
  [[nodiscard]] std::size_t components() const { return components_; }

 private:
  [[nodiscard]] bool collapsed(const MixtureState& state) const {
    if (options_.coverage)
      return coverage_of(model_.modes, state, *options_.coverage).covered_count() < 2;
    const auto& m = state.overlaps;
    return std::all_of(m.begin(), m.end(), [&](double x) { return x * m[0] > 0.0; });
  }

  MixtureProblem model_;
  const SharpOptions& options_;
  std::size_t components_;
  std::function<bool()> stop_;
  SpanOptions span_;
  std::uint64_t trajectories_ = 0;
};

/// log rho_c of one direction at one x_0: collapse below it. Clamped to the range.
double threshold(Rays& rays, double sum, const std::vector<double>& e, double guess,
                 double spread) {
  const double lowest = math::log(nearest), highest = math::log(farthest);
  double low = std::clamp(guess - spread, lowest, highest), high = low, step = 2.0 * spread;
  if (rays.collapses(sum, low, e)) {
    do {
      if (low >= highest) return highest;
      low = high;
      high = std::min(high + step, highest);
      step *= 2.0;
    } while (rays.collapses(sum, high, e));
  } else {
    do {
      if (high <= lowest) return lowest;
      high = low;
      low = std::max(low - step, lowest);
      step *= 2.0;
    } while (!rays.collapses(sum, low, e));
  }
  while (high - low > bracket) {
    const double middle = 0.5 * (low + high);
    (rays.collapses(sum, middle, e) ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// A guess of log rho_c at r and its spread: of a direction nearby, or of sums nearby, log rho_c
/// being smooth in log r.
std::pair<double, double> expected(double r, const std::map<double, double>& found,
                                   const std::map<double, double>& before) {
  if (const auto known = before.find(r); known != before.end()) return {known->second, 0.15};
  if (found.empty()) return {-1.0, 1.5};
  const auto right = found.lower_bound(r);
  if (right == found.end()) return {found.rbegin()->second, 1.0};
  if (right == found.begin()) return {right->second, 1.0};  // more collapses at a larger sum
  const auto left = std::prev(right);
  const double part = math::log(r / left->first) / math::log(right->first / left->first);
  return {left->second + part * (right->second - left->second), 0.1};
}

/// E over |x_0| for one direction, in r = sqrt(x_0), where the integrand is smooth. `before`: log
/// rho_c by r of a direction nearby, replaced by this one's.
Estimate share_on(Rays& rays, const std::vector<double>& e, std::map<double, double>& before) {
  constexpr double enough = 5e-3;
  const double right = std::sqrt(widest);
  const int degrees = static_cast<int>(rays.components()) - 1;
  std::map<double, double> found;
  Estimate share;
  const bool by_directions = rays.components() > 3;  // the directions err by more than the rule
  for (const std::size_t order : {8U, 16U}) {
    std::vector<double> values(order + 1, 0.0);
    for (std::size_t j = 0; j < order; ++j) {  // the last point is r = 0: no share
      const double r = ChebyshevInterpolant::point(0.0, right, j, order), sum = r * r;
      if (!found.contains(r)) {
        const auto [guess, spread] = expected(r, found, before);
        found[r] = threshold(rays, sum, e, guess, spread);
      }
      const double distance = math::exp(found[r]);
      values[j] = 4.0 * r * math::exp(-0.5 * sum * sum) / std::sqrt(2.0 * std::numbers::pi) *
                  chi_squared_share(degrees, distance * distance);
    }
    const ChebyshevInterpolant density(0.0, right, values);
    const double change = std::abs(density.integral() - share.value);
    share = {density.integral(),
             order == 8 ? density.integral_error() : std::min(density.integral_error(), change)};
    if (by_directions || share.error <= enough * share.value) break;
  }
  before = std::move(found);
  return share;
}

/// Of three components, `degrees` from (2, -1, -1): 0 to 60 are all there are, but for exchange.
std::vector<double> direction_at(double degrees) {
  const double c = math::cos_pi(degrees / 180.0), s = math::sin_pi(degrees / 180.0);
  const double root = std::sqrt(6.0);
  return {2.0 * c / root, -c / root + s / std::sqrt(2.0), -c / root - s / std::sqrt(2.0)};
}

std::vector<double> random_direction(std::size_t components, int number) {
  std::vector<double> e(components);
  fill_normal({.stream = RandomStream::overlap_samples, .run = static_cast<std::uint64_t>(number)},
              e);
  double mean = 0.0, squares = 0.0;
  for (const double x : e) mean += x / static_cast<double>(components);
  for (double& x : e) x -= mean;
  for (const double x : e) squares += x * x;
  for (double& x : e) x /= std::sqrt(squares);
  std::sort(e.begin(), e.end(),
            std::greater<>());  // exchange changes nothing: neighbours look alike
  return e;
}

}  // namespace

std::string equal_components_defect(const MixtureProblem& model) {
  const auto& weights = model.family.weights;
  if (!model.modes.opposite_separation())
    return "no formula is known for other modes than two opposite ones";
  if (model.modes.weights[0] != model.modes.weights[1])
    return "no formula is known for more than two components on modes of unequal mass";
  if (model.family.train_weights ||
      !std::all_of(weights.begin(), weights.end(), [&](double w) { return w == weights[0]; }))
    return "no formula is known for more than two components of unequal or trained weights";
  return {};
}

double chi_squared_share(int degrees, double value) {
  const double z = 0.5 * value;
  if (!(z > 0.0)) return 0.0;
  // e^-z z^(n/2) sum_k z^k/Gamma(n/2 + k + 1), all terms positive.
  double a = degrees % 2 == 0 ? 1.0 : 0.5;
  double term = math::exp(-z) * (degrees % 2 == 0 ? z : 2.0 * std::sqrt(z / std::numbers::pi));
  for (; a < 0.5 * degrees; a += 1.0) term *= z / (a + 1.0);
  double sum = 0.0;
  for (double k = 1.0; term > 1e-17 * sum || k < z; k += 1.0) {
    sum += term;
    term *= z / (a + k);
  }
  return std::min(sum, 1.0);
}

Estimate equal_components_probability(const MixtureProblem& model, const SharpOptions& options,
                                      std::uint64_t& trajectories) {
  Rays rays(model, options);
  std::map<double, double> known;
  Estimate result;
  const int degrees = static_cast<int>(rays.components()) - 1;
  if (rays.components() == 2) {  // the direction is one
    result = share_on(rays, random_direction(2, 0), known);
  } else if (rays.components() == 3) {
    double all = 0.0, few = 0.0, rule = 0.0;
    for (const double angle : {5.0, 15.0, 25.0, 35.0, 45.0, 55.0}) {
      const Estimate share = share_on(rays, direction_at(angle), known);
      all += share.value / 6.0;
      rule += share.error / 6.0;
      if (angle == 15.0 || angle == 45.0) few += share.value / 2.0;
    }
    // Where two components are equal rho_c has a cusp. Even a jump would leave half of the change.
    result = {all, 0.5 * std::abs(all - few) + rule};
  } else {
    double sum = 0.0, squares = 0.0, rule = 0.0;
    for (int n = 0; n < random_directions; ++n) {
      const Estimate share = share_on(rays, random_direction(rays.components(), n), known);
      sum += share.value / random_directions;
      squares += share.value * share.value / random_directions;
      rule += share.error / random_directions;
    }
    const double variance = std::max(0.0, squares - sum * sum) / (random_directions - 1);
    constexpr double factor = 2.36;  // 95 % of Student's law with 7 degrees of freedom
    result = {sum, factor * std::sqrt(variance) + rule};
  }
  result.error += 0.5 * bracket * degrees * result.value;
  trajectories += rays.trajectories();
  return result;
}

}  // namespace annealvi

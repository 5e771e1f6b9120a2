// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/pair_flow.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/sample_features.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

/// How the orthogonal parts of mu_1 + mu_2 and mu_1 - mu_2 move, d(p, r)/dt = a (p, r), and what
/// noise adds to their inner products.
struct Motion {
  double sum_sum, mixed, difference_difference;  // a is symmetric: w_1 R_12 = w_2 R_21
  double square_drift = 0.0, mixed_drift = 0.0, distance_drift = 0.0;  // (N4)
};

double weight_of(double log_ratio) {
  return 1.0 / (1.0 + math::exp(-log_ratio));
}

/// (N4). A sample of l enters g_1 + g_2 with the factor w_l (a_0 + 1/sigma), since its two
/// responsibilities sum to one, and +-(g_1 - g_2) with w_l (a_0 + (1 - 2 f)/sigma), f that of the
/// other component; path: without the terms in 1/sigma.
void add_drift(const PairModel& model, const Coefficients& c, double log_ratio, double square,
               double claimed, Motion& motion) {
  const GradientNoise& noise = model.problem.noise;
  if (noise.step == 0.0) return;
  const double own = detail::excess_precision(model.problem, c) * c.sigma;
  const double scale = noise.estimator == Estimator::total ? 1.0 / c.sigma : 0.0;
  const double rate =
      noise.step * (model.problem.target.dimension - 1.0) / noise.batch * c.speed * c.speed;
  for (const double sign : {1.0, -1.0}) {
    const double w = weight_of(sign * log_ratio);
    const double both = own + scale;
    double apart = own, apart_square = own * own;
    if (scale > 0.0) {
      const double odds = -sign * log_ratio - 0.5 * square;
      const double product =  // E f (1 - f)
          0.25 * expected_sech_squared(0.5 * odds, 0.5 * std::sqrt(square));
      const double mean = 1.0 - 2.0 * claimed / w;
      apart += scale * mean;
      apart_square += scale * (2.0 * own * mean + scale * (1.0 - 4.0 * product));
    }
    motion.square_drift += rate * w * w * both * both;
    motion.mixed_drift += sign * rate * w * w * both * apart;
    motion.distance_drift += rate * w * w * apart_square;
  }
}

struct Rates {
  PairStatistics state;  // all but the inner products
  Motion motion;
};

Rates rates_at(const PairModel& model, const Coefficients& coefficients, const PairStatistics& x) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma, speed = coefficients.speed;
  const double precision = detail::inverse_variance(model.problem, coefficients);
  const double R = model.problem.target.separation, d = model.problem.target.dimension;
  const double square =
      std::max(0.0, x.difference * x.difference + x.squared_distance) * precision;  // Delta^2
  const double distance = std::sqrt(square);
  const double tilt = math::tanh(0.5 * x.log_ratio);  // w_1 - w_2
  const double w1 = weight_of(x.log_ratio), w2 = weight_of(-x.log_ratio);
  // w_1 R_12 = w_2 R_21, from the lighter component
  const double claimed =
      x.log_ratio == 0.0
          ? 0.5 * self_responsibility_complement(distance)
          : std::min(w1, w2) * expected_logistic(std::abs(x.log_ratio) - 0.5 * square, distance);
  Rates rates;
  Motion& a = rates.motion;
  a.sum_sum = -0.5 * H * speed;
  a.mixed = -0.5 * H * tilt * speed;
  a.difference_difference = (2.0 * claimed * precision - 0.5 * H) * speed;
  add_drift(model, coefficients, x.log_ratio, square, claimed, a);

  const double half = 0.5 * c * R;
  const double middle = half * x.sum + b, apart = half * x.difference, width = c * R * sigma;
  const TanhPair tanh = expected_tanh_pair(middle, apart, width);
  const double pull = 0.5 * A * R * speed;
  rates.state.sum =
      pull * (tanh.sum + tilt * tanh.difference) + a.sum_sum * x.sum + a.mixed * x.difference;
  rates.state.difference = pull * (tanh.difference + tilt * tanh.sum) + a.mixed * x.sum +
                           a.difference_difference * x.difference;
  if (model.train_weights) {  // (F5), g_1 - g_2
    const double log_q = x.log_ratio + expected_softplus(-x.log_ratio - 0.5 * square, distance) -
                         expected_softplus(x.log_ratio - 0.5 * square, distance);
    const double norms = x.sum * x.difference + x.gram_difference;  // |mu_1|^2 - |mu_2|^2
    const double tilts =
        expected_log_cosh(middle + apart, width) - expected_log_cosh(middle - apart, width);
    rates.state.log_ratio =
        -2.0 * w1 * w2 * model.weight_rate * speed * (log_q + 0.5 * H * norms - A / c * tilts);
  }
  if (model.problem.family.variance == Variance::trained) {  // (F6), sum_k w_k E_k[rho_1 rho_2]
    const double slopes = w1 * expected_sech_squared(middle + apart, width) +
                          w2 * expected_sech_squared(middle - apart, width);
    rates.state.log_sigma =
        -model.variance_rate * speed *
        (H * sigma * sigma - 1.0 + (claimed * square - A / c * width * width * slopes) / d);
  }
  return rates;
}

/// Inner products of (p, r) after both are multiplied by the symmetric matrix ((p, m), (m, r)).
struct Products {
  double square, mixed, distance;

  [[nodiscard]] Products times(double p, double m, double r) const {
    return {p * p * square + 2.0 * p * m * mixed + m * m * distance,
            (p * r + m * m) * mixed + m * (p * square + r * distance),
            m * m * square + 2.0 * m * r * mixed + r * r * distance};
  }
};

/// coefficients_at, which knows no trained variance, with this sigma.
Coefficients trained_coefficients(const Problem& problem, double time, double sigma) {
  const Annealing& annealing = problem.annealing;
  const double T = annealing.schedule.temperature(time);
  return {.temperature = T,
          .annealed = annealed_target(problem.target, annealing.path, T, annealing.bridge_scale),
          .sigma = sigma,
          .speed = annealing.objective == Objective::kl ? 1.0 : T};
}

/// The rates of inner products moving with a, drifts included.
void add_products(const Motion& a, const PairStatistics& x, PairStatistics& rate) {
  rate.squared_sum =
      2.0 * (a.sum_sum * x.squared_sum + a.mixed * x.gram_difference) + a.square_drift;
  rate.gram_difference = (a.sum_sum + a.difference_difference) * x.gram_difference +
                         a.mixed * (x.squared_distance + x.squared_sum) + a.mixed_drift;
  rate.squared_distance =
      2.0 * (a.mixed * x.gram_difference + a.difference_difference * x.squared_distance) +
      a.distance_drift;
}

}  // namespace

PairModel as_pair(const Problem& problem) {
  return {.problem = problem, .initial_sigma = {}};
}

std::optional<PairModel> as_pair(const MixtureProblem& mixture) {
  const ModeSet& modes = mixture.modes;
  const auto separation = modes.opposite_separation();
  if (mixture.components() != 2 || !separation) return std::nullopt;
  const MixtureFamily& family = mixture.family;
  PairModel model{.problem = {.target = {.separation = *separation,
                                         .weight = modes.weights[0],
                                         .dimension = mixture.dimension},
                              .family = {.variance = family.variance,
                                         .weights = {family.weights[0], family.weights[1]},
                                         .initial_scale = family.initial_scale},
                              .annealing = mixture.annealing,
                              .noise = mixture.noise},
                  .train_weights = family.train_weights,
                  .weight_rate = family.weight_rate,
                  .variance_rate = family.variance_rate,
                  .initial_sigma = family.initial_sigma};
  return model;
}

std::array<double, 7> numbers_of(const PairStatistics& x) {
  return {x.sum,       x.difference, x.squared_sum, x.gram_difference, x.squared_distance,
          x.log_ratio, x.log_sigma};
}

PairStatistics pair_statistics_of(std::span<const double> x) {
  return {x[0], x[1], x[2], x[3], x[4], x[5], x[6]};
}

PairStatistics pair_statistics(const SummaryState& state, double log_ratio, double log_sigma) {
  return {.sum = state.overlap[0] + state.overlap[1],
          .difference = state.overlap[0] - state.overlap[1],
          .squared_sum = state.q11 + 2.0 * state.q12 + state.q22,
          .gram_difference = state.q11 - state.q22,
          .squared_distance = state.q11 - 2.0 * state.q12 + state.q22,
          .log_ratio = log_ratio,
          .log_sigma = log_sigma};
}

SummaryState summary_state(const PairStatistics& x) {
  const double mean = 0.25 * (x.squared_sum + x.squared_distance);
  return {.overlap = {0.5 * (x.sum + x.difference), 0.5 * (x.sum - x.difference)},
          .q11 = mean + 0.5 * x.gram_difference,
          .q12 = 0.25 * (x.squared_sum - x.squared_distance),
          .q22 = mean - 0.5 * x.gram_difference};
}

PairStatistics state_without_means(const PairModel& model) {
  PairStatistics state;
  state.log_ratio = detail::log_weight_ratio(model.problem.family);
  if (model.problem.family.variance == Variance::trained) {
    const double H = trained_coefficients(model.problem, 0.0, 1.0).annealed.precision;
    state.log_sigma = model.initial_sigma ? math::log(*model.initial_sigma) : -0.5 * math::log(H);
  }
  return state;
}

Coefficients pair_coefficients(const PairModel& model, double time, const PairStatistics& state) {
  return model.problem.family.variance == Variance::trained
             ? trained_coefficients(model.problem, time, math::exp(state.log_sigma))
             : coefficients_at(model.problem, time);
}

PairStatistics pair_flow(const PairModel& model, const Coefficients& coefficients,
                         const PairStatistics& state) {
  Rates rates = rates_at(model, coefficients, state);
  add_products(rates.motion, state, rates.state);
  return rates.state;
}

PairStatistics pair_recursion(const PairModel& model, double time, const PairStatistics& x) {
  const Rates here = rates_at(model, pair_coefficients(model, time, x), x);
  if (model.problem.noise.step == 0.0) {
    PairStatistics flow = here.state;
    add_products(here.motion, x, flow);
    return flow;
  }
  // Half a step back: what is linear in the means moves by its rate, inner products with it.
  const double half = 0.5 * model.problem.noise.step;
  const Motion& a = here.motion;
  const double p = 1.0 - half * a.sum_sum, m = -half * a.mixed,
               r = 1.0 - half * a.difference_difference;
  const Products old =
      Products{x.squared_sum, x.gram_difference, x.squared_distance}.times(p, m, r);
  // Noise that was not there yet; kept positive where it makes y in less than a step.
  const auto less = [](double value, double drift) {
    return drift > 0.0 ? value * value / (value + drift) : value;
  };
  PairStatistics before{.sum = x.sum - half * here.state.sum,
                        .difference = x.difference - half * here.state.difference,
                        .squared_sum = less(old.square, half * a.square_drift),
                        .gram_difference = old.mixed - half * a.mixed_drift,
                        .squared_distance = less(old.distance, half * a.distance_drift),
                        .log_ratio = x.log_ratio - half * here.state.log_ratio,
                        .log_sigma = x.log_sigma - half * here.state.log_sigma};
  const double largest = std::sqrt(before.squared_sum * before.squared_distance);
  before.gram_difference = std::clamp(before.gram_difference, -largest, largest);

  const Rates there =
      rates_at(model, pair_coefficients(model, std::max(0.0, time - half), before), before);
  // d(p, r)/dt = a(before) (1 - half a(here)) (p, r); noise arrives at the end of a step.
  const Motion& b = there.motion;
  const double ss = b.sum_sum * p + b.mixed * m, sd = b.sum_sum * m + b.mixed * r,
               ds = b.mixed * p + b.difference_difference * m,
               dd = b.mixed * m + b.difference_difference * r;
  const Products drift = Products{b.square_drift, b.mixed_drift, b.distance_drift}.times(p, m, r);
  PairStatistics rate = there.state;
  rate.squared_sum = 2.0 * (ss * x.squared_sum + sd * x.gram_difference) + drift.square;
  rate.gram_difference =
      (ss + dd) * x.gram_difference + sd * x.squared_distance + ds * x.squared_sum + drift.mixed;
  rate.squared_distance = 2.0 * (ds * x.gram_difference + dd * x.squared_distance) + drift.distance;
  return rate;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/gradient_noise.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/sample_moments.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using namespace detail;

/// H - 1/sigma^2, exactly 0 for matched variance.
double excess_precision(const Problem& problem, const Coefficients& coefficients) {
  if (problem.family.variance == Variance::matched) return 0.0;
  return coefficients.annealed.precision - 1.0 / (coefficients.sigma * coefficients.sigma);
}

double inverse_variance(const Problem& problem, const Coefficients& coefficients) {
  return problem.family.variance == Variance::matched
             ? coefficients.annealed.precision
             : 1.0 / (coefficients.sigma * coefficients.sigma);
}

double log_weight_ratio(const Family& family) {
  return family.weights[0] == family.weights[1]
             ? 0.0
             : std::log(family.weights[0] / family.weights[1]);
}

/// What one sample of component l adds to g_k, divided by w_l and the speed:
/// pull f (mu_other - mu_l)/sigma^2 + (noise + claimed_noise f) z
///   - tanh_factor A R tau e.
struct Contribution {
  double pull = 0.0, noise = 0.0, claimed_noise = 0.0, tanh_factor = 0.0;
};

/// Of a sample of component l to (g_l, g_other).
std::array<Contribution, 2> contributions(Estimator estimator, double excess, double sigma) {
  Contribution own{.pull = 1.0,
                   .noise = excess * sigma,
                   .claimed_noise = 0.0,
                   .tanh_factor = 1.0};
  Contribution other;
  if (estimator == Estimator::total) {
    own.noise += 1.0 / sigma;
    own.claimed_noise = -1.0 / sigma;
    other.pull = -1.0;
    other.claimed_noise = 1.0 / sigma;
  }
  return {own, other};
}

/// The parts of mu_1, mu_2 orthogonal to e in the plane frame: along their difference, and what
/// they share across it.
struct OrthogonalFrame {
  double distance;              ///< |mu_1 - mu_2| orthogonal to e
  std::array<double, 2> along;  ///< along[0] - along[1] = distance
  double shared;                ///< >= 0

  explicit OrthogonalFrame(const SummaryState& state) {
    const double y = std::max(0.0, state.q11 - 2.0 * state.q12 + state.q22);
    distance = std::sqrt(y);
    along = distance > 0.0 ? std::array{(state.q11 - state.q12) / distance,
                                        (state.q12 - state.q22) / distance}
                           : std::array{0.0, 0.0};
    const double smaller = state.q11 < state.q22 ? state.q11 - along[0] * along[0]
                                                 : state.q22 - along[1] * along[1];
    shared = std::sqrt(std::max(0.0, smaller));
  }
};

using FeatureMatrix = std::array<std::array<double, 6>, 6>;

/// Covariance of all features; `cosine`, `sine`: the direction of f in the plane (z_e, z_f).
FeatureMatrix feature_covariance(const SampleMoments& moments, double cosine, double sine) {
  const auto& [first, second] = moments.powers;  // E[f u^j], E[f^2 u^j]
  const double cc = cosine * cosine, ss = sine * sine, cs = cosine * sine;
  FeatureMatrix matrix{};
  for (std::size_t i = 0; i < 6; ++i) matrix[tau][i] = moments.covariance_of_tanh[i];
  const double mean = first[0], mean_e = cosine * first[1], mean_f = sine * first[1];
  matrix[f][f] = second[0] - mean * mean;
  matrix[f][z_e] = mean_e;
  matrix[f][z_f] = mean_f;
  matrix[f][f_z_e] = cosine * second[1] - mean * mean_e;
  matrix[f][f_z_f] = sine * second[1] - mean * mean_f;
  matrix[z_e][z_e] = 1.0;
  matrix[z_f][z_f] = 1.0;
  matrix[z_e][f_z_e] = cc * first[2] + ss * first[0];
  matrix[z_e][f_z_f] = cs * (first[2] - first[0]);
  matrix[z_f][f_z_e] = cs * (first[2] - first[0]);
  matrix[z_f][f_z_f] = ss * first[2] + cc * first[0];
  matrix[f_z_e][f_z_e] = cc * second[2] + ss * second[0] - mean_e * mean_e;
  matrix[f_z_e][f_z_f] = cs * (second[2] - second[0]) - mean_e * mean_f;
  matrix[f_z_f][f_z_f] = ss * second[2] + cc * second[0] - mean_f * mean_f;
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < i; ++j) matrix[i][j] = matrix[j][i];
  return matrix;
}

}  // namespace

GramRate step_size_drift(const Problem& problem, const Coefficients& coefficients,
                         const SummaryState& state) {
  const GradientNoise& noise = problem.noise;
  if (noise.step == 0.0) return {};
  const double sigma = coefficients.sigma, speed = coefficients.speed;
  const double own = excess_precision(problem, coefficients) * sigma;
  const auto& w = problem.family.weights;
  const double rate =
      noise.step * (problem.target.dimension - 1.0) / noise.batch * speed * speed;
  if (noise.estimator == Estimator::path) {
    return {.q11 = rate * w[0] * w[0] * own * own, .q22 = rate * w[1] * w[1] * own * own};
  }
  // E over samples of l of (C_ll)^2, C_ll C_ol, (C_ol)^2, with C_ll = own + (1 - f)/sigma and
  // C_ol = f/sigma, both times w_l; E f(1 - f) = E f'.
  const double square = state.squared_distance() / (sigma * sigma);
  const double distance = std::sqrt(std::max(0.0, square));
  const double log_ratio = log_weight_ratio(problem.family);
  const double scale = 1.0 / sigma;
  std::array<double, 2> same{}, claimed{};
  double mixed = 0.0;
  for (std::size_t l = 0; l < 2; ++l) {
    const double odds = (l == 0 ? -log_ratio : log_ratio) - 0.5 * square;
    const double f_mean = expected_logistic(odds, distance);
    const double product = 0.25 * expected_sech_squared(0.5 * odds, 0.5 * distance);
    const double factor = rate * w[l] * w[l];
    // E (1 - f)^2 = 1 - E f - E f(1 - f)
    same[l] = factor * (own * own + 2.0 * own * scale * (1.0 - f_mean) +
                        scale * scale * (1.0 - f_mean - product));
    claimed[l] = factor * scale * scale * (f_mean - product);
    mixed += factor * scale * (own * f_mean + scale * product);
  }
  return {.q11 = same[0] + claimed[1], .q12 = mixed, .q22 = same[1] + claimed[0]};
}

GradientMoments gradient_moments(const Problem& problem, const Coefficients& coefficients,
                                 const SummaryState& state) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma, R = problem.target.separation;
  const double excess = excess_precision(problem, coefficients);
  const double precision = inverse_variance(problem, coefficients);
  const double apart = state.overlap[0] - state.overlap[1];
  const OrthogonalFrame frame(state);
  const double distance = std::hypot(apart, frame.distance);
  const double cosine = distance > 0.0 ? apart / distance : 1.0;
  const double sine = distance > 0.0 ? frame.distance / distance : 0.0;
  const double log_ratio = log_weight_ratio(problem.family);
  const double dimension = problem.target.dimension;
  const std::array<std::array<double, 2>, 2> gram{{{state.q11, state.q12}, {state.q12, state.q22}}};
  const Estimator estimator = problem.noise.estimator;
  const auto contribution = contributions(estimator, excess, sigma);
  const bool only_means = estimator == Estimator::path && excess == 0.0;

  GradientMoments result;
  std::array<std::array<double, 2>, 2> mean{};  // of g_k orthogonal to e, in terms of mu_1, mu_2
  std::array<std::array<double, 2>, 2> trace{};
  for (std::size_t l = 0; l < 2; ++l) {
    const std::size_t o = 1 - l;
    // f of a sample of l: the direction of f is that of mu_other - mu_l
    const double sign = l == 0 ? -1.0 : 1.0;
    const SampleMoments moments = sample_moments(
        {.tanh_mean = c * R * state.overlap[l] + b,
         .tanh_slope = c * R * sigma,
         .odds_mean = sign * log_ratio - 0.5 * distance * distance / (sigma * sigma),
         .along_e = sign * apart / sigma,
         .across = sign * frame.distance / sigma},
        only_means);
    const FeatureMatrix features = feature_covariance(moments, sign * cosine, sign * sine);
    const double weight = problem.family.weights[l] * coefficients.speed;
    const double factor = weight * weight / problem.noise.batch;

    // Rows: how each of (m_1, m_2, Q_11, Q_12, Q_22) depends on the features, on z_3 and on f z_3.
    std::array<std::array<double, 6>, 5> row{};
    std::array<std::array<double, 2>, 5> third{};
    const auto add_gradient = [&](std::size_t statistic, std::size_t i, std::size_t j) {
      const Contribution& part = contribution[i == l ? 0 : 1];
      row[statistic][f] += part.pull * precision * (gram[o][j] - gram[l][j]);
      row[statistic][z_f] += part.noise * frame.along[j];
      row[statistic][f_z_f] += part.claimed_noise * frame.along[j];
      third[statistic][0] += part.noise * frame.shared;
      third[statistic][1] += part.claimed_noise * frame.shared;
    };
    for (std::size_t k = 0; k < 2; ++k) {
      const Contribution& part = contribution[k == l ? 0 : 1];
      row[k][tau] = -part.tanh_factor * A * R;
      row[k][f] = part.pull * precision * (state.overlap[o] - state.overlap[l]);
      row[k][z_e] = part.noise;
      row[k][f_z_e] = part.claimed_noise;
    }
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        add_gradient(2 + i + j, i, j);
        add_gradient(2 + i + j, j, i);
      }
    const auto& f_power = moments.powers;
    for (std::size_t i = 0; i < 5; ++i) {
      std::array<double, 6> image{};
      for (std::size_t p = 0; p < 6; ++p)
        for (std::size_t q = 0; q < 6; ++q) image[p] += features[p][q] * row[i][q];
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0.0;
        for (std::size_t p = 0; p < 6; ++p) sum += image[p] * row[j][p];
        sum += third[i][0] * third[j][0] +
               (third[i][0] * third[j][1] + third[i][1] * third[j][0]) * f_power[0][0] +
               third[i][1] * third[j][1] * f_power[1][0];
        result.covariance[i][j] += factor * sum;
        if (j < i) result.covariance[j][i] = result.covariance[i][j];
      }
    }

    // Orthogonal to e: d - 2 directions see z alone, the one along the difference sees f too.
    if (dimension < 2.0) continue;
    const double toward_other = sign * frame.distance * precision;
    // The mean of both estimators is the gradient of F.
    mean[l][l] = weight * (excess + precision - precision * moments.mean_f);
    mean[l][o] = weight * precision * moments.mean_f;
    for (std::size_t i = 0; i < 2; ++i) {
      const Contribution& x = contribution[i == l ? 0 : 1];
      for (std::size_t j = i; j < 2; ++j) {
        const Contribution& y = contribution[j == l ? 0 : 1];
        const auto across = [&](const Contribution& part) {
          return std::array{part.pull * toward_other, part.noise, part.claimed_noise};
        };
        const auto u = across(x), v = across(y);
        constexpr std::array<Feature, 3> seen{f, z_f, f_z_f};
        double sum = 0.0;
        for (std::size_t p = 0; p < 3; ++p)
          for (std::size_t q = 0; q < 3; ++q) sum += u[p] * v[q] * features[seen[p]][seen[q]];
        const double free = x.noise * y.noise +
                            (x.noise * y.claimed_noise + x.claimed_noise * y.noise) * f_power[0][0] +
                            x.claimed_noise * y.claimed_noise * f_power[1][0];
        trace[i][j] += factor * (sum + (dimension - 2.0) * free);
      }
    }
  }
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = i; j < 2; ++j)
      for (std::size_t p = 0; p < 2; ++p)
        for (std::size_t q = 0; q < 2; ++q) trace[i][j] += mean[i][p] * gram[p][q] * mean[j][q];
  result.orthogonal = {.q11 = trace[0][0], .q12 = trace[0][1], .q22 = trace[1][1]};
  return result;
}

}  // namespace annealvi

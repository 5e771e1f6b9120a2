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

template <std::size_t Features>
using FeatureMatrix = std::array<std::array<double, Features>, Features>;

/// Covariance of the first `Features` features; `cosine`, `sine`: direction of f in the plane.
template <std::size_t Features>
FeatureMatrix<Features> feature_covariance(const TanhMoments& tanh, const OddsMoments& odds,
                                           double cosine, double sine) {
  const auto& [first, second] = odds.powers;  // E[f u^j], E[f^2 u^j]
  FeatureMatrix<Features> matrix{};
  for (std::size_t i = 0; i < Features; ++i) matrix[tau][i] = tanh.covariance[i];
  matrix[f][f] = odds.variance;
  if constexpr (Features > 2) {
    const double cc = cosine * cosine, ss = sine * sine, cs = cosine * sine;
    const double mean = first[0], mean_e = cosine * first[1], mean_f = sine * first[1];
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
  }
  for (std::size_t i = 0; i < Features; ++i)
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

namespace {

using Matrix2 = std::array<std::array<double, 2>, 2>;

/// Samples of one component after the other, added up.
template <std::size_t Features>
class MomentSum {
 public:
  MomentSum(const Problem& problem, const Coefficients& coefficients, const SummaryState& state)
      : problem_(problem),
        coefficients_(coefficients),
        state_(state),
        frame_(state),
        gram_{{{state.q11, state.q12}, {state.q12, state.q22}}},
        precision_(inverse_variance(problem, coefficients)),
        excess_(excess_precision(problem, coefficients)),
        contribution_(contributions(problem.noise.estimator, excess_, coefficients.sigma)) {}

  GradientMoments run(const MomentRule& rule) {
    const double apart = state_.overlap[0] - state_.overlap[1];
    const double distance = std::sqrt(apart * apart + frame_.distance * frame_.distance);
    const double cosine = distance > 0.0 ? apart / distance : 1.0;
    const double sine = distance > 0.0 ? frame_.distance / distance : 0.0;
    const double log_ratio = log_weight_ratio(problem_.family);
    const auto& [H, A, c, b] = coefficients_.annealed;
    const double steepness = c * problem_.target.separation;
    const double inverse_sigma = 1.0 / coefficients_.sigma;
    const double relative_distance = distance * inverse_sigma;
    constexpr bool with_z = Features > 2;
    OddsMoments odds;
    for (std::size_t l = 0; l < 2; ++l) {
      const double sign = l == 0 ? -1.0 : 1.0;  // f grows towards the other mean
      const SampleFunctions functions{
          .tanh_mean = steepness * state_.overlap[l] + b,
          .tanh_slope = steepness * coefficients_.sigma,
          .odds_mean = sign * log_ratio - 0.5 * relative_distance * relative_distance,
          .along_e = sign * apart * inverse_sigma,
          .across = sign * frame_.distance * inverse_sigma};
      if (l == 0 || log_ratio != 0.0) {
        odds = rule.odds(functions.odds_mean, relative_distance, with_z);
      }
      const TanhMoments tanh = rule.tanh(functions, odds, with_z);
      const auto features = feature_covariance<Features>(tanh, odds, sign * cosine, sign * sine);
      add_covariance(l, odds, features);
      add_means(l, tanh, odds);
      add_orthogonal_covariance(l, sign, odds, features);
    }
    add_flow();
    return result_;
  }

 private:
  /// Of a sample of component l, to g_k.
  [[nodiscard]] const Contribution& contribution(std::size_t k, std::size_t l) const {
    return contribution_[k == l ? 0 : 1];
  }
  [[nodiscard]] double weight(std::size_t l) const {
    return problem_.family.weights[l] * coefficients_.speed;
  }

  void add_covariance(std::size_t l, const OddsMoments& odds,
                      const FeatureMatrix<Features>& features) {
    const std::size_t o = 1 - l;
    const double pull = coefficients_.annealed.amplitude * problem_.target.separation;
    // How each statistic depends on the features, and on z_3 and f z_3.
    std::array<std::array<double, Features>, 5> row{};
    std::array<std::array<double, 2>, 5> third{};
    for (std::size_t k = 0; k < 2; ++k) {
      const Contribution& part = contribution(k, l);
      row[k][tau] = -part.tanh_factor * pull;
      row[k][f] = part.pull * precision_ * (state_.overlap[o] - state_.overlap[l]);
      if constexpr (Features > 2) {
        row[k][z_e] = part.noise;
        row[k][f_z_e] = part.claimed_noise;
      }
    }
    const auto add_product = [&](std::size_t statistic, std::size_t i, std::size_t j) {
      const Contribution& part = contribution(i, l);
      row[statistic][f] += part.pull * precision_ * (gram_[o][j] - gram_[l][j]);
      if constexpr (Features > 2) {
        row[statistic][z_f] += part.noise * frame_.along[j];
        row[statistic][f_z_f] += part.claimed_noise * frame_.along[j];
        third[statistic][0] += part.noise * frame_.shared;
        third[statistic][1] += part.claimed_noise * frame_.shared;
      }
    };
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        add_product(2 + i + j, i, j);
        add_product(2 + i + j, j, i);
      }

    if constexpr (Features > 2) add_growth(l, odds.square_slope, row);

    const double factor = weight(l) * weight(l) / problem_.noise.batch;
    const double mean_f = odds.powers[0][0], mean_square = odds.powers[1][0];
    for (std::size_t i = 0; i < 5; ++i) {
      std::array<double, Features> image{};
      for (std::size_t p = 0; p < Features; ++p)
        for (std::size_t q = 0; q < Features; ++q) image[p] += features[p][q] * row[i][q];
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0.0;
        for (std::size_t p = 0; p < Features; ++p) sum += image[p] * row[j][p];
        if constexpr (Features > 2) {
          const auto &x = third[i], &y = third[j];
          sum += x[0] * y[0] + (x[0] * y[1] + x[1] * y[0]) * mean_f + x[1] * y[1] * mean_square;
        }
        result_.covariance[i][j] += factor * sum;
        result_.covariance[j][i] = result_.covariance[i][j];
      }
    }
  }

  /// -eta g_i.g_j over d - 2 directions: (x + x' f)(y + y' f) times their number, f^2 by its best
  /// linear fit.
  void add_growth(std::size_t l, double square_slope,
                  std::array<std::array<double, Features>, 5>& row) const {
    const double size = problem_.noise.step * std::max(0.0, problem_.target.dimension - 2.0) *
                        weight(l) / problem_.noise.batch;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        const Contribution &x = contribution(i, l), &y = contribution(j, l);
        row[2 + i + j][f] -= size * (x.noise * y.claimed_noise + x.claimed_noise * y.noise +
                                     x.claimed_noise * y.claimed_noise * square_slope);
      }
  }

  /// E g_l = mean_[l][0] mu_1 + mean_[l][1] mu_2 - w_l A R E tau e: the same for both estimators.
  void add_means(std::size_t l, const TanhMoments& tanh, const OddsMoments& odds) {
    const double claimed = precision_ * odds.powers[0][0];
    mean_[l][l] = weight(l) * (coefficients_.annealed.precision - claimed);
    mean_[l][1 - l] = weight(l) * claimed;
    result_.flow.overlap[l] = weight(l) * coefficients_.annealed.amplitude *
                              problem_.target.separation * tanh.mean;
  }

  /// d - 2 directions see z alone, the one along the difference of the means sees f too.
  void add_orthogonal_covariance(std::size_t l, double sign, const OddsMoments& odds,
                                 const FeatureMatrix<Features>& features) {
    const double dimension = problem_.target.dimension;
    if (dimension < 2.0) return;
    const double towards_other = sign * frame_.distance * precision_;
    const double mean_f = odds.powers[0][0], mean_square = odds.powers[1][0];
    const double factor = weight(l) * weight(l) / problem_.noise.batch;
    Matrix2 sum{};
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j) {
        const Contribution &x = contribution(i, l), &y = contribution(j, l);
        const double x_pull = x.pull * towards_other, y_pull = y.pull * towards_other;
        sum[i][j] = x_pull * y_pull * features[f][f];
        if constexpr (Features > 2) {
          sum[i][j] +=
              (x_pull * y.noise + x.noise * y_pull) * features[f][z_f] +
              (x_pull * y.claimed_noise + x.claimed_noise * y_pull) * features[f][f_z_f] +
              x.noise * y.noise +
              (x.noise * y.claimed_noise + x.claimed_noise * y.noise) * features[z_f][f_z_f] +
              x.claimed_noise * y.claimed_noise * features[f_z_f][f_z_f];
          sum[i][j] += (dimension - 2.0) *
                       (x.noise * y.noise +
                        (x.noise * y.claimed_noise + x.claimed_noise * y.noise) * mean_f +
                        x.claimed_noise * y.claimed_noise * mean_square);
        }
      }
    result_.orthogonal.q11 += factor * sum[0][0];
    result_.orthogonal.q12 += factor * sum[0][1];
    result_.orthogonal.q22 += factor * sum[1][1];
  }

  /// The flow of both statistics, and the product of the means of g_i and g_j.
  void add_flow() {
    const auto& m = state_.overlap;
    SummaryState& flow = result_.flow;
    Matrix2 image{};  // mean_ times Q
    for (std::size_t i = 0; i < 2; ++i) {
      flow.overlap[i] -= mean_[i][0] * m[0] + mean_[i][1] * m[1];
      for (std::size_t j = 0; j < 2; ++j)
        image[i][j] = mean_[i][0] * gram_[0][j] + mean_[i][1] * gram_[1][j];
    }
    flow.q11 = -2.0 * image[0][0];
    flow.q12 = -(image[0][1] + image[1][0]);
    flow.q22 = -2.0 * image[1][1];
    const auto product = [&](std::size_t i, std::size_t j) {
      return image[i][0] * mean_[j][0] + image[i][1] * mean_[j][1];
    };
    result_.orthogonal.q11 += product(0, 0);
    result_.orthogonal.q12 += product(0, 1);
    result_.orthogonal.q22 += product(1, 1);
  }

  const Problem& problem_;
  const Coefficients& coefficients_;
  const SummaryState& state_;
  OrthogonalFrame frame_;
  Matrix2 gram_;
  double precision_, excess_;
  std::array<Contribution, 2> contribution_;
  Matrix2 mean_{};
  GradientMoments result_;
};

GradientMoments moments_by(const MomentRule& rule, const Problem& problem,
                           const Coefficients& coefficients, const SummaryState& state) {
  // Path estimator and matched variance: z enters through tau and f alone.
  if (problem.noise.estimator == Estimator::path && problem.family.variance == Variance::matched) {
    return MomentSum<2>(problem, coefficients, state).run(rule);
  }
  return MomentSum<6>(problem, coefficients, state).run(rule);
}

}  // namespace

GradientMoments gradient_moments(const Problem& problem, const Coefficients& coefficients,
                                 const SummaryState& state) {
  return moments_by(quadrature_rule, problem, coefficients, state);
}

GradientMoments fast_gradient_moments(const Problem& problem, const Coefficients& coefficients,
                                      const SummaryState& state) {
  return moments_by(closed_form_rule, problem, coefficients, state);
}

}  // namespace annealvi

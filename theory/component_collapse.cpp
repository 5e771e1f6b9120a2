// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/component_collapse.hpp"

#include "annealvi/model/coverage.hpp"
#include "annealvi/numerics/random.hpp"
#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"
#include "theory/exchangeable_orthant.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Nodes of an expectation where overlaps are sampled.
constexpr std::size_t coarse = 1 << 12;

/// n coordinates of every mode, one mode a row.
MatrixXd positions_of(const ModeSet& modes) {
  MatrixXd nu(static_cast<Index>(modes.size()), static_cast<Index>(modes.axes()));
  for (Index a = 0; a < nu.rows(); ++a)
    nu.row(a) = VectorXd::Map(modes.positions[static_cast<std::size_t>(a)].data(), nu.cols());
  return nu;
}

std::span<const double> view(const VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

/// Omega_K times the objective's factor, at equal mutual distances.
double overlap_rate(const MixtureProblem& problem, const MixtureCoefficients& at,
                    double squared_distance) {
  const auto K = static_cast<int>(problem.components());
  if (K < 2) return 0.0;
  const double sigma = math::exp(log_sigma_in_force(problem.family, at, 0.0));
  return at.speed * claim_of_one(K, std::sqrt(squared_distance) / sigma) / (sigma * sigma);
}

/// The motion of K coincident components and of small departures from it. x: the common point;
/// departures along the modes grow by `growth` when all components share them, by growth + overlap
/// when they add up to zero; squared distances orthogonal to the modes by 2 (overlap - w H).
struct LinearMotionOfMany {
  VectorXd velocity;
  MatrixXd growth;
  double overlap, decay;
};
LinearMotionOfMany motion_of(const MixtureProblem& problem, const MixtureCoefficients& at,
                             const VectorXd& x, double squared_distance, const SpanOptions& span) {
  const double weight = 1.0 / static_cast<double>(problem.components());
  const double sigma = math::exp(log_sigma_in_force(problem.family, at, 0.0));
  const detail::ModeLines lines = detail::mode_lines(problem.modes, at.sharpness, view(x), sigma);
  const std::vector<double> products =
      softmax_products(lines.values, lines.slopes, problem.modes.axes(), span);
  const MatrixXd nu = positions_of(problem.modes);
  const auto shared = MatrixXd::Map(products.data(), nu.rows(), nu.rows());
  const VectorXd mean = shared.rowwise().sum();  // of softmax_a sum_b softmax_b
  const MatrixXd covariance = MatrixXd(mean.asDiagonal()) - shared;
  return {.velocity = at.speed * weight * (at.amplitude * nu.transpose() * mean - at.precision * x),
          .growth = at.speed * weight *
                    (at.amplitude * at.sharpness * nu.transpose() * covariance * nu -
                     at.precision * MatrixXd::Identity(nu.cols(), nu.cols())),
          .overlap = overlap_rate(problem, at, squared_distance),
          .decay = at.speed * weight * at.precision};
}

/// State of the integration: x, the growth matrices of the shared and of the other departures, and
/// log(1 + y), y the squared distance orthogonal to the modes.
struct Stage {
  VectorXd x;
  MatrixXd shared, apart;
  double distance;
};
Stage stage_of(std::span<const double> state, Index n) {
  const double* p = state.data();
  return {VectorXd::Map(p, n), MatrixXd::Map(p + n, n, n), MatrixXd::Map(p + n + n * n, n, n),
          std::max(0.0, math::expm1(p[n + 2 * n * n]))};
}

/// The largest factor by which a departure has grown, squared.
double largest_squared_growth(const Stage& stage) {
  const auto largest = [](const MatrixXd& growth) {
    return Eigen::SelfAdjointEigenSolver<MatrixXd>(growth.transpose() * growth,
                                                   Eigen::EigenvaluesOnly)
        .eigenvalues()
        .maxCoeff();
  };
  return std::max(largest(stage.shared), largest(stage.apart));
}

/// Where (K1) applies: +nu and -nu on one axis with equal weights.
bool mirrored_pair(const ModeSet& modes) {
  return modes.size() == 2 && modes.axes() == 1 && modes.weights[0] == modes.weights[1] &&
         modes.positions[0][0] == -modes.positions[1][0];
}

/// Probabilities to cover 0..K* modes when overlaps are x + scale (shared mean + apart rest).
std::vector<double> sampled_coverage(const MixtureProblem& problem, double sharpness,
                                     const Stage& stage, const ComponentCollapseOptions& options) {
  const auto n = static_cast<Index>(problem.modes.axes());
  const auto K = static_cast<Index>(problem.components());
  const double scale = problem.initial_scale();
  std::vector<double> normals(static_cast<std::size_t>(n * K));
  std::vector<std::uint64_t> counts(problem.modes.size() + 1, 0);
  const VectorXd origin = VectorXd::Zero(n);
  const detail::ModeLines lines = detail::mode_lines(problem.modes, sharpness, view(origin), 1.0);
  const auto values = VectorXd::Map(lines.values.data(), static_cast<Index>(lines.values.size()));
  const MatrixXd slopes = sharpness * positions_of(problem.modes);
  RandomKey key{.seed = options.seed, .stream = RandomStream::overlap_samples};
  for (key.run = 0; key.run < options.samples; ++key.run) {
    fill_normal(key, normals);
    const MatrixXd z = MatrixXd::Map(normals.data(), n, K);
    const VectorXd mean = z.rowwise().mean();
    std::vector<bool> taken(problem.modes.size(), false);
    for (Index k = 0; k < K; ++k) {
      const VectorXd mu = stage.x + scale * (stage.shared * mean + stage.apart * (z.col(k) - mean));
      Index mode = 0;
      (values + slopes * mu).maxCoeff(&mode);
      taken[static_cast<std::size_t>(mode)] = true;
    }
    ++counts[static_cast<std::size_t>(std::count(taken.begin(), taken.end(), true))];
  }
  std::vector<double> covered;
  for (const std::uint64_t count : counts)
    covered.push_back(static_cast<double>(count) / static_cast<double>(options.samples));
  return covered;
}

std::string obstacle(const MixtureProblem& problem) {
  if (const std::string defect = mixture_defect(problem); !defect.empty()) return defect;
  const MixtureFamily& family = problem.family;
  if (family.train_weights) return "the linear stage needs fixed component weights";
  if (family.variance == Variance::trained) return "the linear stage needs an untrained variance";
  for (const double weight : family.weights)
    if (std::abs(weight * static_cast<double>(family.weights.size()) - 1.0) > 1e-9)
      return "the linear stage needs equal component weights";
  if (problem.modes.size() < 2) return "a single mode cannot be missed";
  return {};
}

}  // namespace

ComponentCollapseResult component_collapse(const MixtureProblem& problem,
                                           const ComponentCollapseOptions& options) {
  const bool sound = mixture_defect(problem).empty();
  if (std::string reason = certain_collapse(problem); sound && !reason.empty()) {
    return {ComponentCollapse{.probability = 1.0, .without_overlap = 1.0, .covered = {}}, reason};
  }
  if (const std::string reason = obstacle(problem); !reason.empty()) return {{}, reason};
  const auto n = static_cast<Index>(problem.modes.axes());
  const double scale = problem.initial_scale(), variance = scale * scale;
  const double rho = problem.modes.nearest_half_distance();
  const double limit = options.departure * rho * rho / variance;  // of a squared growth
  if (limit <= 1.0)
    return {{}, "there is no linear stage: the start is already as wide as the modes are apart"};

  // Samples of the overlaps know P to three digits: more is asked of (K1) only.
  const bool exact = mirrored_pair(problem.modes);
  SpanOptions span = options.span;
  OdeOptions ode;
  ode.tolerances = options.tolerances;
  if (!exact) {
    span = {.error = std::max(span.error, 1e-7), .most_nodes = std::min(span.most_nodes, coarse)};
    ode.tolerances = {.relative = std::max(ode.tolerances.relative, 1e-5),
                      .absolute = std::max(ode.tolerances.absolute, 1e-7)};
  }

  const auto in_span_distance = [&](const Stage& stage) {
    return 2.0 * variance * stage.apart.squaredNorm();
  };
  const OdeSystem system = [&](double t, std::span<const double> state,
                               std::span<double> derivative) {
    const Stage stage = stage_of(state, n);
    const LinearMotionOfMany motion =
        motion_of(problem, mixture_coefficients_at(problem, t), stage.x,
                  stage.distance + in_span_distance(stage), span);
    double* p = derivative.data();
    VectorXd::Map(p, n) = motion.velocity;
    MatrixXd::Map(p + n, n, n) = motion.growth * stage.shared;
    MatrixXd::Map(p + n + n * n, n, n) = motion.growth * stage.apart + motion.overlap * stage.apart;
    p[n + 2 * n * n] =
        2.0 * (motion.overlap - motion.decay) * stage.distance / (1.0 + stage.distance);
  };
  ode.kinks = problem.annealing.schedule.kinks();
  ode.events.push_back({.value =
                            [&](double, std::span<const double> state) {
                              return largest_squared_growth(stage_of(state, n)) - limit;
                            },
                        .direction = +1,
                        .terminal = true});
  std::vector<double> start(static_cast<std::size_t>(n + 2 * n * n + 1), 0.0);
  MatrixXd::Map(start.data() + n, n, n).setIdentity();
  MatrixXd::Map(start.data() + n + n * n, n, n).setIdentity();
  start.back() = math::log1p(2.0 * variance * (problem.dimension - static_cast<double>(n)));
  const double first_distance = math::expm1(start.back()) + 2.0 * variance * static_cast<double>(n);
  const OdeResult result = solve_ode(system, start, 0.0, options.end_time, ode);
  if (result.failed()) return {{}, describe(result)};
  if (result.status != OdeStatus::stopped_by_event)
    return {{}, "the linear stage is not left before the end time"};

  Stage stage = stage_of(result.state, n);
  ComponentCollapse found;
  found.overlap_rate = overlap_rate(problem, mixture_coefficients_at(problem, 0.0), first_distance);
  found.evaluated_at = result.time;
  const auto K = static_cast<int>(problem.components());
  if (exact) {
    const double ratio = stage.shared.squaredNorm() / stage.apart.squaredNorm();
    found.log_probability = log_one_sign_probability(K, ratio);
    found.probability = math::exp(found.log_probability);
    found.without_overlap = math::exp2(1 - K);
    found.covered = {0.0, found.probability, -math::expm1(found.log_probability)};
    return {found, {}};
  }
  const double sharpness = mixture_coefficients_at(problem, result.time).sharpness;
  found.covered = sampled_coverage(problem, sharpness, stage, options);
  found.probability = 1.0 - found.covered.back();
  found.log_probability = math::log(found.probability);
  const auto samples = static_cast<double>(options.samples);
  found.error = std::max(std::sqrt(found.probability * found.covered.back() / samples),
                         1.0 / samples);  // none of them collapsed, or all
  stage.apart = stage.shared;
  found.without_overlap = 1.0 - sampled_coverage(problem, sharpness, stage, options).back();
  return {found, {}};
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_noise.hpp"

#include "annealvi/dynamics/pair_noise.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "numerics/elementary.hpp"
#include "theory/linear_motion.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <vector>

namespace annealvi {
namespace {

using Vector = Eigen::Matrix<double, 7, 1>;
using Matrix = Eigen::Matrix<double, 7, 7>;

Vector vector_of(const PairStatistics& x) {
  return Eigen::Map<const Vector>(numbers_of(x).data());
}
PairStatistics statistics_of(const Vector& v) {
  return pair_statistics_of({v.data(), 7});
}

Matrix noise_matrix(const PairModel& model, double time, const PairStatistics& x) {
  const PairMatrix covariance = noise_covariance(model, time, x);
  return Eigen::Map<const Eigen::Matrix<double, 7, 7, Eigen::RowMajor>>(covariance[0].data());
}

Matrix jacobian(const PairModel& model, double time, const Vector& x) {
  constexpr double step = 1e-5;
  Matrix J;
  for (int j = 0; j < 7; ++j) {
    const double h = step * (1.0 + std::abs(x[j]));
    const Vector change = Vector::Unit(j) * h;
    J.col(j) = (vector_of(pair_recursion(model, time, statistics_of(x + change))) -
                vector_of(pair_recursion(model, time, statistics_of(x - change)))) /
               (2.0 * h);
  }
  return J;
}

/// The mean start's trajectory with the propagator of small changes over each step.
struct MeanPath {
  std::vector<double> times;
  std::vector<Vector> states;
  std::vector<Matrix> steps;  // from one time to the next
};

/// Over one interval, by the classical rule of fourth order.
void advance(const PairModel& model, double time, double h, Vector& x, Matrix& step) {
  const auto rate = [&](double t, const Vector& v) -> Vector {
    return vector_of(pair_recursion(model, t, statistics_of(v)));
  };
  const Vector k1 = rate(time, x), x2 = x + 0.5 * h * k1;
  const Vector k2 = rate(time + 0.5 * h, x2), x3 = x + 0.5 * h * k2;
  const Vector k3 = rate(time + 0.5 * h, x3), x4 = x + h * k3;
  const Vector k4 = rate(time + h, x4);
  const Matrix one = Matrix::Identity();
  const Matrix j1 = jacobian(model, time, x);
  const Matrix j2 = jacobian(model, time + 0.5 * h, x2) * (one + 0.5 * h * j1);
  const Matrix j3 = jacobian(model, time + 0.5 * h, x3) * (one + 0.5 * h * j2);
  const Matrix j4 = jacobian(model, time + h, x4) * (one + h * j3);
  step = one + h / 6.0 * (j1 + 2.0 * j2 + 2.0 * j3 + j4);
  x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
}

double smallest_growth(const Matrix& propagator) {
  return propagator.topLeftCorner<2, 2>().jacobiSvd().singularValues()[1];
}

}  // namespace

NoisyPairStart noisy_pair_start(const PairModel& model, double end_time,
                                std::optional<double> cut_time) {
  const double sigma0 = model.problem.initial_scale(), d = model.problem.target.dimension;
  const double unit = 2.0 * sigma0 * sigma0, eta = model.problem.noise.step;
  NoisyPairStart start;
  start.mean = state_without_means(model);
  start.mean.squared_sum = start.mean.squared_distance = unit * (d - 1.0);
  Matrix initial = Matrix::Zero();
  initial(0, 0) = initial(1, 1) = unit;
  initial(2, 2) = initial(4, 4) = 2.0 * (d - 1.0) * unit * unit;
  initial(3, 3) = (d - 1.0) * unit * unit;

  // Steps of the integrator, each in `pieces` of the rule of fourth order.
  constexpr int pieces = 8;
  constexpr double enough = 1e3, past = 1e-2;  // of growth: noise beyond counts 1e-6 of itself
  MeanPath path{{0.0}, {vector_of(start.mean)}, {}};
  Matrix propagator = Matrix::Identity();
  double largest = 1.0;
  std::size_t cut = 0;
  bool done = false;
  const OdeSystem system = [&](double t, std::span<const double> v, std::span<double> out) {
    const auto rate = numbers_of(pair_recursion(model, t, pair_statistics_of(v)));
    std::copy(rate.begin(), rate.end(), out.begin());
  };
  OdeOptions options{.tolerances = {.relative = 1e-7, .absolute = 1e-9},
                     .kinks = motion_kinks(model.problem)};
  options.stop_when = [&](double t, std::span<const double>) {
    const double from = path.times.back(), h = (t - from) / pieces;
    Vector x = path.states.back();
    for (int i = 1; i <= pieces && !done; ++i) {
      Matrix step;
      advance(model, from + (i - 1) * h, h, x, step);
      propagator = step * propagator;
      path.times.push_back(i == pieces ? t : from + i * h);
      path.states.push_back(x);
      path.steps.push_back(step);
      const double growth = smallest_growth(propagator);
      if (cut_time ? path.times.back() <= *cut_time : growth > largest) {
        largest = growth;
        cut = path.steps.size();
      }
      done = cut_time ? path.times.back() > *cut_time : largest > enough || growth < past * largest;
    }
    return done;
  };
  const auto x0 = numbers_of(start.mean);
  const OdeResult result = solve_ode(system, x0, 0.0, end_time, options);
  if (result.failed()) throw NumericalFailure("mean start: " + describe(result));
  start.cut = largest <= enough;
  start.cut_time = path.times[cut];

  // Backwards from the cut: K, then the variances it pulls back to the start.
  using Rows = Eigen::Matrix<double, 2, 7>;
  std::vector<Rows> pulled(cut + 1);
  pulled[cut] = Rows::Identity();
  for (std::size_t i = cut; i-- > 0;) pulled[i] = pulled[i + 1] * path.steps[i];
  const Eigen::Matrix2d to_start = pulled[0].leftCols<2>().inverse();
  const double R = model.problem.target.separation;
  Matrix forward = initial;
  Eigen::Matrix2d sum = Eigen::Matrix2d::Zero(), linear = sum, before = sum;
  {
    const Rows Y = to_start * pulled[0];
    sum = Y * initial * Y.transpose();
  }
  bool still_linear = true;
  const auto part_at = [&](std::size_t i, Matrix& noise) -> Eigen::Matrix2d {
    // Noise of a step is that of its beginning and arrives at its end, half a step off each.
    const double t = path.times[i];
    noise = noise_matrix(model, std::max(0.0, t - 0.5 * eta), statistics_of(path.states[i]));
    const Rows Y = to_start * pulled[i];
    const Rows later = Y - 0.5 * eta * Y * jacobian(model, t, path.states[i]);
    return later * noise * later.transpose();
  };
  Matrix noise;
  before = part_at(0, noise);
  for (std::size_t i = 0; i < cut; ++i) {
    const double h = path.times[i + 1] - path.times[i];
    const double sigma =
        pair_coefficients(model, path.times[i], statistics_of(path.states[i])).sigma;
    const double spread = std::max(forward(0, 0), forward(1, 1));
    if (spread > std::min(0.25 * R * R, sigma * sigma)) still_linear = false;
    const Matrix earlier = noise;
    const Eigen::Matrix2d after = part_at(i + 1, noise);
    const Eigen::Matrix2d piece = 0.5 * h * (before + after);
    sum += piece;
    if (!still_linear) linear += piece;
    before = after;
    forward =
        path.steps[i] * (forward + 0.5 * h * earlier) * path.steps[i].transpose() + 0.5 * h * noise;
  }
  start.variance_sum = sum(0, 0);
  start.covariance = sum(0, 1);
  start.variance_difference = sum(1, 1);
  start.nonlinear_share =
      cut == 0 ? 1.0 : std::max(linear(0, 0) / sum(0, 0), linear(1, 1) / sum(1, 1));
  return start;
}

}  // namespace annealvi

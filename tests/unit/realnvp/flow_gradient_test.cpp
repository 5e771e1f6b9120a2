// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The hand-written backward pass against forward-mode dual numbers through the definition and
// against central differences, for both estimators.

#include "tests/support/closeness.hpp"
#include "tests/unit/realnvp/flow_samples.hpp"
#include "tests/unit/realnvp/literal_flow.hpp"

#include <doctest/doctest.h>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double separation = 2.5;

AnnealedTarget annealed() {
  return annealed_target({.separation = separation, .weight = 0.3, .dimension = 2},
                         AnnealingPath::component, 2.0, 1.0);
}

/// What the loss of one sample is with parameters theta. path: log q of the parameters held fixed.
enum class Loss { total, path, without_entropy };

double literal_derivative(const FlowCase& item, const std::vector<double>& all, std::size_t index,
                          const std::vector<double>& z, Loss loss) {
  const auto d = static_cast<std::size_t>(item.dimension);
  LiteralFlow<Dual> moved{d, item.shape, Numbers<Dual>(all.begin(), all.end())};
  moved.parameters[index].slope = 1.0;
  const auto mapped = moved.transform(z);
  const double cost = energy(mapped.x, annealed(), separation).slope;
  if (loss == Loss::without_entropy) return cost;
  if (loss == Loss::total) return cost + mapped.log_density.slope;
  const LiteralFlow<double> fixed{d, item.shape, all};
  return cost + fixed.log_density(mapped.x).slope;
}

template <class Scalar>
std::vector<double> gradient_of(const FlowCase& item, Estimator estimator, double weight = 1.0) {
  RealNvp<Scalar> flow = drawn_flow<Scalar>(item);
  typename RealNvp<Scalar>::Vector gradient =
      RealNvp<Scalar>::Vector::Zero(flow.parameters().size());
  (void)flow.add_gradient(normal_samples<Scalar>(item.dimension, item.batch), annealed(),
                          separation, estimator, weight, gradient);
  return {gradient.begin(), gradient.end()};
}

double norm(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum);
}

/// |a - b| / |b|
double relative_distance(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> difference;
  for (std::size_t i = 0; i < a.size(); ++i) difference.push_back(a[i] - b[i]);
  return norm(difference) / norm(b);
}

std::vector<double> literal_gradient(const FlowCase& item, Loss loss) {
  const std::vector<double> all = parameters_of(drawn_flow<double>(item));
  const auto z = normal_samples<double>(item.dimension, item.batch);
  std::vector<double> gradient(all.size(), 0.0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (Eigen::Index s = 0; s < z.cols(); ++s) {
      gradient[i] += literal_derivative(item, all, i, column(z, s), loss);
    }
  }
  return gradient;
}

constexpr double dual_rounding = 1e-12;  // some hundred rounding errors, relative to the norm

}  // namespace

TEST_CASE("both estimators are the derivatives of their losses, by dual numbers") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    CHECK(relative_distance(gradient_of<double>(item, Estimator::total),
                            literal_gradient(item, Loss::total)) < dual_rounding);
    CHECK(relative_distance(gradient_of<double>(item, Estimator::path),
                            literal_gradient(item, Loss::path)) < dual_rounding);
  }
}

TEST_CASE("the same comparison tells the estimators apart and misses no entropy term") {
  const FlowCase item = flow_cases()[0];
  const std::vector<double> total = gradient_of<double>(item, Estimator::total);
  CHECK(relative_distance(total, literal_gradient(item, Loss::path)) > 1e-3);
  CHECK(relative_distance(total, literal_gradient(item, Loss::without_entropy)) > 1e-3);
}

TEST_CASE("the total gradient is the central difference of the loss") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    RealNvp<double> flow = drawn_flow<double>(item);
    const auto z = normal_samples<double>(item.dimension, item.batch);
    RealNvp<double>::Vector ignored = flow.parameters();
    const auto loss = [&](Eigen::Index i, double h) {
      const double kept = flow.parameters()[i];
      flow.parameters()[i] = kept + h;
      const LossSums sums =
          flow.add_gradient(z, annealed(), separation, Estimator::total, 1.0, ignored);
      flow.parameters()[i] = kept;
      return sums.loss;
    };
    constexpr double h = 6e-6;  // eps^(1/3)
    std::vector<double> difference;
    for (Eigen::Index i = 0; i < flow.parameters().size(); ++i) {
      difference.push_back((loss(i, h) - loss(i, -h)) / (2.0 * h));
    }
    CHECK(relative_distance(gradient_of<double>(item, Estimator::total), difference) <
          central_difference);
  }
}

// Without dual numbers: log q of the parameters that are held fixed, at samples of the others.
TEST_CASE("the path gradient is the central difference of the loss with log q held fixed") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    RealNvp<double> moved = drawn_flow<double>(item), fixed = drawn_flow<double>(item);
    const auto z = normal_samples<double>(item.dimension, item.batch);
    RealNvp<double>::Samples x, ignored;
    RealNvp<double>::Vector log_density;
    const auto loss = [&](Eigen::Index i, double h, RealNvp<double>& judge) {
      const double kept = moved.parameters()[i];
      moved.parameters()[i] = kept + h;
      moved.transform(z, x, log_density);
      judge.invert(x, ignored, log_density);
      moved.parameters()[i] = kept;
      double sum = 0.0;
      for (Eigen::Index s = 0; s < x.cols(); ++s) {
        sum += log_density[s] + energy(column(x, s), annealed(), separation);
      }
      return sum;
    };
    constexpr double h = 6e-6;  // eps^(1/3)
    std::vector<double> path, total;
    for (Eigen::Index i = 0; i < moved.parameters().size(); ++i) {
      path.push_back((loss(i, h, fixed) - loss(i, -h, fixed)) / (2.0 * h));
      total.push_back((loss(i, h, moved) - loss(i, -h, moved)) / (2.0 * h));
    }
    const std::vector<double> gradient = gradient_of<double>(item, Estimator::path);
    CHECK(relative_distance(gradient, path) < central_difference);
    CHECK(relative_distance(gradient, total) > 1e-3);
  }
}

TEST_CASE("single precision gives the same gradient to single precision") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      CHECK(relative_distance(gradient_of<float>(item, estimator),
                              gradient_of<double>(item, estimator)) < 1e-4);
    }
  }
}

TEST_CASE("the estimators agree on average") {
  // 40 000 samples: their difference has mean zero and falls like 1/sqrt(n).
  FlowCase item = flow_cases()[0];
  item.batch = 40'000;
  const double weight = 1.0 / static_cast<double>(item.batch);
  const auto path = gradient_of<double>(item, Estimator::path, weight);
  const auto total = gradient_of<double>(item, Estimator::total, weight);
  CHECK(relative_distance(path, total) < 0.05);
  item.batch = 5;
  CHECK(relative_distance(gradient_of<double>(item, Estimator::path),
                          gradient_of<double>(item, Estimator::total)) > 0.05);
}

TEST_CASE("the loss sums say what the samples say") {
  const FlowCase item = flow_cases()[5];
  RealNvp<double> flow = drawn_flow<double>(item);
  const auto z = normal_samples<double>(item.dimension, item.batch);
  RealNvp<double>::Vector gradient = flow.parameters();
  const LossSums sums =
      flow.add_gradient(z, annealed(), separation, Estimator::path, 1.0, gradient);
  RealNvp<double>::Samples x;
  RealNvp<double>::Vector log_density;
  flow.transform(z, x, log_density);
  double loss = 0.0, upper = 0.0;
  for (Eigen::Index s = 0; s < x.cols(); ++s) {
    loss += log_density[s] + energy(column(x, s), annealed(), separation);
    upper += x(0, s) > 0.0 ? 1.0 : 0.0;
  }
  CHECK_RELATIVE(sums.loss, loss, 1e-12);
  CHECK(sums.upper == upper);
  CHECK(sums.samples == 300);
}

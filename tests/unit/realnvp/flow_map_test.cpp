// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// RealNVP as a density: map, inverse, log-density.

#include "realnvp/vector_functions.hpp"
#include "tests/support/closeness.hpp"
#include "tests/unit/realnvp/flow_samples.hpp"
#include "tests/unit/realnvp/literal_flow.hpp"

#include <doctest/doctest.h>
#include <Eigen/LU>

using namespace annealvi;
using namespace annealvi::test;

namespace {

// Some hundred rounding errors of numbers of size 1 to 10, single and double.
constexpr double map_rounding = 1e-12, single_rounding = 1e-3;

/// Largest difference between the flow and the definition, in x and in log q.
double largest_difference(const FlowCase& item, FlowMistake mistake) {
  RealNvp<double> flow = drawn_flow<double>(item);
  const LiteralFlow<double> literal{static_cast<std::size_t>(item.dimension), item.shape,
                                    parameters_of(flow), mistake};
  const auto z = normal_samples<double>(item.dimension, item.batch);
  RealNvp<double>::Samples x;
  RealNvp<double>::Vector log_density;
  flow.transform(z, x, log_density);
  double largest = 0.0;
  for (Eigen::Index s = 0; s < z.cols(); ++s) {
    const auto expected = literal.transform(column(z, s));
    largest = std::max(largest, std::abs(log_density[s] - expected.log_density));
    for (Eigen::Index i = 0; i < z.rows(); ++i) {
      largest = std::max(largest, std::abs(x(i, s) - expected.x[static_cast<std::size_t>(i)]));
    }
  }
  return largest;
}

/// log N(z) - log |det dx/dz|, the Jacobian by dual numbers.
double changed_variables(const LiteralFlow<Dual>& literal, const std::vector<double>& z) {
  const auto d = static_cast<Eigen::Index>(z.size());
  Eigen::MatrixXd jacobian(d, d);
  for (Eigen::Index j = 0; j < d; ++j) {
    Numbers<Dual> input(z.begin(), z.end());
    input[static_cast<std::size_t>(j)].slope = 1.0;
    const auto mapped = literal.transform_numbers(input);
    for (Eigen::Index i = 0; i < d; ++i) {
      jacobian(i, j) = mapped.x[static_cast<std::size_t>(i)].slope;
    }
  }
  return LiteralFlow<Dual>::log_base(z) - std::log(std::abs(jacobian.determinant()));
}

template <class Scalar>
double largest_round_trip(const FlowCase& item) {
  RealNvp<Scalar> flow = drawn_flow<Scalar>(item);
  const auto z = normal_samples<Scalar>(item.dimension, item.batch);
  typename RealNvp<Scalar>::Samples x, back, again;
  typename RealNvp<Scalar>::Vector forward, inverse, ignored;
  flow.transform(z, x, forward);
  flow.invert(x, back, inverse);
  flow.transform(back, again, ignored);
  return std::max({static_cast<double>((back - z).cwiseAbs().maxCoeff()),
                   static_cast<double>((again - x).cwiseAbs().maxCoeff()),
                   static_cast<double>((forward - inverse).cwiseAbs().maxCoeff())});
}

/// Integral of q over the plane by the trapezoidal rule.
double integral(RealNvp<double>& flow, double factor) {
  constexpr double half_width = 30.0, spacing = 0.05;
  constexpr auto points = static_cast<Eigen::Index>(2.0 * half_width / spacing) + 1;
  RealNvp<double>::Samples x(2, points), z;
  RealNvp<double>::Vector log_density;
  double sum = 0.0;
  for (Eigen::Index row = 0; row < points; ++row) {
    for (Eigen::Index i = 0; i < points; ++i) {
      x(0, i) = -half_width + spacing * static_cast<double>(i);
      x(1, i) = -half_width + spacing * static_cast<double>(row);
    }
    flow.invert(x, z, log_density);
    sum += (factor * log_density).array().exp().sum();
  }
  return sum * spacing * spacing;
}

}  // namespace

TEST_CASE("the flow is (V1) as it stands") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    CHECK(largest_difference(item, FlowMistake::none) < map_rounding);
  }
}

TEST_CASE("the same comparison rejects a wrong sign, an unbounded scale and swapped halves") {
  const FlowCase item = flow_cases()[0];
  for (const FlowMistake mistake :
       {FlowMistake::sign_of_log_determinant, FlowMistake::unbounded_log_scale,
        FlowMistake::halves_swapped}) {
    CHECK(largest_difference(item, mistake) > 1e3 * map_rounding);
  }
}

TEST_CASE("log q is the change of variables") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    RealNvp<double> flow = drawn_flow<double>(item);
    const std::vector<double> all = parameters_of(flow);
    const LiteralFlow<Dual> literal{static_cast<std::size_t>(item.dimension), item.shape,
                                    Numbers<Dual>(all.begin(), all.end())};
    const auto z = normal_samples<double>(item.dimension, 9);
    RealNvp<double>::Samples x;
    RealNvp<double>::Vector log_density;
    flow.transform(z, x, log_density);
    for (Eigen::Index s = 0; s < z.cols(); ++s) {
      CHECK_ABSOLUTE(log_density[s], changed_variables(literal, column(z, s)), map_rounding);
    }
  }
}

TEST_CASE("forward and inverse undo each other, in both precisions") {
  for (const FlowCase& item : flow_cases()) {
    CAPTURE(item.name);
    CHECK(largest_round_trip<double>(item) < map_rounding);
    CHECK(largest_round_trip<float>(item) < single_rounding);
  }
}

TEST_CASE("q integrates to one") {
  // The tails decay like those of a Gaussian of at most a few units: the rule is exact to 1e-6.
  FlowCase item = flow_cases()[0];
  item.shape.log_scale_bound = 0.5;
  RealNvp<double> flow = drawn_flow<double>(item);
  CHECK_ABSOLUTE(integral(flow, 1.0), 1.0, 1e-6);
  CHECK(std::abs(integral(flow, 1.01) - 1.0) > 1e-3);  // a log-density that is 1 % off
}

TEST_CASE("zero parameters are the identity, and so is a start of scale zero") {
  RealNvp<double> flow(3, flow_cases()[1].shape);
  const auto z = normal_samples<double>(3, 20);
  RealNvp<double>::Samples x;
  RealNvp<double>::Vector log_density;
  flow.transform(z, x, log_density);
  CHECK(x == z);
  flow.draw_start(1, 2, 0.0);
  flow.transform(z, x, log_density);
  CHECK(x == z);
  flow.draw_start(1, 2, 0.5);
  flow.transform(z, x, log_density);
  CHECK(x != z);
}

TEST_CASE("couplings need two dimensions and positive shapes") {
  CHECK_THROWS_AS(RealNvp<float>(1, RealNvpShape{}), std::invalid_argument);
  CHECK_THROWS_AS(RealNvp<float>(2, RealNvpShape{.couplings = 0}), std::invalid_argument);
  CHECK_THROWS_AS(RealNvp<float>(2, RealNvpShape{.width = 0}), std::invalid_argument);
  CHECK_THROWS_AS(RealNvp<float>(2, RealNvpShape{.depth = 0}), std::invalid_argument);
}

TEST_CASE_TEMPLATE("exp and tanh of lanes are accurate to rounding", Scalar, float, double) {
  constexpr double units = 6.0 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  double worst = 0.0, worst_with_other_limit = 0.0;
  for (int i = -2000; i <= 2000; ++i) {
    for (const double scale : {1e-8, 1e-3, 0.5, 5.0, 19.0}) {
      const auto x = static_cast<Scalar>(scale * i / 2000.0);
      const auto exact = static_cast<double>(x);
      const double tanh =
          static_cast<double>(realnvp::hyperbolic_tangent<Scalar>(realnvp::splat(x))[1]);
      const double exp = static_cast<double>(realnvp::exponential<Scalar>(realnvp::splat(x))[0]);
      if (i != 0) worst = std::max(worst, std::abs(tanh / std::tanh(exact) - 1.0));
      worst = std::max(worst, std::abs(exp / std::exp(exact) - 1.0));
      worst_with_other_limit =
          std::max(worst_with_other_limit, std::abs(exp / std::exp(1.001 * exact) - 1.0));
    }
  }
  CHECK(worst < units);
  CHECK(worst_with_other_limit > units);
  const auto nan = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK(std::isnan(realnvp::hyperbolic_tangent<Scalar>(realnvp::splat(nan))[0]));
  const auto huge = std::numeric_limits<Scalar>::max();
  CHECK(realnvp::hyperbolic_tangent<Scalar>(realnvp::splat(huge))[0] == Scalar(1));
  CHECK(realnvp::hyperbolic_tangent<Scalar>(realnvp::splat(-huge))[0] == Scalar(-1));
}

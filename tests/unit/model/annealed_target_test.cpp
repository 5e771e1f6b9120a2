// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The rows of (M3) against the definitions of the three paths, as functions of x.
#include "annealvi/model/annealed_target.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/closeness.hpp"

using namespace annealvi;
using test::rounding;

namespace {

constexpr double bridge_scale = 2.5;

/// log N(x; mean, variance) in one dimension
double log_normal_density(double x, double mean, double variance) {
  return -0.5 * (x - mean) * (x - mean) / variance -
         0.5 * std::log(2.0 * std::numbers::pi * variance);
}

/// log of the mixture (M1) with component variance `variance`, d = 1
double log_mixture(const Target& target, double x, double variance) {
  const double R = target.separation;
  return std::log(target.weight * std::exp(log_normal_density(x, R, variance)) +
                  (1.0 - target.weight) * std::exp(log_normal_density(x, -R, variance)));
}

/// Unnormalised log p_t by the words of the table under (M3): "p^beta", "same modes, component
/// variance T", "p0^(1-beta) p^beta".
double log_heated_by_definition(const Target& target, AnnealingPath path, double temperature,
                                double x) {
  const double beta = 1.0 / temperature;
  switch (path) {
    case AnnealingPath::power:
      return beta * log_mixture(target, x, 1.0);
    case AnnealingPath::component:
      return log_mixture(target, x, temperature);
    case AnnealingPath::bridge:
      break;
  }
  return (1.0 - beta) * log_normal_density(x, 0.0, bridge_scale * bridge_scale) +
         beta * log_mixture(target, x, 1.0);
}

/// log p_t of (M3) without log Z_t
double log_heated(const AnnealedTarget& annealed, double separation, double x) {
  const auto& [H, A, c, b] = annealed;
  return -0.5 * H * x * x + A / c * std::log(std::cosh(c * separation * x + b));
}

constexpr AnnealingPath all_paths[] = {AnnealingPath::power, AnnealingPath::component,
                                       AnnealingPath::bridge};

/// Trapezoid on a range outside which the integrand is below e^-80: spectrally accurate.
template <class Function>
double integrate_line(Function function, double half_width, int pieces) {
  const double h = 2.0 * half_width / pieces;
  double sum = 0.0;
  for (int i = 0; i <= pieces; ++i) sum += h * function(-half_width + h * i);
  return sum;
}

}  // namespace

TEST_CASE("rows of (M3)") {
  const Target target{.separation = 4.0, .weight = 0.7};
  const double b0 = 0.5 * std::log(0.7 / 0.3);
  CHECK_RELATIVE(target.bias(), b0, rounding);
  const AnnealedTarget power = annealed_target(target, AnnealingPath::power, 8.0, bridge_scale);
  CHECK(power.precision == 0.125);
  CHECK(power.amplitude == 0.125);
  CHECK(power.sharpness == 1.0);
  CHECK_RELATIVE(power.bias, b0, rounding);
  const AnnealedTarget component =
      annealed_target(target, AnnealingPath::component, 8.0, bridge_scale);
  CHECK(component.precision == 0.125);
  CHECK(component.amplitude == 0.125);
  CHECK(component.sharpness == 0.125);
  CHECK_RELATIVE(component.bias, b0, rounding);
  const AnnealedTarget bridge = annealed_target(target, AnnealingPath::bridge, 8.0, bridge_scale);
  CHECK_RELATIVE(bridge.precision, 0.875 / 6.25 + 0.125, rounding);
  CHECK(bridge.amplitude == 0.125);
  CHECK(bridge.sharpness == 1.0);
  CHECK_RELATIVE(bridge.bias, b0, rounding);
}

TEST_CASE("every path is the target itself at T = 1, to the last bit") {
  for (const double weight : {0.5, 0.7, 0.01}) {
    const Target target{.separation = 3.0, .weight = weight};
    const double bias = weight == 0.5 ? 0.0 : target.bias();
    for (const AnnealingPath path : all_paths) {
      const AnnealedTarget annealed = annealed_target(target, path, 1.0, bridge_scale);
      CHECK(annealed.precision == 1.0);
      CHECK(annealed.amplitude == 1.0);
      CHECK(annealed.sharpness == 1.0);
      CHECK(annealed.bias == bias);
    }
  }
}

TEST_CASE("bias: none at weight 1/2, odd under exchange of the modes") {
  CHECK(annealed_target({.weight = 0.5}, AnnealingPath::power, 2.0, 1.0).bias == 0.0);
  for (const double weight : {0.25, 0.0625, 0x1p-30})  // 1 - weight is exact
    CHECK_RELATIVE(Target{.weight = weight}.bias(), -Target{.weight = 1.0 - weight}.bias(),
                   rounding);
}

TEST_CASE("(M3) is the heated density by definition, up to a constant") {
  const Target target{.separation = 2.0, .weight = 0.8, .dimension = 1};
  for (const AnnealingPath path : all_paths)
    for (const double temperature : {1.0, 1.5, 6.0}) {
      CAPTURE(static_cast<int>(path));
      CAPTURE(temperature);
      const AnnealedTarget annealed = annealed_target(target, path, temperature, bridge_scale);
      const double constant = log_heated(annealed, 2.0, 0.25) -
                              log_heated_by_definition(target, path, temperature, 0.25);
      for (const double x : {-6.0, -2.0, -0.5, 0.0, 1.0, 2.0, 5.0}) {
        CAPTURE(x);
        CHECK_ABSOLUTE(log_heated(annealed, 2.0, x) - constant,
                       log_heated_by_definition(target, path, temperature, x), 10.0 * rounding);
      }
    }
}

TEST_CASE("exp(log p_t) integrates to 1 in one dimension") {
  for (const AnnealingPath path : all_paths)
    for (const double temperature : {1.0, 2.0, 20.0})
      for (const double weight : {0.5, 0.9}) {
        CAPTURE(static_cast<int>(path));
        CAPTURE(temperature);
        const Target target{.separation = 3.0, .weight = weight, .dimension = 1};
        const AnnealedTarget annealed = annealed_target(target, path, temperature, bridge_scale);
        const double log_Z = log_normaliser(annealed, target);
        const double width = 3.0 + 13.0 / std::sqrt(annealed.precision);
        const double total = integrate_line(
            [&](double x) { return std::exp(log_heated(annealed, 3.0, x) - log_Z); }, width, 4000);
        CHECK_RELATIVE(total, 1.0, 4.0 * test::expectation_accuracy);
      }
}

TEST_CASE("log Z_t grows with the dimension like that of a Gaussian") {
  const Target low{.separation = 3.0, .weight = 0.7, .dimension = 1};
  Target high = low;
  high.dimension = 1e6;
  const AnnealedTarget annealed = annealed_target(low, AnnealingPath::bridge, 4.0, bridge_scale);
  CHECK(log_tilt_normaliser(annealed, low) == log_tilt_normaliser(annealed, high));
  CHECK_RELATIVE(log_normaliser(annealed, high) - log_normaliser(annealed, low),
                 0.5 * (1e6 - 1.0) * std::log(2.0 * std::numbers::pi / annealed.precision),
                 rounding);
}

TEST_CASE("negative control: the power row with the component's sharpness is not p^beta") {
  const Target target{.separation = 2.0, .weight = 0.8, .dimension = 1};
  AnnealedTarget wrong = annealed_target(target, AnnealingPath::power, 1.5, bridge_scale);
  wrong.sharpness = 1.0 / 1.5;
  const double change = log_heated(wrong, 2.0, 1.0) - log_heated(wrong, 2.0, 0.25);
  const double expected = log_heated_by_definition(target, AnnealingPath::power, 1.5, 1.0) -
                          log_heated_by_definition(target, AnnealingPath::power, 1.5, 0.25);
  CHECK_FALSE(test::absolutely_close(change, expected, 1e-3));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/panel_axis.hpp"

#include "annealvi/output/table.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr double logarithmic_spread = 50.0;  // of values that are all positive

// A round step (1, 2 or 5 times a power of ten) that gives about `count` tics: gnuplot's own choice
// crowds low panels.
double round_step(double span, double count) {
  const double wanted = span / count, power = math::pow(10.0, std::floor(math::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= wanted) return factor * power;
  }
  return 10.0 * power;
}

std::string logarithmic_axis() {
  return "set logscale y\nset format y '10^{%T}'\nset ytics autofreq\n";
}

}  // namespace

std::string linear_axis(double span, double tics) {
  const std::string step = span > 0.0 ? number_text(round_step(span, tics)) : "autofreq";
  return "unset logscale y\nset format y '%g'\nset ytics " + step + "\n";
}

std::string panel_axis(std::span<const double> values) {
  if (values.empty()) return linear_axis(0.0, 1.0);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (*low > 0.0 && *high > logarithmic_spread * *low) return logarithmic_axis();
  return linear_axis(*high - *low, 3.0);
}

}  // namespace annealvi

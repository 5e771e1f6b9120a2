// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Differential equations with known solutions, of any number of components.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "annealvi/integrate/solve_ode.hpp"

namespace annealvi::test {

struct OdeProblem {
  std::string name;
  OdeSystem system;
  std::function<double(std::size_t component, double time)> exact;

  [[nodiscard]] std::vector<double> start(std::size_t size) const {
    std::vector<double> x(size);
    for (std::size_t i = 0; i < size; ++i) x[i] = exact(i, 0.0);
    return x;
  }
  [[nodiscard]] double largest_error(std::span<const double> x, double time) const {
    double worst = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i)
      worst = std::max(worst, std::abs(x[i] - exact(i, time)));
    return worst;
  }
};

/// x_i' = -(i + 1) x_i/4, x_i(0) = 1 + i
inline OdeProblem decay() {
  return {"decay",
          [](double, std::span<const double> x, std::span<double> rate) {
            for (std::size_t i = 0; i < x.size(); ++i)
              rate[i] = -0.25 * static_cast<double>(i + 1) * x[i];
          },
          [](std::size_t i, double t) {
            const auto n = static_cast<double>(i + 1);
            return n * std::exp(-0.25 * n * t);
          }};
}

/// x_i' = x_i (1 - x_i), x_i(0) = 1/(2 + i): the shape of a run that leaves a saddle
inline OdeProblem logistic() {
  return {"logistic",
          [](double, std::span<const double> x, std::span<double> rate) {
            for (std::size_t i = 0; i < x.size(); ++i) rate[i] = x[i] * (1.0 - x[i]);
          },
          [](std::size_t i, double t) {
            return 1.0 / (1.0 + static_cast<double>(i + 1) * std::exp(-t));
          }};
}

/// Driven from outside, x_i' = cos(t + i): non-autonomous, neutral stability
inline OdeProblem driven() {
  return {"driven",
          [](double t, std::span<const double> x, std::span<double> rate) {
            for (std::size_t i = 0; i < x.size(); ++i)
              rate[i] = std::cos(t + static_cast<double>(i));
          },
          [](std::size_t i, double t) { return std::sin(t + static_cast<double>(i)); }};
}

/// Ring of harmonic oscillators in pairs; an odd last component stands still at 1
inline OdeProblem harmonic() {
  return {"harmonic",
          [](double, std::span<const double> x, std::span<double> rate) {
            rate.back() = 0.0;
            for (std::size_t i = 0; i + 1 < x.size(); i += 2) {
              rate[i] = x[i + 1];
              rate[i + 1] = -x[i];
            }
          },
          nullptr};
}

/// Exact solution of harmonic() needs the size, to know the odd component.
inline OdeProblem harmonic(std::size_t size) {
  OdeProblem problem = harmonic();
  problem.exact = [size](std::size_t i, double t) {
    if (size % 2 == 1 && i == size - 1) return 1.0;
    return i % 2 == 0 ? std::cos(t) : -std::sin(t);
  };
  return problem;
}

}  // namespace annealvi::test

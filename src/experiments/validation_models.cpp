// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/validation_grid.hpp"

#include <fmt/format.h>

namespace annealvi {
namespace {

struct ModelRow {
  ValidationRow base;
  double first_weight, mass;
  bool train_weights;
  int components;
};

using namespace validation_words;

// {R, T0, rate, eta, B, d, estimator, path, variance}, w_1, pi, trained weights, K: seven kinds of
// model in turn over a low-discrepancy design.
constexpr ModelRow model_rows[] = {
    {{3.4, 2.7, 0.17, 0.005, 1, 32, total, power, matched}, 0.21, 0.5, false, 2},
    {{3.2, 1.9, 0.89, 0.02, 1, 818, path, power, matched}, 0.5, 0.63, false, 2},
    {{3.0, 8.6, 0.48, 0.01, 1, 83, path, power, matched}, 0.22, 0.54, false, 2},
    {{2.8, 6.0, 0.25, 0.005, 1, 2117, total, power, matched}, 0.5, 0.6, true, 2},
    {{5.0, 4.2, 0.13, 0.02, 1, 215, path, power, trained}, 0.5, 0.5, false, 2},
    {{4.7, 2.9, 0.72, 0.01, 1, 22, path, component, trained}, 0.5, 0.65, true, 2},
    {{4.4, 2.0, 0.38, 0.005, 1, 557, total, power, matched}, 0.5, 0.5, false, 3},
    {{4.1, 9.3, 0.2, 0.02, 1, 57, path, power, matched}, 0.38, 0.5, false, 2},
    {{3.8, 6.4, 0.11, 0.01, 1, 1442, path, power, matched}, 0.5, 0.57, false, 2},
    {{3.6, 4.5, 0.57, 0.005, 1, 147, total, power, matched}, 0.39, 0.67, false, 2},
    {{3.3, 3.1, 0.3, 0.02, 1, 3731, path, power, matched}, 0.5, 0.5, true, 2},
    {{3.1, 2.2, 0.16, 0.005, 1, 380, path, component, trained}, 0.5, 0.5, false, 2},
    {{2.9, 10.0, 0.86, 0.02, 1, 39, total, power, trained}, 0.5, 0.59, true, 2},
    {{2.7, 6.9, 0.46, 0.01, 1, 982, path, power, matched}, 0.5, 0.5, false, 3},
    {{4.9, 4.8, 0.24, 0.005, 4, 100, path, power, matched}, 0.3, 0.5, false, 2},
    {{4.6, 3.3, 0.13, 0.02, 4, 2541, total, power, matched}, 0.5, 0.71, false, 2},
    {{4.3, 2.3, 0.69, 0.01, 4, 258, path, power, matched}, 0.31, 0.61, false, 2},
    {{4.0, 1.6, 0.37, 0.005, 4, 26, path, component, matched}, 0.5, 0.6, true, 2},
    {{3.8, 7.4, 0.19, 0.02, 4, 669, total, power, trained}, 0.5, 0.5, false, 2},
    {{3.5, 5.2, 0.1, 0.01, 4, 68, path, power, trained}, 0.5, 0.53, true, 2},
    {{3.3, 3.6, 0.55, 0.005, 4, 1730, path, power, matched}, 0.5, 0.5, false, 3},
    {{3.1, 2.5, 0.29, 0.02, 1, 176, total, power, matched}, 0.22, 0.5, false, 2},
    {{2.9, 1.7, 0.16, 0.01, 1, 4477, path, power, matched}, 0.5, 0.64, false, 2},
    {{2.7, 8.0, 0.83, 0.005, 1, 455, path, component, matched}, 0.24, 0.55, false, 2},
    {{4.9, 5.5, 0.44, 0.02, 1, 46, total, power, matched}, 0.5, 0.5, true, 2},
    {{4.6, 3.9, 0.23, 0.01, 1, 1178, path, power, trained}, 0.5, 0.5, false, 2},
    {{4.3, 2.7, 0.12, 0.005, 1, 120, path, power, trained}, 0.5, 0.66, true, 2},
    {{4.0, 1.9, 0.66, 0.02, 1, 3049, total, power, matched}, 0.5, 0.5, false, 3},
    {{3.8, 8.6, 0.35, 0.01, 1, 310, path, power, matched}, 0.39, 0.5, false, 2},
    {{3.5, 6.0, 0.19, 0.005, 1, 32, path, component, matched}, 0.5, 0.58, false, 2},
    {{3.3, 4.1, 0.99, 0.02, 1, 803, total, power, matched}, 0.41, 0.69, false, 2},
    {{3.1, 2.9, 0.53, 0.01, 1, 82, path, power, matched}, 0.5, 0.6, true, 2},
    {{2.9, 2.0, 0.28, 0.005, 1, 2077, path, power, trained}, 0.5, 0.5, false, 2},
    {{2.7, 9.2, 0.15, 0.02, 1, 211, total, power, trained}, 0.5, 0.6, true, 2},
    {{4.8, 6.4, 0.8, 0.005, 1, 21, path, power, matched}, 0.5, 0.5, false, 3},
    {{4.5, 4.4, 0.42, 0.02, 4, 547, path, component, matched}, 0.32, 0.5, false, 2},
    {{4.2, 3.1, 0.22, 0.01, 4, 56, total, power, matched}, 0.5, 0.72, false, 2},
    {{4.0, 2.1, 0.12, 0.005, 4, 1414, path, power, matched}, 0.33, 0.62, false, 2},
    {{3.7, 9.9, 0.64, 0.02, 4, 144, path, power, matched}, 0.5, 0.5, true, 2},
    {{3.5, 6.9, 0.34, 0.01, 4, 3659, total, power, trained}, 0.5, 0.5, false, 2},
    {{3.3, 4.8, 0.18, 0.005, 4, 372, path, power, trained}, 0.5, 0.54, true, 2},
    {{3.0, 3.3, 0.96, 0.02, 4, 38, path, component, matched}, 0.5, 0.5, false, 3},
};

}  // namespace

std::vector<ValidationPoint> validation_models() {
  std::vector<ValidationPoint> points;
  for (const ModelRow& row : model_rows) {
    ValidationPoint point = validation_point(row.base);
    point.name += row.components == 2 ? fmt::format(" w {} pi {}{}", row.first_weight, row.mass,
                                                    row.train_weights ? " trained weights" : "")
                                      : fmt::format(" K {}", row.components);
    point.settings.push_back(fmt::format("target.weight={}", row.mass));
    point.settings.push_back(fmt::format("family.components={}", row.components));
    if (row.components == 2)
      point.settings.push_back(
          fmt::format("family.weights=[{}, {}]", row.first_weight, 1.0 - row.first_weight));
    if (row.train_weights) point.settings.emplace_back("family.train_weights=true");
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace annealvi

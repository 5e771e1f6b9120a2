// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The designed grid of jobs with stochastic gradients: R 2.2 to 8, T0 1 to 50, rates 0.02 to 2, eta
// 0.001 to 0.05, B 1 to 16, d 50 to 1e6, both estimators, two paths, two variances.
#pragma once

#include <string>
#include <vector>

namespace annealvi {

struct ValidationPoint {
  std::string name;
  std::vector<std::string> settings;  ///< "section.key=value"
};

struct ValidationRow {
  double separation, initial_temperature, rate, step;
  int batch;
  double dimension;
  const char *estimator, *path, *variance;
};
namespace validation_words {
inline constexpr const char *path = "path", *total = "total";
inline constexpr const char *power = "power", *component = "component";
inline constexpr const char *matched = "matched", *fixed = "fixed", *trained = "trained";
}  // namespace validation_words

[[nodiscard]] ValidationPoint validation_point(const ValidationRow& row);

[[nodiscard]] std::vector<ValidationPoint> validation_grid();

/// 42 jobs of other models: unequal weights, unequal masses, both, trained weights, trained
/// variance, all of it, and three components; R 2.7 to 5, T0 1.6 to 10, d 21 to 4477.
[[nodiscard]] std::vector<ValidationPoint> validation_models();

}  // namespace annealvi

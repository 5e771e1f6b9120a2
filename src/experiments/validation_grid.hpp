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

[[nodiscard]] std::vector<ValidationPoint> validation_grid();

}  // namespace annealvi

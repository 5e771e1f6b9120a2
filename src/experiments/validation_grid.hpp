// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The designed grid of problems with gradient noise: R 2 to 8, T0 1 to 50, rates 0.02 to 2, steps 0.001
// to 0.05, batches 1 to 16, d 50 to 1e6, both estimators.
#pragma once

#include <string>
#include <vector>

namespace annealvi {

struct GridSettings {
  double separation, initial_temperature, rate, step;
  int batch;
  double dimension;
  bool total;

  [[nodiscard]] std::string name() const;  ///< "R 3 T0 5 rate 0.2 eta 0.01 B 1 d 100 path"
};

[[nodiscard]] const std::vector<GridSettings>& validation_grid();

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/validation_grid.hpp"

#include <fmt/format.h>

namespace annealvi {
namespace {

using namespace validation_words;

// R, T0, rate, eta, B, d, estimator, path, variance. First the jobs of data/reference/sgd.csv and
// the default job, then corners of the ranges, then a low-discrepancy design in the logarithms,
// ordered by number of steps.
constexpr ValidationRow grid_rows[] = {
    {3, 5, 0.2, 0.01, 1, 100, path, power, matched},
    {3, 8, 0.3, 0.02, 4, 200, total, component, matched},
    {3, 5, 0.2, 0.02, 4, 300, path, power, fixed},
    {3, 3, 0.2, 0.005, 1, 100, total, power, fixed},
    {3, 10, 0.1, 0.01, 1, 1000, path, power, matched},
    {3, 10, 0.1, 0.01, 1, 1000, total, power, matched},
    {8, 50, 2, 0.05, 1, 1000000, path, power, matched},
    {8, 1, 0.5, 0.05, 4, 50, path, power, matched},
    {2.6, 50, 0.5, 0.02, 16, 1000000, path, power, matched},
    {4, 3.7, 0.05, 0.005, 16, 107, total, power, matched},
    {7.1, 1.8, 1.43, 0.05, 2, 60, path, power, matched},
    {6.3, 3.4, 1.574, 0.05, 2, 5123, path, power, matched},
    {5.6, 4, 0.767, 0.05, 1, 53, path, power, matched},
    {4.6, 2.2, 0.697, 0.05, 1, 11636, path, power, matched},
    {6.7, 1.2, 0.339, 0.05, 1, 120, path, power, matched},
    {3.2, 1.7, 0.421, 0.05, 1, 466822, total, power, matched},
    {4, 2.1, 0.205, 0.05, 2, 4831, total, power, matched},
    {3.8, 13.7, 0.186, 0.05, 1, 56, total, power, matched},
    {3.1, 7.8, 0.161, 0.05, 4, 10974, total, power, matched},
    {5.2, 6.6, 0.458, 0.031, 1, 53, path, component, matched},
    {5.2, 8.6, 0.113, 0.05, 1, 2255, path, power, matched},
    {3, 3.7, 1.099, 0.02, 1, 1053, total, power, matched},
    {3.6, 1.4, 0.864, 0.02, 2, 2391, total, power, matched},
    {2.9, 2.5, 1.774, 0.02, 1, 231075, total, power, matched},
    {5.9, 4.9, 1.384, 0.0192, 4, 5123, path, power, matched},
    {7.2, 10.3, 0.975, 0.02, 1, 107871, path, power, matched},
    {6, 1.6, 0.603, 0.02, 1, 491, path, power, matched},
    {5.3, 3.2, 0.431, 0.02, 1, 245021, path, power, matched},
    {4.7, 12.4, 0.475, 0.02, 2, 1116, path, power, matched},
    {7.7, 3.8, 0.21, 0.02, 4, 2536, path, power, matched},
    {6.5, 7.1, 0.231, 0.02, 1, 217923, path, power, matched},
    {2.6, 1.8, 0.182, 0.0177, 1, 466822, total, power, matched},
    {4.4, 1.6, 0.115, 0.02, 2, 1184, total, power, matched},
    {3.7, 3.1, 0.127, 0.02, 4, 101731, total, power, matched},
    {4.9, 1.3, 1.238, 0.01, 4, 47490, path, power, matched},
    {3, 1.3, 0.551, 0.011, 4, 2391, total, component, fixed},
    {4.3, 9.4, 1.396, 0.01, 1, 114, total, power, matched},
    {5.8, 6.7, 1.125, 0.01, 2, 553, path, power, matched},
    {3.4, 2.4, 0.06, 0.0286, 4, 4831, total, power, matched},
    {3.3, 2.9, 0.618, 0.01, 2, 258, total, power, matched},
    {5.1, 5.9, 0.102, 0.02, 1, 494996, path, power, matched},
    {2.8, 11.3, 0.68, 0.01, 2, 22170, total, power, matched},
    {4.1, 4.4, 0.535, 0.01, 1, 50357, total, power, matched},
    {7, 4.9, 0.374, 0.01, 2, 10349, path, power, matched},
    {2.4, 5.7, 0.796, 0.0094, 2, 1053, total, power, fixed},
    {5.4, 1.9, 0.294, 0.01, 4, 23508, path, power, matched},
    {3.4, 6.5, 0.331, 0.01, 1, 229, total, power, matched},
    {2.7, 5.4, 0.261, 0.01, 1, 521, total, power, matched},
    {2.5, 18.1, 0.042, 0.0335, 16, 10974, total, power, matched},
    {4.6, 2.8, 0.182, 0.01, 1, 107, path, power, matched},
    {7.5, 2.3, 0.143, 0.01, 1, 243, path, power, matched},
    {2.3, 3.2, 1.664, 0.0068, 1, 231075, total, power, matched},
    {6.1, 11.7, 0.13, 0.01, 1, 53396, path, power, matched},
    {5.7, 1.5, 0.317, 0.0053, 2, 491, path, component, matched},
    {4.2, 37.4, 0.219, 0.0063, 4, 1116, path, power, matched},
    {7, 28, 0.662, 0.0039, 1, 107871, path, component, matched},
    {6.2, 15.7, 0.073, 0.0101, 1, 217923, path, power, fixed},
    {4.4, 1.2, 0.957, 0.0033, 16, 47490, path, power, matched},
    {4.8, 21, 0.024, 0.0164, 2, 2255, path, power, matched},
    {3.5, 7.6, 0.264, 0.0022, 1, 50357, total, power, matched},
    {2.8, 13.6, 0.126, 0.0031, 1, 229, total, power, matched},
    {2.2, 32.4, 0.381, 0.0019, 4, 22170, total, component, matched},
    {3.7, 24.2, 1.151, 0.0012, 2, 114, total, power, matched},
    {3.1, 4.3, 0.029, 0.0058, 16, 101731, total, power, matched},
};

}  // namespace

ValidationPoint validation_point(const ValidationRow& row) {
  return {
      fmt::format("R {} T0 {} k {} eta {} B {} d {} {} {} {}", row.separation,
                  row.initial_temperature, row.rate, row.step, row.batch, row.dimension,
                  row.estimator, row.path, row.variance),
      {fmt::format("target.separation={}", row.separation),
       fmt::format("target.dimension={}", row.dimension),
       fmt::format("family.variance={}", row.variance), fmt::format("annealing.path={}", row.path),
       fmt::format("annealing.initial_temperature={}", row.initial_temperature),
       fmt::format("annealing.rate={}", row.rate), fmt::format("sgd.step={}", row.step),
       fmt::format("sgd.batch={}", row.batch), fmt::format("sgd.estimator={}", row.estimator)}};
}

std::vector<ValidationPoint> validation_grid() {
  std::vector<ValidationPoint> points;
  for (const ValidationRow& row : grid_rows) points.push_back(validation_point(row));
  return points;
}

}  // namespace annealvi

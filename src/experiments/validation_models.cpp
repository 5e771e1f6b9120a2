// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/validation_grid.hpp"

#include <fmt/format.h>

namespace annealvi {
namespace {

struct Row {
  double separation, initial_temperature, rate, step;
  int batch;
  double dimension;
  const char *estimator, *path;
  double first_weight, mass;
  const char* trained;
  int components;
};

constexpr const char *path = "path", *total = "total";
constexpr const char *power = "power", *component = "component";
constexpr const char *nothing = "", *weights = "weights", *variance = "variance", *both = "both";

// R, T0, rate, eta, B, d, estimator, path, w_1, pi, trained, K: seven kinds of model in turn over a
// low-discrepancy design.
constexpr Row rows[] = {
    {3.4, 2.7, 0.17, 0.005, 1, 32, total, power, 0.21, 0.5, nothing, 2},
    {3.2, 1.9, 0.89, 0.02, 1, 818, path, power, 0.5, 0.63, nothing, 2},
    {3.0, 8.6, 0.48, 0.01, 1, 83, path, power, 0.22, 0.54, nothing, 2},
    {2.8, 6.0, 0.25, 0.005, 1, 2117, total, power, 0.5, 0.6, weights, 2},
    {5.0, 4.2, 0.13, 0.02, 1, 215, path, power, 0.5, 0.5, variance, 2},
    {4.7, 2.9, 0.72, 0.01, 1, 22, path, component, 0.5, 0.65, both, 2},
    {4.4, 2.0, 0.38, 0.005, 1, 557, total, power, 0.5, 0.5, nothing, 3},
    {4.1, 9.3, 0.2, 0.02, 1, 57, path, power, 0.38, 0.5, nothing, 2},
    {3.8, 6.4, 0.11, 0.01, 1, 1442, path, power, 0.5, 0.57, nothing, 2},
    {3.6, 4.5, 0.57, 0.005, 1, 147, total, power, 0.39, 0.67, nothing, 2},
    {3.3, 3.1, 0.3, 0.02, 1, 3731, path, power, 0.5, 0.5, weights, 2},
    {3.1, 2.2, 0.16, 0.005, 1, 380, path, component, 0.5, 0.5, variance, 2},
    {2.9, 10.0, 0.86, 0.02, 1, 39, total, power, 0.5, 0.59, both, 2},
    {2.7, 6.9, 0.46, 0.01, 1, 982, path, power, 0.5, 0.5, nothing, 3},
    {4.9, 4.8, 0.24, 0.005, 4, 100, path, power, 0.3, 0.5, nothing, 2},
    {4.6, 3.3, 0.13, 0.02, 4, 2541, total, power, 0.5, 0.71, nothing, 2},
    {4.3, 2.3, 0.69, 0.01, 4, 258, path, power, 0.31, 0.61, nothing, 2},
    {4.0, 1.6, 0.37, 0.005, 4, 26, path, component, 0.5, 0.6, weights, 2},
    {3.8, 7.4, 0.19, 0.02, 4, 669, total, power, 0.5, 0.5, variance, 2},
    {3.5, 5.2, 0.1, 0.01, 4, 68, path, power, 0.5, 0.53, both, 2},
    {3.3, 3.6, 0.55, 0.005, 4, 1730, path, power, 0.5, 0.5, nothing, 3},
    {3.1, 2.5, 0.29, 0.02, 1, 176, total, power, 0.22, 0.5, nothing, 2},
    {2.9, 1.7, 0.16, 0.01, 1, 4477, path, power, 0.5, 0.64, nothing, 2},
    {2.7, 8.0, 0.83, 0.005, 1, 455, path, component, 0.24, 0.55, nothing, 2},
    {4.9, 5.5, 0.44, 0.02, 1, 46, total, power, 0.5, 0.5, weights, 2},
    {4.6, 3.9, 0.23, 0.01, 1, 1178, path, power, 0.5, 0.5, variance, 2},
    {4.3, 2.7, 0.12, 0.005, 1, 120, path, power, 0.5, 0.66, both, 2},
    {4.0, 1.9, 0.66, 0.02, 1, 3049, total, power, 0.5, 0.5, nothing, 3},
    {3.8, 8.6, 0.35, 0.01, 1, 310, path, power, 0.39, 0.5, nothing, 2},
    {3.5, 6.0, 0.19, 0.005, 1, 32, path, component, 0.5, 0.58, nothing, 2},
    {3.3, 4.1, 0.99, 0.02, 1, 803, total, power, 0.41, 0.69, nothing, 2},
    {3.1, 2.9, 0.53, 0.01, 1, 82, path, power, 0.5, 0.6, weights, 2},
    {2.9, 2.0, 0.28, 0.005, 1, 2077, path, power, 0.5, 0.5, variance, 2},
    {2.7, 9.2, 0.15, 0.02, 1, 211, total, power, 0.5, 0.6, both, 2},
    {4.8, 6.4, 0.8, 0.005, 1, 21, path, power, 0.5, 0.5, nothing, 3},
    {4.5, 4.4, 0.42, 0.02, 4, 547, path, component, 0.32, 0.5, nothing, 2},
    {4.2, 3.1, 0.22, 0.01, 4, 56, total, power, 0.5, 0.72, nothing, 2},
    {4.0, 2.1, 0.12, 0.005, 4, 1414, path, power, 0.33, 0.62, nothing, 2},
    {3.7, 9.9, 0.64, 0.02, 4, 144, path, power, 0.5, 0.5, weights, 2},
    {3.5, 6.9, 0.34, 0.01, 4, 3659, total, power, 0.5, 0.5, variance, 2},
    {3.3, 4.8, 0.18, 0.005, 4, 372, path, power, 0.5, 0.54, both, 2},
    {3.0, 3.3, 0.96, 0.02, 4, 38, path, component, 0.5, 0.5, nothing, 3},
};

}  // namespace

std::vector<ValidationPoint> validation_models() {
  std::vector<ValidationPoint> points;
  for (const Row& row : rows) {
    const std::string trained = row.trained;
    ValidationPoint point{
        fmt::format("R {} T0 {} k {} eta {} B {} d {} {} {} w {} pi {}{}{}", row.separation,
                    row.initial_temperature, row.rate, row.step, row.batch, row.dimension,
                    row.estimator, row.path, row.first_weight, row.mass,
                    trained.empty() ? "" : " trained " + trained,
                    row.components == 2 ? "" : fmt::format(" K {}", row.components)),
        {fmt::format("target.separation={}", row.separation),
         fmt::format("target.weight={}", row.mass),
         fmt::format("target.dimension={}", row.dimension),
         fmt::format("family.components={}", row.components),
         fmt::format("annealing.path={}", row.path),
         fmt::format("annealing.initial_temperature={}", row.initial_temperature),
         fmt::format("annealing.rate={}", row.rate), fmt::format("sgd.step={}", row.step),
         fmt::format("sgd.batch={}", row.batch), fmt::format("sgd.estimator={}", row.estimator)}};
    if (row.components == 2)
      point.settings.push_back(
          fmt::format("family.weights=[{}, {}]", row.first_weight, 1.0 - row.first_weight));
    if (trained == weights || trained == both)
      point.settings.emplace_back("family.train_weights=true");
    if (trained == variance || trained == both)
      point.settings.emplace_back("family.variance=trained");
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace annealvi

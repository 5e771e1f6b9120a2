// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Section [realnvp] of the configuration: network, training, judgement. theory/realnvp.md.
#pragma once

#include <cstdint>
#include <string>

namespace annealvi {

/// tanh; elu: u for u > 0, e^u - 1 below; relu: max(u, 0). The derivative of each is a function of
/// its value, so a pass keeps one number a unit.
enum class Activation { tanh, elu, relu };
enum class Precision { float32, float64 };

/// (V1) A stack of affine couplings, each with one perceptron for log-scale and shift together.
struct RealNvpShape {
  int couplings = 6;  ///< >= 1; even ones transform the half of coordinates that holds e
  int width = 32;     ///< >= 1, units of a hidden layer
  int depth = 2;      ///< >= 1, hidden layers
  Activation activation = Activation::tanh;
  double log_scale_bound = 2.0;  ///< > 0: |s| of one coupling stays below
};

struct RealNvpSettings {
  RealNvpShape shape;
  Precision precision = Precision::float32;
  double initial_scale = 0.1;  ///< >= 0, of the last layer; 0: the identity

  int batch = 256;
  std::uint64_t steps = 4000;
  double time_per_step = 0.015;  ///< T = schedule(step time_per_step)
  double learning_rate = 2e-3;
  double learning_rate_decay = 0.01;  ///< rate of the last step over that of the first
  double gradient_clip = 0.0;         ///< largest norm of a gradient; 0: none

  std::uint64_t runs = 40;
  std::uint64_t evaluation_samples = 10000;  ///< of each kind, after training
  double collapse_threshold = 0.2;           ///< of the smaller relative mass
  double converged_divergence = 0.1;         ///< largest fit divergence of a converged run, nats
  int history_rows = 100;                    ///< windows over which the training is averaged
  std::uint64_t checkpoint_every = 0;        ///< steps; 0: only when stopped

  std::string vary, series;  ///< sweeps; empty: one point, one line

  std::string density_times;      ///< at which densities are drawn; empty: none
  std::uint64_t density_run = 0;  ///< of this run
};

}  // namespace annealvi

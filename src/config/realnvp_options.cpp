// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/realnvp_options.hpp"

#include "config/option_kinds.hpp"
#include "config/sweep_grammar.hpp"

namespace annealvi::config {
namespace {

std::vector<Option> network() {
  return {
      whole_number(
          {"realnvp", "couplings", "", "affine couplings, halves alternating"}, between(1, 1000),
          [](auto& config) -> auto& { return config.realnvp.shape.couplings; }),
      whole_number(
          {"realnvp", "width", "units", "of a hidden layer"}, between(1, 4096),
          [](auto& config) -> auto& { return config.realnvp.shape.width; }),
      whole_number(
          {"realnvp", "depth", "", "hidden layers of the network of a coupling"}, between(1, 16),
          [](auto& config) -> auto& { return config.realnvp.shape.depth; }),
      choice<Activation>(
          {"realnvp", "activation", "", "of the hidden layers"},
          {{"tanh", Activation::tanh}, {"elu", Activation::elu}, {"relu", Activation::relu}},
          [](auto& config) -> auto& { return config.realnvp.shape.activation; }),
      number(
          {"realnvp", "log_scale_bound", "", "a coupling scales by at most e to this power"},
          between(0.01, 20),
          [](auto& config) -> auto& { return config.realnvp.shape.log_scale_bound; }),
      number(
          {"realnvp", "initial_scale", "",
           "of the last layers, relative to the others; 0 starts at the identity"},
          between(0, 1000), [](auto& config) -> auto& { return config.realnvp.initial_scale; }),
      choice<Precision>(
          {"realnvp", "precision", "", "of the network's numbers"},
          {{"float32", Precision::float32}, {"float64", Precision::float64}},
          [](auto& config) -> auto& { return config.realnvp.precision; }),
  };
}

std::vector<Option> training() {
  return {
      whole_number(
          {"realnvp", "batch", "samples", "of a training step"}, between(1, 1e6),
          [](auto& config) -> auto& { return config.realnvp.batch; }),
      whole_number(
          {"realnvp", "steps", "", "of training"}, between(1, 1e9),
          [](auto& config) -> auto& { return config.realnvp.steps; }),
      number(
          {"realnvp", "time_per_step", "time", "the schedule is read at step times this"},
          between(0, 1e9), [](auto& config) -> auto& { return config.realnvp.time_per_step; }),
      number(
          {"realnvp", "learning_rate", "", "of Adam at the first step"},
          {.lower = 0, .upper = 1e6, .lower_open = true},
          [](auto& config) -> auto& { return config.realnvp.learning_rate; }),
      number(
          {"realnvp", "learning_rate_decay", "",
           "learning rate at the end over that at the start, geometric in between; 1: constant"},
          between(1e-9, 1),
          [](auto& config) -> auto& { return config.realnvp.learning_rate_decay; }),
      number(
          {"realnvp", "gradient_clip", "", "longer gradients are shortened to this; 0: never"},
          at_least(0), [](auto& config) -> auto& { return config.realnvp.gradient_clip; }),
      whole_number(
          {"realnvp", "history_rows", "", "windows over which the training history is averaged"},
          between(1, 1e5), [](auto& config) -> auto& { return config.realnvp.history_rows; }),
      whole_number(
          {"realnvp", "checkpoint_every", "steps",
           "between checkpoints of a run; 0: only when it is interrupted or done"},
          between(0, 1e9), [](auto& config) -> auto& { return config.realnvp.checkpoint_every; }),
  };
}

std::vector<Option> experiment() {
  return {
      whole_number(
          {"realnvp", "runs", "", "trained flows a point"}, between(1, 1e6),
          [](auto& config) -> auto& { return config.realnvp.runs; }),
      whole_number(
          {"realnvp", "evaluation_samples", "", "fresh samples that judge a trained flow"},
          between(100, 1e8),
          [](auto& config) -> auto& { return config.realnvp.evaluation_samples; }),
      number(
          {"realnvp", "collapse_threshold", "",
           "collapsed: a mode has less than this share of the mass it should have"},
          strictly_between(0, 1),
          [](auto& config) -> auto& { return config.realnvp.collapse_threshold; }),
      number(
          {"realnvp", "converged_divergence", "nats",
           "not converged: KL at T = 1 is larger by this than the masses of the modes explain"},
          above(0), [](auto& config) -> auto& { return config.realnvp.converged_divergence; }),
      text(
          {"realnvp", "vary", "", "what `annealvi realnvp` has on its axis; empty: one point"},
          "\"\", \"section.key=from:to:count[:log]\" or \"section.key=v1,v2,...\"", sweep_problem,
          [](auto& config) -> auto& { return config.realnvp.vary; }),
      text(
          {"realnvp", "series", "", "one line each; empty: a single line"},
          "\"\", \"section.key=from:to:count[:log]\" or \"section.key=v1,v2,...\"", sweep_problem,
          [](auto& config) -> auto& { return config.realnvp.series; }),
      unless_default(list(
          {"realnvp", "density_times", "time",
           "of the densities that are drawn of a job of one point; empty: none"},
          "\"\", \"t1,t2,...\" or \"from:to:count[:log]\"",
          [](auto& config) -> auto& { return config.realnvp.density_times; })),
      unless_default(whole_number(
          {"realnvp", "density_run", "", "number of the run whose densities are drawn"},
          between(0, 1e6), [](auto& config) -> auto& { return config.realnvp.density_run; })),
  };
}

}  // namespace

std::vector<Option> realnvp_options() {
  std::vector<Option> all = network();
  for (auto part : {training(), experiment()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace annealvi::config

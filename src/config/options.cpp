// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/annealing_options.hpp"
#include "config/command_options.hpp"
#include "config/mixture_options.hpp"
#include "config/option_kinds.hpp"
#include "config/realnvp_options.hpp"
#include "config/structured_options.hpp"
#include "config/sweep_grammar.hpp"
#include "config/sweep_options.hpp"

#include <algorithm>

namespace annealvi::config {
namespace {

// Wide of anything one may want, and within what the integrators can do.
constexpr Range times{.lower = 1e-9, .upper = 1e12};

/// "1/sqrt(d)" or a number: the word stands for the empty optional.
Option initial_scale() {
  return number_or_word(
      {"family", "initial_scale", "length",
       "sigma0: each mean starts from N(0, sigma0^2) in every direction"},
      between(1e-150, 1e9), "1/sqrt(d)",
      [](auto& config) -> auto& { return config.problem.family.initial_scale; });
}

std::vector<Option> target() {
  return {
      number(
          {"target", "separation", "component standard deviations",
           "R, half the distance between the modes; of a shape: between neighbours"},
          between(1e-3, 1000),
          [](auto& config) -> auto& { return config.problem.target.separation; }),
      number(
          {"target", "weight", "", "pi, mass of the mode at +R e, the other one at -R e"},
          strictly_between(0, 1),
          [](auto& config) -> auto& { return config.problem.target.weight; }),
      whole_number(
          {"target", "dimension", "", "d"}, between(1, 1e15),
          [](auto& config) -> auto& { return config.problem.target.dimension; }),
  };
}

std::vector<Option> start() {
  return {initial_scale(), initial_overlaps(), initial_gram()};
}

std::vector<Option> sgd() {
  return {
      step_option(),
      whole_number(
          {"sgd", "batch", "samples", "B, samples per component and step"}, between(1, 1e6),
          [](auto& config) -> auto& { return config.problem.noise.batch; }),
      choice<Estimator>(
          {"sgd", "estimator", "",
           "gradient through the sample only, or the ordinary reparameterised one"},
          {{"path", Estimator::path}, {"total", Estimator::total}},
          [](auto& config) -> auto& { return config.problem.noise.estimator; }),
      flag(
          {"sgd", "control_variate", "",
           "trained weights: Gaussian parts of their gradient by expectation, not by sample"},
          [](auto& config) -> auto& { return config.problem.noise.control_variate; }),
  };
}

std::vector<Option> simulation() {
  return {
      choice<Engine>(
          {"simulation", "engine", "",
           "flow: random start then gradient flow; reduced: SGD at a cost without d; full: SGD in "
           "d dimensions; sde: stochastic equation of SGD to first order in eta"},
          {{"flow", Engine::flow},
           {"reduced", Engine::reduced},
           {"full", Engine::full},
           {"sde", Engine::sde}},
          [](auto& config) -> auto& { return config.engine; }),
      whole_number(
          {"simulation", "runs", "", "number of runs, at most"}, between(1, 1e12),
          [](auto& config) -> auto& { return config.runs; }),
      number(
          {"simulation", "half_width", "",
           "stop when the interval of P is this narrow to either side; 0: do all runs"},
          {.lower = 0, .upper = 0.5, .upper_open = true},
          [](auto& config) -> auto& { return config.half_width; }),
      whole_number(
          {"simulation", "seed", "", "seed of the random numbers"}, between(0, 9e18),
          [](auto& config) -> auto& { return config.seed; }),
      whole_number(
          {"simulation", "threads", "", "0: all cores; results never depend on it"},
          between(0, 4096), [](auto& config) -> auto& { return config.threads; }),
      number_or_word(
          {"simulation", "until", "time",
           "t_end, part of the definition of P; \"auto\": T at 1 and the runs decided"},
          times, "auto", [](auto& config) -> auto& { return config.until; }),
      choice<SdeScheme>(
          {"simulation", "sde_scheme", "",
           "engine sde: Euler-Maruyama, or the scheme of weak order 2 (about 9 times the cost a "
           "step)"},
          {{"euler", SdeScheme::euler}, {"weak2", SdeScheme::weak2}},
          [](auto& config) -> auto& { return config.sde.scheme; }),
      choice<SeedSharing>(
          {"simulation", "seeds", "", "random numbers of the points of a sweep"},
          {{"shared", SeedSharing::shared}, {"independent", SeedSharing::independent}},
          [](auto& config) -> auto& { return config.seeds; }),
      number_or_word(
          {"simulation", "sde_step", "time",
           "engine sde: step of the integration; \"sgd.step\": that of SGD"},
          times, "sgd.step", [](auto& config) -> auto& { return config.sde.step; }),
      number(
          {"simulation", "confidence", "", "of intervals"}, strictly_between(0, 1),
          [](auto& config) -> auto& { return config.confidence; }),
      number(
          {"simulation", "decision_fraction", "R",
           "a run counts as decided when every |m_k| exceeds this share of R"},
          strictly_between(0, 1),
          [](auto& config) -> auto& { return config.decision.overlap_fraction; }),
      number(
          {"simulation", "decision_temperature", "",
           "a run counts as decided when T is within this distance of 1 at the end time"},
          above(0), [](auto& config) -> auto& { return config.decision.temperature_distance; }),
      number(
          {"simulation", "coverage_share", "pi_a",
           "other models than the pair: a mode is covered by components of this share of its mass"},
          strictly_between(0, 1),
          [](auto& config) -> auto& { return config.mixture.coverage_share; }),
  };
}

std::vector<Option> design() {
  return {
      number(
          {"design", "risk", "", "the collapse probability that `annealvi design` may not exceed"},
          {.lower = 1e-250, .upper = 0.5, .upper_open = true},
          [](auto& config) -> auto& { return config.design.risk; }),
      choice<DesignGoal>(
          {"design", "free", "",
           "what it looks for: the fastest rate, the lowest T0, the shortest total time over both, "
           "or a shape"},
          {{"rate", DesignGoal::rate},
           {"initial_temperature", DesignGoal::initial_temperature},
           {"time", DesignGoal::time},
           {"shape", DesignGoal::shape}},
          [](auto& config) -> auto& { return config.design.goal; }),
      design_range(),
      number_or_word(
          {"design", "time", "time",
           "shape only: total time; \"auto\": that of the configured schedule"},
          times, "auto", [](auto& config) -> auto& { return config.design.time; }),
      whole_number(
          {"design", "knots", "", "shape only: rows of the table"}, between(3, 40),
          [](auto& config) -> auto& { return config.design.knots; }),
      flag(
          {"design", "monotone", "", "shape only: the table never heats"},
          [](auto& config) -> auto& { return config.design.monotone; }),
      number_or_word(
          {"design", "highest_temperature", "",
           "time and shape: no hotter than this; \"auto\": 8 max(T_c, T_f), or 10 without them"},
          between(1.5, 1e6), "auto",
          [](auto& config) -> auto& { return config.design.highest_temperature; }),
      number(
          {"design", "check_time", "seconds of one core, roughly",
           "the check by simulation does at most the runs that take about so long"},
          between(0.1, 1e9), [](auto& config) -> auto& { return config.design.check_time; }),
  };
}

std::vector<Option> numerics_and_curve() {
  return {
      number(
          {"numerics", "relative_tolerance", "", "of every integration step"}, between(1e-14, 1e-2),
          [](auto& config) -> auto& { return config.tolerances.relative; }),
      number(
          {"numerics", "absolute_tolerance", "units of the state", "of every integration step"},
          between(0, 1e-2), [](auto& config) -> auto& { return config.tolerances.absolute; }),
      number(
          {"numerics", "probability_error", "", "wanted absolute error of the sharp probability"},
          between(1e-12, 0.1), [](auto& config) -> auto& { return config.probability_error; }),
      number(
          {"numerics", "span_error", "", "wanted error of expectations over several directions"},
          between(1e-14, 1e-2), [](auto& config) -> auto& { return config.mixture.span.error; }),
      whole_number(
          {"numerics", "span_nodes", "", "of these, at most; beyond: quasi-Monte-Carlo nodes"},
          between(256, 1 << 24),
          [](auto& config) -> auto& { return config.mixture.span.most_nodes; }),

      text(
          {"curve", "vary", "", "what `annealvi curve` has on its axis"},
          "\"section.key=from:to:count[:log]\" or \"section.key=v1,v2,...\"", sweep_problem,
          [](auto& config) -> auto& { return config.curve.vary; }),
      text(
          {"curve", "series", "", "one line each; empty: a single line"},
          "\"\", \"section.key=from:to:count[:log]\" or \"section.key=v1,v2,...\"", sweep_problem,
          [](auto& config) -> auto& { return config.curve.series; }),
      text(
          {"curve", "methods", "",
           "how P is found; name/n: at every n-th value only; name*n: at n times as many"},
          "a list of names from sharp,overlap,flow,sde,reduced,full", methods_problem,
          [](auto& config) -> auto& { return config.curve.methods; }),
  };
}

std::vector<Option> phase() {
  return {
      text(
          {"phase", "x", "", "the horizontal axis of `annealvi phase`"},
          "\"section.key=from:to:count[:log]\"", axis_problem,
          [](auto& config) -> auto& { return config.phase.x; }),
      text(
          {"phase", "y", "", "the vertical axis"}, "\"section.key=from:to:count[:log]\"",
          axis_problem, [](auto& config) -> auto& { return config.phase.y; }),
      text(
          {"phase", "method", "",
           "sharp: the map; flow, sde, reduced, full: simulated points on top; name/n: at every "
           "n-th "
           "value of both axes"},
          "a list of names from sharp,flow,sde,reduced,full", methods_problem,
          [](auto& config) -> auto& { return config.phase.method; }),
      number(
          {"phase", "interpolation_error", "",
           "wanted relative error of P, and of 1 - P, at points of the map that are interpolated; "
           "0: none is"},
          between(0, 0.5), [](auto& config) -> auto& { return config.phase.interpolation_error; }),
  };
}

}  // namespace

const std::vector<Option>& option_table() {
  static const std::vector<Option> table = [] {
    std::vector<Option> all;
    for (auto part : {target(), mode_options(), component_options(), start(), annealing_options(),
                      sgd(), simulation(), numerics_and_curve(), phase(), design(),
                      realnvp_options(), sweep_options(), command_options()}) {
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return table;
}

const Option* find_option(std::string_view section, std::string_view key) {
  const auto& table = option_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Option& option) {
    return option.section == section && option.key == key;
  });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace annealvi::config

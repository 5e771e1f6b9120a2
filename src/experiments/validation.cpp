// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/validation.hpp"

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "experiments/sharp_options.hpp"
#include "experiments/validation_budget.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace annealvi {
namespace {

constexpr std::uint64_t simulations_of_a_case = 4;
constexpr double first_order_share = 0.03;  // of P, allowed to claims to first order in eta

/// Standard error of a proportion, never 0: one more run of either kind is imagined.
double standard_error(double same_sign, double runs) {
  const double p = (same_sign + 1.0) / (runs + 2.0);
  return std::sqrt(p * (1.0 - p) / runs);
}

struct Simulated {
  std::optional<double> probability;  // of equal signs; empty: every run failed
  double standard_error;
  std::uint64_t runs;
  std::string failure;
};

/// eta times the largest growth rate at the end: the relative size of what first order leaves out.
double step_term(Problem problem) {
  // Rates of a trained variance are near those of the matched one.
  if (problem.family.variance == Variance::trained) problem.family.variance = Variance::matched;
  const double T = problem.annealing.schedule.final_temperature();
  const LinearRates rates =
      linear_rates(coefficients_at_temperature(problem, T), problem.target.separation, 0.0);
  return problem.noise.step * std::abs(rates.difference);
}

class Validator {
 public:
  explicit Validator(const ValidationOptions& options) : options_(options) {}

  Validation run(const std::vector<ValidationCase>& cases) {
    total_ = static_cast<double>(cases.size());
    for (const ValidationCase& item : cases) {
      // Independent rows: every simulation of every case has a seed of its own.
      first_seed_ = item.config.seed + simulations_of_a_case * static_cast<std::uint64_t>(done_);
      compare(item);
      if (interrupted()) {
        result_.interrupted = true;
        return std::move(result_);
      }
      done_ += 1.0;
      report(0.0);
    }
    return std::move(result_);
  }

 private:
  void report(double share) const {
    if (options_.progress) options_.progress((done_ + share) / total_);
  }
  /// Cases that differ in their gradient noise only have one flow.
  [[nodiscard]] bool is_repeated(const Config& config) {
    Config quiet = config;
    quiet.problem.noise = {};
    return !flows_done_.insert(to_toml(quiet)).second;
  }
  [[nodiscard]] bool interrupted() const {
    return options_.interrupted != nullptr && options_.interrupted->load();
  }

  /// One claim is done; an interruption on the way to it leaves it out.
  void keep(const Config& config, Comparison row) {
    if (interrupted()) return;
    const auto notes = annealing_notes(config.problem.annealing.schedule, config.end_time(),
                                       config.decision.temperature_distance);
    row.status = gravest(row.status, notes);
    if (!notes.empty()) row.note += (row.note.empty() ? "" : "; ") + one_line(notes);
    result_.comparisons.push_back(std::move(row));
  }

  void leave_out() {
    if (!interrupted()) ++result_.left_out;
  }

  void compare(const ValidationCase& item) {
    const Config& config = item.config;
    const double end_time = config.end_time();

    Config quiet = config;
    quiet.problem.noise.step = 0.0;
    const bool formula = has_sharp_probability(config.model());
    const auto flow =
        is_repeated(config) || !formula ? std::nullopt : simulate(quiet, Engine::flow, end_time, 0);
    if (flow) {
      keep(config, against_formula(item, quiet, end_time, Claim::formula_flow, *flow));
    }
    if (config.problem.noise.step > 0.0) {
      const auto reduced = simulate(config, Engine::reduced, end_time, 1);
      report(0.4);
      if (reduced && formula) {
        keep(config, against_formula(item, config, end_time, Claim::formula_reduced, *reduced));
      }
      const auto against_reduced = [&](Engine engine, Claim claim, std::uint64_t seed_offset) {
        const bool known = engine != Engine::sde || as_pair(config.model());
        const auto other =
            reduced && known ? simulate(config, engine, end_time, seed_offset) : std::nullopt;
        if (other) {
          keep(config, against_each_other(item, claim, *other, *reduced));
        } else {
          leave_out();
        }
      };
      if (!reduced && formula) leave_out();
      against_reduced(Engine::sde, Claim::sde_reduced, 2);
      report(0.7);
      against_reduced(Engine::full, Claim::full_reduced, 3);
    }
  }

  std::optional<Simulated> simulate(const Config& config, Engine engine, double end_time,
                                    std::uint64_t seed_offset) const {
    const double dimension = config.problem.target.dimension;
    const double least = config.is_mixture() ? 1.0 : least_reduced_dimension;
    if (engine == Engine::reduced &&
        !(dimension >= least && dimension <= largest_reduced_dimension))
      return {};
    Config own = config;
    own.engine = engine;
    RunSetup setup = own.run_setup();  // throws when the step is too small for the end time
    const std::uint64_t runs = affordable_runs(config, engine, end_time, options_.level);
    if (runs == 0 || interrupted()) return {};
    setup.end_time = end_time;
    setup.seed = first_seed_ + seed_offset;
    const EnsembleResult result = run_ensemble(setup, {.runs = runs,
                                                       .confidence = config.confidence,
                                                       .threads = options_.threads,
                                                       .progress = {},
                                                       .interrupted = options_.interrupted});
    // What the formula is about: equal signs, or a mode without its share of weight (S6').
    const auto same = static_cast<double>(
        result.mixture ? result.runs - result.failed - result.recovered : result.same_sign);
    const double all = static_cast<double>(std::max<std::uint64_t>(1, result.runs));
    if (result.failed == result.runs && result.runs > 0)
      return Simulated{{}, 0.0, result.runs, result.first_failure};
    return Simulated{same / all, standard_error(same, all), result.runs, result.first_failure};
  }

  /// P, its own error and what it says about itself.
  struct Prediction {
    double probability = 0.0, error = 0.0;
    Verdict verdict = Verdict::agree;  // unless failed or outside validity
    AnswerStatus status = AnswerStatus::done;
    std::string note;
  };
  [[nodiscard]] Prediction predict(Config config, double end_time) const {
    if (options_.formula == Formula::overlap) {
      const auto overlap = config.is_mixture()
                               ? std::nullopt
                               : overlap_probability(config.problem, end_time, config.tolerances);
      if (!overlap)
        return {.verdict = Verdict::outside_validity,
                .status = AnswerStatus::not_available,
                .note = "no linear stage"};
      return {.probability = overlap->probability, .note = {}};
    }
    if (options_.formula == Formula::without_noise) config.problem.noise.step = 0.0;
    const SharpProbability sharp = sharp_probability(config, end_time, options_.interrupted);
    Prediction prediction{.probability = sharp.probability,
                          .error = sharp.error,
                          .status = sharp.status,
                          .note = sharp.message};
    if (sharp.status == SharpStatus::failed) prediction.verdict = Verdict::failed;
    if (sharp.status == SharpStatus::outside_validity || sharp.status == SharpStatus::not_available)
      prediction.verdict = Verdict::outside_validity;
    return prediction;
  }

  [[nodiscard]] Comparison against_formula(const ValidationCase& item, const Config& config,
                                           double end_time, Claim claim,
                                           const Simulated& simulated) const {
    const Prediction formula = predict(config, end_time);
    const bool exact = claim == Claim::formula_flow;
    const double first_order =
        exact ? 0.0
              : formula.probability * (first_order_share + step_term(item.config.problem)) +
                    formula.error;
    Comparison row = judged(claim, item.name, formula.probability, simulated,
                            simulated.standard_error, first_order);
    if (formula.status != AnswerStatus::converged)
      row.status = std::max(row.status, formula.status);
    if (formula.verdict != Verdict::agree && row.verdict != Verdict::failed) {
      row.verdict = formula.verdict;
      row.note = formula.note;
    }
    return row;
  }

  [[nodiscard]] static Comparison against_each_other(const ValidationCase& item, Claim claim,
                                                     const Simulated& first,
                                                     const Simulated& second) {
    const bool exact = claim == Claim::full_reduced;
    const double first_order = exact ? 0.0
                                     : second.probability.value_or(0.0) *
                                           (first_order_share + step_term(item.config.problem));
    Comparison row = judged(claim, item.name, first.probability.value_or(0.0), second,
                            math::hypot(first.standard_error, second.standard_error), first_order);
    if (!first.failure.empty()) {
      row.verdict = Verdict::failed;
      row.status = AnswerStatus::failed;
      row.note = first.failure;
    }
    row.runs = std::min(first.runs, second.runs);
    return row;
  }

  [[nodiscard]] static Comparison judged(Claim claim, const std::string& name, double first,
                                         const Simulated& second, double error,
                                         double first_order) {
    Comparison row{.claim = claim, .name = name, .note = second.failure};
    row.first = first;
    row.second = second.probability;
    row.standard_error = error;
    row.allowed = std::max(4.0 * error, first_order);
    row.runs = second.runs;
    if (second.probability && error > 0.0) row.z = (*second.probability - first) / error;
    if (!second.failure.empty() || !second.probability) {
      row.verdict = Verdict::failed;
      row.status = AnswerStatus::failed;
    } else {
      row.verdict =
          std::abs(*second.probability - first) <= row.allowed ? Verdict::agree : Verdict::disagree;
    }
    return row;
  }

  const ValidationOptions& options_;
  Validation result_;
  double done_ = 0.0, total_ = 1.0;
  std::uint64_t first_seed_ = 0;
  std::set<std::string> flows_done_;
};

}  // namespace

Validation validate(const std::vector<ValidationCase>& cases, const ValidationOptions& options) {
  return Validator(options).run(cases);
}

}  // namespace annealvi

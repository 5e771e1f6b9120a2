// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/answer.hpp"

#include "annealvi/dynamics/collapse_lifetime.hpp"

#include <fmt/format.h>

#include <cmath>

namespace annealvi {
namespace {

Answer at_the_end(const Config& config, double end_time) {
  const Schedule& schedule = config.problem.annealing.schedule;
  return {.notes = annealing_notes(schedule, end_time, config.decision.temperature_distance),
          .end_temperature = schedule.temperature(end_time),
          .lifetime = {}};
}

/// The limit that the error missed: the absolute one, or a share of P.
std::string missed_limit(const Config& config, const SharpProbability& sharp) {
  const double wanted = sharp.wanted_error;
  return wanted == config.probability_error
             ? fmt::format("numerics.probability_error = {:.1g}", wanted)
             : fmt::format("{:.3g} ({:.3g} % of P)", wanted, 100.0 * wanted / sharp.probability);
}

/// What the formula says about itself.
std::string sentence_of(const Config& config, const SharpProbability& sharp) {
  if (sharp.status == AnswerStatus::not_available) {
    return sharp.message +
           "; simulations give the number: annealvi simulate, annealvi probability --runs, or the "
           "methods flow and reduced of a curve";
  }
  if (sharp.status != AnswerStatus::not_converged) return sharp.message;
  const std::string doubt = fmt::format(
      "the error estimate {:.3g} is above {}; annealvi probability --runs 2000 says what "
      "simulations find",
      sharp.error, missed_limit(config, sharp));
  return sharp.message.empty() ? doubt : doubt + "; " + sharp.message;
}

/// "118 of 300 runs are undecided ...", and why.
AnswerNote undecided_note(const Config& config, const EnsembleResult& result) {
  const bool none = result.collapsed + result.recovered == 0;
  std::string text = fmt::format("{} of {} runs are undecided and not counted in P",
                                 result.undecided, result.runs);
  if (none) text = "no run was decided by the end time, so there is no P";
  if (config.mixture.train_weights) {
    text += config.until ? "" : "; simulation.until = \"auto\" does not wait for all of them";
    text +=
        "; with trained weights a component moves at a rate proportional to its weight, so that "
        "some runs take very long";
  } else {
    text += "; a later simulation.until may decide them";
  }
  return {none ? AnswerStatus::undecided : AnswerStatus::done, text};
}

/// How long a collapse is followed, in units of t_end.
constexpr double longest_lifetime = 1e4;

void add_lifetime(Answer& answer, const RunSetup& setup, const EnsembleResult& result) {
  const MixtureProblem& problem = *setup.mixture;
  const CollapseLifetime found =
      collapse_lifetime(problem, *result.mixture->first_collapsed, setup.coverage,
                        longest_lifetime * setup.end_time, setup.span);
  if (found.recovered) answer.lifetime = found.time;
  answer.notes.push_back(
      {AnswerStatus::done,
       fmt::format(
           "with trained weights collapse is long-lived, not permanent: P is about t_end = "
           "{:.5g}; {}",
           setup.end_time,
           found.recovered
               ? fmt::format("the first collapsed run finds the lost mode again after a "
                             "lifetime of {:.2g} at T = 1 without gradient noise",
                             found.time)
               : fmt::format("at T = 1 without gradient noise the first collapsed run lasts "
                             "longer than {:.2g}",
                             found.time))});
}

}  // namespace

Answer answer_of(const Config& config, double end_time, const SharpProbability& sharp) {
  Answer answer = at_the_end(config, end_time);
  if (sharp.is_certain()) {
    // At any temperature: that of the end does not matter.
    answer.notes = {{AnswerStatus::done, sharp.message}};
    answer.status = sharp.status;
    return answer;
  }
  if (const std::string text = sentence_of(config, sharp); !text.empty())
    answer.notes.push_back({sharp.status, text});
  // Where the annealing is not finished, what the hot state would do next says nothing.
  const bool settled = config.problem.annealing.schedule.kind == ScheduleKind::constant ||
                       answer.end_temperature - 1.0 <= config.decision.temperature_distance;
  if (sharp.long_lived && settled && has_number(sharp.status)) {
    const bool measured = sharp.time_scale != longest_pair_lifetime;
    if (measured) answer.lifetime = sharp.time_scale;
    answer.notes.push_back(
        {AnswerStatus::done,
         fmt::format("collapse is only long-lived: P is about t_end = {:.5g}, and "
                     "the time scale of its decay is {}{:.5g}",
                     end_time, measured ? "" : "more than ", sharp.time_scale)});
  }
  answer.status = gravest(sharp.status, answer.notes);
  return answer;
}

Answer answer_of(const Config& config, const RunSetup& setup, const EnsembleResult& result) {
  Answer answer = at_the_end(config, setup.end_time);
  const bool finished = gravest(AnswerStatus::done, answer.notes) == AnswerStatus::done;
  if (result.on_saddle > 0 && result.on_saddle == result.undecided) {
    answer.notes.push_back(saddle_note());
  } else if (result.undecided > 0 && finished) {
    answer.notes.push_back(undecided_note(config, result));
  } else if (result.undecided > 0) {
    std::string text = "all runs count as undecided and there is no P";
    if (!result.mixture) {
      text += fmt::format("; {} of {} runs have equal signs of m_1 and m_2 at t_end",
                          result.same_sign, result.runs);
    }
    answer.notes.push_back({AnswerStatus::done, text});
  }
  if (!result.certain.empty()) {
    // At any temperature: that of the end does not matter.
    answer.notes = {{AnswerStatus::done, result.certain + "; no run is needed"}};
  } else if (const std::string large_step = weight_step_warning(setup); !large_step.empty()) {
    answer.notes.push_back({AnswerStatus::done, large_step});
  }
  if (config.mixture.train_weights && result.mixture && result.mixture->first_collapsed &&
      !result.interrupted)
    add_lifetime(answer, setup, result);
  if (result.failed > 0) answer.notes.push_back({AnswerStatus::failed, result.first_failure});
  if (result.interrupted) {
    answer.notes.push_back(
        {AnswerStatus::interrupted, fmt::format("these are the first {} runs", result.runs)});
  }
  answer.status = gravest(AnswerStatus::done, answer.notes);
  return answer;
}

}  // namespace annealvi

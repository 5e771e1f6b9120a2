// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/mixture_probability.hpp"

#include "annealvi/output/json.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/exit_code.hpp"
#include "cli/messages.hpp"
#include "cli/probability_report.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>

namespace annealvi::cli {
namespace {

void check_covered_by_theory(const Config& config) {
  if (!certain_collapse(config.mixture_problem()).empty()) return;
  const auto refuse = [&](const std::string& key, const std::string& reason) {
    refuse_value(config, key, "annealvi probability", reason);
  };
  const std::string needed = "its theory of several components needs ";
  if (config.mixture.train_weights) refuse("family.train_weights", needed + "fixed weights");
  if (config.problem.family.variance == Variance::trained) {
    refuse("family.variance", needed + "an untrained variance");
  }
  const std::vector<double> weights = config.component_weights();
  if (std::set(weights.begin(), weights.end()).size() > 1) {
    refuse("family.weights", needed + "equal weights");
  }
  if (config.mixture_problem().modes.size() < 2) {
    refuse("target.modes", "a single mode cannot be missed");
  }
  check_random_start(config, "annealvi probability");
}

std::string text_report(const Config& config, const ComponentCollapseResult& result,
                        double end_time) {
  std::string text = setting_line(config) + "\n\n";
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("{:<38}{}\n", name, value);
  };
  row("end time", rounded(end_time));
  if (!result.value) {
    row("P, linear stage", "not available: " + result.reason);
    return text;
  }
  const ComponentCollapse& found = *result.value;
  if (!result.reason.empty()) {
    row("P of an uncovered mode", rounded(found.probability));
    return text + "\n" + result.reason + "\n";
  }
  row("overlap rate at t = 0", rounded(found.overlap_rate));
  row("P of an uncovered mode, linear stage",
      rounded(found.probability) +
          (found.error > 0.0 ? fmt::format(" +- {:.1g}", found.error) : "") +
          fmt::format(" at t = {}", rounded(found.evaluated_at)));
  row("the same without overlap", rounded(found.without_overlap));
  std::string covered;
  for (std::size_t modes = 0; modes < found.covered.size(); ++modes) {
    covered +=
        fmt::format("{}{}: {}", modes == 0 ? "" : ", ", modes, rounded(found.covered[modes]));
  }
  row("covered modes: probability", covered);
  return text;
}

}  // namespace

ComponentCollapseResult linear_stage_of_mixture(const Config& config) {
  check_covered_by_theory(config);
  return component_collapse(config.mixture_problem(), {.end_time = config.end_time(),
                                                       .tolerances = config.tolerances,
                                                       .span = config.mixture.span,
                                                       .seed = config.seed});
}

int probability_of_mixture(const Config& config, bool json) {
  ProgressBar time("probability", "%");
  const auto start = std::chrono::steady_clock::now();
  const ComponentCollapseResult result = linear_stage_of_mixture(config);
  const double end_time = config.end_time();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  time.finish();
  const Answer answer = answer_of(config, end_time, result);
  write_data(json ? component_collapse_json(config, result, answer, end_time, seconds)
                  : text_report(config, result, end_time));
  for (const AnswerNote& note : answer.notes) {
    if (note.status == AnswerStatus::unfinished) say(note.text());
  }
  if (result.value && !result.reason.empty()) return ExitCode::done;
  say("the linear stage shows the mechanism; it can be off by a factor of ten: annealvi simulate "
      "gives the number");
  return ExitCode::done;
}

}  // namespace annealvi::cli

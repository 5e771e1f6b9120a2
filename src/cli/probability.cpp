// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi probability: what the theory says about one configuration.
#include "annealvi/output/json.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/mixture_probability.hpp"
#include "cli/probability_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : job(command, true) {
    command.add_flag("--json", json, "print one JSON object");
  }
  JobOptions job;
  bool json = false;
};

std::string sharp_line(const SharpProbability& sharp) {
  const bool underflow = sharp.probability == 0.0 && sharp.error > 0.0;
  const std::string number = underflow
                                 ? fmt::format("below {:.1g}", sharp.error)
                                 : fmt::format("{:.8g} +- {:.1g}", sharp.probability, sharp.error);
  switch (sharp.status) {
    case SharpStatus::failed:
      return "could not be computed";
    case SharpStatus::interrupted:
      return "not finished";
    case SharpStatus::not_available:
      return "the formula knows no number here";
    case SharpStatus::not_converged:
      return number + " (larger than asked for)";
    case SharpStatus::outside_validity:
      // The error estimate covers numerics only: it would promise too much here.
      return fmt::format("about {:.2g} (outside validity)", sharp.probability);
    default:
      return number;
  }
}

bool is_unfinished(const Answer& answer) {
  return std::ranges::any_of(
      answer.notes, [](const AnswerNote& note) { return note.status == AnswerStatus::unfinished; });
}

std::string text_report(const Config& config, const ProbabilityReport& report) {
  std::string text = setting_line(config) + "\n\n";
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("{:<38}{}\n", name, value);
  };
  if (report.rates) {
    row("rate of S (both to one mode), t = 0", rounded(report.rates->sum));
    row("rate of D (means apart)", rounded(report.rates->difference));
    row("overlap rate", rounded(report.rates->overlap));
  }
  row("critical temperature T_c",
      critical_temperature_text(config.problem, report.critical_temperature));
  row("safe temperature T_f", safe_temperature_text(report.safe_temperature));
  const bool unfinished = is_unfinished(report.answer);
  row("end time", rounded(report.end_time) +
                      (unfinished ? ", where T = " + rounded(report.answer.end_temperature) : ""));
  row("P by signs, linear stage (L4)",
      report.overlap ? fmt::format("{} at t = {}", rounded(report.overlap->probability),
                                   rounded(report.overlap->evaluated_at))
                     : "not available");
  const bool noisy = config.problem.noise.step > 0.0;
  row(fmt::format("{}, sharp (S4){}", unfinished ? "P of equal signs" : "P of collapse",
                  noisy ? ", (N7)" : ""),
      sharp_line(report.sharp) + (unfinished ? " (annealing not finished)" : ""));
  text += report.messages.empty() ? "" : "\n";
  for (const std::string& message : report.messages) {
    text += message + "\n";
  }
  return text;
}

int run(const Options& options) {
  const Config config = options.job.config();
  if (config.is_mixture()) return probability_of_mixture(config, options.json);
  ProgressBar time("probability", "%");
  const ProbabilityReport report = probability_report(config, watch_interruption());
  time.finish();
  write_data(options.json ? probability_json(config, report) : text_report(config, report));
  if (report.sharp.status == SharpStatus::interrupted) {
    say("interrupted before the sharp probability was known");
    return ExitCode::interrupted;
  }
  for (const AnswerNote& note : report.answer.notes) {
    if (note.status > AnswerStatus::converged) say(note.text());
  }
  return report.sharp.status == SharpStatus::failed ? ExitCode::numerical_failure : ExitCode::done;
}

}  // namespace

void add_probability(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "probability", "theory: rates, temperatures and the sharp collapse probability");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli

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
#include "cli/probability_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : job(command, true) {
    job.add_shorthand("--runs", "probability.runs", "also P of this many runs of the flow");
    command.add_flag("--json", json, "print one JSON object");
  }
  JobOptions job;
  bool json = false;
};

std::string sharp_line(const SharpProbability& sharp) {
  const bool underflow = sharp.probability == 0.0 && sharp.error > 0.0;
  const std::string number = underflow ? fmt::format("below {:.1g}", sharp.error)
                                       : number_with_error(sharp.probability, sharp.error);
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

std::string linear_stage_text(const ProbabilityReport& report) {
  if (report.components) {
    const auto& [found, reason] = *report.components;
    if (!found) return "not available: " + reason;
    return fmt::format("{}{} at t = {}", rounded(found->probability),
                       found->error > 0.0 ? fmt::format(" +- {:.1g}", found->error) : "",
                       rounded(found->evaluated_at));
  }
  return report.overlap ? fmt::format("{} at t = {}", rounded(report.overlap->probability),
                                      rounded(report.overlap->evaluated_at))
                        : "not available";
}

/// "(S4), (N7)"
std::string labels(const SharpProbability& sharp) {
  if (sharp.method.empty() || sharp.is_certain()) return "sharp";
  std::string text = "sharp (" + sharp.method + ")";
  if (const auto comma = text.find(", "); comma != std::string::npos)
    text.replace(comma, 2, "), (");
  return text;
}

void append_components(const ComponentCollapse& found,
                       const std::function<void(std::string_view, const std::string&)>& row) {
  row("the same without overlap", rounded(found.without_overlap));
  std::string covered;
  for (std::size_t modes = 0; modes < found.covered.size(); ++modes) {
    covered +=
        fmt::format("{}{}: {}", modes == 0 ? "" : ", ", modes, rounded(found.covered[modes]));
  }
  row("covered modes: probability", covered);
}

std::string text_report(const Config& config, const ProbabilityReport& report) {
  std::string text = setting_line(config) + "\n\n";
  const std::function<void(std::string_view, const std::string&)> row =
      [&text](std::string_view name, const std::string& value) {
        text += fmt::format("{:<38}{}\n", name, value);
      };
  if (report.rates) {
    row("rate of S (both to one mode), t = 0", rounded(report.rates->sum));
    row("rate of D (means apart)", rounded(report.rates->difference));
    row("overlap rate", rounded(report.rates->overlap));
  }
  const bool several = report.components && report.components->value && !report.sharp.is_certain();
  if (several) row("overlap rate at t = 0", rounded(report.components->value->overlap_rate));
  row("critical temperature T_c", critical_temperature_text(config, report.critical_temperature));
  row("safe temperature T_f", safe_temperature_text(config, report.safe_temperature));
  const bool unfinished = is_unfinished(report.answer);
  row("end time", rounded(report.end_time) +
                      (unfinished ? ", where T = " + rounded(report.answer.end_temperature) : ""));
  row(several ? "P of an uncovered mode, linear stage" : "P by signs, linear stage (L4)",
      linear_stage_text(report));
  if (several) {
    append_components(*report.components->value, row);
    row("", "(shows the mechanism, can be off by a factor of ten)");
  }
  row(fmt::format("{}, {}",
                  unfinished && !config.is_mixture() ? "P of equal signs" : "P of collapse",
                  labels(report.sharp)),
      sharp_line(report.sharp) + (unfinished ? " (annealing not finished)" : ""));
  if (const auto& flow = report.flow) {
    row(fmt::format("P of {} runs of the flow", flow->runs),
        flow->probability
            ? fmt::format("{} ({} to {}, Wilson interval at {} %)", rounded(*flow->probability),
                          rounded(flow->interval.lower), rounded(flow->interval.upper),
                          rounded(100.0 * config.confidence))
            : "no run was decided");
  }
  text += report.messages.empty() ? "" : "\n";
  for (const std::string& message : report.messages) {
    text += message + "\n";
  }
  return text;
}

int run(const Options& options) {
  const Config config = options.job.config();
  ProgressBar bar("probability", config.probability.runs > 0 ? "runs" : "%");
  const ProbabilityReport report =
      probability_report(config, watch_interruption(),
                         [&bar](double finished, double total) { bar.update(finished, total); });
  bar.finish();
  write_data(options.json ? probability_json(config, report) : text_report(config, report));
  if (report.sharp.status == SharpStatus::interrupted ||
      (report.flow && report.flow->interrupted)) {
    say("interrupted before all was known");
    return ExitCode::interrupted;
  }
  for (const AnswerNote& note : report.answer.notes) {
    if (note.status > AnswerStatus::converged) say(note.text());
  }
  const bool failed =
      report.sharp.status == SharpStatus::failed || (report.flow && report.flow->failed > 0);
  return failed ? ExitCode::numerical_failure : ExitCode::done;
}

}  // namespace

void add_probability(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "probability", "theory: rates, temperatures and the sharp collapse probability");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli

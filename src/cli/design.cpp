// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi design: the schedule that a risk asks for.
#include "annealvi/experiments/design.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/design_report.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/run_events.hpp"

#include <fmt/format.h>

namespace annealvi::cli {
namespace {

constexpr const char* command_name = "annealvi design";

/// The files that the job makes.
const std::vector<std::string> endings{".toml", ".csv", ".json", ".svg", ".png"};

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for design.toml, .csv, .json, .svg, .png; or one file name (default: "
            "the configuration to standard output only)") {
    job.add_shorthand("--risk", "design.risk", "the collapse probability not to be exceeded");
    job.add_shorthand("--free", "design.free", "rate, initial_temperature, time or shape");
    job.add_shorthand("--range", "design.range", "from:to, of the free quantity");
    job.add_shorthand("--time", "design.time", "total time of a shape");
    job.add_shorthand("--knots", "design.knots", "points of a shape");
    job.add_run_count();
    command.add_flag("--json", json, "print one JSON object");
  }
  JobOptions job;
  OutputPlace out;
  bool json = false;
};

/// Keys that only some goals look at. A file may hold them for other goals; whoever types one means
/// it to have an effect.
void refuse_without_effect(const JobOptions& job, const Config& config) {
  struct Condition {
    const char* key;
    bool has_effect;
    const char* goals;
  };
  const DesignGoal goal = config.design.goal;
  const bool shape = goal == DesignGoal::shape;
  for (const Condition& condition :
       {Condition{"design.time", shape, "shape"}, Condition{"design.knots", shape, "shape"},
        Condition{"design.monotone", shape, "shape"},
        Condition{"design.highest_temperature", goal != DesignGoal::rate,
                  "time, shape and initial_temperature"}}) {
    const auto found = config.origins.find(condition.key);
    if (condition.has_effect || found == config.origins.end()) continue;
    const std::string& origin = found->second;
    const std::string reason =
        fmt::format("design.free is {}; it belongs to --free {}", goal_name(goal), condition.goals);
    job.refuse({origin}, reason);
    if (origin != "--set") continue;
    throw ConfigError(fmt::format("{} has no effect: {}", config.origin(condition.key), reason));
  }
}

DesignResult found(const Config& config, const std::atomic<bool>* interruption) {
  ProgressBar bar("designing", "%");
  return design(config, {.probability = {},
                         .progress = [&bar](double share) { bar.update(100.0 * share, 100.0); },
                         .interrupted = interruption});
}

/// The answer of the formula, before simulation keeps people waiting.
void announce_check(const DesignResult& result) {
  say(fmt::format("found by formula: {}; now {} runs check it", short_answer(result),
                  plan_check(*result.recommended).runs));
}

void simulate(DesignResult& result, const std::atomic<bool>* interruption) {
  ProgressBar bar("checking", "runs");
  check_by_simulation(
      result,
      [&bar](std::uint64_t finished, std::uint64_t total) {
        bar.update(static_cast<double>(finished), static_cast<double>(total));
      },
      interruption);
}

int run(const Options& options) {
  const Config config = options.job.config();
  check_design(config);
  refuse_without_effect(options.job, config);
  const bool to_files = options.out.given();
  const std::filesystem::path base =
      options.out.base("design", endings, endings, options.job.files());
  if (to_files) ensure_writable_folder_of(base.string() + ".toml");

  const std::atomic<bool>* interruption = watch_interruption();
  DesignReport report;
  report.result = found(config, interruption);
  DesignResult& result = report.result;
  if (result.status == DesignStatus::interrupted) {
    say("interrupted before there was a recommendation");
    return ExitCode::interrupted;
  }
  if (result.recommended) {
    announce_check(result);
    simulate(result, interruption);
  }
  report.messages = design_messages(config, result);
  for (const std::string& failure : result.failures) say(failure);
  SavedFiles saved;
  std::string ready;
  if (result.recommended) {
    ready = ready_to_run(config, report);
    if (!options.json) write_data(ready);
  } else {
    for (const std::string& message : report.messages) say(message);
  }
  if (to_files && !result.schedules.empty()) {
    saved = write_design(report, config, command_name, ready, base);
  }
  if (options.json) write_data(design_json(config, report));
  for (const auto& file : saved.files) say("wrote " + file.string());
  if (!saved.plot_failure.empty()) say(saved.plot_failure);
  if (result.check && result.check->failed > 0) {
    say(failed_runs_text(result.check->failed, result.check->runs, "not counted in P",
                         result.check->first_failure));
  }
  if (result.check && result.check->interrupted) {
    say(fmt::format("interrupted; the check by simulation has {} runs", result.check->runs));
    return ExitCode::interrupted;
  }
  const bool failed = !result.recommended || !result.failures.empty() ||
                      !saved.plot_failure.empty() || (result.check && result.check->failed > 0);
  return code_of_end(failed);
}

}  // namespace

void add_design(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "design", "how hot, how slow: the schedule with P below a wanted risk");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli

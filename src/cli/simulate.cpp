// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi simulate: Monte Carlo of one engine.
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/progress.hpp"
#include "annealvi/output/records_table.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/run_events.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : job(command, true) {
    job.add_shorthand("--engine", "simulation.engine", "flow, sde, reduced or full");
    job.add_run_count();
    records_option =
        command.add_option("--records", records, "table (.csv) with a row for each run");
    command.add_flag("--force", force, "let --records replace a file that annealvi did not make")
        ->needs(records_option);
    command.add_flag("--json", json, "print one JSON object");
  }
  JobOptions job;
  std::string records;
  CLI::Option* records_option;
  bool force = false;
  bool json = false;
};

std::string engine_text(const Config& config) {
  if (config.engine == Engine::flow) {
    return "flow (random start, then gradient flow)";
  }
  const std::string noise = fmt::format("sgd.step {}, batch {}", rounded(config.problem.noise.step),
                                        config.problem.noise.batch);
  if (config.engine == Engine::sde) {
    return fmt::format("sde (stochastic equation, {}, step {}, {})",
                       config.sde.scheme == SdeScheme::euler ? "Euler-Maruyama" : "weak order 2",
                       rounded(config.sde.step.value_or(config.problem.noise.step)), noise);
  }
  return fmt::format("{} (stochastic gradient descent, {})",
                     config.engine == Engine::full ? "full" : "reduced", noise);
}

/// "30: runs 2, 5, 11, 12, 17, ...", for annealvi trajectory --run.
std::string with_examples(std::uint64_t count, const std::vector<std::uint64_t>& first) {
  if (first.empty()) return fmt::format("{}", count);
  return fmt::format("{}: {} {}{}", count, count == 1 ? "run" : "runs", fmt::join(first, ", "),
                     first.size() < count ? ", ..." : "");
}

std::string with_error(const MixtureTally::Average& average) {
  return fmt::format("{} +- {:.2g}", rounded(average.mean), average.standard_error);
}

/// What the runs of a mixture add; `runs`: those that did not fail, over which the averages are.
void append_tally(std::string& text, const MixtureTally& tally, std::uint64_t runs) {
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("{:<25}{}\n", name, value);
  };
  const auto mechanism = [&](Mechanism kind, std::uint64_t count,
                             const MixtureTally::Average& time) {
    row(fmt::format("by {}", mechanism_name(kind)),
        count == 0 ? "0 by t_end"
                   : fmt::format("{} by t_end, at t = {} in the mean", count, with_error(time)));
  };
  text += "\n";
  mechanism(Mechanism::mean_alignment, tally.mean_alignment, tally.alignment_time);
  mechanism(Mechanism::vanishing_weight, tally.vanishing_weight, tally.vanishing_time);
  std::string covered;
  for (std::size_t modes = 0; modes < tally.covered.size(); ++modes) {
    covered += fmt::format("{}{}: {}", modes == 0 ? "" : ", ", modes, tally.covered[modes]);
  }
  row("covered modes: runs", covered);
  if (runs == 0) {
    text += "\n";
    return;
  }
  row("mode-weight error", with_error(tally.mode_weight_error));
  row("entropic coverage", with_error(tally.entropic_coverage));
  row("effective sample size", with_error(tally.effective_sample_size) + " per sample");
  row("ELBO",
      with_error({-tally.objective.mean, tally.objective.standard_error}) + " (-F at the end)");
  text += "\n";
}

std::string end_text(const Config& config, const Answer& answer, const RunSetup& setup) {
  if (!config.problem.annealing.schedule.watches())
    return fmt::format("{}, where T = {}", rounded(setup.end_time),
                       rounded(answer.end_temperature));
  return fmt::format("{} after T has reached 1, which it must by {}", rounded(setup.settle_time),
                     rounded(setup.stall_time));
}

std::string text_report(const Config& config, const EnsembleResult& result, const Answer& answer,
                        const RunSetup& setup, double seconds) {
  std::string text = setting_line(config) + "\n\n";
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("{:<12}{}\n", name, value);
  };
  row("engine", engine_text(config));
  row("end time", end_text(config, answer, setup));
  if (result.annealing) row("T at 1", annealing_times_text(*result.annealing));
  row("runs", fmt::format("{}, seed {}", result.runs, config.seed));
  row("collapsed", with_examples(result.collapsed, result.first.collapsed));
  row("recovered", fmt::format("{}", result.recovered));
  row("undecided", with_examples(result.undecided, result.first.undecided));
  if (result.annealing) row("stalled", fmt::format("{} of these", result.stalled));
  if (result.failed > 0) {
    row("failed", with_examples(result.failed, result.first.failed));
  }
  row("P", !result.certain.empty() ? rounded(*result.probability)
           : result.probability
               ? fmt::format("{} ({} to {}, Wilson interval at {} %)", rounded(*result.probability),
                             rounded(result.interval.lower), rounded(result.interval.upper),
                             rounded(100.0 * config.confidence))
               : "no run was decided");
  if (result.mixture) append_tally(text, *result.mixture, result.runs - result.failed);
  row("steps", fmt::format("{} in {:.1f} s", result.steps, seconds));
  return text;
}

/// Warnings that matter in both forms of output.
void comment(const Config& config, const EnsembleResult& result, const Answer& answer) {
  if (config.engine == Engine::flow && config.problem.noise.step > 0.0) {
    say(config.is_mixture()
            ? "engine flow has no gradient noise and does not use sgd.step (engines reduced and "
              "full "
              "do)"
            : "engine flow has no gradient noise: of sgd.step only its drift (N4) is "
              "kept (engines sde, reduced and full have the noise)");
  }
  if (result.failed > 0) {
    say(failed_runs_text(result.failed, result.runs, "not counted in P", result.first_failure));
  }
  if (result.projections > 0) {
    say(
        fmt::format("after {} of {} steps the Gram matrix had to be made positive semidefinite; a "
                    "smaller simulation.sde_step or sgd.step makes this rarer",
                    result.projections, result.steps));
  }
  for (const AnswerNote& note : answer.notes) {
    if (note.status != AnswerStatus::failed) say(note.text());
  }
  const double half_width = 0.5 * (result.interval.upper - result.interval.lower);
  if (!result.interrupted && config.half_width > 0.0 && half_width > config.half_width) {
    say(fmt::format("after simulation.runs = {} runs the half width is still {}", result.runs,
                    rounded(half_width)));
  }
}

/// The file of --records; empty without it. Throws ConfigError.
std::filesystem::path records_file(const Options& options) {
  if (options.records_option->count() == 0) return {};
  std::filesystem::path file = options.records;
  if (file.extension() != ".csv")
    throw ConfigError(fmt::format("--records = {} is not allowed: a file name that ends in .csv",
                                  options.records));
  std::error_code error;
  for (const std::string& input : options.job.files())
    if (!options.force && std::filesystem::equivalent(file, input, error))
      throw ConfigError(fmt::format(
          "--records would replace '{}', which this job reads: give another name, or --force",
          options.records));
  if (!options.force && std::filesystem::exists(file, error) && !is_result_of_ours(file, file))
    throw ConfigError(fmt::format(
        "--records would replace '{}', which annealvi did not make: give another name, or --force",
        options.records));
  ensure_writable_folder_of(file);
  return file;
}

int run(const Options& options) {
  const Config config = options.job.config();
  const RunSetup setup = config.run_setup();
  const std::filesystem::path file = records_file(options);
  RunRecords records(setup);
  ProgressBar bar("simulating", "runs");
  const auto start = std::chrono::steady_clock::now();
  const EnsembleResult result = run_ensemble(
      setup, {.runs = config.runs,
              .half_width = config.half_width,
              .confidence = config.confidence,
              .threads = config.threads,
              .progress = [&bar](double finished, double total) { bar.update(finished, total); },
              .interrupted = watch_interruption(),
              .times = file.empty() ? std::vector<double>() : records.times(),
              .on_run =
                  [&](std::uint64_t number, const Run& run) {
                    if (!file.empty()) records.add(number, run);
                  }});
  bar.finish();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Answer answer = answer_of(config, setup, result);
  write_data(options.json ? simulation_json(config, result, answer, setup.end_time, seconds)
                          : text_report(config, result, answer, setup, seconds));
  if (!file.empty()) {
    write_atomically(file, table_text(records.table(result.runs), config));
    say("wrote " + file.string());
  }
  comment(config, result, answer);
  if (result.interrupted) {
    return ExitCode::interrupted;
  }
  return result.failed > 0 ? ExitCode::numerical_failure : ExitCode::done;
}

}  // namespace

void add_simulate(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("simulate", "Monte Carlo: how many runs of one engine collapse");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi curve: P against one parameter.
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {
namespace {

// Without file names: repeating a job from its own result must give the same bytes.
constexpr const char* command_name = "annealvi curve";

/// The files that the job makes.
const std::vector<std::string> endings{".csv", ".json", ".svg", ".png"};
const std::vector<std::string> made{".csv", ".json",          ".svg",
                                    ".png", "-mechanism.svg", "-mechanism.png"};

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for curve.csv, .json, .svg, .png; or one file name (default: the "
            "table to standard output)") {
    job.add_shorthand("--vary", "curve.vary", "section.key=from:to:count[:log] or =v1,v2,...");
    job.add_shorthand("--series", "curve.series", "the same grammar, one line each");
    job.add_shorthand(
        "--methods", "curve.methods",
        "any of sharp,overlap,flow,sde,reduced,full; name/n: at every n-th value; name*n: "
        "n times as fine (smooth lines)");
    job.add_run_count();
  }
  JobOptions job;
  OutputPlace out;
};

std::string description(const CollapseCurve& curve, const CurvePoint& point) {
  const std::string series =
      curve.series.values.empty()
          ? ""
          : fmt::format("{} = {}, ", curve.series.key, curve.series.values[point.series]);
  return fmt::format("{}{} = {}, {}", series, curve.vary.key, curve.vary.values[point.position],
                     method_name(point.method));
}

bool is_noiseless(const MethodChoice& choice) {
  const auto engine = engine_of(choice.method);
  return engine && !uses_gradient_noise(*engine);
}

int report(const Config& config, const CollapseCurve& curve, const SavedFiles& saved) {
  if (config.problem.noise.step > 0.0 &&
      std::any_of(curve.methods.begin(), curve.methods.end(), is_noiseless)) {
    say(curve.tells_mechanisms()
            ? "the method flow is without gradient noise and does not use sgd.step"
            : "the method flow is without gradient noise: of sgd.step it takes the step-size term "
              "only");
  }
  for (const auto& file : saved.files) {
    say("wrote " + file.string());
  }
  report_statuses(curve.points);
  for (const CurvePoint& point : curve.points) {
    if (point.failed_numerically()) {
      say(fmt::format("at {}: {}", description(curve, point), point.note));
    }
  }
  if (!saved.plot_failure.empty()) {
    say(saved.plot_failure);
  }
  if (curve.interrupted) {
    say(fmt::format("interrupted; {} finished points are saved", curve.points.size()));
    return ExitCode::interrupted;
  }
  const bool failed = curve.numerical_failure() || !saved.plot_failure.empty();
  return code_of_end(failed);
}

int run(const Options& options) {
  const Config config = options.job.config();
  check_curve(config);
  options.job.refuse_runs(config, "curve.methods", config.curve.methods);
  const bool to_files = options.out.given();
  const std::filesystem::path base = options.out.base("curve", endings, made, options.job.files());
  if (to_files) {
    ensure_writable_folder_of(base.string() + ".csv");
  }
  ProgressBar bar("curve", "%");
  const CollapseCurve curve = collapse_curve(
      config, {.progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
               .interrupted = watch_interruption()});
  bar.finish();
  if (!to_files) {
    write_data(table_text(curve_table(curve, config, command_name), config));
    return report(config, curve, {});
  }
  return report(config, curve, write_curve(curve, config, command_name, base));
}

}  // namespace

void add_curve(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "curve", "P against one parameter: theory lines and simulation points, with a picture");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli

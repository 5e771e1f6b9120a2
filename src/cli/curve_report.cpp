// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/planned_job.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace annealvi::cli {
namespace {

// Without file names: repeating a job from its own result must give the same bytes.
constexpr const char* command_name = "annealvi curve";

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

int report_curve(const Config& config, const CollapseCurve& curve, const SavedFiles& saved,
                 const StoreUse& use) {
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
  if (curve.points.size() < curve.asked)
    return report_missing_points(curve.points.size(), curve.asked, use);
  const bool failed = curve.numerical_failure() || !saved.plot_failure.empty();
  return code_of_end(failed);
}

ComputedJob compute(const Config& given, const CurveOptions& options) {
  const auto curve = std::make_shared<const CollapseCurve>(collapse_curve(given, options));
  const auto finish = [curve, config = without_threads(given),
                       use = options.stored](const std::filesystem::path& base) {
    SavedFiles saved;
    if (base.empty()) {
      write_data(table_text(curve_table(*curve, config, command_name), config));
    } else {
      saved = write_curve(*curve, config, command_name, base);
    }
    return report_curve(config, *curve, saved, use);
  };
  return {curve->stored, curve->interrupted, finish};
}

}  // namespace

PlannedJob curve_job() {
  return {.name = "curve",
          .endings = {".csv", ".json", ".svg", ".png"},
          .made = {".csv", ".json", ".svg", ".png", "-mechanism.svg", "-mechanism.png"},
          .forecast = forecast_curve,
          .compute = compute};
}

}  // namespace annealvi::cli

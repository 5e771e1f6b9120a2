// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/parameter_sweep.hpp"
#include "annealvi/output/sweep.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/planned_job.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

#include <memory>

namespace annealvi::cli {
namespace {

std::string description(const ParameterSweep& sweep, const SweepPoint& point) {
  std::string text;
  for (std::size_t i = 0; i < sweep.keys.size(); ++i)
    text += fmt::format("{} = {}, ", sweep.keys[i], point.values[i]);
  return text + method_name(point.answer.method);
}

int report_sweep(const ParameterSweep& sweep, const StoreUse& use) {
  std::vector<CurvePoint> answers;
  std::size_t failed = 0;
  const SweepPoint* first = nullptr;
  for (const SweepPoint& point : sweep.points) {
    answers.push_back(point.answer);
    if (!point.answer.failed_numerically()) continue;
    if (failed++ == 0) first = &point;
  }
  report_statuses(answers);
  if (first != nullptr)
    say(fmt::format("{} of {} points could not be computed (status failed); the first, at {}: {}",
                    failed, sweep.points.size(), description(sweep, *first), first->answer.note));
  if (sweep.points.size() < sweep.asked)
    return report_missing_points(sweep.points.size(), sweep.asked, use);
  return code_of_end(sweep.numerical_failure());
}

ComputedJob compute(const Config& given, const CurveOptions& options, bool json) {
  const auto sweep = std::make_shared<const ParameterSweep>(parameter_sweep(given, options));
  const auto finish = [sweep, config = without_threads(given), json,
                       use = options.stored](const std::filesystem::path& base) {
    if (base.empty()) {
      write_data(json ? sweep_json(*sweep, config)
                      : table_text(sweep_table(*sweep, config), config));
    } else {
      for (const auto& file : write_sweep(*sweep, config, base)) say("wrote " + file.string());
    }
    return report_sweep(*sweep, use);
  };
  return {sweep->stored, sweep->interrupted, finish};
}

}  // namespace

PlannedJob sweep_job(bool json) {
  return {.name = "sweep",
          .endings = {".csv", ".json"},
          .made = {".csv", ".json"},
          .forecast = forecast_sweep,
          .compute = [json](const Config& config, const CurveOptions& options) {
            return compute(config, options, json);
          }};
}

}  // namespace annealvi::cli

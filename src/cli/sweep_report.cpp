// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/sweep_report.hpp"

#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

namespace annealvi::cli {
namespace {

std::string description(const ParameterSweep& sweep, const SweepPoint& point) {
  std::string text;
  for (std::size_t i = 0; i < sweep.keys.size(); ++i)
    text += fmt::format("{} = {}, ", sweep.keys[i], point.values[i]);
  return text + method_name(point.answer.method);
}

}  // namespace

int report_sweep(const ParameterSweep& sweep, const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) say("wrote " + file.string());
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
  if (sweep.interrupted) {
    say(fmt::format("interrupted; {} of {} points are finished", sweep.points.size(), sweep.asked));
    return ExitCode::interrupted;
  }
  return code_of_end(sweep.numerical_failure());
}

}  // namespace annealvi::cli

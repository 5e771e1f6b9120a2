// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/point_report.hpp"

#include "cli/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace annealvi::cli {

void report_statuses(std::span<const CurvePoint> points) {
  struct Group {
    std::size_t count = 0;
    std::string first_note;
  };
  std::map<AnswerStatus, Group> groups;
  for (const CurvePoint& point : points) {
    // Failures are told one by one, what is missing by the interruption.
    if (point.status == AnswerStatus::done || point.status >= AnswerStatus::missing) continue;
    Group& group = groups[point.status];
    if (group.count++ == 0) group.first_note = point.note;
  }
  for (const auto& [status, group] : groups) {
    say(fmt::format("{} of {} points have the status {} in the table; the first: {}", group.count,
                    points.size(), status_name(status), group.first_note));
  }
  const auto share = [](const CurvePoint& point) {
    return point.runs == 0 ? 0.0
                           : static_cast<double>(point.undecided) / static_cast<double>(point.runs);
  };
  const auto affected =
      std::ranges::count_if(points, [](const CurvePoint& point) { return point.undecided > 0; });
  if (affected == 0) return;
  const auto worst = std::ranges::max_element(points, {}, share);
  const auto simulated =
      std::ranges::count_if(points, [](const CurvePoint& point) { return point.runs > 0; });
  say(fmt::format(
      "at {} of {} simulated points some runs are undecided and not counted in P, at most "
      "{} of {} runs",
      affected, simulated, worst->undecided, worst->runs));
}

}  // namespace annealvi::cli

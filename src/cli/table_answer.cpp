// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/table_answer.hpp"

#include "annealvi/output/theory_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace annealvi::cli {
namespace {

TableAnswer separatrix_answer(const TableJob& job) {
  const auto rows = separatrix_rows(job.grid());
  TableAnswer answer{separatrix_table(rows), {}};
  for (const SeparatrixRow& row : rows) {
    if (row.separatrix.status != PowerLawStatus::not_followed) continue;
    answer.failures.push_back(
        fmt::format("R = {}, T = {}: {}", row.separation, row.temperature, row.separatrix.message));
  }
  return answer;
}

TableAnswer critical_answer(const TableJob& job) {
  const auto rows = critical_rows(job.grid());
  TableAnswer answer{critical_table(rows), {}};
  for (const CriticalRow& row : rows) {
    if (row.safe.status != SafeTemperatureStatus::not_followed) continue;
    answer.failures.push_back(
        fmt::format("R = {}, path {}, variance {}: the fold of T_f could not "
                    "be followed",
                    row.separation, row.path, row.variance));
  }
  return answer;
}

TableAnswer finite_size_answer(const TableJob& job, const std::atomic<bool>* interruption) {
  const FiniteSize result = finite_size(job.grid(), interruption);
  TableAnswer answer{finite_size_table(result), {}, {}, result.interrupted};
  for (const FiniteSizeRow& row : result.rows) {
    for (const SharpProbability& sharp : {row.exact, row.without_distance}) {
      if (sharp.status == SharpStatus::failed)
        answer.failures.push_back(fmt::format("d = {}: {}", row.dimension, sharp.message));
    }
  }
  return answer;
}

TableAnswer bifurcation_answer(const TableJob& job) {
  std::vector<double> temperatures;
  if (!job.lists.at("--temperature").empty()) {
    for (const Config& point : job.grid())
      temperatures.push_back(point.problem.annealing.schedule.initial_temperature);
    std::sort(temperatures.begin(), temperatures.end());
    temperatures.erase(std::unique(temperatures.begin(), temperatures.end()), temperatures.end());
  }
  const Bifurcation result = bifurcation(table_grid(job.config, job.axes(false)), temperatures);
  return {bifurcation_table(result), result.failures, result.notes};
}

}  // namespace

TableAnswer table_answer(const TableJob& job, const std::atomic<bool>* interruption) {
  const std::string_view name = job.kind.name;
  if (name == "expectations") {
    const auto means = job.numbers("--mean", -1e100), deviations = job.numbers("--deviation", 0.0);
    return {expectation_table(expectation_rows(means, deviations)), {}};
  }
  if (name == "rates") return {rate_table(rate_rows(job.grid())), {}};
  if (name == "critical") return critical_answer(job);
  if (name == "separatrix") return separatrix_answer(job);
  if (name == "finite-size") return finite_size_answer(job, interruption);
  return bifurcation_answer(job);
}

}  // namespace annealvi::cli

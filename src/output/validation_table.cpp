// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/validation_table.hpp"

#include "output/run_columns.hpp"

#include <utility>

namespace annealvi {

Table validation_table(const Validation& validation, std::string command) {
  Table table{.command = std::move(command), .remarks = {}, .columns = {}, .rows = {}};
  table.remarks.push_back(validation.conclusion());
  table.columns = {
      {"claim", "which two descriptions are compared, the first one first"},
      {"case", "name of the problem"},
      {"first", "P = Pr(m_1 m_2 > 0 at t_end) by the first"},
      {"second", "P by the second, simulated"},
      {"standard_error", "of second - first"},
      {"z", "(second - first)/standard_error"},
      {"allowed", "largest difference that counts as agreement"},
      {"runs", "simulated runs, of the simulation with fewer"},
      {"verdict", "agree, DISAGREE, not judged (outside the formula's validity) or FAILED"},
      {"note", "what else is to be said"},
      status_column};
  for (const Comparison& row : validation.comparisons) {
    table.rows.push_back({std::string(claim_text(row.claim)), row.name, number_text(row.first),
                          number_text(row.second), number_text(row.standard_error),
                          number_text(row.z), number_text(row.allowed), number_text(row.runs),
                          std::string(verdict_text(row.verdict)), row.note,
                          std::string(status_name(row.status))});
  }
  return table;
}

}  // namespace annealvi

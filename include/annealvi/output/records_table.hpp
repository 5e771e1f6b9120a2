// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A table with a row for each run of an ensemble: annealvi simulate --records.
#pragma once

#include "annealvi/output/table.hpp"
#include "annealvi/simulation/run.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace annealvi {

class RunRecords {
 public:
  /// The setup must outlive the object.
  explicit RunRecords(const RunSetup& setup) : setup_(setup) {}

  /// Output times that the runs need, so that it is known when they were decided.
  [[nodiscard]] std::vector<double> times() const;
  void add(std::uint64_t number, const Run& run);
  /// Columns run, outcome, mechanism, decided_at, steps, then the state at t_end as
  /// `annealvi trajectory` names it, then failure. The first `runs` that came, by number.
  [[nodiscard]] Table table(std::uint64_t runs) const;

 private:
  const RunSetup& setup_;
  std::map<std::uint64_t, std::vector<std::string>> rows_;
};

}  // namespace annealvi

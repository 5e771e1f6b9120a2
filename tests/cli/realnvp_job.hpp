// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A job of `annealvi realnvp` that takes a fraction of a second, in a folder of its own.
#pragma once

#include "cli/program.hpp"

namespace annealvi::test {

inline constexpr const char* realnvp_job =
    "[target]\n"
    "separation = 2.0\n"
    "dimension = 2\n"
    "[annealing]\n"
    "rate = 1.0\n"
    "[realnvp]\n"
    "couplings = 2\n"
    "width = 4\n"
    "batch = 16\n"
    "steps = 60\n"
    "runs = 3\n"
    "evaluation_samples = 200\n"
    "history_rows = 5\n";

class Job {
 public:
  Job() { (void)folder_.file("job.toml", realnvp_job); }
  [[nodiscard]] Answer run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "realnvp");
    return run_program(folder_.path(), std::move(arguments));
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return read_file(folder_.path() / name);
  }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

inline bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline const std::vector<std::string> tables{"realnvp.csv", "realnvp-runs.csv",
                                             "realnvp-history.csv", "realnvp.json"};

}  // namespace annealvi::test

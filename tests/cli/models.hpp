// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The models of the table in README.md (Which question for which model), and jobs on them.
#pragma once

#include "cli/program.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace annealvi::test {

inline constexpr const char* base =
    "[target]\nseparation = 3.0\ndimension = 100\n"
    "[annealing]\ninitial_temperature = 5.0\nrate = 0.2\n"
    "[simulation]\nuntil = 68.0045122977104\nruns = 40\n";

struct Model {
  const char* name;
  std::vector<std::string> settings;
  const char *exact, *noisy;  ///< sharp.method without and with sgd.step = 0.01
  double probability;         ///< by simulation of an independent code, with noise; 0: none
  double standard_error;
};

// Simulated numbers: theory.md of the developers, sections 14 to 16 (1e5 runs, 2e4 to 8e4 for
// trained ones), made by a code that shares nothing with this one.
inline const std::vector<Model> models{
    {"fixed pair", {}, "S4", "S4, N7", 0.0, 0.0},
    {"unequal weights", {"family.weights=[0.3,0.7]"}, "S6", "S5, N11", 0.0269, 0.0005},
    {"pi != 1/2", {"target.weight=0.6"}, "S4", "S5, N11", 0.1397, 0.0011},
    {"trained weights", {"family.train_weights=true"}, "S6'", "S6', N11", 0.0221, 0.0005},
    {"trained variance", {"family.variance=trained"}, "S6'", "S6', N11", 0.0420, 0.0014},
};

class ModelJob {
 public:
  ModelJob() { (void)folder_.file("base.toml", base); }

  [[nodiscard]] Answer run(std::vector<std::string> words, const Model& model,
                           const std::vector<std::string>& more = {}) const {
    for (const auto* settings : {&model.settings, &more}) {
      for (const std::string& setting : *settings) {
        words.emplace_back("--set");
        words.push_back(setting);
      }
    }
    return run_program(folder_.path(), words);
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder_.path() / name;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace annealvi::test

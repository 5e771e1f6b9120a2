// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What every refusal of the program is: exit code 2, one line on standard error that names what is
// wrong, nothing on standard output, nothing written.
#pragma once

#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace annealvi::test {

struct Wrong {
  std::string arguments;           ///< separated by blanks
  std::string config;              ///< content of w.toml
  std::vector<std::string> parts;  ///< of the message
};

inline std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

inline void check_refused(const Wrong& wrong) {
  const TemporaryFolder folder;
  (void)folder.file("w.toml", wrong.config);
  const Answer answer = run_program(folder.path(), words_of(wrong.arguments));
  CAPTURE(wrong.arguments);
  CAPTURE(wrong.config);
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 2);
  CHECK(answer.out.empty());
  CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
  CHECK(answer.err.rfind("annealvi: ", 0) == 0);
  for (const std::string& part : wrong.parts) {
    CAPTURE(part);
    CHECK(answer.err.find(part) != std::string::npos);
  }
  CHECK(listing(folder.path()) == std::set<std::string>{"w.toml"});
}

}  // namespace annealvi::test

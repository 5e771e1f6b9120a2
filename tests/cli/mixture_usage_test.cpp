// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What no formula covers is refused: exit code 2, one line that names the key, nothing
// on standard output, nothing written.
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace annealvi::test;

namespace {

struct Refused {
  std::string arguments;  ///< separated by blanks
  std::string said;
};

constexpr const char* three_components =
    "[target]\ndimension = 50\n[family]\ncomponents = 3\n[sgd]\nstep = 0.1\n";

const std::vector<Refused> refusals = {
    {"probability m.toml --set target.modes=line:1", "a single mode cannot be missed"},
    {"phase m.toml --out made --set family.train_weights=true",
     "m.toml:4: family.components = 3 is not allowed with the method sharp: no formula of P is "
     "known "
     "for this model; the method flow simulates it"},
    {"phase m.toml --out made --set target.modes=ring:3",
     "--set: target.modes = \"ring:3\" is not allowed with the method sharp"},
    {"design m.toml --out made --set target.modes=ring:3",
     "is not allowed with annealvi design: no formula of P is known for this model; annealvi curve "
     "with the method flow"},
    {"design m.toml --out made --set target.modes=ring:4", "more components are needed"},
    {"table rates m.toml", "family.components = 3 is not allowed with annealvi table"},
    {"table rates --variance trained",
     "--variance: table.variance: family.variance = \"trained\" is not allowed with annealvi "
     "table"},
    {"realnvp m.toml --out made", "family.components = 3 is not allowed with annealvi realnvp"},
    {"curve m.toml --methods sde --out made", "simulation.engine = \"sde\" is not allowed"},
    {"simulate m.toml --engine sde", "--engine: simulation.engine = \"sde\" is not allowed"},
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("what does not cover mixtures refuses them in one sentence") {
  const TemporaryFolder folder;
  (void)folder.file("m.toml", three_components);
  for (const auto& [arguments, said] : refusals) {
    const Answer answer = run_program(folder.path(), words_of(arguments));
    CAPTURE(arguments);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
    CHECK(answer.err.find(said) != std::string::npos);
    CHECK(listing(folder.path()) == std::set<std::string>{"m.toml"});
  }
}

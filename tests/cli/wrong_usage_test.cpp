// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Wrong configurations and command lines: exit code 2, one line on standard error that names what
// is wrong, nothing on standard output, nothing written.
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace annealvi::test;

namespace {

struct Wrong {
  std::string arguments;           ///< separated by blanks
  std::string config;              ///< content of w.toml
  std::vector<std::string> parts;  ///< of the message
};

const std::vector<Wrong> wrong_configurations = {
    {"probability w.toml",
     "[target]\nseperation = 3\n",
     {"w.toml:2: target.seperation = 3", "did you mean target.separation?"}},
    {"simulate w.toml", "[anealing]\nrate = 3\n", {"w.toml:2: anealing.rate", "annealing.rate"}},
    {"curve w.toml",
     "[family]\nvariance = \"fixd\"\n",
     {"w.toml:2: family.variance = \"fixd\"", "did you mean \"fixed\"?"}},
    {"config w.toml",
     "\n\n[annealing]\ninitial_temperature = 0.5\n",
     {"w.toml:4: annealing.initial_temperature = 0.5 is not allowed: a number >= 1"}},
    {"probability w.toml",
     "[family]\nweights = [0.3, 0.6]\n",
     {"w.toml:2: family.weights = [0.3, 0.6]", "sum to 1"}},
    {"probability w.toml", "[target]\nseparation = nan\n", {"w.toml:2: target.separation = nan"}},
    {"probability w.toml", "[simulation]\nuntil = inf\n", {"w.toml:2: simulation.until = inf"}},
    {"probability w.toml",
     "[annealing]\nrate = -0.1\n",
     {"w.toml:2: annealing.rate = -0.1", "a number >= 1e-12"}},
    {"simulate w.toml", "[target]\ndimension = 0\n", {"w.toml:2: target.dimension = 0", ">= 1"}},
    {"simulate w.toml", "[target]\ndimension = 1.5\n", {"w.toml:2: target.dimension = 1.5"}},
    {"simulate w.toml", "[target]\ndimension = true\n", {"w.toml:2: target.dimension = true"}},
    {"trajectory w.toml",
     "[annealing]\nschedule = \"table\"\n",
     {"w.toml:2: annealing.schedule = \"table\"", "no rows"}},
    {"trajectory w.toml",
     "[annealing]\nschedule = \"table\"\ntable = [[0, 3], [2, 1], [1, 1]]\n",
     {"w.toml:3: annealing.table", "row 3 is [1, 1]"}},
    {"simulate w.toml",
     "[simulation]\nengine = \"reduced\"\n",
     {"w.toml:2: simulation.engine = \"reduced\" is not allowed"}},
    {"simulate w.toml", "[simulation]\nengine = \"full\"\n", {"w.toml:2: ", "sgd.step > 0"}},
    {"simulate w.toml",
     "[family]\ninitial_overlaps = [1, 2]\n",
     {"w.toml:2: family.initial_overlaps", "initial_gram is needed"}},
    {"probability w.toml",
     "[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 0, 1]\n",
     {"w.toml:2: family.initial_overlaps", "random start"}},
    {"curve w.toml",
     "[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 0, 1]\n",
     {"w.toml:2: family.initial_overlaps", "random start"}},
    {"design w.toml",
     "[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 0, 1]\n",
     {"w.toml:2: family.initial_overlaps", "random start"}},
    {"design w.toml", "[design]\nrisk = 0.7\n", {"w.toml:2: design.risk = 0.7", "< 0.5"}},
    {"probability w.toml", "[target\nseparation = 3\n", {"w.toml:1: this is not valid TOML"}},
    {"probability w.toml", "[target]\nseparation == 3\n", {"w.toml:2: this is not valid TOML"}},
    {"curve w.toml", "\n[curve]\nvary = \"annealing.rate\"\n", {"w.toml:3: curve.vary", "'='"}},
    {"curve w.toml", "[curve]\nvary = \"\"\n", {"w.toml:2: curve.vary = \"\""}},
    {"curve w.toml", "[curve]\nmethods = \"sharp,ode\"\n", {"w.toml:2: curve.methods", "ode"}},
    {"curve w.toml", "[curve]\nmethods = \"full\"\n", {"w.toml:2: curve.methods", "sgd.step > 0"}},
    {"config w.toml",
     "[curve]\nvary = \"foo\"\n",
     {"w.toml:2: curve.vary = \"foo\" is not allowed"}},
    {"config w.toml",
     "[curve]\nmethods = \"sharp,\"\n",
     {"w.toml:2: curve.methods = \"sharp,\" is not allowed"}},
    {"simulate w.toml", "\"\" = 3\n", {"w.toml:1: \"\" = 3 is not allowed"}},
    {"simulate w.toml",
     "[simulation]\nuntil = 1e-300\n",
     {"w.toml:2: simulation.until = 1e-300 is not allowed", ">= 1e-9"}},
    {"probability w.toml",
     "[annealing]\nrate = 1e-308\n",
     {"w.toml:2: annealing.rate = 1e-308 is not allowed", ">= 1e-12"}},
    {"probability w.toml",
     "[family]\ninitial_scale = 1e300\n",
     {"w.toml:2: family.initial_scale = 1e300 is not allowed", "<= 1e9"}},
    {"probability w.toml",
     "[simulation]\nuntil = \"auto\"\n[annealing]\nrate = 1e-12\n",
     {"w.toml:2: simulation.until = \"auto\" is not allowed", "set simulation.until"}},
    {"curve w.toml",
     "[annealing]\nrate = 1e-12\n",
     {"default: simulation.until = \"auto\" is not allowed"}},
    {"simulate w.toml",
     "[sgd]\nstep = 1e-300\n[simulation]\nengine = \"full\"\n",
     {"w.toml:2: sgd.step = 1e-300 is not allowed", "steps"}},
    {"trajectory w.toml",
     "[sgd]\nstep = 20\n[simulation]\nengine = \"reduced\"\nuntil = 10\n",
     {"w.toml:2: sgd.step = 20.0 is not allowed", "the end time 10"}},
    {"probability w.toml",
     "# annealvi 0.1.0\n#: [target]\n#: separation = -3\n# columns:\n#   time: t\ntime\n0\n",
     {"w.toml:3: target.separation = -3"}},
    {"probability w.toml",
     "# annealvi 0.1.0\n#: [target]\n#: separation = 3\n",
     {"w.toml: this table ends within its head", "give the whole file"}},
};

const std::vector<Wrong> wrong_command_lines = {
    {"", "", {"a command is needed", "probability"}},
    {"probabilty w.toml", "", {"no command probabilty", "did you mean probability?"}},
    {"design", "", {"annealvi design needs CONFIG"}},
    {"design w.toml --risk 0.5",
     "",
     {"--risk: design.risk = 0.5 is not allowed: a number", "< 0.5"}},
    {"design w.toml --risk 0", "", {"--risk: design.risk = 0 is not allowed"}},
    {"design w.toml --risk nan", "", {"--risk: design.risk = nan"}},
    {"design w.toml --free speed", "", {"--free: design.free = \"speed\"", "\"shape\""}},
    {"design w.toml --free shap", "", {"did you mean \"shape\"?"}},
    {"design w.toml --range 5:1",
     "",
     {"--range: design.range = \"5:1\" is not allowed", "from:to"}},
    {"design w.toml --range 5", "", {"--range: design.range = 5 is not allowed"}},
    {"design w.toml --range 0:1", "", {"--range: design.range = \"0:1\" is not allowed"}},
    {"design w.toml --range 1e-9:1", "", {"--range: design.range = ", "total time", "1e+09"}},
    {"design w.toml --free initial_temperature --range 0.5:3",
     "",
     {"--range: design.range", ">= 1"}},
    {"design w.toml --free time --range 1:1000", "", {"--range: design.range", "the flow alone"}},
    {"design w.toml --free shape --range 2:3", "", {"--range: design.range", "no range"}},
    {"design w.toml --free shape --time 5", "", {"--time: design.time = 5", "the flow alone"}},
    {"design w.toml --free shape --knots 2", "", {"--knots: design.knots = 2 is not allowed"}},
    {"design w.toml --free time --set simulation.until=100",
     "",
     {"--set: simulation.until = 100", "must be \"auto\""}},
    {"design w.toml --free time --set simulation.decision_temperature=50",
     "",
     {"--set: simulation.decision_temperature = 50", "highest temperature"}},
    {"design w.toml --set annealing.schedule=constant",
     "",
     {"--set: annealing.schedule = \"constant\" is not allowed", "--free shape"}},
    {"design w.toml --set sgd.step=0.1 --set target.dimension=1e14",
     "",
     {"simulation.engine = \"reduced\" is not allowed", "1e14"}},
    {"design w.toml --out x.pdf", "", {"--out = x.pdf is not allowed", ".toml"}},
    {"design w.toml --out w.toml/sub/x", "", {"w.toml/sub"}},
    {"-x", "", {"-x is not allowed before the command", "probability"}},
    {"--versoin", "", {"--versoin is not allowed", "did you mean --version?"}},
    {"probability", "", {"annealvi probability needs CONFIG"}},
    {"probability w.toml --jason", "", {"no option --jason; did you mean --json?", "--set"}},
    {"probability w.toml --first --second", "", {"no option --first;"}},
    {"probability w.toml --json=maybe", "", {"--json=maybe is not allowed: --json takes no value"}},
    {"simulate w.toml --json=5", "", {"--json=5 is not allowed: --json takes no value"}},
    {"probability w.toml --json=true", "", {"--json=true is not allowed"}},
    {"trajectory w.toml --out x.csv --plot=1", "", {"--plot=1 is not allowed"}},
    {"probability w.toml second.toml", "", {"\"second.toml\" is not allowed", "one CONFIG"}},
    {"probability w.toml --set family.weights=[0.5,0.5",
     "",
     {"--set: family.weights = [0.5,0.5 is not allowed"}},
    {"probability missing.toml", "", {"missing.toml: the configuration cannot be read"}},
    {"probability .", "", {".: this is a folder"}},
    {"probability /dev/zero", "", {"/dev/zero: this is longer than 256 MiB"}},
    {"probability w.toml --set target.separation", "", {"--set", "section.key=value"}},
    {"probability w.toml --set separation=3", "", {"--set", "section.key=value"}},
    {"probability w.toml --set sgd.step 0.02",
     "",
     {"--set sgd.step 0.02 is not allowed: write --set sgd.step=0.02, without spaces"}},
    {"probability w.toml --set lr .1", "", {"write --set lr=.1, without spaces"}},
    {"config --set a b", "", {"--set a b is not allowed: write --set a=b, without spaces"}},
    {"probability --set separation w.toml", "", {"--set", "section.key=value"}},
    {"probability w.toml --set sgd.step = 0.02", "", {"write --set sgd.step=0.02, without"}},
    {"probability w.toml --set sgd.step= 0.02", "", {"write --set sgd.step=0.02, without"}},
    {"probability w.toml --set sgd.step =0.02", "", {"write --set sgd.step=0.02, without"}},
    {"probability w.toml --set=sgd.step 0.02", "", {"write --set sgd.step=0.02, without"}},
    {"simulate w.toml --set simulation.seed=99999999999999999999",
     "",
     {"--set: simulation.seed = 1e20 is not allowed: a whole number"}},
    {"trajectory w.toml --runs 1", "", {"--runs: trajectory.runs = 1 is not allowed"}},
    {"trajectory w.toml --runs -3", "", {"--runs: trajectory.runs = -3 is not allowed"}},
    {"trajectory w.toml --compare sde", "", {"--compare: trajectory.compare = \"sde\""}},
    {"trajectory w.toml --runs 5 --compare sde", "", {"with engine flow: give the first engine"}},
    {"validate w.toml --level high", "", {"--level: validate.level = \"high\"", "\"quick\""}},
    {"validate w.toml --formula l4", "", {"--formula: validate.formula = \"l4\""}},
    {"probability w.toml --set target.separation=three",
     "",
     {"--set: target.separation = \"three\" is not allowed: a number"}},
    {"probability w.toml --set target.width=3", "", {"--set: target.width = 3", "no such key"}},
    {"probability w.toml --set", "", {"--set needs a value"}},
    {"simulate w.toml --runs 0", "", {"--runs: simulation.runs = 0 is not allowed"}},
    {"simulate w.toml --runs many", "", {"--runs: simulation.runs = \"many\""}},
    {"simulate w.toml --runs", "", {"--runs needs a value"}},
    {"simulate w.toml --runs 5 --runs 6", "", {"--runs is given 2 times"}},
    {"simulate w.toml --runs 10 --half-width 0.1",
     "",
     {"is not allowed together with", "--runs", "--half-width"}},
    {"simulate w.toml --half-width 0",
     "",
     {"--half-width: simulation.half_width = 0 is not allowed: a number > 0"}},
    {"simulate w.toml --half-width 0.0", "", {"simulation.half_width = 0.0 is not allowed"}},
    {"simulate w.toml --half-width 0.7", "", {"--half-width: simulation.half_width = 0.7"}},
    {"simulate w.toml --engine sde", "", {"--engine: simulation.engine = \"sde\"", "sgd.step > 0"}},
    {"simulate w.toml --engine ful", "", {"did you mean \"full\"?"}},
    {"simulate w.toml --engine full", "", {"--engine: simulation.engine", "sgd.step > 0"}},
    {"simulate w.toml --engine full --set sgd.step=0.1 --set target.dimension=1e12",
     "",
     {"--engine: simulation.engine", "memory", "engine reduced"}},
    {"simulate w.toml --engine reduced", "", {"--engine: simulation.engine", "sgd.step > 0"}},
    {"simulate w.toml --engine reduced --set sgd.step=0.1 --set target.dimension=4",
     "",
     {"--engine: simulation.engine", "target.dimension from 5", "engine full"}},
    {"trajectory w.toml --times 5:1:3",
     "",
     {"--times: trajectory.times = \"5:1:3\"", "from:to:count[:log]"}},
    {"trajectory w.toml --times 0:1", "", {"--times: trajectory.times = \"0:1\""}},
    {"trajectory w.toml --times 0:1:1", "", {"--times: trajectory.times = \"0:1:1\"", "count"}},
    {"trajectory w.toml --times 0:1:5:log",
     "",
     {"--times: trajectory.times = \"0:1:5:log\"", "above 0"}},
    {"trajectory w.toml --times 0:1:5:lin",
     "",
     {"--times: trajectory.times = \"0:1:5:lin\"", "log"}},
    {"trajectory w.toml --times 1,2,2",
     "",
     {"--times: trajectory.times = \"1,2,2\"", "must increase"}},
    {"trajectory w.toml --times 1,x",
     "",
     {"--times: trajectory.times = \"1,x\"", "\"x\" is no number"}},
    {"trajectory w.toml --times -1", "", {"--times: trajectory.times = \"-1\""}},
    {"trajectory w.toml --times 0:1e9:5",
     "",
     {"--times: trajectory.times = \"0:1e9:5\"", "outside the run"}},
    {"trajectory w.toml --times nan", "", {"--times: trajectory.times = \"nan\""}},
    {"trajectory w.toml --run -1",
     "",
     {"--run: trajectory.run = -1 is not allowed: a whole number"}},
    {"trajectory w.toml --run 1.5", "", {"--run: trajectory.run = 1.5 is not allowed"}},
    {"trajectory w.toml --plot", "", {"--plot is not allowed without --out"}},
    {"trajectory w.toml --out x.png", "", {"--out = x.png is not allowed", "--plot", ".csv"}},
    {"trajectory w.toml --out x.pdf", "", {"--out = x.pdf is not allowed", ".csv"}},
    {"trajectory w.toml --plot --out x.pdf", "", {"--out = x.pdf is not allowed", ".svg"}},
    {"curve w.toml --out x.pdf", "", {"--out = x.pdf is not allowed", ".json"}},
    {"curve w.toml --vary annealing.rate=1:3:1", "", {"--vary: curve.vary = ", "from 2 to 10000"}},
    {"trajectory w.toml --times 0:1:100000000", "", {"count must be a whole number from 2 to"}},
    {"trajectory w.toml --out w.toml/x", "", {"w.toml/x"}},
    {"curve w.toml --out w.toml/sub/x", "", {"w.toml/sub"}},
    {"curve w.toml --out new --vary target.wdth=1,2",
     "",
     {"--vary: curve.vary", "target.wdth = 1"}},
    {"curve w.toml --out new --vary annealing.rate=0.1,-1",
     "",
     {"--vary: curve.vary: annealing.rate = -1 is not allowed: a number >= 1e-12"}},
    {"curve w.toml --out new --vary annealing.rate=1:2", "", {"--vary: curve.vary"}},
    {"curve w.toml --out new --vary annealing.rate=0:2:3:log", "", {"--vary: curve.vary"}},
    {"curve w.toml --out new --vary annealing.rate=1:2:0", "", {"--vary: curve.vary"}},
    {"curve w.toml --out new --vary annealing.rate=1,,2", "", {"--vary: curve.vary"}},
    {"curve w.toml --out new --series target.weight=0.5,2",
     "",
     {"--series: curve.series: target.weight = 2 is not allowed"}},
    {"curve w.toml --out new --series annealing.initial_temperature=2,3",
     "",
     {"--series: curve.series", "already"}},
    {"curve w.toml --out new --methods sharp,reduced", "", {"--methods: curve.methods", "reduced"}},
    {"curve w.toml --out new --methods sharp,sharp", "", {"--methods: curve.methods", "twice"}},
    {"curve w.toml --out new --methods full", "", {"--methods: curve.methods", "sgd.step > 0"}},
    {"config w.toml --set simulation.runs=0", "", {"--set: simulation.runs = 0"}},
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

void check_refused(const Wrong& wrong) {
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

}  // namespace

TEST_CASE("wrong configurations are refused") {
  for (const Wrong& wrong : wrong_configurations) {
    check_refused(wrong);
  }
}

TEST_CASE("empty words are refused") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{""}, "there is no command \"\""},
      {{"probability", ""}, "CONFIG = \"\" is not allowed"},
      {{"config", ""}, "CONFIG = \"\" is not allowed"},
      {{"trajectory", "w.toml", "--times", ""}, "--times: trajectory.times = \"\" is not allowed"},
      {{"trajectory", "w.toml", "--out", ""}, "--out = \"\" is not allowed"},
      {{"curve", "w.toml", "--vary", ""}, "--vary: curve.vary = \"\" is not allowed"},
  };
  const TemporaryFolder folder;
  (void)folder.file("w.toml", "");
  for (const auto& [arguments, part] : cases) {
    const Answer answer = run_program(folder.path(), arguments);
    CAPTURE(part);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err.find(part) != std::string::npos);
  }
}

TEST_CASE("wrong command lines are refused") {
  for (const Wrong& wrong : wrong_command_lines) {
    check_refused(wrong);
  }
}

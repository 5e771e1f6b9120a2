// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Each wrong configuration is refused with one sentence that names file, line, key, value and what
// is allowed.
#include "annealvi/config/config.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace annealvi;
using annealvi::test::TemporaryFolder;

namespace {

/// The message of the ConfigError, empty when there is none.
template <class Call>
std::string message_of(Call call) {
  try {
    (void)call();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return {};
}

struct Wrong {
  std::string text;                ///< content of w.toml
  std::vector<std::string> parts;  ///< of the message
};

const std::vector<Wrong> in_target_and_names = {
    {"\n[annealing]\ninitial_temperature = 0.5\n",
     {"w.toml:3: annealing.initial_temperature = 0.5 is not allowed: a number >= 1"}},
    {"[target]\nseparation = 0\n", {"w.toml:2: target.separation = 0 is not allowed", ">= 0.001"}},
    {"[target]\nseparation = nan\n", {"w.toml:2: target.separation = nan is not allowed"}},
    {"[target]\nseparation = inf\n", {"w.toml:2: target.separation = inf is not allowed"}},
    {"[target]\nseparation = \"3\"\n", {"w.toml:2: target.separation = \"3\" is not allowed"}},
    {"[target]\nseparation = 1979-05-27\n", {"w.toml:2: target.separation = 1979-05-27"}},
    {"[target]\nweight = 1.0\n", {"w.toml:2: target.weight = 1.0", "> 0 and < 1"}},
    {"[target]\ndimension = 1.5\n", {"target.dimension = 1.5", "a whole number >= 1 and <= 1e15"}},
    {"[target]\ndimension = 0\n", {"target.dimension = 0"}},
    {"[target]\ndimension = 2e15\n", {"target.dimension = 2e15"}},
    {"[target]\nseperation = 3\n",
     {"w.toml:2: target.seperation = 3", "did you mean target.separation?"}},
    {"[target]\nrate = 3\n", {"target.rate = 3", "did you mean annealing.rate?"}},
    {"[annealling]\nrate = 3\n",
     {"w.toml:2: annealling.rate = 3", "no section [annealling]", "did you mean annealing.rate?"}},
    {"[anealing]\n", {"w.toml:1: [anealing] is not allowed", "did you mean [annealing]?"}},
    {"rate = 3\n",
     {"w.toml:1: rate = 3 is not allowed outside a section", "did you mean annealing.rate?"}},
    {"target = 3\n", {"w.toml:1: target = 3 is not allowed outside a section"}},
    {"[[target]]\nseparation = 3\n", {"w.toml:1: target = "}},
    {"[target.more]\nseparation = 3\n", {"w.toml:1: target.more = {...} is not allowed"}},
    {"\"\" = 3\n", {"w.toml:1: \"\" = 3 is not allowed outside a section"}},
    {"[target]\n\"\" = 3\n", {"w.toml:2: target.\"\" = 3 is not allowed"}},
    {"[\"\"]\n", {"w.toml:1: [\"\"] is not allowed"}},
};

const std::vector<Wrong> in_family = {
    {"[family]\nvariance = \"macthed\"\n",
     {"w.toml:2: family.variance = \"macthed\"", "did you mean \"matched\"?"}},
    {"[family]\nvariance = true\n", {"family.variance = true is not allowed: one of \"fixed\""}},
    {"[family]\nweights = [0.5, 0.6]\n", {"family.weights = [0.5, 0.6]", "sum to 1"}},
    {"[family]\nweights = [1.0, 0.0]\n", {"family.weights = [1.0, 0.0]"}},
    {"[family]\nweights = [1.0]\n",
     {"w.toml:2: family.weights = [1.0] is not allowed: family.components = 2 needs 2 numbers"}},
    {"[family]\ninitial_scale = \"1/d\"\n", {"family.initial_scale = \"1/d\"", "1/sqrt(d)"}},
    {"[family]\ninitial_scale = -1\n", {"family.initial_scale = -1"}},
    {"[family]\ninitial_overlaps = [0.1, 0.2]\n",
     {"w.toml:2: family.initial_overlaps = [0.1, 0.2]", "family.initial_gram is needed too"}},
    {"[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 2, 1]\n",
     {"w.toml:3: family.initial_gram = [1, 2, 1] is not allowed"}},
    {"[target]\ndimension = 1\n[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 0, "
     "1]\n",
     {"w.toml:5: family.initial_gram = [1.0, 0.0, 1.0]", "target.dimension = 1"}},
    {"[target]\ndimension = 2\n[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, 0, "
     "1]\n",
     {"w.toml:5: family.initial_gram", "target.dimension = 2"}},
    {"[family]\ninitial_scale = 1e300\n",
     {"w.toml:2: family.initial_scale = 1e300", "a number >= 1e-150 and <= 1e9"}},
};

const std::vector<Wrong> in_modes = {
    {"[target]\nmodes = \"lin:4\"\n",
     {"w.toml:2: target.modes = \"lin:4\" is not allowed: [] (the pair), [[x, y], ...]",
      "there is no shape \"lin\"; did you mean \"line\"?"}},
    {"[target]\nmodes = \"ring:1\"\n", {"\"ring:\" needs a whole number from 2 to 64"}},
    {"[target]\nmodes = \"simplex\"\n", {"\"simplex:\" needs a whole number from 2 to 64"}},
    {"[target]\nmodes = \"line:4:5\"\n", {"\"line:\" needs a whole number from 1 to 64"}},
    {"[target]\nmodes = \"orthogonal:65\"\n",
     {"\"orthogonal:\" needs a whole number from 1 to 64"}},
    {"[target]\nmodes = 3\n", {"w.toml:2: target.modes = 3 is not allowed: [] (the pair)"}},
    {"[target]\nmodes = [1, 2]\n", {"target.modes = [1, 2] is not allowed", "row 1 is 1"}},
    {"[target]\nmodes = [[1, 2], [3]]\n", {"row 2 has another length than row 1"}},
    {"[target]\nmodes = [[1], [2], [1]]\n", {"rows 1 and 3 are the same"}},
    {"[target]\nmodes = [[1, 2e4], [0, 0]]\n", {"row 1 is [1, 20000.0]", ">= -10000 and <= 10000"}},
    {"[target]\nmodes = [[1, nan]]\n", {"row 1 is [1, nan]"}},
    {"[target]\nmodes = [[]]\n", {"row 1 is []"}},
    {"[target]\nmodes = \"line:3\"\nmode_weights = [0.5, 0.5]\n",
     {"w.toml:3: target.mode_weights = [0.5, 0.5] is not allowed: target.modes has 3 modes"}},
    {"[target]\nmodes = \"line:2\"\nmode_weights = [0.5, 0.6]\n", {"w.toml:3: ", "sum to 1"}},
    {"[target]\nmode_weights = [0.5, 0.5]\n",
     {"w.toml:2: target.mode_weights = [0.5, 0.5] is not allowed: only target.modes uses it"}},
    {"[target]\nweight = 0.4\nmodes = \"line:2\"\n",
     {"w.toml:2: target.weight = 0.4 is not allowed", "target.mode_weights"}},
    {"[target]\ndimension = 2\nmodes = \"simplex:4\"\n",
     {"w.toml:3: target.modes = \"simplex:4\" is not allowed: modes along 3 axes", "here it is 2"}},
    {"[target]\nseparation = 1000\nmodes = \"line:64\"\n",
     {"annealing.initial_temperature = 10.0 is not allowed", "largest distance of two modes"}},
};

const std::vector<Wrong> in_components = {
    {"[family]\ncomponents = 0\n", {"family.components = 0 is not allowed: a whole number >= 1"}},
    {"[family]\ncomponents = 65\n", {"family.components = 65 is not allowed", "<= 64"}},
    {"[family]\ncomponents = 2.5\n", {"family.components = 2.5 is not allowed"}},
    {"[family]\ncomponents = 3\nweights = [0.5, 0.5]\n",
     {"w.toml:3: family.weights = [0.5, 0.5] is not allowed: family.components = 3 needs 3 "
      "numbers"}},
    {"[family]\nweights = [0.5, 0.5]\ncomponents = 3\n", {"w.toml:2: family.weights"}},
    {"[family]\nweights = [0.5, 0.25, 0.25]\n", {"family.components = 2 needs 2 numbers"}},
    {"[family]\nweights = []\n", {"family.weights = [] is not allowed"}},
    {"[family]\ntrain_weights = 1\n",
     {"w.toml:2: family.train_weights = 1 is not allowed: true or false"}},
    {"[family]\nweight_rate = 0\n", {"family.weight_rate = 0 is not allowed: a number >= 1e-6"}},
    {"[family]\nvariance_rate = -1\n", {"family.variance_rate = -1 is not allowed: a number"}},
    {"[family]\ninitial_sigma = 2\n",
     {"w.toml:2: family.initial_sigma = 2.0 is not allowed: only family.variance = \"trained\""}},
    {"[family]\nvariance = \"trained\"\ninitial_sigma = 0\n", {"family.initial_sigma = 0 is not"}},
    {"[target]\nmodes = \"line:2\"\n[family]\ninitial_overlaps = [0.1, 0.2]\ninitial_gram = [1, "
     "0, 1]\n",
     {"w.toml:4: family.initial_overlaps = [0.1, 0.2] is not allowed", "on the pair of modes"}},
    {"[family]\ncomponents = 3\n[sgd]\nstep = 0.1\n[simulation]\nengine = \"sde\"\n",
     {"w.toml:6: simulation.engine = \"sde\" is not allowed", "family.components is set"}},
    {"[family]\ncomponents = 64\n[target]\ndimension = 1e7\n[sgd]\nstep = 0.1\n[simulation]\n"
     "engine = \"full\"\n",
     {"w.toml:8: simulation.engine = \"full\" is not allowed", "at most 3125000.0"}},
    {"[sgd]\ncontrol_variate = \"yes\"\n", {"sgd.control_variate = \"yes\" is not allowed: true"}},
    {"[simulation]\ncoverage_share = 1\n", {"simulation.coverage_share = 1 is not allowed"}},
    {"[numerics]\nspan_error = 0\n", {"numerics.span_error = 0 is not allowed"}},
    {"[numerics]\nspan_nodes = 10\n", {"numerics.span_nodes = 10 is not allowed", ">= 256"}},
};

const std::vector<Wrong> in_annealing = {
    {"[annealing]\nrate = -0.1\n", {"annealing.rate = -0.1", "a number >= 1e-12"}},
    {"[annealing]\nschedule = \"table\"\n", {"annealing.schedule = \"table\"", "no rows"}},
    {"[annealing]\ntable = [[0, 2]]\n", {"annealing.table = [[0.0, 2.0]]", "schedule = \"table\""}},
    {"[annealing]\nschedule=\"table\"\ntable = [[0, 2], [3, 1.5], [3, 1]]\n",
     {"w.toml:3: annealing.table = [[0, 2], [3, 1.5], [3, 1]]", "row 3 is [3, 1]"}},
    {"[annealing]\nschedule=\"table\"\ntable = [[1, 2]]\n", {"row 1 is [1, 2]"}},
    {"[annealing]\nschedule=\"table\"\ntable = [[0, 2], [1, 0.5]]\n", {"row 2 is [1, 0.5]"}},
    {"[target]\nseparation = 900\n[annealing]\ninitial_temperature = 1e5\n",
     {"w.toml:4: annealing.initial_temperature = 1e5", "<= 10000"}},
    {"[annealing]\nrate = 1e-308\n",
     {"w.toml:2: annealing.rate = 1e-308", "a number >= 1e-12 and <= 1e12"}},
    {"[annealing]\nexponent = 1e5\n",
     {"w.toml:2: annealing.exponent = 1e5", "a number >= 0.001 and <= 1000"}},
    {"[annealing]\nbridge_scale = 1e-9\n", {"w.toml:2: annealing.bridge_scale = 1e-9"}},
};

const std::vector<Wrong> in_the_rest = {
    {"[sgd]\nbatch = 0\n", {"sgd.batch = 0"}},
    {"[simulation]\nengine = \"sde\"\n", {"w.toml:2: simulation.engine = \"sde\"", "sgd.step > 0"}},
    {"[simulation]\nsde_scheme = \"milstein\"\n", {"simulation.sde_scheme", "\"weak2\""}},
    {"[simulation]\nsde_step = 0\n", {"w.toml:2: simulation.sde_step = 0"}},
    {"[simulation]\nengine = \"full\"\n",
     {"w.toml:2: simulation.engine = \"full\"", "sgd.step > 0"}},
    {"[target]\ndimension = 1e12\n[sgd]\nstep = 0.1\n[simulation]\nengine = \"full\"\n",
     {"w.toml:6: simulation.engine = \"full\"", "memory", "1e12"}},
    {"[simulation]\nruns = 0\n", {"simulation.runs = 0"}},
    {"[simulation]\nuntil = \"soon\"\n",
     {"simulation.until = \"soon\"", "\"auto\" or a number >= 1e-9"}},
    {"[simulation]\nconfidence = 1\n", {"simulation.confidence = 1"}},
    {"[numerics]\nrelative_tolerance = 1e-16\n", {"numerics.relative_tolerance = 1e-16", "1e-14"}},
    {"[curve]\nmethods = [\"sharp\"]\n",
     {"curve.methods = [\"sharp\"]", "sharp,overlap,flow,sde,reduced,full"}},
    {"[simulation]\nuntil = 1e-300\n",
     {"w.toml:2: simulation.until = 1e-300", "a number >= 1e-9 and <= 1e12"}},
    {"[curve]\nvary = \"foo\"\n",
     {"w.toml:2: curve.vary = \"foo\" is not allowed: there is no '='", "key=from:to:count"}},
    {"[curve]\nseries = \"annealing.rate=1:3:1\"\n",
     {"w.toml:2: curve.series = \"annealing.rate=1:3:1\" is not allowed", "from 2 to"}},
    {"[curve]\nmethods = \"adam\"\n", {"w.toml:2: curve.methods = \"adam\" is not allowed"}},
};

const std::vector<Wrong> no_toml = {
    {"[target]\nseparation = \n", {"w.toml:2: this is not valid TOML"}},
    {"[target]\nweight = 0.5\nweight = 0.6\n", {"w.toml:3: this is not valid TOML"}},
    {"[target\n", {"w.toml:1: this is not valid TOML"}},
    {std::string("\xff\xfe\x00\x01", 4), {"w.toml:1: this is UTF-16; save the file as UTF-8"}},
};

void check_refused(const std::vector<Wrong>& cases) {
  const TemporaryFolder folder;
  for (const Wrong& wrong : cases) {
    const std::string file = folder.file("w.toml", wrong.text);
    const std::string message = message_of([&] { return read_config(file, {}); });
    CAPTURE(wrong.text);
    CAPTURE(message);
    CHECK_FALSE(message.empty());
    CHECK(message.find('\n') == std::string::npos);
    for (const std::string& part : wrong.parts) {
      CAPTURE(part);
      CHECK(message.find(part) != std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("wrong files") {
  check_refused(in_target_and_names);
  check_refused(in_family);
  check_refused(in_modes);
  check_refused(in_components);
  check_refused(in_annealing);
  check_refused(in_the_rest);
  check_refused(no_toml);
}

TEST_CASE("an automatic end time that nobody would wait for") {
  const Config slow = default_config({"annealing.rate=1e-12"});
  CHECK_THROWS_WITH_AS((void)slow.run_setup(),
                       doctest::Contains("simulation.until = \"auto\" is not allowed"),
                       ConfigError);
  CHECK(default_config({"annealing.rate=1e-12", "simulation.until=5"}).run_setup().end_time == 5.0);
  const Config fine = default_config({"sgd.step=1e-300", "simulation.engine=full"});
  CHECK_THROWS_WITH_AS((void)fine.run_setup(),
                       doctest::Contains("--set: sgd.step = 1e-300 is not allowed"), ConfigError);
}

TEST_CASE("the first error of the file is the one reported") {
  const TemporaryFolder folder;
  const std::string file = folder.file("w.toml", "[target]\nweight = 2\n[annealing]\nrate = -1\n");
  CHECK_THROWS_WITH_AS((void)read_config(file, {}), doctest::Contains("w.toml:2: target.weight"),
                       ConfigError);
}

TEST_CASE("wrong overrides") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"target.separation", "--set: \"target.separation\" is not allowed: section.key=value"},
      {"separation=3", "--set: \"separation=3\" is not allowed: section.key=value"},
      {".separation=3", "section.key=value"},
      {"target.=3", "section.key=value"},
      {"target.separation=", "--set: target.separation = \"\" is not allowed: a number"},
      {"target.separation=abc", "--set: target.separation = \"abc\" is not allowed: a number"},
      {"target.sep=3", "--set: target.sep = 3 is not allowed"},
      {"family.weights=[0.5",
       "--set: family.weights = [0.5 is not allowed: this is not valid TOML"},
      {"annealing.schedule=expnential", "did you mean \"exponential\"?"},
      {"target.separation=3\nweight=4", "--set: target.separation = "},
  };
  for (const auto& [text, part] : cases) {
    const std::string message =
        message_of([&, assignment = text] { return default_config({assignment}); });
    CAPTURE(text);
    CAPTURE(message);
    CHECK(message.find(part) != std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
  }
}

TEST_CASE("an override names the option it came from") {
  CHECK_THROWS_WITH_AS((void)default_config({Override("simulation.runs=0", "--runs")}),
                       doctest::Contains("--runs: simulation.runs = 0 is not allowed"),
                       ConfigError);
  CHECK_THROWS_WITH_AS((void)with_override(Config{}, "target.wieght", "0.3"),
                       doctest::Contains("--vary: target.wieght = 0.3"), ConfigError);
}

TEST_CASE("missing files and folders") {
  const TemporaryFolder folder;
  const std::string missing = (folder.path() / "missing.toml").string();
  CHECK_THROWS_WITH_AS((void)read_config(missing, {}),
                       doctest::Contains("missing.toml: the configuration cannot be read"),
                       ConfigError);
  CHECK_THROWS_WITH_AS((void)read_config(folder.path().string(), {}),
                       doctest::Contains("this is a folder"), ConfigError);
}

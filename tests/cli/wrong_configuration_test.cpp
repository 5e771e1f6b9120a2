// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Wrong configurations are refused, with the file and line of what is wrong.
#include "cli/refused.hpp"

using namespace annealvi::test;

namespace {

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

}  // namespace

TEST_CASE("wrong configurations are refused") {
  for (const Wrong& wrong : wrong_configurations) {
    check_refused(wrong);
  }
}

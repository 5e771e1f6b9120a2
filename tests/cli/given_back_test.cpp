// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every command that writes a table, with every option that changes a result: the table given back
// to its command makes the same bytes.
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

struct Request {
  Words command;  ///< before the configuration: "table", "critical"
  Words options;
  std::string table;  ///< the file that is given back
};

const std::vector<Request> requests{
    {{"trajectory"}, {"--run", "13", "--times", ".5,1.,end"}, "trajectory.csv"},
    {{"trajectory"},
     {"--run", "2", "--set", "target.modes=ring:3", "--times", "0:1:3"},
     "trajectory.csv"},
    {{"trajectory"},
     {"--engine", "reduced", "--runs", "5", "--compare", "sde", "--times", "0:40:5"},
     "trajectory.csv"},
    {{"curve"},
     {"--vary", "annealing.initial_temperature=2.,3", "--series", "annealing.rate=.4,.8",
      "--methods", "overlap,reduced/2", "--runs", "30"},
     "curve.csv"},
    {{"curve"}, {"--methods", "flow", "--half-width", ".2"}, "curve.csv"},
    {{"phase"},
     {"--x", "target.separation=1.2:3:4", "--y", "annealing.rate=.2:1.:3:log", "--method",
      "sharp,flow/3", "--runs", "8"},
     "phase.csv"},
    {{"phase"},
     {"--x", "target.separation=2:3:2", "--y", "annealing.rate=0.2:1:2", "--method", "flow",
      "--half-width", "0.3"},
     "phase.csv"},
    {{"sweep"},
     {"--over", "annealing.initial_temperature=2.,3", "--over", "annealing.rate=.4", "--methods",
      "overlap,reduced", "--runs", "30"},
     "sweep.csv"},
    {{"sweep"},
     {"--over", "annealing.rate=.4,.8", "--methods", "flow", "--half-width", ".2"},
     "sweep.csv"},
    {{"sweep"},
     {"--points", "points.csv", "--over", "target.separation=2,3", "--methods", "overlap"},
     "sweep.csv"},
    {{"table", "critical"},
     {"--separation", "4,6", "--path", "power", "--variance", "fixed"},
     "critical.csv"},
    {{"table", "rates"},
     {"--separation", "2:4:3", "--temperature", "1,2.", "--path", "component", "--variance",
      "fixed"},
     "rates.csv"},
    {{"table", "expectations"}, {"--mean", "-1,.5", "--deviation", "1"}, "expectations.csv"},
    {{"table", "finite-size"},
     {"--separation", "4", "--temperature", "2", "--dimension", "10,100"},
     "finite-size.csv"},
    {{"design"},
     {"--set", "simulation.until=auto", "--free", "shape", "--risk", ".05", "--time", "80",
      "--knots", "3", "--runs", "40", "--set", "sgd.step=0"},
     "design.csv"},
    {{"design"},
     {"--free", "rate", "--risk", "0.2", "--range", ".1:1.", "--half-width", "0.2", "--set",
      "sgd.step=0"},
     "design.csv"},
    {{"realnvp"},
     {"--level", "quick", "--runs", "8", "--vary", "annealing.rate=1,2", "--series",
      "target.separation=2,3"},
     "realnvp.csv"},
    {{"realnvp"}, {"--times", "0,.3", "--run", "1"}, "realnvp.csv"},
    {{"validate"},
     {"--level", "quick", "--formula", "overlap", "--set", "sgd.step=0"},
     "validation.csv"},
};

/// They say where results go and in which form, not what they are; --set is in the head as keys.
const std::set<std::string> without_effect{"--help",    "--set",   "--out",   "--json",
                                           "--plot",    "--force", "--fresh", "--resume",
                                           "--dry-run", "--store", "--shard"};

std::set<std::string> options_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern);
       match != std::sregex_iterator(); ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// The tables in a folder, by name.
std::map<std::string, std::string> tables_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string> tables;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv")
      tables[entry.path().filename().string()] = read_file(entry.path());
  }
  return tables;
}

const std::string text_of_job =
    std::string(small_job) +
    "[phase]\ninterpolation_error = 0.1\n"
    "[realnvp]\ncouplings = 2\nwidth = 4\nbatch = 16\nsteps = 60\nruns = 3\n"
    "evaluation_samples = 200\nhistory_rows = 5\n";

}  // namespace

TEST_CASE("a table given back to its command makes the same bytes") {
  for (const Request& job : requests) {
    const TemporaryFolder folder;
    (void)folder.file("job.toml", text_of_job);
    (void)folder.file("points.csv", "annealing.rate\n0.3\n0.6\n");
    Words first = joined(job.command, {"job.toml"});
    if (job.command[0] == "validate") {
      (void)folder.file("other.toml", text_of_job + "[family]\nvariance = \"fixed\"\n");
      first.push_back("other.toml");
    }
    first = joined(joined(first, job.options), {"--out", "first/"});
    std::string typed;
    for (const std::string& word : first) typed += word + ' ';
    CAPTURE(typed);
    const Answer made = run_program(folder.path(), first);
    CAPTURE(made.err);
    REQUIRE((made.exit_code == 0 || made.exit_code == 3));
    const Answer again =
        run_program(folder.path(), joined(job.command, {"first/" + job.table, "--out", "second/"}));
    CAPTURE(again.err);
    CHECK(again.exit_code == made.exit_code);
    const auto tables = tables_in(folder.path() / "first");
    CHECK(tables.contains(job.table));
    CHECK(tables == tables_in(folder.path() / "second"));
    // Negative control: without the options the table is another one.
    if (job.command[0] == "table" || job.command[0] == "trajectory") {
      const Answer plain =
          run_program(folder.path(), joined(job.command, {"job.toml", "--out", "plain/"}));
      CHECK(plain.exit_code == 0);
      CHECK(tables.at(job.table) != read_file(folder.path() / "plain" / job.table));
    }
  }
}

TEST_CASE("every option is given back above, or changes no result") {
  const TemporaryFolder folder;
  const std::regex in_help("(?:^|\\n)\\s+(?:-[a-z],)?(--[a-z-]+)"), word("(--[a-z-]+)");
  const std::string commands = run_program(folder.path(), {"--help"}).out;
  const std::regex command_name("\\n  ([a-z]+) ");
  const std::set<std::string> names =
      options_in(commands.substr(commands.find("Subcommands")), command_name);
  CHECK(names.size() >= 10);
  // These write no table.
  // advise: its schedules come from the file of a training, and all its options are about places.
  // merge: the table of the command that made its parts.
  const std::set<std::string> without_table{"advise",   "config", "probability",
                                            "simulate", "merge",  "store"};
  for (const std::string& name : names) {
    if (without_table.contains(name)) continue;
    std::string used;
    for (const Request& job : requests) {
      if (job.command[0] != name) continue;
      for (const std::string& option : job.options) used += option + ' ';
    }
    CAPTURE(name);
    CHECK_FALSE(used.empty());
    const std::set<std::string> given = options_in(used, word);
    const std::string help = run_program(folder.path(), {name, "--help"}).out;
    for (const std::string& option : options_in(help, in_help)) {
      CAPTURE(option);
      CHECK((without_effect.contains(option) || given.contains(option)));
    }
  }
}

TEST_CASE("keys of single commands may stand in a file") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", std::string(small_job) +
                                    "[trajectory]\nrun = 3\ntimes = [0, 1.5]\n"
                                    "[table]\nseparation = [3, 4]\nmean = 1\n");
  const Answer trajectory = run_program(folder.path(), {"trajectory", "job.toml"});
  CHECK(trajectory.exit_code == 0);
  CHECK(mentions(trajectory.out, "# command: annealvi trajectory --run 3 --times 0,1.5\n"));
  const Answer rates = run_program(folder.path(), {"table", "rates", "job.toml"});
  CHECK(rates.exit_code == 0);
  CHECK(mentions(rates.out, "# command: annealvi table rates --separation 3,4\n"));
  const Answer expectations = run_program(folder.path(), {"table", "expectations", "job.toml"});
  CHECK(mentions(expectations.out, "# command: annealvi table expectations --mean 1\n"));
}

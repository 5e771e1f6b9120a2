// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every command on a small job: exit code, what goes where, the documented keys and columns, and
// that a result file repeats its job byte for byte.
#include "annealvi/version.hpp"
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, unused] : object.items()) {
    keys.push_back(key);
  }
  return keys;
}

void check_has_keys(const Json& object, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    CAPTURE(key);
    CHECK(object.contains(key));
  }
}

/// The lines of a table that are not its head: column names first.
std::vector<std::string> body_of(const std::string& table) {
  std::istringstream stream(table);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind('#', 0) != 0) {
      lines.push_back(line);
    }
  }
  return lines;
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Job {
 public:
  Job() { (void)folder_.file("job.toml", small_job); }

  [[nodiscard]] Answer run(std::vector<std::string> arguments) const {
    return run_program(folder_.path(), std::move(arguments));
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return read_file(folder_.path() / name);
  }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("version and help go to standard output") {
  const Job job;
  const Answer version = job.run({"--version"});
  CHECK(version.exit_code == 0);
  CHECK(version.out == "annealvi " + std::string(annealvi::version) + "\n");
  for (const auto& arguments :
       {std::vector<std::string>{"--help"}, {"help"}, {"curve", "--help"}, {"help", "curve"}}) {
    const Answer help = job.run(arguments);
    CHECK(help.exit_code == 0);
    CHECK(mentions(help.out, "Usage: annealvi"));
    CHECK(help.err.empty());
  }
  CHECK(mentions(job.run({"help", "curve"}).out, "--vary"));
}

TEST_CASE("config prints a configuration that it accepts") {
  const Job job;
  const Answer documented = job.run({"config"});
  CHECK(documented.exit_code == 0);
  (void)job.folder().file("defaults.toml", documented.out);
  const Answer values = job.run({"config", "defaults.toml"});
  CHECK(values.exit_code == 0);
  CHECK(mentions(values.out, "separation = 3.0\n"));
  (void)job.folder().file("values.toml", values.out);
  CHECK(job.run({"config", "values.toml"}).out == values.out);
  CHECK(mentions(job.run({"config", "--set", "target.separation=4.5"}).out, "separation = 4.5\n"));
}

TEST_CASE("probability: the report and the documented JSON") {
  const Job job;
  const Answer text = job.run({"probability", "job.toml"});
  CHECK(text.exit_code == 0);
  CHECK(mentions(text.out, "safe temperature T_f"));
  CHECK(mentions(text.out, "(N7)"));  // sgd.step > 0

  const Answer answer = job.run({"probability", "job.toml", "--json"});
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  check_has_keys(json, {"version", "config", "linear", "overlap", "sharp", "status", "seconds"});
  CHECK(keys_of(json["linear"]) ==
        std::vector<std::string>{"critical_temperature", "lambda_difference", "lambda_sum",
                                 "overlap_rate", "safe_temperature", "safe_temperature_status"});
  CHECK(keys_of(json["overlap"]) == std::vector<std::string>{"evaluated_at", "probability"});
  CHECK(keys_of(json["sharp"]) ==
        std::vector<std::string>{"error", "largest_step", "log10_probability", "matching_time",
                                 "method", "nonlinear_share", "probability", "status",
                                 "variance_difference", "variance_sum"});
  CHECK(json["config"]["target"]["dimension"] == 40);
  CHECK(json["config"]["annealing"]["initial_temperature"] == 3.0);
  CHECK(json["status"] == "converged");
  const double probability = json["sharp"]["probability"];
  CHECK(probability > 0.0);
  CHECK(probability < 0.5);
}

TEST_CASE("probability: what does not exist is null") {
  const Job job;
  const Answer answer = job.run({"probability", "job.toml", "--json", "--set",
                                 "target.separation=1.2", "--set", "simulation.until=20"});
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["linear"]["critical_temperature"].is_null());
  CHECK(json["linear"]["safe_temperature"].is_null());
  CHECK_FALSE(mentions(answer.out, "nan"));
}

TEST_CASE("probability says that slow cooling leaves a positive P below T_f") {
  const Job job;
  const Answer answer =
      job.run({"probability", "job.toml", "--set", "annealing.initial_temperature=1.5"});
  CHECK(answer.exit_code == 0);
  CHECK(mentions(answer.out, "slower cooling lowers P only to a positive constant"));
}

TEST_CASE("probability speaks of slow cooling only where T0 decides") {
  const Job job;
  const auto said = [&job](const std::vector<std::string>& settings) {
    std::vector<std::string> arguments{"probability", "job.toml"};
    for (const std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    return job.run(arguments).out;
  };
  CHECK(mentions(said({"simulation.until=40"}), "slower cooling makes P as small as wanted"));
  for (const std::string table : {"[[0,1],[1,10],[10,1]]", "[[0,5],[10,3]]"}) {
    const std::string out = said({"annealing.schedule=table", "annealing.table=" + table});
    CHECK_FALSE(mentions(out, "slower cooling"));
    CHECK_FALSE(mentions(out, "long-lived"));
  }
  const std::string hot = said({"annealing.initial_temperature=10", "simulation.until=2"});
  CHECK_FALSE(mentions(hot, "slower cooling"));
  CHECK_FALSE(mentions(hot, "long-lived"));
}

TEST_CASE("probability says which temperatures are not computed, and claims nothing about them") {
  const Job job;
  const auto row = [&job](const std::string& setting, const std::string& name) {
    const Answer answer = job.run(
        {"probability", "job.toml", "--set", setting, "--set", "numerics.probability_error=0.01"});
    CHECK(answer.exit_code == 0);
    CHECK_FALSE(mentions(answer.out, "No collapsed state exists"));
    const auto place = answer.out.find(name);
    REQUIRE(place != std::string::npos);
    return answer.out.substr(place, answer.out.find('\n', place) - place);
  };
  CHECK(mentions(row("target.weight=0.4", "T_c"), "not available for target.weight != 0.5"));
  CHECK_FALSE(mentions(row("target.weight=0.4", "T_f"), "no"));
  for (const std::string name : {"T_c", "T_f"}) {
    CHECK(mentions(row("family.weights=[0.4,0.6]", name),
                   "not available for unequal component weights"));
  }
  CHECK(mentions(job.run({"probability", "job.toml", "--set", "target.separation=2"}).out,
                 "No collapsed state exists at any T >= 1"));
}

TEST_CASE("simulate: both engines, the documented JSON") {
  const Job job;
  for (const std::string engine : {"flow", "full"}) {
    const Answer answer = job.run({"simulate", "job.toml", "--engine", engine, "--json"});
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 0);
    const Json json = Json::parse(answer.out);
    check_has_keys(json,
                   {"version", "config", "engine", "runs", "collapsed", "recovered", "undecided",
                    "probability", "lower", "upper", "status", "seconds", "steps"});
    CHECK(json["engine"] == engine);
    CHECK(json["runs"] == 64);
    CHECK(json["collapsed"].get<int>() + json["recovered"].get<int>() +
              json["undecided"].get<int>() ==
          64);
    CHECK(json["lower"] <= json["probability"]);
    CHECK(json["probability"] <= json["upper"]);
  }
  const Answer text = job.run({"simulate", "job.toml", "--runs", "10"});
  CHECK(text.exit_code == 0);
  CHECK(mentions(text.out, "10, seed 1"));
}

TEST_CASE("simulate stops at the wanted half width") {
  const Job job;
  const Answer answer =
      job.run({"simulate", "job.toml", "--half-width", "0.05", "--json", "--set", "sgd.step=0"});
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["upper"].get<double>() - json["lower"].get<double>() <= 0.1);
  CHECK(json["runs"] > 64);
}

TEST_CASE("trajectory: columns, times, and the file as a configuration") {
  const Job job;
  const Answer answer = job.run({"trajectory", "job.toml", "--times", "0,1.5,end", "--run", "3"});
  CHECK(answer.exit_code == 0);
  const auto body = body_of(answer.out);
  REQUIRE(body.size() == 4);
  CHECK(body[0] == "time,temperature,m1,m2,q11,q12,q22,w1,w2,sigma,objective");
  CHECK(body[1].rfind("0,3,", 0) == 0);
  CHECK(body[2].rfind("1.5,", 0) == 0);
  CHECK(body[3].rfind("40,", 0) == 0);
  CHECK(mentions(answer.err, "run 3 "));

  (void)job.folder().file("result.csv", answer.out);
  const Answer again = job.run({"trajectory", "result.csv", "--times", "0,1.5,end", "--run", "3"});
  CHECK(again.out == answer.out);
  CHECK(body_of(job.run({"trajectory", "job.toml"}).out).size() == 201);
  CHECK(job.run({"trajectory", "job.toml", "--run", "4", "--times", "0"}).out != answer.out);
  const Answer full = job.run({"trajectory", "job.toml", "--engine", "full", "--times", "0:.1:51"});
  CHECK(full.exit_code == 0);
  CHECK(body_of(full.out).size() == 1 + 6);  // times closer than the steps share rows
}

TEST_CASE("trajectory starts from statistics that were given") {
  const Job job;
  const Answer answer = job.run({"trajectory", "job.toml", "--times", "0", "--set",
                                 "family.initial_overlaps=[0.5, -0.25]", "--set",
                                 "family.initial_gram=[0.125, 0.0, 0.0625]"});
  CHECK(answer.exit_code == 0);
  const auto body = body_of(answer.out);
  REQUIRE(body.size() == 2);
  CHECK(body[1].rfind("0,3,0.5,-0.25,0.125,0,0.0625,0.5,0.5,", 0) == 0);
}

TEST_CASE("trajectory writes and draws files") {
  const Job job;
  const Answer answer = job.run(
      {"trajectory", "job.toml", "--out", "deep/er/run.csv", "--plot", "--times", "0:end:50"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(answer.out.empty());
  const auto files = listing(job.folder().path());
  for (const char* name : {"run.csv", "run.svg", "run.png"}) {
    CHECK(files.count(std::string("deep/er/") + name) == 1);
  }
}

TEST_CASE("curve: table on standard output, repeated byte for byte from itself") {
  const Job job;
  const Answer answer = job.run({"curve", "job.toml"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(body_of(answer.out).size() == 1 + 2 * 3);
  (void)job.folder().file("result.csv", answer.out);
  CHECK(job.run({"curve", "result.csv"}).out == answer.out);
  CHECK(job.run({"curve", "result.csv", "--set", "simulation.threads=1"}).exit_code == 0);
}

TEST_CASE("curve: options are part of the configuration that is written") {
  const Job job;
  const Answer answer =
      job.run({"curve", "job.toml", "--vary", "annealing.rate=0.2:0.8:2:log", "--series",
               "target.separation=3,4", "--methods", "overlap", "--out", "made"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(answer.out.empty());
  const std::string table = job.file("made/curve.csv");
  CHECK(mentions(table, "#: vary = \"annealing.rate=0.2:0.8:2:log\"\n"));
  CHECK(body_of(table).size() == 1 + 4);
  const Json json = Json::parse(job.file("made/curve.json"));
  CHECK(json["config"]["curve"]["series"] == "target.separation=3,4");
  CHECK(std::filesystem::file_size(job.folder().path() / "made/curve.svg") > 1000);
  CHECK(std::filesystem::file_size(job.folder().path() / "made/curve.png") > 1000);

  CHECK(job.run({"curve", "made/curve.csv", "--out", "again"}).exit_code == 0);
  CHECK(job.file("again/curve.csv") == table);
  CHECK(job.file("again/curve.json") == job.file("made/curve.json"));
}

TEST_CASE("a reader that went away is an error, not a silent success") {
  const Job job;
  if (std::filesystem::exists("/dev/full")) {
    const std::string command = std::string(ANNEALVI_PROGRAM) + " config > /dev/full 2> /dev/null";
    CHECK(WEXITSTATUS(std::system(command.c_str())) == 1);
  }
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi table: every file of data/tables comes out again of the command in its head; what does
// not exist is an empty cell with a reason; wrong usage is refused in one sentence.
#include "cli/program.hpp"
#include "support/closeness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>

using namespace annealvi::test;

namespace {

// Relative, by column. What is not named here is a closed form or the root of one.
constexpr double closed_form = 1e-12;
const std::map<std::string, double> tolerances{
    {"safe_temperature", 1e-8},       // promised for T_f
    {"far_safe_temperature", 1e-11},  // digits of the constant
    {"constant", 1e-9},               // C: its error estimates are below
    {"probability", 2e-5},            // twice the relative error asked for
    {"probability_without_distance", 2e-5},
    {"power_law", 1e-8},  // from C to the power 1/alpha
    {"rare_power_law", 1e-8},
    {"slope", 1e-4},  // differences of log P over about one
    {"end_time", 1e-9},
    {"sum", 1e-6},  // of pairs: promised; near the fold the root of T_f's
    {"difference", 1e-6},
    {"m1", 1e-6},
    {"m2", 1e-6}};
// Error estimates are made of rounding and of step sequences: their size counts, not their digits.
constexpr double error_factor = 100.0;

std::vector<std::string> lines_of(const std::string& text, bool head) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with('#') == head) lines.push_back(line);
  return lines;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',')
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

/// Equal as text or as numbers; an empty cell equals an empty one only.
bool same_cell(const std::string& column, const std::string& actual, const std::string& expected) {
  if (actual == expected) return true;
  char *end_actual = nullptr, *end_expected = nullptr;
  const double a = std::strtod(actual.c_str(), &end_actual);
  const double b = std::strtod(expected.c_str(), &end_expected);
  if (actual.empty() || expected.empty() || *end_actual != 0 || *end_expected != 0) return false;
  if (column == "error") return a < error_factor * b && b < error_factor * a;
  if (column == "temperature") return relatively_close(a, b, tolerances.at("safe_temperature"));
  const auto found = tolerances.find(column);
  return relatively_close(a, b, found == tolerances.end() ? closed_form : found->second);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The column of a table as text.
std::vector<std::string> column_of(const std::string& table, const std::string& name) {
  const auto lines = lines_of(table, false);
  const auto names = cells_of(lines.at(0));
  const auto place =
      static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  std::vector<std::string> column;
  for (std::size_t i = 1; i < lines.size(); ++i) column.push_back(cells_of(lines[i]).at(place));
  return column;
}

}  // namespace

TEST_CASE("the committed tables come out again of the command in their head") {
  const TemporaryFolder folder;
  for (const std::string name :
       {"expectations", "rates", "critical", "separatrix", "finite-size", "bifurcation"}) {
    CAPTURE(name);
    const std::string stored =
        read_file(std::string(ANNEALVI_DATA_DIR) + "/tables/" + name + ".csv");
    const auto head = lines_of(stored, true), rows = lines_of(stored, false);
    REQUIRE(head.size() > 2);
    const std::string start = "# command: annealvi ";
    REQUIRE(head[1].starts_with(start));
    const Answer answer = run_program(folder.path(), words_of(head[1].substr(start.size())));
    CAPTURE(answer.err);
    REQUIRE(answer.exit_code == 0);
    CHECK(lines_of(answer.out, true) == head);
    const auto made = lines_of(answer.out, false);
    REQUIRE(made.size() == rows.size());
    CHECK(made[0] == rows[0]);
    const auto columns = cells_of(rows[0]);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const auto actual = cells_of(made[i]), expected = cells_of(rows[i]);
      REQUIRE(actual.size() == columns.size());
      REQUIRE(expected.size() == columns.size());
      for (std::size_t k = 0; k < columns.size(); ++k)
        CHECK_MESSAGE(same_cell(columns[k], actual[k], expected[k]), columns[k], " in row ", i,
                      ": ", actual[k], " against ", expected[k]);
    }
  }
  // Negative control: the comparison sees what it should.
  CHECK_FALSE(same_cell("constant", "1.584006", "1.584007"));
  CHECK_FALSE(same_cell("alpha", "", "0.5"));
  CHECK_FALSE(same_cell("branch", "stable", "saddle"));
}

TEST_CASE("what does not exist is empty, with a reason") {
  const TemporaryFolder folder;
  const Answer critical = run_program(
      folder.path(), {"table", "critical", "--separation", "1.2,2,3", "--path", "power"});
  CHECK(critical.exit_code == 0);
  CHECK(column_of(critical.out, "critical_temperature")[0].empty());  // below R_1
  const auto safe = column_of(critical.out, "safe_temperature");
  const auto status = column_of(critical.out, "safe_temperature_status");
  CHECK((safe[0].empty() && safe[1].empty() && !safe[2].empty()));  // below R_c
  CHECK((status[0] == "none" && status[1] == "none" && status[2] == "found"));
  const Answer light = run_program(
      folder.path(), {"table", "critical", "--separation", "2.3", "--set", "target.weight=0.99"});
  CHECK(column_of(light.out, "safe_temperature_status")[0] == "no fold");
  const Answer separatrix = run_program(
      folder.path(), {"table", "separatrix", "--separation", "2,3", "--temperature", "1"});
  CHECK(column_of(separatrix.out, "constant")[0].empty());
  CHECK(column_of(separatrix.out, "status") == std::vector<std::string>{"no saddle", "found"});
  const Answer none = run_program(folder.path(), {"table", "bifurcation", "--separation", "2"});
  CHECK(none.exit_code == 0);
  CHECK(mentions(none.err, "R = 2.0: there is no collapsed pair at any T >= 1, R < R_c = 2.25"));
  CHECK(mentions(none.out, "# R = 2.0: there is no collapsed pair"));
  CHECK(column_of(none.out, "branch").empty());
  const Answer hot = run_program(
      folder.path(), {"table", "bifurcation", "--separation", "2,5", "--temperature", "2,6,10"});
  CHECK(hot.exit_code == 0);
  CHECK(mentions(hot.err, "R = 5.0: no branch at T = 6.0, 10.0, not below T_f = 5.40"));
  CHECK(column_of(hot.out, "branch") == std::vector<std::string>{"stable", "fold", "saddle"});
  const Answer heavy = run_program(folder.path(), {"table", "bifurcation", "--separation", "2.3",
                                                   "--set", "target.weight=0.99"});
  CHECK(heavy.exit_code == 0);
  CHECK(mentions(heavy.err, "R = 2.3: the pair has no fold"));
}

TEST_CASE("options choose rows, path and variance; the table is a configuration") {
  const TemporaryFolder folder;
  const std::vector<std::string> words{"table",  "rates",     "--separation", "2:4:3",
                                       "--path", "component", "--variance",   "fixed"};
  const Answer answer = run_program(folder.path(), words);
  CHECK(answer.exit_code == 0);
  CHECK(mentions(answer.out, "#: path = \"component\""));
  CHECK(mentions(answer.out,
                 "# command: annealvi table rates --separation 2:4:3 --path component "
                 "--variance fixed\n"));
  CHECK(column_of(answer.out, "separation").front() == "2");
  (void)folder.file("rates.csv", answer.out);
  std::vector<std::string> again = words;
  again.insert(again.begin() + 2, "rates.csv");
  CHECK(run_program(folder.path(), again).out == answer.out);
  const Answer json = run_program(folder.path(), {"table", "separatrix", "--separation", "2,3",
                                                  "--temperature", "1", "--json"});
  CHECK(json.exit_code == 0);
  CHECK(mentions(json.out, "null"));
  CHECK_FALSE(mentions(json.out, "nan"));
}

TEST_CASE("pictures are drawn beside the table") {
  const TemporaryFolder folder;
  const Answer answer = run_program(
      folder.path(), {"table", "bifurcation", "--separation", "3", "--plot", "--out", "made"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  for (const char* name : {"bifurcation.csv", "bifurcation.svg", "bifurcation.png"})
    CHECK(std::filesystem::file_size(folder.path() / "made" / name) > 1000);
}

TEST_CASE("wrong usage: one sentence, exit code 2, nothing written") {
  const TemporaryFolder folder;
  const struct {
    std::vector<std::string> words;
    std::string said;
  } cases[] = {
      {{"table"}, "NAME"},
      {{"table", "rate"}, "there is no table \"rate\""},
      {{"table", "rates", "--separation", "-1"}, "target.separation"},
      {{"table", "rates", "--separation", "1:2"}, "--separation: table.separation = 1:2"},
      {{"table", "rates", "--temperature", "0.5"}, "annealing.initial_temperature"},
      {{"table", "rates", "--dimension", "3"}, "--dimension is not allowed with table rates"},
      {{"table", "expectations", "--path", "power"}, "--path is not allowed"},
      {{"table", "expectations", "--deviation", "-1"},
       "--deviation: table.deviation = -1 is not allowed"},
      {{"table", "critical", "--path", "straight"}, "annealing.path"},
      {{"table", "rates", "--path", "power,bridge"}, "annealing.path"},
      {{"table", "rates", "--set", "target.weight=0.7"}, "target.weight"},
      {{"table", "finite-size", "--set", "family.initial_scale=1"}, "family.initial_scale"},
      {{"table", "bifurcation", "--separation", "3,4", "--plot", "--out", "made"},
       "--separation: table.separation = 3,4 is not allowed with --plot"}};
  for (const auto& [words, said] : cases) {
    const Answer answer = run_program(folder.path(), words);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(mentions(answer.err, said));
  }
  CHECK(listing(folder.path()).empty());
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What may stand in a file, and what is said about what may not: comments, encodings, numbers as
// people write them, tables that a spreadsheet saved, and inputs that nobody meant to write.
#include "annealvi/config/config.hpp"
#include "annealvi/output/table.hpp"
#include "config/characters.hpp"
#include "config/toml_text.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace annealvi;
using annealvi::test::TemporaryFolder;

namespace {

/// What reading `text` as a file says; empty when it is accepted.
std::string refusal_of(const std::string& text) {
  const TemporaryFolder folder;
  try {
    (void)read_config(folder.file("w.toml", text), {});
    return {};
  } catch (const ConfigError& error) {
    return error.what();
  }
}

double separation_in(const std::string& text) {
  const TemporaryFolder folder;
  return read_config(folder.file("w.toml", text), {}).problem.target.separation;
}

void check_refused(const std::string& text, const std::string& part) {
  const std::string message = refusal_of(text);
  CAPTURE(text.substr(0, 200));
  CAPTURE(message);
  CHECK(message.find(part) != std::string::npos);
  const bool printable = std::ranges::all_of(
      message, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
  CHECK(printable);
}

/// How a spreadsheet reads a text, and saves it.
struct Spreadsheet {
  char separator = ',';
  bool mark = false, returns = false, quotes_all = false;

  [[nodiscard]] std::string saved(const std::string& text) const {
    std::vector<std::vector<std::string>> rows;
    std::size_t width = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      rows.push_back(cells_of(line));
      width = std::max(width, rows.back().size());
    }
    std::string result = mark ? "\xef\xbb\xbf" : "";
    for (auto& row : rows) {
      row.resize(width);
      for (std::size_t i = 0; i < width; ++i) {
        result += (i > 0 ? std::string(1, separator) : "") + written(row[i]);
      }
      result += returns ? "\r\n" : "\n";
    }
    return result;
  }

 private:
  [[nodiscard]] std::vector<std::string> cells_of(const std::string& line) const {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"' && (quoted || cells.back().empty())) {
        quoted = !quoted;
      } else if (line[i] == separator && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += line[i];
      }
    }
    return cells;
  }
  [[nodiscard]] std::string written(const std::string& cell) const {
    const bool needed = cell.find_first_of(std::string("\"\n") + separator) != std::string::npos;
    if (!needed && !(quotes_all && !cell.empty())) return cell;
    std::string result = "\"";
    for (const char c : cell) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
  }
};

}  // namespace

TEST_CASE("a comment is a comment, whatever it begins with") {
  for (const char* head :
       {"#:schema https://example.org/s.json\n", "#:\n#: \n# my job\n",
        "#: [target]\n#: weight = 9\n", "#: separation = -3\n", "# annealvi\n#: nonsense = 1\n",
        "# annealvi 0.1.0 is what I use\n", "# annealvi 0.1.0\n", "# columns:\n#: x\n",
        "#!annealvi\n", "#\n#:#:#:\n"}) {
    CAPTURE(head);
    CHECK(separation_in(std::string(head) + "[target]\nseparation = 5.0\n") == 5.0);
  }
  const TemporaryFolder folder;
  for (const char* name : {"leading-schema-comment.toml", "leading-empty-hash-colon.toml"}) {
    CAPTURE(name);
    const Config config = read_config(std::string(ANNEALVI_CASES) + "/" + name, {});
    CHECK(config.problem.target.separation == 5.0);
    CHECK(config.problem.target.dimension == 50.0);
  }
}

TEST_CASE("a table is read as it was written, and as a spreadsheet saved it") {
  const Config config = default_config(
      {"target.separation=2.5", "curve.methods=sharp,overlap,flow", "annealing.schedule=table",
       "annealing.table=[[0, 8], [1.5, 3], [10, 1]]", "curve.vary=target.weight=0.5,0.25"});
  const Table table{.command = "annealvi test",
                    .remarks = {"a remark, with a comma; and \"quotes\""},
                    .columns = {{"x", "the x"}, {"y", "the y"}},
                    .rows = {{"1", "2"}, {"3", "a, b"}}};
  const std::string text = table_text(table, config);
  const TemporaryFolder folder;
  const auto read_back = [&](const std::string& content) {
    return to_toml(read_config(folder.file("t.csv", content), {}));
  };
  CHECK(read_back(text) == to_toml(config));
  for (const char separator : {',', ';', '\t'}) {
    for (const bool quotes_all : {false, true}) {
      for (const bool windows : {false, true}) {
        const Spreadsheet sheet{separator, windows, windows, quotes_all};
        CAPTURE(sheet.saved(text));
        CHECK(read_back(sheet.saved(text)) == to_toml(config));
      }
    }
  }
  // Negative control: the head of the saved file is not what the program wrote.
  CHECK(Spreadsheet{}.saved(text).find("\"#: variance = \"\"matched\"\"\"") != std::string::npos);
}

TEST_CASE("line ends and control characters that TOML does not know are told in plain words") {
  const std::string alone = "a line ends in a carriage return (CR) alone; save the file with";
  check_refused("[target]\rseparation = 5.0\r", "w.toml:1: " + alone);
  check_refused("# mine\n# yours\r[target]\n", "w.toml:2: " + alone);
  check_refused("# annealvi 0.1.0\r#: [target]\r#: separation = 5.0\r", "w.toml:1: " + alone);
  check_refused(std::string("[target]\nseparation = 5.0\0\n", 26),
                "w.toml:2: the control character \\x00 is not allowed; remove it");
  check_refused("[target]\n# \x1b[31m\n", "w.toml:2: the control character \\x1B is not allowed");
}

TEST_CASE("other encodings than UTF-8 are named") {
  CHECK(separation_in("\xef\xbb\xbf[target]\nseparation = 5.0\n") == 5.0);
  CHECK(separation_in("\xef\xbb\xbf") == 3.0);
  CHECK(separation_in("") == 3.0);
  CHECK(separation_in("[target]\r\nseparation = 5.0\r\n") == 5.0);
  check_refused(std::string("\xff\xfe[\0t\0]\0\n\0", 10), "w.toml:1: this is UTF-16; save");
  check_refused(std::string("\xfe\xff\0[\0t\0]", 8), "w.toml:1: this is UTF-16; save");
  check_refused(std::string("[\0t\0]\0\n\0", 8), "w.toml:1: this is UTF-16; save");
  check_refused(std::string("\xff\xfe\0\0[\0\0\0t\0\0\0", 12), "w.toml:1: this is UTF-32; save");
  check_refused(std::string("[\0\0\0t\0\0\0", 8), "w.toml:1: this is UTF-32; save");
  check_refused(
      "[target]\n# Stra\xdf"
      "e\nseparation = 5\n",
      "w.toml:2: the byte \\xDF is not UTF-8");
  check_refused("# \xc0\xaf\n", "w.toml:1: the byte \\xC0 is not UTF-8");
  check_refused("# \xed\xa0\x80\n", "w.toml:1: the byte \\xED is not UTF-8");
  check_refused("# \xe2\x82", "w.toml:1: the byte \\xE2 is not UTF-8");
}

TEST_CASE("letters outside ASCII stand in strings and comments only") {
  CHECK(separation_in("# é ö 日本\n[target]\nseparation = 5 # \xc4\xbb\n") == 5.0);
  check_refused("[target]\nsépäration = 3\n",
                "w.toml:2: the character \"é\" (U+00E9) is not allowed here");
  check_refused("[target]\nseparation = \xc4\xbb\n", "w.toml:2: the character \"\xc4\xbb\"");
  check_refused("[tärget]\n", "w.toml:1: the character \"ä\"");
  check_refused("[target]\nseparation\xc2\xa0= 3\n", "(U+00A0) is not allowed here");
  check_refused("[family]\nvariance = \xe2\x80\x9cmatched\xe2\x80\x9d\n",
                "w.toml:2: the character");
  check_refused("[family]\nvariance = 'a' é\n", "w.toml:2: the character");
  check_refused("[family]\nvariance = \"a\\\"\" é\n", "w.toml:2: the character");
  check_refused("[family]\nvariance = \"\"\"\na\"\"\"\"\" é\n", "w.toml:3: the character");
  check_refused("[family]\nvariance = 'é'\n", "family.variance = \"é\" is not allowed: one of");
  check_refused("[family]\nvariance = \"\"\"é\n\"é\"\"\"\n", "family.variance = ");
  CHECK_THROWS_WITH_AS((void)default_config({"target.separation=é"}),
                       doctest::Contains("--set: target.separation = \"é\" is not allowed: a"),
                       ConfigError);
  CHECK_THROWS_WITH_AS((void)default_config({"target.separation=\xe9"}),
                       doctest::Contains("\\xE9 is not UTF-8"), ConfigError);
  CHECK_THROWS_WITH_AS((void)default_config({"curve.vary=\xe9"}),
                       doctest::Contains("\\xE9 is not UTF-8"), ConfigError);
}

TEST_CASE("numbers as people write them, from the command line") {
  const std::vector<std::pair<std::string, double>> written{
      {".02", 0.02},  {"2.", 2.0},  {"+3", 3.0}, {"1e-3", 1e-3},    {"+.5", 0.5},
      {"2.e1", 20.0}, {"1E2", 100}, {"007", 7},  {"1_000", 1000.0}, {"0x10", 16.0}};
  for (const auto& [text, value] : written) {
    CAPTURE(text);
    CHECK(default_config({"sgd.step=" + text}).problem.noise.step == value);
  }
  CHECK(default_config({"family.initial_overlaps=[.5,-.25]", "family.initial_gram=[+1.,0.,2.]"})
            .start->overlap == std::array{0.5, -0.25});
  CHECK(default_config({"annealing.schedule=table", "annealing.table=[[0, 2.], [.5, 1.]]"})
            .problem.annealing.schedule.table.at(1) == std::pair(0.5, 1.0));
  CHECK(default_config({"design.range=.5:2."}).design.range == std::array{0.5, 2.0});
  for (const char* text : {"1.2.3", "..5", ".", "+", "-", "e5", "+-3", "++3", "1__0", "_1", "1,5",
                           "inf", "nan", "1e999", "0.5abc"}) {
    CAPTURE(text);
    CHECK_THROWS_AS((void)default_config({std::string("sgd.step=") + text}), ConfigError);
  }
  CHECK(config::with_full_numbers("[.5, 'a .5', 2.] # .5") == "[0.5, 'a .5', 2.0] # .5");
}

TEST_CASE("a file says how the number has to be written") {
  check_refused("[sgd]\nstep = .02\n", "write 0.02 in place of .02");
  check_refused("[sgd]\nstep = 2.\n", "write 2.0 in place of 2.");
  check_refused("[sgd]\nstep = 007\n", "write 7 in place of 007");
  check_refused("[annealing]\n\ntable = [[0, 2], [.5, 1]]\n", "w.toml:3: this is not valid TOML");
  check_refused("[annealing]\n\ntable = [[0, 2], [.5, 1]]\n", "write 0.5 in place of .5");
  CHECK(refusal_of("[sgd]\nstep = x\n").find("in place of") == std::string::npos);
}

TEST_CASE("what nobody meant to write is refused in one short line") {
  const std::string long_key(2'000'000, 'k');
  check_refused("[target]\n" + long_key + " = 3\n", "w.toml:2: target.kkk");
  check_refused("[" + long_key + "]\nx = 3\n", "there is no section [kkk");
  check_refused(long_key + " = 3\n", "w.toml:1: kkk");
  check_refused("[target]\n\"a\\u0007\\u202eb\" = 3\n", "target.a\\x07\\xE2\\x80\\xAEb = 3");
  check_refused("[target]\nseparation = \"\\u001b[2J\"\n", "\\u001b[2J");
  CHECK(refusal_of("[target]\n" + long_key + " = 3\n").size() < 700);
  std::string letters;
  while (letters.size() < 200) letters += "日";
  const std::string cut = refusal_of("[family]\nvariance = \"" + letters + "\"\n");
  CHECK_FALSE(config::encoding_problem(cut));

  check_refused("[target]\nweight = 0.5\nweight = 0.6\n", "w.toml:3: this is not valid TOML");
  check_refused("[target]\nseparation = 1e999\n", "w.toml:2: ");
  check_refused("[target]\nseparation = 99999999999999999999\n", "w.toml:2: ");
  check_refused("[target]\nseparation = 0xFFFF\n", "target.separation = 65535 is not allowed");
  check_refused("[target]\nseparation = -inf\n", "target.separation = -inf is not allowed");
  check_refused("[target]\nseparation = 07:32:00\n", "target.separation = 07:32:00");
  check_refused("[target]\nseparation = {a = {b = 1}}\n", "target.separation = {...}");
  check_refused("[annealing]\nschedule = \"table\"\ntable = [[0, 2, 3]]\n", "row 1 is [0, 2, 3]");
  check_refused("[annealing]\ntable = [[[[[]]]]]\n", "row 1 is [[[[]]]]");
  check_refused("[annealing]\ntable = " + std::string(100'000, '['), "this is not valid TOML");
  check_refused("time,m1\n0,0.1\n", "w.toml:1: this is not valid TOML");
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS((void)read_config("/proc/self/mem", {}), doctest::Contains("/proc/self/mem"),
                       ConfigError);
}

TEST_CASE("a schedule of many rows is read in the time of its length") {
  std::string rows = "[annealing]\nschedule = \"table\"\ntable = [";
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) rows += "[" + std::to_string(i) + ", 1.5],";
  const TemporaryFolder folder;
  const Config config = read_config(folder.file("w.toml", rows + "]\n"), {});
  CHECK(config.problem.annealing.schedule.table.size() == count);
  check_refused(rows + "[1, 1]]\n", "row 100001 is [1, 1]");
}

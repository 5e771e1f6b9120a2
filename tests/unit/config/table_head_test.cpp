// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A table given back as a configuration: whole, cut, old, and what only looks like one.
#include "config/table_head.hpp"

#include "annealvi/output/table.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace annealvi {
namespace {

std::string small_table() {
  const Table table{.command = "annealvi test",
                    .remarks = {"a remark"},
                    .columns = {{"x", "the x"}, {"y", "the y"}},
                    .rows = {{"1", "2"}},
                    .drawn = true};
  return table_text(table, default_config({"target.separation=2.5"}));
}

}  // namespace

TEST_CASE("a table that ends within its head is refused, wherever it was cut") {
  const std::string whole = small_table();
  const std::size_t end_of_head = whole.find("\nx,y\n") + 1;
  for (std::size_t length = 1; length <= end_of_head; ++length) {
    CAPTURE(whole.substr(0, length));
    CHECK_THROWS_AS((void)config::configuration_in_table(whole.substr(0, length), "t.csv"),
                    ConfigError);
  }
  const auto all = config::configuration_in_table(whole, "t.csv");
  REQUIRE(all);
  CHECK(config::configuration_in_table(whole.substr(0, end_of_head + 1), "t.csv") == all);

  const test::TemporaryFolder folder;
  CHECK(read_config(folder.file("whole.csv", whole), {}).problem.target.separation == 2.5);
  CHECK_THROWS_WITH_AS((void)read_config(folder.file("cut.csv", whole.substr(0, 300)), {}),
                       doctest::Contains("cut.csv: this table ends within its head"), ConfigError);
}

TEST_CASE("line numbers of the configuration are those of the table") {
  const std::string whole = small_table();
  const std::string part = config::configuration_in_table(whole, "t.csv").value();
  const auto line_of = [](const std::string& text, const std::string& what) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(what));
    return std::count(text.begin(), end, '\n');
  };
  CHECK(line_of(part, "separation = 2.5") == line_of(whole, "separation = 2.5"));
}

TEST_CASE("a table with the line ends of another system is read") {
  std::string text;
  for (const char c : small_table()) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const test::TemporaryFolder folder;
  CHECK(read_config(folder.file("w.csv", text), {}).problem.target.separation == 2.5);
}

TEST_CASE("comments of other people are no head") {
  for (const char* text :
       {"", "# annealvi\n#: [target]\n", "# annealvi 0.1.0 job\n#: [target]\n",
        "#:schema job.json\n[target]\nseparation = 2\n", "#:\n[target]\nseparation = 2\n",
        "# annealvi 0.1.0\n[target]\nseparation = 2\n"}) {
    CAPTURE(text);
    CHECK_FALSE(config::configuration_in_table(text, "job.toml"));
  }
}

TEST_CASE("every table that the project keeps can be given back") {
  std::size_t tables = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ANNEALVI_DATA_DIR)) {
    if (entry.path().extension() != ".csv") continue;
    if (!config::begins_as_table(test::read_file(entry.path()))) continue;
    CAPTURE(entry.path().string());
    CHECK_NOTHROW((void)read_config(entry.path().string(), {}));
    ++tables;
  }
  CHECK(tables > 10);
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Names of results: never commands, never in the way of a link, never over what is not ours.
#include "cli/process_limits.hpp"
#include "cli/realnvp_job.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const std::string axes =
    "[phase]\nx = \"annealing.initial_temperature=1:6:3\"\ny = \"annealing.rate=0.2:1:3:log\"\n";

bool is_there(const TemporaryFolder& folder, const std::string& name) {
  return std::filesystem::exists(std::filesystem::symlink_status(folder.path() / name));
}

const Words trajectory{"trajectory", "job.toml", "--times", "0:end:5", "--plot"};
const Words curve{"curve", "job.toml", "--methods", "overlap"};

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  stat(file.c_str(), &status);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a name is a name, whatever it begins with or contains") {
  const std::vector<std::string> names{"<touch hit;",
                                       "|touch hit;",
                                       "`touch hit`",
                                       "$(touch hit)",
                                       "a';system \"touch hit\";'",
                                       "\"; !touch hit",
                                       "-x",
                                       "-",
                                       "+",
                                       "x\\",
                                       "%s {0} @x",
                                       "!touch hit",
                                       "~",
                                       "$x",
                                       "# x, y",
                                       "\xE9\xFF",
                                       "größe"};
  for (const std::string& name : names) {
    const TemporaryFolder folder;
    (void)folder.file("job.toml", small_job);
    const Answer answer = run_program(folder.path(), trajectory + Words{"--out=" + name + ".csv"});
    CAPTURE(name);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 0);
    CHECK_FALSE(is_there(folder, "hit"));
    for (const char* ending : {".csv", ".svg", ".png"}) {
      CHECK(is_there(folder, name + ending));
    }
    CHECK(listing(folder.path()).size() == 4);
  }
}

TEST_CASE("all commands that draw take hostile names as names") {
  const std::vector<Words> commands{curve,
                                    {"phase", "job.toml"},
                                    {"table", "finite-size", "--plot", "--dimension", "10,100"},
                                    {"realnvp", "flows.toml", "--vary", "annealing.rate=1,2"}};
  for (const Words& command : commands) {
    for (const std::string name : {"<touch hit;", "|touch hit;"}) {
      const TemporaryFolder folder;
      (void)folder.file("job.toml", small_job + axes);
      (void)folder.file("flows.toml", realnvp_job);
      const Answer answer = run_program(folder.path(), command + Words{"--out=" + name + ".csv"});
      CAPTURE(command.front());
      CAPTURE(answer.err);
      CHECK(answer.exit_code == 0);
      CHECK_FALSE(is_there(folder, "hit"));
      CHECK(is_there(folder, name + ".svg"));
    }
  }
}

TEST_CASE("names with control characters are refused before anything is made") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const auto before = listing(folder.path());
  for (const std::string name : {"a\nb", "a\tb", "\033[2J", "a\x7F", "new\nfolder/x"}) {
    const Answer answer = run_program(folder.path(), curve + Words{"--out=" + name + ".csv"});
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, "it has control characters"));
    CHECK(listing(folder.path()) == before);
  }
}

TEST_CASE(
    "a user's settings of Python and matplotlib, and files beside the result, change nothing") {
  const TemporaryFolder folder, home;
  (void)folder.file("job.toml", small_job);
  const std::string hit = (folder.path() / "hit").string();
  // Modules, settings and a start file that would be read by a Python that looks for them here.
  for (const char* name : {"numpy.py", "matplotlib.py", "annealvi.py", "usercustomize.py"})
    (void)folder.file(name, "open('" + hit + "', 'w')\n");
  (void)folder.file("matplotlibrc", "backend: module://numpy\ntext.usetex: True\n");
  const Answer answer = run_program(folder.path(), trajectory + Words{"--out", "t.csv"},
                                    with_environment("HOME", home.path().string()));
  CHECK(answer.exit_code == 0);
  CHECK_FALSE(is_there(folder, "hit"));
}

TEST_CASE("a planted link is not followed") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  (void)folder.file("victim", "dear to me");
  const auto plant = [&] {
    const std::string name = ".c.csv." + std::to_string(getpid()) + ".part";
    (void)!symlink("victim", name.c_str());
  };
  const Answer answer = run_program(folder.path(), curve + Words{"--out", "c.csv"}, plant);
  CHECK(answer.exit_code == 0);
  CHECK(read_file(folder.path() / "victim") == "dear to me");
}

TEST_CASE("the umask decides who may read a result") {
  for (const auto& [mask, expected] : {std::pair(027U, 0640U), std::pair(0U, 0666U)}) {
    const TemporaryFolder folder;
    (void)folder.file("job.toml", small_job);
    const auto set = [mask = mask] { umask(mask); };
    CHECK(run_program(folder.path(), curve + Words{"--out", "c.csv"}, set).exit_code == 0);
    for (const char* name : {"c.csv", "c.json", "c.svg", "c.png"}) {
      CAPTURE(name);
      CHECK(mode_of(folder.path() / name) == expected);
    }
  }
}

TEST_CASE("no command replaces what it reads or did not make, without --force") {
  const TemporaryFolder folder;
  const std::string text = small_job + axes;
  (void)folder.file("x.toml", text);
  (void)folder.file("notes.csv", "day,result\n1,2\n");
  (void)folder.file("photo.svg", "<svg>mine</svg>");
  std::filesystem::create_symlink("x.toml", folder.path() / "link.csv");
  std::filesystem::create_symlink("nowhere", folder.path() / "dangling.csv");
  const auto before = listing(folder.path());
  const std::vector<Words> wrong{{"design", "x.toml", "--out", "x.toml"},
                                 {"design", "x.toml", "--out", "x.csv"},
                                 {"curve", "x.toml", "--out", "notes.csv"},
                                 {"phase", "x.toml", "--out", "notes.csv"},
                                 {"trajectory", "x.toml", "--plot", "--out", "photo.csv"},
                                 {"table", "rates", "--out", "notes.csv"},
                                 {"validate", "--out", "notes.csv"},
                                 {"realnvp", "x.toml", "--out", "notes.csv"},
                                 {"curve", "x.toml", "--out", "link.csv"},
                                 {"curve", "x.toml", "--out", "dangling.csv"}};
  for (const Words& words : wrong) {
    const Answer answer = run_program(folder.path(), words);
    CAPTURE(words);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, "--out would replace '"));
    CHECK(mentions(answer.err, "or --force"));
    CHECK(listing(folder.path()) == before);
  }
  CHECK(read_file(folder.path() / "x.toml") == text);
  CHECK(read_file(folder.path() / "notes.csv") == "day,result\n1,2\n");

  const Words forced{"table", "rates", "--out", "notes.csv", "--force"};
  CHECK(run_program(folder.path(), forced).exit_code == 0);
  CHECK(read_file(folder.path() / "notes.csv").starts_with("# annealvi "));
}

TEST_CASE("a picture that somebody edited is kept, and the job says so before it begins") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job + axes);
  const Words job{"trajectory", "job.toml", "--plot", "--out", "t.csv"};
  REQUIRE(run_program(folder.path(), job).exit_code == 0);
  REQUIRE(run_program(folder.path(), job).exit_code == 0);  // as it was drawn it is replaced
  for (const char* name : {"t.svg", "t.png"}) {
    const std::string drawn = read_file(folder.path() / name);
    std::string edited = drawn;
    edited[edited.size() / 2] ^= 1;
    (void)folder.file(name, edited);
    const auto before = listing(folder.path());
    const Answer answer = run_program(folder.path(), job);
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, std::string("--out would replace '") + name));
    CHECK(mentions(answer.err, "or which was edited since"));
    CHECK(listing(folder.path()) == before);
    CHECK(read_file(folder.path() / name) == edited);
    CHECK(run_program(folder.path(), job + Words{"--force"}).exit_code == 0);
    CHECK(read_file(folder.path() / name) == drawn);
  }
}

TEST_CASE("a job is repeated over its own results without --force") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job + axes);
  (void)folder.file("empty.csv", "");
  const std::vector<Words> commands{curve + Words{"--out", "c.csv"},
                                    {"phase", "job.toml", "--out", "p"},
                                    trajectory + Words{"--out", "t.csv"},
                                    {"table", "rates", "--out", "r.csv"},
                                    {"table", "rates", "--out", "empty.csv"}};
  for (const Words& words : commands) {
    for (int i = 0; i < 2; ++i) {
      const Answer answer = run_program(folder.path(), words);
      CAPTURE(answer.err);
      CHECK(answer.exit_code == 0);
    }
  }
}

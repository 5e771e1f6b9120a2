// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Standard streams that are closed or full, and messages with anything in them.
#include "cli/process_limits.hpp"
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const Words small_curve{"curve", "job.toml", "--methods", "overlap", "--out", "c.csv"};

void check_is_one_printable_line(const std::string& text) {
  CAPTURE(text);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK(text.ends_with('\n'));
  std::size_t characters = 0;
  bool control = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++characters;
    control = control || (byte < 0x20 && c != '\n') || byte == 0x7F;
  }
  CHECK_FALSE(control);
  CHECK(characters <= 300 + 1);
}

}  // namespace

TEST_CASE("standard error closed or full changes neither results nor exit codes") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  REQUIRE(run_program(folder.path(), small_curve).exit_code == 0);
  const std::string table = read_file(folder.path() / "c.csv");
  for (const auto& prepare : {closed(2), full(2)}) {
    std::filesystem::remove(folder.path() / "c.csv");
    CHECK(run_program(folder.path(), small_curve, prepare).exit_code == 0);
    CHECK(read_file(folder.path() / "c.csv") == table);  // no message got into it
    CHECK(run_program(folder.path(), {"curve", "job.toml", "--nonsense"}, prepare).exit_code == 2);
    CHECK(run_program(folder.path(), {"probability", "none.toml"}, prepare).exit_code == 2);
  }
  // All three streams: files take their numbers, and nothing else goes into the files.
  const auto all_closed = [] {
    for (const int stream : {0, 1, 2}) close(stream);
  };
  CHECK(run_program(folder.path(), small_curve, all_closed).exit_code == 0);
  CHECK(read_file(folder.path() / "c.csv") == table);
}

TEST_CASE("standard output closed or full: exit code 1, one sentence") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  for (const auto& prepare : {closed(1), full(1)}) {
    for (const Words& words : std::vector<Words>{{"config"},
                                                 {"--help"},
                                                 {"curve", "--help"},
                                                 {"--version"},
                                                 {"table", "rates"},
                                                 {"simulate", "job.toml"},
                                                 {"curve", "job.toml", "--methods", "overlap"}}) {
      const Answer answer = run_program(folder.path(), words, prepare);
      CAPTURE(words);
      CAPTURE(answer.err);
      CHECK(answer.exit_code == 1);
      CHECK(mentions(answer.err, "annealvi: standard output cannot be written: "));
    }
  }
}

TEST_CASE("a reader that goes away is no end without a word") {
  const TemporaryFolder folder;
  const auto broken_pipe = [] {
    int ends[2];
    if (pipe(ends) != 0) return;
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
  };
  const Answer answer = run_program(folder.path(), {"config"}, broken_pipe);
  CHECK(answer.exit_code == 1);
  CHECK(mentions(answer.err, "standard output cannot be written: "));
}

TEST_CASE("messages are one printable line of at most 300 characters, whatever was given") {
  const TemporaryFolder folder;
  const std::string escape = "\033[31mred\033]0;title\007";
  const std::vector<std::string> hostile{"two\nlines",
                                         "a\rb",
                                         escape,
                                         std::string("\xC2\x9B") + "31m",
                                         "\xE2\x80\xAE"
                                         "turned",
                                         "broken \xC3(\xFF",
                                         std::string(2'000'000, 'k'),
                                         std::string(100, 'a') + std::string(200'000, '\xE9')};
  for (const std::string& text : hostile) {
    std::string quoted = text;
    std::replace(quoted.begin(), quoted.end(), '\n', ' ');
    const std::string toml = folder.file(
        "key.toml", "[target]\n\"" + (text.size() > 300 ? text : std::string("k")) + "\" = 1\n");
    for (const Words& words :
         std::vector<Words>{{"probability", "key.toml"},
                            {"probability", text.substr(0, 3000)},
                            {text.substr(0, 3000)},
                            {"config", "--set", text.substr(0, 3000)},
                            {"config", "--set", "target." + text.substr(0, 3000) + "=1"},
                            {"config", "--set", "target.path=" + text.substr(0, 3000)},
                            {"table", text.substr(0, 3000)}}) {
      const Answer answer = run_program(folder.path(), words);
      CHECK(answer.exit_code == 2);
      check_is_one_printable_line(answer.err);
    }
  }
  const Answer letters = run_program(folder.path(), {"probability", "größe-éλ-模.toml"});
  CHECK(mentions(letters.err, "größe-éλ-模.toml: "));
  // What is too long loses its middle: what is allowed stands at the end.
  std::string weights = "0.5";
  for (int i = 0; i < 400; ++i) weights += ",0.5";
  const Answer long_value =
      run_program(folder.path(), {"config", "--set", "target.separation=[" + weights + "]"});
  check_is_one_printable_line(long_value.err);
  CHECK(mentions(long_value.err, "target.separation"));
  CHECK(mentions(long_value.err, "a number"));
}

TEST_CASE("the limit that the error missed is named") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const Answer answer =
      run_program(folder.path(), {"probability", "job.toml", "--set", "target.separation=2.4",
                                  "--set", "target.dimension=10"});
  CAPTURE(answer.err);
  CHECK(mentions(answer.err, "not converged: the error estimate "));
  CHECK(mentions(answer.err, " (3 % of P)"));
}

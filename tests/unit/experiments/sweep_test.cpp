// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/sweep.hpp"
#include "annealvi/config/config.hpp"
#include "config/options.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace annealvi {

using Values = std::vector<std::string>;

TEST_CASE("a linear range takes its ends as typed and rounds what is between") {
  const Sweep sweep = parse_sweep("annealing.initial_temperature=1:2:6");
  CHECK(sweep.key == "annealing.initial_temperature");
  CHECK(sweep.values == Values{"1", "1.2", "1.4", "1.6", "1.8", "2"});
  CHECK_FALSE(sweep.logarithmic);
}

TEST_CASE("a logarithmic range has constant ratios, up or down") {
  const Sweep sweep = parse_sweep("annealing.rate=1:0.01:3:log");
  CHECK(sweep.values == Values{"1", "0.1", "0.01"});
  CHECK(sweep.logarithmic);
}

TEST_CASE("ranges of whole-number keys stay whole") {
  CHECK(parse_sweep("target.dimension=10:1000:4:log").values == Values{"10", "46", "215", "1000"});
}

TEST_CASE("whole-number keys are known by their kind, all of them") {
  CHECK(parse_sweep("simulation.seed=1:10:5").values == Values{"1", "3", "6", "8", "10"});
  CHECK(parse_sweep("simulation.threads=1:4:3").values == Values{"1", "3", "4"});
  // A range over any key has values that the key takes: 5, halfway between 2 and 7, is 4.5.
  std::size_t whole = 0;
  for (const config::Option& option : config::option_table()) {
    if (option.allowed.find("a whole number") != 0) continue;
    CAPTURE(option.name());
    ++whole;
    CHECK(parse_sweep(option.name() + "=300:307:3").values == Values{"300", "304", "307"});
  }
  CHECK(whole >= 17);
  CHECK(parse_sweep("sgd.step=300:307:3").values == Values{"300", "303.5", "307"});
}

TEST_CASE("numbers as people write them are values") {
  CHECK(parse_sweep("sgd.step=.1,.2").values == Values{".1", ".2"});
  CHECK(parse_sweep("annealing.rate=.5:2.:4").values == Values{".5", "1", "1.5", "2."});
  CHECK(with_override(Config{}, "sgd.step", ".1").problem.noise.step == 0.1);
  CHECK_THROWS_AS((void)parse_sweep("sgd.step=.1,0.1"), ConfigError);
  CHECK_THROWS_AS((void)parse_sweep("sgd.step=+1,1"), ConfigError);
}

TEST_CASE("equal values are found in a list of ten thousand, however they are written") {
  std::string text = "annealing.rate=1";
  constexpr int count = 10'000;
  for (int i = 2; i <= count; ++i) text += "," + std::to_string(i);
  CHECK(parse_sweep(text).values.size() == count);
  CHECK_THROWS_WITH_AS((void)parse_sweep(text + ",5000.0"), doctest::Contains("comes twice"),
                       ConfigError);
}

TEST_CASE("lists keep words, spaces outside are dropped, arrays are values") {
  CHECK(parse_sweep("family.variance = fixed, matched").values == Values{"fixed", "matched"});
  CHECK(parse_sweep("family.weights=[0.5,0.5],[0.2,0.8]").values ==
        Values{"[0.5,0.5]", "[0.2,0.8]"});
  CHECK(parse_sweep("target.separation=3").values == Values{"3"});
}

TEST_CASE("no text is no sweep") {
  CHECK(parse_sweep("").values.empty());
  CHECK(parse_sweep("  ").key.empty());
}

TEST_CASE("wrong sweeps are refused") {
  for (const char* text : {"annealing.rate",
                           "=1,2",
                           "rate=1,2",
                           "annealing.rate=",
                           "annealing.rate=1,,2",
                           "annealing.rate=1:2",
                           "annealing.rate=1:2:0",
                           "annealing.rate=1:3:1",
                           "annealing.rate=1:2:-3",
                           "annealing.rate=1:2:2.5",
                           "annealing.rate=1:2:3:lin",
                           "annealing.rate=1:2:3:log:4",
                           "annealing.rate=0:2:3:log",
                           "annealing.rate=-1:2:3:log",
                           "annealing.rate=a:b:3",
                           "annealing.rate=1:inf:3",
                           "annealing.rate=nan:2:3",
                           "annealing.rate=1,2,1",
                           "annealing.rate=1,1.0",
                           "annealing.rate=2:2:3",
                           "annealing.rate=1:2:99999999",
                           "curve.vary=1,2",
                           "target.dimension=1:3:9"}) {
    CAPTURE(text);
    CHECK_THROWS_AS((void)parse_sweep(text), ConfigError);
  }
}

TEST_CASE("the message of a wrong sweep shows text and grammar") {
  try {
    (void)parse_sweep("annealing.rate=0:1:5:log");
    FAIL("accepted");
  } catch (const ConfigError& error) {
    const std::string message = error.what();
    CHECK(message.find("annealing.rate=0:1:5:log") != std::string::npos);
    CHECK(message.find("above 0") != std::string::npos);
    CHECK(message.find("key=from:to:count") != std::string::npos);
  }
}

TEST_CASE("a finer range has the values of the range, the same texts, and others between") {
  for (const char* text : {"sgd.step=0.001:0.064:7:log", "annealing.rate=0.1:0.7:5"}) {
    const Sweep some = parse_sweep(text), more = parse_sweep(text, 3);
    REQUIRE(more.values.size() == 3 * (some.values.size() - 1) + 1);
    for (std::size_t i = 0; i < some.values.size(); ++i) {
      CHECK(more.values[3 * i] == some.values[i]);
    }
  }
  CHECK_THROWS_AS((void)parse_sweep("sgd.step=0.001:0.064:4001", 3), ConfigError);
}

TEST_CASE("methods, each once, with a stride") {
  const auto choices = parse_methods("sharp, full/3");
  REQUIRE(choices.size() == 2);
  CHECK(choices[0].method == Method::sharp);
  CHECK(choices[0].every == 1);
  CHECK(choices[1].method == Method::full);
  CHECK(choices[1].every == 3);
  CHECK(parse_methods("sharp*4")[0].finer == 4);
  CHECK(parse_methods("sharp*4")[0].every == 1);
  for (const char* text : {"", "sharp,", "Sharp", "sharp,sharp", "sharp,sharp/2", "full/0",
                           "full/x", "full/2/2", "adam", "sharp*", "sharp*0", "sharp*2/2"}) {
    CAPTURE(text);
    CHECK_THROWS_AS((void)parse_methods(text), ConfigError);
  }
}

TEST_CASE("values that are the same number are found, wherever they stand") {
  for (const char* text : {"target.separation=1,2,3,1.0", "target.separation=1,0.1e1",
                           "annealing.path=power,bridge,power"}) {
    CHECK_THROWS_WITH_AS((void)parse_sweep(text), doctest::Contains("comes twice"), ConfigError);
  }
  CHECK(parse_sweep("annealing.path=power,bridge").values.size() == 2);
}

}  // namespace annealvi

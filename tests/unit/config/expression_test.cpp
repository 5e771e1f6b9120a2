// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/expression.hpp"

#include "annealvi/config/config.hpp"
#include "config/value_range.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace annealvi;
using annealvi::config::GrammarError;
using annealvi::config::value_of_expression;

namespace {

double value(std::string_view text) {
  return value_of_expression(text, 1000.0, 3.0);
}

std::string refusal(std::string_view text) {
  try {
    (void)value(text);
  } catch (const GrammarError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("expressions are computed as they are written on paper") {
  CHECK(value("5/d") == 5.0 / 1000.0);
  CHECK(value(" 1 + 2 * 3 - 4 / 2 ") == 5.0);
  CHECK(value("8/4/2") == 1.0);
  CHECK(value("10-3-2") == 5.0);
  CHECK(value("-(1 - R)") == 2.0);
  CHECK(value("2*-R") == -6.0);
  CHECK(value("1/sqrt(d)") == 1.0 / std::sqrt(1000.0));
  CHECK(value("sqrt ( R*R )") == 3.0);
  CHECK(value("1e-3*d + .5") == 1.5);
  CHECK(value("2.5E+1") == 25.0);
}

TEST_CASE("a broken expression is told with the place") {
  CHECK(refusal("5/").find("at its end") != std::string::npos);
  CHECK(refusal("5//d").find("at '/d'") != std::string::npos);
  CHECK(refusal("(1+2").find("needs a ')' at its end") != std::string::npos);
  CHECK(refusal("5/x").find("unknown name at 'x'") != std::string::npos);
  CHECK(refusal("5 d").find("after its end at 'd'") != std::string::npos);
  CHECK(refusal("d^2").find("at '^2'") != std::string::npos);
  CHECK(refusal("1/(R-3)").find("not finite at d = 1000, R = 3") != std::string::npos);
  CHECK(refusal("sqrt(-1)").find("not finite") != std::string::npos);
  CHECK_FALSE(refusal("").empty());
  CHECK(refusal(std::string(100'000, '(')).find("nested too deeply") != std::string::npos);
  CHECK(refusal("5/x").find("numbers, d, R, + - * /, sqrt") != std::string::npos);
}

TEST_CASE("sgd.step follows the dimension, and is written down as it was given") {
  const Config config = default_config({"sgd.step=5/d", "target.dimension=500"});
  CHECK(config.problem.noise.step == 0.01);
  CHECK(to_toml(config).find("step = \"5/d\"") != std::string::npos);
  const Config other = with_override(config, "target.dimension", "50");
  CHECK(other.problem.noise.step == 0.1);
  const Config number = with_override(other, "sgd.step", "0.25");
  CHECK(number.problem.noise.step == 0.25);
  CHECK(with_override(number, "target.dimension", "7").problem.noise.step == 0.25);
  CHECK_THROWS_AS((void)default_config({"sgd.step=1-d"}), ConfigError);
  CHECK_THROWS_AS((void)default_config({"sgd.step=5 d"}), ConfigError);
}

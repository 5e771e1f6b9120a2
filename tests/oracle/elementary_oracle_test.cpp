// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Elementary functions against multiple-precision values
// (tests/oracle/generate_elementary_functions.py), in units in the last place.
#include "numerics/elementary.hpp"
#include "support/closeness.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <string>

using namespace annealvi;
using annealvi::test::Row;

namespace {

struct Bounded {
  std::function<double(double, double)> function;
  double ulps;
};

Bounded one(double (*function)(double), double ulps) {
  return {[function](double x, double) { return function(x); }, ulps};
}

/// The bounds promised by elementary.hpp.
const std::map<std::string, Bounded> functions = {
    {"exp", one(math::exp, 0.53)},          {"exp2", one(math::exp2, 0.53)},
    {"expm1", one(math::expm1, 0.9)},       {"log", one(math::log, 0.53)},
    {"log1p", one(math::log1p, 0.53)},      {"log2", one(math::log2, 0.53)},
    {"log10", one(math::log10, 0.53)},      {"pow", {math::pow, 0.7}},
    {"sinh", one(math::sinh, 2.5)},         {"cosh", one(math::cosh, 1.5)},
    {"tanh", one(math::tanh, 2.5)},         {"asinh", one(math::asinh, 2.5)},
    {"atanh", one(math::atanh, 2.5)},       {"sin_pi", one(math::sin_pi, 1.0)},
    {"cos_pi", one(math::cos_pi, 1.0)},     {"atan", one(math::atan, 1.3)},
    {"asin", one(math::asin, 3.0)},         {"acos", one(math::acos, 3.0)},
    {"erf", one(math::erf, 1.5)},           {"erfc", one(math::erfc, 8.0)},
    {"erfc_inv", one(math::erfc_inv, 4.0)}, {"hypot", {math::hypot, 2.0}},
};

double cell(const Row& row, const char* name) {
  return std::strtod(row.at(name).c_str(), nullptr);  // std::stod refuses subnormal numbers
}

double unit_in_last_place(double value) {
  const double size = std::abs(value);
  return std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
}

double error_in_ulps(double actual, const Row& row) {
  const double value = cell(row, "value");
  return std::abs((actual - value) / unit_in_last_place(value) - cell(row, "rest"));
}

std::vector<Row> rows_of(const std::string& name) {
  static const std::vector<Row> all =
      test::read_csv(ANNEALVI_DATA_DIR "/reference/elementary_functions.csv");
  std::vector<Row> rows;
  std::ranges::copy_if(all, std::back_inserter(rows),
                       [&](const Row& row) { return row.at("function") == name; });
  return rows;
}

/// Small numbers are rounded twice.
double allowed_ulps(const Bounded& bounded, const Row& row) {
  const bool subnormal = std::min(std::abs(cell(row, "x")), std::abs(cell(row, "value"))) <
                         std::numeric_limits<double>::min();
  return subnormal ? std::max(bounded.ulps, 0.8) : bounded.ulps;
}

std::string describe(const Row& row, double actual) {
  return row.at("function") + " of " + row.at("x") + " " + row.at("y") + ": off by " +
         std::to_string(error_in_ulps(actual, row)) + " ulp";
}

}  // namespace

TEST_CASE("every function stays within its bound") {
  for (const auto& [name, bounded] : functions) {
    const std::vector<Row> rows = rows_of(name);
    CHECK_MESSAGE(rows.size() > 100, name);
    for (const Row& row : rows) {
      const double actual = bounded.function(cell(row, "x"), cell(row, "y"));
      CHECK_MESSAGE(error_in_ulps(actual, row) <= allowed_ulps(bounded, row),
                    describe(row, actual));
    }
  }
}

TEST_CASE("log Gamma is accurate beside 1 + its size") {
  const std::vector<Row> rows = rows_of("lgamma");
  CHECK(rows.size() > 100);
  for (const Row& row : rows) {
    const double value = cell(row, "value"), error = math::lgamma(cell(row, "x")) - value;
    CHECK_MESSAGE(std::abs(error) <= 3e-15 * (1 + std::abs(value)), row.at("x"));
  }
}

TEST_CASE("log(1 + x) - x is accurate in relative terms") {
  const std::vector<Row> rows = rows_of("log1pmx");
  CHECK(rows.size() > 100);
  for (const Row& row : rows)
    CHECK_RELATIVE(math::log1pmx(cell(row, "x")), cell(row, "value"), 1e-13);
}

// The measure must see one wrong bit, and the rounding of an argument.
TEST_CASE("the neighbouring double is outside the bounds") {
  for (const Row& row : rows_of("exp")) {
    const double next = std::nextafter(math::exp(cell(row, "x")), 1e308);
    CHECK(error_in_ulps(next, row) > 0.53 - 0.06);
  }
  const Row far = rows_of("exp").front();  // |x| of hundreds
  CHECK(error_in_ulps(math::exp(std::nextafter(cell(far, "x"), 0)), far) > 10);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/theory_table.hpp"

#include "output/run_columns.hpp"

namespace annealvi {
namespace {

const Column separation{"separation",
                        "R, half the distance between the modes, in widths of a mode"};
const Column temperature{"temperature", "temperature T, held fixed"};

Table empty_table(std::vector<Column> columns) {
  return {.command = {},
          .remarks = {"the columns below replace the keys of the configuration of the same meaning",
                      "an empty cell: the quantity does not exist there, or could not be computed; "
                      "the status says which"},
          .columns = std::move(columns),
          .rows = {},
          .drawn = true};
}

std::string status_word(PowerLawStatus status) {
  switch (status) {
    case PowerLawStatus::found:
      return "found";
    case PowerLawStatus::no_saddle:
      return "no saddle";
    case PowerLawStatus::no_growth:
      return "no growth";
    case PowerLawStatus::not_followed:
      return "not followed";
    case PowerLawStatus::not_defined:
      return "not defined";
  }
  return {};
}

std::string branch_word(BifurcationRow::Branch branch) {
  switch (branch) {
    case BifurcationRow::Branch::stable:
      return "stable";
    case BifurcationRow::Branch::saddle:
      return "saddle";
    case BifurcationRow::Branch::fold:
      return "fold";
  }
  return {};
}

/// Empty unless the formula gave a number.
std::string probability_text(const SharpProbability& sharp, double SharpProbability::*member) {
  const bool known =
      sharp.status == SharpStatus::converged || sharp.status == SharpStatus::not_converged;
  return known ? number_text(sharp.*member) : std::string();
}

}  // namespace

Table expectation_table(std::span<const ExpectationRow> rows) {
  Table table = empty_table(
      {{"mean", "m; all expectations are over z ~ N(0, 1), without unit, (G1)-(G5)"},
       {"deviation", "a >= 0"},
       {"expected_tanh", "T(m, a) = E tanh(m + a z)"},
       {"expected_tanh_complement", "1 - T(m, a), with its own relative accuracy"},
       {"expected_sech_squared", "S(m, a) = E sech^2(m + a z)"},
       {"expected_log_cosh", "L(m, a) = E log cosh(m + a z)"},
       {"expected_logistic", "E 1/(1 + exp(-m - a z))"},
       {"expected_softplus", "E log(1 + exp(m + a z))"},
       {"self_responsibility_complement", "1 - r(a) of (G5), at distance a; without m"}});
  for (const ExpectationRow& row : rows) {
    table.rows.push_back({number_text(row.mean), number_text(row.deviation), number_text(row.tanh),
                          number_text(row.tanh_complement), number_text(row.sech_squared),
                          number_text(row.log_cosh), number_text(row.logistic),
                          number_text(row.softplus),
                          number_text(row.self_responsibility_complement)});
  }
  return table;
}

Table rate_table(std::span<const RateRow> rows) {
  Table table = empty_table(
      {separation,
       temperature,
       {"lambda_sum", "growth rate lambda_S of S = m1 + m2 near the origin (L1), 1/time"},
       {"lambda_difference",
        "growth rate lambda_D of D = m1 - m2 at coinciding means (L2), 1/time"},
       {"overlap_rate", "Omega = lambda_D - lambda_S, 1/time"},
       {"alpha", "lambda_S/lambda_D, empty where lambda_S <= 0"}});
  for (const RateRow& row : rows) {
    table.rows.push_back({number_text(row.separation), number_text(row.temperature),
                          number_text(row.rates.sum), number_text(row.rates.difference),
                          number_text(row.rates.overlap), number_text(row.exponent)});
  }
  return table;
}

Table critical_table(std::span<const CriticalRow> rows) {
  Table table = empty_table(
      {separation,
       {"path", "annealing path"},
       {"variance", "variance of the family"},
       {"critical_temperature", "T_c (L5), empty where there is none: R < R_1, power with fixed"},
       {"safe_temperature", "T_f (L6), empty unless the status is found"},
       {"safe_temperature_status",
        "found; none: no collapsed state at any T >= 1 (R < R_c); no fold; not followed: numerical "
        "failure; not defined"},
       {"far_critical_temperature", "limit of T_c for R -> infinity, empty where there is none"},
       {"far_safe_temperature", "limit of T_f for R -> infinity, empty where it is not known"}});
  for (const CriticalRow& row : rows) {
    table.rows.push_back({number_text(row.separation), row.path, row.variance,
                          number_text(row.critical), number_text(row.safe.value),
                          status_name(row.safe.status), number_text(row.far_critical),
                          number_text(row.far_safe)});
  }
  return table;
}

Table separatrix_table(std::span<const SeparatrixRow> rows) {
  Table table = empty_table(
      {separation,
       temperature,
       {"alpha", "exponent of |S| = C |D|^alpha (S2), lambda_S/lambda_D"},
       {"constant", "C, in width^(1 - alpha)"},
       {"error", "estimated absolute error of C"},
       {"status",
        "found; no saddle: T >= T_f; no growth: T >= T_c; not followed: numerical failure"}});
  for (const SeparatrixRow& row : rows) {
    const PowerLawSeparatrix& law = row.separatrix;
    const bool found = law.status == PowerLawStatus::found;
    const auto cell = [found](double value) { return found ? number_text(value) : std::string(); };
    table.rows.push_back({number_text(row.separation), number_text(row.temperature),
                          cell(law.exponent), cell(law.constant), cell(law.error),
                          status_word(law.status)});
  }
  return table;
}

Table finite_size_table(const FiniteSize& result) {
  Table table = empty_table(
      {separation,
       temperature,
       {"dimension", "d; the means start from N(0, 1/d) in every direction"},
       {"end_time", "time t_end at which collapse is judged"},
       {"probability", "collapse probability P, exact (S4)"},
       {"error", "its estimated absolute error"},
       {"probability_without_distance", "the same for y = 0: no distance orthogonal to the modes"},
       {"power_law", "closed form (S2), for y = 0"},
       {"rare_power_law", "its limit for small P (S3)"},
       {"slope", "d log P / d log d between the rows before and after, empty at the ends"},
       {"limit_slope", "(L7), -(1/alpha - 1)/2, for y = 0"},
       {"distance_slope", "(L8), with the logarithm that y(0) = 2 adds; for sigma^2 = 1/H"},
       status_column});
  if (result.interrupted) table.remarks.emplace_back("interrupted: only finished rows are here");
  for (const FiniteSizeRow& row : result.rows) {
    table.rows.push_back({number_text(row.separation), number_text(row.temperature),
                          number_text(row.dimension), number_text(row.end_time),
                          probability_text(row.exact, &SharpProbability::probability),
                          probability_text(row.exact, &SharpProbability::error),
                          probability_text(row.without_distance, &SharpProbability::probability),
                          number_text(row.power_law), number_text(row.rare), number_text(row.slope),
                          number_text(row.limit_slope), number_text(row.distance_slope),
                          std::string(status_name(row.status))});
  }
  return table;
}

Table bifurcation_table(const Bifurcation& result) {
  Table table =
      empty_table({separation,
                   temperature,
                   {"branch", "stable: the collapsed pair; saddle; fold: where they meet"},
                   {"sum", "S = m1 + m2 of the fixed point of (F4') with y = 0, in widths"},
                   {"difference", "D = m1 - m2"},
                   {"m1", "overlap of the first mean with the mode axis"},
                   {"m2", "overlap of the second mean"}});
  table.remarks = result.notes;
  for (const BifurcationRow& row : result.rows) {
    table.rows.push_back({number_text(row.separation), number_text(row.temperature),
                          branch_word(row.branch), number_text(row.state.first + row.state.second),
                          number_text(row.state.difference), number_text(row.state.first),
                          number_text(row.state.second)});
  }
  return table;
}

}  // namespace annealvi

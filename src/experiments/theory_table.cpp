// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/theory_table.hpp"

#include "annealvi/experiments/answer.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "config/value.hpp"
#include "experiments/sharp_options.hpp"
#include "numerics/elementary.hpp"

#include <cmath>

namespace annealvi {
namespace {

double temperature_of(const Config& config) {
  return config.problem.annealing.schedule.initial_temperature;
}

/// A value of a key whose values are words, without quotes.
std::string word_of(const Config& config, const std::string& section, const std::string& key) {
  for (const ConfigEntry& entry : entries(config)) {
    if (entry.section == section && entry.key == key)
      return entry.json.substr(1, entry.json.size() - 2);
  }
  return {};
}

void require_symmetry(const Config& config, const std::string& table) {
  const Problem& problem = config.problem;
  if (problem.symmetric()) return;
  const bool masses = problem.target.weight != 0.5;
  throw ConfigError(config.origin(masses ? "target.weight" : "family.weights") +
                    " is not allowed with table " + table + ": its formulas need " +
                    (masses ? "target.weight = 0.5" : "equal component weights"));
}

}  // namespace

std::vector<Config> table_grid(const Config& base, std::span<const TableAxis> axes) {
  std::vector<Config> grid{base};
  for (const TableAxis& axis : axes) {
    std::vector<Config> finer;
    for (const Config& config : grid) {
      for (const std::string& value : axis.sweep.values)
        finer.push_back(with_override(config, axis.sweep.key, value, axis.origin));
    }
    grid = std::move(finer);
  }
  return grid;
}

std::vector<ExpectationRow> expectation_rows(std::span<const double> means,
                                             std::span<const double> deviations) {
  std::vector<ExpectationRow> rows;
  for (const double m : means) {
    for (const double a : deviations) {
      rows.push_back({.mean = m,
                      .deviation = a,
                      .tanh = expected_tanh(m, a),
                      .tanh_complement = expected_tanh_complement(m, a),
                      .sech_squared = expected_sech_squared(m, a),
                      .log_cosh = expected_log_cosh(m, a),
                      .logistic = expected_logistic(m, a),
                      .softplus = expected_softplus(m, a),
                      .self_responsibility_complement = self_responsibility_complement(a)});
    }
  }
  return rows;
}

std::vector<RateRow> rate_rows(std::span<const Config> grid) {
  std::vector<RateRow> rows;
  for (const Config& config : grid) {
    require_symmetry(config, "rates");
    const double R = config.problem.target.separation, T = temperature_of(config);
    const LinearRates rates = linear_rates(coefficients_at_temperature(config.problem, T), R, 0.0);
    RateRow row{R, T, rates, {}};
    if (rates.sum > 0.0) row.exponent = rates.sum / rates.difference;
    rows.push_back(row);
  }
  return rows;
}

std::vector<CriticalRow> critical_rows(std::span<const Config> grid) {
  std::vector<CriticalRow> rows;
  for (const Config& config : grid) {
    const Problem& problem = config.problem;
    rows.push_back({.separation = problem.target.separation,
                    .path = word_of(config, "annealing", "path"),
                    .variance = word_of(config, "family", "variance"),
                    .critical = critical_temperature(problem),
                    .safe = safe_temperature(problem),
                    .far_critical = far_critical_temperature(problem),
                    .far_safe = far_safe_temperature(problem)});
  }
  return rows;
}

std::vector<SeparatrixRow> separatrix_rows(std::span<const Config> grid) {
  std::vector<SeparatrixRow> rows;
  for (const Config& config : grid) {
    require_symmetry(config, "separatrix");
    const double T = temperature_of(config);
    rows.push_back({config.problem.target.separation, T, power_law_separatrix(config.problem, T)});
  }
  return rows;
}

namespace {

/// After a quench to the temperature of the point; d and sigma0 = 1/sqrt(d) as configured.
FiniteSizeRow finite_size_row(const Config& config, const std::atomic<bool>* interrupted) {
  const Problem& problem = config.problem;
  const double T = temperature_of(config), d = problem.target.dimension;
  FiniteSizeRow row{};
  row.separation = problem.target.separation;
  row.temperature = T;
  row.dimension = d;
  row.end_time = config.end_time();
  SharpOptions options = sharp_options(config, row.end_time, interrupted);
  const PowerLawSeparatrix separatrix = power_law_separatrix(problem, T);
  if (separatrix.status == PowerLawStatus::found) {
    const double variance = 2.0 / d;
    const double ratio = power_law_ratio(separatrix, variance, variance);
    row.power_law = power_law_probability(ratio, separatrix.exponent);
    row.rare = rare_power_law_probability(ratio, separatrix.exponent);
    row.limit_slope = dimension_slope(separatrix.exponent);
    const Coefficients c = coefficients_at_temperature(problem, T);
    constexpr double rounding = 1e-12;
    if (std::abs(c.sigma * c.sigma * c.annealed.precision - 1.0) < rounding)
      row.distance_slope = dimension_slope_with_distance(problem, T, d);
    // Slopes are differences of log P: a relative error far below the step between rows is needed.
    constexpr double relative_error = 1e-5;
    options.probability_error =
        std::min(options.probability_error, relative_error * *row.power_law);
  }
  row.exact = collapse_probability(problem, options);
  Problem line = problem;  // d = 1 has y = 0
  line.family.initial_scale = 1.0 / std::sqrt(d);
  line.target.dimension = 1.0;
  row.without_distance = collapse_probability(line, options);
  const AnswerStatus graver =
      std::max(answer_of(config, row.end_time, row.exact).status, row.without_distance.status);
  row.status = graver == AnswerStatus::converged ? AnswerStatus::done : graver;
  return row;
}

bool has_number(const SharpProbability& sharp) {
  return (sharp.status == SharpStatus::converged || sharp.status == SharpStatus::not_converged) &&
         sharp.probability > 0.0;
}

}  // namespace

FiniteSize finite_size(std::span<const Config> grid, const std::atomic<bool>* interrupted) {
  std::vector<Config> quenches;
  for (const Config& config : grid) {
    require_symmetry(config, "finite-size");
    if (config.problem.family.initial_scale) {
      throw ConfigError(config.origin("family.initial_scale") +
                        " is not allowed with table finite-size: its formulas are for 1/sqrt(d)");
    }
    quenches.push_back(
        with_override(config, "annealing.schedule", "constant", "table finite-size"));
  }
  FiniteSize result;
  for (const Config& config : quenches) {
    FiniteSizeRow row = finite_size_row(config, interrupted);
    if (row.exact.status == SharpStatus::interrupted ||
        row.without_distance.status == SharpStatus::interrupted) {
      result.interrupted = true;
      break;
    }
    result.rows.push_back(std::move(row));
  }
  auto& rows = result.rows;
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    const FiniteSizeRow &before = rows[i - 1], &after = rows[i + 1];
    const bool same_line =
        before.separation == after.separation && before.temperature == after.temperature &&
        (after.dimension - rows[i].dimension) * (rows[i].dimension - before.dimension) > 0.0;
    if (!same_line || !has_number(before.exact) || !has_number(after.exact)) continue;
    rows[i].slope = math::log(after.exact.probability / before.exact.probability) /
                    math::log(after.dimension / before.dimension);
  }
  return result;
}

namespace {

std::vector<double> crowding_towards(double fold) {
  constexpr int count = 41;
  std::vector<double> temperatures;
  for (int i = 0; i + 1 < count; ++i) {
    const double left = 1.0 - static_cast<double>(i) / (count - 1);
    temperatures.push_back(fold - (fold - 1.0) * left * left);
  }
  return temperatures;
}

}  // namespace

Bifurcation bifurcation(std::span<const Config> grid, std::span<const double> temperatures) {
  using Branch = BifurcationRow::Branch;
  Bifurcation result;
  for (const Config& point : grid) {
    const Problem& problem = point.problem;
    const double R = problem.target.separation;
    if (problem.family.weights[0] != problem.family.weights[1]) {
      throw ConfigError(point.origin("family.weights") +
                        " is not allowed with table bifurcation: it needs equal weights");
    }
    const auto [status, fold] = pair_fold(problem);
    const double highest = math::exp(fold.log_temperature);
    const std::string at_separation = "R = " + config::to_text(R);
    const bool below = problem.target.weight == 0.5 && R < collapsed_separation;
    if (status == FoldStatus::not_followed && !below) {
      result.failures.push_back(at_separation + ": the fold could not be followed");
      continue;
    }
    if (below || highest < 1.0) {
      result.notes.push_back(at_separation + ": there is no collapsed pair at any T >= 1" +
                             (below ? ", R < R_c = " + config::to_text(collapsed_separation) : ""));
      continue;
    }
    if (status == FoldStatus::continuous) {
      result.notes.push_back(at_separation +
                             ": the pair has no fold, it forms without a jump on cooling");
      continue;
    }
    const std::vector<double> chosen =
        temperatures.empty() ? crowding_towards(highest)
                             : std::vector<double>(temperatures.begin(), temperatures.end());
    const auto add = [&, fold = fold](double T, Branch branch) {
      if (T >= highest) return;
      const auto state = pair_state(
          problem, fold, T, branch == Branch::stable ? PairBranch::stable : PairBranch::saddle);
      if (state) {
        result.rows.push_back({R, T, branch, *state});
      } else {
        result.failures.push_back("R = " + config::to_text(R) + ", T = " + config::to_text(T) +
                                  ": the pair could not be located");
      }
    };
    std::string without_branch;
    for (const double T : chosen) {
      if (T >= highest) without_branch += (without_branch.empty() ? "" : ", ") + config::to_text(T);
    }
    if (!without_branch.empty()) {
      result.notes.push_back(at_separation + ": no branch at T = " + without_branch +
                             ", not below T_f = " + config::to_text(highest));
    }
    for (const double T : chosen) add(T, Branch::stable);
    result.rows.push_back({R,
                           highest,
                           Branch::fold,
                           {0.5 * (fold.sum + fold.difference), 0.5 * (fold.sum - fold.difference),
                            fold.difference}});
    // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read the views of GCC's library
    for (auto T = chosen.rbegin(); T != chosen.rend(); ++T) add(*T, Branch::saddle);
  }
  return result;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/flow_table.hpp"

#include "annealvi/output/plot.hpp"
#include "numerics/quantile.hpp"
#include "output/run_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

std::string value_of(const Sweep& sweep, std::size_t index) {
  return sweep.values.empty() ? std::string() : sweep.values.at(index);
}

std::vector<Column> place_columns(const FlowCurve& curve) {
  const auto meaning = [](const Sweep& sweep) {
    return sweep.values.empty() ? std::string("empty: nothing varies") : "value of " + sweep.key;
  };
  return {{"series", meaning(curve.series)}, {"vary", meaning(curve.vary)}};
}

Table started(const FlowCurve& curve, const std::string& command) {
  Table table{.command = command, .remarks = {}, .columns = place_columns(curve), .rows = {}};
  if (curve.interrupted) table.remarks.emplace_back("interrupted: only finished points are here");
  return table;
}

void add_columns(Table& table, const std::vector<Column>& columns) {
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
}

std::vector<const FlowRun*> good_runs(const FlowCurvePoint& point) {
  std::vector<const FlowRun*> runs;
  for (const FlowRun& run : point.runs) {
    if (run.outcome != FlowOutcome::failed) runs.push_back(&run);
  }
  return runs;
}

std::string median(const FlowCurvePoint& point, double FlowQuality::*member) {
  std::vector<double> values;
  for (const FlowRun* run : good_runs(point)) values.push_back(run->quality.*member);
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return number_text(quantile(values, 0.5));
}

/// mean, 10 % and 90 % quantiles
template <class Value>
void add_band(std::vector<std::string>& row, const std::vector<const FlowRun*>& runs, Value value) {
  std::vector<double> values;
  double sum = 0.0;
  for (const FlowRun* run : runs) {
    values.push_back(value(*run));
    sum += values.back();
  }
  std::sort(values.begin(), values.end());
  row.push_back(number_text(sum / static_cast<double>(values.size())));
  row.push_back(number_text(quantile(values, 0.1)));
  row.push_back(number_text(quantile(values, 0.9)));
}

}  // namespace

std::string flow_outcome_name(FlowOutcome outcome) {
  switch (outcome) {
    case FlowOutcome::covered:
      return "covered";
    case FlowOutcome::collapsed:
      return "collapsed";
    case FlowOutcome::not_converged:
      return "not_converged";
    case FlowOutcome::failed:
      return "failed";
  }
  return {};
}

std::string agreement_text(const RankCorrelation& agreement) {
  return fmt::format(
      "rank correlation (Spearman) with the theory over {} points: {:.3f}, p = {:.2g} "
      "(permutations)",
      agreement.points, agreement.coefficient, agreement.p_value);
}

Table flow_table(const FlowCurve& curve, const Config& config, const std::string& command) {
  Table table = started(curve, command);
  table.drawn = !curve.vary.values.empty();
  const std::string confidence = number_text(config.confidence);
  add_columns(
      table,
      {{"probability", "P = collapsed / (collapsed + covered)"},
       {"lower", "lower end of its Wilson interval at confidence " + confidence},
       {"upper", "upper end"},
       {"runs", "trained flows"},
       {"collapsed", "converged, and a mode has less than the threshold of its mass"},
       {"covered", "converged, and both modes have it"},
       {"not_converged", "fit too bad to judge: not part of P"},
       {"not_converged_lopsided", "those of them with a relative mass below the threshold"},
       {"failed", "training left the range of numbers, not part of P"},
       {"median_divergence", "KL(q || p) at T = 1, nats, over the runs that did not fail"},
       {"median_fit_divergence", "the part of it that the masses do not explain"},
       {"critical_temperature", "T_c (L5) of the mixture theory, empty: none"},
       {"safe_temperature", "T_f (L6) of the mixture theory, empty: none"},
       {"theory_probability",
        "sharp P (S4) of the mixture theory, its rate in its own time, empty: none"},
       {"theory_note", "why there is none, or its status"},
       {"note", "first failure"},
       {"lopsided", "runs, converged or not, that give a mode less than the threshold of its mass"},
       {"lopsided_share", "lopsided / (runs - failed)"},
       {"lopsided_lower", "lower end of its Wilson interval at confidence " + confidence},
       {"lopsided_upper", "upper end"},
       status_column,
       {"status_note", "what else is to be said of P"},
       {"theory_status", "of theory_probability, likewise"}});
  if (curve.agreement) table.remarks.push_back(agreement_text(*curve.agreement));
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const FlowCurvePoint& point = curve.points[i];
    const MixtureTheory& theory = curve.theory.at(i);
    const auto end_of = [](const std::optional<double>& share, double end) {
      return share ? number_text(end) : std::string();
    };
    table.rows.push_back({value_of(curve.series, point.series),
                          value_of(curve.vary, point.position),
                          number_text(point.probability),
                          end_of(point.probability, point.interval.lower),
                          end_of(point.probability, point.interval.upper),
                          number_text(std::uint64_t{point.runs.size()}),
                          number_text(point.collapsed),
                          number_text(point.covered),
                          number_text(point.not_converged),
                          number_text(point.lopsided),
                          number_text(point.failed),
                          median(point, &FlowQuality::divergence),
                          median(point, &FlowQuality::fit_divergence),
                          number_text(theory.temperatures.critical),
                          number_text(theory.temperatures.safe),
                          number_text(theory.probability),
                          theory.note,
                          point.first_failure,
                          number_text(point.collapsed + point.lopsided),
                          number_text(point.lopsided_share),
                          end_of(point.lopsided_share, point.lopsided_interval.lower),
                          end_of(point.lopsided_share, point.lopsided_interval.upper),
                          std::string(status_name(point.status)),
                          one_line(point.notes),
                          std::string(status_name(theory.status))});
  }
  return table;
}

Table flow_runs_table(const FlowCurve& curve, const std::string& command) {
  Table table = started(curve, command);
  add_columns(table, {{"run", "number of the run"},
                      {"outcome", "covered, collapsed, not_converged or failed"},
                      {"upper_mass", "M+, share of fresh samples with e.x > 0"},
                      {"relative_mass", "min(M+/pi, M-/(1 - pi))"},
                      {"elbo", "-KL(q || p) at T = 1, nats: p is normalised"},
                      {"divergence", "KL(q || p) at T = 1, nats"},
                      {"divergence_error", "its standard error"},
                      {"fit_divergence", "KL less the part that the masses explain, nats"},
                      {"forward_divergence", "KL(p || q) at T = 1, nats"},
                      {"reverse_ess", "effective sample size over samples, samples of q"},
                      {"forward_ess", "likewise, samples of p"},
                      {"steps", "training steps done"},
                      {"failure", "why the run failed"}});
  for (const FlowCurvePoint& point : curve.points) {
    for (std::size_t number = 0; number < point.runs.size(); ++number) {
      const FlowRun& run = point.runs[number];
      const FlowQuality& quality = run.quality;
      const bool good = run.outcome != FlowOutcome::failed;
      std::vector<std::string> row{
          value_of(curve.series, point.series), value_of(curve.vary, point.position),
          number_text(std::uint64_t{number}), flow_outcome_name(run.outcome)};
      for (const double value :
           {quality.upper_mass, quality.relative_mass, -quality.divergence, quality.divergence,
            quality.divergence_error, quality.fit_divergence, quality.forward_divergence,
            quality.reverse_sample_size, quality.forward_sample_size}) {
        row.push_back(good ? number_text(value) : std::string());
      }
      row.push_back(number_text(run.steps));
      row.push_back(run.failure);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table flow_history_table(const FlowCurve& curve, const std::string& command) {
  Table table = started(curve, command);
  table.drawn = true;
  add_columns(table, {{"step", "middle of a window of training steps"},
                      {"temperature", "T there"},
                      {"loss", "KL(q || p_t) in the window, nats, mean over runs"},
                      {"loss_low", "10 % quantile over runs"},
                      {"loss_high", "90 % quantile"},
                      {"upper_mass", "share of samples with e.x > 0, mean over runs"},
                      {"upper_mass_low", "10 % quantile"},
                      {"upper_mass_high", "90 % quantile"},
                      {"relative_mass", "smaller relative mass, mean over runs"},
                      {"relative_mass_low", "10 % quantile"},
                      {"relative_mass_high", "90 % quantile"}});
  for (const FlowCurvePoint& point : curve.points) {
    const std::vector<const FlowRun*> runs = good_runs(point);
    if (runs.empty()) continue;
    for (std::size_t i = 0; i < runs.front()->history.size(); ++i) {
      const FlowHistoryRow& first = runs.front()->history[i];
      std::vector<std::string> row{value_of(curve.series, point.series),
                                   value_of(curve.vary, point.position), number_text(first.step),
                                   number_text(first.temperature)};
      add_band(row, runs, [i](const FlowRun& run) { return run.history[i].loss; });
      add_band(row, runs, [i](const FlowRun& run) { return run.history[i].upper_mass; });
      add_band(row, runs, [i, weight = point.weight](const FlowRun& run) {
        const double upper = run.history[i].upper_mass;
        return std::min(upper / weight, (1.0 - upper) / (1.0 - weight));
      });
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table flow_density_table(const FlowRun& run, const std::string& command) {
  Table table{.command = command,
              .remarks = {"densities over the plane of e and one orthogonal coordinate; to repeat "
                          "them, give the options of the command with this file as configuration"},
              .columns = {{"step", "training steps done"},
                          {"temperature", "T of the target then"},
                          {"along_e", "e.x, centre of the cell, component standard deviations"},
                          {"across", "the orthogonal coordinate, likewise"},
                          {"flow", "density of the flow: histogram of 131072 samples"},
                          {"target", "density p_t, exact at the centre"}},
              .rows = {},
              .drawn = true};
  for (const FlowDensity& density : run.densities) {
    const double cell = 2.0 * density.half_width / density.bins;
    const auto bins = static_cast<std::size_t>(density.bins);
    for (std::size_t i = 0; i < density.flow.size(); ++i) {
      const auto centre = [&](std::size_t bin) {
        return number_text((static_cast<double>(bin) + 0.5) * cell - density.half_width);
      };
      table.rows.push_back({number_text(density.step), number_text(density.temperature),
                            centre(i % bins), centre(i / bins), number_text(density.flow[i]),
                            number_text(density.target[i])});
    }
  }
  return table;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"
#include "output/run_columns.hpp"

namespace annealvi {
namespace {

std::string sweep_meaning(const Sweep& sweep, const std::string& what) {
  return sweep.values.empty() ? what + ", empty: there is none" : what + ", value of " + sweep.key;
}

}  // namespace

Table curve_table(const CollapseCurve& curve, const Config& config, const std::string& command) {
  Table table{.command = command, .remarks = {}, .columns = {}, .rows = {}, .drawn = true};
  if (curve.interrupted) table.remarks.emplace_back("interrupted: only finished points are here");
  table.columns = {
      {"series", sweep_meaning(curve.series, "series")},
      {"vary", sweep_meaning(curve.vary, "varied parameter")},
      {"method",
       "sharp (S4), overlap (L4), (K1), flow (runs of the flow), sde (runs of the "
       "stochastic equation), reduced and full (runs of SGD)"},
      {"end_time", "time t_end at which collapse is judged, part of the definition of P"},
      {"probability", "collapse probability P; of runs: collapsed / (collapsed + recovered)"},
      {"lower",
       "P minus its error (sharp: estimated; overlap: of sampling), or lower end of the Wilson "
       "interval (runs) at "
       "confidence " +
           number_text(config.confidence)},
      {"upper", "likewise, upper end"},
      runs_column,
      collapsed_column,
      recovered_column,
      undecided_column,
      failed_column,
      {"critical_temperature", "T_c (L5), empty where there is none"},
      {"safe_temperature", "T_f (L6), empty where there is none"},
      {"note", "what else is to be said"},
      {"mean_alignment",
       "collapsed runs that first lost a mode because no component was left for it; empty for "
       "theory and for two components with fixed weights on two modes, where it is all"},
      {"vanishing_weight",
       "collapsed runs that first lost a mode because too little weight was left"},
      status_column};
  const auto count = [](const std::optional<std::uint64_t>& runs) {
    return runs ? number_text(*runs) : std::string();
  };
  for (const CurvePoint& point : curve.points) {
    const Temperatures& temperatures = curve.temperatures_at(point.series, point.position);
    const bool known = point.probability.has_value();
    table.rows.push_back(
        {curve.series.values.empty() ? std::string() : curve.series.values.at(point.series),
         curve.vary.values.at(point.position), method_name(point.method),
         number_text(point.end_time), number_text(point.probability),
         known ? number_text(point.lower) : std::string(),
         known ? number_text(point.upper) : std::string(), number_text(point.runs),
         number_text(point.collapsed), number_text(point.recovered), number_text(point.undecided),
         number_text(point.failed), number_text(temperatures.critical),
         number_text(temperatures.safe), point.note, count(point.mean_alignment),
         count(point.vanishing_weight), std::string(status_name(point.status))});
  }
  return table;
}

}  // namespace annealvi

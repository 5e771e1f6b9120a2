// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"
#include "output/run_columns.hpp"

#include <fmt/format.h>

namespace annealvi {
namespace {

std::string source_name(MapPoint::Source source) {
  switch (source) {
    case MapPoint::Source::computed:
      return "computed";
    case MapPoint::Source::interpolated:
      return "interpolated";
    case MapPoint::Source::missing:
      return "missing";
  }
  return {};
}

std::vector<std::string> cells(const PhaseDiagram& diagram, const CurvePoint& point,
                               const std::string& source) {
  const PhaseSite& site = diagram.sites.at(point.position + diagram.columns() * point.series);
  const bool known = point.probability.has_value();
  return {diagram.x.values.at(point.position),
          diagram.y.values.at(point.series),
          method_name(point.method),
          source,
          std::string(status_name(point.status)),
          number_text(point.probability),
          known ? number_text(point.lower) : std::string(),
          known ? number_text(point.upper) : std::string(),
          number_text(point.runs),
          number_text(point.collapsed),
          number_text(point.recovered),
          number_text(point.undecided),
          number_text(point.failed),
          number_text(point.end_time),
          number_text(site.temperatures.critical),
          number_text(site.temperatures.safe),
          site.lasting ? (*site.lasting ? "1" : "0") : "",
          point.note};
}

}  // namespace

std::string interpolation_summary(const PhaseDiagram& diagram, const Config& config) {
  if (diagram.map.empty()) return {};
  std::string text =
      fmt::format("{} of {} points of the map computed", diagram.computed, diagram.map.size());
  if (diagram.held_out == 0 || diagram.computed == diagram.map.size()) return text;
  return text + fmt::format(
                    ", the others interpolated: at {} points held out for checking P is off by at "
                    "most {:.2g} % (wanted: {:.2g} %; below P = 0.1 % times -log10(P)/3)",
                    diagram.held_out, 100.0 * diagram.held_out_error,
                    100.0 * config.phase.interpolation_error);
}

Table phase_table(const PhaseDiagram& diagram, const Config& config, const std::string& command) {
  Table table{.command = command, .remarks = {}, .columns = {}, .rows = {}, .drawn = true};
  if (diagram.interrupted) {
    table.remarks.emplace_back("interrupted: points of the map with status missing are not known");
  }
  if (!diagram.map.empty()) table.remarks.push_back(interpolation_summary(diagram, config));
  table.columns = {
      {"x", "value of " + diagram.x.key},
      {"y", "value of " + diagram.y.key},
      {"method", "sharp (S4), or the engine of simulated runs: flow, sde, reduced, full"},
      {"source", "computed, interpolated between computed points, simulated, or missing"},
      status_column,
      {"probability", "collapse probability P; of runs: collapsed / (collapsed + recovered)"},
      {"lower",
       "P minus its error estimate, interpolation included (sharp), or lower end of the Wilson "
       "interval (runs) at confidence " +
           number_text(config.confidence)},
      {"upper", "likewise, upper end"},
      runs_column,
      collapsed_column,
      recovered_column,
      undecided_column,
      failed_column,
      {"end_time", "time t_end at which collapse is judged, part of the definition of P"},
      {"critical_temperature", "T_c (L5), empty where there is none"},
      {"safe_temperature", "T_f (L6), empty where there is none"},
      {"lasting",
       "1: a collapsed state exists at t_end, 0: collapse is only long-lived, empty: not assessed"},
      {"note", "what else is to be said"}};
  for (const PhasePoint& point : diagram.map) {
    table.rows.push_back(cells(diagram, point.at, source_name(point.source)));
  }
  for (const CurvePoint& point : diagram.simulations) {
    table.rows.push_back(cells(diagram, point, "simulated"));
  }
  return table;
}

}  // namespace annealvi

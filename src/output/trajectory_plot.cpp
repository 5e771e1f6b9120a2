// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/trajectory_plot.hpp"

#include "output/gnuplot.hpp"
#include "output/labels.hpp"
#include "output/panel_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

// Largest |m_k|, so that a start far out is not cut off.
double overlap_range(std::span<const TrajectoryRow> rows, double separation) {
  double largest = separation;
  for (const TrajectoryRow& row : rows) {
    for (const double overlap : row.state.overlap) {
      if (std::isfinite(overlap)) largest = std::max(largest, std::abs(overlap));
    }
  }
  return 1.15 * largest;
}

std::string axis_of(std::span<const TrajectoryRow> rows, double TrajectoryRow::*member) {
  std::vector<double> values;
  for (const TrajectoryRow& row : rows) values.push_back(row.*member);
  return panel_axis(values);
}

}  // namespace

std::string trajectory_script(std::span<const TrajectoryRow> rows, const Config& config,
                              const std::string& name) {
  const double separation = config.problem.target.separation;
  const bool is_sgd = uses_gradient_noise(config.engine);
  const bool scaled = config.problem.annealing.objective == Objective::free_energy;
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  const std::string heading = gnuplot::heading(
      fmt::format("One run of {}, seed {}", config.engine == Engine::sde ? "the stochastic equation"
                                       : is_sgd                     ? "SGD"
                                                                    : "the flow", config.seed),
      {labels::parameters(config, {}, is_sgd)});
  script += fmt::format("R = {}\n", number_text(separation));
  script += "set lmargin at screen 0.11\nset rmargin at screen 0.97\nset key noautotitle\n";
  if (!rows.empty() && rows.back().time > rows.front().time) {
    script += fmt::format("set xrange [{}:{}]\n", number_text(rows.front().time),
                          number_text(rows.back().time));
  }
  script += fmt::format(
      "\n"
      "# Columns: 1 time, 2 temperature, 3 m1, 4 m2, 11 objective. Three panels, one above the "
      "other.\n"
      "do for [picture = 1:2] {{\n"
      "if (picture == 1) {{\n{0}}} else {{\n{1}}}\n"
      "set multiplot\n",
      gnuplot::svg_terminal(name + ".svg"), gnuplot::png_terminal(name + ".png"));
  script += fmt::format(
      "{5}\n# overlaps with the mode axis; the modes lie at -R and +R\n"
      "set tmargin at screen 0.88\nset bmargin at screen 0.51\n"
      "set format x ''\nunset xlabel\nset ylabel 'overlaps {{/:Italic m}}_1, {{/:Italic m}}_2'\n"
      "{2}set yrange [{0}:{1}]\n"
      "set key at graph 0.99, 0.5 right center opaque noautotitle\n"
      "plot R with lines dashtype (10,7) linewidth 1.4 linecolor rgb '#707070', \\\n"
      "     -R with lines dashtype (10,7) linewidth 1.4 linecolor rgb '#707070' title 'modes ± "
      "{{/:Italic R}}', \\\n"
      "     data using 1:3 with lines linewidth 2.8 linecolor rgb '{3}' title '{{/:Italic m}}_1', "
      "\\\n"
      "     data using 1:4 with lines linewidth 2.8 linecolor rgb '{4}' title '{{/:Italic m}}_2'\n"
      "unset label\nunset key\n",
      number_text(-overlap_range(rows, separation)), number_text(overlap_range(rows, separation)),
      linear_axis(2.0 * overlap_range(rows, separation), 6.0), gnuplot::colours[0],
      gnuplot::colours[1], heading);
  script += fmt::format(
      "\nset tmargin at screen 0.48\nset bmargin at screen 0.31\n"
      "set ylabel 'temperature {{/:Italic T}}'\nset yrange [*:*]\n"
      "{0}"
      "plot data using 1:2 with lines linewidth 2.4 linecolor rgb '{1}'\n",
      axis_of(rows, &TrajectoryRow::temperature), gnuplot::colours[4]);
  script += fmt::format(
      "\nset tmargin at screen 0.28\nset bmargin at screen 0.10\n"
      "set ylabel 'objective {0}'\nset xlabel 'time {{/:Italic t}}'\nset format x '%g'\n"
      "{1}"
      "plot data using 1:11 with lines linewidth 2.4 linecolor rgb '{2}'\n"
      "unset multiplot\nset output\n}}\n",
      scaled ? "{/:Italic T F}" : "{/:Italic F}", axis_of(rows, &TrajectoryRow::objective),
      gnuplot::colours[2]);
  return script;
}

}  // namespace annealvi

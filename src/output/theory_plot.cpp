// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/theory_plot.hpp"

#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

namespace annealvi {
namespace {

/// What the rows do not say: path and variance.
std::string setting(const Config& config) {
  return labels::parameters(
      config,
      {"target.separation", "target.dimension", "family.initial_scale", "annealing.schedule",
       "annealing.initial_temperature", "annealing.rate"},
      false);
}

std::string short_number(const std::string& cell) {
  return fmt::format("{:.4g}", std::stod(cell));
}

/// Both pictures from one block of plot commands.
std::string drawn_twice(const std::string& name, const std::string& panels) {
  return fmt::format(
      "do for [picture = 1:2] {{\nif (picture == 1) {{\n{0}}} else {{\n{1}}}\n{2}set output\n}}\n",
      gnuplot::svg_terminal(name + ".svg"), gnuplot::png_terminal(name + ".png"), panels);
}

}  // namespace

std::string finite_size_script(const Table& table, const Config& config, const std::string& name) {
  const auto& first = table.rows.front();
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  const std::string heading = gnuplot::heading(
      fmt::format("Collapse after a quench to {{/:Italic T}} = {}: exact and closed form",
                  short_number(first[1])),
      {fmt::format("{{/:Italic R}} = {}, σ_0 = 1/√{{/:Italic d}}, {}", short_number(first[0]),
                   setting(config))});
  script +=
      "set lmargin at screen 0.12\nset rmargin at screen 0.97\nset logscale x\n"
      "set format x '10^{%T}'\n\n"
      "# Columns: 3 dimension, 5 probability, 7 without distance, 8 (S2), 9 (S3), 10-12 slopes\n";
  const std::string panels = fmt::format(
      "set multiplot\n{0}"
      "set tmargin at screen 0.88\nset bmargin at screen 0.47\n"
      "set logscale y\nset format y '10^{{%T}}'\nset yrange [*:*]\n"
      "set format x ''\nunset xlabel\nset ylabel 'collapse probability {{/:Italic P}}'\n"
      "set key at graph 0.98, 0.97 right top Left reverse samplen 2.5 spacing 1.3 noautotitle\n"
      "plot data using 3:5 with lines linewidth 2.8 linecolor rgb '{1}' title "
      "'exact: random distance {{/:Italic y}}, (S4)', \\\n"
      "     data using 3:8 with lines linewidth 2.8 linecolor rgb '{2}' title "
      "'closed form (S2), {{/:Italic y}} = 0', \\\n"
      "     data using 3:9 with lines linewidth 1.8 dashtype (8,6) linecolor rgb '{3}' title "
      "'its limit (S3)', \\\n"
      "     data using 3:7 with points pointtype 6 pointsize 1.5 linewidth 1.8 linecolor rgb "
      "'{2}' title 'exact for {{/:Italic y}} = 0'\n"
      "unset label\n"
      "set tmargin at screen 0.43\nset bmargin at screen 0.12\n"
      "unset logscale y\nset format y '%g'\nset yrange [*:*]\n"
      "set format x '10^{{%T}}'\nset xlabel 'dimension {{/:Italic d}}'\n"
      "set ylabel 'd log {{/:Italic P}} / d log {{/:Italic d}}'\n"
      "set key at graph 0.98, 0.97 right top Left reverse samplen 2.5 spacing 1.3 noautotitle\n"
      "plot data using 3:12 with lines linewidth 2.8 linecolor rgb '{1}' title "
      "'with the logarithm of late overlap (L8)', \\\n"
      "     data using 3:11 with lines linewidth 2.8 dashtype (16,8) linecolor rgb '{2}' title "
      "'limit (L7)', \\\n"
      "     data using 3:10 with points pointtype 7 pointsize 1.4 linecolor rgb '{1}' title "
      "'exact (S4)'\n"
      "unset multiplot\n",
      heading, gnuplot::colours[0], gnuplot::colours[1], gnuplot::colours[6]);
  return script + drawn_twice(name, panels);
}

std::string bifurcation_script(const Table& table, const Config& config, const std::string& name) {
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  const std::string R = table.rows.front()[0];
  std::string fold;
  for (const auto& row : table.rows) {
    if (row[2] == "fold") fold = row[1];
  }
  script += gnuplot::heading(
      fmt::format("Above {{/:Italic T}}_f = {} no collapsed pair is left", short_number(fold)),
      {fmt::format("both components on one mode, at rest; {{/:Italic R}} = {}, {}", short_number(R),
                   setting(config))});
  const double span = std::stod(fold) - 1.0;
  script += fmt::format(
      "R = {0}\nfold = {1}\n"
      "set xlabel 'temperature {{/:Italic T}}, held fixed'\n"
      "set ylabel 'overlaps {{/:Italic m}}_1, {{/:Italic m}}_2'\n"
      "set xrange [1:{2}]\nset yrange [0:1.25 * R]\nset tmargin at screen 0.86\n"
      "set rmargin at screen 0.96\n"
      "set arrow from fold, graph 0 to fold, graph 1 nohead dashtype (16,8) linewidth 1.5 "
      "linecolor rgb '#505050' back\n"
      "set label '{{/:Italic T}}_f' at fold, graph 0.04 offset 0.7,0 left textcolor rgb '#505050'\n"
      "set label 'every start recovers' at fold, graph 0.28 offset 2.4,0 left rotate by 90 "
      "textcolor rgb '#505050'\n"
      "set arrow from graph 0, first R to graph 1, first R nohead linewidth 1.2 linecolor rgb "
      "'#B0B0B0' back\n"
      "set label 'mode at {{/:Italic R}}' at graph 0.99, first R offset 0,0.6 right textcolor rgb "
      "'#707070'\n"
      "set key at graph 0.03, 0.40 left top Left reverse samplen 3 spacing 1.35\n"
      "\n"
      "# Columns: 2 temperature, 3 branch, 6 m1, 7 m2; the fold belongs to both branches\n"
      "on(branch, c) = strcol(3) eq branch || strcol(3) eq 'fold' ? column(c) : NaN\n"
      "turn(c) = strcol(3) eq 'fold' ? column(c) : NaN\n\n",
      R, fold, number_text(std::stod(fold) + 0.14 * span));
  return script +
         drawn_twice(
             name,
             fmt::format(
                 "plot data using 2:(on('stable', 6)) with lines linewidth 3 linecolor rgb '{0}' "
                 "title 'stable pair, {{/:Italic m}}_1', \\\n"
                 "     data using 2:(on('stable', 7)) with lines linewidth 3 linecolor rgb '{1}' "
                 "title 'stable pair, {{/:Italic m}}_2', \\\n"
                 "     data using 2:(on('saddle', 6)) with lines linewidth 2.2 dashtype (8,6) "
                 "linecolor rgb '{0}' title 'saddle, {{/:Italic m}}_1', \\\n"
                 "     data using 2:(on('saddle', 7)) with lines linewidth 2.2 dashtype (8,6) "
                 "linecolor rgb '{1}' title 'saddle, {{/:Italic m}}_2', \\\n"
                 "     data using 2:(turn(6)) with points pointtype 7 pointsize 1.5 linecolor rgb "
                 "'{0}' notitle, \\\n"
                 "     data using 2:(turn(7)) with points pointtype 7 pointsize 1.5 linecolor rgb "
                 "'{1}' notitle\n",
                 gnuplot::colours[0], gnuplot::colours[1]));
}

}  // namespace annealvi

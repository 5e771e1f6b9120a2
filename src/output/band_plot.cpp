// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/band_plot.hpp"

#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi {
namespace {

constexpr std::size_t columns_before = 11;  // of one run
constexpr std::size_t columns_a_band = 4 * band_statistics.size();
constexpr std::size_t most_points = 25;  // with bars, along the time

std::string words(Engine engine) {
  switch (engine) {
    case Engine::flow:
      return "flow";
    case Engine::sde:
      return "stochastic equation";
    case Engine::reduced:
      return "reduced SGD";
    case Engine::full:
      return "SGD";
  }
  return {};
}

/// Column of the mean of statistic `s` of band `b`; deviation, low and high follow.
std::size_t column(std::size_t b, std::size_t s) {
  return columns_before + b * columns_a_band + 4 * s + 1;
}

std::string panel(std::span<const TrajectoryBand> bands, std::size_t s, std::size_t every) {
  std::string text = "plot ";
  if (bands.size() > 1) {
    text += fmt::format(
        "data using 1:{}:{} with filledcurves fillstyle transparent solid 0.25 noborder linecolor "
        "rgb '{}' title '{}: 5 % to 95 %', \\\n     ",
        column(1, s) + 2, column(1, s) + 3, gnuplot::colours[5], words(bands[1].engine));
    text += fmt::format(
        "data using 1:{} with lines linewidth 2.4 linecolor rgb '{}' title '{}: mean', \\\n     ",
        column(1, s), gnuplot::colours[0], words(bands[1].engine));
  }
  if (bands.size() > 2) {
    text += fmt::format(
        "data every {0} using 1:{1}:{2}:{3} with yerrorbars pointtype 7 pointsize 0.7 linewidth "
        "1.4 linecolor rgb '{4}' title '{5}: mean, 5 % to 95 %', \\\n     ",
        every, column(2, s), column(2, s) + 2, column(2, s) + 3, gnuplot::colours[1],
        words(bands[2].engine));
  }
  return text + fmt::format("data using 1:{} with lines dashtype (8,5) linewidth 2.4 linecolor rgb "
                            "'{}' title 'flow: mean'\n",
                            column(0, s), gnuplot::colours[6]);
}

}  // namespace

std::string band_script(std::span<const TrajectoryRow> rows, std::span<const TrajectoryBand> bands,
                        const Config& config, const std::string& name) {
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  const std::string heading =
      gnuplot::heading(fmt::format("Deterministic limit and fluctuations, {} runs", bands[0].runs),
                       {labels::parameters(config, {}, bands.size() > 1)});
  script += "set lmargin at screen 0.09\nset rmargin at screen 0.97\n";
  if (rows.size() > 1 && rows.back().time > rows.front().time) {
    script += fmt::format("set xrange [{}:{}]\n", number_text(rows.front().time),
                          number_text(rows.back().time));
  }
  const std::size_t every = std::max<std::size_t>(1, rows.size() / most_points);
  script += fmt::format(
      "\n# From column {} on, mean, deviation, 5 % and 95 % of |S|, |D|, y for each band.\n"
      "do for [picture = 1:2] {{\n"
      "if (picture == 1) {{\n{}}} else {{\n{}}}\n"
      "set multiplot\n{}\n",
      columns_before + 1, gnuplot::svg_terminal(name + ".svg"),
      gnuplot::png_terminal(name + ".png"), heading);
  constexpr std::array<std::string_view, 3> axis{
      "|{/:Italic S}| = |{/:Italic m}_1 + {/:Italic m}_2|",
      "|{/:Italic D}| = |{/:Italic m}_1 - {/:Italic m}_2|", "{/:Italic y}, distance^2 across"};
  constexpr std::array<double, 4> edge{0.83, 0.585, 0.345, 0.10};  // room for the key above
  for (std::size_t s = 0; s < axis.size(); ++s) {
    script += fmt::format(
        "\nset tmargin at screen {}\nset bmargin at screen {}\nset ylabel '{}'\nset yrange "
        "[0:*]\n{}{}{}",
        edge[s] - (s == 0 ? 0.0 : 0.015), edge[s + 1] + 0.015, axis[s],
        s + 1 == axis.size() ? "set xlabel 'time {/:Italic t}'\nset format x '%g'\n"
                             : "set format x ''\nunset xlabel\n",
        s == 0 ? "set key at screen 0.97, 0.895 right top maxrows 2\n" : "unset key\n",
        panel(bands, s, every));
    if (s == 0) script += "unset label\n";
  }
  return script + "unset multiplot\nset output\n}\n";
}

}  // namespace annealvi

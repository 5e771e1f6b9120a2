// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Pictures of flows along their training.
#include "numerics/elementary.hpp"
#include "output/flow_parts.hpp"
#include "output/flow_plot.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

namespace annealvi {

using namespace flow_parts;

namespace {

constexpr std::size_t most_columns = 4, most_densities = 8;

/// `count` or fewer of the values, the first, the last and some evenly between.
template <class Value>
std::vector<Value> thinned(const std::vector<Value>& values, std::size_t count) {
  if (values.size() <= count) return values;
  std::vector<Value> some;
  for (std::size_t i = 0; i < count; ++i) {
    some.push_back(values[(i * (values.size() - 1) + (count - 1) / 2) / (count - 1)]);
  }
  return some;
}

/// Those values of a sweep that column `column` of the table has.
std::vector<std::string> present(const Sweep& sweep, const Table& table, std::size_t column) {
  std::set<std::string> there;
  for (const auto& row : table.rows) there.insert(row.at(column));
  std::vector<std::string> values = values_or_blank(sweep);
  std::erase_if(values, [&](const std::string& value) { return !there.contains(value); });
  return values;
}

std::string thinned_text(const Sweep& sweep, std::size_t drawn) {
  if (drawn >= values_or_blank(sweep).size()) return {};
  return fmt::format("; {} of {} values of {} drawn", drawn, sweep.values.size(),
                     labels::words(sweep.key));
}

struct Extent {
  double low, high;
};

/// Of the positive numbers in columns [first, last] of a table; [1, 1] when there are none.
Extent extent(const Table& table, std::size_t first, std::size_t last) {
  Extent result{HUGE_VAL, 0.0};
  for (const auto& row : table.rows) {
    for (std::size_t i = first; i <= last; ++i) {
      const double value = std::strtod(row.at(i).c_str(), nullptr);
      if (value > 0.0) result = {std::min(result.low, value), std::max(result.high, value)};
    }
  }
  return result.high > 0.0 ? result : Extent{1.0, 1.0};
}

/// Distance of two or more marks on an axis from 0: 1, 2 or 5 times a power of ten.
double mark_distance(double last) {
  const double most = 0.51 * last, power = math::pow(10.0, std::floor(math::log10(most)));
  return power * (most >= 5.0 * power ? 5.0 : most >= 2.0 * power ? 2.0 : 1.0);
}

struct Panel {
  double top, bottom;
  std::string label, axis;
  int column;  ///< of the mean; with a band its ends follow
  bool with_band;
};

std::string margins(double left, double right, double top, double bottom) {
  return fmt::format(
      "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\nset tmargin at screen {}\n"
      "set bmargin at screen {}\n",
      left, right, top, bottom);
}

}  // namespace

std::string flow_history_script(const FlowCurve& curve, const Table& history, const Config& config,
                                const std::string& name) {
  const std::vector<std::string> columns = thinned(present(curve.series, history, 0), most_columns);
  const std::vector<std::string> lines =
      thinned(present(curve.vary, history, 1), gnuplot::colours.size());
  const std::vector<std::string> titles = legend(curve.series, columns);
  const Extent steps = extent(history, 2, 2), temperatures = extent(history, 3, 3),
               losses = extent(history, 4, 6);
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  script += string_array("series", columns) + string_array("vary", lines) +
            string_array("name", legend(curve.vary, lines)) + ink_array(lines.size());
  script += fmt::format(
      "# columns: 1 series, 2 vary, 3 step, 4 temperature, 5-7 loss, 11-13 relative_mass\n"
      "of(s, i, value) = strcol(1) eq series[s] && strcol(2) eq vary[i] ? value : NaN\n"
      "set style fill transparent solid 0.18 noborder\nset xrange [0:{}]\n",
      number_text(steps.high));
  if (columns.size() > 1) {
    script += fmt::format("set xtics 0, {}\n", number_text(mark_distance(steps.high)));
  }
  // Within one decade a logarithmic axis may show no number at all.
  const bool decades = losses.high > 10.0 * losses.low;
  const std::vector<Panel> panels{
      {0.79, 0.59, "temperature {/:Italic T}",
       fmt::format("set yrange [0:{}]\nset ytics 0, {}\n", number_text(1.05 * temperatures.high),
                   number_text(mark_distance(temperatures.high))),
       4, false},
      {0.56, 0.35, "loss, nats",
       fmt::format("{}\nset ytics autofreq\nset yrange [{}:{}]\n",
                   decades ? "set logscale y" : "unset logscale y",
                   number_text(losses.low / 1.2), number_text(1.2 * losses.high)),
       5, true},
      {0.32, 0.10, "smaller relative mass", "unset logscale y\nset yrange [0:1]\n", 11, true}};
  std::string body =
      heading(config, "RealNVP along training", {curve.vary.key, curve.series.key},
              "mean and 10 % to 90 % of the runs" + thinned_text(curve.series, columns.size()) +
                  thinned_text(curve.vary, lines.size())) +
      "set multiplot\n";
  constexpr double left = 0.09, right = 0.83, gap = 0.015;
  const double width = (right - left + gap) / static_cast<double>(columns.size());
  for (std::size_t s = 0; s < columns.size(); ++s) {
    const double from = left + static_cast<double>(s) * width;
    for (const Panel& panel : panels) {
      const bool top = &panel == &panels.front(), bottom = &panel == &panels.back();
      body += margins(from, from + width - gap, panel.top, panel.bottom);
      body += panel.axis;
      body += s > 0 ? "unset ylabel\nset format y ''\n"
                    : fmt::format("set ylabel '{}'\nset format y '{}'\n", panel.label,
                                  panel.column == 5 && decades ? "10^{%T}" : "%g");
      body += bottom ? "set xlabel 'training step'\nset format x '%g'\n"
                     : "unset xlabel\nset format x ''\n";
      body +=
          top ? fmt::format("set title {}\n", gnuplot::quoted_text(titles[s])) : "unset title\n";
      body += top && s == 0 ? "set key at screen 0.99, 0.80 right top Left reverse samplen 2\nplot "
                            : "unset key\nplot ";
      if (panel.with_band) {
        body += fmt::format(
            "for [i=1:{0}] data using 3:(of({1}, i, ${2})):(of({1}, i, ${3})) with filledcurves "
            "linecolor rgb ink[i] notitle, \\\n     ",
            lines.size(), s + 1, panel.column + 1, panel.column + 2);
      }
      body += fmt::format(
          "for [i=1:{0}] data using 3:(of({1}, i, ${2})) with lines linewidth 2.4 linecolor rgb "
          "ink[i] title name[i]\nunset label\n",
          lines.size(), s + 1, panel.column);
    }
  }
  return script + drawn_twice(name, body + "unset multiplot\n");
}

std::string flow_density_script(const FlowRun& run, const Config& config, const std::string& name) {
  std::string script = gnuplot::preamble(name + ".csv", name + ".gnuplot");
  std::vector<const FlowDensity*> all;
  double highest = 0.0;
  for (const FlowDensity& density : run.densities) all.push_back(&density);
  const std::vector<const FlowDensity*> drawn = thinned(all, most_densities);
  for (const FlowDensity* density : drawn) {
    for (const auto* values : {&density->flow, &density->target}) {
      highest = std::max(highest, *std::max_element(values->begin(), values->end()));
    }
  }
  const auto count = static_cast<double>(drawn.size());
  const double width = 0.80 / count - 0.012, top = 0.78;
  const double height = std::min(0.30, 1.5 * width);  // a square, where there is room
  // The colours go with the square root, so that a wide target beside a narrow flow is seen.
  script += fmt::format(
      "unset grid\nset size ratio 1\nset style data image\n"
      "set palette functions (1 - sqrt(gray))**1.2, 1 - 0.8 * sqrt(gray), 1 - 0.6 * gray\n"
      "set tics scale 0.5\n"
      "# one scale of colours for flow and target at all times\nset cbrange [0:{}]\n"
      "set cblabel 'density (colour: square root)'\n"
      "# columns: 1 step, 3 along_e, 4 across, 5 flow, 6 target\n",
      number_text(highest));
  // A label of the first panel: drawn once in each of the two pictures.
  std::string body = heading(config, "RealNVP and its target along training", {},
                             drawn.size() < all.size()
                                 ? fmt::format("{} of {} times drawn", drawn.size(), all.size())
                                 : std::string()) +
                     "set multiplot\nunset colorbox\n";
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const FlowDensity& density = *drawn[i];
    const double left = 0.07 + 0.80 * static_cast<double>(i) / count;
    for (const bool of_flow : {true, false}) {
      const double panel_top = of_flow ? top : top - height - 0.04;
      body += margins(left, left + width, panel_top, panel_top - height);
      body += fmt::format(
          "set xrange [-{0}:{0}]\nset yrange [-{0}:{0}]\nset xtics {1}\nset ytics {1}\n",
          density.half_width, number_text(mark_distance(2.0 * density.half_width)));
      body += fmt::format("set format x {}\nset format y {}\n", of_flow ? "''" : "'%g'",
                          i == 0 ? "'%g'" : "''");
      body += of_flow
                  ? fmt::format("set title \"step {}\\n{{/:Italic T}} = {:.3g}\"\nunset xlabel\n",
                                density.step, density.temperature)
                  : "unset title\nset xlabel '{/:Bold e}·{/:Italic x}'\n";
      body +=
          i == 0 ? fmt::format("set ylabel '{}'\n", of_flow ? "flow" : "target") : "unset ylabel\n";
      if (i + 1 == drawn.size() && !of_flow) {
        body +=
            fmt::format("set colorbox user origin screen 0.885, {:.4f} size screen 0.018, {:.4f}\n",
                        panel_top - height, top - panel_top + height);
      }
      body += fmt::format("plot data using 3:4:($1 == {} ? ${} : NaN) notitle\nunset label\n",
                          density.step, of_flow ? 5 : 6);
    }
  }
  return script + drawn_twice(name, body + "unset multiplot\n");
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/mechanism_plot.hpp"

#include "annealvi/output/table.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr std::string_view undecided_colour = "#B0B0B0";
constexpr std::size_t most_panels = 12;  // smaller ones cannot be read

struct Panel {
  std::size_t series;
  Method method;
};

std::vector<Panel> panels_of(const CollapseCurve& curve) {
  std::vector<Panel> panels;
  for (std::size_t series = 0; series < curve.series_count(); ++series) {
    for (const MethodChoice& choice : curve.methods) {
      const bool counted = std::ranges::any_of(curve.points, [&](const CurvePoint& point) {
        return point.series == series && point.method == choice.method && point.mean_alignment;
      });
      if (counted && panels.size() < most_panels) panels.push_back({series, choice.method});
    }
  }
  return panels;
}

std::string method_words(Method method) {
  return method == Method::flow ? "flow" : method == Method::reduced ? "reduced SGD" : "SGD";
}

std::string title_of(const CollapseCurve& curve, const Panel& panel, bool one_method) {
  const std::string series =
      curve.series.values.empty()
          ? ""
          : labels::with_value(curve.series.key, curve.series.values[panel.series]);
  if (one_method && !series.empty()) return series;
  return series + (series.empty() ? "" : ", ") + method_words(panel.method);
}

// Coloured words in one line: a key would be as narrow as the first panel.
std::string legend() {
  const auto entry = [](std::string_view words, std::string_view colour, double place) {
    return fmt::format("set label '■ {}' at screen {}, 0.891 left textcolor rgb '{}'\n", words,
                       place, colour);
  };
  return entry("mean alignment", gnuplot::colours[0], 0.42) +
         entry("vanishing weight", gnuplot::colours[1], 0.62) +
         entry("undecided", undecided_colour, 0.83);
}

// Words on the horizontal axis are places 0, 1, ...
std::string places(const CollapseCurve& curve) {
  std::string tics, values;
  for (std::size_t i = 0; i < curve.vary.values.size(); ++i) {
    const std::string& value = curve.vary.values[i];
    tics += fmt::format("{}{} {}", i == 0 ? "" : ", ",
                        gnuplot::quoted_text(gnuplot::literal(value)), i);
    values += fmt::format("value eq {} ? {} : ", gnuplot::quoted_text(value), i);
  }
  return fmt::format(
      "set xtics ({})\nposition(value) = {}NaN\nx(c) = position(strcol(c))\n"
      "set xrange [-0.5:{}]\n",
      tics, values, static_cast<double>(curve.vary.values.size()) - 0.5);
}

}  // namespace

std::string mechanism_script(const CollapseCurve& curve, const Config& config,
                             const std::string& name) {
  const std::vector<Panel> panels = panels_of(curve);
  const std::vector<double> numbers = numeric_values(curve.vary);
  const bool areas = numbers.size() > 1;
  const std::string picture = name + "-mechanism";
  const bool noise = std::ranges::any_of(panels, [](const Panel& panel) {
    return uses_gradient_noise(engine_of(panel.method).value());
  });
  const bool one_method = curve.methods.size() == 1;

  std::string script = gnuplot::preamble(name + ".csv", picture + ".gnuplot");
  script += areas ? std::string("x(c) = column(c)\n") : places(curve);
  if (areas && curve.vary.logarithmic) script += "set logscale x\n";
  if (areas) {
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    script += fmt::format("set xrange [{}:{}]\n", number_text(*low), number_text(*high));
  }
  // Columns: 1 series, 2 vary, 3 method, 8 runs, 11 undecided, 12 failed, 16 and 17 mechanisms.
  script +=
      "# shares of the runs that did not fail, one on top of the other\n"
      "is(series, method) = strcol(1) eq series && strcol(3) eq method\n"
      "share(n) = n / (column(8) - column(12))\n"
      "aligned(series, method) = is(series, method) ? share(column(16)) : NaN\n"
      "lost(series, method) = is(series, method) ? share(column(16) + column(17)) : NaN\n"
      "open(series, method) = is(series, method) ? share(column(16) + column(17) + column(11)) : "
      "NaN\n"
      "set yrange [0:1]\nset style fill solid 1.0 noborder\nset boxwidth 0.7\n";

  const auto columns = static_cast<std::size_t>(
      panels.size() <= 3 ? static_cast<double>(panels.size())
                         : std::ceil(std::sqrt(static_cast<double>(panels.size()))));
  const std::size_t rows = (panels.size() + columns - 1) / columns;
  const double width = 0.90 / static_cast<double>(columns);
  const double height = 0.74 / static_cast<double>(rows);
  const std::string heading = gnuplot::heading(
      fmt::format("Mechanism of collapse against {}", labels::words(curve.vary.key)),
      {labels::parameters(config, {curve.vary.key, curve.series.key}, noise),
       fmt::format("{} runs a point; white: recovered", config.runs)});
  script += fmt::format(
      "\ndo for [picture = 1:2] {{\nif (picture == 1) {{\n{}}} else {{\n{}}}\nset multiplot\n"
      "unset key\n",
      gnuplot::svg_terminal(picture + ".svg"), gnuplot::png_terminal(picture + ".png"));
  script += heading + legend();
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const double left = 0.085 + width * static_cast<double>(i % columns);
    const double top = 0.83 - height * static_cast<double>(i / columns);
    const bool lowest = i + columns >= panels.size();
    const std::string place = fmt::format(
        "{}, '{}'",
        gnuplot::quoted_text(curve.series.values.empty() ? std::string()
                                                         : curve.series.values[panels[i].series]),
        method_name(panels[i].method));
    script += fmt::format(
        "\nset lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\n"
        "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n"
        "set label 20 {} at graph 0.97, 0.93 right front\n{}{}",
        left, left + width - 0.03, top, top - height + 0.07,
        gnuplot::quoted_text(title_of(curve, panels[i], one_method)),
        i % columns == 0 ? "set ylabel 'share of runs'\nset format y '%g'\n"
                         : "unset ylabel\nset format y ''\n",
        lowest ? fmt::format("set xlabel {}\n", gnuplot::quoted_text(labels::axis(curve.vary.key)))
               : "unset xlabel\n");
    const std::string style = areas ? "filledcurves y1=0" : "boxes";
    script += fmt::format(
        "plot data using (x(2)):(open({0})) with {1} linecolor rgb '{4}', \\\n"
        "     data using (x(2)):(lost({0})) with {1} linecolor rgb '{2}', \\\n"
        "     data using (x(2)):(aligned({0})) with {1} linecolor rgb '{3}'\n",
        place, style, gnuplot::colours[1], gnuplot::colours[0], undecided_colour);
    if (i == 0) script += "unset label\n";  // heading and legend are drawn once
  }
  return script + "unset multiplot\nset output\n}\n";
}

}  // namespace annealvi

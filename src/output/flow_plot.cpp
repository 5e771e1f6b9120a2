// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/flow_plot.hpp"

#include "annealvi/output/table.hpp"
#include "numerics/elementary.hpp"
#include "output/flow_parts.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {

using namespace flow_parts;

namespace {

constexpr std::string_view initial_temperature = "annealing.initial_temperature";

/// On the axis of T0 up to `last`; hotter ones are named at its end.
std::string temperature_mark(std::optional<double> temperature, std::string_view index,
                             double last) {
  if (!temperature) return {};
  if (*temperature > last) {
    return fmt::format(
        "set label '{{/:Italic T}}_{} = {:.3g} →' at graph 1, graph 1.03 right textcolor rgb "
        "'#505050'\n",
        index, *temperature);
  }
  const std::string place = number_text(*temperature);
  return fmt::format(
      "set arrow from first {0}, graph 0 to first {0}, graph 1 nohead dashtype (16,8) linewidth "
      "1.5 linecolor rgb '#505050' back\n"
      "set label '{{/:Italic T}}_{1} = {2:.3g}' at first {0}, graph 1.03 center textcolor rgb "
      "'#505050'\n",
      place, index, *temperature);
}

/// Place of the symbols of series i that belong to x: a hundredth of the axis apart.
std::string beside_of_series(const std::vector<double>& sorted, bool logarithmic,
                             std::size_t series) {
  const double middle = 0.5 * static_cast<double>(series + 1);
  if (sorted.empty()) return fmt::format("x + {} * (i - {})", 0.02, middle);
  const double from = sorted.front(), to = sorted.back();
  if (logarithmic) return fmt::format("x * {} ** (i - {})", math::pow(to / from, 0.01), middle);
  return fmt::format("x + {} * (i - {})", 0.01 * (to - from), middle);
}

}  // namespace

std::string flow_script(const FlowCurve& curve, const Config& config, const std::string& name) {
  const Sweep& vary = curve.vary;
  std::string script =
      gnuplot::preamble(name + ".csv", name + ".gnuplot") +
      heading(config, fmt::format("Mode collapse of RealNVP against {}", labels::words(vary.key)),
              {vary.key, curve.series.key},
              fmt::format("{} runs a point, bars: {} % Wilson intervals", config.realnvp.runs,
                          number_text(100.0 * config.confidence)));
  std::vector<double> numbers = numeric_values(vary);
  std::sort(numbers.begin(), numbers.end());
  script += fmt::format("set xlabel {}\n", gnuplot::quoted_text(labels::axis(vary.key)));
  script +=
      "set ylabel 'share of runs'\nset yrange [0:1]\nset tmargin at screen 0.78\n"
      "set offsets graph 0.03, graph 0.03, 0, 0\n"
      "set key outside right top Left reverse samplen 2.5 spacing 1.25\n";
  if (vary.logarithmic) script += "set logscale x\n";
  if (vary.key == initial_temperature && !curve.theory.empty()) {
    script += "# of the mixture theory, at the first point\n";
    const Temperatures& at = curve.theory.front().temperatures;
    script += temperature_mark(at.safe, "f", numbers.back());
    script += temperature_mark(at.critical, "c", numbers.back());
  }
  const bool one_theory = !theory_depends_on(curve.series);  // one line, in no series' colour
  script += string_array("series", values_or_blank(curve.series));
  script += string_array("name", legend(curve.series, values_or_blank(curve.series))) +
            ink_array(curve.series_count());
  script += fmt::format(
      "# columns: 1 series, 2 vary, 3 probability, 4 lower, 5 upper, 6 runs, 9 not_converged, 16 "
      "theory\n"
      "of(i, value) = strcol(1) eq series[i] ? value : NaN\n"
      "place(c) = {1}\n"
      "# symbols of different series stand side by side\n"
      "beside(i, x) = {2}\n"
      "plot for [i=1:{5}] data using (place(2)):(of(i, $16)){3} with {4} linecolor rgb {6} "
      "notitle, \\\n"
      "     for [i=1:{0}] data using (beside(i, place(2))):(of(i, $3)):4:5 with yerrorbars "
      "pointtype 7 pointsize 1.3 linewidth 1.6 linecolor rgb ink[i] notitle, \\\n"
      "     for [i=1:{0}] data using (beside(i, place(2))):(of(i, $9 / $6)) with points pointtype "
      "2 pointsize 1.1 linewidth 1.4 linecolor rgb ink[i] notitle, \\\n"
      "     for [i=1:{0}] keyentry with points pointtype 7 pointsize 1.3 linecolor rgb ink[i] "
      "title name[i], \\\n"
      "     keyentry with points pointtype 7 pointsize 1.3 linecolor rgb '#404040' title "
      "'collapsed, of converged', \\\n"
      "     keyentry with points pointtype 2 pointsize 1.1 linewidth 1.4 linecolor rgb '#404040' "
      "title 'not converged, of all', \\\n"
      "     keyentry with {4} linecolor rgb '#404040' title 'theory of the mixture'\n",
      curve.series_count(),
      numbers.empty() ? "int($0) % " + std::to_string(curve.positions()) : "column(c)",
      beside_of_series(numbers, vary.logarithmic, curve.series_count()),
      numbers.empty() ? ":xticlabel(2)" : "",
      numbers.empty() ? "points pointtype 1 pointsize 2 linewidth 2.4" : "lines linewidth 2.4",
      one_theory ? 1 : curve.series_count(), one_theory ? "'#404040'" : "ink[i]");
  const std::size_t plot = script.rfind("plot for");
  const std::string body = script.substr(plot);
  return script.substr(0, plot) + drawn_twice(name, body);
}

}  // namespace annealvi

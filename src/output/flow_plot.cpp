// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/flow_plot.hpp"

#include "annealvi/output/table.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace annealvi {
namespace {

constexpr std::string_view initial_temperature = "annealing.initial_temperature";

std::string_view activation_name(Activation activation) {
  switch (activation) {
    case Activation::tanh:
      return "tanh";
    case Activation::elu:
      return "elu";
    case Activation::relu:
      return "relu";
  }
  return {};
}

/// But for the keys in `left_out`; width, depth and activation stand together.
std::string network_text(const Config& config, const std::vector<std::string>& left_out) {
  const RealNvpSettings& settings = config.realnvp;
  const RealNvpShape& shape = settings.shape;
  const std::vector<std::pair<std::vector<std::string>, std::string>> parts{
      {{"realnvp.couplings"}, fmt::format("{} couplings", shape.couplings)},
      {{"realnvp.depth", "realnvp.width", "realnvp.activation"},
       fmt::format("{} x {} {} units", shape.depth, shape.width,
                   activation_name(shape.activation))},
      {{"realnvp.batch"}, fmt::format("batch {}", settings.batch)},
      {{"realnvp.steps"}, fmt::format("{} steps", settings.steps)},
      {{"realnvp.learning_rate"},
       "learning rate " + number_text(settings.learning_rate)}};
  std::vector<std::string> texts;
  for (const auto& [keys, text] : parts) {
    if (std::find_first_of(keys.begin(), keys.end(), left_out.begin(), left_out.end()) ==
        keys.end()) {
      texts.push_back(text);
    }
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string heading(const Config& config, const std::string& title,
                    std::vector<std::string> left_out, const std::string& last_line = {}) {
  // The family is that of the mixture theory, not of the flow.
  left_out.insert(left_out.end(), {"family.variance", "family.initial_scale"});
  return gnuplot::heading(
      title, {labels::parameters(config, left_out, false), gnuplot::literal(network_text(config, left_out)),
              last_line});
}

std::string preamble(const std::string& name) {
  return gnuplot::preamble(name + ".csv", name + ".gnuplot");
}

/// gnuplot array of strings
std::string string_array(const std::string& name, const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(gnuplot::quoted_text(text));
  return fmt::format("array {}[{}] = [{}]\n", name, texts.size(), fmt::join(quoted, ", "));
}

std::string ink_array(std::size_t count) {
  std::vector<std::string> inks;
  for (std::size_t i = 0; i < count; ++i) {
    inks.emplace_back(gnuplot::colours[i % gnuplot::colours.size()]);
  }
  return string_array("ink", inks);
}

std::vector<std::string> values_or_blank(const Sweep& sweep) {
  return sweep.values.empty() ? std::vector<std::string>{""} : sweep.values;
}

std::vector<std::string> legend(const Sweep& sweep) {
  std::vector<std::string> names;
  for (const std::string& value : values_or_blank(sweep)) {
    names.push_back(value.empty() ? "" : labels::with_value(sweep.key, value));
  }
  return names;
}

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
  if (logarithmic) return fmt::format("x * {} ** (i - {})", std::pow(to / from, 0.01), middle);
  return fmt::format("x + {} * (i - {})", 0.01 * (to - from), middle);
}

/// Both terminals, one after the other, around `body`, which draws one picture.
std::string drawn_twice(const std::string& name, const std::string& body) {
  return fmt::format(
      "do for [picture = 1:2] {{\nif (picture == 1) {{\n{0}}} else {{\n{1}}}\n{2}set output\n}}\n",
      gnuplot::svg_terminal(name + ".svg"), gnuplot::png_terminal(name + ".png"), body);
}

}  // namespace

std::string flow_script(const FlowCurve& curve, const Config& config, const std::string& name) {
  const Sweep& vary = curve.vary;
  std::string script =
      preamble(name) +
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
  script += string_array("name", legend(curve.series)) + ink_array(curve.series_count());
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

std::string flow_history_script(const FlowCurve& curve, const Config& config,
                                const std::string& name) {
  std::vector<std::string> values = values_or_blank(curve.vary), names = legend(curve.vary);
  const std::size_t shown = std::min(values.size(), gnuplot::colours.size());
  values.resize(shown);
  names.resize(shown);
  const std::string of_series =
      curve.series.values.empty()
          ? ""
          : ", " + labels::with_value(curve.series.key, curve.series.values.front());
  std::string script = preamble(name);
  script += string_array("vary", values) + string_array("name", names) + ink_array(shown);
  script += "first = " + gnuplot::quoted_text(values_or_blank(curve.series).front()) + "\n";
  script +=
      "# columns: 1 series, 2 vary, 3 step, 4 temperature, 5-7 loss, 11-13 relative_mass\n"
      "of(i, value) = strcol(1) eq first && strcol(2) eq vary[i] ? value : NaN\n"
      "set lmargin at screen 0.11\nset rmargin at screen 0.80\n"
      "set style fill transparent solid 0.18 noborder\n";
  const auto panel = [&](double top, double bottom, const std::string& axis, int column,
                         bool with_band) {
    std::string text =
        fmt::format("set tmargin at screen {}\nset bmargin at screen {}\nset ylabel '{}'\nplot ",
                    top, bottom, axis);
    if (with_band) {
      text += fmt::format(
          "for [i=1:{0}] data using 3:(of(i, ${1})):(of(i, ${2})) with filledcurves linecolor rgb "
          "ink[i] notitle, \\\n     ",
          shown, column + 1, column + 2);
    }
    return text + fmt::format(
                      "for [i=1:{0}] data using 3:(of(i, ${1})) with lines linewidth 2.4 linecolor "
                      "rgb ink[i] {2}\n",
                      shown, column, with_band ? "notitle" : "title name[i]");
  };
  const std::string body =
      heading(config, "RealNVP along training" + of_series, {curve.vary.key, curve.series.key}) +
      "set multiplot\nset format x ''\nunset xlabel\nunset logscale y\n"
      "set key at screen 0.99, 0.86 right top\n" +
      panel(0.86, 0.64, "temperature {/:Italic T}", 4, false) +
      "unset label\nset logscale y\nset format y '10^{%T}'\n" +
      panel(0.61, 0.38, "loss, nats", 5, true) +
      "unset logscale y\nset format y '%g'\nset format x '%g'\nset xlabel 'training step'\n"
      "set yrange [0:1]\n" +
      panel(0.35, 0.10, "smaller relative mass", 11, true) + "set yrange [*:*]\nunset multiplot\n";
  return script + drawn_twice(name, body);
}

std::string flow_density_script(const FlowRun& run, const Config& config, const std::string& name) {
  std::string script = preamble(name);
  const auto count = static_cast<double>(run.densities.size());
  script +=
      "unset grid\nunset colorbox\nset size ratio 1\nset style data image\n"
      "set palette defined (0 '#FFFFFF', 0.15 '#C6DBEF', 0.5 '#4292C6', 1 '#08306B')\n"
      "set tics scale 0.5\n"
      "# columns: 1 step, 3 along_e, 4 across, 5 flow, 6 target; colours up to the target's top\n";
  // A label of the first panel: drawn once in each of the two pictures.
  std::string body =
      heading(config, "RealNVP and its target along training", {}) + "set multiplot\n";
  for (std::size_t i = 0; i < run.densities.size(); ++i) {
    const FlowDensity& density = run.densities[i];
    const double top = *std::max_element(density.target.begin(), density.target.end());
    const double left = 0.07 + 0.92 * static_cast<double>(i) / count;
    const double width = 0.92 / count - 0.015;
    for (const bool of_flow : {true, false}) {
      body += fmt::format(
          "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\nset tmargin at screen "
          "{}\nset bmargin at screen {}\nset cbrange [0:{}]\nset xrange [-{}:{}]\nset yrange "
          "[-{}:{}]\n",
          left, left + width, of_flow ? 0.80 : 0.44, of_flow ? 0.50 : 0.14, number_text(top),
          density.half_width, density.half_width, density.half_width, density.half_width);
      body += fmt::format("set format x {}\nset format y {}\n", of_flow ? "''" : "'%g'",
                          i == 0 ? "'%g'" : "''");
      body += of_flow ? fmt::format("set title 'step {}, {{/:Italic T}} = {:.3g}'\nunset xlabel\n",
                                    density.step, density.temperature)
                      : "unset title\nset xlabel '{/:Bold e}·{/:Italic x}'\n";
      body +=
          i == 0 ? fmt::format("set ylabel '{}'\n", of_flow ? "flow" : "target") : "unset ylabel\n";
      body += fmt::format("plot data using 3:4:($1 == {} ? ${} : NaN) notitle\nunset label\n",
                          density.step, of_flow ? 5 : 6);
    }
  }
  return script + drawn_twice(name, body + "unset multiplot\n");
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/curve_plot.hpp"

#include "annealvi/output/table.hpp"
#include "numerics/elementary.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace annealvi {
namespace {

constexpr double logarithmic_spread = 20.0;  // below this a linear axis shows P better
constexpr double deepest_decades = 1e-8;     // of the largest P: smaller ones are cut off
constexpr std::string_view initial_temperature = "annealing.initial_temperature";

struct Range {
  double from, to;
};

Range padded(const std::vector<double>& values, bool logarithmic) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (logarithmic) {
    const double factor = *high > *low ? math::pow(*high / *low, 0.03) : 2.0;
    return {*low / factor, *high * factor};
  }
  const double pad = *high > *low ? 0.03 * (*high - *low) : 0.5;
  return {*low - pad, *high + pad};
}

std::string colour(std::size_t index) {
  return std::string(gnuplot::colours[index % gnuplot::colours.size()]);
}

class CurveScript {
 public:
  CurveScript(const CollapseCurve& curve, const Config& config, const std::string& name)
      : curve_(curve), config_(config), name_(name), numbers_(numeric_values(curve.vary)) {
    if (numbers_.empty()) {
      for (std::size_t i = 0; i < curve.vary.values.size(); ++i) {
        positions_.push_back(static_cast<double>(i));
      }
    }
    // Evenly spaced logarithms deserve a logarithmic axis.
    logarithmic_x_ = curve.vary.logarithmic && !numbers_.empty();
    x_ = numbers_.empty() ? Range{-0.5, positions_.back() + 0.5} : padded(numbers_, logarithmic_x_);
    find_probability_range();
  }

  std::string text() {
    script_ = gnuplot::preamble(name_ + ".csv", name_ + ".gnuplot");
    append_title_and_axes();
    append_temperature_marks();
    append_series();
    append_plot();
    script_ += fmt::format("\n{}replot\nset output\n", gnuplot::png_terminal(name_ + ".png"));
    return script_;
  }

 private:
  [[nodiscard]] bool uses(Method method) const {
    return std::any_of(curve_.methods.begin(), curve_.methods.end(),
                       [&](const MethodChoice& choice) { return choice.method == method; });
  }
  [[nodiscard]] bool uses_noise() const {
    return uses(Method::sde) || uses(Method::reduced) || uses(Method::full);
  }
  [[nodiscard]] bool simulates() const { return uses(Method::flow) || uses_noise(); }

  void find_probability_range() {
    double smallest = 1.0, largest = 0.0;
    bool all_lines_positive = true;
    for (const CurvePoint& point : curve_.points) {
      if (!point.probability) continue;
      const bool none_collapsed = point.runs > 0 && point.collapsed == 0;
      const double shown = none_collapsed ? point.upper : *point.probability;
      if (shown <= 0.0) all_lines_positive = false;
      if (shown > 0.0) smallest = std::min(smallest, shown);
      largest = std::max(largest, point.runs > 0 ? point.upper : shown);
      has_limits_ = has_limits_ || none_collapsed;
    }
    if (largest <= 0.0) largest = 1.0;
    logarithmic_y_ = all_lines_positive && largest > logarithmic_spread * smallest;
    if (logarithmic_y_) {
      smallest = std::max(smallest, deepest_decades * largest);
      const double room = simulates() ? 3.0 : 1.0;  // for the bar or arrow of the lowest symbol
      y_ = {math::pow(10.0, std::floor(math::log10(smallest / room) * 2.0) / 2.0),
            std::min(1.0, 1.6 * largest)};
    } else {
      y_ = {0.0, std::min(1.0, 1.12 * largest)};
    }
    has_limits_ = has_limits_ && logarithmic_y_;
  }

  void append_title_and_axes() {
    const std::string subtitle =
        labels::parameters(config_, {curve_.vary.key, curve_.series.key}, uses_noise()) +
        safe_temperature_of_series();
    std::string runs;
    if (simulates()) {
      runs = fmt::format("{} runs a point, bars: {} % Wilson intervals", config_.runs,
                         number_text(100.0 * config_.confidence));
    }
    script_ += gnuplot::heading(
        fmt::format("Mode collapse against {}", labels::words(curve_.vary.key)), {subtitle, runs});
    script_ += fmt::format("set xlabel {}\nset ylabel 'collapse probability {{/:Italic P}}'\n",
                           gnuplot::quoted_text(labels::axis(curve_.vary.key)));
    script_ += fmt::format("set xrange [{}:{}]\nset yrange [{}:{}]\n", number_text(x_.from),
                           number_text(x_.to), number_text(y_.from), number_text(y_.to));
    if (logarithmic_x_) script_ += "set logscale x\n";
    if (logarithmic_y_) {
      script_ += "set logscale y\nset format y '10^{%T}'\n";
    }
    if (numbers_.empty()) append_categories();
    script_ += "set key outside right top Left reverse samplen 2.5 spacing 1.25\n";
    script_ += "set tmargin at screen 0.815\n\n";
  }

  // Which series start above T_f must be seen from the picture.
  [[nodiscard]] std::string safe_temperature_of_series() const {
    const std::optional<Temperatures> shared = curve_.shared_temperatures();
    if (curve_.series.key != initial_temperature || !shared || !shared->safe) return "";
    return fmt::format(", {{/:Italic T}}_f = {:.3g}", *shared->safe);
  }

  void append_categories() {
    std::string tics, positions;
    for (std::size_t i = 0; i < curve_.vary.values.size(); ++i) {
      const std::string value = gnuplot::quoted_text(gnuplot::literal(curve_.vary.values[i]));
      tics += fmt::format("{}{} {}", i == 0 ? "" : ", ", value, i);
      positions +=
          fmt::format("value eq {} ? {} : ", gnuplot::quoted_text(curve_.vary.values[i]), i);
    }
    script_ += fmt::format("set xtics ({})\nposition(value) = {}NaN\n", tics, positions);
  }

  // T_f and T_c are marks on the axis of T0; elsewhere they are numbers in the table.
  void append_temperature_marks() {
    if (curve_.vary.key != initial_temperature || curve_.temperatures.empty()) return;
    const bool shared = curve_.shared_temperatures().has_value();
    script_ +=
        "# safe temperature T_f: a collapsed state exists only below it;\n"
        "# critical temperature T_c: above it both means stay at the centre\n";
    for (std::size_t s = 0; s < (shared ? 1 : curve_.series_count()); ++s) {
      const Temperatures& at = curve_.temperatures_at(s, 0);
      const std::string ink = shared ? "#505050" : colour(s);
      const bool close =
          at.safe && at.critical && *at.critical - *at.safe < 0.1 * (x_.to - x_.from);
      // Each series has its own row of labels: their temperatures may lie close together.
      const double height = 1.025 + 0.04 * static_cast<double>(s % 3);
      append_mark(at.safe, "f", ink, close ? "right" : "center", height);
      append_mark(at.critical, "c", ink, close ? "left" : "center", height);
    }
    script_ += '\n';
  }

  void append_mark(std::optional<double> temperature, std::string_view index,
                   const std::string& ink, std::string_view alignment, double height) {
    if (!temperature || *temperature < x_.from || *temperature > x_.to) return;
    const std::string place = number_text(*temperature);
    script_ += fmt::format(
        "set arrow from first {0}, graph 0 to first {0}, graph 1 nohead dashtype (16,8) linewidth "
        "1.5 linecolor rgb '{1}' back\n",
        place, ink);
    script_ += fmt::format(
        "set label '{{/:Italic T}}_{} = {:.3g}' at first {}, graph {:.3f} {} textcolor rgb '{}'\n",
        index, *temperature, place, height, alignment, ink);
  }

  void append_series() {
    std::string values, inks, titles;
    for (std::size_t s = 0; s < curve_.series_count(); ++s) {
      const std::string_view comma = s == 0 ? "" : ", ";
      const std::string value = curve_.series.values.empty() ? "" : curve_.series.values[s];
      values += fmt::format("{}{}", comma, gnuplot::quoted_text(value));
      inks += fmt::format("{}'{}'", comma, colour(s));
      titles += fmt::format(
          "{}{}", comma,
          gnuplot::quoted_text(value.empty() ? "" : labels::with_value(curve_.series.key, value)));
    }
    script_ += fmt::format(
        "count = {0}\n"
        "array series[count] = [{1}]\n"
        "array ink[count] = [{2}]\n"
        "array name[count] = [{3}]\n"
        "array full_symbol[7] = [7, 5, 9, 13, 11, 15, 3]   # filled\n"
        "array flow_symbol[7] = [6, 4, 8, 12, 10, 14, 2]   # open\n"
        "symbol(i) = (i - 1) % 7 + 1\n"
        "\n"
        "# columns: 1 series, 2 vary, 3 method, 5 probability, 6 lower, 7 upper, 9 collapsed\n"
        "x(c) = {4}\n"
        "is(i, method) = strcol(1) eq series[i] && strcol(3) eq method\n"
        "chance(i, method) = is(i, method) ? column(5) : NaN\n",
        curve_.series_count(), values, inks, titles,
        numbers_.empty() ? "position(strcol(c))" : "column(c)");
    if (logarithmic_y_) {
      script_ += fmt::format(
          "floor_P = {}   # bars that reach zero end here\n"
          "shown(i, method) = is(i, method) && column(5) > 0 ? column(5) : NaN\n"
          "lower(i, method) = is(i, method) ? (column(6) > floor_P ? column(6) : floor_P) : NaN\n"
          "limit(i, method) = is(i, method) && column(9) == 0 ? column(7) : NaN\n",
          number_text(y_.from));
    } else {
      script_ +=
          "shown(i, method) = chance(i, method)\n"
          "lower(i, method) = is(i, method) ? column(6) : NaN\n";
    }
    script_ += '\n';
  }

  // Legend: colours name the series, then neutral entries explain the kinds of line and symbol.
  void append_plot() {
    std::vector<std::string> parts;
    // Between words, and around a single value, there is nothing a line could pass through.
    const bool no_lines = numbers_.size() < 2;
    const std::string sharp_style =
        no_lines ? "points pointtype 1 pointsize 2 linewidth 2.8" : "lines linewidth 2.8";
    const std::string overlap_style = no_lines ? "points pointtype 2 pointsize 1.4 linewidth 1.2"
                                               : "lines linewidth 1.2 dashtype (16,8)";
    const auto line = [&](const char* method, const std::string& style) {
      parts.push_back(
          fmt::format("for [i=1:count] data using (x(2)):(chance(i, '{}')) with {} linecolor rgb "
                      "ink[i] notitle",
                      method, style));
    };
    const auto symbols = [&](const char* method, const char* shape, double size) {
      parts.push_back(fmt::format(
          "for [i=1:count] data using (x(2)):(shown(i, '{0}')):(lower(i, '{0}')):7 with "
          "yerrorbars pointtype {1}[symbol(i)] pointsize {2} linewidth 1.6 linecolor rgb ink[i] "
          "notitle",
          method, shape, size));
      if (!has_limits_) return;
      parts.push_back(fmt::format(
          "for [i=1:count] data using (x(2)):(limit(i, '{0}')):(0):(-0.45 * limit(i, '{0}')) with "
          "vectors head filled size screen 0.008,20 linewidth 1.6 linecolor rgb ink[i] notitle",
          method));
      parts.push_back(
          fmt::format("for [i=1:count] data using (x(2)):(limit(i, '{0}')) with points pointtype "
                      "{1}[symbol(i)] pointsize {2} linecolor rgb ink[i] notitle",
                      method, shape, 0.5 * size));
    };
    if (uses(Method::overlap)) line("overlap", overlap_style);
    if (uses(Method::sharp)) line("sharp", sharp_style);
    if (uses(Method::flow)) symbols("flow", "flow_symbol", 1.6);
    if (uses(Method::sde)) symbols("sde", "flow_symbol", 1.0);
    if (uses(Method::reduced)) symbols("reduced", "full_symbol", 0.9);
    if (uses(Method::full)) symbols("full", "full_symbol", 1.3);

    if (!curve_.series.values.empty()) {
      parts.push_back(
          "for [i=1:count] keyentry with linespoints linewidth 2.8 pointtype "
          "full_symbol[symbol(i)] pointsize 1.3 linecolor rgb ink[i] title name[i]");
      parts.push_back("keyentry title ' '");
    }
    const auto explain = [&](bool shown, std::string_view style, std::string_view words) {
      if (!shown) return;
      parts.push_back(
          fmt::format("keyentry with {} linecolor rgb '#404040' title '{}'", style, words));
    };
    explain(uses(Method::sharp), sharp_style, "sharp formula");
    explain(uses(Method::overlap), overlap_style, "overlap formula");
    explain(uses(Method::flow), "points pointtype 6 pointsize 1.6 linewidth 1.6", "flow, runs");
    explain(uses(Method::sde), "points pointtype 6 pointsize 1.0 linewidth 1.6",
            "stochastic equation, runs");
    explain(uses(Method::reduced), "points pointtype 7 pointsize 0.9", "reduced SGD, runs");
    explain(uses(Method::full), "points pointtype 7 pointsize 1.3", "SGD, runs");
    explain(has_limits_, "vectors head filled size screen 0.008,20 linewidth 1.6",
            "none collapsed: limit");
    script_ += gnuplot::svg_terminal(name_ + ".svg") + "plot ";
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) script_ += ", \\\n     ";
      script_ += parts[i];
    }
    script_ += '\n';
  }

  const CollapseCurve& curve_;
  const Config& config_;
  std::string name_;
  std::vector<double> numbers_, positions_;
  bool logarithmic_x_ = false, logarithmic_y_ = false;
  bool has_limits_ = false;  ///< points where no run collapsed, on a logarithmic axis
  Range x_{}, y_{};
  std::string script_;
};

}  // namespace

std::string curve_script(const CollapseCurve& curve, const Config& config,
                         const std::string& name) {
  return CurveScript(curve, config, name).text();
}

}  // namespace annealvi

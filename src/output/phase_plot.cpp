// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/phase_plot.hpp"

#include "annealvi/output/table.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr std::string_view initial_temperature = "annealing.initial_temperature";
constexpr double deepest = 1e-6;  // smaller P are drawn in the colour of this one

// The map "viridis" of matplotlib (CC0): brightness grows evenly, for colour-blind readers too.
constexpr const char* palette =
    "set palette defined (0 '#440154', 1 '#472D7B', 2 '#3B528B', 3 '#2C728E', 4 '#21918C', "
    "5 '#28AE80', 6 '#5EC962', 7 '#ADDC30', 8 '#FDE725')\n";

std::string percent(double probability) {
  return fmt::format("{:g} %", 100.0 * probability);
}

// In tics gnuplot reads % as the start of a format.
std::string percent_tic(double probability) {
  return percent(probability) + '%';
}

class PhaseScript {
 public:
  PhaseScript(const PhaseDiagram& diagram, const std::vector<PhaseLine>& lines,
              const Config& config, const std::string& name)
      : diagram_(diagram),
        lines_(lines),
        config_(config),
        name_(name),
        x_(diagram.x),
        y_(diagram.y) {
    find_probability_range();
  }

  std::string text() {
    script_ = gnuplot::preamble(name_ + ".csv", name_ + ".gnuplot");
    script_ += fmt::format("lines = {}\n", gnuplot::quoted_file(name_ + "-lines.csv"));
    append_heading();
    append_axes();
    append_colours();
    append_labels();
    append_plot();
    script_ += fmt::format("\n{}replot\nset output\n", gnuplot::png_terminal(name_ + ".png"));
    return script_;
  }

 private:
  [[nodiscard]] bool has(PhaseLine::Kind kind) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [kind](const PhaseLine& line) { return line.kind == kind; });
  }
  [[nodiscard]] bool any_failed() const {
    return std::any_of(diagram_.map.begin(), diagram_.map.end(), [](const PhasePoint& point) {
      return !point.at.probability && point.source == MapPoint::Source::computed;
    });
  }

  [[nodiscard]] bool any_outside() const {
    return std::ranges::any_of(diagram_.map,
                               [](const PhasePoint& point) { return point.at.outside_validity; });
  }

  void find_probability_range() {
    double smallest = 1.0, largest = 0.0;
    const auto include = [&](const CurvePoint& point) {
      if (!point.probability || point.outside_validity) return;
      smallest = std::min(smallest, *point.probability);
      largest = std::max(largest, *point.probability);
    };
    for (const PhasePoint& point : diagram_.map) include(point.at);
    if (diagram_.map.empty()) {
      for (const CurvePoint& point : diagram_.simulations) include(point);
    }
    constexpr double beyond_plateau = 1.02;
    highest_ = largest > 0.5 * beyond_plateau ? 1.0 : 0.5;
    const double decade = std::pow(10.0, std::floor(std::log10(std::max(smallest, deepest))));
    lowest_ = std::clamp(decade, deepest, 0.1);
    cut_off_ = smallest < lowest_;
  }

  void append_heading() {
    const bool sgd = config_.problem.noise.step > 0.0;
    const auto is_simulation = [](const MethodChoice& choice) {
      return engine_of(choice.method).has_value();
    };
    std::vector<std::string> subtitles{
        labels::parameters(config_, {diagram_.x.key, diagram_.y.key}, sgd)};
    if (std::ranges::any_of(diagram_.methods, is_simulation)) {
      subtitles.push_back(fmt::format(
          "{}circles: {} simulated runs each, filled with the colour of their {{/:Italic P}}, "
          "open where none collapsed",
          diagram_.map.empty() ? "" : "map: sharp formula; ", config_.runs));
    }
    script_ +=
        gnuplot::heading(fmt::format("Mode collapse against {} and {}",
                                     labels::words(diagram_.x.key), labels::words(diagram_.y.key)),
                         subtitles);
  }

  // On a short logarithmic axis powers of ten alone are too few tics.
  static std::string tics(const char* axis, const PhaseAxis& range) {
    constexpr double enough_decades = 2.5;
    const double low = std::log10(range.lowest()), high = std::log10(range.highest());
    if (high - low > enough_decades) return {};
    std::string places;
    for (double decade = std::floor(low); decade <= high; decade += 1.0) {
      for (const int factor : {1, 2, 5}) {
        const double place = factor * std::pow(10.0, decade);
        if (place < range.lowest() || place > range.highest()) continue;
        places += fmt::format("{}{:.6g}", places.empty() ? "" : ", ", place);
      }
    }
    return places.empty() ? std::string() : fmt::format("set {}tics ({})\n", axis, places);
  }

  void append_axis(const char* axis, const PhaseAxis& range, const std::string& key) {
    script_ += fmt::format("set {0}label {1}\nset {0}range [{2}:{3}]\n", axis,
                           gnuplot::quoted_text(labels::axis(key)), number_text(range.lowest()),
                           number_text(range.highest()));
    // Pixels are placed by their numbers, even on the scale of the axis.
    const double last = static_cast<double>(range.positions().size()) - 0.5;
    script_ += fmt::format("set {}2range [{}:{}]\n", axis, range.falling() ? last : -0.5,
                           range.falling() ? -0.5 : last);
    if (range.logarithmic()) script_ += fmt::format("set logscale {}\n{}", axis, tics(axis, range));
  }

  void append_axes() {
    script_ +=
        "set datafile missing '?'   # an empty cell is a white pixel\n"
        "set datafile columnheaders\n"
        "unset grid\nset border 15\nset key off\n"
        "set tmargin at screen 0.865\nset bmargin at screen 0.13\n"
        "set lmargin at screen 0.115\nset rmargin at screen 0.80\n";
    append_axis("x", x_, diagram_.x.key);
    append_axis("y", y_, diagram_.y.key);
    script_ += '\n';
  }

  void append_colours() {
    script_ += palette;
    std::string tics = fmt::format("'{}' {}", percent_tic(highest_), number_text(highest_));
    for (double decade = 0.1; decade > 0.99 * lowest_; decade /= 10.0) {
      const bool last = cut_off_ && decade < 1.01 * lowest_;
      tics += fmt::format(", '{}{}' {:.0e}", last ? "< " : "", percent_tic(decade), decade);
    }
    script_ += fmt::format(
        "set logscale cb\nset cbrange [{0:g}:{1:g}]\nset cbtics ({2}) scale 0.6\n"
        "set cblabel 'collapse probability {{/:Italic P}}'\n"
        "lowest = {0:g}   # smaller P have the colour of this one\n"
        "shown(column_) = valid(column_) ? (column(column_) > lowest ? column(column_) : lowest) "
        ": NaN\n\n",
        lowest_, highest_, tics);
  }

  void append_label(Place place, const std::string& words, const char* ink) {
    script_ +=
        fmt::format("set label {} at first {}, first {} center front boxed textcolor rgb '{}'\n",
                    gnuplot::quoted_text("{/=14 " + words + "}"), number_text(x_.value(place.x)),
                    number_text(y_.value(place.y)), ink);
  }

  /// On an axis of T0 the line is the temperature itself, elsewhere where T0 passes it.
  [[nodiscard]] std::string temperature_label(const char* words, const char* index) const {
    const bool on_axis =
        diagram_.x.key == initial_temperature || diagram_.y.key == initial_temperature;
    return fmt::format("{} {{/:Italic T}}_{}",
                       on_axis ? fmt::format("{} temperature", words) : "{/:Italic T}_0 =", index);
  }

  void append_labels() {
    script_ += "set style textbox opaque noborder fillcolor rgb '#FFFFFF' margins 0.6, 0.6\n";
    for (const PhaseLine& line : lines_) {
      if (!line.label) continue;
      switch (line.kind) {
        case PhaseLine::Kind::contour:
          append_label(*line.label, percent(std::stod(line.name.substr(4))), "#000000");
          break;
        case PhaseLine::Kind::safe:
          append_label(*line.label, temperature_label("safe", "f"), temperature_ink);
          break;
        case PhaseLine::Kind::critical:
          append_label(*line.label, temperature_label("critical", "c"), temperature_ink);
          break;
        case PhaseLine::Kind::lasting:
          break;
      }
    }
    if (any_outside()) {
      script_ += fmt::format(
          "set object rectangle from screen 0.815, 0.03 to screen 0.84, 0.068 fillcolor rgb '{}' "
          "fillstyle solid border linecolor rgb '#404040'\n"
          "set label \"{{/=13 outside the\\nnoise theory}}\" at screen 0.85, 0.06 left "
          "textcolor rgb '#404040'\n",
          outside_ink);
    }
    if (const auto place = long_lived_label(diagram_)) {
      append_label(*place, "collapse does not last", "#404040");
    }
    script_ += '\n';
  }

  /// A dark line on a light one is seen on every colour.
  void append_line(PhaseLine::Kind kind, const std::string& condition, double width,
                   const std::string& style) {
    if (!has(kind)) return;
    const std::string points =
        fmt::format("lines using ({} ? column(2) : NaN):3 with lines", condition);
    parts_.push_back(
        fmt::format("{} linewidth {} linecolor rgb '#FFFFFF'", points, number_text(width + 2.4)));
    parts_.push_back(fmt::format("{} linewidth {} {}", points, number_text(width), style));
  }

  void append_plot() {
    const std::size_t columns = diagram_.columns(), count = diagram_.map.size();
    script_ += fmt::format(
        "# {}-lines.csv: 1 line, 2 x, 3 y; {}.csv: 1 x, 2 y, 5 status, 6 probability, 17 lasting;\n"
        "# its first {} rows are the map, {} a row of the picture\n",
        name_, name_, count, columns);
    if (count > 0) {
      const std::string pixels = fmt::format(
          "data every ::0::{} using (int($0) % {}):(int($0) / {})", count - 1, columns, columns);
      parts_.push_back(pixels + ":(shown(6)) axes x2y2 with image");
      if (any_outside()) {
        parts_.push_back(fmt::format(
            "{0}:({1}):({1}):({1}):(strcol(5) eq 'outside_validity' ? 255 : 0) axes x2y2 with "
            "rgbalpha",
            pixels, outside_brightness));
      }
      if (long_lived_label(diagram_)) {
        parts_.push_back(pixels +
                         ":(255):(255):(255):(strcol(17) eq '0' ? 90 : 0) axes x2y2 with "
                         "rgbalpha");
      }
    }
    append_line(PhaseLine::Kind::lasting, "strcol(1) eq 'lasting'", 1.5,
                "dashtype 3 linecolor rgb '#404040'");
    append_line(PhaseLine::Kind::contour, "strcol(1)[1:1] eq 'P'", 1.6, "linecolor rgb '#000000'");
    append_line(PhaseLine::Kind::safe, "strcol(1) eq 'T_f'", 3.0,
                fmt::format("linecolor rgb '{}'", temperature_ink));
    append_line(PhaseLine::Kind::critical, "strcol(1) eq 'T_c'", 3.0,
                fmt::format("dashtype (12,6) linecolor rgb '{}'", temperature_ink));
    if (any_failed()) {
      parts_.push_back(fmt::format(
          "data every ::0::{} using (strcol(5) eq 'failed' ? column(1) : NaN):2 with points "
          "pointtype 2 pointsize 0.8 linewidth 1.6 linecolor rgb '#CC0000'",
          count - 1));
    }
    if (!diagram_.simulations.empty()) {
      const std::string runs = fmt::format("data every ::{} using ", count);
      parts_.push_back(runs + "1:2 with points pointtype 7 pointsize 2.4 linecolor rgb '#FFFFFF'");
      parts_.push_back(runs +
                       "(column(6) > 0 ? column(1) : NaN):2:(shown(6)) with points pointtype 7 "
                       "pointsize 1.9 linecolor palette");
      parts_.push_back(runs +
                       "1:2 with points pointtype 6 pointsize 1.9 linewidth 1.2 linecolor rgb "
                       "'#000000'");
    }
    script_ += gnuplot::svg_terminal(name_ + ".svg") + "plot ";
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (i > 0) script_ += ", \\\n     ";
      script_ += parts_[i];
    }
    script_ += '\n';
  }

  static constexpr const char* temperature_ink = "#D55E00";
  static constexpr const char* outside_ink = "#B4B4B4";
  static constexpr int outside_brightness = 0xB4;

  const PhaseDiagram& diagram_;
  const std::vector<PhaseLine>& lines_;
  const Config& config_;
  std::string name_;
  PhaseAxis x_, y_;
  double lowest_ = deepest, highest_ = 0.5;
  bool cut_off_ = false;  ///< P below the lowest colour
  std::vector<std::string> parts_;
  std::string script_;
};

}  // namespace

std::string phase_script(const PhaseDiagram& diagram, const std::vector<PhaseLine>& lines,
                         const Config& config, const std::string& name) {
  return PhaseScript(diagram, lines, config, name).text();
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/design_plot.hpp"

#include "numerics/elementary.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace annealvi {
namespace {

constexpr double decades_shown = 8.0;  // below the risk: smaller P are cut off

struct Range {
  double from, to;
};

/// Which kinds of schedules have points, in the order of their colours.
std::vector<std::string> kinds_of(const DesignResult& result) {
  std::vector<std::string> kinds;
  for (const DesignPoint& point : result.points) {
    if (std::find(kinds.begin(), kinds.end(), point.schedule) == kinds.end() &&
        point.schedule != goal_name(DesignGoal::shape)) {
      kinds.push_back(point.schedule);
    }
  }
  return kinds;
}

std::string colour_of(const std::vector<std::string>& kinds, const std::string& name) {
  const auto place = std::find(kinds.begin(), kinds.end(), name) - kinds.begin();
  return std::string(gnuplot::colours[static_cast<std::size_t>(place) + 1]);
}

class DesignScript {
 public:
  DesignScript(const DesignResult& result, const Config& config, const std::string& name)
      : result_(result),
        config_(config),
        name_(name),
        goal_(config.design.goal),
        step_(config.problem.noise.step),
        kinds_(kinds_of(result)) {}

  std::string text() {
    std::string script = gnuplot::preamble(name_ + ".csv", name_ + ".gnuplot");
    script += fmt::format(
        "# columns: 1 kind, 2 name, 3 time, 4 temperature, 5 rate, 7 log10 of P\n"
        "# unit: of the time axes; with SGD they count steps\n"
        "unit = {}\n"
        "is(kind, name) = strcol(1) eq kind && strcol(2) eq name\n"
        "set key noautotitle\nset tmargin at screen 0.84\nset bmargin at screen 0.12\n"
        "$chosen << EOD\n{}\nEOD\n\n",
        number_text(step_ > 0.0 ? step_ : 1.0), chosen_point());
    script += fmt::format(
        "do for [picture = 1:2] {{\nif (picture == 1) {{\n{}}} else {{\n{}}}\nset multiplot\n",
        gnuplot::svg_terminal(name_ + ".svg"), gnuplot::png_terminal(name_ + ".png"));
    script += gnuplot::heading(title(), {subtitle(), outcome()});
    script += schedule_panel() + probability_panel();
    return script + "unset multiplot\nset output\n}\n";
  }

 private:
  [[nodiscard]] std::string title() const {
    switch (goal_) {
      case DesignGoal::rate:
        return "How fast may the annealing be?";
      case DesignGoal::initial_temperature:
        return "How hot must the annealing start?";
      case DesignGoal::time:
        return "How much time does the annealing need?";
      case DesignGoal::shape:
        return "Which shape of schedule is best?";
    }
    return {};
  }

  [[nodiscard]] std::string subtitle() const {
    std::vector<std::string> free{"annealing.rate", "annealing.initial_temperature"};
    if (goal_ == DesignGoal::rate) free.pop_back();
    if (goal_ == DesignGoal::initial_temperature) free.erase(free.begin());
    if (goal_ == DesignGoal::shape) free.emplace_back("annealing.schedule");
    return labels::parameters(config_, free, step_ > 0.0);
  }

  [[nodiscard]] std::string outcome() const {
    const SharpProbability& sharp = result_.schedules.front().sharp;
    return gnuplot::literal(fmt::format("wanted: P ≤ {}; {} has P = {:.4g} ± {:.1g}",
                                        config_.design.risk, what(), sharp.probability,
                                        sharp.error));
  }

  [[nodiscard]] std::string what() const {
    const bool shape = goal_ == DesignGoal::shape;
    if (!result_.recommended) return shape ? "the best table found" : "the best within reach";
    return shape ? "the table" : "the recommendation";
  }

  [[nodiscard]] std::string in_units(const std::string& words) const {
    return step_ > 0.0 ? words + " in steps" : words + " {/:Italic t}";
  }

  /// T_f and T_c, labelled at the right, where the schedules are low.
  [[nodiscard]] std::string temperature_marks(double highest) const {
    std::string marks;
    const auto append = [&](const std::optional<double>& temperature, const char* index) {
      if (!temperature || *temperature > 1.05 * highest) return;
      const std::string place = number_text(*temperature);
      marks += fmt::format(
          "set arrow from graph 0, first {0} to graph 1, first {0} nohead dashtype (4,6) linewidth "
          "1.4 linecolor rgb '#505050' back\n"
          "set label '{{/:Italic T}}_{1}' at graph 0.99, first {0} right offset 0, 0.6 textcolor "
          "rgb '#505050'\n",
          place, index);
    };
    append(result_.safe_temperature.value, "f");
    append(result_.critical_temperature, "c");
    return marks;
  }

  [[nodiscard]] std::string schedule_panel() const {
    double highest = 1.0, longest = 0.0;
    for (const DesignSchedule& entry : result_.schedules) {
      highest = std::max(highest, entry.schedule.highest_temperature());
      longest =
          std::max(longest, entry.schedule.settling_time(config_.decision.temperature_distance));
    }
    std::string script = fmt::format(
        "\n# the schedules; dotted: safe temperature T_f, critical temperature T_c\n"
        "set lmargin at screen 0.095\nset rmargin at screen 0.485\n"
        "set xlabel '{}'\nset ylabel 'temperature {{/:Italic T}}'\n"
        "set xrange [0:{} / unit]\nset yrange [0.9:{}]\n{}"
        "set key at graph 0.98, 0.98 right top Left reverse samplen 2 spacing 1.2 opaque\nplot ",
        in_units("time"), number_text(1.06 * std::max(longest, 1e-3)),
        number_text(std::max(1.08 * highest, 1.2)), temperature_marks(highest));
    for (std::size_t i = result_.schedules.size(); i-- > 0;) {
      const bool first = i == 0;
      const DesignSchedule& entry = result_.schedules[i];
      const std::string name = first ? first_name(result_) : entry.name;
      script += fmt::format(
          "data using ($3 / unit):(is('schedule', '{0}') ? $4 : NaN) with lines linewidth {1} "
          "linecolor rgb '{2}' title '{3}'{4}",
          name, first ? "4" : "2", first ? gnuplot::colours[0] : colour_of(kinds_, name),
          first ? name : "best " + name, i > 0 ? ", \\\n     " : "\n");
    }
    return script + "unset label\nunset arrow\n";
  }

  [[nodiscard]] bool against_temperature() const {
    return goal_ == DesignGoal::initial_temperature;
  }

  [[nodiscard]] double place(const DesignPoint& point) const {
    return against_temperature() ? point.initial_temperature
                                 : point.total_time / (step_ > 0.0 ? step_ : 1.0);
  }

  /// The recommendation's point as a line of data.
  [[nodiscard]] std::string chosen_point() const {
    const DesignSchedule& chosen = result_.schedules.front();
    const double at = against_temperature() ? chosen.schedule.initial_temperature
                                            : result_.total_time() / (step_ > 0.0 ? step_ : 1.0);
    return number_text(at) + "," + number_text(chosen.sharp.log10_probability);
  }

  [[nodiscard]] Range probability_range() const {
    const double risk = math::log10(config_.design.risk);
    Range range{risk, risk};
    for (const DesignPoint& point : result_.points) {
      if (!point.log10_probability) continue;
      range.to = std::max(range.to, *point.log10_probability);
      range.from = std::min(range.from, std::max(*point.log10_probability, risk - decades_shown));
    }
    const double margin = 0.06 * std::max(range.to - range.from, 0.5);
    return {range.from - margin, std::min(range.to + margin, 0.0)};
  }

  [[nodiscard]] Range place_range() const {
    Range range{place(result_.points.front()), place(result_.points.front())};
    for (const DesignPoint& point : result_.points) {
      range.from = std::min(range.from, place(point));
      range.to = std::max(range.to, place(point));
    }
    const double factor = range.to > range.from ? math::pow(range.to / range.from, 0.03) : 2.0;
    return {range.from / factor, range.to * factor};
  }

  [[nodiscard]] std::string probability_panel() const {
    const Range x = place_range(), y = probability_range();
    const bool over_temperature = goal_ == DesignGoal::time || goal_ == DesignGoal::shape;
    std::string script = fmt::format(
        "\n# P against the budget; dashed: the wanted risk\n"
        "set lmargin at screen 0.585\nset rmargin at screen 0.96\n"
        "set logscale x\nset xlabel '{0}'\n"
        "set ylabel 'collapse probability {{/:Italic P}}'\n"
        "set xrange [{1}:{2}]\nset yrange [{3}:{4}]\n{8}"
        "set arrow from graph 0, first {5} to graph 1, first {5} nohead dashtype (12,6) linewidth "
        "1.6 linecolor rgb '#505050' back\n"
        "set label 'risk {6}' at graph 0.02, first {5} left offset 0, -0.8 textcolor rgb "
        "'#505050'\n"
        "set key at graph 0.03, 0.02 left bottom Left reverse samplen 2 spacing 1.2 opaque\n"
        "place(c) = {7}\n{9}plot ",
        against_temperature() ? labels::axis("annealing.initial_temperature")
                              : in_units("total time"),
        number_text(x.from), number_text(x.to), number_text(y.from), number_text(y.to),
        number_text(math::log10(config_.design.risk)), number_text(config_.design.risk),
        against_temperature() ? "column(4)" : "column(3) / unit", probability_tics(y),
        place_tics(x));
    for (const std::string& kind : kinds_) {
      script += fmt::format(
          "data using (place(3)):(is('probability', '{0}') ? $7 : NaN) with {1} linewidth 2 "
          "pointtype 7 pointsize 0.6 linecolor rgb '{2}' title '{3}{0}', \\\n     ",
          kind, "linespoints", colour_of(kinds_, kind), over_temperature ? "best " : "");
    }
    return script + fmt::format(
                        "$chosen using 1:2 with points pointtype 7 pointsize 2.2 linecolor rgb "
                        "'{}' title '{}'\nunset label\nunset arrow\nunset logscale x\n"
                        "set xtics autofreq\nset ytics autofreq\n",
                        gnuplot::colours[0], first_name(result_));
  }

  /// 1-2-5 where whole decades would leave one or two labels.
  [[nodiscard]] static std::string place_tics(const Range& x) {
    if (x.to / x.from > 100.0) return {};
    std::string tics;
    for (double decade = math::pow(10.0, std::floor(math::log10(x.from))); decade <= x.to;
         decade *= 10.0) {
      for (const double digit : {1.0, 2.0, 3.0, 5.0, 7.0}) {
        if (digit * decade < x.from || digit * decade > x.to) continue;
        tics += fmt::format("{0}'{1:g}' {1:g}", tics.empty() ? "" : ", ", digit * decade);
      }
    }
    return "set xtics (" + tics + ")\n";
  }

  /// The axis shows log10 P: whole decades, and 1-2-5 when there is but little of one.
  [[nodiscard]] static std::string probability_tics(const Range& y) {
    const bool fine = y.to - y.from < 2.0;
    const int stride = std::max(1, static_cast<int>(std::ceil((y.to - y.from) / 8.0)));
    std::string tics;
    for (int decade = static_cast<int>(std::floor(y.from)); decade <= 0; decade += stride) {
      for (const int digit : {1, 2, 5}) {
        if (digit > 1 && !fine) continue;
        const double value = digit * math::pow(10.0, decade);
        const double at = decade + math::log10(static_cast<double>(digit));
        if (at < y.from || at > y.to) continue;
        tics += fmt::format("{}'{}' {}", tics.empty() ? "" : ", ",
                            fine ? fmt::format("{:.4g}", value) : fmt::format("10^{{{}}}", decade),
                            number_text(at));
      }
    }
    return "set ytics (" + tics + ")\n";
  }

  const DesignResult& result_;
  const Config& config_;
  std::string name_;
  DesignGoal goal_;
  double step_;
  std::vector<std::string> kinds_;
};

}  // namespace

std::string design_script(const DesignResult& result, const Config& config,
                          const std::string& name) {
  return DesignScript(result, config, name).text();
}

}  // namespace annealvi

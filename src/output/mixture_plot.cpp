// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/mixture_plot.hpp"

#include "numerics/elementary.hpp"
#include "output/gnuplot.hpp"
#include "output/labels.hpp"
#include "output/panel_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

std::string colour(std::size_t index) {
  return std::string(gnuplot::colours[index % gnuplot::colours.size()]);
}

class MixtureScript {
 public:
  MixtureScript(std::span<const MixtureRow> rows, const MixtureProblem& problem,
                const Config& config, const std::string& name)
      : rows_(rows),
        problem_(problem),
        config_(config),
        name_(name),
        components_(problem.components()),
        axes_(problem.modes.axes()) {}

  std::string text() {
    const bool is_sgd = uses_gradient_noise(config_.engine);
    script_ = gnuplot::preamble(name_ + ".csv", name_ + ".gnuplot");
    if (axes_ > 1) append_mode_coordinates();
    script_ += fmt::format(
        "\n"
        "# The means to the left, what belongs to all of them to the right.\n"
        "do for [picture = 1:2] {{\n"
        "if (picture == 1) {{\n{}}} else {{\n{}}}\n"
        "set multiplot\nset key noautotitle\n",
        gnuplot::svg_terminal(name_ + ".svg"), gnuplot::png_terminal(name_ + ".png"));
    script_ += gnuplot::heading(
        fmt::format("One run of {}, seed {}", is_sgd ? "SGD" : "the flow", config_.seed),
        {labels::model(config_, {}), labels::training(config_, {}, is_sgd)});
    script_ += "set tmargin at screen 0.87\nset bmargin at screen 0.11\n";
    if (axes_ == 1) {
      append_overlaps();
    } else {
      append_plane();
    }
    append_panels();
    script_ += "unset multiplot\nset output\n}\n";
    return script_;
  }

 private:
  // Columns of mixture_table, from 1.
  [[nodiscard]] std::size_t overlap_column(std::size_t k, std::size_t axis) const {
    return 3 + k * axes_ + axis;
  }
  [[nodiscard]] std::size_t weight_column(std::size_t k) const {
    return 3 + components_ * axes_ + components_ * (components_ + 1) / 2 + k;
  }

  [[nodiscard]] std::string time_range() const {
    if (rows_.empty() || !(rows_.back().point.time > rows_.front().point.time)) return "";
    return fmt::format("set xrange [{}:{}]\n", number_text(rows_.front().point.time),
                       number_text(rows_.back().point.time));
  }

  /// A data block: those inside of `do` are not allowed.
  void append_mode_coordinates() {
    script_ += "# coordinates of the modes\n$modes << EOD\n";
    for (const auto& position : problem_.modes.positions) {
      script_ += number_text(position[0]) + "," + number_text(position[1]) + "\n";
    }
    script_ += "EOD\n";
  }

  // Half the side of a square that shows modes and means.
  [[nodiscard]] double reach() const {
    double largest = 0.0;
    const std::size_t shown = std::min<std::size_t>(axes_, 2);
    for (const auto& position : problem_.modes.positions) {
      for (std::size_t i = 0; i < shown; ++i) largest = std::max(largest, std::abs(position[i]));
    }
    for (const MixtureRow& row : rows_) {
      for (std::size_t k = 0; k < components_; ++k) {
        for (std::size_t i = 0; i < shown; ++i) {
          const double overlap = std::abs(row.point.state.overlap(k, i));
          if (std::isfinite(overlap)) largest = std::max(largest, overlap);
        }
      }
    }
    return largest > 0.0 ? 1.15 * largest : 1.0;
  }

  [[nodiscard]] std::string lines(const std::string& x, std::size_t column, std::size_t k,
                                  std::string_view symbol) const {
    // A long legend would hide what it explains.
    constexpr std::size_t most_named = 8;
    const std::string title = components_ <= most_named && !symbol.empty()
                                  ? fmt::format(" title '{{/:Italic {}}}_{{{}}}'", symbol, k + 1)
                                  : "";
    return fmt::format("data using {}:{} with lines linewidth 2.4 linecolor rgb '{}'{}", x, column,
                       colour(k), title);
  }

  void append_overlaps() {
    script_ += "set lmargin at screen 0.08\nset rmargin at screen 0.58\n" + time_range();
    script_ += fmt::format(
        "set xlabel 'time {{/:Italic t}}'\nset ylabel 'overlaps {{/:Italic m}}_k'\n"
        "{}set yrange [{}:{}]\n",
        linear_axis(2.0 * reach(), 8.0), number_text(-reach()), number_text(reach()));
    script_ += "set key bottom left horizontal opaque\n";
    const std::string style = " with lines dashtype (10,7) linewidth 1.4 linecolor rgb '#707070'";
    script_ += "plot ";
    for (const auto& position : problem_.modes.positions) {
      script_ += number_text(position[0]) + style + ", \\\n     ";
    }
    for (std::size_t k = 0; k < components_; ++k) {
      script_ += lines("1", overlap_column(k, 0), k, "m") + ", \\\n     ";
    }
    script_ += "keyentry" + style + " title 'modes'\nunset label\n";
  }

  void append_plane() {
    const std::string range = number_text(-reach()) + ":" + number_text(reach());
    script_ += fmt::format(
        "set lmargin at screen 0.08\nset rmargin at screen 0.58\n"
        "set xrange [{0}]\n{1}set yrange [{0}]\n"
        "set xlabel 'axis 1 of the modes'\nset ylabel 'axis 2{2}'\n",
        range, linear_axis(2.0 * reach(), 8.0),
        axes_ > 2 ? fmt::format(" (of {})", axes_) : std::string());
    script_ += "set key bottom left horizontal opaque\nplot ";
    for (std::size_t k = 0; k < components_; ++k) {
      script_ +=
          lines(std::to_string(overlap_column(k, 0)), overlap_column(k, 1), k, "μ") + ", \\\n     ";
    }
    if (!rows_.empty()) {
      // Where the means are at the end: the area of a disc is the weight.
      const MixtureState& end = rows_.back().point.state;
      for (std::size_t k = 0; k < components_; ++k) {
        const double size = 3.0 * std::sqrt(math::exp(end.log_weights[k]));
        script_ += fmt::format(
            "'+' every ::::0 using ({}):({}) with points pointtype 7 pointsize {:.3f} linecolor "
            "rgb "
            "'{}', \\\n     ",
            number_text(end.overlap(k, 0)), number_text(end.overlap(k, 1)), size, colour(k));
      }
    }
    script_ +=
        "$modes using 1:2 with points pointtype 2 pointsize 2.2 linewidth 2.4 linecolor rgb "
        "'#202020' title 'modes'\nunset label\n";
  }

  struct Panel {
    std::string label;
    std::vector<std::string> curves;
    std::vector<double> values;
  };

  [[nodiscard]] Panel panel(const std::string& label, std::size_t column, std::size_t colour_index,
                            double (*value)(const MixtureRow&)) const {
    Panel result{label, {lines("1", column, colour_index, "")}, {}};
    for (const MixtureRow& row : rows_) result.values.push_back(value(row));
    return result;
  }

  [[nodiscard]] std::vector<Panel> panels() const {
    std::vector<Panel> result;
    const std::size_t sigma_column = weight_column(components_);
    if (problem_.family.train_weights) {
      Panel weights{"weights {/:Italic w}_k", {}, {0.0, 1.0}};
      for (std::size_t k = 0; k < components_; ++k) {
        weights.curves.push_back(lines("1", weight_column(k), k, ""));
      }
      result.push_back(std::move(weights));
    }
    if (problem_.family.variance == Variance::trained) {
      result.push_back(panel("σ", sigma_column, 3, [](const MixtureRow& row) {
        return math::exp(row.point.state.log_sigma);
      }));
    }
    result.push_back(panel("temperature {/:Italic T}", 2, 4,
                           [](const MixtureRow& row) { return row.point.temperature; }));
    const bool scaled = problem_.annealing.objective == Objective::free_energy;
    result.push_back(panel(scaled ? "objective {/:Italic T F}" : "objective {/:Italic F}",
                           sigma_column + 1, 2,
                           [](const MixtureRow& row) { return row.objective; }));
    return result;
  }

  void append_panels() {
    const std::vector<Panel> all = panels();
    const double height = (0.87 - 0.11 + 0.03) / static_cast<double>(all.size());
    script_ +=
        "\nset lmargin at screen 0.69\nset rmargin at screen 0.97\nunset key\nset xrange [*:*]\n" +
        time_range();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double top = 0.87 - height * static_cast<double>(i);
      const bool last = i + 1 == all.size();
      script_ += fmt::format(
          "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\nset ylabel '{}'\n"
          "set yrange [*:*]\n{}{}plot ",
          top, top - height + 0.03, all[i].label, panel_axis(all[i].values),
          last ? "set xlabel 'time {/:Italic t}'\nset format x '%g'\n"
               : "unset xlabel\nset format x ''\n");
      for (std::size_t c = 0; c < all[i].curves.size(); ++c) {
        script_ += (c == 0 ? "" : ", \\\n     ") + all[i].curves[c];
      }
      script_ += '\n';
    }
  }

  std::span<const MixtureRow> rows_;
  const MixtureProblem& problem_;
  const Config& config_;
  std::string name_;
  std::size_t components_, axes_;
  std::string script_;
};

}  // namespace

std::string mixture_script(std::span<const MixtureRow> rows, const MixtureProblem& problem,
                           const Config& config, const std::string& name) {
  return MixtureScript(rows, problem, config, name).text();
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/phase_lines.hpp"

#include "annealvi/output/table.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace annealvi {
namespace {

constexpr std::string_view initial_temperature = "annealing.initial_temperature";
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Contour {
  double probability;
  const char* name;
};
constexpr std::array contours{Contour{0.5, "P = 0.5"}, Contour{0.1, "P = 0.1"},
                              Contour{0.01, "P = 0.01"}, Contour{0.001, "P = 0.001"}};

const PhaseSite& site_at(const PhaseDiagram& diagram, std::size_t i, std::size_t j) {
  return diagram.sites[i + diagram.columns() * j];
}

/// Whether T0 is on a linear axis: there T0/T is, else ln(T0/T) is interpolated without error.
bool linear_temperature(const PhaseDiagram& diagram) {
  for (const Sweep* axis : {&diagram.x, &diagram.y}) {
    if (axis->key == initial_temperature) return !axis->logarithmic;
  }
  return false;
}

class Lines {
 public:
  explicit Lines(const PhaseDiagram& diagram) : diagram_(diagram), x_(diagram.x), y_(diagram.y) {}

  std::vector<PhaseLine> all() {
    if (!diagram_.map.empty()) add_contours();
    add_temperature(PhaseLine::Kind::safe, "T_f", &Temperatures::safe);
    add_temperature(PhaseLine::Kind::critical, "T_c", &Temperatures::critical);
    add_border();
    for (PhaseLine& line : lines_) {
      if (line.kind != PhaseLine::Kind::lasting) place_label(line);
    }
    return std::move(lines_);
  }

 private:
  void add(PhaseLine::Kind kind, const std::string& name,
           const std::function<double(std::size_t, std::size_t)>& value, double level) {
    PhaseLine line{kind, name, level_lines(x_.positions(), y_.positions(), value, level), {}};
    if (!line.parts.empty()) lines_.push_back(std::move(line));
  }

  void add_contours() {
    const auto value = [&](std::size_t i, std::size_t j) {
      const CurvePoint& point = diagram_.map[i + diagram_.columns() * j].at;
      return point.probability && point.status != AnswerStatus::outside_validity
                 ? logit(*point.probability)
                 : nan;
    };
    double highest = 0.0;
    for (const PhasePoint& point : diagram_.map) {
      if (point.at.status == AnswerStatus::outside_validity) continue;
      highest = std::max(highest, point.at.probability.value_or(0.0));
    }
    for (const Contour& contour : contours) {
      constexpr double beyond_plateau = 1.02;
      if (contour.probability == 0.5 && highest < beyond_plateau * 0.5) continue;
      add(PhaseLine::Kind::contour, contour.name, value, logit(contour.probability));
    }
  }

  void add_temperature(PhaseLine::Kind kind, const std::string& name,
                       std::optional<double> Temperatures::*member) {
    const bool linear = linear_temperature(diagram_);
    const auto value = [&](std::size_t i, std::size_t j) {
      const PhaseSite& site = site_at(diagram_, i, j);
      const auto& temperature = site.temperatures.*member;
      if (!temperature) return nan;
      const double ratio = site.highest_temperature / *temperature;
      return linear ? ratio - 1.0 : math::log(ratio);
    };
    add(kind, name, value, 0.0);
  }

  void add_border() {
    const auto value = [&](std::size_t i, std::size_t j) {
      const auto& lasting = site_at(diagram_, i, j).lasting;
      return lasting ? (*lasting ? 1.0 : 0.0) : nan;
    };
    add(PhaseLine::Kind::lasting, "lasting", value, 0.5);
  }

  [[nodiscard]] Place share(Place place) const { return {x_.share(place.x), y_.share(place.y)}; }

  /// Where the label has most room: first to the frame and to labels placed before, then to other
  /// lines.
  void place_label(PhaseLine& line) {
    constexpr double enough = 0.25;  // of the picture
    double most = 0.0;
    for (const Polyline& part : line.parts) {
      for (const Place& place : part) {
        const Place here = share(place);
        double labels = std::min({enough, here.x, 1.0 - here.x, here.y, 1.0 - here.y});
        double lines = enough;
        // Two labels need more room than a label and the frame: they are wide.
        if (region_) labels = std::min(labels, 0.5 * distance(here, share(*region_)));
        for (const PhaseLine& other : lines_) {
          if (&other == &line) continue;
          if (other.label) labels = std::min(labels, 0.5 * distance(here, share(*other.label)));
          for (const Polyline& piece : other.parts) {
            for (const Place& there : piece) lines = std::min(lines, distance(here, share(there)));
          }
        }
        if (labels + lines <= most) continue;
        most = labels + lines;
        line.label = place;
      }
    }
  }

  static double distance(Place a, Place b) { return math::hypot(a.x - b.x, a.y - b.y); }

  const PhaseDiagram& diagram_;
  PhaseAxis x_, y_;
  std::optional<Place> region_ = long_lived_label(diagram_);
  std::vector<PhaseLine> lines_;
};

}  // namespace

PhaseAxis::PhaseAxis(const Sweep& sweep)
    : logarithmic_(sweep.logarithmic), positions_(numeric_values(sweep)) {
  if (logarithmic_) {
    for (double& position : positions_) position = math::log(position);
  }
  const auto [low, high] = std::minmax(positions_.front(), positions_.back());
  const double half_pixel = 0.5 * (high - low) / static_cast<double>(positions_.size() - 1);
  low_ = low - half_pixel;
  high_ = high + half_pixel;
}

double PhaseAxis::value(double position) const {
  return logarithmic_ ? math::exp(position) : position;
}
double PhaseAxis::lowest() const {
  return value(low_);
}
double PhaseAxis::highest() const {
  return value(high_);
}
double PhaseAxis::share(double position) const {
  return (position - low_) / (high_ - low_);
}

std::vector<PhaseLine> phase_lines(const PhaseDiagram& diagram) {
  return Lines(diagram).all();
}

std::optional<Place> long_lived_label(const PhaseDiagram& diagram) {
  const PhaseAxis x(diagram.x), y(diagram.y);
  const std::size_t columns = diagram.columns(), rows = diagram.rows();
  const auto inside = [&](std::size_t i, std::size_t j) {
    const auto& lasting = site_at(diagram, i, j).lasting;
    return lasting && !*lasting;
  };
  // Points of the region from here to its border or the frame: towards the start and the end of a
  // line.
  const auto room = [](std::size_t count, const auto& is_inside) {
    std::vector<std::size_t> before(count), least(count);
    for (std::size_t k = 0; k < count; ++k) {
      before[k] = is_inside(k) ? (k == 0 ? 1 : before[k - 1] + 1) : 0;
    }
    std::size_t behind = 0;
    for (std::size_t k = count; k-- > 0;) {
      behind = is_inside(k) ? behind + 1 : 0;
      least[k] = std::min(before[k], behind);
    }
    return least;
  };
  std::vector<double> upright(columns * rows);
  for (std::size_t i = 0; i < columns; ++i) {
    const auto along = room(rows, [&](std::size_t j) { return inside(i, j); });
    for (std::size_t j = 0; j < rows; ++j) {
      upright[i + columns * j] = static_cast<double>(along[j]) / static_cast<double>(rows);
    }
  }
  std::optional<Place> best;
  double most = 0.0;
  for (std::size_t j = 0; j < rows; ++j) {
    const auto along = room(columns, [&](std::size_t i) { return inside(i, j); });
    for (std::size_t i = 0; i < columns; ++i) {
      constexpr double label_shape = 5.0;  // a label is that much wider than high
      const double across = static_cast<double>(along[i]) / static_cast<double>(columns);
      const double up = upright[i + columns * j];
      // In a narrow strip the middle of its length decides.
      const double here = std::min(across, label_shape * up) + 0.01 * up;
      if (here <= most) continue;
      most = here;
      best = Place{x.positions()[i], y.positions()[j]};
    }
  }
  return best;
}

std::string phase_lines_text(const PhaseDiagram& diagram, const std::vector<PhaseLine>& lines,
                             const Config& config, const std::string& command) {
  const PhaseAxis x(diagram.x), y(diagram.y);
  const Table table{.command = command,
                    .remarks = {},
                    .columns = {{"line",
                                 "P = constant; T_f, T_c: the highest temperature of the schedule "
                                 "equals them; lasting: border of the region where collapse does "
                                 "not last"},
                                {"x", "value of " + diagram.x.key},
                                {"y", "value of " + diagram.y.key}},
                    .rows = {}};
  std::string text = table_head(table, config) + "line,x,y\n";
  for (const PhaseLine& line : lines) {
    for (const Polyline& part : line.parts) {
      for (const Place& place : part) {
        text += line.name + ',' + number_text(x.value(place.x)) + ',' +
                number_text(y.value(place.y)) + '\n';
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace annealvi

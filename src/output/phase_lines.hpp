// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The lines on a phase diagram: contours of P, and where T0 passes T_f and T_c.
#pragma once

#include "annealvi/experiments/phase_diagram.hpp"
#include "output/level_lines.hpp"

#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// One axis of a picture: from pixel border to pixel border, its scale linear or logarithmic.
class PhaseAxis {
 public:
  explicit PhaseAxis(const Sweep& sweep);

  [[nodiscard]] bool logarithmic() const { return logarithmic_; }
  [[nodiscard]] bool falling() const { return positions_.back() < positions_.front(); }
  /// Positions of the grid's values on the scale: their logarithms on a logarithmic axis.
  [[nodiscard]] const std::vector<double>& positions() const { return positions_; }
  [[nodiscard]] double value(double position) const;
  [[nodiscard]] double lowest() const;  ///< value at the lower end of the picture
  [[nodiscard]] double highest() const;
  /// From 0 at the lower end of the picture to 1.
  [[nodiscard]] double share(double position) const;

 private:
  bool logarithmic_;
  std::vector<double> positions_;
  double low_, high_;  ///< positions of the ends
};

struct PhaseLine {
  enum class Kind { contour, safe, critical, lasting };
  Kind kind;
  std::string name;             ///< in the data file and for people: "P = 0.1", "T_f", "T_c"
  std::vector<Polyline> parts;  ///< in positions of the axes
  std::optional<Place> label;   ///< where a label is far from everything else, in positions
};

/// Contours P = 0.5, 0.1, 0.01, 0.001 where the map passes them (P = 1/2 is also the plateau
/// without overlap, so that contour is drawn only where P goes beyond it; none through points
/// outside the validity of the theory), T0 = T_f, T0 = T_c, and the border of the region where
/// collapse does not last. Without a map the last three only.
[[nodiscard]] std::vector<PhaseLine> phase_lines(const PhaseDiagram& diagram);

/// A place inside the region without lasting collapse, far from its border; empty when there is no
/// such region.
[[nodiscard]] std::optional<Place> long_lived_label(const PhaseDiagram& diagram);

/// The data file of the lines: the head of a table, so that it can be given back as a
/// configuration, columns line,x,y; an empty line ends each piece.
[[nodiscard]] std::string phase_lines_text(const PhaseDiagram& diagram,
                                           const std::vector<PhaseLine>& lines,
                                           const Config& config, const std::string& command);

}  // namespace annealvi

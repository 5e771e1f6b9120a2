// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Unequal component weights: which starts of the plane (S, D) = (m_1 + m_2, m_1 - m_2) collapse, at
// a given Gram matrix. S and D are in units of sqrt(v) = sqrt(2) sigma0, so both are N(0, 1).
//
// An overlap pushes the other one away (a_12, a_21 < 0 in (F3)), so the flow preserves the order
// "m_1 larger, m_2 smaller", and on every line of constant S the ends are, for growing D,
//   (m_1 < 0 < m_2)   collapsed   (m_1 > 0 > m_2):
// one collapsed interval, each edge found by bracketing alone, however narrow the interval.
#pragma once

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <optional>
#include <vector>

namespace annealvi {

/// The Gram matrix in Bartlett's coordinates, in units of sigma0^2: Q = L L^T.
struct BartlettFactor {
  double l11, l21, l22;
  bool operator==(const BartlettFactor&) const = default;
};

enum class Ending {
  second_ahead,
  first_ahead,
  both_up,
  both_down
};  ///< signs of (m_1, m_2) at the end

/// Where the collapsed intervals of the two modes meet: four endings touch there.
struct Cusp {
  double sum = 0.0;
  double difference = 0.0;
};

class StartPlane {
 public:
  static constexpr double widest = 7.0;  ///< |S| and |D| in standard deviations; beyond: 3e-12

  /// Holds references. Not for concurrent use.
  StartPlane(const Problem& problem, const SharpOptions& options, const Tolerances& tolerances,
             const BartlettFactor& gram);

  struct Fate {
    Ending ending;
    double time;  ///< of the last sign change of m_1 m_2, 0 without any
  };
  [[nodiscard]] Fate follow(double sum, double difference);

  enum class Side { lower, upper };
  /// One edge of the collapsed interval, to `tolerance`; searched around guess +- spread, cut off
  /// at
  /// +-widest.
  [[nodiscard]] double edge(double sum, Side side, double guess, double spread, double tolerance);

  /// b != 0: the cusp within |S| < widest, if any; searched around `guess` when given.
  [[nodiscard]] std::optional<Cusp> find_cusp(const std::optional<Cusp>& guess);

  [[nodiscard]] std::uint64_t trajectories() const { return trajectories_; }

 private:
  struct Probe {
    double x, time;
  };
  struct Collapse {
    Ending ending;      // both_up or both_down
    double difference;  // a collapsed start, or where the interval was lost
    bool found;
  };
  [[nodiscard]] Collapse find_collapse(double sum, double guess, double spread);
  [[nodiscard]] std::optional<double> extrapolate(const std::vector<Probe>& gone,
                                                  double inside) const;
  void learn(const std::vector<Probe>& gone, double answer, double width);

  const Problem& problem_;
  const SharpOptions& options_;
  Tolerances tolerances_;
  BartlettFactor gram_;
  double unstable_rate_ = 0.0;  // of the saddle between collapse and recovery, learnt; 0: unknown
  std::uint64_t trajectories_ = 0;
};

}  // namespace annealvi

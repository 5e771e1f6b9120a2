// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Unequal component weights: P at one Gram matrix,
//   P = int phi(s) [Phi(D_upper(s)) - Phi(D_lower(s))] ds.
// Towards the cusp (s*, D*) the interval closes like |s - s*|^(1/alpha); in x = log|s - s*|, on
// either side of it, the integrand is smooth and is interpolated at nested Chebyshev points.
#pragma once

#include "theory/start_plane.hpp"

#include <map>
#include <utility>

namespace annealvi {

/// The edges on one side of the cusp, found point by point; what is known guides the next search.
class CollapsedBranch {
 public:
  /// side +-1: s = s* +- e^x; side 0 (no cusp): s = x. `model`: the same branch of a nearby plane.
  CollapsedBranch(StartPlane& plane, const Cusp& cusp, int side, double tolerance,
                  const CollapsedBranch* model);

  /// Phi(D_upper) - Phi(D_lower) at x.
  double share(double x);
  /// The integral over the branch, edges interpolated at n + 1 points; n even.
  double integral(std::size_t n);
  /// What the last Chebyshev coefficients at that n, added everywhere, would do to it.
  [[nodiscard]] double unresolved() const { return unresolved_; }

  [[nodiscard]] double left() const { return left_; }
  [[nodiscard]] double right() const { return right_; }

 private:
  using Curve = std::map<double, double>;  // (D - D*)/e^x by x
  struct Guess {
    double value, spread;
  };
  [[nodiscard]] double edge(StartPlane::Side side, double x);
  [[nodiscard]] Guess guess(std::size_t index, double x) const;
  static Guess extrapolate(const Curve& curve, double x);

  StartPlane& plane_;
  Cusp cusp_;
  int side_;
  double tolerance_;
  const CollapsedBranch* model_;
  double left_, right_;
  std::array<Curve, 2> curves_;  // lower, upper
  std::array<Curve, 2> shifts_;  // curves_ minus the model's
  std::map<double, double> shares_;
  double unresolved_ = 1.0;
};

/// P at one Gram matrix.
class CollapsedShare {
 public:
  CollapsedShare(const Problem& problem, const SharpOptions& options, const Tolerances& tolerances,
                 const BartlettFactor& gram, double tolerance,
                 const CollapsedShare* model = nullptr);
  CollapsedShare(const CollapsedShare&) = delete;  // branches refer to plane_
  CollapsedShare& operator=(const CollapsedShare&) = delete;

  double probability(std::size_t n);
  /// After probability(n): what the last coefficients, added everywhere, would do to it.
  [[nodiscard]] double unresolved() const;
  /// Largest difference of share to `other` at a few places.
  double largest_difference(CollapsedShare& other);
  [[nodiscard]] std::uint64_t trajectories() const { return plane_.trajectories(); }

 private:
  BartlettFactor gram_;
  StartPlane plane_;
  std::optional<Cusp> cusp_;
  double multiplicity_ = 1.0;  // 2 without bias: (m_1, m_2) and (-m_1, -m_2) end alike
  std::vector<CollapsedBranch> branches_;
};

}  // namespace annealvi

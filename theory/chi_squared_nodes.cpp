// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/chi_squared_nodes.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace annealvi {

std::vector<QuadratureNode> chi_squared_nodes(double degrees_of_freedom, int count) {
  // Golub-Welsch for the standardised Gamma variable (g - a)/sqrt(a), a = degrees/2, whose Jacobi
  // matrix stays O(1) as a -> infinity (there it is that of the Hermite polynomials).
  const double shape = 0.5 * degrees_of_freedom;
  const double root = std::sqrt(shape);
  Eigen::VectorXd diagonal(count), off_diagonal(std::max(0, count - 1));
  for (int i = 0; i < count; ++i) diagonal[i] = 2.0 * i / root;
  for (int i = 1; i < count; ++i) off_diagonal[i - 1] = std::sqrt(i * (1.0 + (i - 1.0) / shape));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, off_diagonal);
  std::vector<QuadratureNode> nodes;
  for (int i = 0; i < count; ++i) {
    const double first = solver.eigenvectors()(0, i);
    const double gamma = std::max(0.0, shape + root * solver.eigenvalues()[i]);
    nodes.push_back({2.0 * gamma, first * first});
  }
  return nodes;
}

}  // namespace annealvi

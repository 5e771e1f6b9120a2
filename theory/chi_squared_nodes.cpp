// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/chi_squared_nodes.hpp"

#include "numerics/elementary.hpp"
#include "theory/chebyshev.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <utility>

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

namespace {

/// A weighted sum of P over nodes at rising inner order, until the unresolved part is below
/// `wanted`. `combine` turns the values of P at the nodes into the average.
template <class Combine>
Estimate resolved_average(const std::vector<double>& nodes, double wanted,
                          const ResolvedFunction& P, const Combine& combine,
                          std::vector<double>& values, std::size_t& order) {
  Estimate last;
  for (bool first = true;; order *= 2, first = false) {
    values.assign(nodes.size(), 0.0);
    std::vector<double> moved(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) values[i] = P(nodes[i], order, &moved[i]);
    const double average = combine(values);
    double error = std::abs(combine(moved) - average);
    if (!first) error = std::min(error, std::abs(average - last.value));
    last = {average, error};
    constexpr std::size_t most = 64;
    if (error <= wanted || order >= most) return last;
  }
}

/// Truncation of the three-point rule judged from its own nodes: first and second differences of P
/// in standard deviations; the rule errs from sixth order, and orders decay like second/first.
double truncation(const std::vector<QuadratureNode>& nodes, const std::vector<double>& P,
                  double deviation) {
  const double low = (P[1] - P[0]) / (nodes[1].value - nodes[0].value) * deviation;
  const double high = (P[2] - P[1]) / (nodes[2].value - nodes[1].value) * deviation;
  const double second = (high - low) / (nodes[2].value - nodes[0].value) * deviation;
  if (second == 0.0) return 0.0;
  const double decay = std::abs(second) / std::max(std::abs(low), std::abs(second));
  return std::abs(second) * std::max(decay * decay, 1e-4);
}

/// int density(g) e^(log_P(g)) dg over the chi density, normalised on the same nodes.
template <class Function>
double average_over_chi(double degrees, double left, double right, const Function& log_P) {
  constexpr int panels = 32;
  const double mode = std::sqrt(std::max(0.0, degrees - 1.0));
  const auto log_density = [&](double g) {  // relative to the mode
    const double power = degrees - 1.0;
    return -0.5 * (g * g - mode * mode) +
           (power > 0.0 ? power * math::log(g / std::max(mode, 1e-300)) : 0.0);
  };
  using Rule = boost::math::quadrature::gauss<double, 15>;
  double numerator = 0.0, denominator = 0.0;
  for (int i = 0; i < panels; ++i) {
    const double a = left + (right - left) * i / panels;
    const double b = left + (right - left) * (i + 1) / panels;
    numerator +=
        Rule::integrate([&](double g) { return math::exp(log_density(g) + log_P(g)); }, a, b);
    denominator += Rule::integrate([&](double g) { return math::exp(log_density(g)); }, a, b);
  }
  return numerator / denominator;
}

}  // namespace

Estimate average_over_chi_squared(double degrees, double wanted, const ResolvedFunction& P) {
  std::size_t order = 4;
  std::vector<double> values;
  constexpr double few = 20.0;  // degrees of freedom below which three nodes never suffice
  if (degrees > few) {
    const auto gauss = chi_squared_nodes(degrees, 3);
    std::vector<double> nodes;
    for (const QuadratureNode& node : gauss) nodes.push_back(node.value);
    const auto combine = [&](const std::vector<double>& p) {
      return gauss[0].weight * p[0] + gauss[1].weight * p[1] + gauss[2].weight * p[2];
    };
    Estimate result = resolved_average(nodes, wanted, P, combine, values, order);
    const double rule_error = truncation(gauss, values, std::sqrt(2.0 * degrees));
    result.error += rule_error;
    if (rule_error <= wanted) return result;
  }
  // Chi variable g = sqrt(chi^2), of standard deviation 1/sqrt(2): P is smooth in it down to g = 0.
  // Interpolated over seven deviations, integrated over twelve (log P continued as a line).
  const double centre = std::sqrt(degrees);
  const double left = std::max(0.0, centre - 5.0), right = centre + 5.5;
  Estimate result;
  double previous = 0.0;
  for (std::size_t n = 8;; n *= 2) {
    std::vector<double> nodes;
    for (std::size_t j = 0; j <= n; ++j) {
      const double g = ChebyshevInterpolant::point(left, right, j, n);
      nodes.push_back(g * g);
    }
    const auto combine = [&](const std::vector<double>& p) {
      std::vector<double> logs;
      for (const double value : p) logs.push_back(math::log(std::max(value, 1e-300)));
      return average_over_chi(degrees, std::max(0.0, centre - 8.5), centre + 8.5,
                              ChebyshevInterpolant(left, right, logs));
    };
    result = resolved_average(nodes, wanted, P, combine, values, order);
    const double change = n == 8 ? result.value : std::abs(result.value - previous);
    previous = result.value;
    constexpr std::size_t most = 32;
    // Spectral convergence: the change is the error of the coarser rule; a tenth bounds the finer.
    if (0.1 * change <= wanted || n == most) {
      result.error += n == most ? change : 0.1 * change;
      return result;
    }
  }
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (mu_1 +- mu_2)/sqrt 2 are independent normal vectors of d - 1 coordinates: the lengths are chi
// variables and the angle between them is independent of both. Each of the three is a function of a
// standard normal one, and the average is a sum over products of differences of nested rules in
// these, taken in where they matter.
#include "theory/gram_average.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <vector>

namespace annealvi {
namespace {

using Levels = std::array<std::size_t, 3>;  // levels of the rules: distance, angle, sum

double normal_distribution(double z) {
  return 0.5 * math::erfc(-z / std::numbers::sqrt2);
}

/// Beyond, chi^2 and the angle are normal to more digits than P has.
constexpr double many = 1e5;

/// The quantiles of Boost.Math call the C library, whose last bits depend on the processor. These
/// are gone here, and a node that moves by 1e-9 of itself moves no digit of P that is stated.
double without_last_bits(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(mantissa, 30)), exponent - 30);
}

double chi_squared_at(double degrees, double z) {
  if (degrees > many)  // Wilson and Hilferty
    return degrees *
           math::pow(1.0 - 2.0 / (9.0 * degrees) + z * std::sqrt(2.0 / (9.0 * degrees)), 3.0);
  const boost::math::chi_squared_distribution<double> law(degrees);
  return without_last_bits(
      z < 0.0 ? boost::math::quantile(law, normal_distribution(z))
              : boost::math::quantile(boost::math::complement(law, normal_distribution(-z))));
}

/// Cosine of the angle between two random directions in `degrees` dimensions.
double cosine_at(double degrees, double z) {
  if (degrees < 1.5) return z;  // +-1: the rule has these nodes
  if (degrees > many) return z / std::sqrt(degrees);
  const double half = 0.5 * (degrees - 1.0);
  const boost::math::beta_distribution<double> law(half, half);
  const double lower =
      without_last_bits(2.0 * boost::math::quantile(law, normal_distribution(-std::abs(z))) - 1.0);
  return z < 0.0 ? lower : -lower;
}

/// Nested rules for z ~ N(0, 1): 1, 3 and 9 nodes, exact to degree 1, 5 and 15 (A. Genz and B. D.
/// Keister, J. Comput. Appl. Math. 71 (1996) 299). As differences from the rule before: weights by
/// node.
using Difference = std::vector<std::pair<double, double>>;

constexpr std::array<double, 5> nodes{0.0, 0.7410953499945409, 1.7320508075688772,
                                      2.8612795760570582, 4.1849560176727325};

std::vector<Difference> rule_differences() {
  // Weights of 0 and of the pairs +-z from even moments 1, 1, 3, 15, 105: Lagrange's polynomials in
  // z^2, integrated.
  std::array<double, 5> weights{};
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::array<double, 5> polynomial{1.0};  // in powers of z^2
    double scale = 1.0;
    for (std::size_t j = 0, degree = 0; j < nodes.size(); ++j) {
      if (j == i) continue;
      const double root = nodes[j] * nodes[j];
      scale *= nodes[i] * nodes[i] - root;
      ++degree;
      for (std::size_t k = degree + 1; k-- > 0;)
        polynomial[k] = (k > 0 ? polynomial[k - 1] : 0.0) - root * polynomial[k];
    }
    double moment = 1.0;
    for (std::size_t k = 0; k < polynomial.size(); ++k) {
      weights[i] += polynomial[k] * moment / scale;
      moment *= 2.0 * static_cast<double>(k) + 1.0;
    }
  }
  Difference second{{0.0, -1.0 / 3.0}}, third{{0.0, weights[0] - 2.0 / 3.0}};
  for (const double sign : {-1.0, 1.0}) {
    second.emplace_back(sign * nodes[2], 1.0 / 6.0);
    for (std::size_t i = 1; i < nodes.size(); ++i)
      third.emplace_back(sign * nodes[i], 0.5 * weights[i] - (i == 2 ? 1.0 / 6.0 : 0.0));
  }
  return {{{0.0, 1.0}}, second, third};
}

class Average {
 public:
  Average(double dimension, bool distance_only, const std::function<double(const GramPoint&)>& P)
      : degrees_(dimension - 1.0), P_(P) {
    for (auto& rule : rules_) rule = rule_differences();
    if (distance_only) rules_[1].resize(1), rules_[2].resize(1);
    if (degrees_ < 1.5) rules_[1] = {{{0.0, 1.0}}, {{0.0, -1.0}, {-1.0, 0.5}, {1.0, 0.5}}};
  }

  Estimate run(double wanted) {
    const double centre = difference({0, 0, 0});
    Estimate result{centre, 0.0};
    if (!(centre > 0.0)) return result;
    // How much each coordinate matters: to P on average, and squared deviations, relative.
    std::map<Levels, double> taken{{{0, 0, 0}, centre}};
    for (std::size_t i = 0; i < 3; ++i) {
      if (rules_[i].size() < 2) continue;
      Levels index{};
      index[i] = 1;
      taken[index] = difference(index);
      double square = 0.0;
      for (const auto& [z, weight] : rules_[i][1]) {
        std::array<double, 3> place{};
        place[i] = z;
        const double change = value(place) / centre - 1.0;
        square += std::abs(weight) * change * change;
      }
      strength_[i] = std::abs(taken[index]) / centre + square;
    }
    constexpr std::size_t most = 24;
    while (values_.size() < most) {
      const auto next = largest_missing(taken);
      if (!next || expected(*next) * centre <= 0.1 * wanted) break;
      taken[*next] = difference(*next);
    }
    result.value = 0.0;
    for (const auto& [index, part] : taken) {
      result.value += part;
      // The last of a kind tells how far the next ones can be off.
      bool last = true;
      for (std::size_t i = 0; i < 3; ++i) {
        Levels above = index;
        if (++above[i] < rules_[i].size() && taken.contains(above)) last = false;
      }
      if (last)
        result.error +=
            std::abs(part) * std::min(1.0, *std::max_element(strength_.begin(), strength_.end()));
    }
    for_each_index([&](const Levels& index) {
      if (!taken.contains(index)) result.error += expected(index) * centre;
    });
    return result;
  }

 private:
  template <class Visitor>
  void for_each_index(const Visitor& visit) const {
    for (std::size_t i = 0; i < rules_[0].size(); ++i)
      for (std::size_t j = 0; j < rules_[1].size(); ++j)
        for (std::size_t k = 0; k < rules_[2].size(); ++k) visit(Levels{i, j, k});
  }

  /// Largest difference that is missing and whose predecessors are there.
  [[nodiscard]] std::optional<Levels> largest_missing(const std::map<Levels, double>& taken) const {
    std::optional<Levels> best;
    for_each_index([&](const Levels& index) {
      if (taken.contains(index)) return;
      for (std::size_t i = 0; i < 3; ++i) {
        if (index[i] == 0) continue;
        Levels below = index;
        --below[i];
        if (!taken.contains(below)) return;
      }
      if (!best || expected(index) > expected(*best)) best = index;
    });
    return best;
  }

  /// Of a difference relative to P, from the strength of its coordinates: the next rule of a
  /// coordinate is of third order in it. Mixed terms of functions of a sum of coordinates are up to
  /// four times the product.
  [[nodiscard]] double expected(const Levels& index) const {
    constexpr double mixed = 4.0;
    double product = 1.0 / mixed;
    for (std::size_t i = 0; i < 3; ++i) {
      if (index[i] == 0) continue;
      product *= mixed * (index[i] == 1 ? strength_[i] : math::pow(strength_[i], 3.0));
    }
    return product;
  }

  double difference(const Levels& index) {
    double sum = 0.0;
    for (const auto& [a, weight_a] : rules_[0][index[0]])
      for (const auto& [b, weight_b] : rules_[1][index[1]])
        for (const auto& [c, weight_c] : rules_[2][index[2]])
          sum += weight_a * weight_b * weight_c * value({a, b, c});
    return sum;
  }

  double value(const std::array<double, 3>& z) {
    if (const auto known = values_.find(z); known != values_.end()) return known->second;
    return values_[z] = P_(point(degrees_, z));
  }

 public:
  static GramPoint point(double degrees, const std::array<double, 3>& z) {
    if (degrees < 0.5) return {0.0, 0.0, 0.0};
    const double distance = chi_squared_at(degrees, z[0]), sum = chi_squared_at(degrees, z[2]);
    return {sum, std::sqrt(sum * distance) * cosine_at(degrees, z[1]), distance};
  }

 private:
  double degrees_;
  const std::function<double(const GramPoint&)>& P_;
  std::array<std::vector<Difference>, 3> rules_;
  std::array<double, 3> strength_{};
  std::map<std::array<double, 3>, double> values_;
};

}  // namespace

GramPoint central_gram(double dimension) {
  return Average::point(dimension - 1.0, {0.0, 0.0, 0.0});
}

Estimate average_over_gram(double dimension, bool distance_only, double wanted,
                           const std::function<double(const GramPoint&)>& P) {
  if (dimension < 1.5) return {P(central_gram(dimension)), 0.0};
  return Average(dimension, distance_only, P).run(wanted);
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/gram_factor.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace annealvi {

GramFactor gram_factor(const SummaryState& state) {
  const auto& [overlap, q11, q12, q22] = state;
  const double first = std::sqrt(q11);
  const double along = q11 > 0.0 ? q12 / first : std::sqrt(q22);
  const double rest = q22 - along * along;
  const double rounding = 1e-12 * q22;  // may leave `rest` slightly negative
  if (!std::isfinite(overlap[0]) || !std::isfinite(overlap[1])) {
    throw std::invalid_argument("initial overlaps must be finite");
  }
  if (!(q11 >= 0.0) || !(q22 >= 0.0) || !(rest >= -rounding) || (q11 == 0.0 && q12 != 0.0)) {
    throw std::invalid_argument("initial Gram matrix must be positive semidefinite");
  }
  return {first, along, rest > rounding ? std::sqrt(rest) : 0.0};
}

GramFactor gram_factor_within(const SummaryState& state, double dimension) {
  const GramFactor factor = gram_factor(state);
  if (dimension < static_cast<double>(factor.least_dimension())) {
    throw std::invalid_argument("initial Gram matrix needs target.dimension >= " +
                                std::to_string(factor.least_dimension()));
  }
  return factor;
}

}  // namespace annealvi

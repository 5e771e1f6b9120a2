// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Places in the blocks of a RealNVP pass, and what its parts share.
#pragma once

#include "annealvi/numerics/random.hpp"
#include "numerics/elementary.hpp"
#include "realnvp/kernels.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

namespace annealvi::realnvp {

[[nodiscard]] inline Index rounded_up(Index samples) {
  return (samples + sample_granularity - 1) / sample_granularity * sample_granularity;
}

/// Row `i` of a block.
template <class Number>
[[nodiscard]] Number* row(Number* block, Index i) {
  return block + i * block_stride;
}

/// What the kernels see of a coupling. The network puts out the log-scales, then the shifts.
template <class Scalar, class Coupling>
[[nodiscard]] Half<Scalar> active_half(const Coupling& coupling, double bound) {
  Scalar* output = coupling.outputs.back();
  return {output, row(output, coupling.active_count), coupling.scale, static_cast<Scalar>(bound),
          coupling.active_count};
}

/// log N(z; 0, 1) of column `s`, in double precision.
template <class Scalar>
[[nodiscard]] double log_base_density(const Scalar* block, Index dimension, Index s) {
  double squares = 0.0;
  for (Index i = 0; i < dimension; ++i) {
    const auto z = static_cast<double>(row(block, i)[s]);
    squares += z * z;
  }
  return -0.5 * squares - 0.5 * static_cast<double>(dimension) * math::log(2.0 * std::numbers::pi);
}

/// log cosh u without overflow
[[nodiscard]] inline double log_cosh(double u) {
  return std::abs(u) + math::log1p(math::exp(-2.0 * std::abs(u))) - std::numbers::ln2;
}

/// Independent N(0, 1), row i from lane i of the key: the base samples z of a flow, which asks
/// whether to stop.
template <class Flow>
void fill_rows(const Flow& flow, typename Flow::Samples& rows, RandomKey key) {
  for (Index i = 0; i < rows.rows(); ++i) {
    flow.ask();
    key.lane = static_cast<std::uint32_t>(i);
    fill_normal(key,
                std::span(rows.data() + i * rows.cols(), static_cast<std::size_t>(rows.cols())));
  }
}

}  // namespace annealvi::realnvp

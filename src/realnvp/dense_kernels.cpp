// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The matrix products of dense layers.
#include "realnvp/kernels.hpp"
#include "realnvp/vector_functions.hpp"

namespace annealvi::realnvp {
namespace {

// A tile of 6 outputs by 2 vectors of samples: 12 independent sums cover the latency of an
// addition, and with two factors, one broadcast weight and one product they fill 16 registers. What
// a multiple of 6 leaves is done by two and by one. The order of a sum does not depend on the tile.
constexpr int tile_rows = 6, tile_vectors = 2;

/// out(i, .) = start(i) + sum over j of weight(i, j) in(j, .) for `rows` rows and one tile.
template <int rows, class Scalar>
ANNEALVI_ALWAYS_INLINE void product_tile(const Scalar* weight, Index row_step, Index inner_step,
                                         const Scalar* bias, Index inner, const Scalar* in,
                                         Scalar* out) {
  constexpr int lanes = Lanes<Scalar>::count;
  Vector<Scalar> sum[std::size_t{rows}][std::size_t{tile_vectors}];
  for (Index i = 0; i < rows; ++i) {
    const Vector<Scalar> start = splat(bias == nullptr ? Scalar(0) : bias[i]);
    for (int v = 0; v < tile_vectors; ++v) sum[i][v] = start;
  }
  for (Index j = 0; j < inner; ++j) {
    Vector<Scalar> x[tile_vectors];
    for (int v = 0; v < tile_vectors; ++v) x[v] = load_lanes(in + j * block_stride + v * lanes);
    for (Index i = 0; i < rows; ++i) {
      const Vector<Scalar> w = splat(weight[i * row_step + j * inner_step]);
      for (int v = 0; v < tile_vectors; ++v) sum[i][v] += w * x[v];
    }
  }
  for (Index i = 0; i < rows; ++i) {
    for (int v = 0; v < tile_vectors; ++v) {
      store_lanes(out + i * block_stride + v * lanes, sum[i][v]);
    }
  }
}

/// Tiles of `tile` rows from row `i` on, as many as fit; `i` is then the first row not done.
template <int tile, class Scalar>
ANNEALVI_ALWAYS_INLINE void product_rows(Index& i, const Scalar* weight, Index row_step,
                                         Index inner_step, const Scalar* bias, Index rows,
                                         Index inner, const Scalar* in, Scalar* out) {
  for (; i + tile <= rows; i += tile) {
    product_tile<tile>(weight + i * row_step, row_step, inner_step,
                       bias == nullptr ? nullptr : bias + i, inner, in, out + i * block_stride);
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void product(const Scalar* weight, Index row_step, Index inner_step,
                                    const Scalar* bias, Index rows, Index inner, const Scalar* in,
                                    Scalar* out, Index samples) {
  for (Index s = 0; s < samples; s += tile_vectors * Lanes<Scalar>::count) {
    Index i = 0;
    product_rows<tile_rows>(i, weight, row_step, inner_step, bias, rows, inner, in + s, out + s);
    product_rows<2>(i, weight, row_step, inner_step, bias, rows, inner, in + s, out + s);
    product_rows<1>(i, weight, row_step, inner_step, bias, rows, inner, in + s, out + s);
  }
}

/// sum(i, j) += sum over samples of a(i, .) b(j, .)
template <int rows, int columns, class Scalar>
ANNEALVI_ALWAYS_INLINE void outer_tile(const Scalar* a, const Scalar* b, Scalar* total, Index step,
                                       Index samples) {
  Vector<Scalar> sum[std::size_t{rows}][std::size_t{columns}] = {};
  for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
    Vector<Scalar> x[std::size_t{columns}];
    for (Index j = 0; j < columns; ++j) x[j] = load_lanes(b + j * block_stride + s);
    for (Index i = 0; i < rows; ++i) {
      const Vector<Scalar> y = load_lanes(a + i * block_stride + s);
      for (Index j = 0; j < columns; ++j) sum[i][j] += y * x[j];
    }
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) total[i * step + j] += sum_lanes(sum[i][j]);
  }
}

/// Tiles of `tile` outputs from output `i` on, as product_rows.
template <int tile, class Scalar>
ANNEALVI_ALWAYS_INLINE void outer_rows(Index& i, const DenseGradient<Scalar>& total,
                                       const Scalar* a, const Scalar* b, Index samples) {
  constexpr int tile_columns = 2;
  const Index columns = total.inputs;
  for (; i + tile <= total.outputs; i += tile) {
    const Scalar* rows = a + i * block_stride;
    Scalar* sums = total.weight + i * columns;
    Index j = 0;
    for (; j + tile_columns <= columns; j += tile_columns) {
      outer_tile<tile, tile_columns>(rows, b + j * block_stride, sums + j, columns, samples);
    }
    for (; j < columns; ++j) {
      outer_tile<tile, 1>(rows, b + j * block_stride, sums + j, columns, samples);
    }
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void gradient_body(const DenseGradient<Scalar>& total, const Scalar* a,
                                          const Scalar* b, Index samples) {
  Index i = 0;
  outer_rows<tile_rows>(i, total, a, b, samples);
  outer_rows<2>(i, total, a, b, samples);
  outer_rows<1>(i, total, a, b, samples);
  for (i = 0; i < total.outputs; ++i) {
    Vector<Scalar> sum{};
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      sum += load_lanes(a + i * block_stride + s);
    }
    total.bias[i] += sum_lanes(sum);
  }
}

}  // namespace

// Clones cannot be templates: one function for each precision, all with the bodies above.
// NOLINTBEGIN(bugprone-macro-parentheses): a type
#define ANNEALVI_DENSE_KERNELS(Scalar)                                                            \
  ANNEALVI_VECTOR_CLONES void dense_forward(const Dense<Scalar>& layer, const Scalar* in,         \
                                            Scalar* out, Index samples) {                         \
    product(layer.weight, layer.inputs, Index{1}, layer.bias, layer.outputs, layer.inputs, in,    \
            out, samples);                                                                        \
  }                                                                                               \
  ANNEALVI_VECTOR_CLONES void dense_backward(const Dense<Scalar>& layer, const Scalar* out,       \
                                             Scalar* in, Index samples) {                         \
    product<Scalar>(layer.weight, Index{1}, layer.inputs, nullptr, layer.inputs, layer.outputs,   \
                    out, in, samples);                                                            \
  }                                                                                               \
  ANNEALVI_VECTOR_CLONES void dense_gradient(const DenseGradient<Scalar>& sum, const Scalar* out, \
                                             const Scalar* in, Index samples) {                   \
    gradient_body(sum, out, in, samples);                                                         \
  }
ANNEALVI_DENSE_KERNELS(float)
ANNEALVI_DENSE_KERNELS(double)
#undef ANNEALVI_DENSE_KERNELS
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace annealvi::realnvp

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The inner loops of a RealNVP pass, in single and double precision. A block is a set of rows, one
// for each coordinate or unit, with one sample a column; rows are `block_stride` apart. Written
// here and not with Eigen's products because the library is built without -march: Eigen would be
// bound to the baseline instructions, these are compiled for both (numerics/vector_clones.hpp) and
// return the same bits in both.
#pragma once

#include "annealvi/realnvp/settings.hpp"

#include <cstddef>

namespace annealvi::realnvp {

using Index = std::ptrdiff_t;

/// Most samples in a block, and distance of its rows: 17 cache lines, so that a column of tiles
/// does not fall into few sets of the first-level cache.
inline constexpr Index block_samples = 256;
inline constexpr Index block_stride = 272;
/// Numbers of samples are rounded up to this many; what is beyond the batch is computed and has no
/// weight in the gradient.
inline constexpr Index sample_granularity = 16;

/// Weights of a dense layer, outputs x inputs, row after row.
template <class Scalar>
struct Dense {
  const Scalar* weight;
  const Scalar* bias;
  Index outputs, inputs;
};

/// out = weight in + bias
void dense_forward(const Dense<float>& layer, const float* in, float* out, Index samples);
void dense_forward(const Dense<double>& layer, const double* in, double* out, Index samples);

/// in_gradient = weight^T out_gradient
void dense_backward(const Dense<float>& layer, const float* out_gradient, float* in_gradient,
                    Index samples);
void dense_backward(const Dense<double>& layer, const double* out_gradient, double* in_gradient,
                    Index samples);

/// weight_gradient += out_gradient in^T, bias_gradient += row sums of out_gradient. Lanes and then
/// samples are added in a fixed order.
template <class Scalar>
struct DenseGradient {
  Scalar* weight;
  Scalar* bias;
  Index outputs, inputs;
};
void dense_gradient(const DenseGradient<float>& sum, const float* out_gradient, const float* in,
                    Index samples);
void dense_gradient(const DenseGradient<double>& sum, const double* out_gradient, const double* in,
                    Index samples);

/// rows = activation(rows), in place.
void activate(Activation activation, float* rows, Index count, Index samples);
void activate(Activation activation, double* rows, Index count, Index samples);
/// gradient *= activation', from the activated rows.
void activate_backward(Activation activation, const float* rows, float* gradient, Index count,
                       Index samples);
void activate_backward(Activation activation, const double* rows, double* gradient, Index count,
                       Index samples);

/// The transformed half of a coupling, `count` coordinates.
template <class Scalar>
struct Half {
  Scalar* log_scale;    ///< in: output of the network; out: s = bound tanh(./bound)
  const Scalar* shift;  ///< t
  Scalar* scale;        ///< out: e^s
  Scalar bound;
  Index count;
};
/// y = x e^s + t, log_determinant += sum of s.
void couple_forward(const Half<float>& half, const float* x, float* y, float* log_determinant,
                    Index samples);
void couple_forward(const Half<double>& half, const double* x, double* y, double* log_determinant,
                    Index samples);
/// x = (y - t) e^-s, log_determinant += sum of s.
void couple_inverse(const Half<float>& half, const float* y, float* x, float* log_determinant,
                    Index samples);
void couple_inverse(const Half<double>& half, const double* y, double* x, double* log_determinant,
                    Index samples);

/// After couple_forward: from g = dL/dy (in place, becomes dL/dx = g e^s) and dL/d(log
/// determinant), the gradients with respect to the outputs of the network.
void couple_backward(const Half<float>& half, const float* x, float* g,
                     const float* determinant_gradient, float* log_scale_gradient,
                     float* shift_gradient, Index samples);
void couple_backward(const Half<double>& half, const double* x, double* g,
                     const double* determinant_gradient, double* log_scale_gradient,
                     double* shift_gradient, Index samples);
/// The score of the density, u = d log q/dx of the transformed half before the coupling, in place
/// after it (theory/realnvp.md, Path gradient), and what must go back through the network.
void couple_score(const Half<float>& half, const float* x, float* u, float* log_scale_gradient,
                  float* shift_gradient, Index samples);
void couple_score(const Half<double>& half, const double* x, double* u, double* log_scale_gradient,
                  double* shift_gradient, Index samples);

/// One step of Adam on `count` numbers; the gradient is multiplied by `gradient_scale` first.
struct AdamStep {
  double rate;  ///< learning rate with the bias correction of the mean
  double decay1, decay2;
  double variance_correction;  ///< 1/(1 - decay2^n)
  double epsilon;
  double gradient_scale;
};
void adam(const AdamStep& step, const float* gradient, float* mean, float* variance,
          float* parameters, Index count);
void adam(const AdamStep& step, const double* gradient, double* mean, double* variance,
          double* parameters, Index count);

}  // namespace annealvi::realnvp

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Everything but the matrix products.
#include "realnvp/kernels.hpp"
#include "realnvp/vector_functions.hpp"

#include <cmath>

namespace annealvi::realnvp {
namespace {

template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> activated(Activation activation,
                                                              Vector<Scalar> u) {
  const Vector<Scalar> zero{};
  if (activation == Activation::tanh) return hyperbolic_tangent<Scalar>(u);
  if (activation == Activation::elu) {
    // e^u - 1 of positive u is not used, and must not overflow
    const Vector<Scalar> below = clamped(u > zero ? zero : u, Lanes<Scalar>::exp_limit);
    return u > zero ? u : exponential_minus_one<Scalar>(below);
  }
  return u < zero ? zero : u;  // NaN stays
}

template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> slope(Activation activation, Vector<Scalar> y) {
  const Vector<Scalar> one = splat(Scalar(1)), zero{};
  if (activation == Activation::tanh) return one - y * y;
  if (activation == Activation::elu) return y > zero ? one : y + one;
  return y > zero ? one : zero;
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void activate_body(Activation activation, Scalar* rows, Index count,
                                          Index samples) {
  for (Index i = 0; i < count; ++i) {
    Scalar* row = rows + i * block_stride;
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      store_lanes(row + s, activated<Scalar>(activation, load_lanes(row + s)));
    }
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void activate_backward_body(Activation activation, const Scalar* rows,
                                                   Scalar* gradient, Index count, Index samples) {
  for (Index i = 0; i < count; ++i) {
    for (Index s = i * block_stride; s < i * block_stride + samples; s += Lanes<Scalar>::count) {
      store_lanes(gradient + s,
                  load_lanes(gradient + s) * slope<Scalar>(activation, load_lanes(rows + s)));
    }
  }
}

/// Bounds the log-scale, stores e^s, adds up the log determinant.
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> scale_of(const Half<Scalar>& half, Index at,
                                                             Scalar* log_determinant) {
  const Vector<Scalar> bound = splat(half.bound);
  const Vector<Scalar> s =
      bound * hyperbolic_tangent<Scalar>(load_lanes(half.log_scale + at) / bound);
  const Vector<Scalar> scale = exponential<Scalar>(s);
  store_lanes(half.log_scale + at, s);
  store_lanes(half.scale + at, scale);
  store_lanes(log_determinant, load_lanes(log_determinant) + s);
  return scale;
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void couple_forward_body(const Half<Scalar>& half, const Scalar* x,
                                                Scalar* y, Scalar* log_determinant, Index samples) {
  for (Index i = 0; i < half.count; ++i) {
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      const Index at = i * block_stride + s;
      const Vector<Scalar> scale = scale_of(half, at, log_determinant + s);
      store_lanes(y + at, load_lanes(x + at) * scale + load_lanes(half.shift + at));
    }
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void couple_inverse_body(const Half<Scalar>& half, const Scalar* y,
                                                Scalar* x, Scalar* log_determinant, Index samples) {
  for (Index i = 0; i < half.count; ++i) {
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      const Index at = i * block_stride + s;
      const Vector<Scalar> scale = scale_of(half, at, log_determinant + s);
      store_lanes(x + at, (load_lanes(y + at) - load_lanes(half.shift + at)) / scale);
    }
  }
}

/// Derivative of s = bound tanh(a/bound), from s.
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> bound_slope(const Half<Scalar>& half,
                                                                Index at) {
  const Vector<Scalar> share = load_lanes(half.log_scale + at) / splat(half.bound);
  return splat(Scalar(1)) - share * share;
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void couple_backward_body(const Half<Scalar>& half, const Scalar* x,
                                                 Scalar* g, const Scalar* determinant_gradient,
                                                 Scalar* log_scale_gradient, Scalar* shift_gradient,
                                                 Index samples) {
  for (Index i = 0; i < half.count; ++i) {
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      const Index at = i * block_stride + s;
      const Vector<Scalar> out = load_lanes(g + at), in = out * load_lanes(half.scale + at);
      const Vector<Scalar> by_log_scale =
          in * load_lanes(x + at) + load_lanes(determinant_gradient + s);
      store_lanes(shift_gradient + at, out);
      store_lanes(log_scale_gradient + at, by_log_scale * bound_slope(half, at));
      store_lanes(g + at, in);
    }
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void couple_score_body(const Half<Scalar>& half, const Scalar* x, Scalar* u,
                                              Scalar* log_scale_gradient, Scalar* shift_gradient,
                                              Index samples) {
  for (Index i = 0; i < half.count; ++i) {
    for (Index s = 0; s < samples; s += Lanes<Scalar>::count) {
      const Index at = i * block_stride + s;
      const Vector<Scalar> before = load_lanes(u + at);
      const Vector<Scalar> after = before / load_lanes(half.scale + at);
      const Vector<Scalar> by_log_scale = before * load_lanes(x + at) + splat(Scalar(1));
      store_lanes(shift_gradient + at, after);
      store_lanes(log_scale_gradient + at, by_log_scale * bound_slope(half, at));
      store_lanes(u + at, after);
    }
  }
}

template <class Scalar>
ANNEALVI_ALWAYS_INLINE void adam_body(const AdamStep& step, const Scalar* gradient, Scalar* mean,
                                      Scalar* variance, Scalar* parameters, Index count) {
  const auto rate = static_cast<Scalar>(step.rate), decay1 = static_cast<Scalar>(step.decay1),
             decay2 = static_cast<Scalar>(step.decay2),
             gain1 = static_cast<Scalar>(1.0 - step.decay1),
             gain2 = static_cast<Scalar>(1.0 - step.decay2),
             correction = static_cast<Scalar>(step.variance_correction),
             epsilon = static_cast<Scalar>(step.epsilon),
             scale = static_cast<Scalar>(step.gradient_scale);
  // The compiler makes vectors of this loop: every operation is by elements.
  for (Index i = 0; i < count; ++i) {
    const Scalar g = scale * gradient[i];
    mean[i] = decay1 * mean[i] + gain1 * g;
    variance[i] = decay2 * variance[i] + gain2 * (g * g);
    parameters[i] -= rate * mean[i] / (std::sqrt(variance[i] * correction) + epsilon);
  }
}

}  // namespace

// Clones cannot be templates: one function for each precision, all with the bodies above.
// NOLINTBEGIN(bugprone-macro-parentheses): a type
#define ANNEALVI_KERNELS(Scalar)                                                                   \
  ANNEALVI_VECTOR_CLONES void activate(Activation activation, Scalar* rows, Index count,           \
                                       Index samples) {                                            \
    activate_body(activation, rows, count, samples);                                               \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void activate_backward(Activation activation, const Scalar* rows,         \
                                                Scalar* gradient, Index count, Index samples) {    \
    activate_backward_body(activation, rows, gradient, count, samples);                            \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void couple_forward(const Half<Scalar>& half, const Scalar* x, Scalar* y, \
                                             Scalar* log_determinant, Index samples) {             \
    couple_forward_body(half, x, y, log_determinant, samples);                                     \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void couple_inverse(const Half<Scalar>& half, const Scalar* y, Scalar* x, \
                                             Scalar* log_determinant, Index samples) {             \
    couple_inverse_body(half, y, x, log_determinant, samples);                                     \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void couple_backward(                                                     \
      const Half<Scalar>& half, const Scalar* x, Scalar* g, const Scalar* determinant_gradient,    \
      Scalar* log_scale_gradient, Scalar* shift_gradient, Index samples) {                         \
    couple_backward_body(half, x, g, determinant_gradient, log_scale_gradient, shift_gradient,     \
                         samples);                                                                 \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void couple_score(const Half<Scalar>& half, const Scalar* x, Scalar* u,   \
                                           Scalar* log_scale_gradient, Scalar* shift_gradient,     \
                                           Index samples) {                                        \
    couple_score_body(half, x, u, log_scale_gradient, shift_gradient, samples);                    \
  }                                                                                                \
  ANNEALVI_VECTOR_CLONES void adam(const AdamStep& step, const Scalar* gradient, Scalar* mean,     \
                                   Scalar* variance, Scalar* parameters, Index count) {            \
    adam_body(step, gradient, mean, variance, parameters, count);                                  \
  }
ANNEALVI_KERNELS(float)
ANNEALVI_KERNELS(double)
#undef ANNEALVI_KERNELS
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace annealvi::realnvp

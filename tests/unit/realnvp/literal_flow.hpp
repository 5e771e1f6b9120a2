// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The oracle of the RealNVP tests: (V1) and its loss written sample by sample from the definitions,
// for any number type. With dual numbers it gives derivatives to rounding, without a backward pass.
#pragma once

#include "annealvi/model/annealed_target.hpp"
#include "annealvi/realnvp/settings.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace annealvi::test {

/// a + b epsilon, epsilon^2 = 0
struct Dual {
  double value = 0.0, slope = 0.0;
  Dual() = default;
  Dual(double v, double s = 0.0) : value(v), slope(s) {}
};
inline Dual operator+(Dual a, Dual b) {
  return {a.value + b.value, a.slope + b.slope};
}
inline Dual operator-(Dual a, Dual b) {
  return {a.value - b.value, a.slope - b.slope};
}
inline Dual operator*(Dual a, Dual b) {
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
}
inline Dual operator/(Dual a, Dual b) {
  return {a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value};
}
inline Dual exp(Dual a) {
  return {std::exp(a.value), std::exp(a.value) * a.slope};
}
inline Dual tanh(Dual a) {
  const double t = std::tanh(a.value);
  return {t, (1.0 - t * t) * a.slope};
}
inline Dual log_cosh(Dual a) {
  return {std::log(std::cosh(a.value)), std::tanh(a.value) * a.slope};
}
inline double log_cosh(double a) {
  return std::log(std::cosh(a));
}
inline double value_of(double a) {
  return a;
}
inline double value_of(Dual a) {
  return a.value;
}

template <class Number>
using Numbers = std::vector<Number>;

/// Deliberate mistakes, for negative controls.
enum class FlowMistake { none, sign_of_log_determinant, unbounded_log_scale, halves_swapped };

template <class Number>
struct LiteralFlow {
  std::size_t dimension;
  RealNvpShape shape;
  Numbers<Number> parameters;  ///< in the order of RealNvp::parameters
  FlowMistake mistake = FlowMistake::none;

  [[nodiscard]] Number activated(Number u) const {
    using std::exp, std::tanh;
    if (shape.activation == Activation::tanh) return tanh(u);
    if (value_of(u) > 0.0) return u;
    return shape.activation == Activation::elu ? exp(u) - Number(1.0) : Number(0.0);
  }

  /// First coordinate and number of coordinates of the half that coupling `c` transforms.
  struct Half {
    std::size_t first, count;
  };
  [[nodiscard]] Half active(int c) const {
    const std::size_t upper = (dimension + 1) / 2;
    const bool first = (c % 2 == 0) != (mistake == FlowMistake::halves_swapped);
    return first ? Half{0, upper} : Half{upper, dimension - upper};
  }

  /// Where the parameters of coupling `c` begin.
  [[nodiscard]] std::size_t begin(int c) const {
    std::size_t at = 0;
    const auto width = static_cast<std::size_t>(shape.width);
    const auto depth = static_cast<std::size_t>(shape.depth);
    for (int i = 0; i < c; ++i) {
      const std::size_t out = 2 * active(i).count, in = dimension - active(i).count;
      at += width * in + width + (depth - 1) * (width * width + width) + out * width + out;
    }
    return at;
  }

  /// Log-scales then shifts of coupling `c`, from the coordinates that pass.
  template <class Input>
  [[nodiscard]] auto network(int c, const Numbers<Input>& x) const {
    using Result = decltype(Number() * Input());
    const Half half = active(c);
    Numbers<Result> units;
    for (std::size_t i = 0; i < dimension; ++i) {
      if (i < half.first || i >= half.first + half.count) units.push_back(Result(x[i]));
    }
    std::size_t at = begin(c);
    for (int l = 0; l <= shape.depth; ++l) {
      const std::size_t outputs =
          l < shape.depth ? static_cast<std::size_t>(shape.width) : 2 * half.count;
      Numbers<Result> next(outputs);
      const std::size_t biases = at + outputs * units.size();
      for (std::size_t o = 0; o < outputs; ++o) {
        next[o] = Result(parameters[biases + o]);
        for (std::size_t i = 0; i < units.size(); ++i) {
          next[o] = next[o] + Result(parameters[at + o * units.size() + i]) * units[i];
        }
        if (l < shape.depth) next[o] = LiteralFlow<Result>{dimension, shape, {}}.activated(next[o]);
      }
      at = biases + outputs;
      units = next;
    }
    using std::tanh;
    for (std::size_t i = 0; i < half.count && mistake != FlowMistake::unbounded_log_scale; ++i) {
      units[i] = Result(shape.log_scale_bound) * tanh(units[i] / Result(shape.log_scale_bound));
    }
    return units;
  }

  template <class Input>
  [[nodiscard]] static auto log_base(const Numbers<Input>& z) {
    Input sum(0.0);
    for (const Input& zi : z) {
      sum = sum - Input(0.5) * zi * zi - Input(0.5 * std::log(2.0 * std::numbers::pi));
    }
    return sum;
  }

  struct Mapped {
    Numbers<Number> x;
    Number log_density;
  };
  [[nodiscard]] Mapped transform(const Numbers<double>& z) const {
    Numbers<Number> x(z.begin(), z.end());
    return transform_numbers(x);
  }
  [[nodiscard]] Mapped transform_numbers(Numbers<Number> x) const {
    using std::exp;
    Number log_density = log_base(x);
    for (int c = 0; c < shape.couplings; ++c) {
      const auto out = network(c, x);
      const Half half = active(c);
      for (std::size_t i = 0; i < half.count; ++i) {
        x[half.first + i] = x[half.first + i] * exp(out[i]) + out[half.count + i];
        log_density = mistake == FlowMistake::sign_of_log_determinant ? log_density + out[i]
                                                                      : log_density - out[i];
      }
    }
    return {x, log_density};
  }

  /// log q at x, through the inverse.
  template <class Input>
  [[nodiscard]] auto log_density(const Numbers<Input>& at) const {
    using Result = decltype(Number() * Input());
    using std::exp;
    Numbers<Result> x(at.begin(), at.end());
    Result sum(0.0);
    for (int c = shape.couplings; c-- > 0;) {
      const auto out = network(c, x);
      const Half half = active(c);
      for (std::size_t i = 0; i < half.count; ++i) {
        x[half.first + i] = (x[half.first + i] - out[half.count + i]) * exp(Result(0.0) - out[i]);
        sum = sum - out[i];
      }
    }
    return sum + log_base(x);
  }
};

/// -log p_t(x) without log Z_t, (M3)
template <class Number>
Number energy(const Numbers<Number>& x, const AnnealedTarget& annealed, double separation) {
  Number squares(0.0);
  for (const Number& xi : x) squares = squares + xi * xi;
  return Number(0.5 * annealed.precision) * squares -
         Number(annealed.amplitude / annealed.sharpness) *
             log_cosh(Number(annealed.sharpness * separation) * x[0] + Number(annealed.bias));
}

}  // namespace annealvi::test

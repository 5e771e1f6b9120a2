// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/sgd_kernels.hpp"

#include "numerics/vector_clones.hpp"

#include <algorithm>
#include <cstring>

namespace annealvi {
namespace {

using Float8 = float __attribute__((vector_size(32)));
using Float4 = float __attribute__((vector_size(16)));
using Double4 = double __attribute__((vector_size(32)));

template <class Vector, class Number>
ANNEALVI_ALWAYS_INLINE Vector load_lanes(const Number* from) {
  Vector lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

template <class Vector, class Number>
ANNEALVI_ALWAYS_INLINE void store_lanes(Number* to, Vector lanes) {
  std::memcpy(to, &lanes, sizeof lanes);
}

ANNEALVI_ALWAYS_INLINE double sum_lanes(Double4 x) {
  return (x[0] + x[2]) + (x[1] + x[3]);
}

// Both clones must contain the body, hence the split into clone and inlined template.
template <bool with_noise>
ANNEALVI_ALWAYS_INLINE InnerProducts update_loop(double* mean1, double* mean2,
                                                 const std::array<std::array<double, 2>, 2>& matrix,
                                                 double step, const float* noise1,
                                                 const float* noise2, float* difference,
                                                 std::size_t length) {
  const double a11 = matrix[0][0], a12 = matrix[0][1], a21 = matrix[1][0], a22 = matrix[1][1];
  Double4 q11{}, q12{}, q22{}, squared_distance{};
  for (std::size_t i = 0; i < length; i += 4) {
    const auto old1 = load_lanes<Double4>(mean1 + i), old2 = load_lanes<Double4>(mean2 + i);
    Double4 new1 = a11 * old1 + a12 * old2, new2 = a21 * old1 + a22 * old2;
    if constexpr (with_noise) {
      new1 -= step * __builtin_convertvector(load_lanes<Float4>(noise1 + i), Double4);
      new2 -= step * __builtin_convertvector(load_lanes<Float4>(noise2 + i), Double4);
    }
    store_lanes(mean1 + i, new1);
    store_lanes(mean2 + i, new2);
    const Double4 apart = new1 - new2;
    store_lanes(difference + i, __builtin_convertvector(apart, Float4));
    q11 += new1 * new1;
    q12 += new1 * new2;
    q22 += new2 * new2;
    squared_distance += apart * apart;
  }
  return {sum_lanes(q11), sum_lanes(q12), sum_lanes(q22), sum_lanes(squared_distance)};
}

ANNEALVI_VECTOR_CLONES InnerProducts update_with_noise(
    double* mean1, double* mean2, const std::array<std::array<double, 2>, 2>& matrix, double step,
    const float* noise1, const float* noise2, float* difference, std::size_t length) {
  return update_loop<true>(mean1, mean2, matrix, step, noise1, noise2, difference, length);
}

ANNEALVI_VECTOR_CLONES InnerProducts update_without_noise(
    double* mean1, double* mean2, const std::array<std::array<double, 2>, 2>& matrix,
    float* difference, std::size_t length) {
  return update_loop<false>(mean1, mean2, matrix, 0.0, nullptr, nullptr, difference, length);
}

/// Adds a.b to the four lanes at `sum`.
ANNEALVI_ALWAYS_INLINE void add_products(double* sum, const double* a, const double* b) {
  auto lanes = load_lanes<Double4>(sum);
  for (std::size_t i = 0; i < kernel_lanes; i += 4) {
    lanes += load_lanes<Double4>(a + i) * load_lanes<Double4>(b + i);
  }
  store_lanes(sum, lanes);
}

/// `updated`: rows x kernel_lanes. products: four lanes for each pair k <= l.
ANNEALVI_VECTOR_CLONES void update_rows_loop(double* means, float* rounded, std::size_t rows,
                                             std::size_t length, const double* matrix, double step,
                                             const float* noise, double* updated,
                                             double* products) {
  for (std::size_t begin = 0; begin < length; begin += kernel_lanes) {
    for (std::size_t k = 0; k < rows; ++k) {
      for (std::size_t i = begin; i < begin + kernel_lanes; i += 4) {
        Double4 value{};
        for (std::size_t j = 0; j < rows; ++j) {
          value += matrix[k * rows + j] * load_lanes<Double4>(means + j * length + i);
        }
        if (noise != nullptr) {
          value -=
              step * __builtin_convertvector(load_lanes<Float4>(noise + k * length + i), Double4);
        }
        store_lanes(updated + k * kernel_lanes + (i - begin), value);
        store_lanes(rounded + k * length + i, __builtin_convertvector(value, Float4));
      }
    }
    std::size_t pair = 0;
    for (std::size_t k = 0; k < rows; ++k) {
      const double* row = updated + k * kernel_lanes;
      std::memcpy(means + k * length + begin, row, kernel_lanes * sizeof(double));
      for (std::size_t l = k; l < rows; ++l, pair += 4) {
        add_products(products + pair, row, updated + l * kernel_lanes);
      }
    }
  }
}

ANNEALVI_VECTOR_CLONES double dot_loop(const float* a, const float* b, std::size_t length) {
  constexpr std::size_t chunk = 4096 * kernel_lanes;
  double total = 0.0;
  for (std::size_t begin = 0; begin < length; begin += chunk) {
    Float8 sum0{}, sum1{}, sum2{}, sum3{};
    for (std::size_t i = begin; i < std::min(begin + chunk, length); i += kernel_lanes) {
      sum0 += load_lanes<Float8>(a + i) * load_lanes<Float8>(b + i);
      sum1 += load_lanes<Float8>(a + i + 8) * load_lanes<Float8>(b + i + 8);
      sum2 += load_lanes<Float8>(a + i + 16) * load_lanes<Float8>(b + i + 16);
      sum3 += load_lanes<Float8>(a + i + 24) * load_lanes<Float8>(b + i + 24);
    }
    const Float8 sum = (sum0 + sum1) + (sum2 + sum3);
    total += ((double{sum[0]} + double{sum[4]}) + (double{sum[1]} + double{sum[5]})) +
             ((double{sum[2]} + double{sum[6]}) + (double{sum[3]} + double{sum[7]}));
  }
  return total;
}

ANNEALVI_VECTOR_CLONES void add_scaled_loop(float* sum, float factor, const float* z,
                                            std::size_t length) {
  for (std::size_t i = 0; i < length; i += 8) {
    store_lanes(sum + i, load_lanes<Float8>(sum + i) + factor * load_lanes<Float8>(z + i));
  }
}

}  // namespace

double dot(std::span<const float> a, std::span<const float> b) {
  return dot_loop(a.data(), b.data(), a.size());
}

void add_scaled(std::span<float> sum, double factor, std::span<const float> z) {
  add_scaled_loop(sum.data(), static_cast<float>(factor), z.data(), sum.size());
}

InnerProducts update_means(std::array<std::span<double>, 2> mean,
                           const std::array<std::array<double, 2>, 2>& matrix, double step,
                           std::array<std::span<const float>, 2> noise,
                           std::span<float> difference) {
  if (noise[0].empty()) {
    return update_without_noise(mean[0].data(), mean[1].data(), matrix, difference.data(),
                                difference.size());
  }
  return update_with_noise(mean[0].data(), mean[1].data(), matrix, step, noise[0].data(),
                           noise[1].data(), difference.data(), difference.size());
}

MeanRows::MeanRows(std::size_t row_count, std::size_t dimension)
    : rows(row_count),
      length(padded_length(dimension)),
      means(rows * length),
      rounded(rows * length),
      gram(rows * rows),
      scratch(rows * kernel_lanes + 2 * rows * (rows + 1)) {}

void update_rows(MeanRows& rows, std::span<const double> matrix, double step,
                 std::span<const float> noise) {
  const std::size_t count = rows.rows, lanes_of_pairs = 2 * count * (count + 1);
  double* products = rows.scratch.data() + count * kernel_lanes;
  std::fill_n(products, lanes_of_pairs, 0.0);
  update_rows_loop(rows.means.data(), rows.rounded.data(), count, rows.length, matrix.data(), step,
                   noise.empty() ? nullptr : noise.data(), rows.scratch.data(), products);
  std::size_t pair = 0;
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t l = k; l < count; ++l, pair += 4) {
      const std::size_t kl = k * count + l, lk = l * count + k;
      rows.gram[kl] = rows.gram[lk] = sum_lanes(load_lanes<Double4>(products + pair));
    }
  }
}

}  // namespace annealvi

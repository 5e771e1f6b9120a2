// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/softmax_sums.hpp"

#include "numerics/logistic.hpp"

namespace annealvi::detail {
namespace {

/// What the clones need, as plain pointers.
struct View {
  std::size_t lines, axes, table_axes, stride, first_row, last_row;
  const double *values, *slopes, *coordinates, *weights, *places;
  const GaussianNodes::Row* rows;
  double* height;  ///< scratch: lines x 4
  double* base;    ///< scratch: values at the row's place
};

View view_of(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
             std::vector<double>& scratch) {
  const std::size_t count = lines.count(), rows = nodes.rows.size() / nodes.replicates;
  scratch.resize(5 * count);
  return {.lines = count,
          .axes = lines.axes,
          .table_axes = nodes.table_axes,
          .stride = nodes.count,
          .first_row = replicate * rows,
          .last_row = (replicate + 1) * rows,
          .values = lines.values.data(),
          .slopes = lines.slopes.data(),
          .coordinates = nodes.coordinates.data(),
          .weights = nodes.weights.data(),
          .places = nodes.places.data(),
          .rows = nodes.rows.data(),
          .height = scratch.data(),
          .base = scratch.data() + 4 * count};
}

ANNEALVI_ALWAYS_INLINE void enter_row(const View& view, std::size_t row) {
  const std::size_t others = view.axes - view.table_axes;
  for (std::size_t a = 0; a < view.lines; ++a) {
    double base = view.values[a];
    for (std::size_t i = 0; i < others; ++i)
      base += view.slopes[a * view.axes + view.table_axes + i] * view.places[row * others + i];
    view.base[a] = base;
  }
}

/// Writes l_a at four nodes of the row and returns the highest.
ANNEALVI_ALWAYS_INLINE Vector4 heights(const View& view, std::size_t node) {
  Vector4 top = broadcast(0);
  for (std::size_t a = 0; a < view.lines; ++a) {
    Vector4 line = broadcast(view.base[a]);
    const double* const slope = view.slopes + a * view.axes;
    for (std::size_t i = 0; i < view.table_axes; ++i)
      line += slope[i] * load(view.coordinates + i * view.stride + node);
    store(view.height + 4 * a, line);
    if (a == 0) top = line;
    top = line > top ? line : top;
  }
  return top;
}

ANNEALVI_VECTOR_CLONES void add_softmax(const View& view, bool want_log_sum, double* means,
                                        double* spread, double* log_sum) {
  Vector4 spread_sum = broadcast(0), log_sum_sum = broadcast(0);
  for (std::size_t row = view.first_row; row < view.last_row; ++row) {
    enter_row(view, row);
    for (std::size_t node = view.rows[row].first; node < view.rows[row].last; node += 4) {
      const Vector4 top = heights(view, node);
      Vector4 total = broadcast(0), moment = broadcast(0);
      for (std::size_t a = 0; a < view.lines; ++a) {
        const Vector4 line = load(view.height + 4 * a);
        const Vector4 share = clamped_exp(line - top);
        store(view.height + 4 * a, share);
        total += share;
        moment += share * (line - view.values[a]);
      }
      const Vector4 weight = view.rows[row].weight * load(view.weights + node);
      const Vector4 factor = weight / total;
      for (std::size_t a = 0; a < view.lines; ++a)
        store(means + 4 * a, load(means + 4 * a) + factor * load(view.height + 4 * a));
      spread_sum += factor * moment;
      if (want_log_sum) log_sum_sum += weight * (top + log_one_plus(total - 1.0));
    }
  }
  *spread = sum_of_lanes(spread_sum);
  *log_sum = sum_of_lanes(log_sum_sum);
}

ANNEALVI_VECTOR_CLONES double add_power_ratio(const View& view, double power) {
  Vector4 sum = broadcast(0);
  for (std::size_t row = view.first_row; row < view.last_row; ++row) {
    enter_row(view, row);
    for (std::size_t node = view.rows[row].first; node < view.rows[row].last; node += 4) {
      const Vector4 top = heights(view, node);
      Vector4 total = broadcast(0), total_of_powers = broadcast(0);
      for (std::size_t a = 0; a < view.lines; ++a) {
        const Vector4 below = load(view.height + 4 * a) - top;
        total += clamped_exp(below);
        total_of_powers += clamped_exp(power * below);
      }
      sum += view.rows[row].weight * load(view.weights + node) *
             clamped_exp(power * log_one_plus(total - 1.0)) / total_of_powers;
    }
  }
  return sum_of_lanes(sum);
}

/// shared: lines x lines x 4, of which row a has its entries b <= a added to.
ANNEALVI_VECTOR_CLONES void add_shared(const View& view, double* shared) {
  for (std::size_t row = view.first_row; row < view.last_row; ++row) {
    enter_row(view, row);
    for (std::size_t node = view.rows[row].first; node < view.rows[row].last; node += 4) {
      const Vector4 top = heights(view, node);
      Vector4 total = broadcast(0);
      for (std::size_t a = 0; a < view.lines; ++a) {
        const Vector4 share = clamped_exp(load(view.height + 4 * a) - top);
        store(view.height + 4 * a, share);
        total += share;
      }
      const Vector4 factor = view.rows[row].weight * load(view.weights + node) / (total * total);
      for (std::size_t a = 0; a < view.lines; ++a) {
        const Vector4 own = factor * load(view.height + 4 * a);
        double* const sums = shared + 4 * a * view.lines;
        for (std::size_t b = 0; b <= a; ++b)
          store(sums + 4 * b, load(sums + 4 * b) + own * load(view.height + 4 * b));
      }
    }
  }
}

}  // namespace

void softmax_sums(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
                  bool want_log_sum, std::span<double> sums) {
  const std::size_t count = lines.count();
  std::vector<double> scratch, means(4 * count, 0.0);
  add_softmax(view_of(lines, nodes, replicate, scratch), want_log_sum, means.data(), &sums[count],
              &sums[count + 1]);
  for (std::size_t a = 0; a < count; ++a) sums[a] = sum_of_lanes(load(&means[4 * a]));
}

void shared_sums(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
                 std::span<double> sums) {
  const std::size_t count = lines.count();
  std::vector<double> scratch, shared(4 * count * count, 0.0);
  add_shared(view_of(lines, nodes, replicate, scratch), shared.data());
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b <= a; ++b)
      sums[a * count + b] = sums[b * count + a] = sum_of_lanes(load(&shared[4 * (a * count + b)]));
}

double power_ratio_sum(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
                       double power) {
  std::vector<double> scratch;
  return add_power_ratio(view_of(lines, nodes, replicate, scratch), power);
}

}  // namespace annealvi::detail

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/span_expectation.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/gaussian_nodes.hpp"
#include "dynamics/softmax_sums.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace annealvi {
namespace {

using detail::GaussianNodes;
using detail::Lines;

constexpr double reach = 9.0;            // 1e-19 of the mass is beyond
constexpr double negligible_gap = 36.0;  // e^-36 = 2e-16
/// Below this steepness a direction is left out: its effect is of second order, 1e-14.
constexpr double flat = 1e-7;
constexpr double much_shorter = 0.1;
/// From here on panels need fewer nodes than the trapezoidal rule in one dimension.
constexpr double steep = 16.0;
constexpr double closed_form_error = 1e-13;

double inner_product(const double* x, const double* y, std::size_t n) {
  return std::inner_product(x, x + n, y, 0.0);
}

/// Lines that matter. Values relative to the highest at z = 0, slopes relative to the first line,
/// whichever is higher: the frame below must not jump when another line takes over.
struct Competition {
  std::vector<std::size_t> index;  ///< of the line among those given
  Lines lines;
  double top_value = 0.0;
};

Competition competition_of(std::span<const double> values, std::span<const double> slopes,
                           std::size_t axes) {
  const auto top =
      static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
  const auto slope = [&](std::size_t a, std::size_t i) { return slopes[a * axes + i]; };
  Competition result{.index = {}, .lines = {}, .top_value = values[top]};
  result.lines.axes = axes;
  for (std::size_t a = 0; a < values.size(); ++a) {
    double squared = 0.0;
    for (std::size_t i = 0; i < axes; ++i) squared += math::square(slope(a, i) - slope(top, i));
    const double gap = values[top] - values[a];
    if (gap - reach * std::sqrt(squared) > negligible_gap) continue;
    result.index.push_back(a);
    result.lines.values.push_back(-gap);
    for (std::size_t i = 0; i < axes; ++i)
      result.lines.slopes.push_back(slope(a, i) - slope(result.index[0], i));
  }
  return result;
}

/// The same lines in an orthonormal frame of the span of their slopes: Gram-Schmidt in the order
/// given, except that remainders much shorter than the longest wait. Equally long ones, as in
/// symmetric mixtures, never change places.
Lines in_span(const Lines& lines) {
  const std::size_t count = lines.count(), axes = lines.axes;
  std::vector<double> rest = lines.slopes;
  std::vector<std::vector<double>> coordinates;  // by axis of the frame
  const auto row = [&](std::size_t a) { return &rest[a * axes]; };
  while (coordinates.size() < std::min(axes, count - 1)) {
    std::vector<double> squared(count);
    for (std::size_t a = 0; a < count; ++a) squared[a] = inner_product(row(a), row(a), axes);
    const double longest = *std::max_element(squared.begin(), squared.end());
    if (longest <= flat * flat) break;
    std::size_t next = 0;
    while (squared[next] < much_shorter * much_shorter * longest) ++next;
    std::vector<double> direction(row(next), row(next) + axes);
    for (double& x : direction) x /= std::sqrt(squared[next]);
    std::vector<double>& along = coordinates.emplace_back(count, 0.0);
    for (int pass = 0; pass < 2; ++pass)  // the second removes what rounding left
      for (std::size_t a = 0; a < count; ++a) {
        const double s = inner_product(row(a), direction.data(), axes);
        along[a] += s;
        for (std::size_t i = 0; i < axes; ++i) row(a)[i] -= s * direction[i];
      }
  }
  Lines result{.axes = coordinates.size(), .values = lines.values, .slopes = {}};
  for (std::size_t a = 0; a < count; ++a)
    for (const auto& along : coordinates) result.slopes.push_back(along[a]);
  return result;
}

/// Rounded up by a fourth root of 2 at most, so that a rule stays the same, to the last node, while
/// the steepness of a trajectory drifts: an integrator would stumble over every node that comes or
/// goes. Below 1/4 all steps are those of the Gaussian.
double rounded_up(double steepness) {
  return steepness <= 0.25 ? 0.25 : math::exp2(std::ceil(4.0 * math::log2(steepness)) / 4.0);
}

/// Along each axis: the largest difference of two slopes, rounded up.
std::vector<double> steepness_of(const Lines& lines) {
  std::vector<double> steepness;
  for (std::size_t i = 0; i < lines.axes; ++i) {
    double low = 0.0, high = 0.0;  // of the first line
    for (std::size_t a = 0; a < lines.count(); ++a) {
      low = std::min(low, lines.slopes[a * lines.axes + i]);
      high = std::max(high, lines.slopes[a * lines.axes + i]);
    }
    steepness.push_back(rounded_up(high - low));
  }
  return steepness;
}

/// Calls visit(lines, nodes) with the rule of the header for at least one axis, for functions of
/// e^l and e^(power l).
template <class Visit>
auto with_nodes(const Lines& given, const Lines& reduced, double power, const SpanOptions& options,
                Visit visit) {
  if (options.stop != nullptr && (*options.stop)()) throw Stopped();
  const std::vector<double> steepness = steepness_of(reduced);
  if (steepness.size() == 1 && steepness[0] > steep)
    return visit(reduced, detail::panel_nodes(reduced.values, reduced.slopes, power));
  const double wanted = detail::trapezoid_reserve - math::log(options.error);
  const double affordable = detail::affordable_accuracy(steepness, wanted, options.most_nodes);
  // N quasi-Monte-Carlo nodes err by 1.1 to 1.7 steepness/N (log_sum of a triangle of modes).
  const double quasi_random_error =
      std::sqrt(inner_product(steepness.data(), steepness.data(), steepness.size())) /
      static_cast<double>(options.most_nodes);
  if (affordable >= std::min(wanted, detail::trapezoid_reserve - math::log(quasi_random_error)))
    return visit(reduced, detail::product_nodes(steepness, affordable));
  return visit(given, detail::quasi_random_nodes(given.axes, options.most_nodes));
}

/// Mean and standard error of the rows of `sums`, one per replicate.
struct Average {
  std::vector<double> value, error;
};
Average average_of(const std::vector<std::vector<double>>& sums, double single_error) {
  const auto count = static_cast<double>(sums.size());
  Average average{std::vector<double>(sums[0].size(), 0.0),
                  std::vector<double>(sums[0].size(), single_error)};
  for (std::size_t i = 0; i < average.value.size(); ++i) {
    for (const auto& row : sums) average.value[i] += row[i] / count;
    if (sums.size() == 1) continue;
    double squares = 0.0;
    for (const auto& row : sums) squares += math::square(row[i] - average.value[i]);
    average.error[i] = std::sqrt(squares / (count * (count - 1.0)));
  }
  return average;
}

/// mean, spread and log_sum of the lines of a competition, in its order.
Average competition_sums(const Lines& lines, const SpanOptions& options) {
  const std::size_t count = lines.count();
  if (count == 1) return {{1.0, 0.0, 0.0}, {0.0, 0.0, 0.0}};
  if (count == 2) {
    const double* const slope = &lines.slopes[lines.axes];
    const double steepness = std::sqrt(inner_product(slope, slope, lines.axes));
    const double ahead = lines.values[1] - lines.values[0];
    const double shared = 0.25 * expected_sech_squared(0.5 * ahead, 0.5 * steepness);
    return {{expected_logistic(-ahead, steepness), expected_logistic(ahead, steepness),
             steepness * steepness * shared, lines.values[0] + expected_softplus(ahead, steepness)},
            std::vector<double>(4, closed_form_error)};
  }
  const Lines reduced = in_span(lines);
  if (reduced.axes == 0) {
    std::vector<double> sums;
    double total = 0.0;
    for (const double value : lines.values) total += math::exp(value);
    for (const double value : lines.values) sums.push_back(math::exp(value) / total);
    sums.insert(sums.end(), {0.0, math::log(total)});
    return {sums, std::vector<double>(count + 2, closed_form_error)};
  }
  const auto sum = [&](const Lines& chosen, const GaussianNodes& nodes) {
    std::vector<std::vector<double>> sums(nodes.replicates, std::vector<double>(count + 2));
    for (std::size_t r = 0; r < nodes.replicates; ++r)
      detail::softmax_sums(chosen, nodes, r, options.log_sum, sums[r]);
    return average_of(sums, nodes.error);
  };
  return with_nodes(lines, reduced, 1.0, options, sum);
}

}  // namespace

SoftmaxExpectations softmax_expectations(std::span<const double> values,
                                         std::span<const double> slopes, std::size_t axes,
                                         const SpanOptions& options) {
  const Competition competition = competition_of(values, slopes, axes);
  const std::size_t count = competition.lines.count();
  const Average sums = competition_sums(competition.lines, options);
  SoftmaxExpectations result;
  result.mean.assign(values.size(), 0.0);
  for (std::size_t a = 0; a < count; ++a) {
    result.mean[competition.index[a]] = sums.value[a];
    result.error = std::max(result.error, sums.error[a]);
  }
  result.spread = sums.value[count];
  result.log_sum = competition.top_value + sums.value[count + 1];
  result.error = std::max(result.error, sums.error[count + 1]);
  return result;
}

std::vector<double> softmax_products(std::span<const double> values, std::span<const double> slopes,
                                     std::size_t axes, const SpanOptions& options) {
  const Competition competition = competition_of(values, slopes, axes);
  const std::size_t count = competition.lines.count(), all = values.size();
  const Lines reduced = in_span(competition.lines);
  std::vector<double> products(count * count, 1.0);
  if (reduced.axes == 0) {
    double total = 0.0;
    for (const double value : reduced.values) total += math::exp(value);
    for (std::size_t i = 0; i < products.size(); ++i)
      products[i] =
          math::exp(reduced.values[i / count] + reduced.values[i % count]) / (total * total);
  } else {
    products = with_nodes(competition.lines, reduced, 1.0, options,
                          [&](const Lines& chosen, const GaussianNodes& nodes) {
                            std::vector<std::vector<double>> sums(
                                nodes.replicates, std::vector<double>(count * count));
                            for (std::size_t r = 0; r < nodes.replicates; ++r)
                              detail::shared_sums(chosen, nodes, r, sums[r]);
                            return average_of(sums, nodes.error).value;
                          });
  }
  std::vector<double> result(all * all, 0.0);
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b < count; ++b)
      result[competition.index[a] * all + competition.index[b]] = products[a * count + b];
  return result;
}

Estimate expected_power_ratio(std::span<const double> values, std::span<const double> slopes,
                              std::size_t axes, double power, const SpanOptions& options) {
  if (power == 1.0) return {1.0, 0.0};
  // e^(power l) falls more slowly than e^l: lines further below matter.
  std::vector<double> scaled(values.begin(), values.end());
  std::vector<double> scaled_slopes(slopes.begin(), slopes.end());
  for (double& value : scaled) value *= power;
  for (double& slope : scaled_slopes) slope *= power;
  Competition competition = competition_of(scaled, scaled_slopes, axes);
  Lines& lines = competition.lines;
  for (double& value : lines.values) value /= power;
  for (double& slope : lines.slopes) slope /= power;
  if (lines.count() == 1) return {1.0, 0.0};
  const Lines reduced = in_span(lines);
  if (reduced.axes == 0) {
    double total = 0.0, total_of_powers = 0.0;
    for (const double value : lines.values) {
      total += math::exp(value);
      total_of_powers += math::exp(power * value);
    }
    return {math::pow(total, power) / total_of_powers, closed_form_error};
  }
  const auto sum = [&](const Lines& chosen, const GaussianNodes& nodes) {
    std::vector<std::vector<double>> sums;
    for (std::size_t r = 0; r < nodes.replicates; ++r)
      sums.push_back({detail::power_ratio_sum(chosen, nodes, r, power)});
    const Average average = average_of(sums, nodes.error);
    return Estimate{average.value[0], average.error[0]};
  };
  return with_nodes(lines, reduced, power, options, sum);
}

}  // namespace annealvi

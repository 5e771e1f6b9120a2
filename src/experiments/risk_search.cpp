// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/risk_search.hpp"

#include "annealvi/jobs/executor.hpp"
#include "numerics/elementary.hpp"

#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace annealvi {
namespace {

constexpr int minimiser_bits = 10;  // 1e-3 of the interval: minima are flat
constexpr std::uintmax_t most_minimiser_steps = 14;
constexpr std::uintmax_t most_root_steps = 60;

/// A finder met a point that could not be computed.
struct NotComputed {};

/// Evaluations of one piece of the search, to be merged in a fixed order.
class Recorder {
 public:
  explicit Recorder(RiskOfValue function) : function_(std::move(function)) {}

  double operator()(double log_x) {
    samples.push_back(function_(math::exp(log_x)));
    if (!samples.back().computed()) throw NotComputed{};
    return samples.back().finite_log();
  }

  std::vector<RiskSample> samples;

 private:
  RiskOfValue function_;
};

/// The lowest (sign 1) or highest (sign -1) log P between two values of log x.
void follow_extremum(Recorder& record, double sign, double from, double to) {
  std::uintmax_t steps = most_minimiser_steps;
  try {
    boost::math::tools::brent_find_minima([&](double u) { return sign * record(u); }, from, to,
                                          minimiser_bits, steps);
  } catch (const NotComputed&) {
    // What was found before counts; the failure is among the samples.
  }
}

bool by_x(const RiskSample& a, const RiskSample& b) {
  return a.x < b.x;
}

class Search {
 public:
  Search(const RiskFunction& function, const RiskSearchOptions& options)
      : function_(function), options_(options) {}

  RiskSearch run() {
    scan();
    follow_extrema();
    close_in();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool acceptable(const RiskSample& sample) const {
    return sample.log_probability <= options_.log_risk;
  }

  /// Value i of the scan. The ends are exact: a boundary is never passed by rounding.
  [[nodiscard]] double value(std::size_t i) const {
    if (i == 0) return options_.from;
    if (i + 1 == options_.count) return options_.to;
    const double share = static_cast<double>(i) / static_cast<double>(options_.count - 1);
    const double first = math::log(options_.from), last = math::log(options_.to);
    return math::exp(first + share * (last - first));
  }

  void scan() {
    result_.samples.resize(options_.count);
    const auto compute = [this](std::size_t i, double companion) {
      return (result_.samples[i] = function_(value(i), companion)).companion;
    };
    if (!options_.companions) {
      for_each_in_parallel(options_.count, options_.threads,
                           [&](std::size_t i) { (void)compute(i, 0.0); });
      return;
    }
    const std::size_t middle = options_.count / 2;
    const double found = compute(middle, 0.0);
    for_each_in_parallel(2, options_.threads, [&](std::size_t upwards) {
      double companion = found;
      if (upwards == 1) {
        for (std::size_t i = middle + 1; i < options_.count; ++i) companion = compute(i, companion);
      } else {
        for (std::size_t i = middle; i-- > 0;) companion = compute(i, companion);
      }
    });
  }

  [[nodiscard]] Recorder recorder_at(std::size_t i) const {
    return Recorder([this, companion = result_.samples[i].companion](double x) {
      return function_(x, companion);
    });
  }
  [[nodiscard]] std::vector<Recorder> recorders(const std::vector<std::size_t>& places) const {
    std::vector<Recorder> result;
    for (const std::size_t i : places) result.push_back(recorder_at(i));
    return result;
  }

  /// Whether the risk may be passed twice about the middle one of three neighbours. A smooth
  /// function rarely moves farther between them than it does from one to the next.
  [[nodiscard]] double extremum_sign(std::size_t i) const {
    const RiskSample &left = result_.samples[i - 1], &middle = result_.samples[i],
                     &right = result_.samples[i + 1];
    if (!left.computed() || !middle.computed() || !right.computed()) return 0.0;
    const double here = middle.finite_log();
    const double gap = std::abs(here - options_.log_risk);
    const double swing =
        std::max(std::abs(left.finite_log() - here), std::abs(right.finite_log() - here));
    const bool minimum = here <= left.finite_log() && here <= right.finite_log();
    const bool maximum = here >= left.finite_log() && here >= right.finite_log();
    if (swing == 0.0 || acceptable(left) != acceptable(middle) ||
        acceptable(right) != acceptable(middle)) {
      return 0.0;
    }
    if (minimum && !acceptable(middle) && (gap <= swing || &middle == result_.best())) return 1.0;
    if (maximum && acceptable(middle) && gap <= swing) return -1.0;
    return 0.0;
  }

  void follow_extrema() {
    std::vector<std::size_t> places;
    for (std::size_t i = 1; i + 1 < result_.samples.size(); ++i) {
      if (extremum_sign(i) != 0.0) places.push_back(i);
    }
    std::vector<Recorder> records = recorders(places);
    for_each_in_parallel(places.size(), options_.threads, [&](std::size_t k) {
      const std::size_t i = places[k];
      follow_extremum(records[k], extremum_sign(i), math::log(result_.samples[i - 1].x),
                      math::log(result_.samples[i + 1].x));
    });
    merge(records);
  }

  void close_in() {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i + 1 < result_.samples.size(); ++i) {
      const RiskSample &left = result_.samples[i], &right = result_.samples[i + 1];
      if (left.computed() && right.computed() && acceptable(left) != acceptable(right)) {
        places.push_back(i);
      }
    }
    result_.crossings.resize(places.size());
    std::vector<Recorder> records = recorders(places);
    for_each_in_parallel(places.size(), options_.threads, [&](std::size_t k) {
      result_.crossings[k] =
          crossing(records[k], result_.samples[places[k]], result_.samples[places[k] + 1]);
    });
    merge(records);
  }

  RiskCrossing crossing(Recorder& record, const RiskSample& left, const RiskSample& right) const {
    try {
      std::uintmax_t steps = most_root_steps;
      (void)boost::math::tools::toms748_solve(
          [&](double u) { return record(u) - options_.log_risk; }, math::log(left.x),
          math::log(right.x), left.finite_log() - options_.log_risk,
          right.finite_log() - options_.log_risk,
          [this](double a, double b) { return std::abs(b - a) <= options_.tolerance; }, steps);
      // The finder stops at P = risk exactly, with the other end still far away.
      const RiskCrossing found = narrowest(record.samples, left, right);
      const double width = math::log(found.refused / found.acceptable);
      if (std::abs(width) > options_.tolerance) {
        (void)record(math::log(found.acceptable) + std::copysign(options_.tolerance, width));
      }
    } catch (const NotComputed&) {
      // The bracket stays as wide as it is; the failure is among the samples.
    }
    return narrowest(record.samples, left, right);
  }

  /// The narrowest bracket among all that was evaluated, with the values of x themselves.
  [[nodiscard]] RiskCrossing narrowest(std::vector<RiskSample> all, const RiskSample& left,
                                       const RiskSample& right) const {
    all.push_back(left);
    all.push_back(right);
    std::sort(all.begin(), all.end(), by_x);
    std::erase_if(all, [](const RiskSample& sample) { return !sample.computed(); });
    RiskCrossing result{};
    double width = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      const RiskSample &a = all[i], &b = all[i + 1];
      if (acceptable(a) == acceptable(b) || b.x - a.x >= width) continue;
      width = b.x - a.x;
      result = acceptable(a) ? RiskCrossing{a.x, b.x} : RiskCrossing{b.x, a.x};
    }
    return result;
  }

  void merge(const std::vector<Recorder>& records) {
    for (const Recorder& record : records) {
      result_.samples.insert(result_.samples.end(), record.samples.begin(), record.samples.end());
    }
    std::sort(result_.samples.begin(), result_.samples.end(), by_x);
  }

  const RiskFunction& function_;
  const RiskSearchOptions& options_;
  RiskSearch result_;
};

}  // namespace

bool RiskSample::computed() const {
  return !std::isnan(log_probability);
}

double RiskSample::finite_log() const {
  constexpr double log_of_nothing = -700.0;
  return std::max(log_probability, log_of_nothing);
}

const RiskSample* RiskSearch::extreme_acceptable(double log_risk, bool smallest) const {
  const RiskSample* found = nullptr;
  for (const RiskSample& sample : samples) {
    if (!(sample.log_probability <= log_risk)) continue;
    if (found == nullptr || !smallest) found = &sample;
  }
  return found;
}

const RiskSample* RiskSearch::best() const {
  const RiskSample* found = nullptr;
  for (const RiskSample& sample : samples) {
    if (!sample.computed()) continue;
    if (found == nullptr || sample.log_probability < found->log_probability) found = &sample;
  }
  return found;
}

RiskSearch search_risk(const RiskFunction& function, const RiskSearchOptions& options) {
  if (!(options.from > 0.0 && options.from < options.to) || options.count < 3) {
    throw std::invalid_argument("search_risk: 0 < from < to and three scan points are needed");
  }
  return Search(function, options).run();
}

void for_each_in_parallel(std::size_t count, unsigned threads,
                          const std::function<void(std::size_t)>& work) {
  const auto one = [&work](std::size_t i, TaskContext& /*context*/) {
    work(i);
    return TaskEnd::finished;
  };
  (void)execute({.tasks = count, .cost = {}, .work = one},
                {.threads = std::max(1U, threads), .progress = {}});
}

}  // namespace annealvi

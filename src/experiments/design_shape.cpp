// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The best schedule of a given total time among tables, against the families.
#include "experiments/box_minimiser.hpp"
#include "experiments/design_context.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace annealvi {
namespace {

constexpr std::array families{ScheduleKind::exponential, ScheduleKind::linear,
                              ScheduleKind::geometric};
// Annealing times of the comparison relative to the given one: the middle one is that itself.
constexpr std::array budgets{0.25, 0.5, 1.0, 2.0, 4.0};
constexpr std::size_t given = 2;

/// A table with equidistant knots and T = 1 at the last, by log T at the others or, if it must not
/// heat, by the falls of log T from one knot to the next.
class Shapes {
 public:
  Shapes(const DesignContext& context, double annealing_time, bool monotone)
      : context_(context), annealing_time_(annealing_time), monotone_(monotone) {}

  [[nodiscard]] std::size_t falls() const {
    return static_cast<std::size_t>(context_.config().design.knots) - 1;
  }

  [[nodiscard]] double largest_fall() const { return math::log(context_.highest_temperature()); }

  [[nodiscard]] std::vector<double> of(const Schedule& schedule) const {
    std::vector<double> logs(falls() + 1);  // 0 at the last knot
    for (std::size_t i = 0; i < falls(); ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(falls());
      logs[i] = math::log(schedule.temperature(share * annealing_time_));
    }
    std::vector<double> result(falls());
    for (std::size_t i = 0; i < falls(); ++i) {
      result[i] = std::clamp(logs[i] - (monotone_ ? logs[i + 1] : 0.0), 0.0, largest_fall());
    }
    return result;
  }

  /// Empty table: so flat that it never leaves the distance of T = 1.
  [[nodiscard]] Schedule table(const std::vector<double>& coordinates) const {
    Schedule result = context_.schedule();
    result.kind = ScheduleKind::table;
    result.table.clear();
    double log_temperature = 0.0;
    for (std::size_t i = falls() + 1; i-- > 0;) {
      if (i < falls()) {
        log_temperature = coordinates[i] + (monotone_ ? log_temperature : 0.0);
      }
      const double T = math::exp(std::min(log_temperature, largest_fall()));
      result.table.emplace_back(static_cast<double>(i), i == falls() ? 1.0 : std::max(T, 1.0));
    }
    std::reverse(result.table.begin(), result.table.end());
    if (result.highest_temperature() <= 1.0 + context_.distance()) {
      result.table.clear();
      return result;
    }
    return with_annealing_time(std::move(result), annealing_time_, context_.distance());
  }

  /// Six digits of times and temperatures: nobody types more.
  [[nodiscard]] static Schedule readable(Schedule schedule) {
    for (auto& [time, temperature] : schedule.table) {
      if (time > 0.0) time = rounded_down(time, 6);
      temperature = std::max(1.0, rounded_down(temperature, 6));
    }
    // A table has neither of the two: no value of another schedule stays beside it.
    schedule.initial_temperature = schedule.table.front().second;
    schedule.rate = Schedule{}.rate;
    return schedule;
  }

 private:
  const DesignContext& context_;
  double annealing_time_;
  bool monotone_;
};

struct Rival {
  ScheduleKind kind;
  RiskSample best;  ///< of the given time
};

/// The best member of every family at every budget; failures become sentences.
std::vector<Rival> compare_families(const DesignContext& context, double annealing_time,
                                    DesignResult& result) {
  std::vector<RiskSample> samples(families.size() * budgets.size());
  // The best T0 changes little from one budget to the next.
  const auto compute = [&](std::size_t family, std::size_t budget, double near) {
    RiskSample& sample = samples[family * budgets.size() + budget];
    sample = context.best_of_kind(families[family], annealing_time * budgets[budget], near);
    return sample.companion;
  };
  for_each_in_parallel(families.size(), context.threads(), [&](std::size_t family) {
    const double best = compute(family, given, 0.0);
    double near = best;
    for (std::size_t budget = given; budget-- > 0;) near = compute(family, budget, near);
    near = best;
    for (std::size_t budget = given + 1; budget < budgets.size(); ++budget) {
      near = compute(family, budget, near);
    }
  });
  std::vector<Rival> found;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const ScheduleKind kind = families[i / budgets.size()];
    if (!samples[i].computed()) {
      result.failures.push_back("P of the best " + schedule_name(kind) +
                                " schedule could not be computed: " + samples[i].failure);
      continue;
    }
    result.points.push_back(
        context.point(samples[i], context.schedule_of(kind, samples[i].x, samples[i].companion)));
    if (i % budgets.size() == given) found.push_back({kind, samples[i]});
  }
  return found;
}

/// The best table that a search from `start` finds.
BoxMinimum best_table(const DesignContext& context, const Shapes& shapes, const Schedule& start) {
  const std::size_t falls = shapes.falls();
  const auto log_probability = [&](const std::vector<double>& point) {
    const Schedule table = shapes.table(point);
    return table.table.empty() ? 0.0 : context.sample(0.0, table).log_probability;
  };
  return minimise_in_box(log_probability, shapes.of(start), std::vector<double>(falls, 0.0),
                         std::vector<double>(falls, shapes.largest_fall()),
                         {.initial_step = 0.3 * shapes.largest_fall() / static_cast<double>(falls),
                          .tolerance = 2e-3,
                          .most_evaluations = 40 * static_cast<int>(falls)});
}

}  // namespace

DesignResult design_shape(const DesignContext& context) {
  const Config& config = context.config();
  const double total = config.design.time.value_or(
      context.schedule().settling_time(context.distance()) + context.flow());
  const double annealing_time = total - context.flow();
  DesignResult result;
  std::vector<Rival> found = compare_families(context, annealing_time, result);
  std::stable_sort(found.begin(), found.end(), [](const Rival& a, const Rival& b) {
    return a.best.log_probability < b.best.log_probability;
  });

  // One search from the best schedule of each of the two best families, as far as the knots follow.
  const Shapes shapes(context, annealing_time, true);
  std::vector<BoxMinimum> minima(std::min<std::size_t>(found.size(), 2));
  for_each_in_parallel(minima.size(), context.threads(), [&](std::size_t i) {
    const RiskSample& start = found[i].best;
    minima[i] =
        best_table(context, shapes, context.schedule_of(found[i].kind, start.x, start.companion));
  });
  if (found.empty()) return result;

  BoxMinimum best =
      *std::min_element(minima.begin(), minima.end(),
                        [](const BoxMinimum& a, const BoxMinimum& b) { return a.value < b.value; });
  for (const BoxMinimum& minimum : minima) result.shape_evaluations += minimum.evaluations;
  Schedule schedule = shapes.table(best.x);
  if (!config.design.monotone) {
    const Shapes any(context, annealing_time, false);
    best = best_table(context, any, schedule);
    result.shape_evaluations += best.evaluations;
    schedule = any.table(best.x);
  }
  schedule = Shapes::readable(schedule);
  context.choose(result, schedule, best.value, DesignStatus::found);
  if (result.status == DesignStatus::failed) return result;
  for (const Rival& rival : found) {
    const Schedule member = context.schedule_of(rival.kind, rival.best.x, rival.best.companion);
    result.schedules.push_back(
        {schedule_name(rival.kind), member,
         context.accurate(member, context.end_time(member), rival.best.log_probability)});
  }
  RiskSample sample;
  sample.log_probability = best.value;
  result.points.push_back(context.point(sample, schedule));
  return result;
}

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The best schedule of a given total time among monotone tables, against the families.
#include "experiments/box_minimiser.hpp"
#include "experiments/design_context.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

namespace annealvi {
namespace {

constexpr std::array families{ScheduleKind::exponential, ScheduleKind::linear,
                              ScheduleKind::geometric};
// Annealing times of the comparison relative to the given one: the middle one is that itself.
constexpr std::array budgets{0.25, 0.5, 1.0, 2.0, 4.0};
constexpr std::size_t given = 2;

/// A monotone table by the logarithmic falls of T between equidistant knots, T = 1 at the last.
class Shapes {
 public:
  Shapes(const DesignContext& context, double annealing_time)
      : context_(context), annealing_time_(annealing_time) {}

  [[nodiscard]] std::size_t falls() const {
    return static_cast<std::size_t>(context_.config().design.knots) - 1;
  }

  [[nodiscard]] double largest_fall() const { return std::log(context_.highest_temperature()); }

  [[nodiscard]] std::vector<double> of(const Schedule& schedule) const {
    std::vector<double> result(falls());
    double above = std::log(schedule.temperature(0.0));
    for (std::size_t i = 0; i < result.size(); ++i) {
      const double share = static_cast<double>(i + 1) / static_cast<double>(falls());
      const double below =
          i + 1 == falls() ? 0.0 : std::log(schedule.temperature(share * annealing_time_));
      result[i] = std::clamp(above - below, 0.0, largest_fall());
      above = below;
    }
    return result;
  }

  /// Empty table: so flat that it never leaves the distance of T = 1.
  [[nodiscard]] Schedule table(const std::vector<double>& falls_of_log) const {
    Schedule result = context_.schedule();
    result.kind = ScheduleKind::table;
    result.table.clear();
    double log_temperature = 0.0;
    for (std::size_t i = falls() + 1; i-- > 0;) {
      if (i < falls()) log_temperature += falls_of_log[i];
      const double T = std::exp(std::min(log_temperature, largest_fall()));
      result.table.emplace_back(static_cast<double>(i), i == falls() ? 1.0 : std::max(T, 1.0));
    }
    std::reverse(result.table.begin(), result.table.end());
    if (result.table.front().second <= 1.0 + context_.distance()) {
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
    return schedule;
  }

 private:
  const DesignContext& context_;
  double annealing_time_;
};

struct Rival {
  ScheduleKind kind;
  RiskSample best;  ///< of the given time
};

/// The best member of every family at every budget; failures become sentences.
std::vector<Rival> compare_families(const DesignContext& context, double annealing_time,
                                    DesignResult& result) {
  std::vector<RiskSample> samples(families.size() * budgets.size());
  std::mutex mutex;
  double done = 0.0;
  for_each_in_parallel(samples.size(), context.threads(), [&](std::size_t i) {
    samples[i] = context.best_of_kind(families[i / budgets.size()],
                                      annealing_time * budgets[i % budgets.size()]);
    const std::scoped_lock lock(mutex);
    context.report(0.6 * ++done / static_cast<double>(samples.size()));
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
  const Shapes shapes(context, annealing_time);
  const std::size_t falls = shapes.falls();
  std::vector<BoxMinimum> minima(std::min<std::size_t>(found.size(), 2));
  std::mutex mutex;
  const BoxOptions box{.initial_step = 0.3 * shapes.largest_fall() / static_cast<double>(falls),
                       .tolerance = 2e-3,
                       .most_evaluations = 40 * static_cast<int>(falls)};
  const double all = static_cast<double>(minima.size()) * box.most_evaluations;
  double done = 0.0;
  for_each_in_parallel(minima.size(), context.threads(), [&](std::size_t i) {
    const Rival& rival = found[i];
    const auto log_probability = [&](const std::vector<double>& point) {
      {
        const std::scoped_lock lock(mutex);
        context.report(0.6 + 0.4 * ++done / all);
      }
      const Schedule table = shapes.table(point);
      return table.table.empty() ? 0.0 : context.sample(0.0, table).log_probability;
    };
    minima[i] = minimise_in_box(
        log_probability,
        shapes.of(context.schedule_of(rival.kind, rival.best.x, rival.best.companion)),
        std::vector<double>(falls, 0.0), std::vector<double>(falls, shapes.largest_fall()), box);
  });
  if (found.empty()) return result;

  const auto best =
      std::min_element(minima.begin(), minima.end(),
                       [](const BoxMinimum& a, const BoxMinimum& b) { return a.value < b.value; });
  for (const BoxMinimum& minimum : minima) result.shape_evaluations += minimum.evaluations;
  const Schedule schedule = Shapes::readable(shapes.table(best->x));
  context.choose(result, schedule, best->value, DesignStatus::found);
  if (result.status == DesignStatus::failed) return result;
  for (const Rival& rival : found) {
    const Schedule member = context.schedule_of(rival.kind, rival.best.x, rival.best.companion);
    result.schedules.push_back(
        {schedule_name(rival.kind), member,
         context.accurate(member, context.end_time(member), rival.best.log_probability)});
  }
  RiskSample sample;
  sample.log_probability = best->value;
  result.points.push_back(context.point(sample, schedule));
  return result;
}

}  // namespace annealvi

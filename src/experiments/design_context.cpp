// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/design_context.hpp"

#include "annealvi/experiments/answer.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "config/value_range.hpp"
#include "experiments/risk_minimum.hpp"
#include "experiments/sharp_options.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>

namespace annealvi {
namespace {

// A search asks for P relative to the risk; the theory never gives less than a part in a thousand.
constexpr double search_error = 1e-3;

/// Of P in a search, roughly: for progress bars and forecasts.
double expected_evaluations(const DesignSettings& design) {
  switch (design.goal) {
    case DesignGoal::rate:
    case DesignGoal::initial_temperature:
      return 33.0;
    case DesignGoal::time:
      return 110.0;
    case DesignGoal::shape:
      return 90.0 + (design.monotone ? 2.0 : 3.0) * 18.0 * (design.knots - 1);
  }
  return 1.0;
}

double with_digits(double x, int digits, double (*round)(double)) {
  const int exponent = static_cast<int>(std::floor(math::log10(x))) - (digits - 1);
  // Through decimal text: the double nearest to the decimal number, which prints with few digits.
  const auto scaled = [&](int e) { return x * math::pow(10.0, -e); };
  // A number with so few digits already must stay itself.
  const double nearest = std::round(scaled(exponent));
  const bool exact = std::abs(nearest - scaled(exponent)) <= 1e-9 * nearest;
  const auto whole = static_cast<long long>(exact ? nearest : round(scaled(exponent)));
  const std::string text = std::to_string(whole) + "e" + std::to_string(exponent);
  return config::number_in(text).value_or(x);
}

}  // namespace

double rounded_up(double x, int digits) {
  return with_digits(x, digits, [](double y) { return std::ceil(y); });
}

double rounded_down(double x, int digits) {
  return with_digits(x, digits, [](double y) { return std::floor(y); });
}

std::string short_text(double value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

Schedule with_annealing_time(Schedule schedule, double time, double distance) {
  if (schedule.kind == ScheduleKind::table) {
    const double scale = time / schedule.settling_time(distance);
    for (auto& row : schedule.table) row.first *= scale;
    return schedule;
  }
  schedule.rate = 1.0;
  schedule.rate = schedule.settling_time(distance) / time;
  return schedule;
}

double highest_design_temperature(const Config& config) {
  constexpr double largest_argument = 1e4;  // R sqrt(T), of gaussian_expectation.hpp
  constexpr double without_temperatures = 10.0;
  const MixtureProblem model = config.model();
  const double allowed = math::square(largest_argument / config.problem.target.separation);
  if (config.design.highest_temperature) {
    return std::min(*config.design.highest_temperature, allowed);
  }
  const auto critical = critical_temperature(model), safe = safe_temperature(model).value;
  const double known = 8.0 * std::max(critical.value_or(0.0), safe.value_or(0.0));
  const double wanted = known > 0.0 ? std::max(known, 2.0) : without_temperatures;
  return std::min(rounded_up(wanted, 2), allowed);
}

DesignContext::DesignContext(const Config& config, const DesignOptions& options)
    : config_(config),
      options_(options),
      flow_(flow_time(config.model())),
      highest_temperature_(highest_design_temperature(config)),
      expected_(expected_evaluations(config.design)) {}

double DesignContext::log_risk() const {
  return math::log(config_.design.risk);
}

unsigned DesignContext::threads() const {
  return thread_count(config_.threads);
}

double DesignContext::end_time(const Schedule& schedule) const {
  return config_.until ? *config_.until : schedule.settling_time(distance()) + flow_;
}

SharpProbability DesignContext::probability(const Schedule& schedule, double end_time,
                                            double absolute_error) const {
  if (options_.interrupted != nullptr && options_.interrupted->load()) throw SearchInterrupted();
  MixtureProblem model = config_.model();
  model.annealing.schedule = schedule;
  SharpProbability sharp;
  try {
    if (options_.probability) {
      sharp = options_.probability(model, end_time, absolute_error);
    } else {
      SharpOptions options = sharp_options(config_, end_time, options_.interrupted);
      options.probability_error = absolute_error;
      sharp = collapse_probability(model, options);
    }
  } catch (const std::exception& error) {
    sharp.status = SharpStatus::failed;
    sharp.message = error.what();
  }
  if (sharp.status == SharpStatus::interrupted) throw SearchInterrupted();
  if (sharp.status != SharpStatus::failed && !std::isfinite(sharp.probability)) {
    sharp.status = SharpStatus::failed;
    sharp.message = "the collapse probability is not a number";
  }
  return sharp;
}

RiskSample DesignContext::sample(double x, const Schedule& schedule) const {
  const SharpProbability sharp = probability(schedule, end_time(schedule), search_error);
  if (options_.progress) {
    const std::scoped_lock lock(mutex_);
    options_.progress(std::min(++evaluated_ / expected_, 1.0));
  }
  RiskSample result{.x = x, .log_probability = 0.0, .companion = 0.0, .failure = {}};
  constexpr double most_doubt = 0.1;  // of the risk
  const double risk = config_.design.risk;
  if (!has_number(sharp.status)) {
    result.log_probability = std::numeric_limits<double>::quiet_NaN();
    result.failure = sharp.message;
  } else if (sharp.error > most_doubt * risk && std::abs(sharp.probability - risk) < sharp.error) {
    result.log_probability = std::numeric_limits<double>::quiet_NaN();
    result.failure = "P = " + short_text(sharp.probability) + " +- " + short_text(sharp.error) +
                     " does not tell whether the risk is kept" +
                     (sharp.message.empty() ? "" : " (" + sharp.message + ")");
  } else {
    result.log_probability = sharp.log10_probability * std::numbers::ln10;
  }
  result.status = sharp.status;
  return result;
}

Schedule DesignContext::schedule_of(ScheduleKind kind, double annealing_time,
                                    double initial_temperature) const {
  Schedule result = schedule();
  result.kind = kind;
  result.table.clear();
  result.initial_temperature = initial_temperature;
  return with_annealing_time(std::move(result), annealing_time, distance());
}

RiskSample DesignContext::best_of_kind(ScheduleKind kind, double annealing_time,
                                       double near) const {
  constexpr std::size_t scan_points = 7;
  // A start within the distance of T = 1 has no annealing time at all.
  const double lowest = std::max(std::min(1.0 + 2.0 * distance(), 0.9 * highest_temperature_),
                                 1.0 + 1.01 * distance());
  const auto risk = [&](double temperature) {
    return sample(temperature, schedule_of(kind, annealing_time, temperature));
  };
  const RiskSample low = near > 0.0
                             ? follow_minimum(risk, lowest, highest_temperature_, near)
                             : minimise_risk(risk, lowest, highest_temperature_, scan_points);
  return {.x = annealing_time,
          .log_probability = low.log_probability,
          .companion = low.computed() ? low.x : 0.0,
          .failure = low.failure};
}

DesignPoint DesignContext::point(const RiskSample& sample, const Schedule& schedule) const {
  const bool shape = schedule.kind == ScheduleKind::table;
  DesignPoint result{
      .schedule = shape ? goal_name(DesignGoal::shape) : schedule_name(schedule.kind),
      .total_time = schedule.settling_time(distance()) + flow_,
      .initial_temperature = schedule.temperature(0.0),
      .rate = shape ? 0.0 : schedule.rate,
      .log10_probability = {},
      .failure = sample.failure};
  result.status = gravest(sample.status, annealing_notes(schedule, end_time(schedule), distance()));
  if (result.status == AnswerStatus::converged) result.status = AnswerStatus::done;
  if (sample.computed()) result.log10_probability = sample.log_probability / std::numbers::ln10;
  return result;
}

SharpProbability DesignContext::accurate(const Schedule& schedule, double end_time,
                                         double log_probability) const {
  constexpr double relative = 1e-4;
  const double wanted = std::min(config_.probability_error, relative * math::exp(log_probability));
  return probability(schedule, end_time, std::max(wanted, 1e-300));
}

bool DesignContext::choose(DesignResult& result, const Schedule& schedule, double log_probability,
                           DesignStatus kept) const {
  Config config = config_;
  config.problem.annealing.schedule = schedule;
  result.annealing_time = schedule.settling_time(distance());
  result.flow_time = flow_;
  if (!config.until) config.until = rounded_up(result.total_time(), 6);
  const std::string name = schedule.kind == ScheduleKind::table ? goal_name(DesignGoal::shape)
                                                                : schedule_name(schedule.kind);
  const DesignSchedule chosen{name, schedule, accurate(schedule, *config.until, log_probability)};
  const SharpProbability& sharp = chosen.sharp;
  result.recommended.reset();
  result.best_reachable.reset();
  if (!has_number(sharp.status)) {
    result.failures.push_back("P of the best schedule could not be computed: " + sharp.message);
    result.status = DesignStatus::failed;
    return false;
  }
  if (result.schedules.empty()) {
    result.schedules.push_back(chosen);
  } else {
    result.schedules.front() = chosen;
  }
  result.notes = answer_of(config, *config.until, sharp).notes;
  const double risk = config_.design.risk;
  const bool recommended = sharp.probability + sharp.error <= risk;
  const bool excluded =
      sharp.probability - sharp.error > risk && sharp.status != SharpStatus::outside_validity;
  result.status = recommended ? kept
                  : excluded  ? DesignStatus::unreachable
                              : DesignStatus::undecided;
  (recommended ? result.recommended : result.best_reachable) = std::move(config);
  return recommended;
}

}  // namespace annealvi

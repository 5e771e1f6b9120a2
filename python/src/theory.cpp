// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Closed forms, temperatures, the separatrix and the sharp probability.
#include "annealvi/experiments/answer.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/effective_start.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "bindings.hpp"
#include "cli/probability_report.hpp"
#include "experiments/sharp_options.hpp"
#include "interruptible.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace annealvi::python {
namespace {

/// The number and what it is worth.
struct Sharp {
  SharpProbability number;
  Answer answer{.status = AnswerStatus::interrupted};
};

Sharp sharp_of(const Config& config, const std::atomic<bool>* interrupted) {
  const double end_time = config.end_time();  // a wrong value may show here
  SharpProbability number;
  try {
    number = sharp_probability(config, end_time, interrupted);
  } catch (const std::exception& failure) {
    number = {.status = AnswerStatus::failed, .message = failure.what()};
  }
  return {number, answer_of(config, end_time, number)};
}

py::tuple sharp_probabilities(const Configs& configs, std::optional<unsigned> wanted,
                              const py::object& hear) {
  for (const Config* config : configs) {
    cli::check_random_start(*config, "collapse_probability");
  }
  const unsigned threads = wanted.value_or(configs.empty() ? 1 : configs.front()->threads);
  std::vector<Sharp> all(configs.size());
  const bool interrupted = watched(hear, [&](Watch& watch) {
                             in_parallel(configs.size(), threads, watch, [&](std::size_t i) {
                               all[i] = sharp_of(*configs[i], &watch.interrupted);
                             });
                             return true;
                           }).second;
  // What could not be computed is missing, which NaN means to NumPy and pandas.
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const auto numbers = [&](double SharpProbability::*member) {
    return column(all, [&](const Sharp& sharp) {
      return has_number(sharp.answer.status) ? sharp.number.*member : missing;
    });
  };
  py::list statuses, messages;
  for (const Sharp& sharp : all) {
    statuses.append(std::string(status_name(sharp.answer.status)));
    messages.append(one_line(sharp.answer.notes));
  }
  py::dict fields;
  fields["probability"] = numbers(&SharpProbability::probability);
  fields["error"] = numbers(&SharpProbability::error);
  fields["log10_probability"] = numbers(&SharpProbability::log10_probability);
  fields["variance_sum"] = numbers(&SharpProbability::variance_sum);
  fields["variance_difference"] = numbers(&SharpProbability::variance_difference);
  fields["matching_time"] = numbers(&SharpProbability::matching_time);
  fields["nonlinear_share"] = numbers(&SharpProbability::nonlinear_share);
  fields["largest_step"] = numbers(&SharpProbability::largest_step);
  fields["end_temperature"] =
      column(all, [](const Sharp& sharp) { return sharp.answer.end_temperature; });
  fields["lifetime"] =
      column(all, [&](const Sharp& sharp) { return sharp.answer.lifetime.value_or(missing); });
  fields["status"] = statuses;
  fields["message"] = messages;
  return py::make_tuple(fields, interrupted);
}

std::pair<std::string, bool> report(const Config& config, const py::object& hear) {
  return watched(hear, [&](Watch& watch) {
    return probability_json(config, cli::probability_report(config, &watch.interrupted));
  });
}

std::tuple<std::string, std::optional<double>> safe(const Config& config) {
  const SafeTemperature found = safe_temperature(config.model());
  return {status_name(found.status), found.value};
}

std::tuple<double, double, double> rates(const Config& config, double temperature,
                                         double squared_distance) {
  refuse_mixture(config, "linear_rates");
  const LinearRates found = linear_rates(coefficients_at_temperature(config.problem, temperature),
                                         config.problem.target.separation, squared_distance);
  return {found.sum, found.difference, found.overlap};
}

/// log S where |D| = D_c(S) (S1): between a start that recovers and one that collapses. Empty when
/// all of [lowest, largest] do the same; `collapsed` then says what.
struct CriticalSum {
  std::optional<double> log_sum;
  bool collapsed;
};
CriticalSum critical_sum(Separatrix& separatrix, double difference, double squared_distance,
                         double lowest, double largest, double accuracy) {
  double low = std::log(lowest), high = std::log(largest);
  const auto collapses = [&](double log_sum) {
    return !separatrix.follow(std::exp(log_sum), std::log(difference), squared_distance).recovered;
  };
  if (collapses(low)) return {{}, true};
  if (!collapses(high)) return {{}, false};
  while (high - low > accuracy) {
    const double middle = 0.5 * (low + high);
    (collapses(middle) ? high : low) = middle;
  }
  return {0.5 * (low + high), true};
}

py::tuple critical_sums(const Config& config, const Numbers& differences, double squared_distance,
                        double time, double lowest, double largest, double accuracy,
                        unsigned threads, const py::object& hear) {
  refuse_mixture(config, "separatrix");
  const double end = config.end_time();
  const std::vector<double> wanted(differences.data(), differences.data() + differences.size());
  std::vector<CriticalSum> found(wanted.size());
  const auto [done, interrupted] = watched(hear, [&](Watch& watch) {
    in_parallel(wanted.size(), threads, watch, [&](std::size_t i) {
      Separatrix separatrix(config.problem, {time, end}, config.tolerances, &watch.interrupted);
      try {
        found[i] = critical_sum(separatrix, wanted[i], squared_distance, lowest, largest, accuracy);
      } catch (const Interrupted&) {  // the flag says so too, and the other points are kept
      }
    });
    return true;
  });
  const auto sums = column(found, [](const CriticalSum& at) {
    return at.log_sum ? std::exp(*at.log_sum) : std::numeric_limits<double>::quiet_NaN();
  });
  const auto all = column(found, [](const CriticalSum& at) { return at.collapsed; });
  return py::make_tuple(sums, all, interrupted);
}

std::array<double, 6> start_of(const Config& config, double chi_squared,
                               std::optional<double> wanted) {
  refuse_mixture(config, "effective_start");
  const double end = config.end_time();
  const double time = wanted ? *wanted : matching_time(config.problem, end, config.tolerances);
  if (!(time < end)) {
    throw ConfigError(
        "effective_start: time is needed: the integral of lambda_S is lowest at t_end, so there is "
        "no matching time");
  }
  const EffectiveStart start =
      effective_start(config.problem, chi_squared, time, end, config.tolerances);
  return {
      start.time,         start.variance_sum,   start.variance_difference, start.squared_distance,
      start.linear_until, start.nonlinear_share};
}

}  // namespace

void bind_theory(py::module_& module) {
  module.attr("critical_separation") = critical_separation;
  module.attr("collapsed_separation") = collapsed_separation;
  module.def("sharp_probabilities", &sharp_probabilities);
  module.def("probability_report", &report);
  const py::call_guard<py::gil_scoped_release> free;
  module.def(
      "critical_temperature",
      [](const Config& config) { return critical_temperature(config.model()); }, free);
  module.def("safe_temperature", &safe, free);
  module.def("linear_rates", &rates, free);
  module.def("critical_sums", &critical_sums);
  module.def(
      "overlap_probability",
      [](const Config& config) {
        refuse_mixture(config, "overlap_probability");
        const auto found =
            overlap_probability(config.problem, config.end_time(), config.tolerances);
        return found ? std::optional(std::tuple(found->probability, found->evaluated_at))
                     : std::nullopt;
      },
      free);
  module.def("temperature", [](const Config& config, const Numbers& times) {
    const std::vector<double> at(times.data(), times.data() + times.size());
    return column(at,
                  [&](double time) { return config.problem.annealing.schedule.temperature(time); });
  });
  module.def("effective_start", &start_of, free);
}

}  // namespace annealvi::python

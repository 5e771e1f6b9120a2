// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/phase_diagram.hpp"

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/phase_plan.hpp"
#include "experiments/point_plan.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace annealvi {
namespace {

/// What T_c and T_f depend on: (L5), (L6).
auto temperature_key(const MixtureProblem& model) {
  return std::tuple(model.modes.positions, model.modes.weights, model.family.weights,
                    model.family.train_weights, model.family.variance, model.annealing.path,
                    model.annealing.bridge_scale);
}

/// Whether a collapse at this last temperature lasts; empty where that is not known.
std::optional<bool> is_lasting(const MixtureProblem& model, const std::optional<double>& safe,
                               double final_temperature) {
  if (!as_pair(model)) return std::nullopt;
  if (model.family.train_weights) return false;  // theory/mixture.md (Lifetime of a collapse)
  const auto& weights = model.family.weights;
  if (model.family.variance == Variance::trained || weights[0] != weights[1]) return std::nullopt;
  return safe && final_temperature < *safe;
}

/// Coordinates in which P is interpolated.
std::vector<double> coordinates(const Sweep& sweep) {
  std::vector<double> values = numeric_values(sweep);
  if (sweep.logarithmic) {
    for (double& value : values) value = math::log(value);
  }
  return values;
}

MapValue map_value(const CurvePoint& point) {
  if (!point.probability) return {std::numeric_limits<double>::quiet_NaN(), 0.0};
  const double P = *point.probability;
  return {P, std::max(P - point.lower, point.upper - P),
          point.status != AnswerStatus::outside_validity};
}

class PhaseComputation {
 public:
  PhaseComputation(const Config& config, const CurveOptions& options, PhaseDiagram& diagram)
      : config_(config), options_(options), diagram_(diagram) {
    if (diagram.uses(Method::sharp))
      map_weight_ = expected_map_points * estimated_cost(Method::sharp, {config, 1.0});
    total_weight_ = map_weight_;
    const PhaseRequests requests(config, diagram, asked_simulations(diagram));
    for (const auto& [at, method] : requests.all) total_weight_ += estimated_cost(method, *at);
  }

  void run() {
    find_temperatures();
    if (diagram_.uses(Method::sharp) && options_.stored.shard.index == 1) compute_map();
    done_weight_ = map_weight_;
    simulate();
  }

 private:
  [[nodiscard]] bool stopped() const {
    return options_.interrupted && options_.interrupted->load();
  }
  [[nodiscard]] std::size_t offset(GridIndex at) const { return at.x + diagram_.columns() * at.y; }
  [[nodiscard]] GridPoint grid_point(GridIndex at) const {
    return {phase_config(config_, diagram_, at), diagram_.sites[offset(at)].end_time};
  }
  [[nodiscard]] CurvePoint empty_point(GridIndex at, Method method) const {
    return {.series = at.y,
            .position = at.x,
            .method = method,
            .end_time = diagram_.sites[offset(at)].end_time,
            .probability = {},
            .note = {}};
  }

  /// Along most axes they do not change: each distinct model once.
  void find_temperatures() {
    std::map<decltype(temperature_key(config_.model())), std::size_t> numbers;
    std::vector<MixtureProblem> models;
    std::vector<std::size_t> number_of;
    std::vector<double> final_temperature;
    for (std::size_t y = 0; y < diagram_.rows(); ++y) {
      for (std::size_t x = 0; x < diagram_.columns(); ++x) {
        const GridPoint at = grid_point({x, y});
        const MixtureProblem model = at.config.model();
        const auto [found, is_new] = numbers.emplace(temperature_key(model), models.size());
        if (is_new) models.push_back(model);
        number_of.push_back(found->second);
        final_temperature.push_back(model.annealing.schedule.temperature(at.end_time));
        annealing_notes_.push_back(annealing_notes(model.annealing.schedule, at.end_time,
                                                   at.config.decision.temperature_distance));
      }
    }
    std::vector<Temperatures> temperatures(models.size());
    const auto work = [&](std::size_t i, TaskContext& /*context*/) {
      temperatures[i] = temperatures_of(models[i]);
      return TaskEnd::finished;
    };
    (void)execute(
        {.tasks = models.size(), .cost = {}, .work = work},
        {.threads = config_.threads, .progress = {}, .interrupted = options_.interrupted});
    if (stopped()) return;  // some are missing: nothing may be concluded from that
    for (std::size_t i = 0; i < number_of.size(); ++i) {
      PhaseSite& site = diagram_.sites[i];
      site.temperatures = temperatures[number_of[i]];
      site.lasting = is_lasting(models[number_of[i]], site.temperatures.safe, final_temperature[i]);
    }
  }

  void compute_map() {
    for (std::size_t y = 0; y < diagram_.rows(); ++y) {
      for (std::size_t x = 0; x < diagram_.columns(); ++x) {
        diagram_.map.push_back({empty_point({x, y}, Method::sharp), MapPoint::Source::missing});
        diagram_.map.back().at.status = AnswerStatus::missing;
      }
    }
    double settled = 0.0;
    const RefinementOptions refinement{.interpolation_error = config_.phase.interpolation_error,
                                       .progress = [&](double share) { settled = share; }};
    const RefinedMap map =
        refined_map(coordinates(diagram_.x), coordinates(diagram_.y), refinement,
                    [&](std::span<const GridIndex> wanted) { return computed(wanted, settled); });
    diagram_.computed = map.computed;
    diagram_.held_out = map.held_out;
    diagram_.held_out_error = map.held_out_error;
    for (std::size_t i = 0; i < map.points.size(); ++i) {
      PhasePoint& point = diagram_.map[i];
      point.source = map.points[i].source;
      if (point.source == MapPoint::Source::missing) diagram_.interrupted = true;
      if (point.source != MapPoint::Source::interpolated) continue;
      const auto [P, error, covered] = map.points[i].value;
      point.at.probability = P;
      point.at.lower = std::max(0.0, P - error);
      point.at.upper = std::min(1.0, P + error);
      std::vector<AnswerNote> notes = annealing_notes_[i];
      if (!covered) {
        notes.push_back(
            {AnswerStatus::outside_validity, "as at the points it is interpolated from"});
      }
      point.at.status = gravest(AnswerStatus::done, notes);
      point.at.note = without_commas(one_line(notes));
    }
  }

  std::vector<std::optional<MapValue>> computed(std::span<const GridIndex> wanted, double settled) {
    std::vector<AskedPoint> places;
    for (const GridIndex at : wanted) places.push_back({at, Method::sharp});
    // How much of the rest this request settles is not known: half of it, say.
    const auto found = answers(places, [&](double share) {
      report(map_weight_ * (settled + 0.5 * (1.0 - settled) * share));
    });
    std::vector<std::optional<MapValue>> values(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!found[i]) continue;
      values[i] = map_value(*found[i]);
      diagram_.map[offset(wanted[i])].at = *found[i];
    }
    return values;
  }

  void simulate() {
    const std::vector<AskedPoint> asked = asked_simulations(diagram_);
    const double weight = total_weight_ - map_weight_;
    const auto found = answers(asked, [&](double share) { report(done_weight_ + weight * share); });
    const bool whole = options_.stored.shard.is_whole();
    for (const auto& point : found) {
      if (point && whole) diagram_.simulations.push_back(*point);
      if (!point && (whole || stopped())) diagram_.interrupted = true;
    }
  }

  /// In the order of `asked`; empty where there is none.
  std::vector<std::optional<CurvePoint>> answers(const std::vector<AskedPoint>& asked,
                                                 const std::function<void(double)>& progress) {
    const PhaseRequests requests(config_, diagram_, asked);
    CurveOptions options = options_;
    options.progress = progress;
    if (!asked.empty() && asked.front().method == Method::sharp) options.stored.shard = {};
    PointPlan plan(requests.all, options);
    diagram_.stored += plan.forecast().stored;
    auto found = plan.run(config_.threads);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!found[i]) continue;
      found[i]->position = asked[i].at.x;
      found[i]->series = asked[i].at.y;
    }
    return found;
  }

  void report(double weight) {
    furthest_ = std::max(furthest_, weight / total_weight_);
    if (options_.progress) options_.progress(furthest_);
  }

  const Config& config_;
  const CurveOptions& options_;
  PhaseDiagram& diagram_;
  std::vector<std::vector<AnswerNote>> annealing_notes_;  ///< of each site
  double map_weight_ = 0.0, done_weight_ = 0.0, total_weight_ = 0.0, furthest_ = 0.0;
};

}  // namespace

bool PhaseDiagram::uses(Method method) const {
  return std::any_of(methods.begin(), methods.end(),
                     [method](const MethodChoice& choice) { return choice.method == method; });
}

bool PhaseDiagram::numerical_failure() const {
  const auto failed = [](const CurvePoint& point) { return point.failed_numerically(); };
  return std::any_of(simulations.begin(), simulations.end(), failed) ||
         std::any_of(map.begin(), map.end(),
                     [&](const PhasePoint& point) { return failed(point.at); });
}

PhaseDiagram phase_diagram(const Config& config, const CurveOptions& options) {
  PhaseDiagram diagram = planned_phase(config);
  PhaseComputation(config, options, diagram).run();
  return diagram;
}

}  // namespace annealvi

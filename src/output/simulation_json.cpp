// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

namespace {

/// null where there is no run to average over.
Json average(const MixtureTally::Average& value, std::uint64_t runs) {
  if (runs == 0) return nullptr;
  return {{"mean", number(value.mean)}, {"standard_error", number(value.standard_error)}};
}

Json mechanism_object(std::uint64_t runs, const MixtureTally::Average& time) {
  return {{"runs", runs}, {"time", average(time, runs)}};
}

/// `runs`: those that did not fail.
Json mixture_object(const MixtureTally& tally, std::uint64_t runs) {
  const MixtureTally::Average elbo{-tally.objective.mean, tally.objective.standard_error};
  return {{"mean_alignment", mechanism_object(tally.mean_alignment, tally.alignment_time)},
          {"vanishing_weight", mechanism_object(tally.vanishing_weight, tally.vanishing_time)},
          {"covered_modes", tally.covered},
          {"mode_weight_error", average(tally.mode_weight_error, runs)},
          {"entropic_coverage", average(tally.entropic_coverage, runs)},
          {"effective_sample_size", average(tally.effective_sample_size, runs)},
          {"elbo", average(elbo, runs)}};
}

}  // namespace

std::string simulation_json(const Config& config, const EnsembleResult& result,
                            const Answer& answer, double end_time, double seconds) {
  Json object = head(config);
  object["engine"] = object["config"]["simulation"]["engine"];
  object["runs"] = result.runs;
  object["collapsed"] = result.collapsed;
  object["recovered"] = result.recovered;
  object["undecided"] = result.undecided;
  object["probability"] = number(result.probability);
  object["lower"] = number(result.interval.lower);
  object["upper"] = number(result.interval.upper);
  object["status"] = status_name(answer.status);
  object["seconds"] = number(seconds);
  object["steps"] = result.steps;
  object["failed"] = result.failed;
  object["same_sign"] = result.mixture ? Json(nullptr) : Json(result.same_sign);
  object["end_time"] = number(end_time);
  object["first"] = {{"collapsed", result.first.collapsed},
                     {"undecided", result.first.undecided},
                     {"failed", result.first.failed}};
  object["messages"] = Json::array();
  object["mixture"] =
      result.mixture ? mixture_object(*result.mixture, result.runs - result.failed) : Json(nullptr);
  if (result.annealing) {
    object["stalled"] = result.stalled;
    object["annealing_time"] = annealing_object(*result.annealing);
  }
  if (!result.first_failure.empty()) object["messages"].push_back(result.first_failure);
  add_answer(object, answer);
  return finished_text(object);
}

}  // namespace annealvi

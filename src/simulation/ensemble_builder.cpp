// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/ensemble_builder.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace annealvi {
namespace {

/// Of each kind so many numbers are told.
constexpr std::size_t most_examples = 5;

void add_example(std::vector<std::uint64_t>& numbers, std::uint64_t number) {
  if (numbers.size() < most_examples) numbers.push_back(number);
}

}  // namespace

EnsembleBuilder::EnsembleBuilder(const RunSetup& setup, const EnsembleOptions& options)
    : runs_(options.runs),
      half_width_(options.half_width),
      confidence_(options.confidence),
      watched_(setup.problem.annealing.schedule.watches()) {
  if (setup.mixture) mixtures_.emplace(setup.mixture->modes.size());
}

void EnsembleBuilder::deliver(RunsRecord record) {
  if (satisfied_ || record.end() <= counted_) return;
  RunsRecord& place = waiting_[record.first];
  if (record.runs.size() > place.runs.size()) place = std::move(record);
  while (!waiting_.empty() && waiting_.begin()->first <= counted_ && !satisfied_) {
    const RunsRecord next = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    count(next);
  }
  if (satisfied_) waiting_.clear();
}

void EnsembleBuilder::count(const RunsRecord& record) {
  for (std::uint64_t number = std::max(record.first, counted_);
       number < record.end() && !satisfied_; ++number) {
    const RunSummary& run = record.runs[number - record.first];
    // Failure and state of a record are those of its first such run: of all, when it is counted.
    if (run.failed && result_.first_failure.empty())
      result_.first_failure = "run " + std::to_string(number) + ": " + record.first_failure;
    if (!run.failed && run.outcome == Outcome::collapsed && !first_collapsed_)
      first_collapsed_ = record.first_collapsed;
    count(number, run);
    counted_ = number + 1;
    if (counted_ % block_runs == 0 || counted_ == runs_) look_at_interval();
  }
}

void EnsembleBuilder::count(std::uint64_t number, const RunSummary& run) {
  ++result_.runs;
  result_.steps += run.steps;
  result_.projections += run.projections;
  if (run.failed) {
    ++result_.failed;
    add_example(result_.first.failed, number);
    return;
  }
  if (run.mixture) mixtures_->add(*run.mixture, run.outcome == Outcome::collapsed);
  switch (run.outcome) {
    case Outcome::collapsed:
      ++result_.collapsed;
      add_example(result_.first.collapsed, number);
      break;
    case Outcome::recovered:
      ++result_.recovered;
      break;
    case Outcome::undecided:
      ++result_.undecided;
      add_example(result_.first.undecided, number);
      break;
  }
  if (run.annealing_time)
    annealing_times_.push_back(*run.annealing_time);
  else if (watched_)
    ++result_.stalled;
  if (run.on_saddle) ++result_.on_saddle;
  if (run.same_sign) ++result_.same_sign;
}

void EnsembleBuilder::look_at_interval() {
  const std::uint64_t decided = result_.collapsed + result_.recovered;
  if (decided > 0)
    result_.probability = static_cast<double>(result_.collapsed) / static_cast<double>(decided);
  result_.interval = wilson_interval(result_.collapsed, decided, confidence_);
  // The interval is not symmetric about the proportion: the longer arm counts.
  const bool narrow =
      result_.probability && std::max(result_.interval.upper - *result_.probability,
                                      *result_.probability - result_.interval.lower) <= half_width_;
  satisfied_ = result_.runs == runs_ || (half_width_ > 0.0 && narrow);
}

EnsembleResult EnsembleBuilder::result(bool interrupted) {
  if (interrupted && !satisfied_) {
    for (const auto& [first, record] : std::exchange(waiting_, {})) {
      counted_ = std::max(counted_, first);
      count(record);
    }
    look_at_interval();
    result_.interrupted = true;
  }
  if (watched_) result_.annealing = annealing_times_of(annealing_times_);
  if (mixtures_) {
    result_.mixture = mixtures_->result();
    result_.mixture->first_collapsed = first_collapsed_;
  }
  return result_;
}

}  // namespace annealvi

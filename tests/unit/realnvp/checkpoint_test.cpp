// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checkpoints: what is saved when, what is refused, what a finished run gives back.

#include "realnvp/checkpoint.hpp"
#include "realnvp/trainer.hpp"
#include "tests/unit/realnvp/flow_runs.hpp"

#include <doctest/doctest.h>

#include <cstring>

using namespace annealvi;
using namespace annealvi::test;

namespace {

std::optional<FlowRun> resumed(const FlowSetup& setup, std::uint64_t run, const std::string& from,
                               const std::function<bool()>& stop = {}) {
  return train_flow(setup, run,
                    {.stop = stop, .checkpoint = from, .save = {}, .density_steps = {}});
}

std::string refusal(const FlowSetup& setup, std::uint64_t run, const std::string& from) {
  try {
    (void)resumed(setup, run, from);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

/// Everything that run 4 saves, in order; stopped after `steps` steps unless 0.
std::vector<std::string> saved_by(const FlowSetup& setup, std::uint64_t steps = 0) {
  std::vector<std::string> all;
  std::uint64_t polled = 0;
  (void)train_flow(setup, 4,
                   {.stop = [&] { return ++polled == steps; },
                    .checkpoint = {},
                    .save = [&](const std::string& bytes) { all.push_back(bytes); },
                    .density_steps = {}});
  return all;
}

const std::string damaged = "the checkpoint is damaged or of another version";
const std::string foreign = "the checkpoint belongs to another configuration";

}  // namespace

TEST_CASE("the checksum is CRC-64/XZ, with its published check value") {
  realnvp::ByteWriter digits;
  for (const char c : std::string("123456789")) digits.put(c);
  const std::string bytes = realnvp::sealed(digits);
  REQUIRE(bytes.size() == 9 + 8);
  std::uint64_t check = 0;
  std::memcpy(&check, bytes.data() + 9, 8);
  CHECK(check == 0x995DC9BBDF1939FA);
}

TEST_CASE("a run is stopped within a step and in its judgement, and goes on bit for bit") {
  const FlowSetup setup = small_setup();
  std::uint64_t asked = 0;
  const auto counted = train_flow(
      setup, 4, {.stop = {}, .checkpoint = {}, .save = {}, .density_steps = {}, .stop_within = [&] {
                   return ++asked == 0;
                 }});
  REQUIRE(counted.has_value());
  CHECK(asked > 4 * setup.settings.steps);
  // Among the first of all, within some step, and the last of all.
  for (const std::uint64_t moment : {std::uint64_t{1}, asked / 3, asked / 2 + 1, asked}) {
    CAPTURE(moment);
    std::uint64_t now = 0;
    std::string saved;
    const auto stopped = train_flow(setup, 4,
                                    {.stop = {},
                                     .checkpoint = {},
                                     .save = [&](const std::string& bytes) { saved = bytes; },
                                     .density_steps = {},
                                     .stop_within = [&] { return ++now == moment; }});
    CHECK_FALSE(stopped.has_value());
    CHECK(now == moment);
    if (moment == 1) {
      CHECK(saved.empty());  // the start itself was being drawn
    } else {
      CHECK(same_bits(resumed(setup, 4, saved).value(), *counted));
    }
  }
}

TEST_CASE("a checkpoint with any byte changed, missing or added is refused") {
  FlowSetup setup = small_setup();
  setup.settings.shape = {.couplings = 2, .width = 2, .depth = 1};
  for (const std::string& bytes : {saved_by(setup, 30).back(), saved_by(setup).back()}) {
    CHECK(refusal(setup, 4, bytes).empty());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 0x10);
      CHECK(refusal(setup, 4, changed) == damaged);
      CHECK(refusal(setup, 4, bytes.substr(0, i)) == damaged);
    }
    CHECK(refusal(setup, 4, bytes + '\0') == damaged);
  }
}

TEST_CASE("a checkpoint of another run or configuration is refused") {
  FlowSetup setup = small_setup();
  setup.problem.annealing.schedule.kind = ScheduleKind::table;
  setup.problem.annealing.schedule.table = {{0.0, 3.0}, {0.2, 2.0}};
  for (const std::string& bytes : {saved_by(setup, 30).back(), saved_by(setup).back()}) {
    CHECK(refusal(setup, 4, bytes).empty());
    CHECK(refusal(setup, 5, bytes) == foreign);
    FlowSetup other = setup;
    other.problem.target.separation = 2.1;
    CHECK(refusal(other, 4, bytes) == foreign);
    other = setup;
    other.settings.evaluation_samples = 600;
    CHECK(refusal(other, 4, bytes) == foreign);
    other = setup;
    other.problem.annealing.schedule.table.pop_back();  // its head begins like the other one
    CHECK(refusal(other, 4, bytes) == foreign);
    other = setup;
    other.settings.checkpoint_every = 7;
    CHECK(refusal(other, 4, bytes).empty());
  }
}

TEST_CASE("a finished run comes back bit for bit without a step of training") {
  FlowSetup setup = small_setup();
  const FlowRun whole = train_flow(setup, 4).value();
  const std::string bytes = saved_by(setup).back();
  int polled = 0;
  const FlowRun again = resumed(setup, 4, bytes, [&] { return ++polled > 0; }).value();
  CHECK(polled == 0);
  CHECK(same_bits(whole, again));
  // Judged by the thresholds of today.
  REQUIRE(whole.outcome == FlowOutcome::not_converged);
  setup.settings.converged_divergence = 100.0;
  setup.settings.collapse_threshold = 0.0;
  CHECK(resumed(setup, 4, bytes).value().outcome == FlowOutcome::covered);

  setup = small_setup();
  setup.settings.learning_rate = 1e6;
  setup.settings.gradient_clip = 0.0;
  const FlowRun failed = resumed(setup, 4, saved_by(setup).back()).value();
  CHECK(failed.outcome == FlowOutcome::failed);
  CHECK(failed.failure == train_flow(setup, 4).value().failure);
}

TEST_CASE("checkpoints come every so many steps, when stopped and at the end") {
  FlowSetup setup = small_setup();
  CHECK(saved_by(setup).size() == 3);      // 40, 80, finished at 90
  CHECK(saved_by(setup, 50).size() == 2);  // 40, stopped at 50
  setup.settings.checkpoint_every = 0;
  CHECK(saved_by(setup).size() == 1);
  CHECK(saved_by(setup, 50).size() == 1);
  CHECK(same_bits(resumed(setup, 4, saved_by(setup, 50).back()).value(),
                  train_flow(setup, 4).value()));
}

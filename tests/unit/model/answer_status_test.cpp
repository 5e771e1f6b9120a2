// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What is said of an annealing that is not finished, and which of several statuses counts.
#include "annealvi/model/answer_status.hpp"

#include <doctest/doctest.h>

using namespace annealvi;
using enum AnswerStatus;

namespace {

constexpr double distance = 0.05;

Schedule table(std::vector<std::pair<double, double>> rows) {
  return {.kind = ScheduleKind::table, .table = std::move(rows)};
}

bool mentions(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a finished annealing has no notes; an unfinished one says at which T it ends") {
  const Schedule cooling{.initial_temperature = 10.0, .rate = 0.1};
  CHECK(annealing_notes(cooling, 100.0, distance).empty());
  const auto notes = annealing_notes(cooling, 20.0, distance);  // T = 1 + 9 e^-2
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].status == unfinished);
  CHECK(mentions(notes[0].text(), "unfinished: the annealing is not finished"));
  CHECK(mentions(notes[0].text(), "t_end = 20, where T = 2.218"));
  // The distance of the rule decides, from either side of 1 + 9 e^-5.2 = 1.0496.
  CHECK(annealing_notes(cooling, 52.0, distance).empty());
  CHECK_FALSE(annealing_notes(cooling, 51.8, distance).empty());
}

TEST_CASE("a schedule that ends hot never finishes, however long one waits") {
  const Schedule held{.kind = ScheduleKind::constant, .initial_temperature = 5.0};
  const auto of_held = annealing_notes(held, 1e6, distance);
  REQUIRE(of_held.size() == 1);
  CHECK(of_held[0].status == unfinished);
  CHECK(mentions(of_held[0].sentence, "held at T = 5 and never reaches 1"));
  const auto of_table = annealing_notes(table({{0, 8}, {60, 1.5}}), 1e6, distance);
  REQUIRE(of_table.size() == 1);
  CHECK(mentions(of_table[0].sentence, "ends at T = 1.5 and never reaches 1"));
  CHECK(annealing_notes(table({{0, 8}, {60, 1.04}}), 60.0, distance).empty());
  CHECK(annealing_notes({.kind = ScheduleKind::constant, .initial_temperature = 1.0}, 1.0, distance)
            .empty());
}

TEST_CASE("heating on the way is said, and takes nothing from the answer") {
  const Schedule heating = table({{0, 4}, {10, 1.5}, {20, 3}, {40, 1}});
  const auto notes = annealing_notes(heating, 50.0, distance);
  REQUIRE(notes.size() == 1);
  CHECK(mentions(notes[0].text(), "heats on the way, from T = 1.5 at t = 10 to T = 3 at t = 20"));
  CHECK(gravest(done, notes) == done);
  const auto before = annealing_notes(heating, 10.0, distance);  // it has not heated yet
  REQUIRE(before.size() == 1);
  CHECK(before[0].status == unfinished);
}

TEST_CASE("the gravest of several statuses counts, and all are told") {
  const std::vector<AnswerNote> notes{{not_converged, "a"}, {unfinished, "b"}, {done, "c"}};
  CHECK(gravest(converged, notes) == unfinished);
  CHECK(gravest(failed, notes) == failed);
  CHECK(gravest(converged, {}) == converged);
  CHECK(one_line(notes) == "not converged: a; unfinished: b; c");
  CHECK(status_name(outside_validity) == "outside_validity");
  for (const AnswerStatus status : {done, converged, not_converged, unfinished, outside_validity})
    CHECK(has_number(status));
  for (const AnswerStatus status :
       {undecided, no_outcome, not_available, missing, failed, interrupted})
    CHECK_FALSE(has_number(status));
}

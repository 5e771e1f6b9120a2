// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/answer_status.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace annealvi {
namespace {

std::string rounded(double value) {
  std::ostringstream text;
  text << std::setprecision(5) << value;
  return text.str();
}

/// The first piece of a table or a staircase along which T rises before `end_time`.
std::string heating_text(const Schedule& schedule, double end_time) {
  const auto& points = schedule.points();
  const auto warmer = std::adjacent_find(
      points.begin(), points.end(),
      [](const auto& row, const auto& next) { return next.second > row.second; });
  if (warmer == points.end() || warmer->first >= end_time) return {};
  const auto next = warmer + 1;
  return "the schedule heats on the way, from T = " + rounded(warmer->second) +
         " at t = " + rounded(warmer->first) + " to T = " + rounded(next->second) +
         " at t = " + rounded(next->first);
}

std::string unfinished_text(const Schedule& schedule, double end_time, double distance) {
  const double temperature = schedule.temperature(end_time);
  if (!(temperature - 1.0 > distance)) return {};
  const std::string last = rounded(schedule.final_temperature());
  const std::string meaning =
      "P is about t_end = " + rounded(end_time) + ", where T = " + rounded(temperature);
  if (schedule.kind == ScheduleKind::constant)
    return "the temperature is held at T = " + last + " and never reaches 1: " + meaning;
  if (schedule.final_temperature() - 1.0 > distance)
    return "the schedule ends at T = " + last + " and never reaches 1: " + meaning;
  return "the annealing is not finished, T is not within simulation.decision_temperature = " +
         rounded(distance) + " of 1: " + meaning;
}

}  // namespace

std::string_view status_name(AnswerStatus status) {
  switch (status) {
    case AnswerStatus::done:
      return "done";
    case AnswerStatus::converged:
      return "converged";
    case AnswerStatus::not_converged:
      return "not_converged";
    case AnswerStatus::undecided:
      return "undecided";
    case AnswerStatus::unfinished:
      return "unfinished";
    case AnswerStatus::outside_validity:
      return "outside_validity";
    case AnswerStatus::no_outcome:
      return "no_outcome";
    case AnswerStatus::not_available:
      return "not_available";
    case AnswerStatus::missing:
      return "missing";
    case AnswerStatus::failed:
      return "failed";
    case AnswerStatus::interrupted:
      return "interrupted";
  }
  return {};
}

bool has_number(AnswerStatus status) {
  return status < AnswerStatus::no_outcome && status != AnswerStatus::undecided;
}

std::string AnswerNote::text() const {
  if (status <= AnswerStatus::converged) return sentence;
  std::string words(status_name(status));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words + ": " + sentence;
}

AnswerStatus gravest(AnswerStatus best, const std::vector<AnswerNote>& notes) {
  for (const AnswerNote& note : notes) best = std::max(best, note.status);
  return best;
}

std::string one_line(const std::vector<AnswerNote>& notes) {
  std::string line;
  for (const AnswerNote& note : notes) line += (line.empty() ? "" : "; ") + note.text();
  return line;
}

std::vector<AnswerNote> annealing_notes(const Schedule& schedule, double end_time,
                                        double distance) {
  std::vector<AnswerNote> notes;
  if (std::string text = unfinished_text(schedule, end_time, distance); !text.empty())
    notes.push_back({AnswerStatus::unfinished, std::move(text)});
  if (std::string text = heating_text(schedule, end_time); !text.empty())
    notes.push_back({AnswerStatus::done, std::move(text)});
  return notes;
}

AnswerNote saddle_note() {
  return {
      AnswerStatus::no_outcome,
      "every run starts exactly on the saddle and stays there; a start off the saddle "
      "(family.initial_overlaps) or gradient noise (sgd.step with engine reduced or full) has an "
      "outcome"};
}

}  // namespace annealvi

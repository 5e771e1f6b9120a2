// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What an answer is worth, in one vocabulary for text, tables and JSON.
#pragma once

#include "annealvi/schedule/schedule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

/// From the best to the worst: where several hold at once the last of them is the status.
enum class AnswerStatus {
  done,              ///< computed or simulated as asked
  converged,         ///< the same of one number of the theory: its error is at most what was asked
  not_converged,     ///< a number, its error is larger than asked
  undecided,         ///< simulation: no run was decided by the end time, so there is no P
  unfinished,        ///< T(t_end) is not near 1: a number about t_end, not of a finished annealing
  outside_validity,  ///< a number, but the theory of gradient noise does not cover the case
  no_outcome,        ///< every run stays on the saddle where it starts
  not_available,     ///< the theory knows no number for this case
  missing,           ///< not computed: the job was interrupted
  failed,            ///< could not be computed
  interrupted,
};

/// As in tables and JSON: "not_converged".
[[nodiscard]] std::string_view status_name(AnswerStatus status);
/// Whether an answer of the theory with this status has a number.
[[nodiscard]] bool has_number(AnswerStatus status);

/// One thing to be said about an answer.
struct AnswerNote {
  AnswerStatus status;  ///< what it makes of the answer
  std::string sentence;

  /// "unfinished: SENTENCE"; the sentence alone where it takes nothing from the answer.
  [[nodiscard]] std::string text() const;
};

/// The status of an answer that was `best` before the notes.
[[nodiscard]] AnswerStatus gravest(AnswerStatus best, const std::vector<AnswerNote>& notes);
/// All notes in one line, "; " between them.
[[nodiscard]] std::string one_line(const std::vector<AnswerNote>& notes);

/// What is to be said of a schedule that is not within `distance` of T = 1 at `end_time`, and of
/// one that heats on the way; empty for a finished annealing.
[[nodiscard]] std::vector<AnswerNote> annealing_notes(const Schedule& schedule, double end_time,
                                                      double distance);

/// "every run starts exactly on the saddle ..."
[[nodiscard]] AnswerNote saddle_note();

}  // namespace annealvi

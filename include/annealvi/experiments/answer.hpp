// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a probability is worth: its status and all that is to be said about it, the same for every
// command.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <optional>
#include <vector>

namespace annealvi {

struct Answer {
  AnswerStatus status = AnswerStatus::done;
  std::vector<AnswerNote> notes;
  double end_temperature = 1.0;    ///< T(t_end)
  std::optional<double> lifetime;  ///< of a collapse that does not last, when it is known
};

/// Of the sharp probability of `config` at `end_time`.
[[nodiscard]] Answer answer_of(const Config& config, double end_time,
                               const SharpProbability& sharp);

/// Of simulated runs. With trained weights the lifetime of the first collapsed run is measured,
/// which takes up to some seconds.
[[nodiscard]] Answer answer_of(const Config& config, const RunSetup& setup,
                               const EnsembleResult& result);

}  // namespace annealvi

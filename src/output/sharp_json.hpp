// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The sharp probability in JSON.
#pragma once

#include "annealvi/theory/collapse_probability.hpp"
#include "output/json_head.hpp"

namespace annealvi::detail {

/// probability, error and log10_probability, null where there is no number, and the status of the
/// formula, which knows nothing of the schedule.
inline Json sharp_object(const SharpProbability& sharp) {
  const bool known = has_number(sharp.status);
  const auto if_known = [known](double value) { return known ? number(value) : Json(nullptr); };
  return {{"probability", if_known(sharp.probability)},
          {"error", if_known(sharp.error)},
          {"log10_probability", if_known(sharp.log10_probability)},
          {"status", status_name(sharp.status)}};
}

}  // namespace annealvi::detail

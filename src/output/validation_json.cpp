// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

std::string validation_json(const Config& config, const Validation& validation, double seconds) {
  Json object = head(config);
  object["comparisons"] = Json::array();
  for (const Comparison& row : validation.comparisons) {
    object["comparisons"].push_back({{"claim", claim_text(row.claim)},
                                     {"case", row.name},
                                     {"first", number(row.first)},
                                     {"second", number(row.second)},
                                     {"standard_error", number(row.standard_error)},
                                     {"z", number(row.z)},
                                     {"allowed", number(row.allowed)},
                                     {"runs", row.runs},
                                     {"verdict", verdict_text(row.verdict)},
                                     {"note", row.note},
                                     {"status", status_name(row.status)}});
  }
  object["conclusion"] = validation.conclusion();
  object["status"] = validation.interrupted           ? "interrupted"
                     : validation.disagreement()      ? "disagreement"
                     : validation.numerical_failure() ? "failed"
                                                      : "agreement";
  object["seconds"] = number(seconds);
  return finished_text(object);
}

}  // namespace annealvi

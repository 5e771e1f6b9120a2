// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a validation says in the end.
#include "annealvi/experiments/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace annealvi {
namespace {

std::size_t count(const std::vector<Comparison>& rows, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [&](const Comparison& row) { return row.verdict == verdict; }));
}

}  // namespace

std::string_view claim_text(Claim claim) {
  switch (claim) {
    case Claim::formula_flow:
      return "formula = flow";
    case Claim::formula_reduced:
      return "formula = reduced";
    case Claim::sde_reduced:
      return "sde = reduced";
    case Claim::full_reduced:
      return "full = reduced";
  }
  return {};
}

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::agree:
      return "agree";
    case Verdict::disagree:
      return "DISAGREE";
    case Verdict::outside_validity:
      return "not judged";
    case Verdict::failed:
      return "FAILED";
  }
  return {};
}

bool Validation::disagreement() const {
  return count(comparisons, Verdict::disagree) > 0;
}

bool Validation::numerical_failure() const {
  return count(comparisons, Verdict::failed) > 0;
}

std::string Validation::conclusion() const {
  const std::size_t outside = count(comparisons, Verdict::outside_validity);
  const std::size_t failed = count(comparisons, Verdict::failed);
  const std::size_t disagree = count(comparisons, Verdict::disagree);
  const std::size_t judged = comparisons.size() - outside - failed;
  std::string text =
      judged == 0 ? std::string("Nothing could be judged")
      : disagree == 0 && judged == 1
          ? std::string("Formula and simulations agree in the one comparison")
      : disagree == 0 ? fmt::format("Formula and simulations agree in all {} comparisons", judged)
                      : fmt::format("Disagreement in {} of {} comparisons", disagree, judged);
  if (outside > 0)
    text += fmt::format("; in {} more the formula says itself that it does not hold", outside);
  if (failed > 0) text += fmt::format("; {} could not be computed", failed);
  if (left_out > 0)
    text += fmt::format("; {} left out: too slow for the level, or d outside 5 to 1e13", left_out);
  if (interrupted) text += "; interrupted before the end";
  return text + ".";
}

}  // namespace annealvi

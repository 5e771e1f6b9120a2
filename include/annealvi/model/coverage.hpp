// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Which modes a mixture covers, and how it lost the others: theory/coverage.md.
#pragma once

#include "annealvi/model/mixture.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

/// How a mode was lost. mean_alignment: every component had settled on another mode.
/// vanishing_weight: components that had not were left, but with too little weight.
enum class Mechanism { mean_alignment, vanishing_weight };

[[nodiscard]] std::string_view mechanism_name(Mechanism mechanism);

struct CoverageRule {
  /// Component k has settled on mode a when it is this share of the way from the midplane to a,
  /// against every other mode b: (mu_k - (nu_a + nu_b)/2).(nu_a - nu_b) > share |nu_a - nu_b|^2/2.
  /// For (M1): |m_k| > share R.
  double settled_share = 0.5;
  /// A mode is covered when the components settled on it have at least this share of its weight,
  /// and lost when those that have not settled elsewhere have less. 0: any component will do.
  double weight_share = 0.2;
  double temperature_distance = 0.05;  ///< as in DecisionRule

  /// Whether components of total weight `mass` are enough for a mode of weight `mode`.
  [[nodiscard]] bool is_enough(double mass, double mode) const {
    return mass > 0.0 && mass >= weight_share * mode;
  }
};

/// At one state. `settled[k]`: the mode, or empty.
struct Coverage {
  std::vector<std::optional<std::size_t>> settled;
  std::vector<double> mass;       ///< of each mode: total weight of the components settled on it
  std::vector<double> available;  ///< of each mode: total weight of those not settled elsewhere
  std::vector<bool> covered, lost;
  [[nodiscard]] std::size_t covered_count() const;
};
[[nodiscard]] Coverage coverage_of(const ModeSet& modes, const MixtureState& state,
                                   const CoverageRule& rule);

/// A component settles on one mode at most, so that K of them cover K modes at most: where there
/// are more, P = 1 whatever a run does, and this says why. Empty otherwise.
[[nodiscard]] std::string certain_collapse(const MixtureProblem& problem);

/// sum_a |M_a - pi_a| / 2 with M_a the settled masses, in [0, 1].
[[nodiscard]] double mode_weight_error(const ModeSet& modes, std::span<const double> mass);

/// Entropy of the settled masses (normalised to 1) over log K*, in [0, 1]; not 1 for a correct fit
/// to unequal modes. 0 when nothing has settled.
[[nodiscard]] double entropic_coverage(std::span<const double> mass);

/// Since when each mode has been lost, and by which mechanism, from states in order of time.
class LossHistory {
 public:
  explicit LossHistory(std::size_t modes) : losses_(modes) {}
  void look(double time, const Coverage& coverage);

  struct Loss {
    double time;
    Mechanism mechanism;
  };
  /// Empty for a mode that is not lost at the last look.
  [[nodiscard]] const std::vector<std::optional<Loss>>& losses() const { return losses_; }
  /// The earliest of them: the mechanism of the run. Empty: no mode is lost.
  [[nodiscard]] std::optional<Loss> first() const;

 private:
  std::vector<std::optional<Loss>> losses_;
};

/// collapsed: some mode is lost. recovered: all are covered. undecided: neither, or T is not within
/// rule.temperature_distance of 1. `temperature_excess`: T(t_end) - 1.
[[nodiscard]] Outcome classify(const Coverage& coverage, double temperature_excess,
                               const CoverageRule& rule);

}  // namespace annealvi

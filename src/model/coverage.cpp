// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/coverage.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

/// The mode that mean k has settled on: the one whose side of every midplane it is on, by the
/// share of the rule. NaN settles nowhere.
std::optional<std::size_t> settled_mode(const ModeSet& modes, const MixtureState& state,
                                        std::size_t k, double share) {
  const std::size_t n = modes.axes();
  for (std::size_t a = 0; a < modes.size(); ++a) {
    const auto beyond_midplane = [&](std::size_t b) {
      double along = 0.0, squared = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        const double apart = modes.positions[a][i] - modes.positions[b][i];
        const double middle = 0.5 * (modes.positions[a][i] + modes.positions[b][i]);
        along += (state.overlap(k, i) - middle) * apart;
        squared += apart * apart;
      }
      return along > share * 0.5 * squared;
    };
    bool all = true;
    for (std::size_t b = 0; b < modes.size() && all; ++b) all = b == a || beyond_midplane(b);
    if (all) return a;
  }
  return std::nullopt;
}

}  // namespace

std::string_view mechanism_name(Mechanism mechanism) {
  return mechanism == Mechanism::mean_alignment ? "mean alignment" : "vanishing weight";
}

std::size_t Coverage::covered_count() const {
  return static_cast<std::size_t>(std::count(covered.begin(), covered.end(), true));
}

Coverage coverage_of(const ModeSet& modes, const MixtureState& state, const CoverageRule& rule) {
  const std::size_t K = state.components();
  Coverage coverage{.settled = std::vector<std::optional<std::size_t>>(K),
                    .mass = std::vector<double>(modes.size(), 0.0),
                    .available = std::vector<double>(modes.size(), 0.0),
                    .covered = std::vector<bool>(modes.size()),
                    .lost = std::vector<bool>(modes.size())};
  for (std::size_t k = 0; k < K; ++k) {
    const double weight = math::exp(state.log_weights[k]);
    const auto settled = settled_mode(modes, state, k, rule.settled_share);
    coverage.settled[k] = settled;
    for (std::size_t a = 0; a < modes.size(); ++a)
      if (!settled || *settled == a) coverage.available[a] += weight;
    if (settled) coverage.mass[*settled] += weight;
  }
  for (std::size_t a = 0; a < modes.size(); ++a) {
    coverage.covered[a] = rule.is_enough(coverage.mass[a], modes.weights[a]);
    coverage.lost[a] = !rule.is_enough(coverage.available[a], modes.weights[a]);
  }
  return coverage;
}

std::string certain_collapse(const MixtureProblem& problem) {
  const std::size_t components = problem.components(), modes = problem.modes.size();
  if (components >= modes) return {};
  return "P = 1 for every run and every schedule: " + std::to_string(components) +
         (components == 1 ? " component covers 1 mode"
                          : " components cover " + std::to_string(components) + " modes") +
         " at most, and there are " + std::to_string(modes);
}

double mode_weight_error(const ModeSet& modes, std::span<const double> mass) {
  double sum = 0.0;
  for (std::size_t a = 0; a < modes.size(); ++a) sum += std::abs(mass[a] - modes.weights[a]);
  return 0.5 * sum;
}

double entropic_coverage(std::span<const double> mass) {
  double total = 0.0;
  for (const double m : mass) total += m;
  if (!(total > 0.0) || mass.size() < 2) return 0.0;
  double entropy = 0.0;
  for (const double m : mass)
    if (m > 0.0) entropy -= m / total * math::log(m / total);
  return entropy / math::log(static_cast<double>(mass.size()));
}

void LossHistory::look(double time, const Coverage& coverage) {
  for (std::size_t a = 0; a < losses_.size(); ++a) {
    if (!coverage.lost[a]) {
      losses_[a].reset();
    } else if (!losses_[a]) {
      const bool someone_left = std::any_of(coverage.settled.begin(), coverage.settled.end(),
                                            [a](const auto& mode) { return !mode || *mode == a; });
      losses_[a] = {
          .time = time,
          .mechanism = someone_left ? Mechanism::vanishing_weight : Mechanism::mean_alignment};
    }
  }
}

std::optional<LossHistory::Loss> LossHistory::first() const {
  std::optional<Loss> earliest;
  for (const auto& loss : losses_)
    if (loss && (!earliest || loss->time < earliest->time)) earliest = loss;
  return earliest;
}

Outcome classify(const Coverage& coverage, double temperature_excess, const CoverageRule& rule) {
  if (!(temperature_excess <= rule.temperature_distance)) return Outcome::undecided;
  if (std::find(coverage.lost.begin(), coverage.lost.end(), true) != coverage.lost.end())
    return Outcome::collapsed;
  return coverage.covered_count() == coverage.covered.size() ? Outcome::recovered
                                                             : Outcome::undecided;
}

}  // namespace annealvi

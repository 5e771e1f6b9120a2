// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a trained flow is worth: theory/realnvp.md, Judgement.
#include "numerics/elementary.hpp"
#include "realnvp/block.hpp"
#include "realnvp/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace annealvi::realnvp {
namespace {

constexpr std::uint64_t chunk_samples = 4096;
/// Purposes of draws, told apart by the upper bits of the step.
constexpr std::uint64_t of_flow = 0, of_target = std::uint64_t{1} << 56,
                        of_density = std::uint64_t{2} << 56;

/// (M3) with its normaliser.
struct LogTarget {
  AnnealedTarget annealed;
  double separation, normaliser;

  [[nodiscard]] double operator()(double along_e, double squared_norm) const {
    const auto& [H, A, c, b] = annealed;
    return -0.5 * H * squared_norm + A / c * log_cosh(c * separation * along_e + b) - normaliser;
  }
};

template <class Scalar>
double squared_norm(const typename RealNvp<Scalar>::Samples& x, Eigen::Index sample) {
  double sum = 0.0;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    sum += static_cast<double>(x(i, sample)) * static_cast<double>(x(i, sample));
  }
  return sum;
}

template <class Flow>
double log_mean_exp(const Flow& flow, const std::vector<double>& values, double factor) {
  constexpr std::size_t between_asking = std::size_t{1} << 20;
  double high = -std::numeric_limits<double>::infinity(), sum = 0.0;
  for (const double value : values) high = std::max(high, factor * value);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % between_asking == 0) flow.ask();
    sum += math::exp(factor * values[i] - high);
  }
  return high + math::log(sum / static_cast<double>(values.size()));
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// log p - log q of every sample, x ~ q or x ~ p, and the number of samples with e.x > 0.
struct LogWeights {
  std::vector<double> values;
  double upper = 0.0;
};

template <class Scalar>
class Judge {
 public:
  Judge(RealNvp<Scalar>& flow, const FlowSetup& setup, std::uint64_t run)
      : flow_(flow),
        target_(setup.problem.target),
        count_(setup.settings.evaluation_samples),
        key_{.seed = setup.seed, .stream = RandomStream::network_evaluation, .run = run},
        log_target_{annealed_target(target_, setup.problem.annealing.path, 1.0,
                                    setup.problem.annealing.bridge_scale),
                    target_.separation, 0.0} {
    log_target_.normaliser = log_normaliser(log_target_.annealed, target_);
  }

  [[nodiscard]] LogWeights weights(bool from_target) {
    LogWeights result;
    result.values.reserve(count_);
    typename RealNvp<Scalar>::Samples z, x;
    typename RealNvp<Scalar>::Vector log_density;
    // The first pi N samples of p are from the upper mode: no noise in its share.
    const double from_upper = std::round(target_.weight * static_cast<double>(count_));
    for (std::uint64_t begin = 0; begin < count_; begin += chunk_samples) {
      const std::uint64_t size = std::min(chunk_samples, count_ - begin);
      key_.step = (from_target ? of_target : of_flow) + begin;
      z.resize(flow_.dimension(), static_cast<Eigen::Index>(size));
      fill_rows(flow_, z, key_);
      if (from_target) {
        for (std::uint64_t s = 0; s < size; ++s) {
          const bool upper = static_cast<double>(begin + s) < from_upper;
          z(0, static_cast<Eigen::Index>(s)) +=
              static_cast<Scalar>(upper ? target_.separation : -target_.separation);
        }
        x.swap(z);
        flow_.invert(x, z, log_density);
      } else {
        flow_.transform(z, x, log_density);
      }
      for (Eigen::Index s = 0; s < x.cols(); ++s) {
        const auto along_e = static_cast<double>(x(0, s));
        result.values.push_back(log_target_(along_e, squared_norm<Scalar>(x, s)) -
                                static_cast<double>(log_density[s]));
        if (along_e > 0.0) result.upper += 1.0;
      }
    }
    return result;
  }

 private:
  RealNvp<Scalar>& flow_;
  const Target& target_;
  std::uint64_t count_;
  RandomKey key_;
  LogTarget log_target_;
};

/// KL of the masses of the half spaces e.x > 0, e.x < 0.
double mass_divergence(const Target& target, double upper) {
  const double inside = 0.5 * math::erfc(-target.separation / std::numbers::sqrt2);
  const double target_upper = target.weight * inside + (1.0 - target.weight) * (1.0 - inside);
  const auto term = [](double q, double p) { return q > 0.0 ? q * math::log(q / p) : 0.0; };
  return term(upper, target_upper) + term(1.0 - upper, 1.0 - target_upper);
}

}  // namespace

template <class Scalar>
FlowQuality evaluate(RealNvp<Scalar>& flow, const FlowSetup& setup, std::uint64_t run) {
  const Target& target = setup.problem.target;
  Judge<Scalar> judge(flow, setup, run);
  const LogWeights reverse = judge.weights(false), forward = judge.weights(true);
  const auto count = static_cast<double>(reverse.values.size());
  FlowQuality quality;
  quality.upper_mass = reverse.upper / count;
  quality.relative_mass = std::min(quality.upper_mass / target.weight,
                                   (1.0 - quality.upper_mass) / (1.0 - target.weight));
  quality.divergence = -mean(reverse.values);
  double squares = 0.0;
  for (const double value : reverse.values) {
    squares += (value + quality.divergence) * (value + quality.divergence);
  }
  quality.divergence_error = std::sqrt(squares) / count;
  quality.fit_divergence = quality.divergence - mass_divergence(target, quality.upper_mass);
  quality.forward_divergence = mean(forward.values);
  quality.reverse_sample_size = math::exp(2.0 * log_mean_exp(flow, reverse.values, 1.0) -
                                          log_mean_exp(flow, reverse.values, 2.0));
  quality.forward_sample_size = math::exp(-log_mean_exp(flow, forward.values, 1.0) -
                                          log_mean_exp(flow, forward.values, -1.0));
  return quality;
}

template <class Scalar>
std::optional<FlowDensity> density(RealNvp<Scalar>& flow, const FlowSetup& setup, std::uint64_t run,
                                   std::uint64_t step) {
  constexpr std::uint64_t samples = std::uint64_t{1} << 17;
  constexpr int bins = 72;
  const Target plane{setup.problem.target.separation, setup.problem.target.weight, 2.0};
  const double half_width = plane.separation + 4.0, cell = 2.0 * half_width / bins;
  constexpr auto cells = std::size_t{bins} * bins;
  FlowDensity result{.step = step,
                     .temperature = setup.temperature(step),
                     .half_width = half_width,
                     .bins = bins,
                     .flow = std::vector<double>(cells),
                     .target = std::vector<double>(cells)};
  RandomKey key{.seed = setup.seed, .stream = RandomStream::network_evaluation, .run = run};
  typename RealNvp<Scalar>::Samples z(flow.dimension(), chunk_samples), x;
  typename RealNvp<Scalar>::Vector log_density;
  const double share = 1.0 / (static_cast<double>(samples) * cell * cell);
  const auto bin = [&](Scalar at) {
    return std::floor((static_cast<double>(at) + half_width) / cell);
  };
  for (std::uint64_t begin = 0; begin < samples; begin += chunk_samples) {
    key.step = of_density + begin;
    fill_rows(flow, z, key);
    flow.transform(z, x, log_density);
    for (Eigen::Index s = 0; s < x.cols(); ++s) {
      const double column = bin(x(0, s)), row = bin(x(1, s));
      // A histogram of the finite samples would look like a density of something.
      if (!std::isfinite(column) || !std::isfinite(row)) return std::nullopt;
      if (column < 0 || column >= bins || row < 0 || row >= bins) continue;
      result.flow[static_cast<std::size_t>(row * bins + column)] += share;
    }
  }
  LogTarget log_target{setup.annealed(step), plane.separation, 0.0};
  log_target.normaliser = log_normaliser(log_target.annealed, plane);
  for (std::size_t i = 0; i < cells; ++i) {
    const double along_e = (static_cast<double>(i % bins) + 0.5) * cell - half_width;
    const std::size_t row = i / bins;
    const double across = (static_cast<double>(row) + 0.5) * cell - half_width;
    result.target[i] = math::exp(log_target(along_e, along_e * along_e + across * across));
  }
  return result;
}

template FlowQuality evaluate(RealNvp<float>&, const FlowSetup&, std::uint64_t);
template FlowQuality evaluate(RealNvp<double>&, const FlowSetup&, std::uint64_t);
template std::optional<FlowDensity> density(RealNvp<float>&, const FlowSetup&, std::uint64_t,
                                            std::uint64_t);
template std::optional<FlowDensity> density(RealNvp<double>&, const FlowSetup&, std::uint64_t,
                                            std::uint64_t);

}  // namespace annealvi::realnvp

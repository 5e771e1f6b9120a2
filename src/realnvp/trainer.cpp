// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "realnvp/trainer.hpp"

#include "numerics/elementary.hpp"
#include "realnvp/block.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi::realnvp {
namespace {

// Adam as published: Kingma and Ba (2015).
constexpr double decay1 = 0.9, decay2 = 0.999, epsilon = 1e-8;

/// Far beyond what a start near the identity can have, R^2/2, and far from overflow.
double exploded_loss(const Target& target) {
  return 1e6 * (target.dimension + target.separation * target.separation);
}

/// First step after window `row`; windows differ by at most one step.
std::uint64_t window_end(const RealNvpSettings& settings, std::uint64_t row) {
  const auto rows =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(settings.history_rows), settings.steps);
  return settings.steps / rows * (row + 1) + settings.steps % rows * (row + 1) / rows;
}

}  // namespace

template <class Scalar>
Trainer<Scalar>::Trainer(const FlowSetup& setup, std::uint64_t run,
                         const std::function<bool()>* stop)
    : setup_(setup),
      run_(run),
      flow_(static_cast<int>(setup.problem.target.dimension), setup.settings.shape),
      base_(flow_.dimension(), setup.settings.batch) {
  flow_.stop_when(stop);
  flow_.draw_start(setup.seed, run, setup.settings.initial_scale);
  gradient_.setZero(flow_.parameters().size());
  mean_ = variance_ = gradient_;
  history_.reserve(static_cast<std::size_t>(setup.settings.history_rows));
}

template <class Scalar>
bool Trainer<Scalar>::step() {
  const RealNvpSettings& settings = setup_.settings;
  fill_rows(
      flow_, base_,
      {.seed = setup_.seed, .stream = RandomStream::network_training, .run = run_, .step = done_});
  const double speed = setup_.problem.annealing.objective == Objective::free_energy
                           ? setup_.temperature(done_)
                           : 1.0;
  gradient_.setZero();
  const LossSums sums = flow_.add_gradient(
      base_, setup_.annealed(done_), setup_.problem.target.separation,
      setup_.problem.noise.estimator, speed / static_cast<double>(settings.batch), gradient_);
  const double loss = sums.loss / static_cast<double>(sums.samples);
  if (!(std::abs(loss) <= exploded_loss(setup_.problem.target))) {
    failure_ = "at step " + std::to_string(done_) + " the loss is " +
               (std::isfinite(loss) ? "beyond 1e6 (d + R^2)" : "not a number");
    return false;
  }
  double gradient_scale = 1.0;
  if (settings.gradient_clip > 0.0) {
    const auto norm = static_cast<double>(gradient_.norm());
    if (norm > settings.gradient_clip) gradient_scale = settings.gradient_clip / norm;
  }
  const auto count = static_cast<double>(done_ + 1);
  const double progress = static_cast<double>(done_) / static_cast<double>(settings.steps);
  const double rate = settings.learning_rate * math::pow(settings.learning_rate_decay, progress);
  adam(AdamStep{.rate = rate / (1.0 - math::pow(decay1, count)),
                .decay1 = decay1,
                .decay2 = decay2,
                .variance_correction = 1.0 / (1.0 - math::pow(decay2, count)),
                .epsilon = epsilon,
                .gradient_scale = gradient_scale},
       gradient_.data(), mean_.data(), variance_.data(), flow_.parameters().data(),
       gradient_.size());
  ++done_;
  window_.loss += sums.loss;
  window_.upper += sums.upper;
  window_.samples += sums.samples;
  if (done_ == window_end(settings, history_.size())) finish_window();
  return true;
}

template <class Scalar>
void Trainer<Scalar>::finish_window() {
  const auto samples = static_cast<double>(window_.samples);
  const std::uint64_t middle = window_begin_ + (done_ - window_begin_) / 2;
  history_.push_back({.step = middle,
                      .temperature = setup_.temperature(middle),
                      .loss = window_.loss / samples +
                              log_normaliser(setup_.annealed(middle), setup_.problem.target),
                      .upper_mass = window_.upper / samples});
  window_ = {};
  window_begin_ = done_;
}

template <class Scalar>
std::string Trainer<Scalar>::checkpoint() const {
  ByteWriter out = begun_record(RecordKind::training, setup_, run_);
  out.put(done_);
  out.put(window_);
  out.put(window_begin_);
  out.put(history_);
  for (const auto* numbers : {&flow_.parameters(), &mean_, &variance_}) {
    out.put(std::vector<Scalar>(numbers->begin(), numbers->end()));
  }
  return sealed(out);
}

template <class Scalar>
void Trainer<Scalar>::restore(ByteReader& body) {
  body.get(done_);
  body.get(window_);
  body.get(window_begin_);
  body.get(history_);
  for (auto* numbers : {&flow_.parameters(), &mean_, &variance_}) {
    std::vector<Scalar> stored;
    body.get(stored);
    if (stored.size() != static_cast<std::size_t>(numbers->size())) throw ByteReader::damaged();
    std::copy(stored.begin(), stored.end(), numbers->begin());
  }
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace annealvi::realnvp

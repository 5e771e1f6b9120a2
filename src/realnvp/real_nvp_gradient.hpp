// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The backward pass of RealNvp (theory/realnvp.md, Gradients); part of real_nvp.cpp.
#pragma once

#include "numerics/elementary.hpp"
#include "realnvp/block.hpp"
#include "realnvp/real_nvp.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

template <class Scalar>
void RealNvp<Scalar>::back_through_network(const Coupling& coupling, const Scalar* in,
                                           Vector* gradient, Index samples) {
  Scalar *by_output = network_gradient_.data(), *by_input = spare_gradient_.data();
  const Scalar* all = parameters_.data();
  for (std::size_t l = coupling.layers.size(); l-- > 0;) {
    ask();
    const Layer& layer = coupling.layers[l];
    const Scalar* layer_input = l == 0 ? in : coupling.outputs[l - 1];
    if (gradient != nullptr) {
      Scalar* sums = gradient->data();
      dense_gradient(realnvp::DenseGradient<Scalar>{sums + layer.weight, sums + layer.bias,
                                                    layer.outputs, layer.inputs},
                     by_output, layer_input, samples);
    }
    dense_backward(
        realnvp::Dense<Scalar>{all + layer.weight, all + layer.bias, layer.outputs, layer.inputs},
        by_output, l == 0 ? passive_gradient_.data() : by_input, samples);
    if (l > 0) {
      realnvp::activate_backward(shape_.activation, layer_input, by_input, layer.inputs, samples);
      std::swap(by_output, by_input);
    }
  }
}

/// d log q/dx at the last state, carried along from -z at the first.
template <class Scalar>
void RealNvp<Scalar>::compute_score(Index samples) {
  Scalar* score = score_.data();
  for (Index i = 0; i < dimension_; ++i) {
    for (Index s = 0; s < samples; ++s) realnvp::row(score, i)[s] = -realnvp::row(state(0), i)[s];
  }
  for (std::size_t c = 0; c < couplings_.size(); ++c) {
    const Coupling& coupling = couplings_[c];
    couple_score(realnvp::active_half<Scalar>(coupling, shape_.log_scale_bound),
                 realnvp::row(state(c), coupling.active), realnvp::row(score, coupling.active),
                 network_gradient_.data(),
                 realnvp::row(network_gradient_.data(), coupling.active_count), samples);
    back_through_network(coupling, realnvp::row(state(c), coupling.passive), nullptr, samples);
    for (Index i = 0; i < coupling.passive_count; ++i) {
      Scalar* to = realnvp::row(score, coupling.passive + i);
      const Scalar* from = realnvp::row(passive_gradient_.data(), i);
      for (Index s = 0; s < samples; ++s) to[s] -= from[s];
    }
  }
}

/// The gradient of the loss by x into score_ and by the log determinants, zero beyond `count`.
template <class Scalar>
LossSums RealNvp<Scalar>::seed_gradient(const AnnealedTarget& annealed, double separation,
                                        Estimator estimator, double weight, Index count,
                                        Index samples) {
  const auto& [H, A, c, b] = annealed;
  const bool path = estimator == Estimator::path;
  Scalar* gradient = score_.data();
  const Scalar* x = state(couplings_.size());
  const auto w = static_cast<Scalar>(weight), precision = static_cast<Scalar>(H);
  for (Index i = 0; i < dimension_; ++i) {
    Scalar* to = realnvp::row(gradient, i);
    const Scalar* from = realnvp::row(x, i);
    for (Index s = 0; s < count; ++s) {
      to[s] = w * ((path ? to[s] : Scalar(0)) + precision * from[s]);
    }
    std::fill(to + count, to + samples, Scalar(0));
  }
  std::fill_n(determinant_gradient_.data(), count, path ? Scalar(0) : -w);
  std::fill(determinant_gradient_.data() + count, determinant_gradient_.data() + samples,
            Scalar(0));

  LossSums sums{.samples = static_cast<std::uint64_t>(count)};
  for (Index s = 0; s < count; ++s) {
    double squares = 0.0;
    for (Index i = 0; i < dimension_; ++i) {
      const auto xi = static_cast<double>(realnvp::row(x, i)[s]);
      squares += xi * xi;
    }
    const double u = c * separation * static_cast<double>(x[s]) + b;
    gradient[s] -= static_cast<Scalar>(weight * A * separation * math::tanh(u));
    const double log_density = realnvp::log_base_density(state(0), dimension_, s) -
                               static_cast<double>(log_determinant_.data()[s]);
    sums.loss += log_density + 0.5 * H * squares - A / c * realnvp::log_cosh(u);
    if (x[s] > Scalar(0)) sums.upper += 1.0;
  }
  return sums;
}

template <class Scalar>
void RealNvp<Scalar>::backward(Vector& gradient, Index samples) {
  Scalar* by_state = score_.data();
  for (std::size_t c = couplings_.size(); c-- > 0;) {
    const Coupling& coupling = couplings_[c];
    couple_backward(realnvp::active_half<Scalar>(coupling, shape_.log_scale_bound),
                    realnvp::row(state(c), coupling.active),
                    realnvp::row(by_state, coupling.active), determinant_gradient_.data(),
                    network_gradient_.data(),
                    realnvp::row(network_gradient_.data(), coupling.active_count), samples);
    back_through_network(coupling, realnvp::row(state(c), coupling.passive), &gradient, samples);
    for (Index i = 0; i < coupling.passive_count; ++i) {
      Scalar* to = realnvp::row(by_state, coupling.passive + i);
      const Scalar* from = realnvp::row(passive_gradient_.data(), i);
      for (Index s = 0; s < samples; ++s) to[s] += from[s];
    }
  }
}

template <class Scalar>
LossSums RealNvp<Scalar>::add_gradient(const Samples& base, const AnnealedTarget& annealed,
                                       double separation, Estimator estimator, double weight,
                                       Vector& gradient) {
  LossSums total;
  for (Index begin = 0; begin < base.cols(); begin += realnvp::block_samples) {
    const Index count = std::min(realnvp::block_samples, base.cols() - begin);
    const Index samples = realnvp::rounded_up(count);
    load(base, begin, count, state(0));
    forward(samples);
    if (estimator == Estimator::path) compute_score(samples);
    const LossSums sums = seed_gradient(annealed, separation, estimator, weight, count, samples);
    backward(gradient, samples);
    total.loss += sums.loss;
    total.upper += sums.upper;
    total.samples += sums.samples;
  }
  return total;
}

}  // namespace annealvi

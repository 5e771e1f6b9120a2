// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "realnvp/real_nvp.hpp"

#include "annealvi/numerics/random.hpp"
#include "realnvp/block.hpp"
#include "realnvp/real_nvp_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace annealvi {
namespace {

using realnvp::block_samples;
using realnvp::block_stride;
using realnvp::Index;
using realnvp::log_base_density;
using realnvp::rounded_up;
using realnvp::row;

std::size_t rows_size(Index rows) {
  return static_cast<std::size_t>(rows * block_stride);
}

Index checked_dimension(int dimension, const RealNvpShape& shape) {
  if (dimension < 2) throw std::invalid_argument("RealNvp: couplings need dimension >= 2");
  if (shape.couplings < 1 || shape.width < 1 || shape.depth < 1 || !(shape.log_scale_bound > 0)) {
    throw std::invalid_argument("RealNvp: a number of the shape is not positive");
  }
  return dimension;
}

/// Outputs of all layers of all couplings; the halves of an odd dimension differ by one.
Index output_rows(Index dimension, const RealNvpShape& shape) {
  return shape.couplings * (Index{shape.depth} * shape.width + 2 * ((dimension + 1) / 2));
}

Index widest_layer(Index dimension, const RealNvpShape& shape) {
  return std::max<Index>(shape.width, 2 * ((dimension + 1) / 2));
}

}  // namespace

template <class Scalar>
RealNvp<Scalar>::RealNvp(int dimension, const RealNvpShape& shape)
    : dimension_(dimension),
      shape_(shape),
      states_(rows_size((shape.couplings + 1) * checked_dimension(dimension, shape))),
      outputs_(rows_size(output_rows(dimension, shape))),
      scales_(rows_size(shape.couplings * ((Index{dimension} + 1) / 2))),
      score_(rows_size(dimension)),
      passive_gradient_(rows_size((Index{dimension} + 1) / 2)),
      network_gradient_(rows_size(widest_layer(dimension, shape))),
      spare_gradient_(rows_size(widest_layer(dimension, shape))),
      log_determinant_(rows_size(1)),
      determinant_gradient_(rows_size(1)) {
  const Index first_half = (Index{dimension} + 1) / 2, second_half = dimension - first_half;
  Index parameters = 0;
  Scalar* outputs = outputs_.data();
  Scalar* scale = scales_.data();
  for (int c = 0; c < shape.couplings; ++c) {
    Coupling coupling = c % 2 == 0
                            ? Coupling{first_half, 0, second_half, first_half, {}, {}, scale}
                            : Coupling{0, first_half, first_half, second_half, {}, {}, scale};
    Index inputs = coupling.passive_count;
    for (int l = 0; l <= shape.depth; ++l) {
      const Index units = l < shape.depth ? shape.width : 2 * coupling.active_count;
      coupling.layers.push_back({units, inputs, parameters, parameters + units * inputs});
      coupling.outputs.push_back(outputs);
      parameters += units * inputs + units;
      outputs += units * block_stride;
      inputs = units;
    }
    scale += coupling.active_count * block_stride;
    couplings_.push_back(std::move(coupling));
  }
  parameters_ = Vector::Zero(parameters);
}

template <class Scalar>
void RealNvp<Scalar>::draw_start(std::uint64_t seed, std::uint64_t run, double initial_scale) {
  parameters_.setZero();
  RandomKey key{.seed = seed, .stream = RandomStream::network_start, .run = run};
  std::vector<double> normals;
  for (const Coupling& coupling : couplings_) {
    for (const Layer& layer : coupling.layers) {
      const bool last = &layer == &coupling.layers.back();
      const double scale =
          (last ? initial_scale : 1.0) / std::sqrt(static_cast<double>(layer.inputs));
      ask();
      normals.resize(static_cast<std::size_t>(layer.outputs * layer.inputs));
      fill_normal(key, std::span(normals));
      for (std::size_t i = 0; i < normals.size(); ++i) {
        parameters_[layer.weight + static_cast<Index>(i)] = static_cast<Scalar>(scale * normals[i]);
      }
      ++key.step;
    }
  }
}

template <class Scalar>
Scalar* RealNvp<Scalar>::state(std::size_t coupling) {
  return states_.data() + static_cast<Index>(coupling) * dimension_ * block_stride;
}

/// Columns [begin, begin + count) into block rows, zeros up to the granularity.
template <class Scalar>
void RealNvp<Scalar>::load(const Samples& from, Index begin, Index count, Scalar* rows) const {
  for (Index i = 0; i < dimension_; ++i) {
    Scalar* to = row(rows, i);
    std::copy_n(from.data() + i * from.cols() + begin, count, to);
    std::fill(to + count, to + rounded_up(count), Scalar(0));
  }
}

/// The other way.
template <class Scalar>
void RealNvp<Scalar>::unload(const Scalar* rows, Index begin, Index count, Samples& to) const {
  for (Index i = 0; i < dimension_; ++i) {
    std::copy_n(row(rows, i), count, to.data() + i * to.cols() + begin);
  }
}

/// log q of columns [begin, begin + count), from the base samples in block rows.
template <class Scalar>
void RealNvp<Scalar>::unload_log_density(const Scalar* base, Index begin, Index count,
                                         Vector& to) const {
  for (Index s = 0; s < count; ++s) {
    to[begin + s] = static_cast<Scalar>(log_base_density(base, dimension_, s) -
                                        static_cast<double>(log_determinant_.data()[s]));
  }
}

template <class Scalar>
void RealNvp<Scalar>::run_network(const Coupling& coupling, const Scalar* in, Index samples) {
  for (std::size_t l = 0; l < coupling.layers.size(); ++l) {
    ask();
    const Layer& layer = coupling.layers[l];
    Scalar* out = coupling.outputs[l];
    const Scalar* all = parameters_.data();
    dense_forward(
        realnvp::Dense<Scalar>{all + layer.weight, all + layer.bias, layer.outputs, layer.inputs},
        in, out, samples);
    if (l + 1 < coupling.layers.size()) {
      realnvp::activate(shape_.activation, out, layer.outputs, samples);
    }
    in = out;
  }
}

template <class Scalar>
void RealNvp<Scalar>::forward(Index samples) {
  std::fill_n(log_determinant_.data(), samples, Scalar(0));
  for (std::size_t c = 0; c < couplings_.size(); ++c) {
    const Coupling& coupling = couplings_[c];
    Scalar *before = state(c), *after = state(c + 1);
    run_network(coupling, row(before, coupling.passive), samples);
    for (Index i = coupling.passive; i < coupling.passive + coupling.passive_count; ++i) {
      std::copy_n(row(before, i), samples, row(after, i));
    }
    couple_forward(realnvp::active_half<Scalar>(coupling, shape_.log_scale_bound),
                   row(before, coupling.active), row(after, coupling.active),
                   log_determinant_.data(), samples);
  }
}

/// In the rows of the last state.
template <class Scalar>
void RealNvp<Scalar>::inverse(Index samples) {
  std::fill_n(log_determinant_.data(), samples, Scalar(0));
  Scalar* rows = state(couplings_.size());
  for (auto coupling = couplings_.rbegin(); coupling != couplings_.rend(); ++coupling) {
    run_network(*coupling, row(rows, coupling->passive), samples);
    Scalar* active = row(rows, coupling->active);
    couple_inverse(realnvp::active_half<Scalar>(*coupling, shape_.log_scale_bound), active, active,
                   log_determinant_.data(), samples);
  }
}

template <class Scalar>
void RealNvp<Scalar>::transform(const Samples& base, Samples& samples, Vector& log_density) {
  samples.resize(dimension_, base.cols());
  log_density.resize(base.cols());
  for (Index begin = 0; begin < base.cols(); begin += block_samples) {
    const Index count = std::min(block_samples, base.cols() - begin);
    load(base, begin, count, state(0));
    forward(rounded_up(count));
    unload(state(couplings_.size()), begin, count, samples);
    unload_log_density(state(0), begin, count, log_density);
  }
}

template <class Scalar>
void RealNvp<Scalar>::invert(const Samples& samples, Samples& base, Vector& log_density) {
  base.resize(dimension_, samples.cols());
  log_density.resize(samples.cols());
  for (Index begin = 0; begin < samples.cols(); begin += block_samples) {
    const Index count = std::min(block_samples, samples.cols() - begin);
    Scalar* rows = state(couplings_.size());
    load(samples, begin, count, rows);
    inverse(rounded_up(count));
    unload(rows, begin, count, base);
    unload_log_density(rows, begin, count, log_density);
  }
}

template class RealNvp<float>;
template class RealNvp<double>;

}  // namespace annealvi

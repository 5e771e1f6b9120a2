// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/numerics/random.hpp"
#include "realnvp/real_nvp.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace annealvi::test {

/// d x n standard normals.
template <class Scalar>
typename RealNvp<Scalar>::Samples normal_samples(int dimension, Eigen::Index count) {
  typename RealNvp<Scalar>::Samples z(dimension, count);
  std::vector<double> row(static_cast<std::size_t>(count));
  for (Eigen::Index i = 0; i < dimension; ++i) {
    fill_normal(RandomKey{.seed = 5, .lane = static_cast<std::uint32_t>(i)}, std::span(row));
    for (Eigen::Index s = 0; s < count; ++s) {
      z(i, s) = static_cast<Scalar>(row[static_cast<std::size_t>(s)]);
    }
  }
  return z;
}

inline std::vector<double> column(const RealNvp<double>::Samples& samples, Eigen::Index s) {
  std::vector<double> x;
  for (Eigen::Index i = 0; i < samples.rows(); ++i) x.push_back(samples(i, s));
  return x;
}

struct FlowCase {
  std::string name;
  int dimension;
  RealNvpShape shape;
  Eigen::Index batch;
};

/// Every activation, odd and even dimension, the smallest shapes, batches that do not fill a block
/// and that need two.
inline std::vector<FlowCase> flow_cases() {
  const auto shape = [](int couplings, int width, int depth, Activation activation) {
    return RealNvpShape{couplings, width, depth, activation, 1.5};
  };
  return {{"d 2 tanh", 2, shape(4, 7, 2, Activation::tanh), 5},
          {"d 3 elu", 3, shape(3, 6, 1, Activation::elu), 17},
          {"d 5 relu", 5, shape(2, 9, 3, Activation::relu), 33},
          {"one coupling", 2, shape(1, 5, 1, Activation::tanh), 16},
          {"width 1", 4, shape(3, 1, 2, Activation::tanh), 1},
          {"two blocks", 2, shape(2, 4, 1, Activation::tanh), 300}};
}

/// Far from the identity, biases included, so that every term counts.
template <class Scalar>
RealNvp<Scalar> drawn_flow(const FlowCase& item, std::uint64_t run = 3) {
  RealNvp<Scalar> flow(item.dimension, item.shape);
  flow.draw_start(11, run, 1.0);
  std::vector<double> more(static_cast<std::size_t>(flow.parameters().size()));
  fill_normal(RandomKey{.seed = 12, .run = run}, std::span(more));
  for (std::size_t i = 0; i < more.size(); ++i) {
    flow.parameters()[static_cast<Eigen::Index>(i)] += static_cast<Scalar>(0.2 * more[i]);
  }
  return flow;
}

template <class Scalar>
std::vector<double> parameters_of(const RealNvp<Scalar>& flow) {
  return {flow.parameters().begin(), flow.parameters().end()};
}

}  // namespace annealvi::test

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A RealNVP flow (V1): a density on R^d that can be sampled, evaluated and trained.
// theory/realnvp.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/realnvp/settings.hpp"
#include "realnvp/aligned_buffer.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <vector>

namespace annealvi {

/// Thrown where RealNvp::stop_when asks for it.
class FlowStopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "stopped on request"; }
};

/// What samples x ~ q say about the loss. Sums, so that batches can be joined.
struct LossSums {
  double loss = 0.0;   ///< sum of log q - log p_t, log p_t without - log Z_t
  double upper = 0.0;  ///< number of samples with e.x > 0; e is the first coordinate
  std::uint64_t samples = 0;
};

/// Affine couplings (V1) with alternating halves: coordinates [0, ceil(d/2)) and the rest. Coupling
/// 0, 2, ... transforms the first half given the second, coupling 1, 3, ... the second given the
/// first. Scalar: float or double; the results do not depend on the machine's vector instructions.
/// Member functions use work space of the object: one object for each thread.
template <class Scalar>
class RealNvp {
 public:
  /// Columns are samples; a row holds one coordinate of all of them.
  using Samples = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

  /// All parameters zero: the identity. Throws std::invalid_argument for dimension < 2 or a shape
  /// out of the ranges of RealNvpShape.
  RealNvp(int dimension, const RealNvpShape& shape);

  [[nodiscard]] int dimension() const { return dimension_; }
  /// Coupling after coupling, layer after layer: weights row by row, then biases.
  [[nodiscard]] const Vector& parameters() const { return parameters_; }
  [[nodiscard]] Vector& parameters() { return parameters_; }

  /// Member functions ask before every layer of a block, and throw FlowStopped when told so; null,
  /// as at first: they do not. What they were writing is then half done.
  void stop_when(const std::function<bool()>* stop) { stop_ = stop; }
  void ask() const {
    if (stop_ != nullptr && *stop_ && (*stop_)()) throw FlowStopped();
  }

  /// Weights N(0, 1/inputs), in the last layers times `initial_scale` (near-identity), biases zero;
  /// a function of (seed, run).
  void draw_start(std::uint64_t seed, std::uint64_t run, double initial_scale);

  /// samples = f(base), log_density = log q(samples). `base` d x n, any n; outputs are resized.
  void transform(const Samples& base, Samples& samples, Vector& log_density);
  /// base = f^-1(samples), log_density = log q(samples).
  void invert(const Samples& samples, Samples& base, Vector& log_density);

  /// Adds to `gradient` the derivative of
  ///   weight times the sum over the columns of `base` of log q(x) - log p_t(x), x = f(base),
  /// R = `separation`,
  /// by the total estimator, or by the path estimator, which leaves out the dependence of log q on
  /// the parameters at fixed x (mean zero). `base` d x n; no allocation.
  LossSums add_gradient(const Samples& base, const AnnealedTarget& annealed, double separation,
                        Estimator estimator, double weight, Vector& gradient);

 private:
  using Index = std::ptrdiff_t;
  struct Layer {
    Index outputs, inputs, weight, bias;  ///< weight, bias: places in the parameters
  };
  struct Coupling {
    Index passive, active;  ///< first rows of the halves
    Index passive_count, active_count;
    std::vector<Layer> layers;
    std::vector<Scalar*> outputs;  ///< of each layer, in work space
    Scalar* scale;                 ///< e^s
  };

  [[nodiscard]] Scalar* state(std::size_t coupling);
  void load(const Samples& from, Index begin, Index count, Scalar* rows) const;
  void unload(const Scalar* rows, Index begin, Index count, Samples& to) const;
  void unload_log_density(const Scalar* base, Index begin, Index count, Vector& to) const;
  void run_network(const Coupling& coupling, const Scalar* in, Index samples);
  void forward(Index samples);
  void inverse(Index samples);
  /// From network_gradient_ to passive_gradient_; parameters too unless `gradient` is null.
  void back_through_network(const Coupling& coupling, const Scalar* in, Vector* gradient,
                            Index samples);
  void compute_score(Index samples);
  LossSums seed_gradient(const AnnealedTarget& annealed, double separation, Estimator estimator,
                         double weight, Index count, Index samples);
  void backward(Vector& gradient, Index samples);

  int dimension_;
  RealNvpShape shape_;
  const std::function<bool()>* stop_ = nullptr;
  std::vector<Coupling> couplings_;
  Vector parameters_;

  realnvp::AlignedBuffer<Scalar> states_;   ///< d rows before each coupling and after the last
  realnvp::AlignedBuffer<Scalar> outputs_;  ///< of every layer of every coupling
  realnvp::AlignedBuffer<Scalar> scales_;
  realnvp::AlignedBuffer<Scalar> score_;             ///< d log q/dx, then the gradient of the loss
  realnvp::AlignedBuffer<Scalar> passive_gradient_;  ///< by the inputs of a network
  realnvp::AlignedBuffer<Scalar> network_gradient_;  ///< by the outputs of a layer
  realnvp::AlignedBuffer<Scalar> spare_gradient_;
  realnvp::AlignedBuffer<Scalar> log_determinant_;  ///< one row: sum of s
  realnvp::AlignedBuffer<Scalar> determinant_gradient_;
};

extern template class RealNvp<float>;
extern template class RealNvp<double>;

}  // namespace annealvi

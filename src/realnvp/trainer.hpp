// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Training of one flow, step by step.
#pragma once

#include "annealvi/realnvp/flow_run.hpp"
#include "realnvp/checkpoint.hpp"
#include "realnvp/real_nvp.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace annealvi::realnvp {

template <class Scalar>
class Trainer {
 public:
  /// `setup` and `stop` must outlive the trainer and its flow; `stop` as RealNvp::stop_when.
  Trainer(const FlowSetup& setup, std::uint64_t run, const std::function<bool()>* stop = nullptr);

  /// One step of Adam on a fresh batch; no allocation. False when the loss left the range of
  /// numbers: then `failure` says so, and the trainer is at its end. Stopped within: it is as if
  /// the step had not begun.
  bool step();

  [[nodiscard]] std::uint64_t steps_done() const { return done_; }
  [[nodiscard]] RealNvp<Scalar>& flow() { return flow_; }
  [[nodiscard]] const std::vector<FlowHistoryRow>& history() const { return history_; }
  [[nodiscard]] const std::string& failure() const { return failure_; }

  /// Record from which a trainer of the same setup and run goes on with the same bits.
  [[nodiscard]] std::string checkpoint() const;
  /// From the body of such a record.
  void restore(ByteReader& body);

 private:
  void finish_window();

  const FlowSetup& setup_;
  std::uint64_t run_;
  RealNvp<Scalar> flow_;
  typename RealNvp<Scalar>::Samples base_;
  typename RealNvp<Scalar>::Vector gradient_, mean_, variance_;
  std::uint64_t done_ = 0;
  LossSums window_;
  std::uint64_t window_begin_ = 0;
  std::vector<FlowHistoryRow> history_;
  std::string failure_;
};

extern template class Trainer<float>;
extern template class Trainer<double>;

/// Fresh samples of flow `run` judged against the target at T = 1.
template <class Scalar>
[[nodiscard]] FlowQuality evaluate(RealNvp<Scalar>& flow, const FlowSetup& setup,
                                   std::uint64_t run);
/// Empty when a sample is not finite.
template <class Scalar>
[[nodiscard]] std::optional<FlowDensity> density(RealNvp<Scalar>& flow, const FlowSetup& setup,
                                                 std::uint64_t run, std::uint64_t step);

extern template FlowQuality evaluate(RealNvp<float>&, const FlowSetup&, std::uint64_t);
extern template FlowQuality evaluate(RealNvp<double>&, const FlowSetup&, std::uint64_t);
extern template std::optional<FlowDensity> density(RealNvp<float>&, const FlowSetup&, std::uint64_t,
                                                   std::uint64_t);
extern template std::optional<FlowDensity> density(RealNvp<double>&, const FlowSetup&,
                                                   std::uint64_t, std::uint64_t);

}  // namespace annealvi::realnvp

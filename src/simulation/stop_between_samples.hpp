// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A step of stochastic gradient descent with a large batch can take minutes.
#pragma once

#include "annealvi/dynamics/span_expectation.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace annealvi {

class StopBetweenSamples {
 public:
  /// `work`: additions and multiplications of one sample of all components, roughly.
  StopBetweenSamples(const std::function<bool()>* stop, std::size_t work)
      : stop_(stop), every_(std::max<std::size_t>(1, tenth_of_a_second / (work + 1))) {}

  /// Asks before some samples, never before the first. Throws Stopped.
  void look(std::size_t sample) const {
    if (stop_ != nullptr && sample % every_ == every_ - 1 && (*stop_)()) throw Stopped();
  }

 private:
  static constexpr std::size_t tenth_of_a_second = std::size_t{1} << 25;

  const std::function<bool()>* stop_;
  std::size_t every_;
};

}  // namespace annealvi

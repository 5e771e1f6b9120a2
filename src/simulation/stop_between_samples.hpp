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
  /// A sample of all components makes `products`, each of vectors of `length`.
  StopBetweenSamples(const std::function<bool()>* stop, std::size_t products, std::size_t length)
      : stop_(stop),
        every_(std::max<std::size_t>(1, tenth_of_a_second / (products * (length + overhead)))) {}

  /// Asks before some samples, never before the first. Throws Stopped.
  void look(std::size_t sample) const {
    if (sample % every_ == every_ - 1) ask();
  }
  void ask() const {
    if (stop_ != nullptr && (*stop_)()) throw Stopped();
  }

 private:
  static constexpr std::size_t overhead = 16, tenth_of_a_second = std::size_t{1} << 25;

  const std::function<bool()>* stop_;
  std::size_t every_;
};

}  // namespace annealvi

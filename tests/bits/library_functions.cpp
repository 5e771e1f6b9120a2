// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Calls what the stages must not call.
#include <cmath>

namespace annealvi::test {

double sum_of_library_functions(double x) {
  return std::exp(-x) + std::log(1 + x) + std::pow(1 + x, 0.3) + std::sin(x);
}

}  // namespace annealvi::test

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Prints one number of all bits of many values of the C library's functions.
#include <bit>
#include <cstdint>
#include <cstdio>

namespace annealvi::test {
double sum_of_library_functions(double x);
}

int main() {
  std::uint64_t hash = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = annealvi::test::sum_of_library_functions(i * 1e-4);
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15U;
  }
  std::printf("%llx\n", static_cast<unsigned long long>(hash));
}

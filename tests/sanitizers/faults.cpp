// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// faults address|undefined|leak|none: one deliberate fault, which a build with sanitizers must turn
// into a failed test.
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

namespace {

// volatile: nothing of this is known to the compiler, which would warn of it or leave it out.
volatile int one = 1;

int beyond_the_end() {
  const std::vector<int> three{1, 2, 3};
  const int* const first = three.data();
  return first[2 + one];
}

int overflow() {
  return std::numeric_limits<int>::max() + one;
}

int* volatile kept = nullptr;

int leak() {
  kept = new int[100];
  kept[one] = one;
  kept = nullptr;
  return one;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string fault = count > 1 ? arguments[1] : "";
  int result = 0;
  if (fault == "address") result = beyond_the_end();
  if (fault == "undefined") result = overflow();
  if (fault == "leak") result = leak();
  std::printf("%d\n", result);
  return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Counts what the whole program allocates with operator new. It replaces the global operators, so
// one source file of a program includes it, no more.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace annealvi::test {

inline std::atomic<long> allocations{0};

}  // namespace annealvi::test

void* operator new(std::size_t size) {
  ++annealvi::test::allocations;
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/store.hpp"

#include <sys/utsname.h>

namespace annealvi {

namespace {

std::string found_kind() {
  utsname system{};
  std::string kind = uname(&system) == 0 ? static_cast<const char*>(system.machine) : "unknown";
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) kind += ", AVX2";
  if (__builtin_cpu_supports("fma")) kind += ", FMA";
  if (__builtin_cpu_supports("avx512f")) kind += ", AVX-512";
#endif
  return kind;
}

}  // namespace

const std::string& machine_kind() {
  static const std::string kind = found_kind();
  return kind;
}

}  // namespace annealvi

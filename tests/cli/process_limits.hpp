// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What to do in a new process before the program begins: streams closed or full, limits, a PATH.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>

namespace annealvi::test {

inline std::function<void()> closed(int stream) {
  return [stream] { close(stream); };
}

/// Every write fails: the disk is full.
inline std::function<void()> full(int stream) {
  return [stream] { dup2(open("/dev/full", O_WRONLY), stream); };
}

inline std::function<void()> limited(__rlimit_resource resource, rlim_t most) {
  return [resource, most] {
    const rlimit limit{most, most};
    setrlimit(resource, &limit);
  };
}

inline std::function<void()> with_environment(const std::string& name, const std::string& value) {
  return [name, value] { setenv(name.c_str(), value.c_str(), 1); };
}

}  // namespace annealvi::test

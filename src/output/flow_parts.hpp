// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the pictures of `annealvi realnvp` share.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace annealvi::flow_parts {

/// Title, model, network and a last line of its own; without the keys in `left_out`.
[[nodiscard]] std::string heading(const Config& config, const std::string& title,
                                  std::vector<std::string> left_out,
                                  const std::string& last_line = {});
/// gnuplot array of strings
[[nodiscard]] std::string string_array(const std::string& name,
                                       const std::vector<std::string>& texts);
/// gnuplot array `ink` of so many colours
[[nodiscard]] std::string ink_array(std::size_t count);
/// One blank value where nothing is swept.
[[nodiscard]] std::vector<std::string> values_or_blank(const Sweep& sweep);
/// What a legend calls these values of a sweep; blank ones stay blank.
[[nodiscard]] std::vector<std::string> legend(const Sweep& sweep,
                                              const std::vector<std::string>& values);
/// Both terminals, one after the other, around `body`, which draws one picture.
[[nodiscard]] std::string drawn_twice(const std::string& name, const std::string& body);

}  // namespace annealvi::flow_parts

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A part of a long sequence of normals: all of it can take seconds.
#pragma once

#include "annealvi/numerics/random.hpp"

#include <cstddef>
#include <span>

namespace annealvi {

/// out[i] is value `first` + i of fill_normal(key, ...). `first` is a multiple of 32.
void fill_normal_part(const RandomKey& key, std::size_t first, std::span<float> out);

}  // namespace annealvi

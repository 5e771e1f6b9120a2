// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The answer of a formula at a point as bytes for a store.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <string>
#include <string_view>

namespace annealvi {

[[nodiscard]] std::string encoded(const CurvePoint& point);
/// `empty` with what is in `bytes`. Throws std::runtime_error when they are no such record.
[[nodiscard]] CurvePoint decoded_point(CurvePoint empty, std::string_view bytes);

}  // namespace annealvi

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/model/mixture.hpp"

namespace annealvi {

/// All of the state at t = 0 except the means, which are zero.
[[nodiscard]] MixtureState state_without_means(const MixtureProblem& problem);

}  // namespace annealvi

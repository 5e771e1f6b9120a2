// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What quadratures and closed forms with a stated error return: theory/README.md.
#pragma once

namespace annealvi {

/// A number with an estimate of its absolute error.
struct Estimate {
  double value = 0.0;
  double error = 0.0;
};

}  // namespace annealvi

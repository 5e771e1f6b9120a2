# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Two bananas of equal mass that bend away from each other."""

import numpy as np


def log_density(x):
    """log p at one point (u, v): u ~ N(0, 1.5^2), v = +-(3 + u^2/4) + N(0, 0.75^2)."""
    u, v = x
    ridge = 3.0 + 0.25 * u * u
    return (-0.5 * (u / 1.5) ** 2 - np.log(2.0)
            + np.logaddexp(-0.5 * ((v - ridge) / 0.75) ** 2, -0.5 * ((v + ridge) / 0.75) ** 2)
            - np.log(2.0 * np.pi * 1.5 * 0.75))

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Pareto k-hat of importance weights.

Vehtari, Simpson, Gelman, Yao, Gabry: Pareto smoothed importance sampling, JMLR 25(72), 2024
(section 2.4:
tail length; k-hat is trustworthy below min(1 - 1/log10(S), 0.7)); the fit: Zhang, Stephens: A new
and efficient estimation method for the generalized Pareto distribution, Technometrics 51, 2009,
with the weak prior of the first paper (10 observations at k = 1/2).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError


def pareto_shape(excesses: ArrayLike) -> float:
    """k of a generalised Pareto distribution, from n >= 5 positive excesses.

    Density (1 + k x/s)^(-1/k - 1)/s: k > 0 is a heavy tail. Bias and spread fall like 1/sqrt(n).
    """
    x = np.sort(np.asarray(excesses, dtype=float))
    n = len(x)
    if n < 5 or not np.all(np.isfinite(x)) or x[0] < 0.0 or x[-1] <= 0.0:
        raise ConfigError("pareto_shape: at least 5 finite excesses >= 0 are needed")
    # Zhang and Stephens: theta = -k/s averaged over its profile likelihood on a fixed grid.
    points = 30 + int(math.sqrt(n))
    quarter = x[int(n / 4 + 0.5) - 1]
    quarter = quarter if quarter > 0.0 else x[x > 0.0][0]
    grid = 1.0 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))
    theta = 1.0 / x[-1] + grid / (3.0 * quarter)
    k = np.mean(np.log1p(-theta[:, None] * x), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        profile = n * (np.log(-theta / k) - k - 1.0)
    profile[~np.isfinite(profile)] = -np.inf
    weights = np.exp(profile - profile.max())
    mean = float(np.sum(theta * weights) / np.sum(weights))
    shape = float(np.mean(np.log1p(-mean * x)))
    return (n * shape + 10.0 * 0.5) / (n + 10.0)


def k_hat(log_weights: ArrayLike) -> float:
    """Shape of the tail of importance weights p/q, samples from q; below 0.7 they can be used.

    Parameters
    ----------
    log_weights : array (S), S >= 25
        log p - log q up to a constant. Like the reverse effective sample size, it cannot see a mode
        that q never visits.

    Returns
    -------
    float
        -inf where all weights of the tail are equal.
    """
    logs = np.sort(np.asarray(log_weights, dtype=float).ravel())
    count = len(logs)
    if count < 25 or np.any(np.isnan(logs)) or logs[-1] == np.inf or logs[-1] == -np.inf:
        raise ConfigError("k_hat: at least 25 log weights without NaN or +inf are needed")
    tail = int(min(count / 5.0, 3.0 * math.sqrt(count)))
    weights = np.exp(logs - logs[-1])
    threshold = weights[-tail - 1]
    if weights[-1] - threshold <= 1e-12 * weights[-1]:
        return -math.inf
    return pareto_shape(weights[-tail:] - threshold)

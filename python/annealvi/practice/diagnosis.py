# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""After the training: which modes q has, and what its importance weights can and cannot tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, List, Optional

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError
from .modes import Modes
from .psis import k_hat

Array = Any

missing_below = 0.2
"""A mode is missing where q gives it less than this share of its mass (V1)."""
faint_below = 0.5
"""... and faint below this share."""


@dataclass(frozen=True)
class Diagnosis:
    """What samples of q say; `print` it.

    Attributes
    ----------
    masses, masses_error : ndarray (M)
        Share of the samples by responsibility, and its standard error.
    target_masses : ndarray (M)
    missing, faint : list of int
        Modes, counted from 0, with less than 0.2 and 0.5 of their mass (rule of thumb).
    elsewhere : float
        Share of the samples farther from every mode than 99.99 % of its own mass would be.
    reverse_ess, forward_ess : float or None
        As a share in [0, 1]: (E_q w)^2/E_q w^2, and 1/(E_p w E_p 1/w) from samples of p.
    k_hat : float
        Of the weights p/q; below 0.7 they can be used.
    """

    masses: Array
    masses_error: Array
    target_masses: Array
    missing: List[int]
    faint: List[int]
    elsewhere: float
    reverse_ess: float
    k_hat: float
    forward_ess: Optional[float]

    @property
    def collapsed(self) -> bool:
        return bool(self.missing)

    def __str__(self) -> str:
        lines = []
        if self.missing:
            lines.append("COLLAPSED: missing " + _named(self.missing)
                         + f" (less than {missing_below} of its mass)")
        else:
            faint = ", faint: " + _named(self.faint) if self.faint else ""
            lines.append("no mode is missing" + faint)
        for i, (mass, error, wanted) in enumerate(
                zip(self.masses, self.masses_error, self.target_masses)):
            lines.append(f"  mode {i + 1}: mass {mass:.3f} +- {error:.3f}, target {wanted:.3f}")
        if self.elsewhere > 0.01:
            lines.append(f"  {self.elsewhere:.1%} of the samples are far from every mode that was "
                         "given: there may be one that is not in the list")
        lines.append(f"  reverse ESS {self.reverse_ess:.3f}, Pareto k-hat {self.k_hat:.2f}"
                     + (" (above 0.7: the weights cannot be used)" if self.k_hat > 0.7 else ""))
        lines.append("  (both are averages over q and cannot see a mode that q never visits: the "
                     "reverse ESS is perfect after a clean collapse)")
        if self.forward_ess is not None:
            lines.append(f"  forward ESS {self.forward_ess:.3g}, from samples of p: sees missing "
                         f"modes")
        return "\n".join(lines)


def _named(indices: List[int]) -> str:
    return ("mode " if len(indices) == 1 else "modes ") + ", ".join(str(i + 1) for i in indices)


def diagnose(samples: ArrayLike, log_q: ArrayLike, log_p: ArrayLike, modes: Modes, *,
             target_samples: Optional[ArrayLike] = None, target_log_q: Optional[ArrayLike] = None,
             target_log_p: Optional[ArrayLike] = None) -> Diagnosis:
    """Did the training lose a mode?

    Parameters
    ----------
    samples : array (n, d), n >= 100
        Of q, independent.
    log_q, log_p : array (n)
        At the samples; log p up to a constant.
    modes : Modes
        Those that q should have: `practice.modes`, `from_samples` or `find_modes`.
    target_samples, target_log_q, target_log_p : arrays, optional
        Samples of p (a long chain that visits all modes, or a known target), for the forward ESS.

    Notes
    -----
    Masses: mean responsibilities under the Gaussian modes; standard error by the spread over
    samples.
    The reverse ESS and k-hat average over q: where q has lost a mode completely, the weights
    elsewhere are all alike. k-hat notices while samples of q still reach towards the lost mode.
    """
    points = np.asarray(samples, dtype=float)
    if points.ndim != 2 or len(points) < 100:
        raise ConfigError("diagnose: at least 100 samples in a table with one row a sample are "
                          "needed")
    logs_q, logs_p = (_column(values, len(points), name)
                      for values, name in ((log_q, "log_q"), (log_p, "log_p")))
    if not np.all(np.isfinite(points)):
        raise ConfigError("samples: finite numbers are needed")
    shares = modes.responsibilities(points)
    masses = shares.mean(axis=0)
    missing = [i for i in range(modes.count) if masses[i] < missing_below * modes.masses[i]]
    faint = [i for i in range(modes.count)
             if i not in missing and masses[i] < faint_below * modes.masses[i]]
    weights = logs_p - logs_q
    forward = None
    given = [target_samples is not None, target_log_q is not None, target_log_p is not None]
    if any(given):
        if target_log_q is None or target_log_p is None:
            raise ConfigError("forward ESS: target_log_q and target_log_p at samples of p are "
                              "needed")
        count = np.asarray(target_log_q).size
        there = (_column(target_log_p, count, "target_log_p")
                 - _column(target_log_q, count, "target_log_q"))
        forward = math.exp(-_log_mean(there) - _log_mean(-there))
    return Diagnosis(masses, shares.std(axis=0) / math.sqrt(len(points)), modes.masses, missing,
                     faint,
                     float(np.mean(_distances(points, modes) > _far(modes.dimension))),
                     math.exp(2.0 * _log_mean(weights) - _log_mean(2.0 * weights)), k_hat(weights),
                     forward)


def _column(values: ArrayLike, count: int, name: str) -> Array:
    column = np.asarray(values, dtype=float).ravel()
    if len(column) != count:
        raise ConfigError(f"{name}: {count} values are needed, one a sample; {len(column)} are "
                          f"given")
    if not np.all(np.isfinite(column)):
        raise ConfigError(f"{name}: finite numbers are needed")
    return column


def _log_mean(logs: Array) -> float:
    top = float(logs.max())
    return top + math.log(float(np.mean(np.exp(logs - top))))


def _distances(points: Array, modes: Modes) -> Array:
    """Squared Mahalanobis distance to the nearest mode."""
    scaled = [np.linalg.solve(np.linalg.cholesky(covariance), (points - mean).T)
              for mean, covariance in zip(modes.means, modes.covariances)]
    return np.min([np.sum(each**2, axis=0) for each in scaled], axis=0)


def _far(dimension: int) -> float:
    """0.9999 quantile of chi squared by Wilson and Hilferty; 1 % off at d = 2, less above."""
    ninth = 2.0 / (9.0 * dimension)
    return dimension * (1.0 - ninth + 3.719 * math.sqrt(ninth)) ** 3

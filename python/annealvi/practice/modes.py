# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Modes of a target: means, covariances, masses; given, or estimated from samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError

Array = Any  # numpy.ndarray


@dataclass(frozen=True)
class Modes:
    """M modes in d dimensions, in the user's units.

    Attributes
    ----------
    means : ndarray (M, d)
    covariances : ndarray (M, d, d)
        Symmetric, positive definite.
    masses : ndarray (M)
        Positive, sum 1.
    width_error : float
        Relative uncertainty of a width: 0 if given, 1/sqrt(2 n) from n samples, 0.1 from curvature
        at the maximum (rule of thumb: the density need not be Gaussian there).
    source : str
        Where they come from, in words.
    """

    means: Array
    covariances: Array
    masses: Array
    width_error: float = 0.0
    source: str = "given"

    @property
    def count(self) -> int:
        return len(self.means)

    @property
    def dimension(self) -> int:
        return int(self.means.shape[1])

    def log_densities(self, points: ArrayLike) -> Array:
        """log(mass_a N(x; m_a, S_a)) of every point and mode, (n, M)."""
        x = np.atleast_2d(np.asarray(points, dtype=float))
        if x.shape[1] != self.dimension:
            raise ConfigError(f"points of {x.shape[1]} coordinates are not allowed: the modes have "
                              f"{self.dimension}")
        columns = []
        for mean, covariance, mass in zip(self.means, self.covariances, self.masses):
            factor = np.linalg.cholesky(covariance)
            scaled = np.linalg.solve(factor, (x - mean).T)
            columns.append(np.log(mass) - 0.5 * np.sum(scaled**2, axis=0)
                           - np.sum(np.log(np.diag(factor)))
                           - 0.5 * self.dimension * np.log(2.0 * np.pi))
        return np.array(columns).T

    def responsibilities(self, points: ArrayLike) -> Array:
        """Probability of each mode given a point, (n, M), rows sum to 1."""
        logs = self.log_densities(points)
        shares = np.exp(logs - logs.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


def modes(means: ArrayLike, *, widths: Optional[ArrayLike] = None,
          covariances: Optional[ArrayLike] = None, hessians: Optional[ArrayLike] = None,
          masses: Optional[ArrayLike] = None, heights: Optional[ArrayLike] = None) -> Modes:
    """Modes as the user knows them.

    Parameters
    ----------
    means : array (M, d)
    widths : number, array (M) or (M, d)
        Standard deviations: one for all, one a mode, or one a mode and coordinate.
    covariances : array (M, d, d)
    hessians : array (M, d, d)
        Of log p at the modes (negative definite) or of -log p (positive definite); the covariance
        is the inverse. Exactly one of widths, covariances and hessians.
    masses : array (M), optional
        Positive; scaled to sum 1. Default: equal, or from `heights`.
    heights : array (M), optional
        log p at the modes, up to a constant: masses in proportion to p(m_a) |S_a|^(1/2) (Laplace).

    Raises
    ------
    ConfigError
        For shapes that do not agree, fewer than two modes, two modes at one place, numbers that are
        not finite, a covariance that is not positive definite.
    """
    centres = _numbers(means, "modes")
    if centres.ndim != 2 or len(centres) < 2 or centres.shape[1] < 1:
        raise ConfigError("modes: a list of at least two points with the same number of "
                          "coordinates is needed")
    count, dimension = centres.shape
    for a in range(count):
        for b in range(a):
            if np.array_equal(centres[a], centres[b]):
                raise ConfigError(f"modes {b + 1} and {a + 1} are at the same place")
    given = [x is not None for x in (widths, covariances, hessians)]
    if sum(given) != 1:
        raise ConfigError("modes: exactly one of widths, covariances and hessians is needed, "
                          f"{sum(given)} are given")
    if widths is not None:
        matrices = _from_widths(_numbers(widths, "widths"), count, dimension)
    elif covariances is not None:
        matrices = _matrices(covariances, "covariances", count, dimension)
    else:
        curvatures = _matrices(hessians, "hessians", count, dimension)
        signs = np.sign(np.trace(curvatures, axis1=1, axis2=2))
        signed = curvatures * signs[:, None, None]
        _need_positive(signed, "hessians", "definite: a mode is a maximum")
        matrices = np.linalg.inv(signed)
        matrices = 0.5 * (matrices + matrices.transpose(0, 2, 1))
    _need_positive(matrices, "covariances", "positive definite")
    if masses is not None and heights is not None:
        raise ConfigError("modes: masses or heights, not both")
    if heights is not None:
        logs = _numbers(heights, "heights")
        _need_count(logs, "heights", count)
        logs = logs + 0.5 * np.linalg.slogdet(matrices)[1]
        shares = np.exp(logs - logs.max())
    elif masses is None or (isinstance(masses, str) and masses == "equal"):
        shares = np.ones(count)
    else:
        shares = _numbers(masses, "masses")
        _need_count(shares, "masses", count)
    if np.any(shares <= 0.0):
        raise ConfigError(f"masses = {shares.tolist()} is not allowed: positive numbers are needed")
    return Modes(centres, matrices, shares / shares.sum())


def from_samples(samples: ArrayLike, labels: ArrayLike) -> Modes:
    """Modes from samples of p, for instance a pilot run of a sampler in each mode.

    Parameters
    ----------
    samples : array (n, d)
    labels : array (n)
        Which mode a sample belongs to: any values that compare equal.

    Notes
    -----
    Mean, covariance and share of each label. At least d + 2 samples a mode. Masses are the shares:
    give `Modes.masses` yourself (`dataclasses.replace`) where the pilot run did not visit the modes
    in proportion.
    """
    points = _numbers(samples, "samples")
    if points.ndim != 2:
        raise ConfigError("samples: a table with one row a sample is needed")
    names = np.asarray(labels).ravel()
    if len(names) != len(points):
        raise ConfigError(f"{len(names)} labels for {len(points)} samples: one a sample is needed")
    kinds = np.unique(names)
    if len(kinds) < 2:
        raise ConfigError("labels: at least two different ones are needed, one a mode")
    groups = [points[names == kind] for kind in kinds]
    fewest = min(len(group) for group in groups)
    if fewest < points.shape[1] + 2:
        raise ConfigError(f"{fewest} samples of one mode are too few for {points.shape[1]} "
                          f"coordinates: at least {points.shape[1] + 2} are needed")
    found = modes([group.mean(axis=0) for group in groups],
                  covariances=[np.atleast_2d(np.cov(group.T)) for group in groups],
                  masses=[len(group) for group in groups])
    return Modes(found.means, found.covariances, found.masses, 1.0 / np.sqrt(2.0 * fewest),
                 f"{len(points)} labelled samples")


def _numbers(values: ArrayLike, name: str) -> Array:
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise ConfigError(f"{name}: numbers in rows of equal length are needed") from None
    if not np.all(np.isfinite(array)):
        raise ConfigError(f"{name}: finite numbers are needed")
    return array


def _need_count(values: Array, name: str, count: int) -> None:
    if values.shape != (count,):
        raise ConfigError(f"{name}: {count} numbers are needed, one a mode")


def _from_widths(widths: Array, count: int, dimension: int) -> Array:
    if np.any(widths <= 0.0):
        raise ConfigError("widths: positive standard deviations are needed")
    if widths.ndim == 1 and len(widths) == count:
        widths = widths[:, None]
    if widths.shape not in ((), (count, 1), (count, dimension)):
        raise ConfigError(f"widths: one number, {count} (one a mode) or {count} lists of "
                          f"{dimension} are needed")
    full = np.broadcast_to(widths, (count, dimension))
    return np.array([np.diag(row**2) for row in full])


def _matrices(values: Any, name: str, count: int, dimension: int) -> Array:
    matrices = _numbers(values, name)
    if matrices.shape != (count, dimension, dimension):
        raise ConfigError(f"{name}: {count} matrices of {dimension} x {dimension} are needed")
    scale = np.abs(matrices).max(axis=(1, 2), keepdims=True)
    if np.any(np.abs(matrices - matrices.transpose(0, 2, 1)) > 1e-6 * scale):
        raise ConfigError(f"{name}: symmetric matrices are needed")
    return 0.5 * (matrices + matrices.transpose(0, 2, 1))


def _need_positive(matrices: Array, name: str, what: str) -> None:
    for a, matrix in enumerate(matrices):
        eigenvalues = np.linalg.eigvalsh(matrix)
        if not eigenvalues[0] > 1e-14 * eigenvalues[-1]:
            raise ConfigError(f"{name}: that of mode {a + 1} is not {what}")

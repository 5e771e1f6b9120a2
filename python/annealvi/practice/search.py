# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Modes of a log density that can only be called: dispersed starts, maximisation, curvature."""

from __future__ import annotations

import math
from typing import Any, Callable, List, Optional, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError, NumericalFailure
from .modes import Modes, modes

Array = Any
Function = Callable[[Array], Any]

laplace_width_error = 0.1
"""Relative error of a width read off the curvature at a maximum (rule of thumb)."""


def find_modes(log_density: Function, dimension: int, *, gradient: Optional[Function] = None,
               hessian: Optional[Function] = None, starts: Union[int, ArrayLike] = 50,
               centre: Optional[ArrayLike] = None, scale: float = 1.0, seed: int = 1) -> Modes:
    """Maximises log p from dispersed starts; covariances are inverse Hessians, masses by Laplace.

    Parameters
    ----------
    log_density : function of a point (d) -> number
        log p up to a constant. For one written in PyTorch see `from_torch`.
    dimension : int
        d >= 1.
    gradient, hessian : functions of a point -> (d), (d, d), optional
        Differences replace them: central ones, 2 d calls a gradient.
    starts : int or array (n, d)
        How many, from N(centre, scale^2), or where.
    centre, scale
        Mean (default 0) and standard deviation of the starts: wide enough to reach every mode.
    seed : int
        Of the starts.

    Returns
    -------
    Modes
        `source` tells how many starts led to each. A mode that no start reaches is not found: where
        one was reached once only, use more starts.

    Raises
    ------
    NumericalFailure
        Where fewer than two modes are found.
    """
    try:
        from scipy.optimize import minimize
    except ImportError:
        raise ImportError("find_modes needs SciPy (package python3-scipy); practice.modes takes "
                          "modes that are known") from None
    if not (isinstance(dimension, (int, np.integer)) and dimension >= 1):
        raise ConfigError(f"dimension = {dimension!r} is not allowed: a whole number >= 1")
    if not (scale > 0.0 and math.isfinite(scale)):
        raise ConfigError(f"scale = {scale!r} is not allowed: a number > 0")
    points = _starts(starts, dimension, centre, scale, seed)

    def energy(x: Array) -> float:
        value = float(np.asarray(log_density(x)))
        return -value if math.isfinite(value) else math.inf

    def slope(x: Array) -> Array:
        if gradient is not None:
            return -np.asarray(gradient(x), dtype=float)
        return _differences(energy, x, 6e-6 * scale)

    if not math.isfinite(min(energy(x) for x in points)):
        raise ConfigError("log_density: it is finite at none of the starts; give starts or a "
                          "centre")
    found: List[Tuple[Array, Array, float, int]] = []
    for start in points:
        if not math.isfinite(energy(start)):
            continue
        with np.errstate(all="ignore"):
            end = minimize(energy, start, jac=slope, method="BFGS",
                           options={"gtol": 1e-7, "maxiter": 500}).x
        if not np.all(np.isfinite(end)):
            continue
        for i, (place, inverse, height, visits) in enumerate(found):
            # Two ends less than a third of a width apart are one maximum, found with rounding.
            if (end - place) @ inverse @ (end - place) < 0.1:
                found[i] = (place, inverse, height, visits + 1)
                break
        else:
            exact = slope if gradient is not None else None
            curvature = _curvature(energy, exact, hessian, end, scale)
            if _is_maximum(slope(end), curvature):
                found.append((end, curvature, -energy(end), 1))
    found.sort(key=lambda mode: -mode[2])
    if len(found) < 2:
        raise NumericalFailure(
            f"{len(found)} mode was found from {len(points)} starts: with one there is nothing to "
            "lose; more starts or a larger scale find more, if there are any")
    result = modes([mode[0] for mode in found], hessians=[mode[1] for mode in found],
                   heights=[mode[2] for mode in found])
    times = ", ".join(str(mode[3]) for mode in found)
    return Modes(result.means, result.covariances, result.masses, laplace_width_error,
                 f"maximisation from {len(points)} starts, which led to the modes {times} times")


def from_torch(function: Callable[[Any], Any]) -> Tuple[Function, Function]:
    """(log density, gradient) for `find_modes` of a function of a tensor (1, d) or (d) -> log p."""
    import torch

    def log_density(x: Array) -> float:
        with torch.no_grad():
            return float(function(torch.as_tensor(x, dtype=torch.float64)))

    def gradient(x: Array) -> Array:
        point = torch.as_tensor(np.array(x), dtype=torch.float64).requires_grad_(True)
        (slope,) = torch.autograd.grad(function(point).sum(), point)
        return slope.detach().numpy()

    return log_density, gradient


def _starts(starts: Any, dimension: int, centre: Any, scale: float, seed: int) -> Array:
    if isinstance(starts, (int, np.integer)):
        if starts < 2:
            raise ConfigError(f"starts = {starts} is not allowed: at least 2")
        middle = np.zeros(dimension) if centre is None else np.asarray(centre, dtype=float)
        if middle.shape != (dimension,):
            raise ConfigError(f"centre: {dimension} numbers are needed")
        return middle + scale * np.random.default_rng(seed).standard_normal((starts, dimension))
    points = np.asarray(starts, dtype=float)
    if points.ndim != 2 or points.shape[1] != dimension or not np.all(np.isfinite(points)):
        raise ConfigError(f"starts: a table of finite numbers with {dimension} columns is needed")
    return points


def _differences(energy: Function, x: Array, step: float) -> Array:
    slope = np.empty(len(x))
    for i in range(len(x)):
        shift = np.zeros(len(x))
        shift[i] = step * max(1.0, abs(x[i]))
        slope[i] = (energy(x + shift) - energy(x - shift)) / (2.0 * shift[i])
    return slope


def _curvature(energy: Function, slope: Optional[Function], hessian: Optional[Function], x: Array,
               scale: float) -> Array:
    """Hessian of -log p: given, or differences of the gradient, or second differences."""
    if hessian is not None:
        return -np.asarray(hessian(x), dtype=float)
    n = len(x)
    # Optimal steps at rounding eps: eps^(1/3) for first, eps^(1/4) for second differences.
    step = scale * (6e-6 if slope is not None else 1e-4)
    shifts = step * np.eye(n)
    if slope is not None:
        rows = [(slope(x + shift) - slope(x - shift)) / (2.0 * step) for shift in shifts]
        matrix = np.array(rows)
        return 0.5 * (matrix + matrix.T)
    matrix = np.empty((n, n))
    for i in range(n):
        for j in range(i + 1):
            matrix[i, j] = matrix[j, i] = (
                energy(x + shifts[i] + shifts[j]) - energy(x + shifts[i] - shifts[j])
                - energy(x - shifts[i] + shifts[j]) + energy(x - shifts[i] - shifts[j])
            ) / (4.0 * step * step)
    return matrix


def _is_maximum(slope: Array, curvature: Array) -> bool:
    """The Newton step to the top is short against the width."""
    if not np.all(np.isfinite(curvature)) or np.linalg.eigvalsh(curvature)[0] <= 0.0:
        return False
    return bool(slope @ np.linalg.solve(curvature, slope) < 1e-4)

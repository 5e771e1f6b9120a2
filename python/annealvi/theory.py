# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What the theory says besides P: temperatures, rates of the linear stage, the separatrix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from .errors import ConfigError, NumericalFailure
from .grid import Grid
from .model import Model, Models
from .progress import Progress, finished, shown

if TYPE_CHECKING:
    import pandas

critical_separation: float = _core.critical_separation
"""R_1: below it there is no critical temperature >= 1 (L5)."""
collapsed_separation: float = _core.collapsed_separation
"""R_c: below it no collapsed state exists at any T >= 1, for equal masses (L6)."""


def _over_grid(models: Models, keys: Dict[str, Any], origin: str, call: Any) -> Any:
    """A number or None of one model, else an array masked where there is none."""
    grid = Grid(models, keys, origin)
    values = [call(config) for config in grid.configs]
    if not grid.shape:
        return values[0]
    numbers = np.array([0.0 if value is None else value for value in values]).reshape(grid.shape)
    missing = np.array([value is None for value in values]).reshape(grid.shape)
    return np.ma.masked_array(numbers, missing)


def critical_temperature(model_or_models: Models, **keys: Any) -> Any:
    """T_c (L5): hotter, the linear growth of S ends, and the modes are not felt.

    Returns
    -------
    float, or None where there is none >= 1
        Relative error 1e-12. None for R < R_1, unequal masses or weights, and the power path
        with fixed variance. Over arrays of keys or models a masked array.
    """
    return _over_grid(model_or_models, keys, "critical_temperature", _core.critical_temperature)


def safe_temperature(model_or_models: Models, **keys: Any) -> Any:
    """T_f (L6): only below it a collapsed state exists. Start above it, then cool slowly.

    Returns
    -------
    float, or None where there is none
        Relative error 1e-8. `safe_temperature_status` says why there is none. Over arrays a
        masked array.

    Raises
    ------
    NumericalFailure
        Where the fold could not be followed.
    """
    def value(config: _core.Config) -> Optional[float]:
        status, found = _core.safe_temperature(config)
        if status == "not followed":
            raise NumericalFailure("the fold of T_f could not be followed to this target")
        return found

    return _over_grid(model_or_models, keys, "safe_temperature", value)


def safe_temperature_status(model: Model) -> str:
    """"found", "none" (R < R_c), "no fold", "not followed" or "not defined"."""
    return str(_core.safe_temperature(model._config)[0])


class Columns:
    """Of records of numbers and arrays."""

    def to_dataframe(self) -> pandas.DataFrame:
        """One row a point, one column an attribute."""
        import pandas

        broadcast = np.broadcast_arrays(*vars(self).values())
        return pandas.DataFrame({name: array.ravel()
                                 for name, array in zip(vars(self), broadcast)})

    def _repr_html_(self) -> str:
        return str(self.to_dataframe()._repr_html_())


@dataclass(frozen=True)
class LinearRates(Columns):
    """Growth rates of S = m_1 + m_2 and D = m_1 - m_2, and the overlap rate between them [1/time].

    Attributes
    ----------
    sum, difference, overlap : float or ndarray
        lambda_S (L1), lambda_D (L2) and Omega = lambda_D - lambda_S >= 0.
    """

    sum: Any
    difference: Any
    overlap: Any


def linear_rates(model: Model, temperature: Optional[ArrayLike] = None,
                 squared_distance: Optional[ArrayLike] = None, **keys: Any) -> LinearRates:
    """Rates of the linear stage (L1), (L2) at small overlaps.

    Parameters
    ----------
    temperature : float or array, optional
        T >= 1; default: T(0).
    squared_distance : float or array, optional
        |mu_1 - mu_2|^2 >= 0; default: its mean at the random start, 2 sigma0^2 d.
    """
    model = model.replace(**keys)
    _need_symmetry(model, "linear_rates")
    if temperature is None:
        temperature = model.schedule(0.0)
    if squared_distance is None:
        scale = model["family.initial_scale"]
        dimension = float(model["target.dimension"])
        sigma0 = 1.0 / math.sqrt(dimension) if isinstance(scale, str) else scale
        squared_distance = 2.0 * sigma0 * sigma0 * dimension
    at, distance = np.broadcast_arrays(np.asarray(temperature, float),
                                       np.asarray(squared_distance, float))
    if not (np.all(at >= 1.0) and np.all(distance >= 0.0) and np.all(np.isfinite(at * distance))):
        raise ConfigError("linear_rates: temperature >= 1 and squared_distance >= 0 are needed")
    rows = [_core.linear_rates(model._config, t, y) for t, y in zip(at.flat, distance.flat)]
    columns = [np.array(column).reshape(at.shape) for column in zip(*rows)]
    return LinearRates(*(column.item() if at.ndim == 0 else column for column in columns))


@dataclass(frozen=True)
class OverlapProbability(Columns):
    """(L4): the probability of the linear stage, and the time at which it is read."""

    probability: float
    evaluated_at: float


def overlap_probability(model: Model, **keys: Any) -> Optional[OverlapProbability]:
    """(L4), a picture of the mechanism that can be wrong by a factor of ten.

    None where the start is beyond the linear stage or the stage is not left before t_end.
    """
    model = model.replace(**keys)
    _need_symmetry(model, "overlap_probability")
    found = _core.overlap_probability(model._config)
    return None if found is None else OverlapProbability(*found)


@dataclass(frozen=True)
class EffectiveStart(Columns):
    """A start of the flow at `time` that counts gradient noise (N7); see `effective_start`.

    Attributes
    ----------
    time : float
    variance_sum, variance_difference : float
        Of S and D there, independent and normal.
    squared_distance : float
        y there.
    linear_until : float
        When the linear stage ends [time].
    nonlinear_share : float
        Share of the variances by noise after that, in [0, 1].
    """

    time: float
    variance_sum: float
    variance_difference: float
    squared_distance: float
    linear_until: float
    nonlinear_share: float


def effective_start(model: Model, time: Optional[float] = None,
                    chi_squared: Optional[float] = None, **keys: Any) -> EffectiveStart:
    """(N6), (N7): gradient noise counted as variance of the start.

    Parameters
    ----------
    time : float, optional
        From which on noise is moved to the start, in [0, t_end); default: the matching time t_m,
        where the integral of lambda_S is lowest.
    chi_squared : float, optional
        y(0)/(2 sigma0^2) > 0; default: its mean d - 1 (1 for d = 1).

    Notes
    -----
    Equal masses and component weights.
    """
    model = model.replace(**keys)
    _need_symmetry(model, "effective_start")
    if chi_squared is None:
        chi_squared = max(1.0, model["target.dimension"] - 1.0)
    if not (0.0 < chi_squared < math.inf and (time is None or 0.0 <= time < model.end_time)):
        raise ConfigError("effective_start: chi_squared > 0 and 0 <= time < t_end are needed")
    return EffectiveStart(*_core.effective_start(model._config, chi_squared, time))


def _need_symmetry(model: Model, what: str) -> None:
    """S and D decouple for equal masses and equal component weights only."""
    if model["target.weight"] != 0.5 or len(set(model["family.weights"])) > 1:
        raise ConfigError(f"{what}: target.weight = 0.5 and equal family.weights are needed")


@dataclass(frozen=True)
class SeparatrixCurve(Columns):
    """|S| = S_c(|D|): starts with larger |S| collapse.

    Attributes
    ----------
    difference, sum : ndarray
        |D| and S_c. NaN in `sum` where there is no boundary in the range.
    always_collapses : ndarray of bool
        Where there is none: whether all starts of the range collapse (else all recover).
    squared_distance, time : float
        y and t of the start.
    """

    difference: Any
    sum: Any
    always_collapses: Any
    squared_distance: float
    time: float


def separatrix(model: Model, difference: ArrayLike, *, squared_distance: float = 0.0,
               time: float = 0.0, range: Tuple[float, float] = (1e-12, 1e3),
               accuracy: float = 1e-9, progress: Progress = False,
               **keys: Any) -> SeparatrixCurve:
    """The separatrix S_c(D) of (S1): the |S| above which a start with |D| collapses at t_end.

    Parameters
    ----------
    difference : array
        |D| = |m_1 - m_2| > 0 [component standard deviations].
    squared_distance : float
        y >= 0, squared distance of the means orthogonal to e.
    time : float
        t < t_end of the start.
    range : (float, float)
        Where S_c is looked for.
    accuracy : float
        Of log S_c, up to the error of the flow.

    Notes
    -----
    Equal masses and component weights (else S > 0 and S < 0 have boundaries of their own). About
    50 trajectories a point, found by bisection.
    """
    model = model.replace(**keys)
    _need_symmetry(model, "separatrix")
    values = np.asarray(difference, dtype=float)
    low, high = range
    if not (np.all(values > 0.0) and np.all(np.isfinite(values)) and squared_distance >= 0.0
            and 0.0 < low < high < np.inf and accuracy > 0.0 and 0.0 <= time < model.end_time):
        raise ConfigError("separatrix: difference > 0, squared_distance >= 0, 0 <= time < t_end, "
                          "0 < range[0] < range[1] and accuracy > 0 are needed")
    with shown(progress, "separatrix") as hear:
        sums, collapses, interrupted = _core.critical_sums(
            model._config, values.ravel(), squared_distance, time, low, high, accuracy,
            model["simulation.threads"], hear)
    curve = SeparatrixCurve(values, sums.reshape(values.shape),
                            np.isnan(sums).reshape(values.shape)
                            & collapses.reshape(values.shape), squared_distance, time)
    return finished(curve, interrupted)

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What the theory says besides P: temperatures, rates of the linear stage, the separatrix."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, ClassVar, Mapping, Optional, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from .arguments import array, number
from .errors import ConfigError, NumericalFailure
from .grid import over_grid
from .model import Model, Models, changed_model, one_model
from .records import Columns

critical_separation: float = _core.critical_separation
"""R_1: below it there is no critical temperature >= 1 (L5)."""
collapsed_separation: float = _core.collapsed_separation
"""R_c: below it no collapsed state exists at any T >= 1, for equal masses (L6)."""


def critical_temperature(model_or_models: Models, **keys: Any) -> Any:
    """T_c (L5): hotter, the linear growth of S ends, and the modes are not felt.

    Parameters
    ----------
    model_or_models : Model or array of Model
    **keys
        Keys that are different; arrays broadcast, as for `collapse_probability`.

    Returns
    -------
    float, or None where there is none >= 1
        Relative error 1e-12. None for R < R_1, unequal masses or weights, and the power path
        with fixed variance. Over arrays of keys or models a masked array of their shape, NaN
        under the mask.

    Raises
    ------
    ConfigError
        For wrong keys, and models that it is not defined for.
    Interrupted
        `partial` has NaN, not masked, where nothing was found yet.

    Examples
    --------
    >>> round(critical_temperature(Model(), **{"target.separation": 4.0}), 3)
    10.135
    """
    return over_grid(model_or_models, keys, "critical_temperature", _core.critical_temperature)


def safe_temperature(model_or_models: Models, **keys: Any) -> Any:
    """T_f (L6): only below it a collapsed state exists. Start above it, then cool slowly.

    Parameters
    ----------
    model_or_models : Model or array of Model
    **keys
        Keys that are different; arrays broadcast, as for `collapse_probability`.

    Returns
    -------
    float, or None where there is none
        Relative error 1e-8. `safe_temperature_status` says why there is none. Over arrays a
        masked array of their shape.

    Raises
    ------
    ConfigError
        For wrong keys, and models that it is not defined for.
    NumericalFailure
        Where the fold could not be followed.
    Interrupted
        As for `critical_temperature`.
    """
    def value(config: _core.Config) -> Optional[float]:
        status, found = _core.safe_temperature(config)
        if status == "not followed":
            raise NumericalFailure("the fold of T_f could not be followed to this target")
        return found

    return over_grid(model_or_models, keys, "safe_temperature", value)


def safe_temperature_status(model: Model) -> str:
    """What is known of T_f (L6).

    Parameters
    ----------
    model : Model

    Returns
    -------
    str
        "found", "none" (R < R_c: no collapsed state at any T >= 1), "no fold", "not followed"
        (a numerical failure) or "not defined".

    Raises
    ------
    ConfigError
        For models that it is not defined for.
    """
    return str(_core.safe_temperature(one_model("safe_temperature_status", model)._config)[0])


@dataclass(frozen=True)
class LinearRates(Columns):
    """Growth rates of S = m_1 + m_2 and D = m_1 - m_2, and the overlap rate between them [1/time].

    Attributes
    ----------
    temperature, squared_distance : float or ndarray
        T and |mu_1 - mu_2|^2 [component variances] where.
    sum, difference, overlap : float or ndarray
        lambda_S (L1), lambda_D (L2) and Omega = lambda_D - lambda_S >= 0.
    """

    title: ClassVar[str] = "Rates of the linear stage"
    axes: ClassVar[Tuple[str, ...]] = ("temperature", "squared_distance")
    units: ClassVar[Mapping[str, str]] = dict.fromkeys(("sum", "difference", "overlap"), "1/time")
    temperature: Any
    squared_distance: Any
    sum: Any
    difference: Any
    overlap: Any
    model: Model = field(repr=False)


def linear_rates(model: Model, temperature: Optional[ArrayLike] = None,
                 squared_distance: Optional[ArrayLike] = None, **keys: Any) -> LinearRates:
    """Rates of the linear stage (L1), (L2) at small overlaps.

    Parameters
    ----------
    model : Model
    temperature : float or array, optional
        T >= 1; default: T(0).
    squared_distance : float or array, optional
        |mu_1 - mu_2|^2 >= 0 [component variances]; default: its mean at the random start,
        2 sigma0^2 d. It broadcasts with `temperature`.
    **keys
        Keys that are different.

    Returns
    -------
    LinearRates
        `sum`, `difference` and `overlap` [1/time], numbers or arrays of the common shape.

    Raises
    ------
    ConfigError
        For wrong keys or values, and models without these rates (masses and component weights
        must be equal).

    Examples
    --------
    >>> rates = linear_rates(Model(), [1.0, 2.0, 4.0])
    >>> bool((rates.overlap >= 0.0).all())
    True
    """
    model = changed_model("linear_rates", model, keys)
    need_symmetry(model, "linear_rates")
    if temperature is None:
        temperature = model.schedule(0.0)
    if squared_distance is None:
        scale = model["family.initial_scale"]
        dimension = float(model["target.dimension"])
        sigma0 = 1.0 / math.sqrt(dimension) if isinstance(scale, str) else scale
        squared_distance = 2.0 * sigma0 * sigma0 * dimension
    hot = array("linear_rates", "temperature", temperature, "temperature >= 1 is needed", 1.0)
    y = array("linear_rates", "squared_distance", squared_distance, "numbers >= 0 are needed", 0.0)
    try:
        at, distance = np.broadcast_arrays(hot, y)
    except ValueError:
        raise ConfigError(f"linear_rates: temperature of shape {hot.shape} and squared_distance "
                          f"of shape {y.shape} cannot be broadcast together") from None
    rows = [_core.linear_rates(model._config, t, y) for t, y in zip(at.flat, distance.flat)]
    found = np.array(rows).T.reshape(3, *at.shape)
    t, across, *rates = [column.item() if at.ndim == 0 else column.copy()
                    for column in (at, distance, *found)]
    return LinearRates(t, across, rates[0], rates[1], rates[2], model)


@dataclass(frozen=True)
class OverlapProbability(Columns):
    """(L4): the probability of the linear stage, and the time at which it is read."""

    title: ClassVar[str] = "Linear stage (L4)"
    probability: float
    evaluated_at: float
    model: Model = field(repr=False)


def overlap_probability(model: Model, **keys: Any) -> Optional[OverlapProbability]:
    """(L4), a picture of the mechanism that can be wrong by a factor of ten.

    Parameters
    ----------
    model : Model
    **keys
        Keys that are different.

    Returns
    -------
    OverlapProbability or None
        `probability`, and `evaluated_at` [time]. None where the start is beyond the linear stage
        or the stage is not left before t_end.

    Raises
    ------
    ConfigError
        For wrong keys, and unequal masses or component weights.
    """
    model = changed_model("overlap_probability", model, keys)
    need_symmetry(model, "overlap_probability")
    found = _core.overlap_probability(model._config)
    return None if found is None else OverlapProbability(found[0], found[1], model)


@dataclass(frozen=True)
class EffectiveStart(Columns):
    """A start of the flow at `time` that counts gradient noise (N7); see `effective_start`.

    Attributes
    ----------
    time : float
        From which on the start stands for the noise [time].
    variance_sum, variance_difference : float
        Of S and D there, independent and normal [component variances].
    squared_distance : float
        y there [component variances].
    linear_until : float
        When the linear stage ends [time].
    nonlinear_share : float
        Share of the variances by noise after that, in [0, 1].
    """

    title: ClassVar[str] = "Effective start (N7)"
    time: float
    variance_sum: float
    variance_difference: float
    squared_distance: float
    linear_until: float
    nonlinear_share: float
    model: Model = field(repr=False)


def effective_start(model: Model, time: Optional[float] = None,
                    chi_squared: Optional[float] = None, **keys: Any) -> EffectiveStart:
    """(N6), (N7): gradient noise counted as variance of the start.

    Parameters
    ----------
    model : Model
    time : float, optional
        From which on noise is moved to the start, in [0, t_end); default: the matching time t_m,
        where the integral of lambda_S is lowest.
    chi_squared : float, optional
        y(0)/(2 sigma0^2) > 0; default: its mean d - 1 (1 for d = 1).
    **keys
        Keys that are different; ``sgd.step``, ``sgd.batch``, ``sgd.estimator`` are the noise.

    Returns
    -------
    EffectiveStart
        To first order in the step.

    Raises
    ------
    ConfigError
        For wrong keys or values, and unequal masses or component weights.
    """
    model = changed_model("effective_start", model, keys)
    need_symmetry(model, "effective_start")
    if chi_squared is None:
        chi_squared = max(1.0, model["target.dimension"] - 1.0)
    needed = "chi_squared > 0 and 0 <= time < t_end are needed"
    chi_squared = number("effective_start", "chi_squared", chi_squared, needed, 0.0, open_low=True)
    if time is not None:
        time = number("effective_start", "time", time, needed, 0.0, model.end_time)
    start = _core.effective_start(model._config, chi_squared, time)
    return EffectiveStart(start[0], start[1], start[2], start[3], start[4], start[5], model)


def need_symmetry(model: Model, what: str) -> None:
    """S and D decouple for equal masses and equal component weights only."""
    if model["target.weight"] != 0.5 or len(set(model["family.weights"])) > 1:
        raise ConfigError(f"{what}: target.weight = 0.5 and equal family.weights are needed")

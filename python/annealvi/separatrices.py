# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The separatrix in the plane of S and D."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from .errors import ConfigError
from .model import Model
from .progress import Progress, finished, shown
from .records import Columns
from .theory import need_symmetry


@dataclass(frozen=True)
class SeparatrixCurve(Columns):
    """|S| = S_c(|D|): starts with larger |S| collapse.

    Attributes
    ----------
    difference, sum : ndarray
        |D| and S_c [component standard deviations], of one shape. NaN in `sum` where there is no
        boundary in the range.
    always_collapses : ndarray of bool
        Where there is none: whether all starts of the range collapse (else all recover).
    squared_distance, time : float
        y [component variances] and t [time] of the start.
    """

    title: ClassVar[str] = "Separatrix (S1)"
    axes: ClassVar[Tuple[str, ...]] = ("difference",)
    difference: Any
    sum: Any
    always_collapses: Any
    squared_distance: float
    time: float
    model: Model = field(repr=False)


def separatrix(model: Model, difference: ArrayLike, *, squared_distance: float = 0.0,
               time: float = 0.0, range: Tuple[float, float] = (1e-12, 1e3),
               accuracy: float = 1e-9, progress: Progress = False,
               **keys: Any) -> SeparatrixCurve:
    """The separatrix S_c(D) of (S1): the |S| above which a start with |D| collapses at t_end.

    Parameters
    ----------
    model : Model
    difference : float or array
        |D| = |m_1 - m_2| > 0 [component standard deviations].
    squared_distance : float
        y >= 0, squared distance of the means orthogonal to e [component variances]; at the random
        start about 2 sigma0^2 (d - 1).
    time : float
        0 <= t < t_end of the start [time].
    range : (float, float)
        Where S_c is looked for, 0 < range[0] < range[1] [component standard deviations].
    accuracy : float
        Of log S_c, > 0, up to the error of the flow.
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    SeparatrixCurve
        `difference` and `sum` of the shape of the argument.

    Raises
    ------
    ConfigError
        For wrong keys or values, and unequal masses or component weights (then S > 0 and S < 0
        have boundaries of their own).
    NumericalFailure
        Where a trajectory could not be followed.
    Interrupted
        `partial` has NaN where nothing was found yet.

    Notes
    -----
    About 50 trajectories a point, found by bisection, on all cores.

    Examples
    --------
    >>> curve = separatrix(Model(), [0.01, 0.1], accuracy=1e-3)
    >>> bool(curve.sum[0] < curve.sum[1])
    True
    """
    model = model.changed_by("separatrix", keys)
    need_symmetry(model, "separatrix")
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
    at, found, always = (column.reshape(values.shape).tolist() if values.ndim == 0
                         else column.reshape(values.shape)
                         for column in (values, sums, np.isnan(sums) & collapses))
    curve = SeparatrixCurve(at, found, always, squared_distance, time, model)
    return finished(curve, interrupted)

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The separatrix in the plane of S and D."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from .arguments import array, number, refusal
from .model import Model, changed_model
from .progress import Progress, finished, shown
from .records import Columns
from .table import Table, table_of
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

    @property
    def table(self) -> Table:
        """A row a point: ``annealvi.plot.separatrix``, and ``plane(runs, separatrix=curve)``."""
        columns = {name: np.ravel(value) for name, value in self.to_dict().items()}
        count = columns["sum"].size
        return table_of({name: np.broadcast_to(values, count) for name, values in columns.items()},
                        self.model.to_toml(), "separatrix")


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
    model = changed_model("separatrix", model, keys)
    need_symmetry(model, "separatrix")
    values = array("separatrix", "difference", difference, "difference > 0 is needed", 0.0,
                   open_low=True)
    squared_distance = number("separatrix", "squared_distance", squared_distance,
                              "a number >= 0 is needed", 0.0)
    time = number("separatrix", "time", time, "0 <= time < t_end is needed, and t_end is "
                  f"{model.end_time:.6g}", 0.0, model.end_time)
    accuracy = number("separatrix", "accuracy", accuracy, "a number > 0 is needed", 0.0,
                      open_low=True)
    needed = "two numbers 0 < range[0] < range[1] are needed"
    ends = array("separatrix", "range", range, needed)
    if ends.shape != (2,) or not 0.0 < ends[0] < ends[1] < np.inf:
        raise refusal("separatrix", "range", range, needed)
    low, high = ends.tolist()
    with shown(progress, "separatrix") as hear:
        sums, collapses, interrupted = _core.critical_sums(
            model._config, values.ravel(), squared_distance, time, low, high, accuracy,
            model["simulation.threads"], hear)
        at, found, always = (column.reshape(values.shape).tolist() if values.ndim == 0
                             else column.reshape(values.shape)
                             for column in (values, sums, np.isnan(sums) & collapses))
        curve = SeparatrixCurve(at, found, always, squared_distance, time, model)
        return finished(curve, interrupted)

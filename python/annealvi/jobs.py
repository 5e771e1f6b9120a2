# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The larger jobs of the program: curves, diagrams, design."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence, Union

import numpy as np

from . import _core
from .arguments import flag, mapping, names, refusal, unmasked
from .errors import NumericalFailure
from .keys import spelled
from .model import Model
from .progress import Progress, finished, shown
from .results import Answer, TableResult
from .simulation import with_shorthands
from .table import Table, parse_table

if TYPE_CHECKING:
    import pandas

Sweep = Union[None, str, Mapping[str, Any]]
Words = Union[None, str, Sequence[str]]


def listed(origin: str, name: str, values: Any) -> str:
    """One value or several, in the grammar of --vary."""
    unmasked(origin, name, values)
    needed = "one number or text, or a list of them that is not empty, is needed"
    try:
        words = [value if isinstance(value, str) else spelled(value)
                 for value in np.ravel(values).tolist()]
    except ValueError:
        raise refusal(origin, name, values, needed) from None
    if not words:
        raise refusal(origin, name, values, needed)
    return ",".join(words)


def sweep_text(origin: str, name: str, sweep: Sweep) -> Optional[str]:
    """``{"annealing.rate": [0.1, 0.2]}`` in the grammar of --vary."""
    if sweep is None or isinstance(sweep, str):
        return sweep
    needed = '"section.key=from:to:count[:log]" or {key: values} with one key is needed'
    given = mapping(origin, name, sweep, needed)
    if len(given) != 1:
        raise refusal(origin, name, given, needed)
    (key, values), = given.items()
    return f"{key}={listed(origin, key, values)}"


class Curve(TableResult):
    """P against one key, several series; columns as in ``curve.csv`` (`meanings`)."""

    title = "annealvi curve"


def curve(model: Model, vary: Sweep = None, series: Sweep = None,
          methods: Words = None, *, progress: Progress = False, **keys: Any) -> Curve:
    """What ``annealvi curve`` writes: theory lines and simulated points with bars.

    Parameters
    ----------
    model : Model
    vary, series : str or {key: values}, optional
        ``"section.key=from:to:count[:log]"``, or a key with its values: the axis, and one line
        for each value (``curve.vary``, ``curve.series``).
    methods : str or list of str, optional
        Any of ``"sharp,overlap,flow,sde,reduced,full"``; ``name/n``: at every n-th value,
        ``name*n``: at n - 1 more between two (``curve.methods``).
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    Curve
        A row a method and point: ``to_dataframe()``, ``annealvi.plot.curve(result)``.

    Raises
    ------
    ConfigError
        For wrong keys or values at any point, before anything is computed.
    Interrupted
        `partial` has the finished points.

    Notes
    -----
    A point that could not be computed has an empty probability, and a note that says why.
    """
    model = with_shorthands("curve", model, keys, curve__vary=sweep_text("curve", "vary", vary),
                            curve__series=sweep_text("curve", "series", series),
                            curve__methods=names("curve", "methods", methods))
    with shown(progress, "curve") as hear:
        text, data, interrupted = _core.curve(model._config, hear)
        return finished(Curve(text, model, json.loads(data)), interrupted)


class Phase(TableResult):
    """P over two keys; columns as in ``phase.csv`` (`meanings`).

    Attributes
    ----------
    summary : str
        How many points were computed, and how good interpolation was where it was checked.
    """

    title = "annealvi phase"

    def __init__(self, text: str, model: Model, summary: str, status: str) -> None:
        super().__init__(text, model, {"status": status})
        self.summary = summary

    def map(self) -> pandas.DataFrame:
        """P of the sharp formula: a row for each value of y, a column for each of x."""
        frame = self.to_dataframe()
        sharp = frame[frame["method"] == "sharp"]
        return sharp.pivot(index=frame.columns[1], columns=frame.columns[0], values="probability")


def phase(model: Model, x: Optional[str] = None, y: Optional[str] = None, method: Words = None, *,
          progress: Progress = False, **keys: Any) -> Phase:
    """What ``annealvi phase`` writes: P over a grid of two keys, from few of its points.

    Parameters
    ----------
    model : Model
    x, y : str, optional
        ``"section.key=from:to:count[:log]"`` (``phase.x``, ``phase.y``).
    method : str or list of str, optional
        ``"sharp"``, and engines for simulated points on top (``phase.method``).
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    Phase
        A row a point; ``map()`` is P as a matrix. Points between computed ones are interpolated
        to ``phase.interpolation_error``.

    Raises
    ------
    ConfigError
        For wrong keys or values at any point, before anything is computed.
    Interrupted
        `partial` has the finished points.
    """
    model = with_shorthands("phase", model, keys, phase__x=sweep_text("phase", "x", x),
                            phase__y=sweep_text("phase", "y", y),
                            phase__method=names("phase", "method", method))
    with shown(progress, "phase") as hear:
        text, summary, interrupted = _core.phase(model._config, hear)
        status = "interrupted" if interrupted else "done"
        return finished(Phase(text, model, summary, status), interrupted)


class Design(Answer):
    """The schedule with P below a risk; see `design`.

    Attributes
    ----------
    status : str
        "found", "whole_range", "unreachable", "undecided", "failed" or "interrupted".
    recommended, best_reachable : Model or None
        A model that keeps the risk (P plus its error is at most the risk), ready to run; without
        one, the one with the lowest P that was found.
    text, table : str, Table or None
        ``design.csv`` of the program, and the same, read: the schedules, and P on the way to them;
        ``annealvi.plot.design(result)`` draws it. Empty and None where no schedule was found.
    sharp, time, simulation, schedules, points, crossings, messages
        As in ``annealvi design --json``.
    """

    title = "annealvi design"
    recommended: Optional[Model]
    best_reachable: Optional[Model]
    text: str
    table: Optional[Table]


def design(model: Model, risk: Optional[float] = None, free: Optional[str] = None, *,
           check: bool = True, progress: Progress = False, **keys: Any) -> Design:
    """How hot, how slow: the schedule with P at most `risk`.

    Parameters
    ----------
    model : Model
    risk : float, optional
        ``design.risk``, in (0, 1/2).
    free : "rate", "initial_temperature", "time" or "shape", optional
        What is looked for (``design.free``): the fastest rate, the lowest T0, the shortest total
        time over both, the best table of temperatures.
    check : bool
        Whether the answer is also simulated, by ``simulation.runs`` runs.
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    Design
        `status`, and `recommended`: a Model whose P (S4), (N7) plus its error is at most `risk`.

    Raises
    ------
    ConfigError
        For wrong keys, and models that the sharp formula is not for.
    NumericalFailure
        Where nothing could be computed; `partial` says what was tried.
    Interrupted
        `partial` has the points that were computed.
    """
    check = flag("design", "check", check)
    model = with_shorthands("design", model, keys, design__risk=risk, design__free=free)
    with shown(progress, "designing") as hear:
        data, text, recommended, reachable, interrupted = _core.design(model._config, check, hear)
        result = Design(json.loads(data), model)
        result.text, result.table = text, parse_table(text, "design") if text else None
        result.recommended = None if recommended is None else Model._of(recommended)
        result.best_reachable = None if reachable is None else Model._of(reachable)
        finished(result, interrupted)
    if result.status == "failed":
        raise NumericalFailure(" ".join(result.failures) or "nothing could be computed", result)
    return result

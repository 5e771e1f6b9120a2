# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The larger jobs of the program: curves, diagrams, design, validation, RealNVP, tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np

from . import _core
from .errors import ConfigError, NumericalFailure
from .keys import spelled
from .model import Model
from .progress import Progress, finished, shown
from .results import Answer, TableResult
from .simulation import with_shorthands
from .table import parse_table

if TYPE_CHECKING:
    import pandas

Sweep = Union[None, str, Mapping[str, Any]]


def listed(values: Any) -> str:
    return ",".join(value if isinstance(value, str) else spelled(value)
                    for value in np.ravel(values).tolist())


def sweep_text(sweep: Sweep) -> Optional[str]:
    """``{"annealing.rate": [0.1, 0.2]}`` in the grammar of --vary."""
    if sweep is None or isinstance(sweep, str):
        return sweep
    if len(sweep) != 1:
        raise ConfigError(f"{dict(sweep)!r} is not allowed: one key with its values is needed")
    (key, values), = sweep.items()
    return f"{key}={listed(values)}"


class Curve(TableResult):
    """P against one key, several series; columns as in ``curve.csv`` (`meanings`)."""

    title = "annealvi curve"


def curve(model: Model, vary: Sweep = None, series: Sweep = None,
          methods: Optional[str] = None, *, progress: Progress = False, **keys: Any) -> Curve:
    """What ``annealvi curve`` writes: theory lines and simulated points with bars.

    Parameters
    ----------
    vary, series : str or {key: values}
        ``"section.key=from:to:count[:log]"``, or a key with its values.
    methods : str
        Any of ``"sharp,overlap,flow,sde,reduced,full"``; ``name/n``: at every n-th value,
        ``name*n``: at n - 1 more between two.

    Notes
    -----
    A point that could not be computed has an empty probability, and a note that says why.
    """
    model = with_shorthands(model, keys, curve__vary=sweep_text(vary),
                            curve__series=sweep_text(series), curve__methods=methods)
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

    def __init__(self, text: str, model: Model, summary: str) -> None:
        super().__init__(text, model)
        self.summary = summary

    def map(self) -> pandas.DataFrame:
        """P of the sharp formula: a row for each value of y, a column for each of x."""
        frame = self.to_dataframe()
        sharp = frame[frame["method"] == "sharp"]
        return sharp.pivot(index=frame.columns[1], columns=frame.columns[0], values="probability")


def phase(model: Model, x: Optional[str] = None, y: Optional[str] = None,
          method: Optional[str] = None, *, progress: Progress = False, **keys: Any) -> Phase:
    """What ``annealvi phase`` writes: P over a grid of two keys, from few of its points.

    Parameters
    ----------
    x, y : str
        ``"section.key=from:to:count[:log]"``.
    method : str
        ``"sharp"``, and engines for simulated points on top.
    """
    model = with_shorthands(model, keys, phase__x=sweep_text(x), phase__y=sweep_text(y),
                            phase__method=method)
    with shown(progress, "phase") as hear:
        text, summary, interrupted = _core.phase(model._config, hear)
    return finished(Phase(text, model, summary), interrupted)


class Design(Answer):
    """The schedule with P below a risk; see `design`.

    Attributes
    ----------
    status : str
        "found", "whole_range", "unreachable", "undecided", "failed" or "interrupted".
    recommended, best_reachable : Model or None
        A model that keeps the risk (P plus its error is at most the risk), ready to run; without
        one, the one with the lowest P that was found.
    sharp, time, simulation, schedules, points, crossings, messages
        As in ``annealvi design --json``.
    """

    title = "annealvi design"
    recommended: Optional[Model]
    best_reachable: Optional[Model]


def design(model: Model, risk: Optional[float] = None, free: Optional[str] = None, *,
           check: bool = True, progress: Progress = False, **keys: Any) -> Design:
    """How hot, how slow: the schedule with P at most `risk`.

    Parameters
    ----------
    risk : float
        ``design.risk``, in (0, 1/2).
    free : "rate", "initial_temperature", "time" or "shape"
        What is looked for (``design.free``): the fastest rate, the lowest T0, the shortest total
        time over both, the best table of temperatures.
    check : bool
        Whether the answer is also simulated, by ``simulation.runs`` runs.
    """
    model = with_shorthands(model, keys, design__risk=risk, design__free=free)
    with shown(progress, "designing") as hear:
        text, recommended, reachable, interrupted = _core.design(model._config, check, hear)
    result = Design(json.loads(text), model)
    result.recommended = None if recommended is None else Model._of(recommended)
    result.best_reachable = None if reachable is None else Model._of(reachable)
    finished(result, interrupted)
    if result.status == "failed":
        raise NumericalFailure(" ".join(result.failures) or "nothing could be computed", result)
    return result


class Validation(TableResult):
    """Formula against simulations; columns as in ``validation.csv``.

    Attributes
    ----------
    conclusion : str
        One sentence about everything.
    agreement : bool
        Whether nothing disagrees and nothing failed.
    """

    title = "annealvi validate"

    @property
    def conclusion(self) -> str:
        return str(self.data["conclusion"])

    @property
    def agreement(self) -> bool:
        return self.status == "agreement"


def validate(models: Union[None, Model, Sequence[Model], Mapping[str, Model]] = None,
             level: str = "quick", formula: str = "sharp", *, threads: int = 0,
             progress: Progress = False) -> Validation:
    """Do formula, flow, stochastic equation, reduced and full SGD agree?

    Parameters
    ----------
    models : Model, list or {name: Model}, optional
        Default: the built-in list of problems.
    level : "quick" or "full"
        About 2 or 20 core-seconds a simulation.
    formula : "sharp", "without-noise" or "overlap"
        The last two are known to fail: they show what a disagreement looks like.
    """
    for name, value, allowed in (("level", level, ("quick", "full")),
                                 ("formula", formula, ("sharp", "without-noise", "overlap"))):
        if value not in allowed:
            raise ConfigError(f"{name} = {value!r} is not allowed: {', '.join(allowed)}")
    if models is None:
        named: Dict[str, Model] = {}
    elif isinstance(models, Model):
        named = {"model": models}
    elif isinstance(models, Mapping):
        named = dict(models)
    else:
        named = {f"model {i}": each for i, each in enumerate(models)}
    cases = [(name, each._config) for name, each in named.items()]
    with shown(progress, "validating") as hear:
        text, data, interrupted = _core.validate(cases, level, formula, threads, hear)
    model = next(iter(named.values()), Model())
    return finished(Validation(text, model, json.loads(data)), interrupted)


class FlowTraining(TableResult):
    """Trained RealNVP flows: a row a point; see `train_realnvp`.

    Attributes
    ----------
    runs, history : Table
        A row a flow, and windows of the training, averaged over the flows of a point; `runs.frame()` gives pandas.
    """

    title = "annealvi realnvp"

    def __init__(self, text: str, runs: str, history: str, model: Model,
                 data: Dict[str, Any]) -> None:
        super().__init__(text, model, data)
        self.runs = parse_table(runs)
        self.history = parse_table(history)


def train_realnvp(model: Model, runs: Optional[int] = None, vary: Sweep = None,
                  series: Sweep = None, *, progress: Progress = False,
                  **keys: Any) -> FlowTraining:
    """Trains ``realnvp.runs`` RealNVP flows at every point, under the schedule of the model.

    Parameters
    ----------
    runs : int
        Trained flows a point.
    vary, series : str or {key: values}
        As for `curve`.

    Raises
    ------
    Interrupted
        `partial` has the finished points; unfinished ones start anew (the program's --resume
        goes on from checkpoints).
    """
    model = with_shorthands(model, keys, realnvp__runs=runs, realnvp__vary=sweep_text(vary),
                            realnvp__series=sweep_text(series))
    with shown(progress, "realnvp") as hear:
        text, per_run, history, data, interrupted = _core.realnvp(model._config, hear)
    return finished(FlowTraining(text, per_run, history, model, json.loads(data)), interrupted)


class TheoryTable(TableResult):
    """Rows of ``annealvi table``; see `theory_table`.

    Attributes
    ----------
    notes, failures : list of str
        What has no row because it does not exist, and what could not be computed.
    """

    title = "annealvi table"
    notes: List[str]
    failures: List[str]


_lists = ("separation", "temperature", "dimension", "path", "variance", "mean", "deviation")


def theory_table(name: str, model: Optional[Model] = None, *, progress: Progress = False,
                 **lists: Any) -> TheoryTable:
    """The tables of ``annealvi table``.

    Parameters
    ----------
    name : str
        expectations, rates, critical, separatrix, finite-size or bifurcation.
    **lists
        The values that choose the rows: separation, temperature, dimension, path, variance,
        mean, deviation; numbers, or ``"from:to:count[:log]"``.
    """
    for each in lists:
        if each not in _lists:
            raise ConfigError(f"{each} is not allowed: {', '.join(_lists)}")
    texts = [(f"table.{each}", spelled(values if isinstance(values, str) else listed(values)),
              f"--{each}") for each, values in lists.items()]
    model = Model._of((model or Model())._config.replaced(texts))
    with shown(progress, name) as hear:
        text, notes, failures, interrupted = _core.theory_table(name, model._config, hear)
    result = TheoryTable(text, model)
    result.notes, result.failures = notes, failures
    return finished(result, interrupted)

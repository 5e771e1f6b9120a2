# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Runs of the engines: how many collapse, and the motion of one."""

from __future__ import annotations

import json
from typing import Any, Iterable, List, Mapping, Optional, Tuple, Union

import numpy as np

from . import _core
from .arguments import array, choice, joined, refusal
from .errors import ConfigError, Interrupted, NumericalFailure
from .keys import of_call, spelled
from .model import Model, one_model
from .progress import Progress, finished, shown
from .results import Answer, TableResult

outcomes = ("collapsed", "recovered", "undecided")


def with_shorthands(origin: str, model: Model, keys: Mapping[str, Any], **shorthands: Any) -> Model:
    """`keys`, and arguments that are short names of keys where they are not None.

    `origin` is the function that the user called: messages name it.
    """
    given = {name.replace("__", "."): value for name, value in shorthands.items()
             if value is not None}
    flat = joined([*of_call(keys, origin).items(), *given.items()], origin)
    return one_model(origin, model).changed_by(origin, flat)


class Simulation(Answer):
    """How many runs collapsed; see `simulate`.

    Attributes
    ----------
    runs, collapsed, recovered, undecided, failed : int
    probability : float or None
        collapsed / (collapsed + recovered); None when no run was decided.
    interval : (float, float)
        Wilson interval of it at ``simulation.confidence``.
    same_sign : int or None
        Runs with m_1 m_2 > 0 at t_end, decided or not: compare with `collapse_probability`.
    engine, status, steps, seconds, end_time, messages
        Status: "done", "failed" (some runs did) or "interrupted".
    stalled, annealing_time : int, dict
        Of schedules that watch (``"gate"``, ``"adaann"``) only: undecided runs whose T did not
        reach 1 by ``annealing.stall_time``; when it did in the others, [time] (runs, mean,
        standard_error, median, q99).
    mixture : dict or None
        Of models with `Model.is_mixture`: mechanisms, covered modes, coverage measures.
    """

    title = "annealvi simulate"

    @property
    def interval(self) -> Tuple[float, float]:
        return self.data["lower"], self.data["upper"]


def simulate(model: Model, engine: Optional[str] = None, runs: Optional[int] = None,
             seed: Optional[int] = None, *, progress: Progress = False, on_failure: str = "raise",
             **keys: Any) -> Simulation:
    """Monte Carlo: the share of runs of one engine that collapse.

    Parameters
    ----------
    model : Model
    engine : "flow", "sde", "reduced" or "full", optional
        Gradient flow, the stochastic equation, SGD on overlaps and Gram matrix, SGD on all d
        coordinates. All but flow need ``sgd.step`` > 0. Default ``simulation.engine``.
    runs, seed : int, optional
        ``simulation.runs``, ``simulation.seed``. Run n of a seed is always the same run.
    progress : bool or callable
        As for `collapse_probability`.
    on_failure : "raise" or "keep"
        Whether NumericalFailure is raised when runs failed; they are not counted in P.
    **keys
        Keys that are different. ``simulation.half_width`` ends when the interval is that narrow.

    Returns
    -------
    Simulation
        The numbers of ``annealvi simulate --json``, bit for bit, for any number of threads.

    Raises
    ------
    ConfigError
        For wrong keys, and engines that are not for the model.
    NumericalFailure, Interrupted
        `partial` has the runs that were finished.

    Examples
    --------
    >>> found = simulate(Model(), "flow", runs=20)
    >>> found.collapsed + found.recovered + found.undecided
    20
    """
    choice("simulate", "on_failure", on_failure, ("raise", "keep"))
    model = with_shorthands("simulate", model, keys, simulation__engine=engine,
                            simulation__runs=runs, simulation__seed=seed)
    with shown(progress, "simulating") as hear:
        text, interrupted = _core.simulate(model._config, hear)
        result = finished(Simulation(json.loads(text), model), interrupted)
    if result.failed and on_failure == "raise":
        raise NumericalFailure(f"{result.failed} of {result.runs} runs failed numerically and are "
                               f"not counted in P: {result.messages[0]}", result)
    return result


Times = Union[None, str, float, Iterable[float]]


def times_text(times: Times, origin: str) -> str:
    """In the grammar of --times; empty where there are none."""
    if times is None:
        return ""
    if isinstance(times, str):
        if not times.strip():
            raise ConfigError(f"{origin}: times is empty: at least one time is needed")
        return times
    needed = "a text such as \"0:end:50\", or one or more times that increase"
    values = array(origin, "times", times, needed)
    if values.ndim > 1 or not values.size:
        raise refusal(origin, "times", times, needed)
    return ",".join(spelled(value) for value in np.atleast_1d(values))


class Trajectory(TableResult):
    """One run along the time, and bands of many; see `trajectory`.

    Columns of two components on the pair of modes: time, temperature, m1, m2 (overlaps
    [component standard deviations]), q11, q12, q22 (inner products orthogonal to the mode axis
    [component variances]), w1, w2, sigma, objective (F of (F1) [nats]). With bands also
    ENGINE_STATISTIC_mean, _sd, _low, _high (5 % and 95 % quantile) of |S|, |D| and y. Each is an
    attribute, an array of the length of `time`.

    Attributes
    ----------
    outcome : str
        "collapsed", "recovered" or "undecided", at t_end.
    messages : list of str
        Events (T passes T_c, an overlap reaches a mode, a mode is lost) and warnings.
    """

    title = "annealvi trajectory"

    def __init__(self, text: str, model: Model, outcome: str, messages: List[str]) -> None:
        super().__init__(text, model)
        self.outcome = outcome
        self.messages = messages

    def __getattr__(self, column: str) -> Any:
        if column.startswith("_") or column == "table" or column not in self.table:
            raise AttributeError(f"a Trajectory has no {column!r}")
        return self.table[column]

    def __dir__(self) -> List[str]:
        return sorted({*super().__dir__(), *self.table.columns})

    def _index(self) -> List[str]:
        return ["time"]


def trajectory(model: Model, engine: Optional[str] = None, run: Optional[int] = None,
               seed: Optional[int] = None, times: Times = None, runs: Optional[int] = None,
               compare: Optional[str] = None, *, progress: Progress = False,
               **keys: Any) -> Trajectory:
    """One run of one engine at given times, and mean and band of many.

    Parameters
    ----------
    model : Model
    engine, seed, progress, **keys
        As for `simulate`.
    run : int, optional
        ``trajectory.run``, from 0: the same run that `simulate` counts.
    times : str or increasing floats, optional
        ``trajectory.times``, by default 200 times from 0 to t_end:
        ``"from:to:count[:log]"``, ``"t1,t2,..."`` (``end`` is t_end) or numbers in [0, t_end]
        [time]. Engines with steps show the nearest step.
    runs : int, optional
        ``trajectory.runs`` >= 2: bands over that many runs, of the flow and of `engine`.
    compare : "sde", "reduced" or "full", optional
        ``trajectory.compare``: the band of a second engine.

    Returns
    -------
    Trajectory
        ``found.m1``, ``found.to_dataframe()``, ``found.text`` (the program's table).

    Raises
    ------
    ConfigError
        For wrong keys or times, and bands of models that have none.
    NumericalFailure
        The time, the state and the cause; `partial` has the motion up to there.
    Interrupted
        After Ctrl-C; `partial` is the run if it was finished, else None.

    Examples
    --------
    >>> found = trajectory(Model(), times=[0.0, 20.0])
    >>> found.m1.shape, found.outcome
    ((2,), 'recovered')
    """
    model = with_shorthands("trajectory", model, keys, simulation__engine=engine,
                            simulation__seed=seed,
                            trajectory__run=run,
                            trajectory__times=times_text(times, "trajectory") or None,
                            trajectory__runs=runs, trajectory__compare=compare)
    with shown(progress, "trajectory") as hear:
        table, outcome, failure, messages, interrupted = _core.trajectory(model._config, hear)
        if table is None:
            raise Interrupted()
        result = finished(Trajectory(table, model, outcomes[outcome], messages), interrupted)
    if failure:
        raise NumericalFailure(failure, result)
    return result

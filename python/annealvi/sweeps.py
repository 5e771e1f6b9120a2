# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Any methods over a grid of any keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Sequence, Union

import numpy as np

from .arguments import choice, joined, mapping, names as names_of, refusal, unmasked
from .errors import ConfigError, Interrupted
from .keys import of_call
from .grid import Grid, objects, several
from .model import Model, one_model
from .probability import CollapseProbability, collapse_probability
from .progress import Progress, finished, shown
from .records import provenance
from .simulation import simulate
from .theory import overlap_probability

if TYPE_CHECKING:
    import pandas

_methods = ("sharp", "overlap", "flow", "sde", "reduced", "full")
_found = ("method", "probability", "lower", "upper", "runs", "status", "message")


def _values(name: str, given: Any) -> "np.ndarray[Any, Any]":
    """Of one key, along an axis of its own."""
    unmasked("sweep", name, given)
    if isinstance(given, (list, tuple)) or isinstance(given, np.ndarray) and given.ndim == 1:
        return several(name, given)
    raise refusal("sweep", name, given, "a list or an array of one axis is needed")


def sweep(model: Model, over: Mapping[str, Any], methods: Union[str, Sequence[str]] = "sharp", *,
          progress: Progress = False, **keys: Any) -> pandas.DataFrame:
    """Every method at every combination of the values of any keys, one tidy table.

    Parameters
    ----------
    model : Model
    over : mapping
        ``{"annealing.rate": [0.1, 0.2], "target.separation": np.linspace(2, 5, 7)}``; the first
        key is the slowest.
    methods : str or list of str
        Any of sharp, overlap (theory), flow, sde, reduced, full (simulation).
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    pandas.DataFrame
        A column for each key by its full name, then method, probability, lower, upper (error
        band, or Wilson interval), runs, status, message. NaN where there is no number. `attrs`
        has the configuration of the first point.

    Raises
    ------
    ConfigError
        For a wrong key or value at any point, before anything is computed.
    Interrupted
        `partial` has the finished rows.

    Examples
    --------
    >>> table = sweep(Model(), {"annealing.initial_temperature": [2.0, 6.0]})
    >>> table["method"].tolist()
    ['sharp', 'sharp']
    """
    import pandas

    chosen = (names_of("sweep", "methods", methods) or "").split(",")
    for i, name in enumerate(chosen):
        choice("sweep", "methods", name, _methods)
        if name in chosen[:i]:
            raise ConfigError(f'sweep: methods has "{name}" twice')
    model = one_model("sweep", model)
    over = mapping("sweep", "over", over, "{key: values} is needed, each key by its full name")
    names = list(over)
    axes = {name: _values(name, over[name]).reshape([-1 if i == k else 1
                                                     for k in range(len(names))])
            for i, name in enumerate(names)}
    flat = joined([*of_call(keys, "sweep").items(), *axes.items()], "sweep")
    grid = Grid(model, flat, "sweep")
    columns = {name: grid.values(name).ravel() for name in names}
    points = [Model._of(config) for config in grid.configs]
    frames: List[Dict[str, Any]] = []

    def table() -> pandas.DataFrame:
        frame = pandas.DataFrame(frames, columns=None if frames else [*names, *_found])
        if len(frame):
            frame["_method"] = frame["method"].map(_methods.index)
            frame = frame.sort_values(["_point", "_method"]).drop(columns=["_point", "_method"])
        frame = frame.reset_index(drop=True)
        frame.attrs = provenance("annealvi sweep", grid.base)
        return frame

    def add(i: int, method: str, **values: Any) -> None:
        frames.append({"_point": i, **{name: column[i] for name, column in columns.items()},
                       "method": method, **values})

    with shown(progress, "sweep") as hear:
        def share_of(count: int) -> Progress:
            """Hears the next `count` answers as their share of all."""
            if hear is None:
                return False
            tell, first, every = hear, len(frames), len(points) * len(chosen)
            return lambda share: tell((first + share * count) / every)

        def add_sharp(found: CollapseProbability) -> None:
            for i in range(len(points)):
                if found.status[i] == "interrupted":
                    continue
                p, error = found.probability[i], found.error[i]
                add(i, "sharp", probability=p, lower=np.maximum(0.0, p - error),
                    upper=np.minimum(1.0, p + error), runs=0, status=found.status[i],
                    message=found.message[i])

        try:
            if "sharp" in chosen:
                try:
                    add_sharp(collapse_probability(objects(points, (len(points),)),
                                                   on_failure="keep",
                                                   progress=share_of(len(points))))
                except Interrupted as stop:
                    add_sharp(stop.partial)
                    raise
            for i, point in enumerate(points):
                if "overlap" in chosen:
                    overlap = overlap_probability(point)
                    p = overlap.probability if overlap else np.nan
                    add(i, "overlap", probability=p, lower=p, upper=p, runs=0,
                        status="done" if overlap else "not_available",
                        message="" if overlap else "no linear stage")
                for engine in chosen:
                    if engine in ("sharp", "overlap"):
                        continue
                    run = simulate(point, engine, progress=share_of(1), on_failure="keep")
                    p = np.nan if run.probability is None else run.probability
                    add(i, engine, probability=p, lower=run.lower, upper=run.upper,
                        runs=run.runs, status=run.status, message=" ".join(run.messages))
        except KeyboardInterrupt as stop:
            finished(table(), True)
            raise stop
    return table()

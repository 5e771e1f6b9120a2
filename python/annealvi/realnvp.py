# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""RealNVP flows under the annealing of a model."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from . import _core
from .jobs import Sweep, sweep_text
from .model import Model
from .progress import Progress, finished, shown
from .results import TableResult
from .simulation import Times, times_text, with_shorthands
from .table import parse_table


class FlowTraining(TableResult):
    """Trained RealNVP flows: a row a point; see `train_realnvp`.

    Attributes
    ----------
    runs, history : Table
        A row a flow, and windows of the training, averaged over the flows of a point;
        ``runs.frame()`` gives pandas.
    densities : Table or None
        Of flow and target over the plane of e and one other coordinate, a row a cell.
    """

    title = "annealvi realnvp"

    def __init__(self, text: str, runs: str, history: str, densities: Optional[str], model: Model,
                 data: Dict[str, Any]) -> None:
        super().__init__(text, model, data)
        self.runs = parse_table(runs)
        self.history = parse_table(history)
        self.densities = None if densities is None else parse_table(densities)


def train_realnvp(model: Model, runs: Optional[int] = None, vary: Sweep = None,
                  series: Sweep = None, times: Times = None, *, progress: Progress = False,
                  **keys: Any) -> FlowTraining:
    """Trains ``realnvp.runs`` RealNVP flows at every point, under the schedule of the model.

    Parameters
    ----------
    model : Model
    runs : int, optional
        Trained flows a point.
    vary, series : str or {key: values}, optional
        As for `curve`.
    times : str or increasing floats, optional
        ``realnvp.density_times``: the densities of run ``realnvp.density_run`` are wanted then,
        of a training at one point; as for `trajectory`.
    progress, **keys
        As for `collapse_probability`.

    Returns
    -------
    FlowTraining
        A flow collapses when a mode has less than ``realnvp.collapse_threshold`` of its mass
        (theory/realnvp.md).

    Raises
    ------
    ConfigError
        For wrong keys, and densities of more than one point.
    Interrupted
        `partial` has the finished points; unfinished ones start anew (the program's --resume
        goes on from checkpoints).
    """
    origin = "train_realnvp"
    model = with_shorthands(
        origin, model, keys, realnvp__runs=runs, realnvp__vary=sweep_text(origin, "vary", vary),
        realnvp__series=sweep_text(origin, "series", series),
        realnvp__density_times=times_text(times, origin) or None)
    with shown(progress, "realnvp") as hear:
        text, per_run, history, densities, data, interrupted = _core.realnvp(model._config, hear)
        return finished(FlowTraining(text, per_run, history, densities, model, json.loads(data)),
                        interrupted)

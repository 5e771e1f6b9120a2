# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Formula against simulations."""

from __future__ import annotations

import json
from typing import Dict, Mapping, Sequence, Union

from . import _core
from .arguments import choice, refusal, threads as thread_count
from .model import Model, one_model
from .progress import Progress, finished, shown
from .results import TableResult


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
        Default: the built-in list of problems (several minutes).
    level : "quick" or "full"
        About 2 or 20 core-seconds a simulation.
    formula : "sharp", "without-noise" or "overlap"
        The last two are known to fail: they show what a disagreement looks like.
    threads : int
        0: all cores. Results never depend on it.
    progress
        As for `collapse_probability`.

    Returns
    -------
    Validation
        A row a comparison; `conclusion`, `agreement`. A disagreement is no exception.

    Raises
    ------
    ConfigError
        For wrong arguments, and models that the formulas are not for.
    Interrupted
        `partial` has the finished comparisons.
    """
    choice("validate", "level", level, ("quick", "full"))
    choice("validate", "formula", formula, ("sharp", "without-noise", "overlap"))
    count = thread_count("validate", threads) or 0
    if models is None:
        named: Dict[str, Model] = {}
    elif isinstance(models, Model):
        named = {"model": models}
    elif isinstance(models, Mapping) and all(isinstance(name, str) for name in models):
        named = dict(models)
    elif isinstance(models, (list, tuple)):
        named = {f"model {i}": each for i, each in enumerate(models)}
    else:
        raise refusal("validate", "models", models, "a Model, a list of them or {name: Model}")
    if models is not None and not named:
        raise refusal("validate", "models", models, "at least one Model is needed")
    cases = [(name, one_model("validate", each)._config) for name, each in named.items()]
    with shown(progress, "validating") as hear:
        text, data, interrupted = _core.validate(cases, level, formula, count, hear)
        model = next(iter(named.values()), Model())
        return finished(Validation(text, model, json.loads(data)), interrupted)

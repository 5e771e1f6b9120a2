# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The tables of ``annealvi table``."""

from __future__ import annotations

import re
from typing import Any, List, Optional

from . import _core
from .arguments import choice
from .errors import ConfigError
from .jobs import listed
from .keys import spelled
from .model import Model, one_model
from .progress import Progress, finished, shown
from .results import TableResult


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


_tables = ("expectations", "rates", "critical", "separatrix", "finite-size", "bifurcation")
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
    model : Model, optional
        What else the table depends on, such as the path.
    progress
        As for `collapse_probability`.

    Returns
    -------
    TheoryTable
        The labels of the equations are in `meanings`.

    Raises
    ------
    ConfigError
        For an unknown table, or a list that it does not have.
    Interrupted

    Examples
    --------
    >>> theory_table("rates", separation=3, temperature=[1, 2])["lambda_sum"].shape
    (2,)
    """
    origin = "theory_table"
    choice(origin, "name", name, _tables)
    for each in lists:
        choice(origin, "a list", each, _lists)
    texts = [(f"table.{each}", spelled(values if isinstance(values, str)
                                       else listed(origin, each, values)), f"--{each}")
             for each, values in lists.items()]
    model = one_model(origin, Model() if model is None else model)
    try:
        model = Model._of(model._config.replaced(texts))
        with shown(progress, name) as hear:
            text, notes, failures, interrupted = _core.theory_table(name, model._config, hear)
            status = "interrupted" if interrupted else "failed" if failures else "done"
            result = TheoryTable(text, model, {"status": status})
            result.notes, result.failures = notes, failures
            return finished(result, interrupted)
    except ConfigError as error:  # whose sentences name the options of the program
        raise ConfigError(re.sub(r"^--(\w+)(?:: table\.\w+)?(?=[: ])", r"theory_table: \1",
                                 str(error))) from None

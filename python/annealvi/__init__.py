# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Collapse probability of annealed variational inference on Gaussian mixtures.

>>> import annealvi
>>> model = annealvi.Model(target=dict(separation=3.0), **{"annealing.rate": 0.2})
>>> annealvi.collapse_probability(model).status
'converged'

Models: `Model`, `read`, `Schedule`, `Noise`, `config_keys`.
Theory: `collapse_probability`, `probability_report`, `critical_temperature`, `safe_temperature`,
`linear_rates`, `overlap_probability`, `effective_start`, `separatrix`, `theory_table`.
Runs: `simulate`, `ensemble`, `trajectory`.
Jobs: `sweep`, `curve`, `phase`, `design`, `validate`, `train_realnvp`.
Results: `read_table`, the module `plot`.
Trainings: the module `practice`.
Errors: `ConfigError`, `NumericalFailure`, `Interrupted`.

Parts are imported when they are first asked for: tables and pictures work without the compiled
module.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, List

if TYPE_CHECKING:
    from . import plot as plot
    from . import practice as practice
    from . import table as table
    from ._core import version as __version__
    from .errors import ConfigError, Interrupted, NumericalFailure
    from .ensembles import ensemble
    from .jobs import curve, design, phase, theory_table, train_realnvp, validate
    from .keys import config_keys
    from .model import Model, read
    from .probability import collapse_probability, probability_report
    from .sections import Noise, Schedule
    from .simulation import simulate, trajectory
    from .sweeps import sweep
    from .table import Table, TableError, read_table
    from .theory import (collapsed_separation, critical_separation, critical_temperature,
                         effective_start, linear_rates, overlap_probability, safe_temperature,
                         safe_temperature_status, separatrix)

_modules = ("plot", "practice", "table")
_homes = {name: home for home, names in {
    "ensembles": "ensemble",
    "errors": "ConfigError Interrupted NumericalFailure",
    "jobs": "curve design phase theory_table train_realnvp validate",
    "keys": "config_keys",
    "model": "Model read",
    "probability": "collapse_probability probability_report",
    "sections": "Noise Schedule",
    "simulation": "simulate trajectory",
    "sweeps": "sweep",
    "table": "Table TableError read_table",
    "theory": "collapsed_separation critical_separation critical_temperature effective_start "
              "linear_rates overlap_probability safe_temperature safe_temperature_status "
              "separatrix",
}.items() for name in names.split()}

__all__ = [*_homes, *_modules]


def __getattr__(name: str) -> Any:
    if name in _modules:
        return import_module(f"annealvi.{name}")
    if name == "__version__":
        return import_module("annealvi._core").version
    if name not in _homes:
        raise AttributeError(f"module 'annealvi' has no attribute '{name}'")
    try:
        value = getattr(import_module(f"annealvi.{_homes[name]}"), name)
    except ImportError as error:
        if find_spec("annealvi._core") is None:
            raise ImportError("the compiled module of annealvi is missing: scripts/python.sh or "
                              "`pip install .` builds it") from error
        raise
    globals()[name] = value
    return value


def __dir__() -> List[str]:
    return sorted([*globals(), *_homes, *_modules])

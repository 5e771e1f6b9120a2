# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Collapse probability of annealed variational inference on Gaussian mixtures.

>>> import annealvi
>>> model = annealvi.Model(target=dict(separation=3.0), **{"annealing.rate": 0.2})
>>> annealvi.collapse_probability(model).status
'converged'

Models: `Model`, `read`, `Schedule`, `Noise`, `config_keys` (every key, its unit, what is allowed).
Theory: `collapse_probability`, `probability_report`, `critical_temperature`, `safe_temperature`,
`safe_temperature_status`, `linear_rates`, `overlap_probability`, `effective_start`, `separatrix`,
`theory_table`, the numbers `critical_separation` (R_1) and `collapsed_separation` (R_c).
Runs: `simulate`, `ensemble`, `trajectory`.
Jobs: `sweep`, `curve`, `phase`, `design`, `validate`, `train_realnvp`.
Results: `read_table` (a `Table`), the modules `plot` and `table`; ``to_dataframe()`` and
``to_xarray()`` of what calls return.
Trainings of your own: the module `practice`.
Errors: `ConfigError`, `NumericalFailure`, `Interrupted`, `TableError`.

Keys of the configuration are given by their full names, ``**{"annealing.rate": 0.1}``, or by
section, ``annealing=dict(rate=0.1)``, to every call. Units: lengths in standard deviations of a
component of the target (`separation` R is half the distance between the modes), time in that of the
flow, of which a step of SGD takes ``sgd.step``. Labels such as (S4) are those of theory/.

Parts are imported when they are first asked for: tables and pictures work without the compiled
module.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, List

if TYPE_CHECKING:  # "as": without it the names are not exported, which mypy --strict minds
    from . import plot as plot, practice as practice, table as table
    from ._core import version as __version__
    from .ensembles import ensemble as ensemble
    from .errors import (ConfigError as ConfigError, Interrupted as Interrupted,
                         NumericalFailure as NumericalFailure)
    from .jobs import curve as curve, design as design, phase as phase
    from .keys import config_keys as config_keys
    from .model import Model as Model, read as read
    from .probability import (collapse_probability as collapse_probability,
                              probability_report as probability_report)
    from .realnvp import train_realnvp as train_realnvp
    from .sections import Noise as Noise, Schedule as Schedule
    from .separatrices import separatrix as separatrix
    from .simulation import simulate as simulate, trajectory as trajectory
    from .sweeps import sweep as sweep
    from .table import Table as Table, TableError as TableError, read_table as read_table
    from .theory import (collapsed_separation as collapsed_separation,
                         critical_separation as critical_separation,
                         critical_temperature as critical_temperature,
                         effective_start as effective_start, linear_rates as linear_rates,
                         overlap_probability as overlap_probability,
                         safe_temperature as safe_temperature,
                         safe_temperature_status as safe_temperature_status)
    from .theory_tables import theory_table as theory_table
    from .validation import validate as validate

_modules = ("plot", "practice", "table")
_homes = {name: home for home, names in {
    "ensembles": "ensemble",
    "errors": "ConfigError Interrupted NumericalFailure",
    "jobs": "curve design phase",
    "keys": "config_keys",
    "model": "Model read",
    "probability": "collapse_probability probability_report",
    "realnvp": "train_realnvp",
    "sections": "Noise Schedule",
    "separatrices": "separatrix",
    "simulation": "simulate trajectory",
    "sweeps": "sweep",
    "table": "Table TableError read_table",
    "theory": "collapsed_separation critical_separation critical_temperature effective_start "
              "linear_rates overlap_probability safe_temperature safe_temperature_status",
    "theory_tables": "theory_table",
    "validation": "validate",
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

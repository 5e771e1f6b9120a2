# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""`advise`: from a training to a verdict, its numbers, and what to change."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Union

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError
from .geometry import Edge, spanning_tree, tempered_mass
from .modes import Modes
from .preserving import start_factor
from .reading import arguments_of
from .risk import Pair, Risk, risk as risk_of
from .schedules import Recommended, gate_arguments, recommend
from .temperatures import (Number, critical_temperature, need_family, safe_temperature)
from .training import Annealing, Training, step_time
from .verdict import Verdict, decide, equal_widths, warnings_of


@dataclass(frozen=True)
class Advice:
    """What `advise` found; `print` it, `save` it, or take the parts.

    Attributes
    ----------
    verdict : Verdict
        `.word` ("safe", "not safe", "cannot say") and `.reason`.
    modes, tree, training, schedule
        The input, and the edges of the spanning tree, longest first.
    pair : Pair
        The hardest edge as the pair of the theory.
    safe : Number
        T_f of the family (P2); `matched_safe`: that of matched widths, from which starts are
        chosen.
    critical : float or None
        T_c.
    tempered : list of float
        Smaller tempered mass of each edge at T_f (P4).
    risk : Risk
        P of the user's schedule and its range.
    recommended : list of Recommended
        Fixed schedules, the better one first; empty where no safe T0 exists.
    gate : dict
        Arguments of `Annealer`; empty likewise.
    preserving_start : float or None
        T0 of mode-preserving tempering, where widths differ or p^beta has no safe T0.
    warnings : list of str
    """

    verdict: Verdict
    modes: Modes
    tree: List[Edge]
    training: Training
    schedule: Annealing
    pair: Pair
    safe: Number
    matched_safe: float
    critical: Optional[float]
    tempered: List[float]
    risk: Risk
    recommended: List[Recommended]
    gate: Dict[str, Any]
    preserving_start: Optional[float]
    warnings: List[str]

    @property
    def half_distance(self) -> float:
        """R_eff of (P1)."""
        return self.pair.half_distance

    def __str__(self) -> str:
        from .report import text_of

        return text_of(self)

    def to_dict(self) -> Dict[str, Any]:
        """Everything as plain values, what `annealvi advise --json` prints."""
        from .report import dictionary_of

        return dictionary_of(self)

    def save(self, folder: Union[str, os.PathLike[str]], *, force: bool = False) -> List[Path]:
        """Writes schedule.csv (step, T, beta), gate.json, yours.toml, advised.toml, snippets.py.

        `annealvi probability yours.toml` gives P of the user's schedule again, advised.toml that of
        the advised one.
        """
        from .files import write_files

        return write_files(self, Path(folder), force)


def advise(target: Union[Modes, str, os.PathLike[str]], training: Optional[Training] = None,
           schedule: Optional[Annealing] = None, *, family: str = "matched", components: int = 2,
           start_scale: Optional[float] = None, start_centre: Optional[ArrayLike] = None,
           risk: float = 0.01, safe_temperature: Optional[float] = None) -> Advice:
    """Will this training lose a mode, and what should change?

    Parameters
    ----------
    target : Modes or path
        `modes`, `from_samples` or `find_modes`; or the path of a TOML or JSON file with everything.
    training : Training
    schedule : Annealing
        `annealing(beta=[[0, 0.01], [10000, 1.0]])`.
    family : "matched", "shared", "own" or "flow"
        Widths of a mixture: 1/precision of the annealed target, one trained width, each component
        its own; or a normalising flow.
    components : int
        K >= 2 of a mixture.
    start_scale : float, optional
        Standard deviation of the means at the start in every coordinate, in the user's units;
        default 1/sqrt(d) of a width.
    start_centre : array (d), optional
        Where they start from, default 0.
    risk : float
        P that can be afforded, in (0, 1).
    safe_temperature : float, optional
        T_f >= 1 as measured by `reheat_test`; replaces that of the family.

    Returns
    -------
    Advice

    Raises
    ------
    ConfigError
        With one sentence.

    Examples
    --------
    >>> target = modes([[-3.0], [3.0]], widths=1.0)
    >>> training = Training(steps=4000, learning_rate=0.01, batch=32)
    >>> advise(target, training, annealing(temperature=[[0, 1.5], [2000, 1.0]])).verdict.word
    'not safe'
    """
    if not isinstance(target, Modes):
        if training is not None or schedule is not None:
            raise ConfigError("advise: a file holds everything; training and schedule go with "
                              "modes")
        return advise(**arguments_of(Path(target)))
    if not isinstance(training, Training) or not isinstance(schedule, Annealing):
        raise ConfigError("advise: modes, a Training and an annealing(...) are needed, or a file")
    need_family(family)
    _need(isinstance(components, int) and components >= 2, "family.components", components,
          "a whole number >= 2")
    _need(isinstance(risk, (int, float)) and 0.0 < risk < 1.0, "wanted.risk", risk,
          "a number in (0, 1)")
    _need(safe_temperature is None or (isinstance(safe_temperature, (int, float))
                                       and 1.0 <= safe_temperature < math.inf),
          "wanted.safe_temperature", safe_temperature, "a number >= 1")
    tree = spanning_tree(target)
    hardest = tree[0]
    pair = _pair(target, hardest, training, family, components, start_scale)
    offset = _offset(target, hardest, start_centre)
    matched = _safe(hardest.half_distance, "matched")
    safe = (_safe(hardest.half_distance, family) if safe_temperature is None
            else Number(float(safe_temperature), "measured by a reheat test (P3)"))
    start = max(1.0, matched.value or 1.0) if safe_temperature is None else float(safe_temperature)
    tempered = [tempered_mass(target, link, start) for link in tree]
    found = risk_of(pair, training, schedule, width_error=target.width_error)
    verdict = decide(target, tree, pair, training, schedule, safe, start, tempered, found, risk,
                     offset)
    preserving = None
    recommended: List[Recommended] = []
    gate: Dict[str, Any] = {}
    if start > 1.0 and (verdict.no_safe_start or hardest.width_ratio > equal_widths):
        preserving = max(1.5, start_factor * hardest.half_distance**2)
    if start > 1.0 and not verdict.no_safe_start:
        recommended = recommend(pair, training, start)
        gate = gate_arguments(target, tree, pair, training, start)
    return Advice(verdict, target, tree, training, schedule, pair, safe, start,
                  critical_temperature(hardest.half_distance), tempered, found, recommended, gate,
                  preserving,
                  warnings_of(target, tree, pair, training, schedule, start, tempered, recommended,
                              risk, offset))


_safe = safe_temperature


def _need(holds: bool, name: str, value: Any, allowed: str) -> None:
    if not holds:
        raise ConfigError(f"{name} = {value!r} is not allowed: {allowed}")


def _pair(target: Modes, hardest: Edge, training: Training, family: str, components: int,
          start_scale: Optional[float]) -> Pair:
    dimension = target.dimension
    if start_scale is None:
        scale = 1.0 / math.sqrt(dimension)
    else:
        _need(isinstance(start_scale, (int, float)) and 0.0 < start_scale < math.inf,
              "family.start_scale", start_scale, "a number > 0")
        scale = start_scale / hardest.width
    masses = target.masses[[hardest.a, hardest.b]]
    # A flow is read as a pair for the scale of its numbers only.
    count = 2 if family == "flow" else components
    return Pair(hardest, float(masses[0] / masses.sum()), dimension, count, scale, family,
                step_time(training, hardest.width, hardest.half_distance, dimension, count))


def _offset(target: Modes, hardest: Edge, centre: Optional[ArrayLike]) -> float:
    """Distance of the start from the middle of the hardest pair along its line, in widths."""
    start = np.zeros(target.dimension) if centre is None else np.asarray(centre, dtype=float)
    if start.shape != (target.dimension,) or not np.all(np.isfinite(start)):
        raise ConfigError(f"family.start_centre: {target.dimension} finite numbers are needed")
    # The point that is as many of its widths away from one mode as from the other.
    along_a = float(hardest.direction @ target.means[hardest.a])
    along_b = float(hardest.direction @ target.means[hardest.b])
    weight = hardest.width_b / (hardest.width_a + hardest.width_b)
    middle = along_a * weight + along_b * (1.0 - weight)
    return abs(float(hardest.direction @ start) - middle) / hardest.width

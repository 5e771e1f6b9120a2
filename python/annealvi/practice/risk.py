# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""P of a schedule of the user, by the sharp formula with a table of temperatures over time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

import annealvi
from .geometry import Edge
from .training import Annealing, StepTime, Training

Array = Any


@dataclass(frozen=True)
class Pair:
    """What the theory needs of one edge and a training: a pair of modes in its own units.

    Attributes
    ----------
    edge : Edge
    mass : float
        Of the mode at +R e, normalised to the two modes.
    dimension, components : int
    start_scale : float
        sigma0 in widths.
    family : str
    step_time : StepTime
    """

    edge: Edge
    mass: float
    dimension: int
    components: int
    start_scale: float
    family: str
    step_time: StepTime

    @property
    def half_distance(self) -> float:
        return self.edge.half_distance


@dataclass(frozen=True)
class Evaluation:
    """P under one reading of what is uncertain."""

    name: str
    probability: Optional[float]
    error: Optional[float]
    status: str
    message: str


@dataclass(frozen=True)
class Risk:
    """P of a schedule: the base value, its range, and every evaluation.

    Attributes
    ----------
    base : Evaluation
        Half way between the bounds of the time of a step, with gradient noise.
    quiet : Evaluation
        The same without noise.
    low, high : float or None
        Least and largest of all evaluations, with their errors.
    evaluations : list of Evaluation
    model : annealvi.Model
        Of the base value.
    """

    base: Evaluation
    quiet: Evaluation
    low: Optional[float]
    high: Optional[float]
    evaluations: List[Evaluation]
    model: Any = field(repr=False)


def time_table(schedule: Annealing, steps: int, step_time: StepTime, share: float = 0.5,
               slower: float = 1.0, tolerance: float = 0.01) -> Tuple[List[List[float]], float]:
    """The schedule over time: [[t, T], ...] and the total time.

    t is the integral of the time of a step; points are chosen so that linear interpolation misses T
    by at most `tolerance` of it.
    """
    kinks = np.unique(np.concatenate([schedule.steps, [0.0, float(steps)]]))
    kinks = kinks[kinks <= steps]
    fine = np.unique(np.concatenate([np.linspace(a, b, 400) for a, b in zip(kinks, kinks[1:])]))
    temperatures = schedule.temperature(fine)
    speeds = step_time.at(temperatures, share) / slower
    times = np.concatenate([[0.0], np.cumsum(0.5 * (speeds[1:] + speeds[:-1]) * np.diff(fine))])
    keep = _simplified(times, temperatures, tolerance)
    table = [[float(times[i]), float(temperatures[i])] for i in keep]
    while len(table) > 2 and table[-2][1] == table[-1][1]:  # constant afterwards anyway
        table.pop()
    return table, float(times[-1])


def _simplified(times: Array, temperatures: Array, tolerance: float) -> List[int]:
    """Indices of a polygon within `tolerance` of T (Douglas and Peucker)."""
    keep, open_ranges = {0, len(times) - 1}, [(0, len(times) - 1)]
    while open_ranges:
        a, b = open_ranges.pop()
        if b - a < 2:
            continue
        inner = slice(a + 1, b)
        line = np.interp(times[inner], times[[a, b]], temperatures[[a, b]])
        misses = np.abs(line / temperatures[inner] - 1.0)
        worst = int(np.argmax(misses))
        if misses[worst] > tolerance:
            middle = a + 1 + worst
            keep.add(middle)
            open_ranges += [(a, middle), (middle, b)]
    return sorted(keep)


def model_of(pair: Pair, training: Training, schedule: Annealing, *, share: float = 0.5,
             slower: float = 1.0, noisy: bool = True,
             half_distance: Optional[float] = None) -> annealvi.Model:
    """The configuration whose P answers for this schedule.

    Gradient noise is that of a constant step, the time of a step at T = sqrt(T0): for SGD there is
    no other, for Adam, whose steps get shorter as it cools, it is half way.
    """
    table, total = time_table(schedule, training.steps, pair.step_time, share, slower)
    hottest = table[0][1]
    batch = min(10**6, max(1, round(training.batch / pair.components)))  # the key's range
    step = float(pair.step_time.at(math.sqrt(hottest), share)) / slower
    keys: Dict[str, Any] = {
        "target.separation": pair.half_distance if half_distance is None else half_distance,
        "target.weight": pair.mass, "target.dimension": pair.dimension,
        "family.initial_scale": pair.start_scale,
        "family.variance": "matched",
        "annealing.path": "power", "sgd.estimator": training.estimator, "sgd.batch": batch,
        "sgd.step": step if noisy else 0.0}
    if len({temperature for _, temperature in table}) == 1:
        keys.update({"annealing.schedule": "constant", "annealing.initial_temperature": hottest})
    else:
        keys.update({"annealing.schedule": "table", "annealing.table": table})
    model = annealvi.Model(**keys)
    try:
        automatic = model.end_time
    except annealvi.ConfigError:
        automatic = math.inf
    return model if total > automatic else model.replace(**{"simulation.until": total})


def risk(pair: Pair, training: Training, schedule: Annealing, *, width_error: float = 0.0,
         quick: bool = False) -> Risk:
    """P of the schedule and its range over the time of a step, R and the family.

    Evaluated are: base; no noise; slowest and fastest time of a step; R higher and lower by the
    uncertainty of the widths; for own widths also a quarter of the time: in what was tried, own
    widths needed four times as long as matched ones (fit). The formula is for matched widths; a
    shared trained one has a lower T_f, 0.18 R^2 (P2).
    """
    variants: Dict[str, Dict[str, Any]] = {"base": {}, "no gradient noise": {"noisy": False}}
    if not quick:
        if pair.step_time.low != pair.step_time.high:
            variants["slowest steps"] = {"share": 0.0}
            variants["fastest steps"] = {"share": 1.0}
        if width_error > 0.0:
            for sign, name in ((1.0, "R larger"), (-1.0, "R smaller")):
                variants[name] = {"half_distance": pair.half_distance * (1.0 + sign * width_error)}
        if pair.family == "own":
            variants["own widths: a quarter of the time"] = {"slower": 4.0}
    models = {name: model_of(pair, training, schedule, **values)
              for name, values in variants.items()}
    evaluations = evaluate(models)
    numbers = [e for e in evaluations if e.probability is not None]
    low = min((max(0.0, e.probability - e.error) for e in numbers), default=None)  # type: ignore
    high = max((min(1.0, e.probability + e.error) for e in numbers), default=None)  # type: ignore
    return Risk(evaluations[0], evaluations[1], low, high, evaluations, models["base"])


def evaluate(models: Dict[str, annealvi.Model]) -> List[Evaluation]:
    """The sharp probability of named models, all at once."""
    array = np.empty(len(models), dtype=object)
    array[:] = list(models.values())
    found = annealvi.collapse_probability(array, on_failure="keep")
    rows: List[Evaluation] = []
    for i, name in enumerate(models):
        value, error = float(found.probability[i]), float(found.error[i])
        rows.append(Evaluation(name, None if math.isnan(value) else value,
                               None if math.isnan(error) else error, str(found.status[i]),
                               str(found.message[i])))
    return rows


def probabilities(models: Sequence[annealvi.Model]) -> List[Optional[float]]:
    """P of each, None where there is no number."""
    return [e.probability for e in evaluate({str(i): model for i, model in enumerate(models)})]

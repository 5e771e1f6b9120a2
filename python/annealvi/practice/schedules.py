# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What to run instead: fixed schedules and a gate, in the user's steps (A6), (P6)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

import numpy as np

from .annealer import default_thresholds
from .geometry import Edge
from .modes import Modes
from .risk import Pair, model_of, probabilities
from .training import Annealing, Training

settle_share = 0.25
"""Share of the steps left at T = 1, for means and widths to settle (rule of thumb)."""
quench_share = 0.1
"""Share of the steps in which a held T0 is cooled; in (A6) 3 % of the time were enough."""
starts = (1.5, 2.2)
"""T0 in units of T_f: that of (P6), and one near the hot end of the range of (A6)."""


@dataclass(frozen=True)
class Recommended:
    """A fixed schedule for the user's steps.

    Attributes
    ----------
    name : "hold" or "linear"
    points : list of [step, T]
        Linear between them, T = 1 afterwards.
    probability : float or None
        P of the hardest pair at the base reading.
    model : annealvi.Model or None
        Whose sharp probability that is.
    """

    name: str
    points: List[List[float]]
    probability: Optional[float]
    model: Any


def fixed_schedule(name: str, start: float, steps: int) -> List[List[float]]:
    """[[step, T], ...]: "linear" from T0 to 1, or "hold" at T0 and a geometric quench."""
    end = round((1.0 - settle_share) * steps)
    if name == "linear":
        return [[0, start], [end, 1.0]]
    hold = max(1, round((1.0 - settle_share - quench_share) * steps))
    knots = np.unique(np.round(np.linspace(hold, end, 9)).astype(int))
    cooled = [[int(n), float(start ** ((end - n) / (end - hold)))] for n in knots]
    return [[0, start], *cooled]


def recommend(pair: Pair, training: Training, safe: float) -> List[Recommended]:
    """A held schedule and a linear one, each from 1.5 T_f or, where that halves P, from 2.2 T_f.

    Parameters
    ----------
    pair : Pair
        The hardest one.
    safe : float
        T_f of matched widths: never too cold in what was tried (P2).
    """
    candidates = [(name, factor, fixed_schedule(name, factor * safe, training.steps))
                  for name in ("hold", "linear") for factor in starts]
    models = [model_of(pair, training, _annealing(points)) for _, _, points in candidates]
    found = probabilities(models)
    chosen = []
    for name in ("hold", "linear"):
        rows = [(factor, Recommended(name, points, probability, model))
                for (kind, factor, points), probability, model in zip(candidates, found, models)
                if kind == name]
        usual = next(row for factor, row in rows if factor == 1.5)  # (P6)
        least = min((row for _, row in rows if row.probability is not None),
                    key=lambda row: row.probability or 0.0, default=usual)
        # Smaller differences are within the error of R, and so is all that matters below 1e-4.
        better = (usual.probability is None
                  or usual.probability > max(1e-4, 2.0 * (least.probability or 0.0)))
        chosen.append(least if better else usual)
    return chosen


def _annealing(points: List[List[float]]) -> Annealing:
    table = np.array(points)
    return Annealing(table[:, 0], table[:, 1])


def separation_pairs(modes: Modes, tree: List[Edge]) -> List[Any]:
    """`pairs` of an `Annealer`: all edges of the spanning tree."""
    if len(tree) == 1:
        return [(tree[0].direction.tolist(), tree[0].width)]
    return [(e.direction.tolist(), e.width, modes.means[e.a].tolist(), modes.means[e.b].tolist())
            for e in tree]


def gate_arguments(modes: Modes, tree: List[Edge], pair: Pair, training: Training,
                   safe: float) -> Dict[str, Any]:
    """Keyword arguments of `Annealer` for this training.

    A mixture waits for the separation of every edge (no mass enters). A flow has no means: its
    effective share of samples (rule of thumb: no theory of flows). Cooling is at most
    d ln beta/dt = 0.5, the rate of (A6), and at least a tenth of the steps; an unopened gate stalls
    after 0.65 of them.
    """
    start = 1.5 * safe
    step = float(pair.step_time.at(math.sqrt(start)))
    cool = math.log(start) / (0.5 * step)
    kind = "ess" if pair.family == "flow" else "separation"
    arguments: Dict[str, Any] = {
        "start": start, "gate": kind, "threshold": default_thresholds[kind],
        "cool": int(min(0.3 * training.steps, max(0.1 * training.steps, cool))) + 1,
        "latest": round((1.0 - settle_share - quench_share) * training.steps)}
    if kind == "separation":
        arguments["pairs"] = separation_pairs(modes, tree)
    return arguments

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Distances between modes in their widths (P1), the spanning tree, tempered masses (P4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple

import numpy as np

from .modes import Modes

Array = Any


@dataclass(frozen=True)
class Edge:
    """Two neighbouring modes a, b (counted from 0), seen along the direction that separates them
    best.

    Attributes
    ----------
    a, b : int
    half_distance : float
        R_ab of (P1).
    direction : ndarray (d)
        v, scaled to length 1.
    width_a, width_b : float
        Standard deviations along v, in the user's units.
    """

    a: int
    b: int
    half_distance: float
    direction: Array
    width_a: float
    width_b: float

    @property
    def width(self) -> float:
        """Unit of length of the pair: the mean of the two widths."""
        return 0.5 * (self.width_a + self.width_b)

    @property
    def width_ratio(self) -> float:
        """Wider over narrower, >= 1."""
        return max(self.width_a, self.width_b) / min(self.width_a, self.width_b)


def edge(modes: Modes, a: int, b: int) -> Edge:
    """R_ab = max over v of |v.(m_a - m_b)| / (sqrt(v'S_a v) + sqrt(v'S_b v)) (P1).

    The maximum is at v = (s S_a + (1 - s) S_b)^-1 (m_a - m_b) for one 0 < s < 1, which solves
    s sqrt(v'S_a v) = (1 - s) sqrt(v'S_b v) (the gradient of the quotient vanishes); found by
    bisection to rounding.
    """
    difference = modes.means[a] - modes.means[b]
    first, second = modes.covariances[a], modes.covariances[b]

    def at(s: float) -> Tuple[Array, float, float]:
        v = np.linalg.solve(s * first + (1.0 - s) * second, difference)
        return v, float(np.sqrt(v @ first @ v)), float(np.sqrt(v @ second @ v))

    low, high = 0.0, 1.0
    for _ in range(60):
        s = 0.5 * (low + high)
        _, width_a, width_b = at(s)
        # Stationarity: weight of S_a is proportional to 1/width_a.
        if s * width_a > (1.0 - s) * width_b:
            high = s
        else:
            low = s
    v, width_a, width_b = at(0.5 * (low + high))
    length = float(np.linalg.norm(v))
    return Edge(a, b, abs(float(v @ difference)) / (width_a + width_b), v / length,
                width_a / length, width_b / length)


def spanning_tree(modes: Modes) -> List[Edge]:
    """Edges of the minimum spanning tree of R_ab, longest first (Prim)."""
    joined, tree = {0}, []
    nearest = {b: edge(modes, 0, b) for b in range(1, modes.count)}
    while nearest:
        new = min(nearest, key=lambda b: nearest[b].half_distance)
        tree.append(nearest.pop(new))
        joined.add(new)
        for b in nearest:
            candidate = edge(modes, new, b)
            if candidate.half_distance < nearest[b].half_distance:
                nearest[b] = candidate
    return sorted(tree, key=lambda e: -e.half_distance)


def tempered_mass(modes: Modes, link: Edge, temperature: float) -> float:
    """Smaller share of an edge's two modes under p^(1/T) (P4), in (0, 1/2].

    M_a is proportional to mass_a^beta |S_a|^((1 - beta)/2), beta = 1/T: tempering feeds the wide
    mode.
    """
    beta = 1.0 / temperature
    log_masses = [beta * np.log(modes.masses[i])
                  + 0.5 * (1.0 - beta) * np.linalg.slogdet(modes.covariances[i])[1]
                  for i in (link.a, link.b)]
    return float(1.0 / (1.0 + np.exp(abs(log_masses[0] - log_masses[1]))))

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Safe temperature of a family (P2), critical temperature, and where a gate by F can stand (A5)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

import annealvi
from ..errors import ConfigError, NumericalFailure

families = ("matched", "shared", "own", "flow")

# Folds of the symmetric pair in one dimension (P2): half distance, T_f. Own computations of the
# theory; at the first row of each the fold is about to reach T = 1.
folds = {"shared": ((2.5, 1.059375), (3.0, 1.585346), (4.0, 2.884323), (5.0, 4.538321),
                    (6.0, 6.55116)),
         "own": ((3.0, 1.041406), (4.0, 1.900), (5.0, 2.996))}


@dataclass(frozen=True)
class Number:
    """A value with its source: "theorem", "fit" (on the seven targets of P) or "rule of thumb"."""

    value: Optional[float]
    source: str


def need_family(family: str) -> None:
    if family not in families:
        raise ConfigError(f"family.kind = {family!r} is not allowed: {', '.join(families)}")


def matched_safe_temperature(half_distance: float, mass: float = 0.5) -> Optional[float]:
    """T_f (L6) of two components of matched width, power path; None where none is >= 1."""
    model = annealvi.Model(**{"target.separation": half_distance, "target.weight": mass})
    try:
        found = annealvi.safe_temperature(model)
    except NumericalFailure:
        found = None
    if found is None and mass != 0.5:
        return matched_safe_temperature(half_distance)
    return None if found is None else float(found)


def safe_temperature(half_distance: float, family: str = "matched") -> Number:
    """T_f below which slow cooling cannot repair a collapse; 1 where none is needed.

    Parameters
    ----------
    half_distance : float
        R > 0 in widths.
    family : "matched", "shared", "own" or "flow"
        One width that is 1/H; one trained width; every component its own; a flow. For the flow
        nothing is known: the value of matched widths, never exceeded in what was tried.

    Returns
    -------
    Number
        matched: theorem, relative error 1e-8. shared, own: T_f/R^2 interpolated between computed
        folds in d = 1 (2 %) and held constant beyond them.
    """
    need_family(family)
    if not (half_distance > 0.0 and math.isfinite(half_distance)):
        raise ConfigError(f"half distance = {half_distance} is not allowed: a number > 0 is needed")
    if family in ("matched", "flow"):
        found = matched_safe_temperature(half_distance)
        return Number(1.0 if found is None else found,
                      "theorem (L6)" if family == "matched" else
                      "rule of thumb: that of matched widths; none is known for a flow")
    table = np.array(folds[family])
    ratio = np.interp(half_distance, table[:, 0], table[:, 1] / table[:, 0] ** 2)
    return Number(max(1.0, float(ratio) * half_distance**2),
                  "computed folds in one dimension (P2), interpolated")


def critical_temperature(half_distance: float) -> Optional[float]:
    """T_c (L5): hotter, a pair does not separate; None below R_1 = 1.46."""
    model = annealvi.Model(**{"target.separation": half_distance})
    found = annealvi.critical_temperature(model)
    return None if found is None or found < 1.0 else float(found)


def objective_gate_allowed(mass: float, count: int = 2, threshold: float = 0.6) -> bool:
    """Whether F < threshold tells a split pair from one that lost a mode (A6).

    Needed: F_split < threshold < least F of a run that misses a mode. Equal fixed weights on masses
    (mass, 1 - mass): F_split = -1/2 ln(4 mass (1 - mass)), missing the lighter one -ln(max mass).
    Of M modes, missing the lightest costs -ln(1 - mass).
    """
    lighter = min(mass, 1.0 - mass)
    missing = -math.log1p(-lighter)
    split = -0.5 * math.log(4.0 * lighter * (1.0 - lighter)) if count == 2 else 0.0
    return split < threshold < missing

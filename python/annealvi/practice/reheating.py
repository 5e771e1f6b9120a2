# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Reheat test (P3): from which temperature on does a collapsed solution recover?"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Callable, List, Sequence, Tuple

from ..errors import ConfigError


@dataclass(frozen=True)
class Reheating:
    """Outcome of `reheat_test`.

    Attributes
    ----------
    outcomes : list of (float, bool)
        Temperature, and whether the mode was found again, in increasing temperature.
    threshold : (float, float) or None
        Highest temperature that did not recover below the lowest that did: T_f lies between them.
        None where none recovered.
    not_monotone : bool
        Whether a hotter one was lost again: seen where p^beta feeds a wide mode (P4).
    """

    outcomes: List[Tuple[float, bool]]

    @property
    def threshold(self) -> Any:
        recovered = [t for t, found in self.outcomes if found]
        if not recovered:
            return None
        colder = [t for t, found in self.outcomes if not found and t < recovered[0]]
        return (colder[-1] if colder else 1.0, recovered[0])

    @property
    def not_monotone(self) -> bool:
        found = [found for _, found in self.outcomes]
        return any(a and not b for a, b in zip(found, found[1:]))

    def __str__(self) -> str:
        if self.threshold is None:
            return (f"no recovery up to T = {self.outcomes[-1][0]:g}: no safe T0 was found; anneal "
                    "so that the masses of the modes stay (annealvi advise says how)")
        low, high = self.threshold
        text = f"recovers from T = {high:g} on, not at {low:g}: start at T0 >= {1.5 * high:.3g}"
        if self.not_monotone:
            text += "; lost again when hotter, so hotter is not safer here"
        return text


def reheat_test(step: Callable[[Any, float], Any], collapsed: Any, lost: Callable[[Any], bool], *,
                temperatures: Sequence[float], hold: int, cool: int, settle: int = 0,
                duplicate: Callable[[Any], Any] = copy.deepcopy) -> Reheating:
    """Holds a collapsed solution at T0, cools it, and looks whether the lost mode is found again.

    Parameters
    ----------
    step : function (state, temperature) -> state or None
        One step of your own training. It may change the state in place and return nothing.
    collapsed : state
        A training that lost a mode: anything `duplicate` copies (for PyTorch a pair of modules and
        optimiser works with the default).
    lost : function (state) -> bool
        True while the mode is lost; for instance `diagnose(...).collapsed`.
    temperatures : increasing numbers > 1
        T0 to try, each from a copy of its own.
    hold, cool, settle : int
        Steps at T0, steps of linear cooling from T0 to 1, steps at T = 1. Hold long: near the
        threshold a recovery takes long, and the threshold comes out too hot.

    Raises
    ------
    ConfigError
        For temperatures that do not increase, or a start that has not lost anything.
    """
    tried = [float(t) for t in temperatures]
    if not tried or tried[0] <= 1.0 or any(b <= a for a, b in zip(tried, tried[1:])):
        raise ConfigError("reheat_test: temperatures > 1 that increase are needed")
    if min(hold, cool, settle) < 0 or hold + cool < 1:
        raise ConfigError("reheat_test: hold, cool and settle are numbers of steps >= 0, and hold "
                          "+ cool >= 1")
    if not lost(duplicate(collapsed)):
        raise ConfigError("reheat_test: the start has not lost a mode; give a collapsed solution")
    outcomes = []
    for start in tried:
        state = duplicate(collapsed)
        for n in range(hold + cool + settle):
            share = min(1.0, max(0.0, (n - hold) / cool)) if cool else float(n >= hold)
            after = step(state, start + (1.0 - start) * share)
            state = state if after is None else after
        outcomes.append((start, not lost(state)))
    return Reheating(outcomes)

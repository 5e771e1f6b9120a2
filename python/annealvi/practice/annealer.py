# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A schedule inside a training: fixed, or a gate that waits for the components (A4)."""

from __future__ import annotations

import math
from typing import Any, Dict, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError
from .training import annealing as read_annealing

Array = Any
Pairs = Sequence[Tuple[Any, ...]]

gates = ("separation", "ess", "kl")
default_thresholds = {"separation": 6.0, "ess": 0.3, "kl": 0.6}


class Annealer:
    """Temperature of every step, for any framework.

    Fixed schedule: `Annealer([[0, 3.0], [1000, 3.0], [2000, 1.0]])`, linear between the points.
    Gate: `Annealer(start=3.0, gate="separation", cool=2000, latest=6000, pairs=[(direction,
    width)])` holds T0 until the gate opens, then cools geometrically to 1 within `cool` steps.

    Parameters
    ----------
    points : [[step, T], ...], optional
        Fixed schedule; then no gate.
    start : float
        T0 > 1 of a gate.
    gate : "separation", "ess" or "kl"
        What is looked at: squared distance of the means along each pair, in widths, over T (opens
        above the threshold); effective share of samples of q against p^(1/T) (above); log mean w -
        mean log w in nats (below). The last two need T0 > T_f and near-equal masses: below T_f a
        collapsed run looks perfect to them (A7), and with unequal masses losing the light mode
        costs little (A6).
    threshold : float, optional
        Default 6, 0.3, 0.6.
    cool : int
        Steps of cooling once open.
    latest : int, optional
        Step at which an unopened gate counts as stalled and cooling starts all the same; `stalled`
        tells. Default: never.
    pairs : sequence of (direction (d), width) or (direction, width, mode a (d), mode b (d))
        Of "separation": direction that separates the modes and mean width along it, in the user's
        coordinates. Of two modes one pair is enough; of more every edge of the spanning tree with
        its modes: each needs a component nearest to a and one nearest to b that are separated.
    smoothing : float
        Weight in (0, 1] of a new look in the running mean of "ess" and "kl".

    Attributes
    ----------
    opened : int or None
        Step at which cooling began.
    stalled : bool
        Whether it began because of `latest`.
    """

    def __init__(self, points: Any = None, *, start: Optional[float] = None,
                 gate: Optional[str] = None, threshold: Optional[float] = None, cool: int = 0,
                 latest: Optional[int] = None, pairs: Pairs = (), smoothing: float = 0.2) -> None:
        self.opened: Optional[int] = None
        self.stalled = False
        self.gate = gate
        self._looked: Optional[float] = None
        if gate is None:
            if points is None or start is not None:
                raise ConfigError("Annealer: either points or start and gate are needed")
            self._fixed = read_annealing(temperature=points)
            return
        if points is not None or gate not in gates:
            raise ConfigError(f"Annealer: gate = {gate!r} with points = {points!r} is not allowed: "
                              f"a gate ({', '.join(gates)}) has start and no points")
        if start is None or not (math.isfinite(start) and start > 1.0):
            raise ConfigError(f"Annealer: start = {start!r} is not allowed: T0 > 1")
        if cool < 1 or (latest is not None and latest < 1):
            raise ConfigError("Annealer: cool and latest are numbers of steps >= 1")
        if not 0.0 < smoothing <= 1.0:
            raise ConfigError("Annealer: smoothing is in (0, 1]")
        self.start, self.cool, self.latest = float(start), int(cool), latest
        self.threshold = default_thresholds[gate] if threshold is None else float(threshold)
        self.smoothing = smoothing
        self._pairs = [_pair(entry) for entry in pairs]
        if gate == "separation" and not self._pairs:
            raise ConfigError('Annealer: gate "separation" needs pairs: (direction, width) of each')
        if len(self._pairs) > 1 and any(not ends for _, _, ends in self._pairs):
            raise ConfigError("Annealer: several pairs need their modes: (direction, width, mode "
                              "a, mode b)")
        self._modes = [mode for _, _, ends in self._pairs for mode in ends]

    def temperature(self, step: int) -> float:
        """T >= 1 at a step counted from 0."""
        if self.gate is None:
            return float(self._fixed.temperature(step))
        if self.opened is None and self.latest is not None and step >= self.latest:
            self.opened, self.stalled = self.latest, True
        if self.opened is None:
            return self.start
        return float(self.start ** max(0.0, 1.0 - max(0, step - self.opened) / self.cool))

    def beta(self, step: int) -> float:
        """1/T, in (0, 1]."""
        return 1.0 / self.temperature(step)

    def update(self, step: int, *, means: Optional[ArrayLike] = None,
               log_q: Optional[ArrayLike] = None, log_p: Optional[ArrayLike] = None) -> bool:
        """Shows the gate the training at a step; True once it is open. Every 10 to 50 steps is
        enough.

        Parameters
        ----------
        means : array (K, d)
            Of the components, for "separation".
        log_q, log_p : array (n)
            At samples of q, log p untempered and up to a constant, for "ess" and "kl". More than
            100.
        """
        if self.gate is None or self.opened is not None:
            return True
        if self.gate == "separation":
            if means is None:
                raise ConfigError('Annealer.update: gate "separation" needs means')
            is_open = self._separated(_plain(means))
        else:
            if log_q is None or log_p is None:
                raise ConfigError(f'Annealer.update: gate "{self.gate}" needs log_q and log_p')
            is_open = self._fits(_plain(log_q), _plain(log_p))
        if is_open:
            self.opened = step
        return is_open

    def _separated(self, means: Array) -> bool:
        if means.ndim != 2 or len(means) < 2 or means.shape[1] != len(self._pairs[0][0]):
            raise ConfigError(f"Annealer.update: means of shape (K, {len(self._pairs[0][0])}), K "
                              f">= 2, are needed, not {means.shape}")
        if len(self._pairs) == 1:
            groups = [(means, means)]
        else:
            distances = [np.linalg.norm(means - mode, axis=1) for mode in self._modes]
            nearest = np.min(distances, axis=0)
            near = [means[distance <= nearest] for distance in distances]
            groups = list(zip(near[::2], near[1::2]))
        for (line, width, _), (first, second) in zip(self._pairs, groups):
            if not (len(first) and len(second)):
                return False
            along, other = first @ line / width, second @ line / width
            gap = np.abs(along[:, None] - other[None, :]).max()
            if gap**2 / self.start <= self.threshold:
                return False
        return True

    def _fits(self, log_q: Array, log_p: Array) -> bool:
        if log_q.shape != log_p.shape or log_q.size < 2:
            raise ConfigError("Annealer.update: log_q and log_p of the same samples are needed")
        logs = log_p.ravel() / self.start - log_q.ravel()
        weights = np.exp(logs - logs.max())
        if self.gate == "ess":
            value = float(weights.mean() ** 2 / np.mean(weights**2))
        else:
            value = float(np.log(weights.mean()) - np.mean(logs - logs.max()))
        old = self._looked
        self._looked = value if old is None else old + self.smoothing * (value - old)
        return (self._looked >= self.threshold if self.gate == "ess"
                else self._looked <= self.threshold)

    def state_dict(self) -> Dict[str, Any]:
        """What a checkpoint keeps; plain numbers."""
        return {"opened": self.opened, "stalled": self.stalled, "looked": self._looked}

    def load_state_dict(self, state: Dict[str, Any]) -> None:
        """Continues where `state_dict` was taken; the arguments are those of the constructor."""
        if set(state) != {"opened", "stalled", "looked"}:
            raise ConfigError("Annealer: this is not a state_dict of an Annealer")
        self.opened, self.stalled, self._looked = state["opened"], state["stalled"], state["looked"]


def _pair(entry: Tuple[Any, ...]) -> Tuple[Array, float, Tuple[Array, ...]]:
    if len(entry) not in (2, 4):
        raise ConfigError("Annealer: a pair is (direction, width) or (direction, width, mode a, "
                          "mode b)")
    line, *ends = (np.asarray(part, dtype=float) for part in (entry[0], *entry[2:]))
    width = float(entry[1])
    length = float(np.linalg.norm(line)) if line.ndim == 1 else 0.0
    if not (length > 0.0 and width > 0.0 and all(end.shape == line.shape for end in ends)):
        raise ConfigError("Annealer: a pair has a direction that is not 0, a width > 0, and modes "
                          "with as many coordinates")
    return line / length, width, tuple(ends)


def _plain(values: Any) -> Array:
    """A tensor of any framework as an array."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    array = np.asarray(values, dtype=float)
    if not np.all(np.isfinite(array)):
        raise ConfigError("Annealer.update: finite numbers are needed")
    return array

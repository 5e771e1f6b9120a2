# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The user's training, its annealing, and the time of the theory that a step takes (O4), (P5)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ConfigError

Array = Any
Points = Sequence[Sequence[float]]

optimisers = ("sgd", "momentum", "adam")
estimators = ("total", "path")


@dataclass(frozen=True)
class Training:
    """A training in the user's words.

    Attributes
    ----------
    steps : int
        Of the optimiser, at least 10.
    learning_rate : float
        > 0, in the user's units.
    batch : int
        Samples of q a step, all components together; a component gets batch / components.
    optimiser : "sgd", "momentum" or "adam"
    momentum : float
        In [0, 1), of "momentum".
    estimator : "total" or "path"
        The ordinary reparameterised gradient, or the gradient through the samples only ("sticking
        the landing").
    steps_per_epoch : int, optional
        Where the annealing counts epochs.
    relaxation_steps : float, optional
        n_1 of (P5): steps in which one component at T = 1, its mean displaced by half a width,
        comes back to 1/e of that. It replaces the formula for the time of a step. With Adam
        displace all coordinates: half a width in one of them is seen by Adam's own scale, and n_1
        is up to a quarter too long.
    """

    steps: int
    learning_rate: float
    batch: int
    optimiser: str = "adam"
    momentum: float = 0.9
    estimator: str = "total"
    steps_per_epoch: Optional[int] = None
    relaxation_steps: Optional[float] = None

    def __post_init__(self) -> None:
        _need(self.optimiser in optimisers, "optimiser", self.optimiser, ", ".join(optimisers))
        _need(self.estimator in estimators, "estimator", self.estimator, ", ".join(estimators))
        for name, least in (("steps", 10), ("batch", 1), ("steps_per_epoch", 1)):
            value = getattr(self, name)
            if name == "steps_per_epoch" and value is None:
                continue
            _need(_is_number(value) and value == int(value) and value >= least, name, value,
                  f"a whole number >= {least}")
        _need(_is_number(self.learning_rate) and self.learning_rate > 0.0, "learning_rate",
              self.learning_rate, "a number > 0")
        _need(_is_number(self.momentum) and 0.0 <= self.momentum < 1.0, "momentum", self.momentum,
              "a number in [0, 1)")
        _need(self.relaxation_steps is None
              or (_is_number(self.relaxation_steps) and self.relaxation_steps > 0.0),
              "relaxation_steps", self.relaxation_steps, "a number > 0")


def _is_number(value: Any) -> bool:
    return (isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
            and math.isfinite(value))


def _need(holds: bool, name: str, value: Any, allowed: str) -> None:
    if not holds:
        raise ConfigError(f"{name} = {value!r} is not allowed: {allowed}")


@dataclass(frozen=True)
class Annealing:
    """Temperatures at steps, linear between them in T or in beta; constant outside.

    Attributes
    ----------
    steps : ndarray
        Increasing, from 0.
    temperatures : ndarray
        T >= 1 there.
    in_beta : bool
        Whether beta = 1/T is what is linear between two steps.
    """

    steps: Array
    temperatures: Array
    in_beta: bool = False

    def temperature(self, step: ArrayLike) -> Array:
        """T at steps (any shape)."""
        at = np.asarray(step, dtype=float)
        if self.in_beta:
            return 1.0 / np.interp(at, self.steps, 1.0 / self.temperatures)
        return np.interp(at, self.steps, self.temperatures)


def annealing(*, temperature: Union[None, float, Points] = None,
              beta: Union[None, float, Points] = None, per: str = "step",
              steps_per_epoch: Optional[int] = None) -> Annealing:
    """The user's schedule.

    Parameters
    ----------
    temperature, beta : number or [[step, value], ...]
        One of them. Linear between the points, constant before the first and after the last. beta =
        1/T in (0, 1].
    per : "step" or "epoch"
        What the first column counts; epochs need `steps_per_epoch`.
    """
    if (temperature is None) == (beta is None):
        raise ConfigError("annealing: either temperature or beta is needed, as a number or as "
                          "[[step, value], ...]")
    name = "beta" if temperature is None else "temperature"
    given = beta if temperature is None else temperature
    try:
        points = np.array(given, dtype=float)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim == 0:
        points = np.array([[0.0, float(points)]])
    if points.ndim != 2 or points.shape[1] != 2 or not np.all(np.isfinite(points)):
        raise ConfigError(f"annealing.{name}: a number or a list of pairs [step, value] is needed")
    if per not in ("step", "epoch"):
        raise ConfigError(f"annealing.per = {per!r} is not allowed: step, epoch")
    if per == "epoch" and steps_per_epoch is None:
        raise ConfigError('annealing.per = "epoch" needs training.steps_per_epoch')
    steps, values = points[:, 0] * (steps_per_epoch if per == "epoch" else 1), points[:, 1]
    if steps[0] < 0.0 or np.any(np.diff(steps) <= 0.0):
        raise ConfigError(f"annealing.{name}: steps >= 0 that increase are needed")
    if name == "beta" and not np.all((values > 0.0) & (values <= 1.0)):
        raise ConfigError("annealing.beta: values in (0, 1] are needed (beta = 1/T)")
    if name == "temperature" and not np.all(values >= 1.0):
        raise ConfigError("annealing.temperature: values >= 1 are needed (T = 1 is the target)")
    return Annealing(steps, 1.0 / values if name == "beta" else values, name == "beta")


@dataclass(frozen=True)
class StepTime:
    """Time of the theory that a step takes at temperature T: between low and high.

    The theory measures lengths in widths of the pair and time so that a mean of a pair moves by
    half the slope in a unit of time.
    """

    low: Tuple[float, float]   # coefficient, power of T
    high: Tuple[float, float]
    source: str

    def at(self, temperature: ArrayLike, share: float = 0.5) -> Array:
        """Geometric interpolation between low (share 0) and high (share 1)."""
        (a, p), (b, q) = self.low, self.high
        t = np.asarray(temperature, dtype=float)
        return (a * t**p) ** (1.0 - share) * (b * t**q) ** share


def step_time(training: Training, width: float, half_distance: float, dimension: int,
              components: int = 2) -> StepTime:
    """How much time a step takes (O4); calibrated (P5) where `relaxation_steps` is given.

    Parameters
    ----------
    width : float
        Standard deviation of the pair along its line, in the user's units.
    half_distance : float
        R; used by Adam with the path estimator only.
    components : int
        K, of equal weights: a mean moves by its weight times the slope, so 2/K of a pair's (K = 2:
        (O4)).

    Returns
    -------
    StepTime
        SGD: lr/s^2; momentum: lr/((1 - mu) s^2). Adam, total: (lr/s) 2 sqrt(K B T) before the
        components separate, (lr/s) 2 sqrt(B T) after. Adam, path: the gradient along the line is
        its own noise; between a line along one coordinate and a line spread over all d (sqrt(d)
        faster).
    """
    batch = training.batch / components
    k = float(components)
    if training.relaxation_steps is not None:
        n1 = training.relaxation_steps
        if training.optimiser == "adam":  # sqrt(8 T)/n_1 for a pair, see (P5)
            c = 2.0 * math.sqrt(k) / n1
            return StepTime((0.85 * c, 0.5), (1.15 * c, 0.5), "calibrated (P5), 15 %")
        c = 2.0 / (k * n1)
        return StepTime((0.95 * c, 0.0), (1.05 * c, 0.0), "calibrated (P5), 5 %")
    if training.optimiser != "adam":
        memory = 1.0 - training.momentum if training.optimiser == "momentum" else 1.0
        c = (2.0 / k) * training.learning_rate / (memory * width**2)
        source = "theorem (N1)" if memory == 1.0 else "theorem (O1), order 0"
        return StepTime((c, 0.0), (c, 0.0), source)
    per_width = training.learning_rate / width
    if training.estimator == "total":
        return StepTime((2.0 * per_width * math.sqrt(batch), 0.5),
                        (2.0 * per_width * math.sqrt(k * batch), 0.5),
                        "theorem (O4), after and before the components separate")
    # (O3), path, matched width: RMS along e is w A R sqrt((1 - S)/B), A = 1/T; S is small while
    # hot.
    axis = 2.0 * per_width * math.sqrt(batch) / half_distance
    return StepTime((axis, 1.0), (axis * math.sqrt(dimension), 1.0),
                    "theorem (O3), line along one coordinate and spread over all; calibrate (P5)")


def relaxation_steps(losses: ArrayLike) -> float:
    """n_1 of (P5) from the losses of one component at T = 1, its mean displaced by half a width.

    Parameters
    ----------
    losses : array (n)
        Of every step, from the displacement until well after it has settled; noisy is fine. The
        loss is quadratic in the distance, so n_1 is when its excess has fallen to e^-2. The last
        quarter is taken as settled.

    Returns
    -------
    float
        Steps, interpolated.
    """
    values = np.asarray(losses, dtype=float)
    if values.ndim != 1 or len(values) < 20 or not np.all(np.isfinite(values)):
        raise ConfigError("relaxation_steps: at least 20 finite losses, one a step, are needed")
    tail = values[-(len(values) // 4):]
    excess = values - tail.mean()
    noise = tail.std() / math.sqrt(max(1, len(values) // 100))
    if not excess[0] > 4.0 * noise:
        raise ConfigError("relaxation_steps: the loss does not fall by more than its noise; "
                          "average the curves of several trainings, or use a larger batch")
    window = max(1, len(values) // 200)
    smooth = np.convolve(excess, np.ones(window) / window, mode="valid")
    level = excess[:window].mean() * math.exp(-2.0)
    below = int(np.argmax(smooth < level))
    if below == 0:
        raise ConfigError("relaxation_steps: the loss has not fallen to e^-2 of its excess; train "
                          "longer")
    before, after = smooth[below - 1], smooth[below]
    return float(below - 1 + (before - level) / (before - after))

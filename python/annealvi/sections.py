# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Sections of a configuration as objects: the schedule of temperatures, the gradient noise."""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from .arguments import array, refusal
from .errors import ConfigError
from .keys import config_keys, flattened
from .model import Model, assignments
from .table import clipped

not_of_a_schedule = ("path", "objective", "bridge_scale")
_cooled = ("initial_temperature", "rate")
_keys_of = {"constant": _cooled[:1], "exponential": _cooled, "linear": _cooled,
            "linear-beta": _cooled, "geometric": _cooled, "cosine": _cooled,
            "power": (*_cooled, "exponent"), "table": ("table",),
            "hold": (*_cooled, "hold"), "staircase": ("stairs",),
            "gate": (*_cooled, "gate", "gate_threshold", "stall_time"),
            "adaann": (*_cooled, "adaann_variance", "stall_time")}


def keys_of(kind: Any) -> Tuple[str, ...]:
    """The keys of [annealing] that T(t) of this kind depends on; all, of an unknown kind."""
    return _keys_of[kind] if isinstance(kind, str) and kind in _keys_of else _all_keys()


def _all_keys() -> Tuple[str, ...]:
    names = (name.partition(".") for name in config_keys())
    return tuple(key for section, _, key in names
                 if section == "annealing" and key not in (*not_of_a_schedule, "schedule"))


def _model_of(part: Any, origin: str) -> Model:
    """Checks the values of a section."""
    return Model._of(_core.Config.of(assignments(flattened((part,), {}, origin), origin)))


class Schedule:
    """Temperature as a function of time: T(0) = T0, then cooling.

    Parameters
    ----------
    kind : str
        ``"constant"``, ``"exponential"``, ``"linear"``, ``"linear-beta"``, ``"geometric"``,
        ``"power"``, ``"cosine"``, ``"table"``, ``"hold"``, ``"staircase"``, ``"gate"``,
        ``"adaann"``: ``annealing.schedule``. The temperature of the last two depends on the run.
    **values
        Keys of [annealing]: ``initial_temperature`` (T0 >= 1), ``rate`` (kappa > 0 [1/time]),
        ``exponent`` (power), ``table`` ([[t, T], ...] or a file), ``hold`` (time at T0),
        ``stairs`` (staircase; as table), ``gate``, ``gate_threshold``, ``stall_time``,
        ``adaann_variance``.

    Raises
    ------
    ConfigError
        For an unknown kind, a wrong value, and keys that the kind does not have.

    Examples
    --------
    >>> schedule = Schedule("table", table=[[0.0, 4.0], [10.0, 1.0]])
    >>> schedule(5.0), schedule.beta([0.0, 10.0]).tolist()
    (2.5, [0.25, 1.0])
    >>> schedule = Schedule("exponential", initial_temperature=10.0, rate=0.1)
    >>> Model(schedule).schedule == schedule
    True
    """

    section = "annealing"

    def __init__(self, kind: str = "exponential", **values: Any) -> None:
        if callable(kind):
            raise ConfigError("a function is not allowed as the kind of a Schedule: "
                              "Schedule.sampled(function, times) makes a table of it")
        wrong = [key for key in values if key in not_of_a_schedule]
        if wrong:
            raise ConfigError(f"{wrong[0]} is not allowed in a Schedule: it belongs to the Model, "
                              f"annealing.{wrong[0]}")
        self.values: Dict[str, Any] = {"schedule": kind, **values}
        if kind is None:
            raise refusal("Schedule", "kind", kind, config_keys()["annealing.schedule"].allowed)
        self._model = _model_of(self, "Schedule")
        for key in values:
            if key not in keys_of(kind):
                raise ConfigError(f'Schedule: {key} is not allowed: the kind "{kind}" has '
                                  f"{', '.join(keys_of(kind))}")

    def __call__(self, time: ArrayLike) -> Any:
        """T(t) >= 1 at times t >= 0 [time], of the shape of `time`; a number for a number.

        Raises ConfigError for times that are negative or not finite.
        """
        times = array("Schedule", "time", time, "finite numbers >= 0 are needed", 0.0)
        result = _core.temperature(self._model._config, times.ravel()).reshape(times.shape)
        return float(result) if times.ndim == 0 else result

    def beta(self, time: ArrayLike) -> Any:
        """beta(t) = 1/T(t), in (0, 1]; shapes and errors as for T."""
        return 1.0 / self(time)

    @classmethod
    def sampled(cls, function: Callable[[Any], Any], times: ArrayLike) -> Schedule:
        """One's own schedule: the table of ``function(t)`` at `times`, T linear in between.

        Parameters
        ----------
        function : callable
            T >= 1 as a function of an array of times [time].
        times : array
            Increasing, from 0 on; after the last one T stays.

        Raises
        ------
        ConfigError
            For a function that cannot take an array, times that do not increase, and temperatures
            below 1.

        Examples
        --------
        >>> own = Schedule.sampled(lambda t: 1 + 3 * np.exp(-(t / 8) ** 2), np.linspace(0, 30, 301))
        >>> own(0.0)
        4.0
        """
        origin = "Schedule.sampled"
        if not callable(function):
            raise refusal(origin, "function", function, "a function of an array of times")
        needed = "one or more times from 0 on that increase are needed"
        at = array(origin, "times", times, needed)
        if at.ndim != 1 or not at.size:
            raise refusal(origin, "times", times, needed)
        try:
            values = function(at)
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{origin}: the function cannot take an array of times, as np.maximum"
                              f" can and max cannot; it says: {clipped(str(error))}") from error
        found = array(origin, "function(times)", values, "a temperature for each time")
        if found.shape not in ((), at.shape):
            raise ConfigError(f"{origin}: function(times) has the shape {found.shape} where times "
                              f"has {at.shape}")
        temperatures = np.broadcast_to(found, at.shape)
        return cls("table", table=np.column_stack([at, temperatures]).tolist())

    def of_section(self) -> Tuple[str, ...]:
        """The keys that a schedule as a whole decides."""
        return ("schedule", *_all_keys())

    @property
    def kind(self) -> str:
        """``annealing.schedule``."""
        return str(self.values["schedule"])

    def __getattr__(self, key: str) -> Any:
        name = f"annealing.{key}"
        if key.startswith("_") or key in not_of_a_schedule or name not in config_keys():
            raise AttributeError(f"a Schedule has no {key!r}")
        return self._model[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schedule) and self._model == other._model

    def __hash__(self) -> int:
        return hash(self._model)

    def __repr__(self) -> str:
        values = {key: getattr(self, key) for key in self.values if key != "schedule"}
        more = "".join(f", {key}={value!r}" for key, value in values.items()
                       if value != config_keys()[f"annealing.{key}"].default)
        return f"Schedule({self.kind!r}{more})"


class Noise:
    """Gradient noise of stochastic gradient descent, the section [sgd].

    Parameters
    ----------
    step : float
        eta >= 0 [time]; 0 means gradient flow without noise.
    **values
        ``batch`` (B >= 1 samples a component and step), ``estimator`` (``"path"`` (N1) or
        ``"total"`` (N2)), ``control_variate``.

    Raises
    ------
    ConfigError
        For a wrong value.

    Examples
    --------
    >>> Model(Noise(0.02, batch=4))["sgd.batch"]
    4
    """

    section = "sgd"

    def __init__(self, step: Any = 0.0, **values: Any) -> None:
        self.values: Dict[str, Any] = {"step": step, **values}
        self._model = _model_of(self, "Noise")

    def of_section(self) -> Tuple[str, ...]:
        """The keys that the noise as a whole decides."""
        return tuple(name[4:] for name in config_keys() if name.startswith("sgd."))

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_") or f"sgd.{key}" not in config_keys():
            raise AttributeError(f"a Noise has no {key!r}")
        return self._model[f"sgd.{key}"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Noise) and self._model == other._model

    def __hash__(self) -> int:
        return hash(self._model)

    def __repr__(self) -> str:
        return f"Noise({', '.join(f'{key}={value!r}' for key, value in self.values.items())})"

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The model: target, family, annealing, noise and everything else a configuration holds."""

from __future__ import annotations

import copy
import json
import os
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import _core
from .arguments import path as path_of, refusal
from .keys import assigned, config_keys, flattened, of_call, section_names

if TYPE_CHECKING:
    from .sections import Noise, Schedule

Assignment = Tuple[str, str, str]


class Model:
    """One configuration: a set of keys with values, each with a default.

    Parameters
    ----------
    *parts : Schedule or Noise
        Sections as objects.
    **keys
        ``**{"target.separation": 3.0}`` or ``target=dict(separation=3.0)``. Values are checked
        as those of a file are; `config_keys` tells what is allowed. None means the default.

    Raises
    ------
    ConfigError
        For an unknown key, a wrong type, a value out of range, or keys that contradict.

    Examples
    --------
    >>> model = Model(target=dict(separation=4.0), **{"annealing.rate": 0.05})
    >>> model.replace(**{"annealing.rate": 0.1})["annealing.rate"]
    0.1
    """

    __slots__ = ("_config", "_values")

    def __init__(self, *parts: Any, **keys: Any) -> None:
        flat = flattened(parts, keys, "Model")
        self._adopt(_core.Config.of(assignments(flat, "Model")))

    def _adopt(self, config: _core.Config) -> None:
        self._config = config
        self._values: Optional[Dict[str, Any]] = None

    @classmethod
    def _of(cls, config: _core.Config) -> Model:
        model = cls.__new__(cls)
        model._adopt(config)
        return model

    @property
    def keys(self) -> Dict[str, Any]:
        """Every key by its full name with its value; None where it is not set."""
        if self._values is None:
            self._values = {f"{section}.{key}": json.loads(value)
                            for section, key, value in self._config.entries()}
        # What somebody does to a list stays with them.
        return {name: copy.deepcopy(value) if isinstance(value, list) else value
                for name, value in self._values.items()}

    @property
    def changed(self) -> Dict[str, Any]:
        """The keys whose values are not the defaults."""
        default = Model().keys
        return {name: value for name, value in self.keys.items() if value != default[name]}

    def __getitem__(self, name: str) -> Any:
        """Value of a key by its full name."""
        values = self.keys
        if name not in values:
            raise KeyError(f"{name} is no key of the configuration; annealvi.config_keys() has "
                           "them all")
        return values[name]

    def __getattr__(self, section: str) -> SimpleNamespace:
        if section.startswith("_") or section not in section_names():
            raise AttributeError(f"a Model has no attribute or section {section!r}; the sections "
                                 f"are {', '.join(section_names())}")
        start = section + "."
        return SimpleNamespace(**{name[len(start):]: value for name, value in self.keys.items()
                                  if name.startswith(start)})

    def __dir__(self) -> List[str]:
        return sorted({*super().__dir__(), *section_names()})

    def replace(self, *parts: Any, **keys: Any) -> Model:
        """The same model with other values; what is given as for `Model`.

        Keys that hold together (``family.components`` and ``family.weights``) are checked
        together. None takes a key back to its default.
        """
        return self.changed_by("replace", keys, *parts)

    def changed_by(self, origin: str, keys: Mapping[str, Any], *parts: Any) -> Model:
        """`replace`, whose messages begin with `origin`."""
        return Model._of(changed_config(self._config, flattened(parts, keys, origin), origin))

    @property
    def schedule(self) -> Schedule:
        """Its temperature as a function of time."""
        from .sections import Schedule, keys_of

        values = vars(self.annealing)
        kind = values["schedule"]
        return Schedule(kind, **{key: values[key] for key in keys_of(kind)})

    @property
    def noise(self) -> Noise:
        """Its gradient noise, the section [sgd]."""
        from .sections import Noise

        return Noise(**vars(self.sgd))

    @property
    def end_time(self) -> float:
        """t_end, at which collapse is judged: ``simulation.until`` or the automatic one [time].

        Raises ConfigError where the automatic one would be later than 1e9.
        """
        return self._config.end_time()

    @property
    def is_mixture(self) -> bool:
        """Whether it is more than two components with fixed weights on two modes.

        Then collapse is a mode without its share of weight (``simulation.coverage_share``), not two
        overlaps of one sign; closed forms of the pair (`linear_rates`, `separatrix`,
        `effective_start`, `overlap_probability`) refuse it.
        """
        return self._config.is_mixture()

    def to_toml(self) -> str:
        """Every key as a configuration that the program and `read` take."""
        return self._config.to_toml()

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes `to_toml` to a file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.to_toml())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.keys == other.keys

    def __hash__(self) -> int:
        return hash(self.to_toml())

    def __repr__(self) -> str:
        return f"Model(**{self.changed!r})" if self.changed else "Model()"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(name)}</code></td><td>{escape(json.dumps(value))}</td>"
            f"<td>{escape(config_keys()[name].unit)}</td>"
            f"<td style='text-align:left'>{escape(config_keys()[name].meaning)}</td></tr>"
            for name, value in self.changed.items())
        return ("<table><caption>annealvi model: what is not the default</caption>"
                f"<tr><th>key</th><th>value</th><th>unit</th><th>meaning</th></tr>{rows}</table>")

    def __reduce__(self) -> Any:
        return _restored, (stored_assignments(self._config),)


def _restored(stored: List[Assignment]) -> Model:
    return Model._of(_core.Config.of(stored))


def stored_assignments(config: _core.Config) -> List[Assignment]:
    """The keys that somebody set, as text, with where."""
    origins = config.origins
    return [(f"{section}.{key}", value, origins[f"{section}.{key}"])
            for section, key, value in config.entries()
            if f"{section}.{key}" in origins and value != "null"]


def assignments(flat: Mapping[str, Any], origin: str) -> List[Assignment]:
    return [assigned(name, value, origin) for name, value in flat.items() if value is not None]


def resets(flat: Mapping[str, Any]) -> bool:
    """Whether some key goes back to its default."""
    return any(value is None for value in flat.values())


def changed_config(config: _core.Config, flat: Mapping[str, Any], origin: str) -> _core.Config:
    """With these keys set, None: at its default."""
    changes = assignments(flat, origin)
    if not resets(flat):
        return config.replaced(changes)
    return _core.Config.of([*(entry for entry in stored_assignments(config)
                              if entry[0] not in flat), *changes])


def read(path: Union[str, os.PathLike[str]], *parts: Any, **keys: Any) -> Model:
    """The model of a configuration file, or of a table whose head holds one.

    Parameters
    ----------
    path : path
        A TOML file, or a result of the program (``curve.csv``).
    *parts, **keys
        What is to be different, as for `Model`.

    Returns
    -------
    Model

    Raises
    ------
    ConfigError
        With file, line, key, value and what is allowed.
    """
    file, flat = path_of("read", path), flattened(parts, keys, "read")
    if resets(flat):
        return Model._of(changed_config(_core.Config.read(file, []), flat, "read"))
    return Model._of(_core.Config.read(file, assignments(flat, "read")))


def one_model(origin: str, model: Any) -> Model:
    """The argument `model` of a function that answers for one."""
    if isinstance(model, Model):
        return model
    more = "; a list is not taken" if isinstance(model, (list, tuple)) else ""
    raise refusal(origin, "model", model, "one annealvi.Model is needed, annealvi.read gives that "
                  f"of a file{more}")


def changed_model(origin: str, model: Any, keys: Mapping[str, Any]) -> Model:
    """One model with other keys; messages begin with `origin`, the function the user called."""
    return one_model(origin, model).changed_by(origin, of_call(keys, origin))


Models = Union[Model, Sequence[Any], "np.ndarray[Any, Any]"]

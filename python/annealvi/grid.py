# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Models over arrays of keys, with the broadcasting of NumPy."""

from __future__ import annotations

import functools
import itertools
import json
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

import numpy as np

from . import _core
from .arguments import refusal, told, unmasked
from .errors import ConfigError, Interrupted
from .keys import assigned, config_keys, of_call
from .model import Model, Models, assignments, changed_config, stored_assignments
from .progress import finished


class Grid:
    """Configurations at every point of the common shape of models and keys.

    Attributes
    ----------
    shape : tuple of int
        () for one model.
    varied : dict
        The keys given as arrays, each of its own shape.
    configs : list
        In the order of a flattened array of that shape.
    """

    def __init__(self, models: Models, flat: Mapping[str, Any], origin: str) -> None:
        """`flat` is ``{"section.key": value}`` as of `keys.of_call`."""
        try:
            self._fill(models, flat, origin)
        except KeyboardInterrupt:
            raise Interrupted() from None

    def _fill(self, models: Models, flat: Mapping[str, Any], origin: str) -> None:
        bases = _array_of_models(models, origin)
        self.varied: Dict[str, Any] = {}
        fixed: Dict[str, Any] = {}
        for name, value in flat.items():
            array = _array_of_values(name, value, origin)
            if array.ndim == 0:
                fixed[name] = array.item() if array.dtype != object else array[()]
            else:
                self.varied[name] = array
        try:
            self.shape = np.broadcast_shapes(
                bases.shape, *(array.shape for array in self.varied.values()))
        except ValueError:
            shapes = {name: array.shape for name, array in self.varied.items()}
            raise ConfigError(f"{origin}: the shapes of the models {bases.shape} and of the keys "
                              f"{shapes} cannot be broadcast together") from None
        released = {name: None for name, value in fixed.items() if value is None}
        if released:
            bases = objects([Model._of(changed_config(base._config, released, origin))
                             for base in bases.flat], bases.shape)
        self.models, self._fixed = bases, fixed
        self.configs = self._configs(origin)
        first = self.configs[0] if self.configs else self._without_points(origin)
        self.base = Model._of(first)

    def __getstate__(self) -> Dict[str, Any]:
        return {**vars(self), "configs": [stored_assignments(config) for config in self.configs]}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        vars(self).update(state)
        self.configs = [_core.Config.of(stored) for stored in state["configs"]]

    def _configs(self, origin: str) -> List[_core.Config]:
        """The keys of a point are set together: some are allowed together only."""
        bases: List[Model] = list(np.broadcast_to(self.models, self.shape).flat)
        fixed = assignments(self._fixed, origin)
        texts: List[List[Tuple[str, str, str]]] = [
            [assigned(name, value, origin) for value in np.broadcast_to(array, self.shape).flat]
            for name, array in self.varied.items()]
        points = zip(*texts) if texts else itertools.repeat(())
        return [base._config.replaced([*fixed, *point]) for base, point in zip(bases, points)]

    def _without_points(self, origin: str) -> _core.Config:
        """Keys are checked where there is no point, too."""
        base: Model = self.models.flat[0] if self.models.size else Model()
        unknown = [(name, "0", origin) for name in self.varied if name not in config_keys()]
        return base._config.replaced([*assignments(self._fixed, origin), *unknown])

    @functools.cached_property
    def differing(self) -> Dict[str, Any]:
        """What differs between the points: keys of the models, then the keys given as arrays."""
        texts: Dict[str, List[str]] = {}
        models: List[Model] = list(self.models.flat) if self.models.size > 1 else []
        for base in models:
            for section, key, text in base._config.entries():
                texts.setdefault(f"{section}.{key}", []).append(text)
        found = {name: [json.loads(text) for text in column] for name, column in texts.items()
                 if len(set(column)) > 1 and name not in {**self.varied, **self._fixed}}
        return {**{name: several(name, column).reshape(self.models.shape)
                   for name, column in found.items()}, **self.varied}

    def values(self, name: str) -> "np.ndarray[Any, Any]":
        """Of a differing key, in the common shape."""
        return np.broadcast_to(self.differing[name], self.shape)

    def dimensions(self) -> Tuple[List[str], Dict[str, Tuple[List[str], Any]]]:
        """Names of the axes and coordinates ``{key: (axes, values)}``.

        An axis along which one key alone varies bears its name.
        """
        rank = len(self.shape)
        along = {name: [rank - array.ndim + axis for axis in range(array.ndim)
                        if array.shape[axis] == self.shape[rank - array.ndim + axis]]
                 for name, array in self.differing.items()}
        names = []
        for axis in range(rank):
            owners = [name for name, axes in along.items() if axes == [axis]]
            names.append(owners[0] if len(owners) == 1 else f"axis_{axis}")
        coordinates = {}
        for name, array in self.differing.items():
            axes = along[name]
            aligned = array.reshape((1,) * (rank - array.ndim) + array.shape)
            coordinates[name] = ([names[axis] for axis in axes],
                                 aligned.reshape([self.shape[axis] for axis in axes]))
        return names, coordinates


def over_grid(models: Models, keys: Mapping[str, Any], origin: str,
              call: Callable[[_core.Config], Optional[float]]) -> Any:
    """A number or None of one model, else an array, masked where there is none."""
    grid = Grid(models, of_call(keys, origin), origin)
    numbers, missing = np.full(len(grid.configs), np.nan), np.zeros(len(grid.configs), dtype=bool)
    interrupted = False
    try:
        for i, config in enumerate(grid.configs):
            value = call(config)
            numbers[i], missing[i] = (np.nan, True) if value is None else (value, False)
    except KeyboardInterrupt:
        interrupted = True
    result: Any = np.ma.masked_array(  # type: ignore[no-untyped-call]
        numbers.reshape(grid.shape), missing.reshape(grid.shape))
    found = finished(result, interrupted)
    return found if grid.shape else None if missing[0] else float(numbers[0])


def objects(values: List[Any], shape: Tuple[int, ...]) -> "np.ndarray[Any, Any]":
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array.reshape(shape)


def several(name: str, values: Any) -> "np.ndarray[Any, Any]":
    """An array of values of a key, each as it was written."""
    key = config_keys().get(name)
    words = not isinstance(values, np.ndarray) and any(isinstance(each, str) for each in values)
    if words or (key is not None and key.takes_list):  # NumPy would make words of numbers
        return objects(list(values), (len(values),))
    return np.asarray(values)


def _array_of_models(models: Models, origin: str) -> "np.ndarray[Any, Any]":
    if isinstance(models, Model):
        return objects([models], ())
    unmasked(origin, "model_or_models", models)
    array = models if isinstance(models, np.ndarray) else np.array(models, dtype=object)
    wrong = [each for each in array.flat if not isinstance(each, Model)]
    if wrong:
        raise ConfigError(f"{origin}: {told(wrong[0])} is not allowed as a model: annealvi.Model "
                          "or annealvi.read gives one")
    return array


def _array_of_values(name: str, value: Any, origin: str) -> "np.ndarray[Any, Any]":
    """Of shape () for one value."""
    unmasked(origin, name, value)
    if isinstance(value, np.ma.MaskedArray):  # temperatures that all exist
        value = value.data
    key = config_keys().get(name)
    takes_list = key is not None and key.takes_list
    if isinstance(value, np.ndarray) and (value.dtype == object or not takes_list):
        return value
    if value is None or isinstance(value, str) or takes_list:
        return objects([value], ())
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], (list, tuple)):
        return several(name, value)
    try:
        return np.asarray(value)
    except ValueError:  # rows of several lengths
        raise refusal(origin, name, value, "an array needs rows of one length") from None

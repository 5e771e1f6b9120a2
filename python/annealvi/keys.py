# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The keys of the configuration, and how their values are written."""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, List, Mapping, Tuple, Union

import numpy as np

from . import _core
from .arguments import joined, mapping, refusal, told
from .errors import ConfigError

KeyValue = Union[float, List[Any], Tuple[Any, ...], "np.ndarray[Any, Any]", Mapping[str, Any]]
"""What overloads take, so that ``**{"section.key": value}`` passes a checker of types; no texts, so
that these are still seen in a wrong place."""


@dataclass(frozen=True)
class Key:
    """One key of the configuration.

    Attributes
    ----------
    name : str
        Full name, ``"section.key"``.
    default : object
        Its default; None where there is none.
    meaning, unit, allowed : str
        As ``annealvi config`` prints them; the unit is empty for a pure number.
    takes_list : bool
        Whether its value is a list: then a plain list is one value, not several.
    """

    name: str
    default: Any
    meaning: str
    unit: str
    allowed: str
    takes_list: bool


@functools.lru_cache(maxsize=None)
def config_keys() -> Mapping[str, Key]:
    """Every key of the configuration by its full name, in the order of ``annealvi config``.

    Returns
    -------
    mapping of str to Key, read-only
        ``config_keys()["annealing.rate"].unit`` and `default`, `meaning`, `allowed`.
    """
    table = {}
    for section, key, default, meaning, unit, allowed, example in _core.options():
        value = json.loads(default)
        takes_list = isinstance(value, list) or example.startswith("[")
        name = f"{section}.{key}"
        table[name] = Key(name, value, meaning, unit, allowed, takes_list)
    return MappingProxyType(table)


@functools.lru_cache(maxsize=None)
def section_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.partition(".")[0] for name in config_keys()))


def spelled(value: Any) -> str:
    """A value as configuration files write it."""
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.tolist()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (str, os.PathLike)):
        return json.dumps(os.fspath(value), ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(spelled(element) for element in value) + "]"
    raise ConfigError(f"{told(value)} is not allowed as the value of a key: {_values}")


_values = "a number, a text, True, False or a list of these is needed"


def assigned(name: str, value: Any, origin: str) -> tuple[str, str, str]:
    """A key with its value as text and who asked for it."""
    try:
        return name, spelled(value), origin
    except ConfigError:
        raise refusal(origin, name, value, _values) from None


def of_call(keywords: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """`flattened` keywords of a call, where None, often an answer, does not mean the default."""
    for name, value in keywords.items():
        inner = value if isinstance(value, Mapping) else {"": value}
        for key, each in inner.items():
            known = config_keys().get(f"{name}.{key}" if key else name)
            if each is None and known is not None and known.default is not None:
                raise refusal(origin, known.name, None, f"{known.allowed}; for the default "
                              f"{told(known.default)} leave it out")
    return flattened((), keywords, origin)


def flattened(parts: tuple[Any, ...], keywords: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """``{"section.key": value}`` from ``Schedule`` and ``Noise`` objects and keywords.

    A section as an object is all of it: its keys that nobody gives go back to their defaults.
    """
    pairs: list[tuple[str, Any]] = []
    objects = []
    for part in parts:
        if not hasattr(part, "of_section"):
            raise ConfigError(f"{origin}: {told(part)} is not allowed here: a Schedule or a Noise "
                              "is needed; keys are given by name")
        objects.append(part)
        pairs += [(f"{part.section}.{key}", value) for key, value in part.values.items()]
    for name, value in keywords.items():
        if "." in name:
            pairs.append((name, value))
        elif hasattr(value, "of_section") and value.section == name:
            objects.append(value)
            pairs += [(f"{name}.{key}", each) for key, each in value.values.items()]
        elif isinstance(value, Mapping):
            every = mapping(origin, name, value, "names of keys with their values are needed")
            pairs += [(f"{name}.{key}", each) for key, each in every.items()]
        else:
            near = [known for known in config_keys() if known.partition(".")[2] == name]
            hint = near[0] if near else "section.key"
            section, _, key = hint.partition(".")
            raise refusal(origin, name, value, "a key has its section; write "
                          f'**{{"{hint}": ...}} or {section}=dict({key}=...)')
    flat = joined(pairs, origin)
    for part in objects:
        for key in part.of_section():
            flat.setdefault(f"{part.section}.{key}", None)
    return flat

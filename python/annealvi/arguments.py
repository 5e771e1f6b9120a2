# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Arguments of the public functions: a wrong kind is told in one sentence."""

from __future__ import annotations

import math
import numbers
import os
from typing import Any, Iterable, Mapping, Optional, Sequence

import numpy as np

from .errors import ConfigError

_longest = 60  # letters of a value in a sentence


def told(value: Any) -> str:
    """A value in a sentence: short, on one line, without the address of an object."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # of somebody's own class
        text = object.__repr__(value)
    if " at 0x" in text:
        text = f"an object of class {type(value).__name__}"
    return text if len(text) <= _longest else text[: _longest - 1] + "…"


def refusal(origin: str, name: str, value: Any, needed: str) -> ConfigError:
    return ConfigError(f"{origin}: {name} = {told(value)} is not allowed: {needed}")


def choice(origin: str, name: str, value: Any, allowed: Sequence[str]) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    raise refusal(origin, name, value, "one of " + ", ".join(f'"{each}"' for each in allowed))


def number(origin: str, name: str, value: Any, needed: str, low: float = -math.inf,
           high: float = math.inf, *, open_low: bool = False, open_high: bool = True) -> float:
    """A finite number in a range; bool is none. `needed` is the sentence about the range."""
    real = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)) \
        or isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "iuf"
    at = float(value) if real else math.nan
    below = at <= low if open_low else at < low
    above = at >= high if open_high else at > high
    if not math.isfinite(at) or below or above:
        raise refusal(origin, name, value, needed)
    return at


def unmasked(origin: str, name: str, value: Any) -> None:
    """ConfigError for masked entries, which NumPy would show as the numbers under the mask."""
    if np.ma.is_masked(value):  # type: ignore[no-untyped-call]
        count = int(np.ma.getmaskarray(value).sum())  # type: ignore[no-untyped-call]
        raise ConfigError(f"{origin}: {name} has {count} masked of {np.size(value)} entries, which "
                          "is not allowed: leave them out, as `compressed()` does, or give numbers "
                          "with `filled(number)`")


def array(origin: str, name: str, values: Any, needed: str, low: Optional[float] = None, *,
          open_low: bool = False) -> "np.ndarray[Any, Any]":
    """Floats of any shape, with `low` finite ones from there on; an empty list is empty.

    Texts, bools and objects are no floats.
    """
    unmasked(origin, name, values)
    try:
        found = np.asarray(values)
    except ValueError:  # rows of several lengths
        raise refusal(origin, name, values, needed) from None
    if found.dtype.kind not in "iuf":
        raise refusal(origin, name, values, needed)
    floats = found.astype(float)
    if low is not None and not (np.isfinite(floats).all() and (
            floats > low if open_low else floats >= low).all()):
        raise refusal(origin, name, values, needed)
    return floats


def threads(origin: str, value: Any) -> Optional[int]:
    if value is None:
        return None
    if isinstance(value, numbers.Integral) and not isinstance(value, bool) \
            and 0 <= int(value) <= 4096:
        return int(value)
    raise refusal(origin, "threads", value, "a whole number from 0 (all cores) to 4096")


def flag(origin: str, name: str, value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise refusal(origin, name, value, "True or False")


def names(origin: str, name: str, value: Any) -> Any:
    """A list of words as the program takes it, "sharp,flow"; what is no list stays as it is."""
    if isinstance(value, (list, tuple, np.ndarray)):
        words = list(value)
        if not words or not all(isinstance(each, str) for each in words):
            raise refusal(origin, name, value, "a text or a list of texts, at least one")
        return ",".join(words)
    if value is not None and not isinstance(value, str):
        raise refusal(origin, name, value, "a text or a list of texts, at least one")
    return value


def mapping(origin: str, name: str, value: Any, needed: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return value
    raise refusal(origin, name, value, needed)


def path(origin: str, value: Any) -> str:
    if isinstance(value, (str, os.PathLike)):
        found = os.fspath(value)
        if isinstance(found, str):
            return found
    raise refusal(origin, "path", value, "the name of a file is needed")


def joined(given: Iterable[tuple[str, Any]], origin: str) -> dict[str, Any]:
    """A dictionary of pairs; ConfigError for a key that is there twice."""
    found: dict[str, Any] = {}
    for key, value in given:
        if key in found:
            raise ConfigError(f"{origin}: {key} is given twice, as {told(found[key])} and as "
                              f"{told(value)}")
        found[key] = value
    return found

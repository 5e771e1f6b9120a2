# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The input of `annealvi advise`: a TOML or JSON file in the user's words."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Set

from ..errors import ConfigError
from .modes import Modes, from_samples, modes
from .search import find_modes
from .training import Training, annealing

sections = {
    "target": ("modes", "widths", "covariances", "hessians", "masses", "heights", "samples",
               "log_density", "gradient", "dimension", "starts", "search_scale", "search_centre",
               "seed"),
    "training": ("optimiser", "learning_rate", "momentum", "batch", "steps", "steps_per_epoch",
                 "estimator", "relaxation_steps"),
    "family": ("kind", "components", "start_scale", "start_centre"),
    "annealing": ("temperature", "beta", "per"),
    "wanted": ("risk", "safe_temperature"),
}


def read_file(path: Path) -> Dict[str, Dict[str, Any]]:
    """The sections of a file; every key is checked, and the file named in what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{path}: cannot be read ({reason})") from None
    if path.suffix == ".json":
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise ConfigError(f"{path}, line {error.lineno}: {error.msg}") from None
    else:
        try:
            import tomllib
        except ImportError:
            raise ConfigError(f"{path}: TOML needs Python 3.11 or newer; write it as "
                              f"JSON") from None
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: {error}") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: sections are needed ({', '.join(sections)})")
    for section, values in data.items():
        if section not in sections or not isinstance(values, dict):
            raise ConfigError(f"{path}: {section} is no section; the sections are "
                              f"{', '.join(sections)}")
        for key in values:
            if key not in sections[section]:
                raise ConfigError(f"{path}: {section}.{key} is no key; [{section}] has "
                                  f"{', '.join(sections[section])}")
    for section in ("target", "training", "annealing"):
        if section not in data:
            raise ConfigError(f"{path}: the section [{section}] is missing")
    return data


def arguments_of(path: Path) -> Dict[str, Any]:
    """Keyword arguments of `advise` from a file."""
    data = read_file(path)
    try:
        target = _target(data["target"], path.parent)
        values = data["training"]
        for key in ("steps", "learning_rate", "batch"):
            if key not in values:
                raise ConfigError(f"training.{key} is missing")
        training = Training(**values)
        schedule = annealing(steps_per_epoch=training.steps_per_epoch, **data["annealing"])
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None
    names = {"kind": "family"}
    family = {names.get(key, key): value for key, value in data.get("family", {}).items()}
    return {"target": target, "training": training, "schedule": schedule, **family,
            **data.get("wanted", {})}


def _target(values: Mapping[str, Any], folder: Path) -> Modes:
    forms = [key for key in ("modes", "samples", "log_density") if key in values]
    if len(forms) != 1:
        raise ConfigError("target: exactly one of modes, samples and log_density is needed")
    known: Dict[str, Set[str]] = {
        "modes": {"widths", "covariances", "hessians", "masses", "heights"},
        "samples": set(),
        "log_density": {"gradient", "dimension", "starts", "search_scale", "search_centre", "seed"}}
    allowed = known[forms[0]]
    for key in values:
        if key != forms[0] and key not in allowed:
            raise ConfigError(f"target.{key} has no meaning with target.{forms[0]}")
    if forms[0] == "modes":
        return modes(values["modes"], **{key: values[key] for key in values if key != "modes"})
    if forms[0] == "samples":
        return _samples(folder / str(values["samples"]))
    if "dimension" not in values:
        raise ConfigError("target.dimension is missing")
    functions = {key: _function(str(values[key]), folder) for key in ("log_density", "gradient")
                 if key in values}
    return find_modes(functions["log_density"], values["dimension"],
                      gradient=functions.get("gradient"), starts=values.get("starts", 50),
                      centre=values.get("search_centre"),
                      scale=values.get("search_scale", 1.0), seed=values.get("seed", 1))


def _samples(path: Path) -> Modes:
    """A CSV with a row a sample: coordinates, then the label; # and a head are skipped."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"samples {path}: cannot be read "
                          f"({getattr(error, 'strerror', None) or 'not UTF-8 text'})") from None
    rows = [row for row in csv.reader(line for line in lines if not line.startswith("#")) if row]
    if rows and not _is_number(rows[0][0]):
        rows = rows[1:]
    if not rows or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        raise ConfigError(f"samples {path}: rows of equal length are needed: coordinates, then a "
                          f"label")
    return from_samples([row[:-1] for row in rows], [row[-1].strip() for row in rows])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _function(text: str, folder: Path) -> Callable[..., Any]:
    """"file.py:name", beside the input file."""
    file, _, name = text.rpartition(":")
    path = folder / file
    if not file.endswith(".py") or not path.is_file():
        raise ConfigError(f'"{text}" is not allowed: "file.py:function" is needed, beside the '
                          "input")
    specification = importlib.util.spec_from_file_location("advised_target", path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    try:
        specification.loader.exec_module(module)
    except Exception as error:  # whatever the user's file does
        raise ConfigError(f"{path}: {type(error).__name__}: {error}") from None
    if not callable(getattr(module, name, None)):
        raise ConfigError(f"{path} has no function {name}")
    function: Callable[..., Any] = getattr(module, name)
    return function

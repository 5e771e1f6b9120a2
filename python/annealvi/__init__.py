# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Collapse probability of annealed variational inference on Gaussian mixtures.

Parts are imported when they are first asked for: tables and pictures work without the compiled
module.
"""
from importlib import import_module

_homes = {"read_table": "annealvi.table", "Table": "annealvi.table", "TableError": "annealvi.table"}
_modules = ("plot", "table")


def __getattr__(name):
    if name in _modules:
        return import_module(f"annealvi.{name}")
    if name in _homes:
        return getattr(import_module(_homes[name]), name)
    raise AttributeError(f"module 'annealvi' has no attribute '{name}'")


def __dir__():
    return sorted([*globals(), *_homes, *_modules])

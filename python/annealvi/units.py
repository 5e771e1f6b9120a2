# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Units of the columns of result tables, by their names; theory/notation.md has the symbols."""

from __future__ import annotations

import re

width = "component standard deviations"

_patterns = {
    "time": r"(\w+_)?time|evaluated_at|lifetime|time_scale|linear_until",
    "1/time": r"rate|lambda_(sum|difference)|overlap_rate|\w+_growth",
    width: r"m\d+(_\d+)?|separation|sum|difference|sigma|along_e|across|\w+_abs_[sd]_\w+",
    "component variances": r"q\d+(_\d+)?|\w+_y_\w+|variance_(sum|difference)|squared_distance",
    "nats": r"objective(_error)?|loss(_low|_high)?|elbo|\w*divergence(_error)?",
    f"({width})^(1 - alpha)": r"constant",
    "1/component variances": r"flow|target",
    "s": r"seconds",
}
_units = [(re.compile(pattern), unit) for unit, pattern in _patterns.items()]


def unit_of(name: str, meaning: str = "") -> str:
    """Of a column or key, empty for a pure number and for text.

    A column that is the "value of section.key" has the unit of the key.
    """
    key = re.search(r"value of ([\w.]+)", meaning)
    full_name = key[1] if key else name
    if "." in full_name:
        try:
            from .keys import config_keys
        except ImportError:  # tables are read without the compiled module too
            return ""
        known = config_keys().get(full_name)
        if known or key:
            return known.unit if known else ""
    column = name.rpartition(".")[2]
    return next((unit for pattern, unit in _units if pattern.fullmatch(column)), "")

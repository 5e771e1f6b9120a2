# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The table that a picture is made from."""
import numpy as np

from annealvi.table import Table
from annealvi.table import as_table as any_table

from .look import PictureError

_largest = 1e100  # beyond it the axes of matplotlib overflow


class _Drawn(Table):
    """Numbers that no axis can show are as absent as empty cells."""

    def numbers(self, name):
        values = super().numbers(name)
        return np.where(np.abs(values) < _largest, values, np.nan)


def as_table(source):
    if hasattr(type(source), "tables"):
        raise PictureError("an Ensemble is not allowed here: use plane, which draws many runs.")
    return _Drawn(**vars(any_table(source)))


def varied_keys(table):
    """Columns of keys with several values, those with most first."""
    count = {name: len(set(table.text(name))) for name in table.columns if "." in name}
    return [name for name in sorted(count, key=lambda name: -count[name]) if count[name] > 1]


def key_columns(table, x, series):
    """Of a sweep or a grid: columns of the axis, by default that of most values, and the colours.

    A key that follows from those before it makes no line of its own.
    """
    keys = varied_keys(table) or [name for name in table.columns if "." in name]
    along = x or (keys[0] if keys else None)
    if along is None:
        return None, None
    free = [along]
    for name in keys:
        so_far = list(zip(*(table.text(each) for each in free)))
        if len(set(zip(so_far, table.text(name)))) > len(set(so_far)):
            free.append(name)
    if series is None and len(free) > 2:
        raise PictureError(f"{table.name}: {len(free)} keys vary; a picture shows two: choose "
                           "rows of the table.")
    return along, free[1] if len(free) > 1 else None

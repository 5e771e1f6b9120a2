# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The table that a picture is made from."""
import numpy as np

from annealvi.table import Table
from annealvi.table import as_table as any_table

_largest = 1e100  # beyond it the axes of matplotlib overflow


class _Drawn(Table):
    """Numbers that no axis can show are as absent as empty cells."""

    def numbers(self, name):
        values = super().numbers(name)
        return np.where(np.abs(values) < _largest, values, np.nan)


def as_table(source):
    return _Drawn(**vars(any_table(source)))

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Where the modes of a configuration lie."""
import re

import numpy as np


def positions(table):
    """Coordinates [mode, axis] of the modes; none where the head does not tell them."""
    modes, R = table.setting("target.modes"), table.setting("target.separation")
    none = np.empty((0, 1))
    if isinstance(modes, list) and modes:
        try:
            given = np.array(modes, dtype=float)
        except (ValueError, TypeError):
            return none
        return given.reshape(len(modes), -1)
    if not isinstance(R, (int, float)):
        return none
    if not modes:
        return np.array([[-R], [R]], dtype=float)
    shape = re.fullmatch(r"(line|ring|simplex|orthogonal):(\d{1,3})", str(modes))
    return _shapes[shape[1]](int(shape[2]), R) if shape and int(shape[2]) > 1 else none


def _line(count, R):
    return R * (count - 1 - 2.0 * np.arange(count))[:, None]


def _ring(count, R):
    angle = 2 * np.pi * np.arange(count) / count
    return R / np.sin(np.pi / count) * np.column_stack([np.cos(angle), np.sin(angle)])


def _simplex(count, R):
    # Rows of a triangular matrix whose inner products are those of unit vectors -1/(count - 1)
    # apart: the last axis is empty.
    product = -1 / (count - 1)
    inner = np.full((count - 1, count - 1), product)
    np.fill_diagonal(inner, 1.0)
    first = np.linalg.cholesky(inner)
    return R * np.sqrt(2 / (1 - product)) * np.vstack([first, -first.sum(axis=0)])


def _orthogonal(count, R):
    return np.sqrt(2) * R * np.eye(count)


_shapes = {"line": _line, "ring": _ring, "simplex": _simplex, "orthogonal": _orthogonal}

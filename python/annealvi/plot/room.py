# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Where in a panel there is room for a legend or a label."""
import numpy as np
from matplotlib.collections import LineCollection, PathCollection

_step = 0.01  # of the panel, between points of a line


def _dense(points):
    """Points along a line that leaves no gap wider than a step; broken at NaN."""
    parts = [points[:1]]
    for a, b in zip(points[:-1], points[1:]):
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            parts.append(b[None])
            continue
        count = int(min(200, np.ceil(np.abs(b - a).max() / _step))) + 1
        parts.append(a + (b - a) * np.linspace(0, 1, count + 1)[1:, None])
    return np.concatenate(parts)


def box(axes, artist):
    """Points that fill the box of an artist."""
    extent = axes.transAxes.inverted().transform_bbox(artist.get_window_extent())
    x, y = np.meshgrid(np.linspace(extent.x0, extent.x1, 30), np.linspace(extent.y0, extent.y1, 10))
    return np.column_stack([x.ravel(), y.ravel()])


def ink(axes):
    """Points of a panel that are drawn on, in parts of its width and height."""
    to_axes = axes.transAxes.inverted()
    found = [np.empty((0, 2))]
    with np.errstate(all="ignore"):
        for line in axes.lines:
            points = np.asarray(line.get_path().vertices, dtype=float)
            if len(points):
                points = to_axes.transform(line.get_transform().transform(points))
                found.append(points if line.get_linestyle() == "None" else _dense(points))
        for collection in axes.collections:
            if isinstance(collection, LineCollection):
                for segment in collection.get_segments():
                    points = collection.get_transform().transform(segment)
                    found.append(_dense(to_axes.transform(points)))
            elif isinstance(collection, PathCollection):
                points = collection.get_offset_transform().transform(collection.get_offsets())
                found.append(to_axes.transform(points))
            elif hasattr(collection, "get_paths") and collection.get_array() is None:
                for path in collection.get_paths():
                    points = collection.get_transform().transform(path.vertices)
                    found.append(_dense(to_axes.transform(points)))
    for text in axes.texts:
        if text.get_text() and text.get_visible():
            found.append(box(axes, text))
    points = np.concatenate(found)
    points = points[np.isfinite(points).all(axis=1)]
    return points[((points > -0.05) & (points < 1.05)).all(axis=1)]


def corner(points, width, height, pad=0.02):
    """Lower left corner of a free box, near a corner of the panel; None where none is free."""
    if width > 1 - 2 * pad or height > 1 - 2 * pad:
        return None
    x = np.linspace(pad, 1 - width - pad, 41)
    y = np.linspace(pad, 1 - height - pad, 41)
    best, least = None, np.inf
    for left in x:
        column = points[(points[:, 0] > left - pad) & (points[:, 0] < left + width + pad), 1]
        for low in y:
            side = min(left - x[0], 1.15 * (x[-1] - left) if left < x[-1] else 0.0)
            end = min(low - y[0] + 0.02, y[-1] - low)
            away = side + end + (0.01 if left < x[-1] else 0.0)
            if away < least and not ((column > low - pad) & (column < low + height + pad)).any():
                best, least = (left, low), away
    return best

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Lines of equal height on a grid, and their labels."""
import contourpy
import numpy as np

_room = 0.09  # of a panel: between a label and the frame


def lines(x, y, heights, level, log):
    """Polylines [points, 2], found on the scale of the axes; logarithmic axes stay so."""
    if np.isfinite(heights).sum() < 4:
        return []
    places = [np.log(values) if is_log else values for values, is_log in zip((x, y), log)]
    masked = np.ma.masked_invalid(heights)
    parts = contourpy.contour_generator(*places, masked).lines(level)
    for part in parts:
        for axis, is_log in enumerate(log):
            part[:, axis] = np.exp(part[:, axis]) if is_log else part[:, axis]
    return parts


def label(axes, drawn):
    """A label on the longest part of each line that is long enough, with room to other lines.

    `drawn`: (parts, words, ink) for each line.
    """
    def on_panel(points):
        return axes.transAxes.inverted().transform(axes.transData.transform(points))

    placed = [[on_panel(part) for part in parts] for parts, _, _ in drawn]
    box = axes.bbox
    taken = []
    for i, (_, words, ink) in enumerate(drawn):
        if not placed[i]:
            continue
        part = max(placed[i], key=lambda points: np.hypot(*np.diff(points, axis=0).T).sum())
        if np.hypot(*np.diff(part, axis=0).T).sum() < 0.2:  # a speck
            continue
        others = [p for j, parts in enumerate(placed) if j != i for p in parts]
        others = np.concatenate(others) if others else np.empty((0, 2))
        best, most = None, -np.inf
        for k in range(1, len(part) - 1):
            here = part[k]
            edge = min(*here, *(1 - here))
            if edge < _room:
                continue
            near = np.hypot(*(others - here).T).min(initial=0.25)
            apart = min([np.hypot(*(here - there)) for there in taken], default=0.5)
            room = min(edge, 0.2) + near + 0.6 * min(apart, 0.5)
            if room > most:
                best, most = k, room
        if best is None:
            continue
        taken.append(part[best])
        along = (part[min(best + 2, len(part) - 1)] - part[max(best - 2, 0)]) * [box.width,
                                                                              box.height]
        angle = np.degrees(np.arctan2(along[1], along[0]))
        turned = (angle + 89.9) % 180 - 89.9 if words[0].isdigit() else 0.0
        axes.text(*part[best], words, transform=axes.transAxes, color=ink, ha="center",
                  va="center", rotation=turned, rotation_mode="anchor", fontsize="small", zorder=4,
                  bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none",
                        "alpha": 0.85})

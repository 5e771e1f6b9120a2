# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Marks of T_f and T_c on an axis of the initial temperature."""
import numpy as np
from matplotlib.lines import Line2D

from .sheet import grey

initial_temperature = "annealing.initial_temperature"


def temperature_marks(axes, table, key, series, ink):
    """T_f and T_c on an axis of T0: grey where all series share them; hotter ones at its end."""
    if key != initial_temperature or "safe_temperature" not in table:
        return
    low, high = axes.get_xlim()
    temperatures = {"f": table.numbers("safe_temperature"),
                    "c": table.numbers("critical_temperature")}
    shared = all(np.ptp(v[np.isfinite(v)]) <= 1e-6 for v in temperatures.values()
                 if np.isfinite(v).any())
    marks = sorted({(float(f"{at:.6g}"), index, grey if shared else ink[value])
                    for index, values in temperatures.items()
                    for value, at in zip(series, values) if at > low})
    inside = [mark for mark in marks if mark[0] < high]
    close = len(inside) == 2 and inside[1][0] - inside[0][0] < 0.25 * (high - low)
    last, style = -np.inf, {"fontsize": "small", "va": "bottom"}
    for i, (at, index, colour) in enumerate(inside):
        axes.axvline(at, color=colour, linestyle=(0, (5, 3)), zorder=0,
                     linewidth=0.5 * Line2D([], []).get_linewidth())
        if shared or at - last > 0.05 * (high - low):
            text = f"$T_{index} = {at:.3g}$" if shared else f"$T_{index}$"
            axes.text(at, 1.015, text, color=colour, transform=axes.get_xaxis_transform(),
                      ha=("right", "left")[i] if close else "center", **style)
            last = at
    beyond = [f"$T_{index} = {at:.3g}$" for at, index, _ in marks if shared and at >= high]
    if beyond and last < high - 0.35 * (high - low):
        axes.text(1.0, 1.015, ", ".join(beyond) + r" $\rightarrow$", color=grey, ha="right",
                  transform=axes.transAxes, **style)

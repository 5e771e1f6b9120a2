# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Changes of a drawn picture: `yscale=log`, `xlim=1:10`, `2.ylabel=...` for the second panel."""
import numpy as np

from .labels import plain
from .look import PictureError
from .sheet import logarithmic

keys = ("xlim", "ylim", "xscale", "yscale", "xlabel", "ylabel", "title")


def adjust(panels, changes):
    every = [axes for axes in panels.flat if axes.figure is not None]
    for name, value in changes.items():
        panel, _, key = name.rpartition(".")
        if key not in keys or not (panel == "" or panel.isdigit()):
            raise PictureError(f"{plain(name)} cannot be set; {', '.join(keys)} can.")
        number = int(panel or 1)
        if not 1 <= number <= len(every):
            raise PictureError(f"{plain(name)}: the picture has {len(every)} panels.")
        _change(every[number - 1], key, str(value))


def _change(axes, key, value):
    if key.endswith("lim"):
        try:
            low, high = (float(part) for part in value.split(":"))
        except ValueError:
            raise PictureError(f"{key} = {plain(value)} is not allowed: give from:to.") from None
        if not (np.isfinite([low, high]).all() and low != high):
            raise PictureError(f"{key} = {plain(value)} is not allowed: both ends must be numbers "
                               "and differ.")
        getattr(axes, f"set_{key}")(low, high)
    elif key.endswith("scale"):
        if value not in ("linear", "log"):
            raise PictureError(f"{key} = {plain(value)} is not allowed: linear and log are.")
        axis = axes.xaxis if key == "xscale" else axes.yaxis
        low, high = axis.get_view_interval()
        if value == "linear":
            getattr(axes, f"set_{key}")("linear")
        else:
            data = np.concatenate([(line.get_xdata() if key == "xscale" else line.get_ydata())
                                   for line in axes.lines] or [[np.nan]]).astype(float)
            positive = data[data > 0]
            if not len(positive) or high <= 0:
                raise PictureError(f"{key} = log is not possible: no value is above 0.")
            low = low if low > 0 else 0.7 * positive.min()
            logarithmic(axis, low, high)
            (axes.set_xlim if key == "xscale" else axes.set_ylim)(low, high)
    else:
        getattr(axes, f"set_{key}")(plain(value))

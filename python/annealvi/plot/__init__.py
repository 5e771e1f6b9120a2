# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Pictures of result tables, with matplotlib.

Each function takes a table, its path or a result, draws on the axes (or the figure) that it is
given or on a figure of its own, and returns them. Keywords of all: size ("column": 8.6 cm wide,
"wide" and "page": 17.8 cm, "screen"), style (a file), title (whether there is one), adjust
({"yscale": "log", "2.xlim": "1:10"} and the like). Axes show the units of the table: time in units
of the flow, overlaps in standard deviations of a mode. The artists carry the numbers of the table.
Nothing global is changed. Errors: `PictureError` for a picture that cannot be drawn or written,
`annealvi.TableError` for a table that cannot be read, each with one sentence.
"""
import sys

if not (sys.argv[:1] == ["-m"] and "annealvi.plot" in getattr(sys, "orig_argv", ())):
    from .cost import cost
    from .curve import curve
    from .design import design
    from .film import animate
    from .look import PictureError
    from .mechanisms import mechanisms
    from .phase import phase
    from .pictures import draw, pictures
    from .plane import plane
    from .realnvp import realnvp, realnvp_densities, realnvp_history
    from .save import save
    from .theory import bifurcation, critical, expectations, finite_size, rates, separatrix
    from .trajectory import bands, trajectory
# Else `python3 -m annealvi.plot` is being started: __main__ comes before matplotlib, which would read
# the settings of the current folder.

__all__ = ["PictureError", "animate", "bands", "bifurcation", "cost", "critical", "curve", "design",
           "draw", "expectations", "finite_size", "mechanisms", "phase", "pictures", "plane",
           "rates", "realnvp", "realnvp_densities", "realnvp_history", "save", "separatrix",
           "trajectory"]

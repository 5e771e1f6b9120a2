# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Pictures of result tables, with matplotlib.

Each function takes a table, its path or a result, draws on the axes (or the figure) that it is
given or on a figure of its own, and returns them. Keywords of all: size ("column", "wide", "page",
"screen"), style (a file), title (whether there is one), adjust ({"yscale": "log"} and the like).
Nothing global is changed.
"""
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

__all__ = ["PictureError", "animate", "bands", "bifurcation", "cost", "critical", "curve", "design",
           "draw", "expectations", "finite_size", "mechanisms", "phase", "pictures", "plane",
           "rates", "realnvp", "realnvp_densities", "realnvp_history", "save", "separatrix",
           "trajectory"]

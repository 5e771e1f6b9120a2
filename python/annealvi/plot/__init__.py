# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Pictures of result tables, with matplotlib.

Each function takes a table, its path or a result, draws on the axes (or the figure) that it is
given or on a figure of its own, and returns them. Keywords of all: size ("column", "wide", "page",
"screen"), style (a file), title. Nothing global is changed.
"""
from .curve import curve
from .look import PictureError
from .phase import phase
from .trajectory import bands, trajectory

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Size and style of a picture."""
from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib import rc_params_from_file

_centimetre = 1 / 2.54
_style = Path(__file__).with_name("annealvi.mplstyle")

# Width and height in inches, and what differs from the style sheet. One journal column is 8.6 cm
# wide, two are 17.8 cm.
_screen = {"font.size": 12.5, "lines.linewidth": 2.0, "lines.markersize": 6.5,
           "lines.markeredgewidth": 1.1, "axes.linewidth": 0.8, "errorbar.capsize": 2.5,
           "xtick.major.size": 4.5, "ytick.major.size": 4.5,
           "xtick.minor.size": 2.5, "ytick.minor.size": 2.5, "savefig.dpi": 110.0}
sizes = {
    "column": (8.6 * _centimetre, 6.3 * _centimetre, {"savefig.dpi": 300.0}),
    "wide": (17.8 * _centimetre, 9.0 * _centimetre, {"savefig.dpi": 300.0}),
    "page": (17.8 * _centimetre, 15.0 * _centimetre, {"savefig.dpi": 300.0}),
    "screen": (8.2, 5.2, _screen),
}


class PictureError(ValueError):
    """A picture that cannot be drawn or written; the message is one sentence."""


@dataclass
class Look:
    """Size, style, whether there is a title (by default on a screen, where no caption is), and what
    is changed on the axes (see adjust.py)."""

    size: str = "screen"
    style: str | None = None
    title: bool | None = None
    adjust: dict | None = None

    def __post_init__(self):
        if self.size not in sizes:
            raise PictureError(f"size {self.size!r} is not known: {', '.join(sizes)} are.")
        if self.title is None:
            self.title = self.size == "screen"

    @property
    def narrow(self):
        return self.size == "column"

    def inches(self, height=1.0):
        return sizes[self.size][0], height * sizes[self.size][1]

    @contextmanager
    def context(self):
        """Settings of matplotlib for the time of drawing; the user's own come back."""
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(rc_params_from_file(_style, use_default_template=False))
            matplotlib.rcParams.update(sizes[self.size][2])
            if self.style:
                matplotlib.rcParams.update(_style_of(self.style))
            yield


def _style_of(file):
    """Settings of a style file that say how a picture looks: none that run a program."""
    path = Path(file)
    if not path.is_file():
        raise PictureError(f"style {path.name}: there is no such file.")
    try:
        style = rc_params_from_file(path, use_default_template=False)
    except (ValueError, OSError, SyntaxError) as error:
        raise PictureError(f"style {path.name}: {str(error).splitlines()[0]}.") from None
    # Allowed as LaTeX is: it is the user who asks for it.
    for key in ("backend", "interactive"):
        style.pop(key, None)
    return style

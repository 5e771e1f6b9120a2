# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""PGF pictures: text of a table reaches LaTeX as text, not as commands."""
import re
import shutil
from contextlib import contextmanager

import matplotlib
from matplotlib.backends import backend_pgf

from .look import PictureError

engines = ("pdflatex", "xelatex", "lualatex")
_special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
            **{c: "\\" + c for c in "{}#&%_$"}}


def escaped(text):
    """LaTeX of a label: what stands between dollar signs is ours, the rest is shown as it stands.

    A letter that pdflatex has no font for becomes a question mark.
    """
    parts = re.split(r"(?<!\\)\$", text)
    for i in range(0, len(parts), 2):
        parts[i] = "".join(_special.get(c, c if ord(c) < 256 or c == "…" else "?")
                           for c in parts[i].replace(r"\$", "$"))
    return "$".join(parts)


class _Renderer(backend_pgf.RendererPgf):
    def draw_text(self, gc, x, y, s, *rest, **options):
        super().draw_text(gc, x, y, escaped(s), *rest, **options)

    def get_text_width_height_descent(self, s, *rest, **options):
        return super().get_text_width_height_descent(escaped(s), *rest, **options)


@contextmanager
def writing(name):
    """Settings while a PGF picture called `name` is written; PictureError without LaTeX."""
    engine = next(filter(shutil.which, engines), None)
    if engine is None:
        raise PictureError(f"{name}: a PGF picture needs LaTeX (one of {', '.join(engines)}), "
                           "which is not installed.")
    # The document that takes the picture in decides the fonts.
    matplotlib.rcParams.update({"pgf.texsystem": engine, "pgf.rcfonts": False})
    usual, backend_pgf.RendererPgf = backend_pgf.RendererPgf, _Renderer
    try:
        yield
    except backend_pgf.LatexError as error:
        raise PictureError(f"{name}: LaTeX failed: {str(error).splitlines()[0]}.") from None
    finally:
        backend_pgf.RendererPgf = usual

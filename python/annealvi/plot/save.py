# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Writing of pictures: whole or not at all."""
import os
import secrets
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path

from . import latex
from .drawing import check
from .labels import plain
from .look import Look, PictureError
from .seal import sealed, untouched

formats = ("svg", "png", "pdf", "pgf")
films = ("gif", "mp4", "html")
maker = "annealvi.plot"


def format_of(path):
    ending = Path(path).suffix.lstrip(".").lower()
    if ending not in formats + films:
        raise PictureError(f"{Path(path).name}: the ending must be one of "
                           f"{', '.join(formats + films)}.")
    return ending


def save(drawn, path, *, command="", force=False):
    """Writes a picture as a file that says what it shows.

    Parameters
    ----------
    drawn : Figure or Axes
        What the functions of `annealvi.plot` return.
    path : path
        Ends in .svg, .png, .pdf or, where LaTeX is installed, .pgf.
    command : str
        Stored in the file: how it was made.
    force : bool
        A file that is no picture of annealvi, or was edited since, is replaced with it only.

    Returns
    -------
    path

    Raises
    ------
    PictureError
        One sentence; then nothing was written, and an older file is as it was.
    """
    check(drawn=drawn, path=path, command=command, force=force)
    path = Path(path)
    figure = getattr(drawn, "figure", drawn)
    ending = format_of(path)
    if ending in films:
        raise PictureError(f"{Path(path).name}: a film is written by `animate`.")
    look = getattr(figure, "annealvi_look", None) or Look()
    told = plain(getattr(figure, "annealvi_heading", ""), most=400)
    meta = {"svg": {"Title": told, "Creator": maker, "Description": command, "Date": None},
            "png": {"Title": told, "Software": maker, "Description": command},
            "pdf": {"Title": told, "Creator": maker, "Subject": command, "CreationDate": None,
                    "ModDate": None}}.get(ending)
    with look.context(), whole_file(path, force) as part, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        if ending == "pgf":
            _save_for_latex(figure, part, path, force)
        else:
            figure.savefig(part, format=ending, metadata=meta)
    return path


def _save_for_latex(figure, part, path, force):
    """The maps of a PGF picture are PNG files beside it: NAME-img0.png."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".annealvi-") as folder:
        drawn = Path(folder) / path.name
        with latex.writing(path.name):
            figure.savefig(drawn, format="pgf")
        os.replace(drawn, part)
        for image in sorted(Path(folder).iterdir()):
            with whole_file(path.with_name(image.name), force) as place:
                os.replace(image, place)


@contextmanager
def whole_file(path, force=False):
    """A temporary name in the folder of `path`; renamed when it holds something."""
    path = Path(path)
    check_free(path, force)
    # Named so the program knows it, too, and removes it one day if this process is killed.
    part = path.with_name(f".annealvi-{secrets.token_hex(8)}.part{path.suffix}")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666))
    except OSError as error:
        raise PictureError(f"{path.name} cannot be written: {error.strerror}.") from None
    try:
        yield part
        if os.path.getsize(part) == 0:
            raise PictureError(f"{path.name} cannot be written: nothing was drawn.")
        part.write_bytes(sealed(part.read_bytes(), format_of(path)))
        os.replace(part, path)
    except OSError as error:
        raise PictureError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    finally:
        if os.path.exists(part):
            os.unlink(part)


def check_free(path, force=False):
    """Refuses the name of a file that annealvi did not make, or that was edited since."""
    path = Path(path)
    if force or not path.exists():
        return
    if path.is_file():
        content = path.read_bytes()
        if not content or untouched(content):
            return
    raise PictureError(f"{path.name} is there and was not made by annealvi, or was edited since: "
                       "give another name, or --force.")

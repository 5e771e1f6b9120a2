# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Writing of pictures: whole or not at all."""
import os
import secrets
import shutil
import warnings
from contextlib import contextmanager
from pathlib import Path

import matplotlib

from .labels import plain
from .look import Look, PictureError

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
    """Writes a picture (its figure or axes) under the name `path`.

    A file that is not a picture of annealvi is replaced with `force` only. The file says what it
    shows and by which command it was made.
    """
    figure = getattr(drawn, "figure", drawn)
    ending = format_of(path)
    if ending in films:
        raise PictureError(f"{Path(path).name}: a film is written by `animate`.")
    if ending == "pgf" and shutil.which(matplotlib.rcParams["pgf.texsystem"]) is None:
        raise PictureError(f"{Path(path).name}: a PGF picture needs LaTeX "
                           f"({matplotlib.rcParams['pgf.texsystem']}), which is not installed.")
    look = getattr(figure, "annealvi_look", None) or Look()
    told = plain(getattr(figure, "annealvi_heading", ""), most=400)
    meta = {"svg": {"Title": told, "Creator": maker, "Description": command, "Date": None},
            "png": {"Title": told, "Software": maker, "Description": command},
            "pdf": {"Title": told, "Creator": maker, "Subject": command, "CreationDate": None,
                    "ModDate": None}}.get(ending)
    with look.context(), whole_file(path, force) as part, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure.savefig(part, format=ending, **({"metadata": meta} if meta else {}))


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
        os.replace(part, path)
    except OSError as error:
        raise PictureError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    finally:
        if os.path.exists(part):
            os.unlink(part)


def check_free(path, force=False):
    """Refuses the name of a file that annealvi did not make."""
    path = Path(path)
    if force or not path.exists():
        return
    if path.is_file():
        content = path.read_bytes()
        if not content or any(mark in content for mark in (b"annealvi", b"nuplot")):
            return
    raise PictureError(f"{path.name} is there and was not made by annealvi: "
                       "give another name, or --force.")

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The command line of the pictures."""
import argparse
import shlex
import sys
from pathlib import Path

from annealvi.table import TableError, read_table

from . import adjust
from .film import animate
from .labels import plain
from .look import PictureError, sizes
from .pictures import function_of, names, pictures
from .save import films, formats, save

_options_of = {"curve": ("x", "series", "swap", "residuals"), "phase": ("contours", "swap"),
               "plane": ("coordinates", "separatrix", "times", "frames")}


def run(arguments, folder):
    """Exit code: 0 drawn, 1 a picture failed, 2 wrong usage. Names are relative to `folder`."""
    given = _parser().parse_args(arguments)
    try:
        changes = _changes(given.set)
        endings = _endings(given.format, given.out)
    except PictureError as error:
        print(f"annealvi.plot: {error}", file=sys.stderr)
        return 2
    try:
        _draw(given, changes, endings, folder)
    except (PictureError, TableError) as error:
        print(f"annealvi.plot: {error}", file=sys.stderr)
        return 1
    except MemoryError:
        print("annealvi.plot: there is not enough memory for the picture.", file=sys.stderr)
        return 1
    except Exception as error:  # of a table that only looks like one of ours, or of ffmpeg
        print(f"annealvi.plot: {Path(given.tables[0]).name}: this table cannot be drawn: "
              f"{plain(str(error).splitlines()[0] if str(error) else type(error).__name__)}.",
              file=sys.stderr)
        return 1
    return 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="annealvi.plot", allow_abbrev=False,
        description="Draws result tables of annealvi. What is drawn follows from the columns.")
    parser.add_argument("tables", nargs="+", metavar="TABLE.csv",
                        help="result table; several of `annealvi trajectory` make one plane")
    parser.add_argument("--out", metavar="FILE",
                        help="name of the picture; without it that of the table")
    parser.add_argument("--format", metavar="LIST", default=None,
                        help=f"of {','.join(formats + films)} (default: svg,png)")
    parser.add_argument("--size", choices=sorted(sizes), default="screen",
                        help="column: 8.6 cm wide, wide and page: 17.8 cm")
    parser.add_argument("--style", metavar="FILE", help="style sheet of matplotlib, added to ours")
    parser.add_argument("--title", choices=("on", "off"), help="default: on for a screen only")
    parser.add_argument("--picture", choices=names, help="which picture, where there are several")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                        help=f"of the axes: {', '.join(adjust.keys)}; of a picture: " + "; ".join(
                            f"{name}: {', '.join(keys)}" for name, keys in _options_of.items()))
    parser.add_argument("--force", action="store_true",
                        help="replace files that annealvi did not make")
    return parser


def _changes(texts):
    changes = {}
    allowed = (*adjust.keys, *(key for keys in _options_of.values() for key in keys))
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or key.rpartition(".")[2] not in allowed:
            raise PictureError(f"--set {plain(text)} is not allowed: give one of "
                               f"{', '.join(dict.fromkeys(allowed))}, and a value.")
        changes[key] = value
    return changes


def _endings(given, out):
    ending = Path(out).suffix.lstrip(".").lower() if out else ""
    if given is None:
        # What begins with a digit is part of a name: rate-0.1.
        if ending not in ("", "csv", *formats, *films) and not ending[0].isdigit():
            raise PictureError(f"--out {plain(out)} is not allowed: a picture ends with one "
                               f"of {', '.join(formats + films)}.")
        return [ending] if ending in formats + films else ["svg", "png"]
    endings = given.split(",")
    for ending in endings:
        if ending not in formats + films:
            raise PictureError(f"--format {plain(ending)} is not allowed: "
                               f"{', '.join(formats + films)} are.")
    return endings


def _value(key, text):
    try:
        if key in ("swap", "residuals"):
            return {"true": True, "false": False}[text]
        if key in ("contours", "times"):
            return [float(part) for part in text.split(",")]
        return int(text) if key == "frames" else text
    except (ValueError, KeyError):
        raise PictureError(f"{key} = {plain(text)} is not allowed.") from None


def _draw(given, changes, endings, folder):
    tables = [read_table(folder / name) for name in given.tables]
    base = folder / (given.out or given.tables[0])
    if base.suffix.lstrip(".").lower() in ("csv", *formats, *films):
        base = base.with_suffix("")
    look = {"size": given.size, "title": {"on": True, "off": False, None: None}[given.title],
            "style": str(folder / given.style) if given.style else None}
    if len(tables) > 1 and given.picture not in (None, "plane"):
        raise PictureError(f"the picture {given.picture} is of one table; several make a plane.")
    if given.picture or len(tables) > 1:
        name = given.picture or "plane"
        chosen = [(name, "", function_of(name))]
    else:
        chosen = pictures(tables[0])
    for name, ending_of_name, function in chosen:
        options = {key: _value(key, value) for key, value in changes.items()
                   if key in _options_of.get(name, ())}
        axes = {key: value for key, value in changes.items() if key.rpartition(".")[2] in
                adjust.keys}
        if len(options) + len(axes) < len(changes) and len(chosen) == 1:
            wrong = next(key for key in changes if key not in options and key not in axes)
            raise PictureError(f"{wrong} is not an option of the picture {name}.")
        if "separatrix" in options:
            options["separatrix"] = read_table(folder / options["separatrix"])
        frames = options.pop("frames", 60)
        source = tables if name == "plane" else tables[0]
        still = [ending for ending in endings if ending in formats]
        drawn = function(source, **options, **look, adjust=axes) if still else None
        for ending in endings:
            path = base.with_name(f"{base.name}{ending_of_name}.{ending}")
            if ending in films:
                if name != "plane":
                    raise PictureError(f"{path.name}: only the plane can be a film.")
                animate(source, path, frames=frames, force=given.force, **options, **look)
            else:
                save(drawn, path, command=_command(given), force=given.force)
            print(f"annealvi.plot: wrote {plain(path.name, 200)}", file=sys.stderr)


def _command(given):
    """What makes the picture again, from the folder of the table."""
    words = ["python3", "-I", "-m", "annealvi.plot", *(Path(name).name for name in given.tables)]
    for name in ("size", "title", "picture"):
        if getattr(given, name) and (name, getattr(given, name)) != ("size", "screen"):
            words += [f"--{name}", getattr(given, name)]
    if given.style:
        words += ["--style", Path(given.style).name]
    for change in given.set:
        words += ["--set", change]
    return plain(shlex.join(words), most=1000)

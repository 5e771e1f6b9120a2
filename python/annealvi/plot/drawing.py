# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What all functions that draw have in common: documentation, and arguments of the right kind."""
import functools
import inspect
import os

import numpy as np

from annealvi.arguments import told

from .look import PictureError

_source = """{name} : table, path of one, result with a table, or pandas table{several}
    {columns}
"""
_axes = """axes : matplotlib Axes, optional
    Where to draw, everything on it; without it a figure of its own.
"""
_figure = """figure : matplotlib Figure, optional
    Where to draw, empty; without it one of its own.
"""
_place = """place : matplotlib Figure or Axes, optional
    Where to draw: an empty Figure, or for one panel Axes; without it a figure of its own.
"""
_look = """**look
    size ("screen", "column": 8.6 cm, "wide" and "page": 17.8 cm), style (a file), title (bool),
    adjust ({"yscale": "log", "2.xlim": "1:10"}, "2.": of the second panel).

Returns
-------
"""
_places = {"axes": (_axes, "Axes\n    That it was drawn on."),
           "figure": (_figure, "Figure\n    That it was drawn on."),
           "place": (_place, "Figure, or Axes where these were given\n    That it was drawn on.")}
_raises = """

Raises
------
PictureError
    One sentence: nothing can be drawn from this table, or a wrong value of an option.
annealvi.TableError
    `source` is no table that can be read.
TypeError
    An option that there is not.
"""
_section = "\n\nParameters\n----------\n"


def _has(*names):
    return lambda value: not isinstance(value, type) and all(hasattr(value, each) for each in names)


def _numbers(values):
    try:
        found = np.asarray(values)
    except ValueError:
        return False
    return found.ndim == 1 and (found.dtype.kind in "iuf" or not found.size) and \
        bool(np.isfinite(found.astype(float)).all())


def _number(value):
    return not isinstance(value, (bool, np.bool_)) and np.ndim(value) == 0 and _numbers([value])


def _of(*kinds):
    return lambda value: isinstance(value, kinds)


# What an argument is by its name; None is right where it is the default.
_kinds = {
    "axes": (_has("figure", "plot"), "an Axes of matplotlib"),
    "figure": (_has("subplots", "savefig"), "a Figure of matplotlib"),
    "place": (lambda value: _kinds["axes"][0](value) or _kinds["figure"][0](value),
              "a Figure or an Axes of matplotlib"),
    "drawn": (lambda value: hasattr(getattr(value, "figure", value), "savefig"),
              "a Figure or an Axes of matplotlib"),
    **dict.fromkeys(("x", "series"), (_of(str), "the name of a column")),
    **dict.fromkeys(("swap", "residuals", "title", "force"), (_of(bool), "True or False")),
    **dict.fromkeys(("contours", "times"), (_numbers, "a list of numbers")),
    **dict.fromkeys(("coordinates", "size", "command"), (_of(str), "a text")),
    **dict.fromkeys(("style", "path"), (_of(str, os.PathLike), "the name of a file")),
    "until": (_number, "a number"),
    "frames": (lambda value: _number(value) and value == int(value), "a whole number"),
    "adjust": (_of(dict), '{"yscale": "log"} and the like'),
}
_optional = ("axes", "figure", "place", "x", "series", "contours", "until", "style", "title",
             "adjust")


def check(**arguments):
    """PictureError for an argument of a wrong kind."""
    for name, value in arguments.items():
        right, needed = _kinds.get(name, (None, ""))
        if right and not (value is None and name in _optional) and not right(value):
            raise PictureError(f"{name} = {told(value)} is not allowed: {needed} is needed.")


def drawing(columns):
    """Decorator: `columns` says of which table the picture is, and the columns that it needs."""
    def decorate(function):
        signature = inspect.signature(function)
        head, _, own = inspect.cleandoc(function.__doc__).partition(_section)
        names = list(signature.parameters)
        where, returned = next(_places[name] for name in names if name in _places)
        source = _source.format(name=names[0], columns=columns, several="" if names[0] == "source"
                                else ",\n    an Ensemble with `times`, or several of these")

        @functools.wraps(function)
        def checked(*given, **options):
            named = signature.bind(*given, **options).arguments
            check(**{**named, **named.get("look", {})})
            return function(*given, **options)

        checked.__doc__ = (head + _section + source + where + own.rstrip("\n") +
                           ("\n" if own else "") + _look + returned + _raises)
        return checked

    return decorate

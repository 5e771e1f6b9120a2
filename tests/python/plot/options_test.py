# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Arguments of a wrong kind are one sentence; every picture is documented."""
import inspect

import numpy as np
import pytest
from tables import curve_text, phase_text, trajectory_text

from annealvi import plot
from annealvi.table import TableError, parse_table

WRONG = {"number": 3.5, "text": "hot", "list": [1], "empty": {}, "object": object(),
         "nan": np.nan, "bool": True, "bytes": b"x", "none in a list": [None], "class": float}
CURVE = parse_table(curve_text())
PLANE = parse_table(trajectory_text([0, 1, 3, 4], [0, -1, -3, -4]))
PHASE = parse_table(phase_text(lambda x, y: 0.4 * y**0.5 / x))
OPTIONS = {
    plot.curve: (CURVE, "axes x series swap residuals size style title adjust"),
    plot.phase: (PHASE, "axes contours swap"),
    plot.plane: (PLANE, "axes coordinates separatrix times until"),
    plot.trajectory: (PLANE, "figure"),
}
RIGHT = {("until", "number"), ("times", "list"), ("adjust", "empty"),
         *((name, "bool") for name in ("swap", "residuals", "title"))}
CASES = [(function, source, option, wrong) for function, (source, options) in OPTIONS.items()
         for option in options.split() for wrong in WRONG if (option, wrong) not in RIGHT]


@pytest.mark.parametrize("function, source, option, wrong", CASES)
def test_an_option_of_a_wrong_kind_is_one_sentence(function, source, option, wrong):
    with pytest.raises((plot.PictureError, TableError)) as error:
        function(source, **{option: WRONG[wrong]})
    said = str(error.value)
    assert "\n" not in said and len(said) < 300 and "0x" not in said


def test_the_help_of_phase_names_no_key_that_there_is_not():
    assert "phase.contours" not in plot.phase.__doc__ and "--set contours=" in plot.phase.__doc__


DRAWING = [name for name in plot.__all__ if name not in ("PictureError", "animate", "save")]


@pytest.mark.parametrize("name", DRAWING)
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_table_is_told(name, wrong):
    with pytest.raises((plot.PictureError, TableError)) as error:
        getattr(plot, name)(WRONG[wrong])
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("wrong", WRONG)
def test_films_and_files(tmp_path, wrong):
    value = WRONG[wrong]
    for call in (lambda: plot.animate(PLANE, tmp_path / "film.gif", frames=value),
                 lambda: plot.animate(PLANE, value), lambda: plot.save(plot.curve(CURVE), value),
                 lambda: plot.save(value, tmp_path / "picture.svg")):
        with pytest.raises(plot.PictureError):
            call()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", plot.__all__)
def test_help_tells_arguments_results_and_errors(name):
    told = inspect.getdoc(getattr(plot, name))
    if name == "PictureError":
        assert told
        return
    parameters = inspect.signature(getattr(plot, name)).parameters
    described = told.split("\nParameters\n")[1].split("\nReturns\n")[0]
    for each in parameters:
        assert any(each in line.split(" : ")[0].replace("*", "").split(", ")
                   for line in described.splitlines() if not line.startswith(" ")), each
    assert "\nReturns\n-------\n" in told and "\nRaises\n------\nPictureError" in told
    assert not any(word in told for word in ("{columns}", "{name}", "{several}"))

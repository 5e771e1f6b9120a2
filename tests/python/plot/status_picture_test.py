# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Parts of a curve whose status or note says that they do not hold."""
import numpy as np
import pytest
from shown import legend_words, lines
from tables import curve_columns, curve_row, curve_text, text

from annealvi import plot
from annealvi.table import parse_table


@pytest.mark.parametrize("note, words", [
    ("outside validity: much noise", "outside validity"),
    ("error estimate above the wanted one", "not converged"), ("", None)])
def test_parts_of_a_line_that_do_not_hold_are_dotted(note, words):
    rows = [curve_row("", x, "sharp", 0.4 - 0.02 * x, 0.3, 0.5, note=note if x > 8 else "")
            for x in (1, 4, 7, 10, 13)]
    axes = plot.curve(parse_table(curve_text(rows)))
    solid, = lines(axes, "sharp")
    dotted = [line for line in axes.lines if line.get_alpha() == 0.6]
    assert np.isnan(solid.get_ydata()).sum() == (2 if note else 0)
    # The segments to and between the two points.
    assert len(dotted) == (2 if note else 0)
    assert all(line.get_linestyle() != "-" for line in dotted)
    if words:
        assert words in legend_words(axes)


POINTS = [curve_row("", x, "sharp", P, "", "", note="outside validity: no" if x > 8 else "")
          for x, P in ((1, 0.4), (4, 0.3), (7, ""), (10, 0.2), (13, ""))]


@pytest.mark.parametrize("rows, dotted, stars", [
    (POINTS[:2] + POINTS[3:], 1, []),  # from the point at 4 to that at 10
    (POINTS, 0, [10.0]),               # no neighbour has a number
    (POINTS[3:4], 0, [10.0]),
    (POINTS[:2] + POINTS[4:], 0, [])])
def test_a_point_that_does_not_hold_is_dotted_or_a_star_and_the_legend_says_which(
        rows, dotted, stars):
    axes = plot.curve(parse_table(curve_text(rows)))
    assert len([line for line in axes.lines if line.get_alpha() == 0.6]) == dotted
    drawn = [x for line in axes.lines if line.get_marker() == "1" for x in line.get_xdata()]
    assert drawn == stars
    words = [word for word in legend_words(axes) if "outside validity" in word]
    assert len(words) == bool(dotted or stars)


def test_a_column_status_comes_before_the_note():
    columns = [*curve_columns, "status"]
    rows = [[*curve_row("", x, "sharp", 0.4, 0.4, 0.4, note="outside validity: no"), status]
            for x, status in ((1, "converged"), (4, "unfinished"), (7, "converged"))]
    axes = plot.curve(parse_table(text(columns, rows)))
    words = legend_words(axes)
    assert "unfinished" in words and "outside validity" not in words

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Tables from anywhere: their text is shown, not read as markup; odd ones are told."""
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tables import curve_columns, curve_row, curve_text, phase_text, settings, text, trajectory_text

from annealvi import plot
from annealvi.plot import labels
from annealvi.plot.latex import escaped
from annealvi.table import TableError, parse_table

hostile = [r"$\frac{1}{0}$", "$", "$$", r"\$", r"\\$x", "a_b^c", "{", "}", r"\input{/etc/passwd}",
           "^", "_", "\\", "$_", "\x1b[31m", "模式", "%s %d", "<script>", "&amp;", "x" * 5000]


@pytest.mark.parametrize("word", hostile)
def test_text_is_shown_as_it_stands(word):
    shown = labels.plain(word)
    figure = Figure(figsize=(1, 1), dpi=20)
    FigureCanvasAgg(figure)
    for around in ("{}", "$R$ = {}", "{} path, $T_0$ = 3"):
        drawn = figure.text(0, 0, around.format(shown))
        drawn.get_window_extent()  # mathtext would raise
        assert drawn.get_text().count("$") % 2 == word[:89].count("$") % 2
    assert all(c.isprintable() for c in shown) and len(shown) < 200


@pytest.mark.parametrize("word", hostile)
def test_latex_reads_no_command_in_text(word):
    shown = escaped(f"{labels.plain(word)} path, $T_0$ = 3")
    assert shown.endswith(" path, $T_0$ = 3")
    rest = shown.removesuffix(" path, $T_0$ = 3")
    for known in (r"\textbackslash{}", r"\textasciitilde{}", r"\textasciicircum{}",
                  *("\\" + c for c in "{}#&%_$")):
        rest = rest.replace(known, "")
    assert not set(rest) & set("\\{}#&%_$^~")


@pytest.mark.parametrize("part", range(3))
def test_hostile_names_in_every_place_of_a_table(part, tmp_path):
    words = hostile[part::3]
    cells = ['"' + word.replace('"', '""') + '"' for word in words]
    rows = [curve_row(cell, x, method, 0.4, 0.3, 0.5, runs, collapsed, note=cell)
            for cell in cells for x in (1, 2, 3)
            for method, runs, collapsed in (("sharp", 0, 0), (cell, 100, 40))]
    spelled = "".join(words)[:200].replace("\\", "\\\\").replace("\x1b", "")
    table = parse_table(curve_text(rows, configuration=settings.replace(
        '"power"', f'"{spelled}"').replace('"matched"', f'"{spelled}"')))
    axes = plot.curve(table)
    for ending in ("svg", "pdf", "png"):
        plot.save(axes, tmp_path / f"out.{ending}", command=labels.plain(spelled))
        assert (tmp_path / f"out.{ending}").stat().st_size > 2000
    # Words along the axis.
    plot.save(plot.curve(parse_table(curve_text(
        [curve_row("", cell, "sharp", 0.4, 0.3, 0.5) for cell in cells]))), tmp_path / "words.svg")


def test_numbers_have_one_form():
    assert labels.number(0.03) == "0.03"
    assert labels.number(1e-5) == "$10^{-5}$"
    assert labels.number(2.5e-7) == r"$2.5\cdot 10^{-7}$"
    assert labels.value_text("1/sqrt(d)") == r"$1/\sqrt{d}$"
    assert labels.with_value("annealing.path", "power") == "power path"
    assert labels.with_value("realnvp.initial_scale", "0.01") == \
        "initial scale of the last layers 0.01"
    assert labels.with_value("target.dimension", "1000") == "$d$ = 1000"


@pytest.mark.parametrize("table", [
    curve_text([]),
    curve_text([curve_row("", 1, "sharp", "", "", "")]),
    phase_text(lambda x, y: ""),
    text(["time", "temperature", "m1", "m2", "objective"], []),
    text(["time", "temperature", "m1", "m2"], [[0, 1, "", ""]]),
    text(["branch", "m1", "m2", "temperature", "separation"], []),
    text(["kind", "name", "time", "temperature", "log10_probability"], []),
    text(["step", "temperature", "along_e", "across", "flow", "target"], []),
])
def test_a_table_without_numbers_is_a_failure(table):
    with pytest.raises((plot.PictureError, TableError)) as caught:
        plot.draw(parse_table(table, "empty.csv"))
    assert "empty.csv" in str(caught.value) and "\n" not in str(caught.value)


def test_a_table_without_a_picture_says_so():
    with pytest.raises(plot.PictureError, match="no picture of a table with these columns"):
        plot.draw(parse_table("line,x,y\nT_f,1,2\n"))


@pytest.mark.parametrize("cell", ["inf", "-inf", "nan", "1e308", "-1e308", "1e-320", "0"])
def test_odd_numbers_are_drawn_or_told(cell):
    for table in (curve_text([curve_row("", x, "sharp", P, cell, P, 100, 5)
                              for x, P in ((1, 0.4), (2, cell), (3, 0.2))]),
                  curve_text([curve_row("", x, "sharp", 0.3, 0.2, 0.4) for x in (1, cell, 3)]),
                  phase_text(lambda x, y: cell if x == 4 else 0.1 / x),
                  trajectory_text([0, cell, 3, 4], [0, -1, -3, -4])):
        try:
            picture = plot.draw(parse_table(table))
            getattr(picture, "figure", picture).draw_without_rendering()
        except (plot.PictureError, TableError) as error:
            assert "\n" not in str(error)


def test_one_point_and_one_series():
    axes = plot.curve(parse_table(curve_text([curve_row("", 3, "sharp", 0.3, 0.3, 0.3)])))
    assert axes.get_xlim()[0] < 3 < axes.get_xlim()[1]
    lone, = [line for line in axes.lines if line.get_marker() == "_"]
    np.testing.assert_array_equal(lone.get_ydata(), [0.3])


def test_thirty_series_and_a_table_without_configuration():
    rows = [curve_row(s, x, "sharp", 0.01 * s + 0.001 * x, 0.1, 0.2) for s in range(30)
            for x in (1, 2, 3)]
    plot.curve(parse_table(curve_text(rows)), size="column")
    plot.curve(parse_table(text(curve_columns, rows[:3], configuration="")))

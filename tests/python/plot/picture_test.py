# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from shown import legend_words, lines
from tables import (curve_columns, curve_row, curve_rows, curve_text, phase_text, sources, text,
                    trajectory_text)

from annealvi import plot
from annealvi.plot import levels
from annealvi.plot.mechanisms import wilson
from annealvi.plot.plane import border, outcome
from annealvi.table import parse_table, read_table


def test_curve_shows_the_numbers_of_the_table():
    axes = plot.curve(parse_table(curve_text()))
    sharp, runs = lines(axes, "sharp"), lines(axes, "full")
    assert len(sharp) == 2 and len(runs) == 2
    wanted = [row[4] for row in curve_rows() if row[0] == "0.3" and row[2] == "sharp"]
    np.testing.assert_array_equal(sharp[0].get_ydata(), wanted)
    np.testing.assert_array_equal(sharp[0].get_xdata(), [1, 4, 7, 10, 13])
    np.testing.assert_array_equal(runs[1].get_xdata(), [4, 10])
    assert to_hex(sharp[0].get_color()) == "#0072b2" and sharp[0].get_linestyle() == "-"
    assert axes.get_xlabel() == "initial temperature $T_0$"
    assert axes.get_ylabel() == "collapse probability $P$"
    assert axes.get_ylim()[0] == 0 and axes.get_xlim()[0] < 1 < 13 < axes.get_xlim()[1]
    marks = {text.get_text() for text in axes.texts}
    assert {"$T_f = 3.44$", "$T_c = 10.1$"} <= marks


def test_curve_has_bars_of_the_intervals():
    axes = plot.curve(parse_table(curve_text()))
    segments = [segment for part in axes.collections for segment in part.get_segments()]
    first = next(row for row in curve_rows() if row[2] == "full")
    np.testing.assert_allclose(sorted(segments[0][:, 1]), [first[5], first[6]], rtol=1e-12)


def test_legend_tells_what_is_drawn_and_nothing_else():
    rows = [row for row in curve_rows() if row[2] == "sharp"]
    assert legend_words(plot.curve(parse_table(curve_text(rows)))) == {
        r"$\kappa$ = 0.3", r"$\kappa$ = 0.1", "sharp formula"}
    # A method without a single number is not drawn.
    rows += [curve_row("0.3", 1, "overlap", "", "", "", note="no linear stage")]
    words = legend_words(plot.curve(parse_table(curve_text(rows))))
    assert "overlap formula" not in words and "sharp formula" in words
    assert "SGD" in legend_words(plot.curve(parse_table(curve_text())))


def test_runs_without_a_collapse_are_limits_and_cut_bars_are_marked():
    rows = [curve_row("", x, "sharp", 10.0**-x, 10.0**-x, 10.0**-x) for x in (1, 2, 3)]
    rows += [curve_row("", 3, "full", 0.0, 0.0, 0.004, 1000, 0),
             curve_row("", 2, "full", 0.01, 1e-9, 0.1, 1000, 10)]
    axes = plot.curve(parse_table(curve_text(rows)))
    assert axes.get_yscale() == "log"
    assert {"none collapsed: upper limit", "bar reaches below the axis"} <= legend_words(axes)
    arrows = [line for line in axes.lines if 0.004 in np.atleast_1d(line.get_ydata())]
    assert arrows


def test_swapped_axes_and_residuals():
    table = parse_table(curve_text())
    assert plot.curve(table, swap=True).get_xlabel() == r"annealing rate $\kappa$"
    figure = plot.curve(table, residuals=True).figure
    assert len(figure.axes) == 2
    first = next(line for line in figure.axes[1].lines if line.get_linestyle() == "None")
    P = 0.5 - 0.02 * 4
    runs = 43 / (P + 0.01)  # decided: collapsed over P
    z = 0.01 / np.sqrt(P * (1 - P) / runs)
    np.testing.assert_allclose(first.get_ydata()[0], z, rtol=1e-9)


def test_phase_shows_map_contours_and_temperatures():
    axes = plot.phase(parse_table(phase_text(lambda x, y: 0.4 * y**0.5 / x)))
    mesh = axes.collections[0]
    assert mesh.get_array().size == 15
    np.testing.assert_allclose(mesh.get_array().reshape(3, 5)[2], 0.4 / np.array([1, 2, 4, 8, 16]))
    assert axes.get_xlim() == (1, 16) and axes.get_ylim() == (0.01, 1.0)
    assert axes.get_xscale() == axes.get_yscale() == "log"
    drawn = [line.get_xydata() for line in axes.lines]
    contour = next(xy for xy in drawn if np.allclose(0.4 * xy[:, 1] ** 0.5 / xy[:, 0], 0.1,
                                                    rtol=0.15))
    # It ends on the frame.
    assert any(np.isclose(contour[end], edge).any() for end in (0, -1) for edge in (1, 16, 0.01))
    safe = next(xy for xy in drawn if np.allclose(xy[:, 0], 3.0))
    np.testing.assert_allclose(sorted(safe[[0, -1], 1]), [0.01, 1.0])
    words = {text.get_text() for text in axes.texts}
    assert {"0.1", "0.01", "$T_f$", "$T_c$"} <= words


def test_phase_takes_chosen_contours_and_swaps():
    table = parse_table(phase_text(lambda x, y: 0.4 * y**0.5 / x))
    axes = plot.phase(table, contours=[0.05], swap=True)
    assert axes.get_xlabel() == r"annealing rate $\kappa$"
    assert "0.05" in {text.get_text() for text in axes.texts}
    with pytest.raises(plot.PictureError, match="contours must lie between 0 and 1"):
        plot.phase(table, contours=[2.0])


def test_phase_covers_what_is_outside_validity():
    axes = plot.phase(parse_table(phase_text(
        lambda x, y: 0.1, status=lambda x, y: "outside_validity" if x > 4 else "done")))
    covered = axes.collections[1].get_array().reshape(3, 5)
    assert np.ma.count(covered) == 6
    assert "outside the noise theory" in legend_words(axes)


def test_specks_have_no_label():
    figure = Figure()
    axes = figure.add_subplot()
    figure.draw_without_rendering()
    speck = np.array([[0.5, 0.5], [0.51, 0.5], [0.51, 0.51], [0.5, 0.5]])
    long = np.column_stack([np.linspace(0, 1, 20), np.linspace(0, 1, 20)])
    levels.label(axes, [([speck], "0.1", "black"), ([long], "0.2", "black")])
    assert [text.get_text() for text in axes.texts] == ["0.2"]


def test_trajectory_and_run_number():
    figure = plot.trajectory(parse_table(trajectory_text([0, 1, 3, 4], [0, -1, -3, -4])))
    assert len(figure.axes) == 3
    m1 = next(line for line in figure.axes[0].lines if len(line.get_xdata()) == 4)
    np.testing.assert_array_equal(m1.get_ydata(), [0, 1, 3, 4])
    assert figure.texts[0].get_text() == "Run 3 of the flow, seed 1"
    assert figure.axes[-1].get_xlabel() == "time $t$"


def test_plane_colours_by_outcome():
    runs = [parse_table(trajectory_text(m1, m2)) for m1, m2 in (
        ([0, 1, 3, 4], [0, 1, 2, 4]), ([0, 1, 3, 4], [0, -1, -3, -4]), ([0, 1, 1, 1], [0] * 4))]
    assert [outcome(run) for run in runs] == ["collapsed", "recovered", "undecided"]
    axes = plot.plane(runs, coordinates="sums")
    assert {"collapsed", "recovered", "undecided"} <= legend_words(axes)
    path = next(line for line in axes.lines if len(line.get_xdata()) == 4)
    np.testing.assert_array_equal(path.get_xdata(), [0, 2, 5, 8])


def test_border_of_the_plane_is_the_power_law():
    table = parse_table(text(["separation", "temperature", "alpha", "constant", "error", "status"],
                             [[4, 1, 0.7, 1.2, 0, "found"], [4, 10, 0.7, 1.2, 0, "found"]]))
    run = parse_table(trajectory_text([0, 1, 3, 4], [0, 1, 2, 4]))
    for S, D in border(table, run, 1.0, 8.0):
        np.testing.assert_allclose(np.abs(S), 1.2 * np.abs(D) ** 0.7, rtol=1e-12)


def test_mechanisms_have_wilson_intervals():
    rows = [curve_row("0.3", x, "reduced", 0.3, 0.2, 0.4, 100, 30, aligned=10, vanished=20)
            for x in (1, 4, 7)]
    figure = plot.mechanisms(parse_table(curve_text(rows)))
    assert len(figure.axes) == 1
    low, high = wilson(np.array([10.0]), np.array([100.0]), 0.95)
    # Newcombe (1998) gives for 10 of 100: 0.0552, 0.1744.
    np.testing.assert_allclose([low[0], high[0]], [0.0552, 0.1744], atol=5e-5)
    first = figure.axes[0].collections[1].get_segments()[0]
    np.testing.assert_allclose(sorted(first[:, 1]), [low[0], high[0]], rtol=1e-9)
    with pytest.raises(plot.PictureError, match="no row tells the mechanisms"):
        plot.mechanisms(parse_table(curve_text()))


def test_axes_of_the_caller_are_used_and_settings_left_alone():
    before = dict(matplotlib.rcParams)
    figure = Figure()
    axes = figure.add_subplot()
    assert plot.curve(parse_table(curve_text()), axes) is axes
    assert plot.phase(parse_table(phase_text(lambda x, y: 0.1 / x))).figure is not figure
    mine = Figure()
    assert plot.trajectory(parse_table(trajectory_text([0, 4, 4, 4], [0, 4, 4, 4])), mine) is mine
    assert dict(matplotlib.rcParams) == before
    assert "matplotlib.pyplot" not in __import__("sys").modules


def test_sizes_are_those_of_journals():
    for size, centimetres in (("column", 8.6), ("wide", 17.8), ("page", 17.8)):
        figure = plot.curve(parse_table(curve_text()), size=size).figure
        assert figure.get_figwidth() * 2.54 == pytest.approx(centimetres)
        assert not figure.texts  # the caption tells it
    with pytest.raises(plot.PictureError, match="size 'huge' is not known: column, wide"):
        plot.curve(parse_table(curve_text()), size="huge")


def test_adjusted_axes():
    axes = plot.curve(parse_table(curve_text()), adjust={"yscale": "log", "xlim": "2:9"})
    assert axes.get_yscale() == "log" and axes.get_xlim() == (2, 9) and axes.get_ylim()[0] > 0
    with pytest.raises(plot.PictureError, match="colour cannot be set; xlim"):
        plot.curve(parse_table(curve_text()), adjust={"colour": "red"})


@pytest.mark.parametrize("folder, panels", [("tables", 3), ("realnvp", 1)])
def test_committed_tables_are_drawn(folder, panels):
    drawn = 0
    for file in sorted((sources / "data" / folder).glob("*.csv")):
        if not file.name.endswith("-runs.csv"):
            picture = plot.draw(read_table(file))
            assert 1 <= len(getattr(picture, "figure", picture).axes) <= panels
            drawn += 1
    assert drawn >= 6


def test_a_curve_of_known_pixels():
    """A line of P = x and nothing else: dark pixels lie on the diagonal of the panel."""
    rows = [curve_row("", x, "sharp", x, x, x) for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
    configuration = ""
    axes = plot.curve(parse_table(text(curve_columns, rows, configuration=configuration)),
                      adjust={"xlim": "0:1", "ylim": "0:1"}, title=False)
    figure = axes.figure
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[:, :, :3].astype(int)
    blue = np.argwhere(np.abs(pixels - [0x00, 0x72, 0xB2]).sum(axis=2) < 30)
    box = axes.get_window_extent()
    x = (blue[:, 1] - box.x0) / box.width
    y = (pixels.shape[0] - blue[:, 0] - box.y0) / box.height
    assert len(blue) > 300
    assert np.abs(x - y).max() < 0.02


def test_no_legend_is_drawn_twice():
    axes = plot.curve(parse_table(curve_text()))
    legends = [child for child in axes.get_children()
               if isinstance(child, matplotlib.legend.Legend)]
    assert len(legends) == len(set(map(id, legends)))


def test_a_mechanism_that_no_run_had_is_not_shown():
    rows = [curve_row("0.3", x, "reduced", 0.3, 0.2, 0.4, 100, 30, aligned=30, vanished=0)
            for x in (1, 4, 7)]
    figure = plot.mechanisms(parse_table(curve_text(rows)))
    words = {text.get_text() for text in figure.legends[0].get_texts()}
    assert words == {"mean alignment", "95 % interval"}
    markers = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert len(markers) == 1


def test_three_panels_in_two_columns_are_drawn():
    rows = [curve_row(series, x, "reduced", 0.3, 0.2, 0.4, 100, 30, aligned=10, vanished=20)
            for series in ("0.3", "0.1", "0.03") for x in (1, 4, 7)]
    figure = plot.mechanisms(parse_table(curve_text(rows)), size="column")
    assert len(figure.axes) == 3


def test_legends_of_a_square_panel_stay_within_it():
    run = parse_table(trajectory_text([0, 1, 3, 4], [0, -1, -3, -4]))
    D = np.linspace(0.01, 10, 50)
    border = [[t, s * factor, s] for t, factor in ((0, 1.2), (1, 1.0), (2, 0.8)) for s in D]
    axes = plot.plane([run], size="column",
                      separatrix=parse_table(text(["time", "sum", "difference"], border)))
    axes.figure.canvas.draw()
    frame = axes.get_window_extent()
    legends = [child for child in axes.get_children()
               if isinstance(child, matplotlib.legend.Legend)]
    assert legends
    for legend in legends:
        box = legend.get_window_extent()
        outside = box.y0 >= frame.y1 or box.x0 >= frame.x1
        assert outside or (box.x1 <= frame.x1 + 1 and box.y1 <= frame.y1 + 1)


def test_the_legend_of_several_panels_has_every_line():
    figure = plot.rates(read_table(sources / "data/tables/rates.csv"))
    inks = {line.get_color() for axes in figure.axes for line in axes.lines
            if len(line.get_xdata()) > 2}
    assert {handle.get_color() for handle in figure.legends[0].get_lines()} == inks

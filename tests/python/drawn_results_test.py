# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Results as pictures: the artists carry their numbers; what has no picture says so."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

import annealvi
from annealvi import Model, TableError, plot

QUICK = Model(target=dict(dimension=40), annealing=dict(rate=0.4, initial_temperature=3.0), **{
    "simulation.runs": 6, "simulation.until": 30.0, "numerics.probability_error": 1e-3,
    "numerics.relative_tolerance": 1e-6})
RATES = np.array([0.2, 0.4, 0.8])
STARTS = np.array([[2.0], [4.0]])


def lines_of(axes, count):
    return [line for line in axes.lines if len(line.get_xdata()) == count]


def test_a_grid_of_the_formula_is_a_curve():
    found = annealvi.collapse_probability(QUICK, **{"annealing.rate": RATES})
    axes = Figure().add_subplot()
    assert plot.curve(found, axes) is axes
    line, = lines_of(axes, 3)
    np.testing.assert_array_equal(line.get_xdata(), RATES)
    np.testing.assert_array_equal(line.get_ydata(), found.probability)
    two = annealvi.collapse_probability(QUICK, annealing=dict(rate=RATES,
                                                              initial_temperature=STARTS))
    drawn = lines_of(plot.draw(two), 3)
    np.testing.assert_array_equal([line.get_ydata() for line in drawn], two.probability)
    swapped = plot.curve(two, x="annealing.initial_temperature", series="annealing.rate")
    np.testing.assert_array_equal([line.get_ydata() for line in lines_of(swapped, 2)[:3]],
                                  two.probability.T)


def test_keys_that_move_together_are_one_line():
    d = np.array([20, 40, 80])
    found = annealvi.collapse_probability(QUICK, **{"target.dimension": d, "sgd.step": 1 / d})
    for x, values in (("target.dimension", d), ("sgd.step", 1 / d)):
        axes = plot.curve(found, x=x)
        assert [line.get_xdata().tolist() for line in lines_of(axes, 3)][0] == sorted(values)
        assert len([line for line in axes.lines if line.get_label() == "sharp"]) == 1
        assert "$d$ =" not in axes.figure.annealvi_heading.replace("  ", " ")
    crossed = annealvi.collapse_probability(
        QUICK, **{"target.dimension": d, "sgd.step": 1 / d, "annealing.rate": [[0.2], [0.4]]})
    axes = plot.curve(crossed, x="sgd.step")
    assert len([line for line in axes.lines if line.get_label() == "sharp"]) == 2


def test_a_sweep_is_a_curve():
    frame = annealvi.sweep(QUICK, {"annealing.initial_temperature": [2.0, 4.0],
                                   "annealing.rate": RATES}, ["sharp", "flow"])
    axes = plot.curve(frame)
    assert axes.get_xlabel() == r"annealing rate $\kappa$"
    sharp = frame[frame["method"] == "sharp"]["probability"].to_numpy().reshape(2, 3)
    drawn = [line.get_ydata() for line in axes.lines if line.get_label() == "sharp"]
    np.testing.assert_array_equal(drawn, sharp)
    three = annealvi.sweep(QUICK, {"annealing.initial_temperature": [2.0, 4.0],
                                   "annealing.rate": [0.2, 0.4], "target.separation": [2.0, 3.0]})
    with pytest.raises(plot.PictureError, match="3 keys vary; a picture shows two"):
        plot.curve(three)


def test_the_separatrix_is_a_line_and_the_border_of_a_plane():
    D = np.geomspace(1e-3, 3.0, 8)
    curves = [annealvi.separatrix(QUICK, D, time=t, accuracy=1e-4) for t in (0.0, 10.0)]
    axes = plot.separatrix(curves[0]).axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), curves[0].sum)
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), D)
    assert plot.draw(curves[0]).axes[0].get_xscale() == "log"
    own = Figure().add_subplot()
    assert plot.separatrix(curves[0], own) is own
    np.testing.assert_array_equal(own.lines[0].get_ydata(), curves[0].sum)
    with pytest.raises(plot.PictureError, match="has two panels: give a Figure"):
        plot.separatrix(annealvi.theory_table("separatrix", separation=3), own)
    runs = annealvi.ensemble(QUICK, times=np.linspace(0.0, 30.0, 40))
    axes = plot.plane(runs, coordinates="sums", separatrix=curves)
    border = lines_of(axes, 16)
    assert len(border) == 4  # two times, S > 0 and S < 0
    np.testing.assert_array_equal(border[0].get_xdata()[8:], curves[0].sum)
    np.testing.assert_array_equal(border[0].get_ydata(), np.r_[-D[::-1], D])
    np.testing.assert_array_equal(border[1].get_xdata()[8:], -curves[0].sum)
    np.testing.assert_array_equal(border[2].get_xdata()[8:], curves[1].sum)
    words = {text.get_text() for text in axes.get_legend().get_texts()} if axes.get_legend() \
        else {text.get_text() for child in axes.get_children()
              if isinstance(child, matplotlib.legend.Legend) for text in child.get_texts()}
    assert {"separatrix, $t = 0$", "separatrix, $t = 10$"} <= words
    paths = lines_of(axes, 40)
    assert len(paths) == 6
    np.testing.assert_array_equal(paths[2].get_xdata(),
                                  runs.overlaps[2, :, 0, 0] + runs.overlaps[2, :, 1, 0])


def test_a_design_is_drawn():
    found = annealvi.design(QUICK.replace(**{"simulation.until": None}), risk=0.2, check=False)
    figure = plot.design(found)
    T = found.table.numbers("temperature")[found.table.text("kind") == "schedule"]
    name = found.table.text("name")[0]
    first = T[: (found.table.text("name") == name).sum()]
    assert any(len(line.get_ydata()) == len(first) and (line.get_ydata() == first).all()
               for axes in figure.axes for line in axes.lines)


def test_jobs_draw_themselves(tmp_path):
    motion = annealvi.trajectory(QUICK, times="0:end:20")
    for drawn in (plot.draw(motion), plot.plane(motion), plot.draw(annealvi.theory_table(
            "rates", separation=3, temperature="1:5:5")), plot.curve(annealvi.curve(
                QUICK, vary={"annealing.rate": RATES}, methods="sharp"))):
        plot.save(drawn, tmp_path / "picture.png", force=True)
    film = plot.animate(annealvi.ensemble(QUICK, times=[0.0, 10.0, 30.0]), tmp_path / "film.gif",
                        frames=2)
    assert film.read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize("result", [
    lambda: annealvi.simulate(QUICK), lambda: annealvi.linear_rates(QUICK), lambda: 3,
    lambda: annealvi.probability_report(QUICK)])
def test_what_has_no_picture_says_so(result):
    with pytest.raises(TableError, match="is not allowed: a table, the path of one, a result with"):
        plot.draw(result())


def test_an_ensemble_is_for_the_plane():
    for runs in (annealvi.ensemble(QUICK), annealvi.ensemble(QUICK, times=[0.0, 1.0])):
        for function in (plot.draw, plot.curve):
            with pytest.raises(plot.PictureError, match="use plane"):
                function(runs)


def test_the_plane_needs_paths_of_two_components():
    with pytest.raises(annealvi.ConfigError, match="that `times` asks for"):
        plot.plane(annealvi.ensemble(QUICK))

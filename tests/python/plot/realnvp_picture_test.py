# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
import numpy as np
from shown import legend_words
from tables import sources, text

from annealvi import plot
from annealvi.table import parse_table, read_table


def history_text(series, vary, without=()):
    rows = [[s, v, step, 5 - step / 100, 1 + v, 0.9 + v, 1.2 + v, 0.5, 0.4, 0.6, 0.8, 0.7, 0.9]
            for s in series for v in vary for step in (100, 200, 300) if s not in without]
    bands = [f"{name}{end}" for name in ("loss", "upper_mass", "relative_mass")
             for end in ("", "_low", "_high")]
    return text(["series", "vary", "step", "temperature", *bands], rows,
                {"series": "value of annealing.rate",
                 "vary": "value of annealing.initial_temperature"})


def test_the_training_shows_every_series_and_says_which_it_leaves_out():
    three = plot.realnvp_history(parse_table(history_text((3, 2, 1), (1, 2))))
    assert len(three.axes) == 3 * 3
    assert "drawn" not in three.annealvi_heading
    # A series whose runs all failed has no rows.
    assert len(plot.realnvp_history(parse_table(history_text((3, 2, 1), (1, 2), (2,)))).axes) == 6
    many = plot.realnvp_history(parse_table(history_text(range(1, 7), range(1, 10))))
    assert len(many.axes) == 3 * 4
    assert "4 of 6 values of annealing rate drawn" in many.annealvi_heading
    assert "7 of 9 values of initial temperature drawn" in many.annealvi_heading
    band = three.axes[3].collections[0].get_paths()[0].vertices  # loss of the first series
    assert {1.9, 2.2} <= set(np.round(band[:, 1], 12))


def test_densities_share_one_scale_of_colours():
    rows = [[step, 2.0, x, y, 0.17 if step else 0.1, 0.5 if x == y else 0.0]
            for step in (0, 10) for y in (-1, 1) for x in (-1, 1)]
    figure = plot.realnvp_densities(parse_table(text(
        ["step", "temperature", "along_e", "across", "flow", "target"], rows)))
    meshes = [axes.collections[0] for axes in figure.axes[:4]]
    assert {mesh.norm.vmax for mesh in meshes} == {0.5}
    np.testing.assert_allclose(meshes[1].get_array().ravel(), 0.17)
    assert figure.axes[-1].get_ylabel() == "density"


def test_one_theory_for_a_series_of_networks():
    table = read_table(sources / "data" / "realnvp" / "learning_rate-d2.csv")
    axes = plot.realnvp(table)
    theory = [line for line in axes.lines if line.get_linestyle() == "-" and
              len(line.get_xdata()) == 5]
    assert len(theory) == 1
    per_series = plot.realnvp(read_table(sources / "data" / "realnvp" /
                                         "initial_temperature-d2.csv"))
    assert len([line for line in per_series.lines if line.get_linestyle() == "-" and
                len(line.get_xdata()) == 5]) == 3
    words = legend_words(per_series)
    assert {"theory of the mixture", "collapsed, of converged", "not converged, of all"} <= words

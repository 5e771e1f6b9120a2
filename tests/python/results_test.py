# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Results in pandas, xarray, netCDF and notebooks."""

import numpy as np
import pytest
import xarray

import annealvi
from annealvi import Model

QUICK = Model(**{"numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6,
                 "simulation.until": 40.0, "simulation.runs": 8})
RATES, STARTS = np.array([0.2, 0.5]), np.array([1.5, 3.0, 4.0])


def grid():
    return annealvi.collapse_probability(
        QUICK, annealing=dict(rate=RATES, initial_temperature=STARTS[:, None]))


def test_dataframe_has_a_column_a_key():
    found = grid()
    frame = found.to_dataframe()
    assert len(frame) == 6
    row = frame[(frame["annealing.rate"] == 0.5) & (frame["annealing.initial_temperature"] == 3.0)]
    assert row["probability"].item() == found.probability[1, 1]
    assert "separation" in frame.attrs["configuration"]


def test_xarray_has_axes_units_and_configuration(tmp_path):
    found = grid()
    data = found.to_xarray()
    at = data.sel({"annealing.rate": 0.2, "annealing.initial_temperature": 4.0})
    assert at["probability"].item() == found.probability[2, 0]
    assert data["annealing.rate"].attrs["units"] == "1/time"
    assert data["probability"].attrs["long_name"].startswith("P of collapse")
    path = tmp_path / "map.nc"
    data.to_netcdf(path)
    with xarray.open_dataset(path) as back:
        np.testing.assert_array_equal(back["probability"], found.probability)
        (tmp_path / "again.toml").write_text(back.attrs["configuration"])
    first = QUICK.replace(annealing=dict(rate=0.2, initial_temperature=1.5))
    assert annealvi.read(tmp_path / "again.toml") == found.model == first


def test_keys_along_one_axis_share_it():
    found = annealvi.collapse_probability(
        QUICK, **{"annealing.rate": RATES, "target.separation": [2.0, 3.0]})
    data = found.to_xarray()
    assert data["probability"].dims == ("axis_0",)
    assert data["target.separation"].dims == ("axis_0",)


def test_models_are_told_apart_by_their_keys():
    models = [QUICK, QUICK.replace(family=dict(variance="fixed"))]
    found = annealvi.collapse_probability(models, **{"annealing.rate": [[0.2], [0.5]]})
    frame = found.to_dataframe()
    assert frame["family.variance"].tolist() == 2 * ["matched", "fixed"]
    assert found.to_xarray()["probability"].dims == ("annealing.rate", "family.variance")


def test_values_that_are_no_numbers_can_be_stored(tmp_path):
    found = annealvi.collapse_probability(QUICK, **{"simulation.until": ["auto", 30.0]})
    found.to_xarray().to_netcdf(tmp_path / "until.nc")
    with xarray.open_dataset(tmp_path / "until.nc") as back:
        assert back["simulation.until"].values.tolist() == ['"auto"', "30.0"]


def test_one_model_is_a_number(tmp_path):
    found = annealvi.collapse_probability(QUICK)
    assert isinstance(found.probability, float) and isinstance(found.status, str)
    assert found.to_dataframe()["probability"].item() == found.probability
    found.to_xarray().to_netcdf(tmp_path / "one.nc")
    assert "probability" in repr(found)
    with pytest.raises(AttributeError, match="it has probability"):
        found.probabilty


def test_simulations_and_runs(tmp_path):
    run = annealvi.simulate(QUICK)
    assert run.to_dataframe()["collapsed"].item() == run.collapsed
    runs = annealvi.ensemble(QUICK, times=[0.0, 10.0])
    assert runs.to_dataframe()["m2"].tolist() == runs["overlaps"][:, 1, 0].tolist()
    runs.to_xarray().to_netcdf(tmp_path / "runs.nc")
    with xarray.open_dataset(tmp_path / "runs.nc") as back:
        np.testing.assert_array_equal(back["path_overlaps"], runs.overlaps)
        assert back["overlaps"].attrs["units"] == "component standard deviations"
    motion = annealvi.trajectory(QUICK, times="0:end:5")
    data = motion.to_xarray()
    np.testing.assert_array_equal(data["m1"], motion.m1)
    assert data["m1"].dims == ("time",) and "overlap" in data["m1"].attrs["long_name"]
    data.to_netcdf(tmp_path / "motion.nc")


def test_notebooks_show_tables():
    run = annealvi.simulate(QUICK)
    for result in (QUICK, grid(), run, annealvi.ensemble(QUICK), annealvi.trajectory(QUICK),
                   annealvi.probability_report(QUICK)):
        html = result._repr_html_()
        assert html.startswith("<table>") and html.endswith("</table>")
        assert "and 190 more" in html if isinstance(result, type(annealvi.trajectory(
            QUICK, times="end"))) else "nan" not in html.lower()
    assert "<code>numerics.probability_error</code>" in QUICK._repr_html_()
    motion = annealvi.trajectory(QUICK, times="0:end:3")
    assert f"<td>{motion.m1[0]:.6g}</td>" in motion._repr_html_()
    assert str(motion.m1[0]) not in motion._repr_html_()


def test_a_bar_is_drawn_where_it_is_asked_for(capsys):
    annealvi.collapse_probability(QUICK, progress=True, **{"annealing.rate": RATES})
    said = capsys.readouterr()
    assert "collapse probability 100%" in said.err and "left" in said.err and not said.out
    annealvi.collapse_probability(QUICK)
    assert not capsys.readouterr().err


def test_results_travel_between_processes():
    import copy
    import pickle

    found = annealvi.collapse_probability(annealvi.Model(),
                                          **{"annealing.initial_temperature": [3.0, 6.0]})
    for again in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert again.probability.tolist() == found.probability.tolist()
        assert again.to_dataframe().equals(found.to_dataframe())


def test_nobody_changes_models_or_keys_through_what_they_hand_out():
    model = annealvi.Model(**{"family.weights": [0.3, 0.7]})
    model["family.weights"][0] = 9
    assert model["family.weights"] == [0.3, 0.7]
    with pytest.raises((TypeError, AttributeError)):
        annealvi.config_keys().pop("annealing.rate")

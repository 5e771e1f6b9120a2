# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The jobs give the tables and JSON of the program."""

import json

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model
from program import answer, run, with_file

SMALL = Model(target=dict(dimension=40), annealing=dict(initial_temperature=3.0, rate=0.4),
              sgd=dict(step=0.02),
              **{"simulation.runs": 16, "simulation.until": 40.0,
                 "numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6})


def test_curve(tmp_path):
    model = SMALL.replace(**{"curve.vary": "annealing.initial_temperature=1,3",
                             "curve.methods": "sharp,overlap,flow"})
    found = annealvi.curve(model)
    assert found.text == with_file("curve", model, tmp_path)[0]
    assert annealvi.curve(SMALL, vary={"annealing.initial_temperature": [1, 3]},
                          methods="sharp,overlap,flow").text == found.text
    frame = found.to_dataframe()
    assert len(frame) == len(found) == 6 and set(frame["method"]) == {"sharp", "overlap", "flow"}
    found.save(tmp_path / "curve.csv")
    assert annealvi.read(tmp_path / "curve.csv") == model
    table = annealvi.read_table(tmp_path / "curve.csv")
    np.testing.assert_array_equal(table["probability"], found["probability"])


def test_phase(tmp_path):
    model = SMALL.replace(**{"sgd.step": 0.0, "phase.x": "annealing.initial_temperature=1:4:4",
                             "phase.y": "annealing.rate=0.2:1:3:log"})
    found = annealvi.phase(model)
    assert found.text == with_file("phase", model, tmp_path)[0]
    assert found.map().shape == (3, 4) and "computed" in found.summary


def test_sweep_is_the_calls_it_is_made_of():
    frame = annealvi.sweep(SMALL, {"annealing.rate": [0.4, 0.8],
                                   "target.separation": np.array([2.0, 3.0])},
                           methods=["sharp", "overlap", "flow"])
    assert len(frame) == 12
    assert frame.loc[:2, "method"].tolist() == ["sharp", "overlap", "flow"]
    row = frame[(frame["annealing.rate"] == 0.8) & (frame["target.separation"] == 2.0)]
    point = SMALL.replace(annealing=dict(rate=0.8), target=dict(separation=2.0))
    assert row["probability"].tolist() == [
        annealvi.collapse_probability(point).probability,
        annealvi.overlap_probability(point).probability,
        annealvi.simulate(point, "flow").probability]
    lists = annealvi.sweep(SMALL, {"family.weights": [[0.5, 0.5], [0.4, 0.6]],
                                   "simulation.until": ["auto", 30]}, methods="flow")
    assert lists["family.weights"].tolist() == 2 * [[0.5, 0.5]] + 2 * [[0.4, 0.6]]
    with pytest.raises(ConfigError, match="methods"):
        annealvi.sweep(SMALL, {"annealing.rate": [0.4]}, methods="blunt")


def test_design(tmp_path):
    model = SMALL.replace(**{"sgd.step": 0.0, "design.risk": 0.05, "simulation.until": "auto",
                             "annealing.initial_temperature": 4.0})
    found = annealvi.design(model)
    assert found.to_dict() == answer("design", model, tmp_path)
    best = found.recommended
    assert best is not None and best["annealing.rate"] > 0.0
    assert annealvi.collapse_probability(best).probability <= 0.05
    unchecked = annealvi.design(model, check=False)
    assert unchecked.simulation is None and unchecked.recommended == best


def test_validate():
    quiet = SMALL.replace(**{"target.dimension": 10, "sgd.step": 0.0})
    found = annealvi.validate({"small": quiet}, formula="overlap")
    assert found.status in ("agreement", "disagreement") and found.conclusion
    assert found.agreement == (found.status == "agreement")
    assert set(found.to_dataframe()["case"]) == {"small"}
    with pytest.raises(ConfigError, match="level"):
        annealvi.validate(level="half")
    with pytest.raises(ConfigError, match="P = 1"):
        annealvi.validate(Model(family=dict(components=1)))


def test_theory_tables():
    assert annealvi.theory_table("critical", separation=[4, 6]).text == run(
        "table", "critical", "--separation", "4,6")[0]
    assert annealvi.theory_table("rates", separation=3.0, temperature="1:5:3").text == run(
        "table", "rates", "--separation", "3.0", "--temperature", "1:5:3")[0]
    for name, lists in (("rats", {}), ("rates", dict(mean=3)), ("rates", dict(depth=3))):
        with pytest.raises(ConfigError):
            annealvi.theory_table(name, **lists)


def test_realnvp(tmp_path):
    model = Model(target=dict(dimension=2), **{
        "numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6,
        "realnvp.steps": 30, "realnvp.runs": 2, "realnvp.couplings": 2, "realnvp.width": 4,
        "realnvp.batch": 16, "realnvp.evaluation_samples": 100, "realnvp.history_rows": 5})
    found = annealvi.train_realnvp(model)
    assert found.text == with_file("realnvp", model, tmp_path)[0]
    assert len(found.runs) == 2 and len(found.history) == 5
    assert found.densities is None
    folder = tmp_path / "densities"
    folder.mkdir()
    drawn = annealvi.train_realnvp(model, times="0,end", **{"realnvp.density_run": 1})
    with_file("realnvp", drawn.model, folder, "--out", folder / "out")
    for ending, table in (("", drawn.table), ("-runs", drawn.runs), ("-history", drawn.history),
                         ("-densities", drawn.densities)):
        written = annealvi.read_table(folder / f"out/realnvp{ending}.csv")
        assert written.columns == table.columns
    with pytest.raises(ConfigError, match="densities are of one point"):
        annealvi.train_realnvp(model, times="end", vary={"annealing.rate": [0.1, 0.2]})
    varied = annealvi.train_realnvp(model, vary={"annealing.rate": [0.1, 0.2]})
    assert len(varied) == 2 and json.dumps(varied.data)

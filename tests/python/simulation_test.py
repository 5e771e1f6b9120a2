# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Records and paths of runs, and runs that fail."""

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model, NumericalFailure
from program import with_file

SMALL = Model(target=dict(dimension=40), annealing=dict(initial_temperature=3.0, rate=0.4),
              sgd=dict(step=0.02), **{"simulation.until": 40.0, "simulation.runs": 24})
THREE = Model(target=dict(modes="ring:3", dimension=10),
              family=dict(components=3, train_weights=True), sgd=dict(step=0.02),
              **{"simulation.runs": 6, "simulation.until": 20.0,
                 "annealing.initial_temperature": 3.0})


@pytest.mark.parametrize("engine", ["flow", "sde", "reduced"])
def test_records_are_the_runs_that_are_counted(engine):
    counted = annealvi.simulate(SMALL, engine)
    runs = annealvi.ensemble(SMALL, engine)
    assert len(runs) == counted.runs == 24
    for outcome in ("collapsed", "recovered", "undecided"):
        assert (runs["outcome"] == outcome).sum() == getattr(counted, outcome)
    assert runs["steps"].sum() == counted.steps
    m = runs["overlaps"][:, :, 0]
    assert (m[:, 0] * m[:, 1] > 0.0).sum() == counted.same_sign
    assert runs["gram"].shape == (24, 2, 2)
    np.testing.assert_array_equal(runs["gram"][:, 0, 1], runs["gram"][:, 1, 0])
    again = annealvi.ensemble(SMALL, engine, runs=7, **{"simulation.threads": 2})
    np.testing.assert_array_equal(again.records, runs.records[:7])
    other = annealvi.ensemble(SMALL, engine, runs=7, seed=2)
    assert (other["overlaps"] != again["overlaps"]).all()


def test_paths_are_trajectories():
    runs = annealvi.ensemble(SMALL, "reduced", runs=3, times=[0.0, 10.0, 40.0])
    assert runs.overlaps.shape == (3, 3, 2, 1) and runs.gram.shape == (3, 3, 2, 2)
    one = annealvi.trajectory(SMALL, "reduced", run=2, times=[0.0, 10.0, 40.0])
    np.testing.assert_array_equal(runs.overlaps[2, :, 0, 0], one.m1)
    np.testing.assert_array_equal(runs.gram[2, :, 0, 1], one["q12"])
    np.testing.assert_array_equal(one.time, [0.0, 10.0, 40.0])
    assert one.outcome == runs["outcome"][2]
    np.testing.assert_allclose(one.temperature, SMALL.schedule(one.time), rtol=1e-15)


def test_mixture_records():
    counted = annealvi.simulate(THREE, "reduced")
    runs = annealvi.ensemble(THREE, "reduced", times=[0.0, 20.0])
    assert runs["overlaps"].shape == (6, 3, 2) and runs.weights.shape == (6, 2, 3)
    np.testing.assert_allclose(runs["weights"].sum(axis=1), 1.0, rtol=1e-14)
    covered = counted.mixture["covered_modes"]
    assert [int((runs["covered"] == n).sum()) for n in range(4)] == covered
    lost = counted.mixture["vanishing_weight"]["runs"]
    assert ((runs["mechanism"] == "vanishing weight")
            & (runs["outcome"] == "collapsed")).sum() == lost


def test_failed_runs_raise_and_are_told():
    wild = SMALL.replace(**{"sgd.step": 5.0, "simulation.runs": 4, "target.separation": 20.0})
    with pytest.raises(NumericalFailure, match="4 of 4 runs failed") as failure:
        annealvi.simulate(wild, "reduced")
    kept = annealvi.simulate(wild, "reduced", on_failure="keep")
    assert failure.value.partial.failed == kept.failed == 4 and kept.probability is None
    assert kept.status == "failed"
    with pytest.raises(NumericalFailure, match="run 0"):
        annealvi.ensemble(wild, "reduced")
    assert sorted(annealvi.ensemble(wild, "reduced", on_failure="keep").failures) == [0, 1, 2, 3]
    with pytest.raises(NumericalFailure, match="run 1 failed"):
        annealvi.trajectory(wild, "reduced", run=1)


def test_bands_are_those_of_the_program(tmp_path):
    model = SMALL.replace(**{"simulation.engine": "reduced", "trajectory.runs": 12,
                             "trajectory.compare": "sde", "trajectory.times": "0:end:4"})
    table, told = with_file("trajectory", model, tmp_path)
    found = annealvi.trajectory(model)
    assert found.text == table and len(found.flow_abs_s_mean) == 4
    assert told.splitlines() == ["annealvi: " + message for message in found.messages]
    same = annealvi.trajectory(SMALL, "reduced", runs=12, compare="sde", times="0:end:4")
    assert same.text == table
    assert same.to_xarray()["sde_y_low"].attrs["units"] == "component variances"
    assert "and 35 more" in repr(found)


@pytest.mark.parametrize("call, sentence", [
    (lambda: annealvi.trajectory(SMALL, compare="sde"), "trajectory: trajectory.compare"),
    (lambda: annealvi.trajectory(SMALL, runs=1), "at least 2 runs"),
    (lambda: annealvi.simulate(SMALL, "slow"), "simulation.engine"),
    (lambda: annealvi.simulate(SMALL, runs=0), "simulation.runs"),
    (lambda: annealvi.trajectory(SMALL, run=-1), "whole number"),
    (lambda: annealvi.trajectory(SMALL, times="0:50"), "trajectory.times"),
    (lambda: annealvi.trajectory(SMALL, times=[0.0, 1e9]), "outside the run"),
    (lambda: annealvi.trajectory(SMALL, times=[2.0, 1.0]), "increase"),
    (lambda: annealvi.ensemble(SMALL, runs=10**9), "every run is kept"),
])
def test_wrong_use(call, sentence):
    with pytest.raises(ConfigError, match=sentence):
        call()

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Ctrl-C stops every long call at once, and what is finished is kept."""

import os
import signal
import threading
import time

import numpy as np
import pytest

import annealvi
from annealvi import Interrupted, Model

LONG = Model(target=dict(dimension=1000), sgd=dict(step=1e-3), **{
    "simulation.runs": 10**6, "simulation.until": 100.0, "realnvp.runs": 1000})
QUIET = LONG.replace(**{"sgd.step": 0.0})


class CtrlC:
    """Hears progress, so that the call is at work, then presses Ctrl-C from another thread."""

    def __init__(self):
        self.pressed = None

    def __call__(self, share):
        assert share < 1.0
        if self.pressed is None:
            self.pressed = time.monotonic()
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()


def stopped(call):
    """The partial result of call(progress)."""
    press = CtrlC()
    with pytest.raises(KeyboardInterrupt) as stop:
        call(press)
    assert press.pressed and 0.1 < time.monotonic() - press.pressed < 60.0
    assert isinstance(stop.value, Interrupted)
    return stop.value.partial


def test_probabilities():
    rates = {"annealing.rate": np.linspace(0.01, 1.0, 5000)}
    partial = stopped(lambda hear: annealvi.collapse_probability(QUIET, progress=hear, **rates))
    statuses = set(partial.status)
    assert "interrupted" in statuses and "failed" not in statuses
    assert np.isnan(partial.probability[partial.status == "interrupted"]).all()


def test_ensemble():
    partial = stopped(lambda hear: annealvi.ensemble(LONG, "flow", progress=hear))
    assert 0 < len(partial) < 10**6
    again = annealvi.ensemble(LONG, "flow", runs=3)
    np.testing.assert_array_equal(partial.records[:3], again.records)


def test_sweep():
    press, shares = CtrlC(), []

    def hear(share):
        shares.append(share)
        if share >= 2e-3:  # the first two points are finished
            press(share)

    with pytest.raises(Interrupted) as stop:
        annealvi.sweep(LONG.replace(**{"simulation.runs": 1500}), methods="flow", progress=hear,
                       over={"annealing.rate": np.linspace(0.1, 1.0, 1000)})
    partial = stop.value.partial
    assert 2 <= len(partial) < 1000 and partial["probability"].notna().all()
    assert shares == sorted(shares) and shares[-1] < 1.0  # one share for the whole job


def test_sweep_of_the_formula():
    partial = stopped(lambda hear: annealvi.sweep(
        QUIET, {"annealing.rate": np.linspace(0.01, 1.0, 5000)}, "sharp", progress=hear))
    assert 0 < len(partial) < 5000 and partial["probability"].notna().all()


def test_separatrix():
    partial = stopped(lambda hear: annealvi.separatrix(
        QUIET, np.geomspace(1e-6, 1.0, 20000), progress=hear))
    finished = ~np.isnan(partial.sum)
    assert not finished.all() and not partial.always_collapses[~finished].any()


@pytest.mark.parametrize("seconds", [0.02, 0.5])  # while the points are read, and later
def test_temperatures_over_an_array(seconds):
    separations = np.linspace(1.0, 5.0, 100_000)
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(Interrupted):
        annealvi.critical_temperature(QUIET, **{"target.separation": separations})


def test_temperatures_that_were_found_are_kept(monkeypatch):
    def call(config):
        press.append(config)
        if len(press) == 3:
            raise KeyboardInterrupt
        return known(config)

    press, known = [], annealvi._core.critical_temperature
    monkeypatch.setattr(annealvi._core, "critical_temperature", call)
    with pytest.raises(Interrupted) as stop:
        annealvi.critical_temperature(QUIET, target=dict(separation=[[1.0, 3.0], [4.0, 1.0]]))
    partial = stop.value.partial
    assert partial.mask.tolist() == [[True, False], [False, False]]
    assert np.isnan(partial.data).tolist() == [[True, False], [True, True]]


@pytest.mark.parametrize("name, call", [
    ("simulate", lambda hear: annealvi.simulate(LONG, "reduced", progress=hear)),
    ("realnvp", lambda hear: annealvi.train_realnvp(LONG, progress=hear)),
    ("validate", lambda hear: annealvi.validate(LONG, "full", progress=hear)),
    ("curve", lambda hear: annealvi.curve(
        QUIET, "annealing.rate=0.01:1:2000:log", methods="sharp", progress=hear)),
    ("phase", lambda hear: annealvi.phase(
        QUIET, "annealing.rate=0.01:1:90:log", "annealing.initial_temperature=1:10:90",
        progress=hear)),
    # A shape takes seconds: a rate may be found before the key is pressed.
    ("design", lambda hear: annealvi.design(
        QUIET.replace(**{"simulation.until": None}), 1e-3, "shape", progress=hear)),
])
def test_jobs_say_that_they_are_interrupted(name, call):
    partial = stopped(call)
    assert partial.status == "interrupted", name
    assert partial.to_dataframe() is not None and repr(partial)


@pytest.mark.parametrize("call", [
    lambda hear: annealvi.theory_table("finite-size", progress=hear,
                                       separation="2:6:200", dimension="10:1e9:200:log"),
    lambda hear: annealvi.trajectory(LONG, "full", run=0, progress=hear, **{
        "target.dimension": 10**6, "sgd.step": 1e-4}),
    lambda hear: annealvi.trajectory(LONG, "reduced", runs=10**5, times="0:end:3", progress=hear),
    lambda hear: annealvi.probability_report(
        LONG, progress=hear, **{"family.weights": [0.3, 0.7], "numerics.probability_error": 1e-9}),
])
def test_single_answers_stop_too(call):
    stopped(call)


def test_a_handler_of_ones_own_is_heard():
    def handler(number, frame):
        raise TimeoutError("enough")

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(TimeoutError, match="enough"):
            annealvi.simulate(LONG, "reduced")
    finally:
        signal.signal(signal.SIGALRM, before)

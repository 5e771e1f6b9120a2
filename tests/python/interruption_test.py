# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Ctrl-C stops a call at once, and what is finished is kept."""

import os
import signal
import threading
import time

import numpy as np
import pandas  # noqa: F401 (its import would be what Ctrl-C stops)
import pytest

import annealvi
from annealvi import Interrupted, Model

LONG = Model(target=dict(dimension=1000), sgd=dict(step=1e-3), **{
    "simulation.runs": 10**6, "simulation.until": 100.0, "realnvp.runs": 1000})


@pytest.fixture
def ctrl_c():
    """Presses Ctrl-C in half a second; the call must end soon after."""
    pressed = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    start = time.monotonic()
    pressed.start()
    yield
    pressed.cancel()
    assert 0.4 < time.monotonic() - start < 60.0


def stopped(call):
    with pytest.raises(KeyboardInterrupt) as stop:
        call()
    assert isinstance(stop.value, Interrupted)
    return stop.value.partial


def test_probabilities(ctrl_c):
    partial = stopped(lambda: annealvi.collapse_probability(
        LONG.replace(**{"sgd.step": 0.0}), **{"annealing.rate": np.linspace(0.01, 1.0, 5000)}))
    statuses = set(partial.status)
    assert "interrupted" in statuses and "failed" not in statuses
    assert np.isnan(partial.probability[partial.status == "interrupted"]).all()


def test_simulation(ctrl_c):
    partial = stopped(lambda: annealvi.simulate(LONG, "reduced"))
    assert partial.status == "interrupted" and partial.runs < 10**6


def test_ensemble(ctrl_c):
    partial = stopped(lambda: annealvi.ensemble(LONG, "flow"))
    assert 0 < len(partial) < 10**6
    again = annealvi.ensemble(LONG, "flow", runs=3)
    np.testing.assert_array_equal(partial.records[:3], again.records)


def test_sweep(ctrl_c):
    partial = stopped(lambda: annealvi.sweep(
        LONG.replace(**{"simulation.runs": 50}), {"annealing.rate": np.linspace(0.1, 1.0, 1000)},
        methods="flow"))
    assert 0 < len(partial) < 1000 and partial["probability"].notna().all()


def test_realnvp(ctrl_c):
    partial = stopped(lambda: annealvi.train_realnvp(LONG))
    assert partial.status == "interrupted"


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

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Ctrl-C stops a call at once, and what is finished is kept."""

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


@pytest.fixture
def ctrl_c():
    """Hears progress, so that the call is at work, then presses Ctrl-C from another thread."""
    pressed = []

    def hear(share):
        if not pressed:
            pressed.append(time.monotonic())
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    yield hear
    assert pressed and 0.1 < time.monotonic() - pressed[0] < 60.0


def stopped(call):
    with pytest.raises(KeyboardInterrupt) as stop:
        call()
    assert isinstance(stop.value, Interrupted)
    return stop.value.partial


def test_probabilities(ctrl_c):
    rates = {"annealing.rate": np.linspace(0.01, 1.0, 5000)}
    partial = stopped(lambda: annealvi.collapse_probability(
        LONG.replace(**{"sgd.step": 0.0}), progress=ctrl_c, **rates))
    statuses = set(partial.status)
    assert "interrupted" in statuses and "failed" not in statuses
    assert np.isnan(partial.probability[partial.status == "interrupted"]).all()


def test_simulation(ctrl_c):
    partial = stopped(lambda: annealvi.simulate(LONG, "reduced", progress=ctrl_c))
    assert partial.status == "interrupted" and partial.runs < 10**6


def test_ensemble(ctrl_c):
    partial = stopped(lambda: annealvi.ensemble(LONG, "flow", progress=ctrl_c))
    assert 0 < len(partial) < 10**6
    again = annealvi.ensemble(LONG, "flow", runs=3)
    np.testing.assert_array_equal(partial.records[:3], again.records)


def test_sweep(ctrl_c):
    shares = []

    def hear(share):
        if shares and share < shares[-1]:  # not the first point
            ctrl_c(share)
        shares.append(share)

    partial = stopped(lambda: annealvi.sweep(
        LONG.replace(**{"simulation.runs": 1500}), {"annealing.rate": np.linspace(0.1, 1.0, 1000)},
        methods="flow", progress=hear))
    assert 0 < len(partial) < 1000 and partial["probability"].notna().all()


def test_realnvp(ctrl_c):
    partial = stopped(lambda: annealvi.train_realnvp(LONG, progress=ctrl_c))
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

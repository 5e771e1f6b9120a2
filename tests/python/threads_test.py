# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Several threads of Python at once: the same bits, and nobody waits for the lock."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model

QUICK = Model(**{"numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6,
                 "simulation.until": 40.0, "simulation.runs": 20})
RATES = np.linspace(0.1, 1.0, 7)


def calls(rate):
    """One of each kind at a rate."""
    model = QUICK.replace(annealing=dict(rate=rate))
    found = annealvi.collapse_probability(model)
    return (found.probability, found.error, annealvi.simulate(model).collapsed,
            annealvi.safe_temperature(model), annealvi.linear_rates(model).sum,
            annealvi.separatrix(model, 0.1, accuracy=1e-3).sum,
            annealvi.trajectory(model, times="0:end:3").text)


def test_several_threads_call_at_once():
    one_by_one = [calls(rate) for rate in RATES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(calls, RATES)) == one_by_one
    assert len({answers[0] for answers in one_by_one}) == len(RATES)


def test_an_error_reaches_the_thread_that_made_it():
    def call(rate):
        return annealvi.collapse_probability(QUICK, **{"annealing.rate": rate}).status

    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(call, rate) for rate in (0.2, -1.0, 0.3)]
    assert answers[0].result() == answers[2].result() == "converged"
    with pytest.raises(ConfigError, match="annealing.rate = -1.0"):
        answers[1].result()


def test_same_bits_for_any_number_of_threads():
    one, two = (annealvi.collapse_probability(QUICK, threads=threads,
                                              **{"annealing.rate": RATES}) for threads in (1, 2))
    np.testing.assert_array_equal(one.probability, two.probability)
    np.testing.assert_array_equal(one.error, two.error)


@pytest.mark.parametrize("call", [
    lambda: annealvi.collapse_probability(Model(), threads=1,
                                          **{"annealing.rate": np.linspace(0.1, 1.0, 10)}),
    lambda: annealvi.simulate(Model(), "flow", runs=400, **{"simulation.threads": 1}),
    lambda: annealvi.separatrix(Model(), np.geomspace(1e-3, 1.0, 60),
                                **{"simulation.threads": 1}),
    lambda: annealvi.trajectory(Model(), "full", times="0:end:3", **{
        "sgd.step": 1e-3, "target.dimension": 2000}),
])
def test_other_threads_run_during_a_call(call):
    thread = threading.Thread(target=call)
    thread.start()
    counted = 0
    while thread.is_alive():
        counted += 1
        time.sleep(0.001)
    thread.join()
    assert counted > 10

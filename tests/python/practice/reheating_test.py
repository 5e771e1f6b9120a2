# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The reheat test finds T_f of the flow (P3), and says when there is none."""

import numpy as np
import pytest

from annealvi import ConfigError
from annealvi.practice import reheat_test

HALF_DISTANCE = 4.0
nodes, weights = np.polynomial.hermite_e.hermegauss(200)
weights = weights / weights.sum()


def slopes(m, temperature):
    """Gradient flow (F1) of two components of matched width in one dimension."""
    beta, sigma = 1.0 / temperature, np.sqrt(temperature)
    x = m[:, None] + sigma * nodes
    pull = HALF_DISTANCE * np.tanh(HALF_DISTANCE * x) - x
    first = 1.0 / (1.0 + np.exp(((x - m[0]) ** 2 - (x - m[1]) ** 2) / (2.0 * temperature)))
    push = (x - first * m[0] - (1.0 - first) * m[1]) / temperature
    return 0.5 * np.sum(weights * (beta * pull + push), axis=1)


def step(m, temperature):
    return m + 0.5 * slopes(m, temperature)


def lost(m):
    return bool(m[0] * m[1] > 0.0)


def collapsed():
    m = np.array([4.4, 3.6])
    for _ in range(500):
        m = step(m, 1.0)
    return m


def test_threshold_is_the_safe_temperature():
    # T_f = 3.4379 for R = 4 (L6): a tenth to both sides, held long enough for the fold's slow
    # passage.
    found = reheat_test(step, collapsed(), lost, temperatures=[2.0, 3.3, 3.6, 5.0], hold=6000,
                        cool=600,
                        settle=300)
    assert found.outcomes == [(2.0, False), (3.3, False), (3.6, True), (5.0, True)]
    assert found.threshold == (3.3, 3.6) and not found.not_monotone
    assert "recovers from T = 3.6" in str(found)


def test_state_changed_in_place_and_no_recovery():
    box = [collapsed()]

    def in_place(state, temperature):
        state[0] = step(state[0], temperature)

    found = reheat_test(in_place, box, lambda s: lost(s[0]), temperatures=[1.5], hold=100, cool=50)
    assert found.threshold is None and "no safe T0" in str(found)
    assert lost(box[0])  # the user's state is not touched


def test_lost_again_when_hotter():
    found = reheat_test(lambda s, t: max(s, t), 0.0, lambda s: not 2.0 < s < 4.0,
                        temperatures=[1.5, 3.0, 5.0], hold=1, cool=0)
    assert found.not_monotone and "hotter is not safer" in str(found)


@pytest.mark.parametrize("change, words", [
    ({"temperatures": [3.0, 2.0]}, "increase"), ({"temperatures": [1.0]}, "> 1"),
    ({"temperatures": []}, "> 1"), ({"hold": 0, "cool": 0}, "hold"), ({"settle": -1}, "hold"),
    ({"lost": lambda s: False}, "has not lost")])
def test_wrong_arguments(change, words):
    arguments = {"step": step, "collapsed": collapsed(), "lost": lost, "temperatures": [2.0],
                 "hold": 1, "cool": 1, **change}
    with pytest.raises(ConfigError, match=words):
        reheat_test(arguments.pop("step"), arguments.pop("collapsed"), arguments.pop("lost"),
                    **arguments)

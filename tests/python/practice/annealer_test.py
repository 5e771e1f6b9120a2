# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Schedules inside a training: fixed ones, gates, checkpoints."""

import json

import numpy as np
import pytest

from annealvi import ConfigError
from annealvi.practice import Annealer

LINE = ([3.0, 4.0], 2.0)  # a direction that is not of length 1, and a width


def separation_gate(**changes):
    return Annealer(**{"start": 4.0, "gate": "separation", "cool": 100, "pairs": [LINE], **changes})


def means_apart(widths):
    """Two means `widths` widths of the pair apart along its line, and far apart across it."""
    return np.array([[0.0, 0.0], [0.6 * 2.0 * widths, 0.8 * 2.0 * widths]]) + [[-40, 30], [0, 0]]


def test_fixed_schedule():
    annealer = Annealer([[0, 3.0], [100, 3.0], [200, 1.0]])
    assert [annealer.temperature(n) for n in (0, 100, 150, 200, 999)] == [3.0, 3.0, 2.0, 1.0, 1.0]
    assert annealer.beta(150) == 0.5
    assert annealer.update(3) is True


def test_separation_gate_holds_then_cools_geometrically():
    annealer = separation_gate()
    closed, apart = means_apart(np.sqrt(6.0 * 4.0) * 0.999), means_apart(np.sqrt(6.0 * 4.0) * 1.001)
    assert annealer.update(0, means=closed) is False
    assert annealer.temperature(10**6) == 4.0
    assert annealer.update(20, means=apart) is True
    assert annealer.opened == 20 and not annealer.stalled
    assert annealer.temperature(20) == 4.0
    assert annealer.temperature(70) == pytest.approx(2.0, rel=1e-15)
    assert annealer.temperature(120) == annealer.temperature(500) == 1.0
    assert annealer.update(40, means=closed) is True  # it latches


def test_every_edge_must_be_separated():
    places = np.array([[0.0, 0.0], [6.0, 0.0], [12.0, 0.0]])
    pairs = [([1.0, 0.0], 1.0, places[0], places[1]), ([1.0, 0.0], 1.0, places[1], places[2])]
    annealer = Annealer(start=2.0, gate="separation", cool=10, pairs=pairs)
    missing = np.array([[0.0, 0.0], [6.0, 0.1], [6.0, -0.1]])  # nothing near the third mode
    assert not annealer.update(0, means=missing)
    assert not annealer.update(1, means=np.array([[0.0, 0.0], [0.1, 0.0], [12.0, 0.0]]))
    assert annealer.update(2, means=places)


def test_gate_that_stalls_says_so():
    annealer = separation_gate(latest=300)
    assert annealer.temperature(299) == 4.0 and not annealer.stalled
    assert annealer.temperature(350) == pytest.approx(2.0, rel=1e-15)
    assert annealer.stalled and annealer.opened == 300


def weights_of(share, rng):
    """Samples of q = N(0, 1) and log p with p^(1/T) at T = 4 matched (share 1) or shifted."""
    z = rng.normal(size=4000)
    log_q = -0.5 * z**2
    return log_q, 4.0 * (-0.5 * (z - share) ** 2)


@pytest.mark.parametrize("gate", ["ess", "kl"])
def test_objective_gates_open_on_a_fit(gate):
    rng = np.random.default_rng(1)
    annealer = Annealer(start=4.0, gate=gate, cool=10, smoothing=1.0)
    # A shift of 1.5 has ESS e^-2.25 = 0.105 and KL 1.125; none has 1 and 0.
    log_q, log_p = weights_of(1.5, rng)
    assert not annealer.update(0, log_q=log_q, log_p=log_p - 1e5)
    log_q, log_p = weights_of(0.3, rng)
    assert annealer.update(1, log_q=log_q, log_p=log_p + 1e5)


def test_smoothing_needs_more_than_one_lucky_look():
    rng = np.random.default_rng(1)
    annealer = Annealer(start=4.0, gate="ess", cool=10, smoothing=0.1)
    annealer.update(0, log_q=weights_of(3.0, rng)[0], log_p=weights_of(3.0, rng)[1] * 3)
    looks = 0
    while not annealer.update(looks + 1, log_q=np.zeros(200), log_p=np.zeros(200)):
        looks += 1
    assert looks >= 2


def test_checkpoint():
    annealer = separation_gate()
    annealer.update(20, means=means_apart(9.0))
    state = json.loads(json.dumps(annealer.state_dict()))
    again = separation_gate()
    again.load_state_dict(state)
    for n in range(200):
        assert again.temperature(n) == annealer.temperature(n)
    with pytest.raises(ConfigError, match="not a state_dict"):
        again.load_state_dict({"step": 3})


@pytest.mark.parametrize("arguments, words", [
    ({}, "either points or start and gate"), ({"gate": "door", "start": 2.0}, "separation, ess, "
                                                                              "kl"),
    ({"gate": "ess"}, "T0 > 1"), ({"gate": "ess", "start": 1.0}, "T0 > 1"),
    ({"gate": "ess", "start": 2.0}, "cool and latest"),
    ({"gate": "ess", "start": 2.0, "cool": 5, "latest": 0}, "cool and latest"),
    ({"gate": "separation", "start": 2.0, "cool": 5}, "needs pairs"),
    ({"gate": "separation", "start": 2.0, "cool": 5, "pairs": [([0.0], 1.0)]}, "not 0"),
    ({"gate": "separation", "start": 2.0, "cool": 5, "pairs": [LINE, LINE]}, "need their modes"),
    ({"gate": "kl", "start": 2.0, "cool": 5, "smoothing": 0.0}, "smoothing"),
    ({"points": [[0, 0.5]]}, "values >= 1")])
def test_wrong_arguments(arguments, words):
    with pytest.raises(ConfigError, match=words):
        Annealer(**arguments)


def test_wrong_looks():
    with pytest.raises(ConfigError, match="needs means"):
        separation_gate().update(0)
    with pytest.raises(ConfigError, match=r"shape \(K, 2\)"):
        separation_gate().update(0, means=[[1.0, 2.0, 3.0]] * 2)
    with pytest.raises(ConfigError, match="finite"):
        separation_gate().update(0, means=[[1.0, np.nan]] * 2)
    with pytest.raises(ConfigError, match="needs log_q and log_p"):
        Annealer(start=2.0, gate="kl", cool=5).update(0, log_q=[1.0, 2.0])

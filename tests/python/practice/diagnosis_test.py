# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Diagnosis of samples, and the tail of their weights."""

import math

import numpy as np
import pytest

from annealvi import ConfigError
from annealvi.practice import diagnose, k_hat, modes
from annealvi.practice.psis import pareto_shape

target = modes([[-4.0, 0.0], [4.0, 0.0]], widths=1.0, masses=[0.3, 0.7])
COUNT = 20000


def log_mixture(x, weights):
    logs = [math.log(w) - 0.5 * np.sum((x - m) ** 2, axis=1) - math.log(2.0 * math.pi)
            for w, m in zip(weights, target.means) if w > 0.0]
    return np.logaddexp.reduce(logs, axis=0)


def draw(weights, seed=1):
    rng = np.random.default_rng(seed)
    return (target.means[rng.choice(2, COUNT, p=weights)] + rng.normal(size=(COUNT, 2)))


def diagnosis_of(weights):
    x, there = draw(weights), draw((0.3, 0.7), seed=2)
    return diagnose(x, log_mixture(x, weights), log_mixture(x, (0.3, 0.7)), target,
                    target_log_q=log_mixture(there, weights),
                    target_log_p=log_mixture(there, (0.3, 0.7)))


def test_a_good_fit():
    found = diagnosis_of((0.3, 0.7))
    assert not found.collapsed and found.faint == []
    assert np.all(np.abs(found.masses - [0.3, 0.7]) < 4.0 * found.masses_error)
    assert found.masses_error[0] == pytest.approx(math.sqrt(0.21 / COUNT), rel=0.05)
    assert found.reverse_ess == pytest.approx(1.0, abs=1e-12)
    assert found.forward_ess == pytest.approx(1.0, abs=1e-12)
    assert found.elsewhere < 1e-3
    assert "no mode is missing" in str(found)


def test_reverse_measures_are_blind_to_a_clean_collapse():
    found = diagnosis_of((0.0, 1.0))
    assert found.missing == [0] and found.collapsed
    assert found.reverse_ess > 0.999  # it looks perfect ...
    assert found.forward_ess < 1e-3   # ... and is not
    assert "missing mode 1" in str(found) and "cannot see a mode" in str(found)
    # Modes 20 widths apart: no sample of 20000 reaches towards the other one, and k-hat is blind,
    # too.
    far = modes([[-10.0], [10.0]], widths=1.0)
    x = 10.0 + np.random.default_rng(1).normal(size=(COUNT, 1))
    log_q = -0.5 * (x[:, 0] - 10.0) ** 2
    blind = diagnose(x, log_q, np.logaddexp(log_q, -0.5 * (x[:, 0] + 10.0) ** 2), far)
    assert blind.collapsed and blind.reverse_ess > 0.999 and blind.k_hat < 0.7


def test_a_faint_mode():
    # The reverse ESS for weights (.1, .9): 1/(.3^2/.1 + .7^2/.9), to the tiny overlap of the modes.
    found = diagnosis_of((0.1, 0.9))
    assert found.faint == [0] and not found.collapsed
    assert found.reverse_ess == pytest.approx(1.0 / (0.9 + 0.49 / 0.9), rel=0.03)
    # E_p w E_p 1/w = 1 * (.3 * .3/.1 + .7 * .7/.9): as the other one, from samples of p
    assert found.forward_ess == pytest.approx(1.0 / (0.9 + 0.49 / 0.9), rel=0.03)


def test_a_mode_that_is_not_in_the_list():
    x = np.concatenate([draw((0.3, 0.7))[:900], np.full((100, 2), 12.0)])
    found = diagnose(x, np.zeros(1000), np.zeros(1000), target)
    assert found.elsewhere == pytest.approx(0.1, abs=0.005)
    assert "there may be one that is not in the list" in str(found)


@pytest.mark.parametrize("x, log_q, log_p, words", [
    (np.zeros((50, 2)), np.zeros(50), np.zeros(50), "at least 100"),
    (np.zeros((200, 2)), np.zeros(199), np.zeros(200), "log_q: 200 values"),
    (np.zeros((200, 2)), np.zeros(200), np.full(200, np.nan), "log_p: finite"),
    (np.zeros((200, 3)), np.zeros(200), np.zeros(200), "3 coordinates")])
def test_wrong_samples(x, log_q, log_p, words):
    with pytest.raises(ConfigError, match=words):
        diagnose(x, log_q, log_p, target)
    with pytest.raises(ConfigError, match="target_log_q and target_log_p"):
        diagnose(np.zeros((200, 2)), np.zeros(200), np.zeros(200), target, target_log_q=np.zeros(9))


# A generalised Pareto variable is ((1 - u)^-k - 1)/k. The estimate of k has standard deviation
# (1 + k)/sqrt(n) (maximum likelihood); the prior moves it by 10/(n + 10) (1/2 - k).
@pytest.mark.parametrize("k", [-0.3, 0.1, 0.5, 0.7, 1.2])
def test_pareto_shape(k):
    n, repeats = 1000, 40
    u = np.random.default_rng(1).uniform(size=(repeats, n))
    found = np.array([pareto_shape(((1.0 - row) ** -k - 1.0) / k) for row in u])
    expected = k + 10.0 / (n + 10.0) * (0.5 - k)
    deviation = (1.0 + k) / math.sqrt(n)
    assert abs(found.mean() - expected) < 4.0 * deviation / math.sqrt(repeats)
    assert 0.7 * deviation < found.std() < 1.4 * deviation


def test_k_hat_of_known_weights():
    rng = np.random.default_rng(1)
    x = rng.normal(size=100000)
    # q = N(0, 1), p = N(0, s^2): w ~ exp(x^2 (1 - 1/s^2)/2), tail index 1 - 1/s^2.
    # s < 1: bounded, Pr(1 - w < u) ~ u^(1/2), so k = -2. The tails have slowly varying factors.
    for s, k in ((0.8, -2.0), (1.3, 0.41), (2.0, 0.75)):
        assert abs(k_hat(0.5 * x**2 * (1.0 - s**-2)) - k) < 0.25
    assert k_hat(0.5 * x**2 * (1 - 2.0**-2)) > k_hat(0.5 * x**2 * (1 - 1.3**-2)) > 0.0
    assert k_hat(x + 1e4) == pytest.approx(k_hat(x), abs=1e-9)
    assert k_hat(np.full(1000, 3.0)) == -math.inf
    with pytest.raises(ConfigError, match="at least 25"):
        k_hat([1.0] * 10)
    with pytest.raises(ConfigError, match="without NaN"):
        k_hat([np.nan] * 100)

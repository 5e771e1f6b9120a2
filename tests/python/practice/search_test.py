# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Modes found from a callable."""

import numpy as np
import pytest

from annealvi import ConfigError, NumericalFailure
from annealvi.practice import edge, find_modes, from_torch, modes

truth = modes([[-3.0, 1.0, 0.0], [4.0, 0.0, 2.0], [0.0, -7.0, 0.0]],
              covariances=[np.diag([1.0, 0.25, 1.0]),
                           [[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 4.0]], np.eye(3)],
              masses=[0.5, 0.2, 0.3])


def log_density(x):
    return np.logaddexp.reduce(truth.log_densities(x)[0]) + 17.0


def gradient(x):
    shares = truth.responsibilities(x)[0]
    return sum(s * np.linalg.solve(c, m - x)
               for s, c, m in zip(shares, truth.covariances, truth.means))


# The modes overlap by about e^-10, which moves masses by 1e-3 or so; differences add 1e-5.
@pytest.mark.parametrize("slope", [None, gradient])
def test_modes_covariances_and_masses(slope):
    found = find_modes(log_density, 3, gradient=slope, scale=5.0)
    order = [int(np.argmin(np.linalg.norm(found.means - m, axis=1))) for m in truth.means]
    assert sorted(order) == [0, 1, 2]
    assert np.allclose(found.means[order], truth.means, atol=5e-3)
    assert np.allclose(found.covariances[order], truth.covariances, atol=2e-2)
    assert np.allclose(found.masses[order], truth.masses, atol=5e-3)
    assert edge(found, order[0], order[1]).half_distance == pytest.approx(
        edge(truth, 0, 1).half_distance, rel=1e-2)
    assert "50 starts" in found.source


def test_same_seed_same_modes():
    first, again = (find_modes(log_density, 3, gradient=gradient, scale=5.0, starts=12, seed=3)
                    for _ in range(2))
    assert np.array_equal(first.means, again.means)
    assert np.array_equal(first.covariances, again.covariances)


def test_a_banana_is_measured_at_its_mode():
    def bananas(x):  # data/practice/banana.py
        ridge = 3.0 + 0.25 * x[0] ** 2
        return -0.5 * (x[0] / 1.5) ** 2 + np.logaddexp(-0.5 * ((x[1] - ridge) / 0.75) ** 2,
                                                      -0.5 * ((x[1] + ridge) / 0.75) ** 2)

    found = find_modes(bananas, 2, scale=5.0)
    assert edge(found, 0, 1).half_distance == pytest.approx(4.0, rel=1e-5)
    assert found.masses == pytest.approx([0.5, 0.5], abs=1e-4)


def test_one_mode_is_said():
    with pytest.raises(NumericalFailure, match="1 mode was found from 50 starts"):
        find_modes(lambda x: -0.5 * float(x @ x), 2)


@pytest.mark.parametrize("arguments, words", [
    ({"dimension": 0}, "dimension = 0"), ({"scale": 0.0}, "scale = 0.0"), ({"starts": 1}, "starts "
                                                                                          "= 1"),
    ({"starts": [[0.0]]}, "3 columns"), ({"centre": [0.0]}, "3 numbers")])
def test_wrong_arguments(arguments, words):
    with pytest.raises(ConfigError, match=words):
        find_modes(log_density, **{"dimension": 3, **arguments})


def test_nowhere_finite():
    with pytest.raises(ConfigError, match="finite at none"):
        find_modes(lambda x: -np.inf, 3)


def test_from_torch():
    torch = pytest.importorskip("torch", reason="python3-torch is not installed")
    function, slope = from_torch(lambda x: -0.5 * ((x - 1.0) ** 2).sum())
    x = np.array([0.5, 3.0])
    assert function(x) == pytest.approx(-2.125, rel=1e-15)
    assert slope(x) == pytest.approx([0.5, -2.0], rel=1e-15)
    assert torch.is_grad_enabled()

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Time of a step (O4), (P5), and the user's annealing."""

import numpy as np
import pytest

from annealvi import ConfigError
from annealvi.practice import Training, annealing, relaxation_steps, step_time

STARTS = 1000     # trainings averaged; the steps to 1/e then scatter by about 1 %
DIMENSION = 10    # the displacement is along the diagonal; see Training.relaxation_steps


def one_component(optimiser, rate, batch, steps, line, seed=1):
    """Mean distance and mean loss of a component of width 1, displaced by half of it."""
    rng = np.random.default_rng(seed)
    m = np.tile(0.5 * line, (STARTS, 1))
    average = square = np.zeros_like(m)
    distances, losses = [], []
    for n in range(1, steps + 1):
        distances.append(np.mean(m @ line))
        losses.append(0.5 * np.mean(np.sum(m**2, axis=1)))
        # Total estimator: log q - log p = -z^2/2 + (m + z)^2/2; its gradient in m is m + z.
        g = m + rng.normal(size=m.shape) / np.sqrt(batch)
        if optimiser == "sgd":
            m = m - rate * g
            continue
        average = 0.9 * average + 0.1 * g
        square = 0.999 * square + 0.001 * g**2
        m = m - rate * (average / (1 - 0.9**n)) / (np.sqrt(square / (1 - 0.999**n)) + 1e-8)
    return np.array(distances), np.array(losses)


diagonal = np.full(DIMENSION, DIMENSION**-0.5)


def steps_to_one_over_e(*arguments):
    distances, _ = one_component(*arguments)
    return int(np.argmax(distances < 0.5 / np.e))


# (P5): the measured column, the predicted one. Adam is within the 15 % that a calibration is given.
@pytest.mark.parametrize("optimiser, rate, batch, measured, predicted", [
    ("sgd", 0.01, 1, 99, 100), ("sgd", 0.02, 1, 50, 50), ("adam", 0.003, 1, 326, 1000 / 3),
    ("adam", 0.003, 4, 164, 500 / 3), ("adam", 0.01, 4, 45, 50)])
def test_steps_to_one_over_e(optimiser, rate, batch, measured, predicted):
    steps = steps_to_one_over_e(optimiser, rate, batch, 500, diagonal)
    assert abs(steps - measured) <= 0.05 * measured
    # The formula for a pair, calibrated by it and not, agree.
    training = Training(steps=1000, learning_rate=rate, batch=2 * batch, optimiser=optimiser)
    formula = step_time(training, 1.0, 3.0, 10)
    # A pair before it separates: sqrt(8 T)/n_1 for Adam; SGD 1/n_1.
    expected = 1.0 / predicted if optimiser == "sgd" else np.sqrt(8.0) / predicted
    assert formula.at(1.0, 1.0) == pytest.approx(expected, rel=1e-12)
    calibrated = step_time(Training(steps=1000, learning_rate=rate, batch=2 * batch,
                                    optimiser=optimiser, relaxation_steps=steps), 1.0, 3.0, 10)
    assert calibrated.at(1.0, 0.0) <= expected <= calibrated.at(1.0, 1.0)


def test_adam_sees_a_displacement_along_one_coordinate():
    axis = np.eye(DIMENSION)[0]
    assert 1.1 < steps_to_one_over_e("adam", 0.01, 4, 500, axis) / 50.0 < 1.3


def test_adam_is_faster_hot_and_before_the_split():
    time = step_time(Training(steps=10, learning_rate=1e-3, batch=64), 2.0, 4.0, 12)
    # alpha/s sqrt(8 B T) and sqrt(4 B T) with B = 32 a component (O4)
    assert time.at(4.0, 1.0) == pytest.approx(1e-3 / 2.0 * np.sqrt(8 * 32 * 4.0), rel=1e-12)
    assert time.at(4.0, 0.0) == pytest.approx(1e-3 / 2.0 * np.sqrt(4 * 32 * 4.0), rel=1e-12)


def test_momentum_and_widths():
    slow = step_time(Training(steps=10, learning_rate=1e-3, batch=4, optimiser="sgd"), 0.5, 4.0, 12)
    heavy = step_time(Training(steps=10, learning_rate=1e-3, batch=4, optimiser="momentum",
                               momentum=0.9), 0.5, 4.0, 12)
    assert slow.at(3.0) == pytest.approx(4e-3, rel=1e-12)
    assert heavy.at(3.0) == pytest.approx(4e-2, rel=1e-12)


def test_relaxation_from_a_loss_curve():
    decay = np.exp(-2.0 * np.arange(1000) / 120.0)
    assert relaxation_steps(7.0 + decay) == pytest.approx(120.0, abs=0.5)
    noisy = 7.0 + decay + 0.01 * np.random.default_rng(1).normal(size=1000)
    assert relaxation_steps(noisy) == pytest.approx(120.0, rel=0.1)
    _, losses = one_component("sgd", 0.02, 64, 500, diagonal)
    assert relaxation_steps(losses) == pytest.approx(50.0, rel=0.1)
    with pytest.raises(ConfigError, match="does not fall"):
        relaxation_steps(np.random.default_rng(1).normal(size=500))
    with pytest.raises(ConfigError, match="at least 20"):
        relaxation_steps([1.0, 0.5])


def test_annealing_in_every_unit():
    betas = annealing(beta=[[0, 0.25], [100, 1.0]])
    assert betas.temperature(50) == pytest.approx(1.0 / 0.625, rel=1e-15)
    epochs = annealing(temperature=[[0, 4.0], [2, 1.0]], per="epoch", steps_per_epoch=50)
    assert epochs.temperature([0, 50, 100, 900]).tolist() == [4.0, 2.5, 1.0, 1.0]
    assert annealing(temperature=1.0).temperature(7) == 1.0


@pytest.mark.parametrize("arguments, words", [
    ({}, "either temperature or beta"),
    ({"beta": 0.5, "temperature": 2.0}, "either temperature or beta"),
    ({"beta": [[0, 0.0]]}, "values in"), ({"beta": 2.0}, "values in"),
    ({"temperature": [[0, 0.5]]}, "values >= 1"),
    ({"temperature": [[10, 2.0], [0, 1.0]]}, "steps >= 0 that increase"),
    ({"temperature": [1.0, 2.0]}, "list of pairs"), ({"temperature": "hot"}, "list of pairs"),
    ({"temperature": [[0, 2.0]], "per": "week"}, "step, epoch"),
    ({"temperature": [[0, 2.0]], "per": "epoch"}, "steps_per_epoch")])
def test_wrong_annealing(arguments, words):
    with pytest.raises(ConfigError, match=words):
        annealing(**arguments)


@pytest.mark.parametrize("change, words", [
    ({"steps": 5}, "steps = 5"), ({"steps": 10.5}, "steps = 10.5"), ({"batch": 0}, "batch = 0"),
    ({"learning_rate": 0.0}, "learning_rate = 0.0"), ({"learning_rate": "fast"}, "learning_rate"),
    ({"optimiser": "lion"}, "sgd, momentum, adam"), ({"momentum": 1.0}, "momentum = 1.0"),
    ({"estimator": "score"}, "total, path"), ({"relaxation_steps": -1.0}, "relaxation_steps"),
    ({"steps_per_epoch": 0}, "steps_per_epoch = 0")])
def test_wrong_training(change, words):
    with pytest.raises(ConfigError, match=words):
        Training(**{"steps": 100, "learning_rate": 0.1, "batch": 4, **change})

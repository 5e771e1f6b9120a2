# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Models, schedules and noise: values, equality, files, and the sentences of the program."""

import pickle

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model, Noise, Schedule
from program import SOURCES, run


def test_three_ways_to_give_a_key():
    dotted = Model(**{"target.separation": 4.0, "annealing.rate": 0.2})
    nested = Model(target=dict(separation=4.0), annealing={"rate": 0.2})
    objects = Model(Schedule(rate=0.2), **{"target.separation": 4})
    assert dotted == nested == objects
    assert hash(dotted) == hash(nested)
    assert dotted != Model(target=dict(separation=4.0))
    assert dotted["target.separation"] == 4.0 and dotted.target.separation == 4.0
    assert dotted.changed == {"target.separation": 4.0, "annealing.rate": 0.2}
    assert eval(repr(dotted)) == dotted


def test_replace_sets_keys_together_and_back():
    model = Model(**{"annealing.rate": 0.2})
    start = {"family.initial_overlaps": [0.1, -0.2], "family.initial_gram": [1.0, 0.0, 1.0]}
    assert model.replace(**start)["family.initial_overlaps"] == [0.1, -0.2]
    assert model.replace(**start).replace(**dict.fromkeys(start)) == model
    assert model.replace(**{"annealing.rate": None}) == Model()
    assert model["annealing.rate"] == 0.2  # the first one is as it was
    three = Model(**{"family.weights": [0.5, 0.5]}).replace(family=dict(components=3))
    assert len(three["family.weights"]) == 3  # equal weights stay equal, as in the program
    with pytest.raises(ConfigError, match="initial_gram"):
        model.replace(**{"family.initial_overlaps": [0.1, -0.2]})


def test_numpy_values_are_values():
    model = Model(**{"target.separation": np.float64(3.5), "simulation.runs": np.int64(7),
                     "family.weights": np.array([0.25, 0.75])})
    assert model["simulation.runs"] == 7 and model["family.weights"] == [0.25, 0.75]


def test_files(tmp_path):
    model = Model(Noise(0.02, batch=4), target=dict(separation=4.0, modes="ring:3"),
                  family=dict(components=3))
    model.save(tmp_path / "model.toml")
    assert annealvi.read(tmp_path / "model.toml") == model
    assert annealvi.read(tmp_path / "model.toml", **{"sgd.step": 0.01})["sgd.step"] == 0.01
    assert run("config", tmp_path / "model.toml")[0] == model.to_toml()
    for path in sorted((SOURCES / "data/configs").glob("*.toml")):
        assert run("config", path)[0] == annealvi.read(path).to_toml()
    copy = pickle.loads(pickle.dumps(model))
    assert copy == model and copy.is_mixture


@pytest.mark.parametrize("key, value, spelling", [
    ("target.separation", -1.0, "-1.0"), ("target.separation", "far", "far"),
    ("target.dimension", 2.5, "2.5"), ("target.seperation", 3, "3"), ("tagret.weight", 0.5, "0.5"),
    ("family.weights", [0.5, 0.6], "[0.5, 0.6]"), ("annealing.schedule", "hot", "hot"),
    ("annealing.schedule", True, "true"), ("annealing.table", [[0.0, 2.0], [0.0, 1.0]],
                                            "[[0.0, 2.0], [0.0, 1.0]]"),
    ("target.separation", float("nan"), "nan"), ("target.separation", float("inf"), "inf"),
    ("target.weight", 'a "word"', '"a \\"word\\""'),
])
def test_the_sentences_are_those_of_the_program(key, value, spelling):
    with pytest.raises(ConfigError) as error:
        Model(**{key: value})
    assert isinstance(error.value, ValueError)
    said = run("config", "--set", f"{key}={spelling}", expect=2)[1]
    assert said == f"annealvi: --set{str(error.value).removeprefix('Model')}\n"


@pytest.mark.parametrize("make, sentence", [
    (lambda: Model(rate=0.2), r'write \*\*{"annealing.rate": ...} or annealing=dict\(rate=...\)'),
    (lambda: Model(0.2), "a Schedule or a Noise is needed"),
    (lambda: Model(target=dict(separation={1, 2})), "a number, a text"),
    (lambda: annealvi.read("missing.toml"), "missing.toml"),
    (lambda: Schedule("exponential", path="power"), "belongs to the Model"),
    (lambda: Schedule("hot"), "annealing.schedule"),
    (lambda: Schedule()(-1.0), ">= 0"),
    (lambda: Noise(-1.0), "sgd.step"),
])
def test_wrong_use(make, sentence):
    with pytest.raises(ConfigError, match=sentence):
        make()


def test_schedule():
    schedule = Schedule("exponential", initial_temperature=10.0, rate=0.1)
    assert schedule(0.0) == 10.0 and isinstance(schedule(0.0), float)
    times = np.linspace(0.0, 50.0, 12).reshape(3, 4)
    assert schedule(times).shape == (3, 4)
    # (A1) exponential cooling of T - 1
    np.testing.assert_allclose(schedule(times), 1.0 + 9.0 * np.exp(-0.1 * times), rtol=1e-14)
    np.testing.assert_array_equal(schedule.beta(times), 1.0 / schedule(times))
    assert schedule([]).shape == (0,)
    table = Schedule("table", table=[[0, 4.0], [10, 1.0]])
    assert table(5.0) == 2.5
    assert Model(schedule).schedule == schedule and Model(table).schedule == table
    assert eval(repr(schedule)) == schedule and schedule.rate == 0.1
    arrays = Schedule("table", table=np.array([[0.0, 4.0], [10.0, 1.0]]))
    assert arrays == table and eval(repr(arrays)) == table


def test_a_function_of_ones_own_as_schedule():
    times = np.linspace(0.0, 30.0, 31)
    own = Schedule.sampled(lambda t: 1.0 + 3.0 * np.exp(-0.2 * t), times)
    np.testing.assert_array_equal(own(times), 1.0 + 3.0 * np.exp(-0.2 * times))
    assert own(0.5) == 0.5 * (own(0.0) + own(1.0)) and own(100.0) == own(30.0)
    assert annealvi.collapse_probability(Model(own)).status == "converged"
    assert Schedule.sampled(lambda t: 2.0, [0.0, 1.0])(0.5) == 2.0
    with pytest.raises(ConfigError, match="annealing.table"):
        Schedule.sampled(np.exp, [0.0, -1.0])
    with pytest.raises(ConfigError, match="Schedule.sampled"):
        Schedule(np.exp)


def test_noise():
    noise = Noise(0.02, batch=4, estimator="total")
    assert Model(noise).noise == noise and Model(noise)["sgd.batch"] == 4
    assert (noise.step, noise.batch, noise.estimator) == (0.02, 4, "total")


def test_every_key_is_documented():
    keys = annealvi.config_keys()
    assert list(keys) == list(Model().keys)
    assert all(key.meaning and key.allowed for key in keys.values())
    assert keys["annealing.rate"].unit == "1/time"
    assert keys["family.initial_gram"].takes_list and not keys["annealing.rate"].takes_list

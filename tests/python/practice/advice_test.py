# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Verdicts, what decides them, and what is written for the user."""

import csv
import json
import math

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError
from annealvi.practice import Training, advise, annealing, modes
from annealvi.practice.risk import time_table
from annealvi.practice.training import StepTime


def pair(half_distance, dimension=20, masses=None, widths=1.0):
    means = np.zeros((2, dimension))
    means[:, 0] = -half_distance, half_distance
    return modes(means, widths=widths, masses=masses)


def sgd(steps, rate=0.01, **changes):
    return Training(**{"steps": steps, "learning_rate": rate, "batch": 8, "optimiser": "sgd",
                       "estimator": "path", **changes})


def linear(start, end):
    return annealing(temperature=[[0, start], [end, 1.0]])


def test_too_cold():
    advice = advise(pair(3.0), sgd(4000), linear(1.3, 2000))
    assert advice.verdict.word == "not safe"
    reason = "T0 = 1.3 is below T_f = 1.89, which slower cooling cannot repair"
    assert reason in advice.verdict.reason
    assert advice.risk.low > 0.01
    hold, straight = advice.recommended
    assert hold.name == "hold" and hold.probability < advice.risk.low / 5.0
    assert 1.2 * 1.89 <= hold.points[0][1] <= 2.4 * 1.9
    assert hold.points[-1] == [3000, 1.0] and straight.points[-1] == [3000, 1.0]


def test_probability_is_that_of_the_sharp_formula():
    """SGD with one width and no noise to speak of: the configuration can be written by hand."""
    training = sgd(6000, rate=0.01 * 0.25, batch=2 * 10**6)
    # R 3, width 0.5: eta 0.01
    target = modes([[-1.5] + [0.0] * 19, [1.5] + [0.0] * 19], widths=0.5)
    advice = advise(target, training, linear(4.0, 4000), start_scale=0.5 / math.sqrt(20))
    by_hand = annealvi.Model(**{
        "target.separation": 3.0, "target.dimension": 20, "annealing.schedule": "linear",
        "annealing.initial_temperature": 4.0, "annealing.rate": 1.0 / 40.0,
        "simulation.until": 60.0})
    expected = annealvi.collapse_probability(by_hand)
    assert advice.risk.quiet.probability == pytest.approx(expected.probability, rel=1e-3)
    # With noise the formula takes the orthogonal distance at its mean, 0.5 % of P at d = 20.
    assert advice.risk.base.probability == pytest.approx(expected.probability, rel=1e-2)


def test_slow_and_hot_is_safe():
    advice = advise(pair(3.0), sgd(20000), linear(4.0, 15000))
    assert advice.verdict.word == "safe", advice.verdict
    assert advice.risk.high <= 0.01


def test_close_modes_are_safe_without_annealing():
    advice = advise(pair(1.5), sgd(20000), annealing(temperature=1.0))
    assert advice.verdict.word == "safe", advice.verdict
    assert advice.recommended == [] and "no collapse lasts" in str(advice)


def test_unequal_masses_without_noise_are_answered():
    advice = advise(pair(3.0, masses=[0.7, 0.3]), sgd(6000, batch=10**7), linear(4.0, 4000))
    assert advice.risk.quiet.probability is not None
    assert advice.verdict.word in ("safe", "not safe")


def test_issue_example_has_no_safe_start():
    target = modes([[-5.0] + [0.0] * 11, [5.0] + [0.0] * 11], widths=[0.5, 2.0], masses=[0.3, 0.7])
    advice = advise(target, Training(steps=20000, learning_rate=1e-3, batch=64),
                    annealing(beta=[[0, 0.01], [10000, 1.0]]), family="own")
    assert advice.half_distance == pytest.approx(4.0, rel=1e-12)
    assert advice.verdict.word == "not safe" and advice.verdict.no_safe_start
    assert advice.preserving_start == pytest.approx(12.0, rel=1e-12)
    assert advice.recommended == [] and advice.gate == {}
    assert "tempered mass" in advice.warnings[0]


def test_a_light_mode_is_not_a_narrow_one():
    # Masses 0.9, 0.1 give a tempered mass of 0.24 at T_f, but more the hotter: no reason to refuse.
    advice = advise(pair(3.0, masses=[0.9, 0.1]), sgd(4000), linear(4.0, 3000))
    assert min(advice.tempered) < 0.35
    assert not advice.verdict.no_safe_start


@pytest.mark.parametrize("change, words", [
    (dict(schedule=annealing(temperature=3.0)), "ends at T = 3"),
    (dict(family="flow"), "no formula for flows"),
    (dict(components=3), "no formula for 3 components on 2 modes"),
    (dict(start_centre=[2.9] + [0.0] * 19), "means start 2.9 widths from the middle"),
    (dict(target=pair(3.0, widths=[[1.0] * 20, [1.5] + [1.0] * 19])), "for equal widths, and "
                                                                      "yours"),
])
def test_cannot_say_and_why(change, words):
    arguments = {"target": pair(3.0), "training": sgd(60000), "schedule": linear(4.0, 45000),
                 **change}
    verdict = advise(**arguments).verdict
    assert verdict.word == "cannot say" and words in verdict.reason, verdict


def test_measured_temperature_replaces_that_of_the_family():
    advice = advise(pair(4.0), sgd(4000), linear(2.0, 3000), family="own", safe_temperature=1.7)
    assert advice.safe.value == 1.7 and "reheat" in advice.safe.source


def test_warnings_have_numbers():
    advice = advise(pair(4.0), Training(steps=500, learning_rate=1e-3, batch=2),
                    annealing(beta=[[0, 0.01], [250, 1.0]]))
    text = "\n".join(advice.warnings)
    assert "5 R^2 = 80" in text and "2.4 T_c" in text
    advice = advise(pair(3.0, dimension=500), Training(steps=5000, learning_rate=0.05, batch=2),
                    linear(4.0, 3000))
    assert any("gradient noise alone" in w for w in advice.warnings)


def test_time_table_keeps_the_schedule():
    schedule = annealing(beta=[[0, 0.05], [1000, 1.0]])
    table, total = time_table(schedule, 2000, StepTime((0.02, 0.5), (0.02, 0.5), ""))
    times, temperatures = np.array(table).T
    # t(n) = 0.02 integral of sqrt(T), T = 1/(0.05 + 0.95 n/1000): closed form.
    n = np.linspace(0, 1000, 57)
    exact = 0.02 * 2.0 * 1000 / 0.95 * (np.sqrt(0.05 + 0.95 * n / 1000) - math.sqrt(0.05))
    assert np.allclose(np.interp(exact, times, temperatures), schedule.temperature(n), rtol=0.011)
    assert total == pytest.approx(exact[-1] + 20.0, rel=1e-3)
    assert len(table) < 40


def test_saved_files_reproduce_everything(tmp_path):
    advice = advise(pair(3.0), sgd(4000), linear(1.3, 2000))
    written = advice.save(tmp_path / "out")
    names = sorted(path.name for path in written)
    assert names == ["advice.json", "advice.txt", "advised.toml", "schedule.csv", "snippets.py",
                     "yours.toml"]
    folder = tmp_path / "out"
    again = annealvi.collapse_probability(annealvi.read(folder / "yours.toml"))
    assert again.probability == advice.risk.base.probability
    advised = annealvi.collapse_probability(annealvi.read(folder / "advised.toml"))
    assert advised.probability == advice.recommended[0].probability
    rows = list(csv.DictReader(line for line in (folder / "schedule.csv").read_text().splitlines()
                               if not line.startswith("#")))
    table = np.array([[float(row[key]) for key in ("step", "T", "beta")] for row in rows])
    assert table[0, 1] == advice.recommended[0].points[0][1] and table[-1].tolist() == [4000, 1, 1]
    assert np.allclose(table[:, 1] * table[:, 2], 1.0, rtol=1e-15)
    names = {}
    exec((folder / "snippets.py").read_text(), names)
    assert np.allclose([names["temperature"](n) for n in table[:, 0]], table[:, 1], rtol=1e-12)
    from annealvi.practice import Annealer
    assert Annealer(**names["GATE"]).temperature(0) == advice.gate["start"]
    data = json.loads((folder / "advice.json").read_text())
    assert data["verdict"] == "not safe" and "NaN" not in (folder / "advice.json").read_text()
    with pytest.raises(ConfigError, match="is there already"):
        advice.save(folder)
    advice.save(folder, force=True)


def test_every_number_says_where_it_comes_from():
    text = str(advise(pair(3.0), sgd(4000), linear(1.3, 2000)))
    assert text.startswith("NOT SAFE: ")
    for name in ("R_eff", "T_f", "T_c", "time per step", "P of yours"):
        line = next(line for line in text.splitlines() if line.startswith(name))
        assert line.rstrip().endswith("]"), line


@pytest.mark.parametrize("change, words", [
    (dict(family="normal"), "family.kind"), (dict(components=1), "family.components = 1"),
    (dict(risk=0.0), "wanted.risk = 0.0"), (dict(start_scale=-1.0), "family.start_scale"),
    (dict(start_centre=[0.0]), "start_centre: 20"),
    (dict(safe_temperature=0.5), "safe_temperature"),
    (dict(training=None), "a Training and an annealing"), (dict(target="none.toml"), "a file "
                                                                                     "holds")])
def test_wrong_arguments(change, words):
    arguments = {"target": pair(3.0), "training": sgd(4000), "schedule": linear(4.0, 3000),
                 **change}
    with pytest.raises(ConfigError, match=words):
        advise(**arguments)

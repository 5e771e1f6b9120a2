# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The files of users, and `annealvi advise`."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from annealvi import ConfigError
from annealvi.practice import advise
from annealvi.practice.reading import arguments_of

SOURCES = Path(os.environ["ANNEALVI_SOURCES"])
TARGETS = SOURCES / "data" / "practice"

MINIMAL = """
[target]
modes = [[-3.0, 0.0], [3.0, 0.0]]
widths = 1.0
[training]
steps = 4000
learning_rate = 0.01
batch = 8
optimiser = "sgd"
[annealing]
temperature = [[0, 1.3], [2000, 1.0]]
"""


def program(*arguments, folder=None):
    return subprocess.run([os.environ["ANNEALVI_PROGRAM"], "advise", *map(str, arguments)],
                          cwd=folder, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize("name, word, words", [
    ("pair-1-1", "not safe", "below T_f = 1.59"),
    ("pair-1-2", "cannot say", "yours differ by 2"),
    ("pair-1-4", "not safe", "p^beta feeds the wider"),
    ("grid", "cannot say", "no formula for 25 components on 25 modes"),
    ("banana", "cannot say", "no formula for flows")])
def test_five_targets_are_handled(name, word, words):
    advice = advise(TARGETS / f"{name}.toml")
    assert advice.verdict.word == word and words in advice.verdict.reason, advice.verdict
    expected = {"pair-1-1": 3.0, "pair-1-2": 3.5, "pair-1-4": 3.0, "grid": 3.0, "banana": 4.0}[name]
    assert advice.half_distance == pytest.approx(expected, rel=1e-6)


def test_program_and_package_say_the_same(tmp_path):
    (tmp_path / "mine.toml").write_text(MINIMAL)
    answer = program("mine.toml", "--out", "out", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == str(advise(tmp_path / "mine.toml")) + "\n"
    assert (tmp_path / "out" / "schedule.csv").exists()
    found = program("mine.toml", "--json", folder=tmp_path)
    assert json.loads(found.stdout)["verdict"] == "not safe"
    probability = subprocess.run([os.environ["ANNEALVI_PROGRAM"], "probability", "out/yours.toml",
                                  "--json"], cwd=tmp_path, capture_output=True, text=True)
    assert (json.loads(probability.stdout)["sharp"]["probability"]
            == advise(tmp_path / "mine.toml").risk.base.probability)
    again = program("mine.toml", "--out", "out", folder=tmp_path)
    assert again.returncode == 2 and "is there already" in again.stderr


def test_json_and_samples(tmp_path):
    rng = np.random.default_rng(1)
    labels = rng.integers(2, size=4000)
    x = rng.normal(size=(4000, 2)) + np.where(labels[:, None], [3.0, 0.0], [-3.0, 0.0])
    rows = "\n".join(f"{a},{b},{'left' if k == 0 else 'right'}" for (a, b), k in zip(x, labels))
    (tmp_path / "pilot.csv").write_text("# pilot run\nx,y,mode\n" + rows)
    (tmp_path / "mine.json").write_text(json.dumps({
        "target": {"samples": "pilot.csv"}, "annealing": {"beta": 1.0},
        "training": {"steps": 4000, "learning_rate": 0.01, "batch": 8}}))
    advice = advise(tmp_path / "mine.json")
    # Widths from 2000 samples a mode: 1.6 % each.
    assert advice.half_distance == pytest.approx(3.0, rel=4 * 0.016)
    assert 0.01 < advice.modes.width_error < 0.02
    assert {"R larger", "R smaller"} <= {e.name for e in advice.risk.evaluations}


@pytest.mark.parametrize("old, new, words", [
    ("[training]", "[training", "Expected"),
    ("[training]", "[optimiser]", "optimiser is no section"),
    ("steps = 4000", "step = 4000", "training.step is no key"),
    ("steps = 4000", "", "training.steps is missing"),
    ("steps = 4000", "steps = 4", "steps = 4 is not allowed"),
    ("widths = 1.0", "", "exactly one of widths"),
    ("modes = [[-3.0, 0.0], [3.0, 0.0]]", "", "exactly one of modes, samples"),
    ("widths = 1.0", "widths = 1.0\ndimension = 3", "target.dimension has no meaning"),
    ("modes = [[-3.0, 0.0], [3.0, 0.0]]\nwidths = 1.0", 'samples = "none.csv"', "cannot be read"),
    ("modes = [[-3.0, 0.0], [3.0, 0.0]]\nwidths = 1.0", 'log_density = "none"\ndimension = 2',
     "file.py:function"),
    ("temperature =", "heat =", "annealing.heat is no key"),
    ("[annealing]", "[family]\nkind = 3\n[annealing]", "family.kind = 3"),
])
def test_wrong_files_are_refused_in_one_sentence(tmp_path, old, new, words):
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL.replace(old, new))
    with pytest.raises(ConfigError, match=words) as caught:
        advise(path)
    assert "\n" not in str(caught.value)


def test_the_program_passes_the_sentence_on(tmp_path):
    (tmp_path / "mine.toml").write_text(MINIMAL.replace("steps = 4000", "steps = 4"))
    answer = program("mine.toml", folder=tmp_path)
    assert answer.returncode == 2 and answer.stdout == ""
    assert answer.stderr == "annealvi: mine.toml: steps = 4 is not allowed: a whole number >= 10\n"
    missing = program("none.toml", folder=tmp_path)
    assert missing.returncode == 2 and "none.toml: cannot be read" in missing.stderr


def test_a_file_of_the_user_that_fails(tmp_path):
    (tmp_path / "broken.py").write_text("raise RuntimeError('no data here')")
    (tmp_path / "mine.toml").write_text(MINIMAL.replace(
        "modes = [[-3.0, 0.0], [3.0, 0.0]]\nwidths = 1.0",
        'log_density = "broken.py:f"\ndimension = 2'))
    with pytest.raises(ConfigError, match="RuntimeError: no data here"):
        arguments_of(tmp_path / "mine.toml")

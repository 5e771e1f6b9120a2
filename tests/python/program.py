# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Runs the program as a person would, and makes cheap random configurations."""

import json
import os
import random
import subprocess
from pathlib import Path

import numpy as np

PROGRAM = os.environ["ANNEALVI_PROGRAM"]
SOURCES = Path(os.environ["ANNEALVI_SOURCES"])


def run(*words, folder=None, expect=0):
    """Standard output and standard error; `expect`: the exit code, or several."""
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, cwd=folder)
    assert done.returncode in np.atleast_1d(expect), done.stderr
    return done.stdout, done.stderr


def with_file(command, model, folder, *words, expect=0):
    """A command on the configuration of a model."""
    path = Path(folder) / "model.toml"
    model.save(path)
    return run(command, path, *words, expect=expect)


def answer(command, model, folder, *words, expect=0):
    """Its JSON, without what is not a function of the configuration."""
    data = json.loads(with_file(command, model, folder, "--json", *words, expect=expect)[0])
    data.pop("seconds", None)
    return data


def cheap_keys(seed):
    """Keys of a random problem whose probability takes a few milliseconds."""
    draw = random.Random(seed)
    keys = {
        "target.separation": round(draw.uniform(1.2, 6.0), 3),
        "target.dimension": draw.choice([2, 10, 100, 1000, 10**6]),
        "family.variance": draw.choice(["fixed", "matched"]),
        "annealing.path": draw.choice(["power", "component", "bridge"]),
        "annealing.objective": draw.choice(["kl", "kl", "free-energy"]),
        "annealing.schedule": draw.choice(["exponential", "linear", "linear-beta", "geometric",
                                           "power", "cosine", "constant"]),
        "annealing.initial_temperature": round(draw.uniform(1.0, 12.0), 2),
        "annealing.rate": round(draw.uniform(0.05, 1.0), 3),
        "simulation.until": round(draw.uniform(20.0, 60.0), 1),
        "simulation.runs": 12,
        "simulation.seed": seed,
        "numerics.relative_tolerance": 1e-6,
        "numerics.absolute_tolerance": 1e-9,
        "numerics.probability_error": 1e-3,
    }
    if draw.random() < 0.3:
        keys["sgd.step"] = 0.02
        keys["sgd.batch"] = draw.choice([1, 4])
        keys["sgd.estimator"] = draw.choice(["path", "total"])
    return keys

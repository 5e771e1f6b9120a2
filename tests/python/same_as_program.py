# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The package gives the numbers of the program, bit for bit, on random configurations."""

import numpy as np

import annealvi
from program import answer, cheap_keys, with_file

COUNTED = ("collapsed", "recovered", "undecided", "failed", "same_sign", "steps", "probability",
           "lower", "upper", "end_time", "messages", "engine", "status")


def check_probability(model, folder):
    """Returns the sharp part; both may fail, with the same sentence."""
    try:
        report = annealvi.probability_report(model)
        expected = answer("probability", model, folder)
    except annealvi.NumericalFailure as failure:
        report = failure.partial
        expected = answer("probability", model, folder, expect=1)
    data = report.to_dict()
    data.pop("seconds")
    assert data == expected
    return expected


def check_sharp(found, i, expected):
    sharp = expected["sharp"]
    assert found.status[i] == expected["status"]
    for name in ("probability", "error", "variance_sum", "variance_difference", "matching_time",
                 "nonlinear_share", "largest_step"):
        value = getattr(found, name)[i]
        if sharp["probability"] is not None:
            assert value == sharp[name], name
    assert found.end_temperature[i] == expected["end_temperature"]
    lifetime = found.lifetime[i]
    assert (None if np.isnan(lifetime) else lifetime) == expected["lifetime"]
    assert found.message[i] == "; ".join(expected["notes"])


def check_simulation(model, engine, folder):
    found = annealvi.simulate(model, engine, on_failure="keep")
    expected = answer("simulate", model.replace(**{"simulation.engine": engine}), folder,
                      expect=1 if found.failed else 0)
    assert {name: found.data[name] for name in COUNTED} == {
        name: expected[name] for name in COUNTED}
    assert found.interval == (expected["lower"], expected["upper"])


def check_trajectory(model, engine, folder):
    chosen = model.replace(**{"simulation.engine": engine})
    words = ("--run", "3", "--times", "0:end:20")
    table, _ = with_file("trajectory", chosen, folder, *words)
    assert annealvi.trajectory(chosen, run=3, times="0:end:20").text == table


def check_many(seeds, folder):
    models = [annealvi.Model(**cheap_keys(seed)) for seed in seeds]
    answers = [check_probability(model, folder) for model in models]
    found = annealvi.collapse_probability(models, on_failure="keep", threads=2)
    for i, expected in enumerate(answers):
        check_sharp(found, i, expected)
    known = ~np.isnan(found.probability)
    assert known.mean() > 0.9 and len(set(found.probability[known])) > 0.5 * len(models)
    for seed, model in zip(seeds, models):
        noisy = model["sgd.step"] > 0.0
        engines = ["flow", "sde"] + (["reduced"] if model["target.dimension"] >= 5 else [])
        engine = engines[seed % len(engines)] if noisy else "flow"
        check_simulation(model, engine, folder)
        if seed % 4 == 0:
            check_trajectory(model, engine, folder)

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""20 random configurations; the same file with _slow_ in its name has 100."""

import annealvi
from program import answer
from same_as_program import check_many, check_simulation, check_trajectory


def test_random_configurations(tmp_path):
    check_many(range(20), tmp_path)


def test_mixtures(tmp_path):
    model = annealvi.Model(target=dict(modes="line:3", dimension=10),
                           family=dict(components=3), sgd=dict(step=0.02),
                           **{"simulation.runs": 5, "simulation.until": 12.0,
                              "annealing.initial_temperature": 3.0})
    check_simulation(model, "flow", tmp_path)
    check_simulation(model, "reduced", tmp_path)
    check_trajectory(model, "flow", tmp_path)
    report = annealvi.probability_report(model).to_dict()
    report.pop("seconds")
    assert report == answer("probability", model, tmp_path)
    trained = model.replace(**{"family.train_weights": True})
    check_simulation(trained, "reduced", tmp_path)

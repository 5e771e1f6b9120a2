# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What a user writes; mypy must be content with it."""

from typing import List, Optional

import numpy as np

import annealvi


def risky_rates(model: annealvi.Model, risk: float) -> List[float]:
    rates = np.geomspace(0.01, 1.0, 5)
    found = annealvi.collapse_probability(model, annealing=dict(rate=rates), progress=False)
    same = annealvi.collapse_probability(model, **{"annealing.rate": np.array([0.1, 0.2])})
    one = annealvi.collapse_probability(model, **{"target.separation": 3.0})
    print(same.probability, one.status)
    return [float(rate) for rate, p in zip(rates, found.probability) if p > risk]


def start(model: annealvi.Model) -> float:
    safe: Optional[float] = annealvi.safe_temperature(model)
    return 1.0 if safe is None else 1.1 * safe


model = annealvi.Model(annealvi.Schedule("linear", rate=0.05), annealvi.Noise(0.01))
best = annealvi.design(model, risk=0.01).recommended
if best is not None:
    model = best.replace(**{"simulation.runs": 100})
try:
    print(annealvi.simulate(model, engine="reduced").interval, risky_rates(model, 0.1))
except annealvi.NumericalFailure as failure:
    print(failure.partial)


def along(path: str) -> float:
    table = annealvi.read_table(path)
    annealvi.plot.save(annealvi.plot.draw(table), "picture.pdf")
    border = annealvi.separatrix(model, np.geomspace(1e-3, 1.0, 5), progress=True)
    runs = annealvi.ensemble(model, "flow", runs=10, times=[0.0, 1.0])
    sweep = annealvi.sweep(model, {"annealing.rate": [0.1, 0.2]}, methods=["sharp", "flow"])
    print(table.units["probability"], border.to_xarray(), runs.to_dataframe(), len(sweep))
    return float(annealvi.Schedule("linear")(3.0) + annealvi.linear_rates(model).sum)

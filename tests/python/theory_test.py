# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Theory against reference values, over arrays, and its failures."""

import csv

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model, NumericalFailure
from program import SOURCES

QUICK = {"numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6,
         "simulation.until": 40.0}


def reference(name):
    with open(SOURCES / "data/reference" / name, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_sharp_reference_values():
    # The reference integrates (S1), y(0) at its mean: the same as (S4) to O(1/d) of the row.
    for row in reference("sharp.csv")[:6]:
        model = Model(target=dict(separation=float(row["R"]), dimension=int(row["d"])),
                      family=dict(variance=row["variance"], initial_scale=float(row["sigma0"])),
                      annealing=dict(schedule=row["schedule"], rate=float(row["rate"]),
                                     initial_temperature=float(row["T0"]), path=row["path"]),
                      **{"simulation.until": float(row["t_end"])})
        found = annealvi.collapse_probability(model)
        assert found.status == "converged"
        rough = abs(float(row["P_S4_rough"]) - float(row["P_S1"]))
        allowed = found.error + float(row["error"]) + rough
        assert abs(found.probability - float(row["P_S4_rough"])) <= allowed


def test_temperatures():
    model = Model(target=dict(separation=4.0))
    assert annealvi.critical_temperature(model) == pytest.approx(10.134589622692399, rel=1e-12)
    assert annealvi.safe_temperature(model) == pytest.approx(3.437826440191937, rel=1e-8)
    assert annealvi.critical_temperature(model, **{"target.separation": 1.2}) is None
    over = annealvi.critical_temperature(Model(), **{"target.separation": [1.2, 4.0]})
    assert over.mask.tolist() == [True, False] and over[1] == annealvi.critical_temperature(model)
    assert annealvi.safe_temperature_status(Model(target=dict(separation=2.0))) == "none"
    assert annealvi.safe_temperature(Model(target=dict(separation=2.0))) is None


def test_linear_rates():
    model = Model()
    tc = annealvi.critical_temperature(model)
    rates = annealvi.linear_rates(model, [tc, 1.0], 0.0)
    assert abs(rates.sum[0]) < 1e-12 and rates.sum[1] > 0.0  # (L5)
    np.testing.assert_allclose(rates.difference, rates.sum + rates.overlap, rtol=1e-14)
    report = annealvi.probability_report(model)
    at_start = annealvi.linear_rates(model)
    assert at_start.sum == report.linear["lambda_sum"]
    assert at_start.overlap == report.linear["overlap_rate"]
    assert annealvi.overlap_probability(model).probability == report.overlap["probability"]


def test_separatrix_has_the_power_law():
    # (S2): |S| = C |D|^alpha at constant temperature; the table gives alpha and C.
    model = Model(annealing=dict(schedule="constant", initial_temperature=1.0),
                  **{"simulation.until": 200.0})
    table = annealvi.theory_table("separatrix", separation=3, temperature=1)
    alpha, constant = table["alpha"][0], table["constant"][0]
    difference = np.array([1e-6, 1e-5])
    curve = annealvi.separatrix(model, difference)
    np.testing.assert_allclose(curve.sum, constant * difference**alpha, rtol=1e-4)
    # Negative control: another exponent is told apart.
    assert abs(np.log(curve.sum[1] / curve.sum[0]) / np.log(10.0) - alpha) < 1e-4
    assert curve.to_dataframe()["sum"].tolist() == curve.sum.tolist()
    outside = annealvi.separatrix(model, [1e-5], range=(1e-12, 1e-11))
    assert np.isnan(outside.sum[0]) and not outside.always_collapses[0]


def test_separatrix_divides_runs():
    model = Model()
    curve = annealvi.separatrix(model, [0.05], squared_distance=2.0)
    for factor, outcome in ((0.99, "recovered"), (1.01, "collapsed")):
        s, d = factor * curve.sum[0], 0.05
        run = annealvi.trajectory(model, times="end", **{
            "family.initial_overlaps": [0.5 * (s + d), 0.5 * (s - d)],
            "family.initial_gram": [1.0, 0.0, 1.0]})
        assert run.outcome == outcome


def test_effective_start():
    quiet = annealvi.effective_start(Model(), time=0.0)
    assert quiet.variance_sum == pytest.approx(2e-3, rel=1e-12)  # 2 sigma0^2
    noisy = annealvi.effective_start(Model(sgd=dict(step=0.02)), time=0.0)
    assert noisy.variance_sum > quiet.variance_sum


def test_broadcasting():
    rates, starts = np.array([0.2, 0.5]), np.array([[1.5], [3.0], [4.0]])
    found = annealvi.collapse_probability(
        Model(**QUICK), annealing=dict(rate=rates, initial_temperature=starts))
    assert found.probability.shape == (3, 2) and found.status.shape == (3, 2)
    one = annealvi.collapse_probability(
        Model(**QUICK), annealing=dict(rate=0.5, initial_temperature=4.0))
    assert found.probability[2, 1] == one.probability and isinstance(one.probability, float)
    models = [Model(**QUICK, annealing=dict(rate=rate)) for rate in rates]
    over_models = annealvi.collapse_probability(models, **{
        "annealing.initial_temperature": starts})
    np.testing.assert_array_equal(over_models.probability, found.probability)
    empty = annealvi.collapse_probability(Model(), **{"annealing.rate": []})
    assert empty.probability.shape == (0,)
    words = annealvi.collapse_probability(Model(**QUICK), **{"annealing.path": ["power", "bridge"]})
    assert words.probability[0] != words.probability[1]
    until = annealvi.collapse_probability(Model(**QUICK), **{"simulation.until": ["auto", 40.0]})
    assert until.probability[1] == annealvi.collapse_probability(Model(**QUICK)).probability
    tables = np.empty(2, dtype=object)
    tables[:] = [[[0.0, 3.0], [9.0, 1.0]], [[0.0, 2.0], [9.0, 1.0]]]
    cooled = annealvi.collapse_probability(Model(**QUICK), annealing=dict(
        schedule="table", table=tables))
    assert cooled.shape == (2,) and cooled.probability[0] != cooled.probability[1]


def test_progress_is_heard():
    heard = []
    annealvi.collapse_probability(Model(), progress=heard.append, threads=1,
                                  **{"annealing.rate": np.linspace(0.05, 0.5, 30)})
    assert heard == sorted(heard) and heard and 0.0 <= heard[0] and heard[-1] <= 1.0

    def refuse(share):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        annealvi.collapse_probability(Model(), progress=refuse, threads=1,
                                      **{"annealing.rate": np.linspace(0.05, 0.5, 100)})


def test_models_beyond_the_fixed_pair():
    trained = Model(target=dict(dimension=100), family=dict(variance="trained"),
                    annealing=dict(initial_temperature=5.0, rate=0.2))
    found = annealvi.collapse_probability(trained)
    assert found.status == "converged" and 0.02 < found.probability < 0.025
    ring = Model(target=dict(modes="ring:3"), family=dict(components=3))
    none = annealvi.collapse_probability(ring)
    assert none.status == "not_available" and "flow" in none.message
    assert annealvi.critical_temperature(ring) is None
    fewer = annealvi.collapse_probability(ring.replace(**{"family.components": 2}))
    assert fewer.probability == 1.0 and "P = 1" in fewer.message


@pytest.mark.parametrize("call, sentence", [
    (lambda: annealvi.collapse_probability(Model(**{"family.initial_overlaps": [0.1, 0.2],
                                                    "family.initial_gram": [1.0, 0.0, 1.0]})),
     "random start"),
    (lambda: annealvi.collapse_probability(Model(), **{"annealing.rate": [0.1, -1.0]}),
     "collapse_probability: annealing.rate = -1.0"),
    (lambda: annealvi.collapse_probability(Model(), **{"annealing.rate": [0.1, 0.2],
                                                       "target.separation": [1, 2, 3]}),
     "cannot be broadcast"),
    (lambda: annealvi.collapse_probability("model.toml"), "annealvi.read"),
    (lambda: annealvi.collapse_probability(Model(), on_failure="ignore"), "on_failure"),
    (lambda: annealvi.linear_rates(Model(family=dict(components=3)), 2.0), "components"),
    (lambda: annealvi.linear_rates(Model(), 0.5), "temperature >= 1"),
    (lambda: annealvi.separatrix(Model(), [-1.0]), "difference > 0"),
    (lambda: annealvi.separatrix(Model(target=dict(weight=0.3)), [1.0]), "target.weight"),
    (lambda: annealvi.collapse_probability(Model(annealing=dict(rate=1e-11))), "end time"),
])
def test_wrong_use(call, sentence):
    with pytest.raises(ConfigError, match=sentence):
        call()


def test_numerical_failure_carries_what_is_known(monkeypatch):
    true_call = annealvi.probability._core.sharp_probabilities

    def second_fails(*arguments):
        values, interrupted = true_call(*arguments)
        values["status"][1], values["message"][1] = "failed", "at t = 3: a cause"
        values["probability"][1] = np.nan
        return values, interrupted

    monkeypatch.setattr(annealvi.probability._core, "sharp_probabilities", second_fails)
    rates = {"annealing.rate": [0.2, 0.4]}
    with pytest.raises(NumericalFailure, match="annealing.rate = 0.4: at t = 3: a cause") as failure:
        annealvi.collapse_probability(Model(**QUICK), **rates)
    assert isinstance(failure.value, ArithmeticError)
    partial = failure.value.partial
    assert partial.probability[0] > 0.0 and np.isnan(partial.probability[1])
    kept = annealvi.collapse_probability(Model(**QUICK), on_failure="keep", **rates)
    monkeypatch.undo()
    one = annealvi.collapse_probability(Model(**QUICK, sgd=dict(step=0.0)))
    assert one.lifetime is None and one.probability is not None
    assert kept.status.tolist() == partial.status.tolist() == ["converged", "failed"]


@pytest.mark.parametrize("step, status", [(0.005, "converged"), (0.02, "not_converged"),
                                          (0.3, "outside_validity")])
def test_what_a_status_says_of_the_error_with_noise(step, status):
    found = annealvi.collapse_probability(Model(target=dict(dimension=100)), sgd=dict(step=step))
    assert found.status == status
    assert (found.error <= max(1e-6, 0.03 * found.probability)) == (status == "converged")
    assert "the larger of e and 3 % of P" in annealvi.collapse_probability.__doc__

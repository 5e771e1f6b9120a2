# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Answers that do not exist, None and masked entries, are no values; nor are arrays single ones."""

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model, Schedule

QUICK = Model(target=dict(dimension=10), **{
    "simulation.runs": 2, "simulation.until": 5.0, "numerics.probability_error": 1e-2,
    "numerics.relative_tolerance": 1e-5})


@pytest.mark.parametrize("call", [
    lambda keys: annealvi.collapse_probability(QUICK, **keys),
    lambda keys: annealvi.critical_temperature(QUICK, **keys),
    lambda keys: annealvi.linear_rates(QUICK, **keys),
    lambda keys: annealvi.simulate(QUICK, "flow", **keys),
    lambda keys: annealvi.sweep(QUICK, {"target.separation": [3.0]}, **keys)])
def test_none_is_no_value_of_a_key_in_a_call(call):
    nothing = annealvi.critical_temperature(QUICK, target=dict(separation=1.0))
    assert nothing is None
    for keys in (dict(annealing=dict(initial_temperature=nothing)),
                 {"annealing.initial_temperature": nothing}):
        with pytest.raises(ConfigError, match="^[a-z_]+: annealing.initial_temperature = None is "
                           "not allowed: .*; for the default 10.0 leave it out$"):
            call(keys)
    call(dict(annealing=Schedule("linear", rate=0.3)))  # releases the other keys of its section
    for name, key in annealvi.config_keys().items():
        if key.default is None:
            call({name: None})
            break
    default = annealvi.config_keys()["target.dimension"].default
    assert QUICK.replace(**{"target.dimension": None})["target.dimension"] == default


def test_masked_entries_are_refused_and_hide_no_number():
    hottest = annealvi.critical_temperature(QUICK, target=dict(separation=[1.0, 3.0]))
    assert hottest.mask.tolist() == [True, False]
    assert np.isnan(hottest.data[0]) and hottest.data[1] > 1.0
    safe = annealvi.safe_temperature(QUICK, target=dict(separation=[0.5, 3.0]))
    assert np.isnan(safe.data[0]) and safe.mask[0]
    masked = np.ma.masked_array([2.0, 3.0], [True, False])
    start = "annealing.initial_temperature"
    for call in (lambda: annealvi.collapse_probability(QUICK, **{start: hottest}),
                 lambda: annealvi.critical_temperature(QUICK, **{start: masked}),
                 lambda: annealvi.linear_rates(QUICK, masked),
                 lambda: annealvi.sweep(QUICK, {start: masked}),
                 lambda: annealvi.curve(QUICK, vary={start: masked}, methods="sharp")):
        with pytest.raises(ConfigError, match="has 1 masked of 2 entries, which is not allowed"):
            call()
    whole = annealvi.collapse_probability(QUICK, **{start: np.ma.masked_array([2.0, 3.0])})
    assert np.isfinite(whole.probability).all()
    assert not isinstance(whole.coordinates[start], np.ma.MaskedArray)


def test_an_array_where_one_value_belongs_is_one_sentence():
    for call in (lambda: annealvi.simulate(QUICK, "flow", runs=np.array([10, 20])),
                 lambda: annealvi.ensemble(QUICK, "flow", seed=np.array([1, 2])),
                 lambda: QUICK.replace(**{"simulation.runs": np.array([10, 20])})):
        with pytest.raises(ConfigError, match=r"= \[\s*\d+, \d+\] is not allowed"):
            call()

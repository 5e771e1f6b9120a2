# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""(P2): T_f by family, against the folds of the theory."""

import pytest

from annealvi import ConfigError
from annealvi.practice import safe_temperature
from annealvi.practice.temperatures import critical_temperature, objective_gate_allowed


@pytest.mark.parametrize("half_distance, expected",
                         [(3, 1.8906), (4, 3.4379), (5, 5.4049), (6, 7.800), (8, 13.886)])
def test_matched_is_the_fold_of_the_pair(half_distance, expected):
    found = safe_temperature(half_distance, "matched")
    assert found.value == pytest.approx(expected, rel=1e-4)  # the printed digits of the table
    assert "theorem" in found.source


@pytest.mark.parametrize("family, rows, share", [
    ("shared", [(3, 1.585346), (4, 2.884323), (5, 4.538321), (6, 6.55116)], 0.18),
    ("own", [(3, 1.041), (4, 1.900), (5, 2.996)], 0.12)])
def test_trained_widths(family, rows, share):
    for half_distance, expected in rows:
        found = safe_temperature(half_distance, family).value
        assert found == pytest.approx(expected, abs=6e-4)
        assert abs(found / half_distance**2 - share) < 0.009  # "0.18 R^2", "0.12 R^2"
    assert safe_temperature(9.0, family).value < safe_temperature(9.0, "matched").value


def test_nothing_to_fear_at_small_distance():
    assert safe_temperature(2.0, "matched").value == 1.0
    assert safe_temperature(2.0, "own").value == 1.0
    assert critical_temperature(1.3) is None


def test_refusals():
    with pytest.raises(ConfigError, match="family.kind = 'normal'"):
        safe_temperature(3.0, "normal")
    with pytest.raises(ConfigError, match="half distance = -1"):
        safe_temperature(-1.0)


@pytest.mark.parametrize("mass, allowed", [(0.5, True), (0.46, True), (0.4, False), (0.2, False)])
def test_gates_by_the_objective_need_near_equal_masses(mass, allowed):
    # (A6): -ln(1 - 0.4) = 0.51 < 0.6, so losing the lighter mode looks good enough.
    assert objective_gate_allowed(mass) is allowed
    assert objective_gate_allowed(1.0 - mass) is allowed


def test_one_of_forty_modes_is_cheap_to_lose():
    assert not objective_gate_allowed(1.0 / 40.0, 40)

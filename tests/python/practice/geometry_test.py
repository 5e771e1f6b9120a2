# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""(P1) and (P4) on the seven targets, against numbers of an independent implementation."""

import numpy as np
import pytest

from annealvi.practice import edge, modes, spanning_tree, tempered_mass

ROUNDING = 1e-12          # relative; the bisection ends at rounding
PRINTED = 2e-6            # the reference prints six digits, from modes found by maximisation
SAFE = 3.437901           # T_f at R = 4 (L6)


def along_first(places, widths, masses=None, dimension=10):
    """Two modes on the first axis with widths along it; 1 across."""
    means, scales = np.zeros((2, dimension)), np.ones((2, dimension))
    means[:, 0], scales[:, 0] = places, widths
    return modes(means, widths=scales, masses=masses)


oblique = np.geomspace(0.2, 5.0, 10)
oblique_mean = np.where(np.isin(np.arange(10), (0, 3, 6, 9)), 2.0 * oblique, 0.0)

# Targets of the table of (P3); least tempered mass at T_f where the reference has it.
targets = {
    "equal": (along_first((-4, 4), (1, 1)), 0.5),
    "oblique": (modes([oblique_mean, -oblique_mean], widths=[oblique, oblique]), 0.5),
    "masses 0.8, 0.2": (along_first((-4, 4), (1, 1), (0.8, 0.2)), 0.4005345),
    "widths 1, 1.5": (along_first((-5, 5), (1, 1.5)), 0.4286098),
    "widths 1, 2": (along_first((-6, 6), (1, 2)), 0.38),
    "widths 0.5, 2": (along_first((-5, 5), (0.5, 2)), 0.2722863),
    "wide in all": (modes(5.0 * np.eye(10)[[0, 0]] * [[1], [-1]], widths=[0.5, 2]), None),
}


@pytest.mark.parametrize("name", targets)
def test_every_target_has_half_distance_4(name):
    assert edge(targets[name][0], 0, 1).half_distance == pytest.approx(4.0, rel=ROUNDING)


@pytest.mark.parametrize("name", targets)
def test_tempered_mass_at_the_safe_temperature(name):
    target, expected = targets[name]
    found = tempered_mass(target, edge(target, 0, 1), SAFE)
    if name == "widths 1, 2":
        assert round(found, 2) == expected  # "at least 0.38" in the text of (P4)
    elif expected is None:
        assert found < 1e-4
    else:
        assert found == pytest.approx(expected, rel=PRINTED)


def test_the_direction_is_the_best_of_all():
    rng = np.random.default_rng(1)
    roots = rng.normal(size=(2, 3, 3))
    target = modes(3.0 * rng.normal(size=(2, 3)),
                   covariances=roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(3))
    found = edge(target, 0, 1)
    difference = target.means[0] - target.means[1]

    def quotient(v):
        widths = [np.sqrt(np.einsum("...i,ij,...j", v, s, v)) for s in target.covariances]
        return np.abs(v @ difference) / sum(widths)

    assert quotient(found.direction) == pytest.approx(found.half_distance, rel=ROUNDING)
    near = found.direction + 0.05 * rng.normal(size=(20000, 3))
    anywhere = rng.normal(size=(20000, 3))
    assert max(quotient(near).max(), quotient(anywhere).max()) <= found.half_distance
    # Neither covariance alone, nor their mean, gives it.
    for v in (np.linalg.solve(s, difference) for s in (*target.covariances,
                                                       target.covariances.mean(axis=0))):
        assert quotient(v) < found.half_distance * (1.0 - 1e-6)


def test_half_distance_has_no_units():
    target = targets["widths 1, 2"][0]
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(10, 10)))[0]
    turn = turn * np.geomspace(0.1, 9, 10)
    turned = modes(target.means @ turn.T, covariances=turn @ target.covariances @ turn.T)
    assert edge(turned, 0, 1).half_distance == pytest.approx(4.0, rel=1e-10)


def test_spanning_tree_takes_neighbours():
    # Three modes with half distances 2.5, 4, 4: the tree has 2.5 and one 4.
    tree = spanning_tree(modes([[-2.5, 0.0], [2.5, 0.0], [0.0, np.sqrt(64.0 - 6.25)]], widths=1.0))
    assert [e.half_distance for e in tree] == pytest.approx([4.0, 2.5], rel=ROUNDING)
    grid = modes([[6.0 * i, 6.0 * j] for i in range(5) for j in range(5)], widths=1.0)
    tree = spanning_tree(grid)
    assert len(tree) == 24
    assert [e.half_distance for e in tree] == pytest.approx([3.0] * 24, rel=ROUNDING)


@pytest.mark.parametrize("arguments, words", [
    (dict(means=[[0.0]], widths=1.0), "at least two points"),
    (dict(means=[[0.0], [0.0]], widths=1.0), "modes 1 and 2 are at the same place"),
    (dict(means=[[0.0], [np.nan]], widths=1.0), "finite numbers"),
    (dict(means=[[0.0], [1.0, 2.0]], widths=1.0), "rows of equal length"),
    (dict(means=[[0.0], [1.0]]), "exactly one of widths, covariances and hessians"),
    (dict(means=[[0.0], [1.0]], widths=-1.0), "positive standard deviations"),
    (dict(means=[[0.0], [1.0]], widths=[1.0, 1.0, 1.0]), "widths: one number, 2"),
    (dict(means=[[0.0], [1.0]], covariances=[[[1.0]], [[-1.0]]]), "mode 2 is not positive "
                                                                  "definite"),
    (dict(means=[[0.0], [1.0]], covariances=[[1.0]]), "2 matrices of 1 x 1"),
    (dict(means=[[0.0, 0.0], [1.0, 0.0]], hessians=[np.diag([-1.0, 1.0])] * 2), "definite"),
    (dict(means=[[0.0], [1.0]], widths=1.0, masses=[1.0]), "masses: 2 numbers"),
    (dict(means=[[0.0], [1.0]], widths=1.0, masses=[1.0, 0.0]), "positive numbers"),
    (dict(means=[[0.0], [1.0]], widths=1.0, masses=[1, 1], heights=[1, 1]), "not both"),
])
def test_wrong_modes_are_refused_in_one_sentence(arguments, words):
    with pytest.raises(ValueError, match=words) as caught:
        modes(**arguments)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_hessians_of_either_sign_and_laplace_masses():
    covariances = [np.diag([1.0, 4.0]), np.diag([0.25, 1.0])]
    inverses = np.linalg.inv(covariances)
    # Heights of the densities 0.3 N(m_1, S_1) + 0.7 N(m_2, S_2), far apart.
    heights = np.log([0.3, 0.7]) - 0.5 * np.linalg.slogdet(covariances)[1]
    for sign in (-1.0, 1.0):
        found = modes([[0.0, 0.0], [30.0, 0.0]], hessians=sign * inverses, heights=heights)
        assert found.masses == pytest.approx([0.3, 0.7], rel=ROUNDING)
        assert np.allclose(found.covariances, covariances, rtol=ROUNDING)

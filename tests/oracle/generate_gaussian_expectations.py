#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Reference values of Gaussian expectations, by another route than the library's.

The library subtracts smooth steps, reflects tails and uses trapezoidal rules. Here each expectation
is its defining integral over u = m + a z, by Gauss-Legendre panels in multiple precision, with
panels around every place where an integrand can have its mass. Each value is computed twice, with
30 and with 40 nodes per panel, and the two must agree to 1e-22.

Command: python3 tests/oracle/generate_gaussian_expectations.py data/reference
"""
import math
import multiprocessing
import os
import random
import sys

import mpmath
from mpmath import mp, mpf

from legendre_rule import legendre_rule

DIGITS = 50
AGREEMENT = mpf("1e-22")
mp.dps = DIGITS
RULES = legendre_rule(30), legendre_rule(40)


def panel_edges(centres, deviation, low, points):
    """Panels of at most two deviations around the centres, growing away from the points (poles of
    the integrands lie at a distance pi/2 from u = 0 and from +-d)."""
    first = max(low, min(centres) - 13 * deviation)
    last = max(centres) + 13 * deviation
    edges = {first, last}
    for centre in centres:
        edges.update(centre + deviation * k / 2 for k in range(-26, 27))
    for point in points:
        for scale in (0, mpf(1) / 2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64):
            edges.update((point - scale, point + scale))
    edges = sorted(e for e in edges if first <= e <= last)
    kept = [edges[0]]
    for here, after in zip(edges[1:], edges[2:]):
        distance = min(max(kept[-1] - p, p - after, mpf(1)) for p in points)
        if after - kept[-1] > min(2 * deviation, 2 * distance) or here in points:
            kept.append(here)
    return kept + [last]


def integrate(integrands, edges, rule, count):
    """Integrals of a vector-valued function over all panels."""
    sums = [mpf(0)] * count
    for a, b in zip(edges, edges[1:]):
        half, middle = (b - a) / 2, (a + b) / 2
        for x, weight in rule:
            for k, value in enumerate(integrands(middle + half * x)):
                sums[k] += half * weight * value
    return sums


def twice(compute):
    coarse, fine = (compute(rule) for rule in RULES)
    for a, b in zip(coarse, fine):
        assert abs(a - b) <= AGREEMENT * abs(b), (a, b)
    return fine


def towards_zero(m, shift):
    """m moved towards zero by `shift`, not beyond it: where exp(-shift u/a^2) puts the mass."""
    return max(m - shift, mpf(0)) if m > 0 else min(m + shift, mpf(0))


def expectations(point):
    m, a = (mpf(x) for x in point)

    def values(u):
        small = mp.exp(-abs(u))
        square = small * small
        sech_squared = 4 * square / (1 + square) ** 2
        tanh = mp.sign(u) * (1 - square) / (1 + square)
        complement = 2 * (square if u > 0 else 1) / (1 + square)
        log_cosh = abs(u) + mp.log1p(square) - mp.log(2)
        logistic = (1 if u > 0 else small) / (1 + small)
        softplus = (u if u > 0 else 0) + mp.log1p(small)
        return tanh, complement, sech_squared, log_cosh, logistic, softplus

    if a == 0:
        return values(m)
    centres = {m, mpf(0), towards_zero(m, 2 * a * a), towards_zero(m, a * a)}
    norm = 1 / (a * mp.sqrt(2 * mp.pi))

    def density_times_values(u):
        density = norm * mp.exp(-(((u - m) / a) ** 2) / 2)
        return [density * v for v in values(u)]

    edges = panel_edges(centres, a, -mp.inf, [mpf(0)])

    def compute(rule):
        return integrate(density_times_values, edges, rule, 6)

    if m == 0:  # E tanh = 0: two panel sums of rounding errors never agree
        result = compute(RULES[1])
        return [mpf(0)] + result[1:]
    return twice(compute)


def pair(point):
    """E [tanh(u + d) +- tanh(u - d)], u ~ N(M, a^2); the sum folded to u > 0, M, d > 0."""
    M, d, a = (mpf(x) for x in point)
    norm = 1 / (a * mp.sqrt(2 * mp.pi))
    centres = {M, mpf(0), d, towards_zero(M, 2 * a * a)}

    def sums(u):
        denominator = mp.cosh(2 * u) + mp.cosh(2 * d)
        gauss = norm * mp.exp(-(u * u + M * M) / (2 * a * a))
        tilt = u * M / (a * a)
        return (4 * gauss * mp.sinh(tilt) * mp.sinh(2 * u) / denominator,
                4 * gauss * mp.cosh(tilt) * mp.sinh(2 * d) / denominator)

    edges = panel_edges(centres, a, mpf(0), [mpf(0), d])
    return twice(lambda rule: integrate(sums, edges, rule, 2))


def self_responsibility(distance):
    """1 - r = E logistic(-distance^2/2 - distance z)."""
    D = mpf(distance)
    return expectations((-D * D / 2, D))[4] if D else mpf(1) / 2


def expectation_points():
    after = lambda x: math.nextafter(x, math.inf)
    deviations = [0.0, 2.0**-20, 0.25, after(0.25), 0.5, after(0.5), 1.0, after(1.0), 2.0,
                  after(2.0), 3.0, 6.75, 18.5, 60.0, 128.0, 950.0, 10000.0]
    points = []
    for a in deviations:
        square = a * a
        means = [0.0, 2.0**-10, 0.5, after(1.0), 20.0, 5 * a, 36 * a,
                 square / 2, after(square), 2 * square, square + 21.0, square + 300.0]
        for k, m in enumerate(dict.fromkeys(means)):
            beyond_range = m - square > 340 if m > square else m > 36 * a
            if 0 < m < 1e-300:  # after(0)
                continue
            if m <= 10000 and (m < 4 or not beyond_range):
                points.append((m, a))
                if k % 2:
                    points.append((-m, a))
    return points


def pair_points():
    points = []
    for a in (0.125, 1.0, 1.5, 6.75, 60.0, 950.0):
        for M in (2.0**-660, 0.125, 5.0, a * a / 2, a * a, a * a + 40.0):
            for d in (2.0**-10, 2.0**-333, 2.0**-660, 0.3, 7.0):
                if M <= min(30 * a, 10000) or a * a < M < a * a + 100 < 1e4:
                    points.append((M, d, a))
    return points


def random_deep_tail_points():
    """Pairs whose difference is around 1e-12 down to 1e-280: d far below M to M,
    M from a few deviations to beyond the reflection point a^2."""
    draw = random.Random(20261122)
    points = []
    while len(points) < 60:
        a = 1.05 * (950 / 1.05) ** draw.random()
        M = draw.uniform(6.0, 34.0) * a if draw.random() < 0.5 else a * a * draw.uniform(0.7, 1.6)
        d = M * 10 ** draw.uniform(-8.0, -0.05)
        low = M - d
        log_complement = -low * low / (2 * a * a) if low < 2 * a * a else 2 * (a * a - low)
        if M + d <= 1e4 and -640 < log_complement < -28:
            points.append((M, d, a))
    return points


def write(path, columns, rows):
    with open(path, "w", encoding="ascii") as file:
        file.write("# E over z ~ N(0, 1) of functions of m + a z, by Gauss-Legendre panels in u\n"
                   f"# script: tests/oracle/{os.path.basename(__file__)}\n"
                   f"# version: mpmath {mpmath.__version__}, {DIGITS} digits, agreement 1e-22\n"
                   "# command: python3 tests/oracle/generate_gaussian_expectations.py "
                   "data/reference\n")
        file.write(",".join(columns) + "\n")
        for inputs, values in rows:
            cells = [repr(x) for x in inputs] + [mp.nstr(v, 25) for v in values]
            file.write(",".join(cells) + "\n")


def main():
    folder = sys.argv[1]
    distances = [0.0, 2.0**-10, 0.25, 1.0, 1.75, 2.0, math.nextafter(2.0, 3.0), 3.0, 5.0, 8.0, 13.0,
                 20.0, 30.0, 40.0, 50.0]
    with multiprocessing.Pool() as pool:
        points = expectation_points()
        write(f"{folder}/gaussian_expectations.csv",
              ["m", "a", "tanh", "tanh_complement", "sech_squared", "log_cosh", "logistic",
               "softplus"], zip(points, pool.map(expectations, points, 1)))
        points = pair_points() + random_deep_tail_points()
        write(f"{folder}/tanh_pairs.csv", ["mean", "half_difference", "a", "sum", "difference"],
              zip(points, pool.map(pair, points, 1)))
        write(f"{folder}/self_responsibility_complements.csv", ["distance", "complement"],
              [((D,), (v,)) for D, v in zip(distances, pool.map(self_responsibility, distances))])


if __name__ == "__main__":
    main()

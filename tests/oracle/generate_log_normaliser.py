#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Reference values of the part of log Z_t that does not grow with the dimension, by another route.

The library rewrites the tilt as cosh^(A/c)(c R z/sqrt(H) + b), splits off a closed form and adds an
integral over |u| < 20. Here the heated target is written from its definition, along the line
through the modes, with the two mixture terms as they stand:

    power, bridge   integral of N(x; 0, 1/H) [(pi e^(R x) + (1 - pi) e^(-R x))/norm]^beta
    component       integral of N(x; 0, T) (pi e^(beta R x) + (1 - pi) e^(-beta R x))/norm

with norm = 2 sqrt(pi (1 - pi)), which is what (M3) leaves out of log cosh. Gauss-Legendre panels in
x, computed twice, with 30 and with 40 nodes per panel; the two must agree to 1e-25.

Command: python3 tests/oracle/generate_log_normaliser.py data/reference
"""
import os
import sys

import mpmath
from mpmath import mp, mpf

from legendre_rule import legendre_rule

DIGITS = 50
AGREEMENT = mpf("1e-25")
BRIDGE_SCALE = 3.0
mp.dps = DIGITS
RULES = legendre_rule(30), legendre_rule(40)


def panel_edges(centre, deviation, kink, width):
    """Panels of one deviation, finer about the point where both mixture terms are equal (the poles
    of the power lie at a distance of pi/2 widths from it)."""
    last = centre + 14 * deviation
    edges = {-last, last}
    count = int(mp.ceil(2 * last / deviation))
    edges.update(-last + 2 * last * k / count for k in range(count))
    for scale in (0, mpf(1) / 2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64):
        edges.update((kink - scale * width, kink + scale * width))
    return sorted(e for e in edges if -last <= e <= last)


def log_tilt(separation, weight, temperature, path):
    R, pi, T = mpf(separation), mpf(weight), mpf(temperature)
    beta = 1 / T
    sharpness, power = (beta, mpf(1)) if path == "component" else (mpf(1), beta)
    precision = beta
    if path == "bridge":
        precision = (1 - beta) / mpf(BRIDGE_SCALE) ** 2 + beta
    norm = 2 * mp.sqrt(pi * (1 - pi))

    def integrand(x):
        grown = mp.exp(sharpness * R * x)
        mixture = (pi * grown + (1 - pi) / grown) / norm
        return mp.exp(-precision * x * x / 2) * mixture**power

    edges = panel_edges(beta * R / precision, 1 / mp.sqrt(precision),
                        -mp.log(pi / (1 - pi)) / (2 * sharpness * R), 1 / (sharpness * R))
    values = []
    for rule in RULES:
        total = mpf(0)
        for a, b in zip(edges, edges[1:]):
            half, middle = (b - a) / 2, (a + b) / 2
            total += half * sum(weight * integrand(middle + half * x) for x, weight in rule)
        values.append(mp.log(total * mp.sqrt(precision / (2 * mp.pi))))
    assert abs(values[0] - values[1]) <= AGREEMENT * (1 + abs(values[1])), (values, separation)
    return values[1]


def main():
    path_to_table = os.path.join(sys.argv[1], "log_normaliser.csv")
    paths = ("power", "component", "bridge")
    with open(path_to_table, "w", encoding="ascii") as file:
        file.write("# log E cosh^(A/c)(c R z/sqrt(H) + b), the part of log Z_t of (M3) that does "
                   "not grow with d\n"
                   f"# path: {', '.join(f'{k} {name}' for k, name in enumerate(paths))} "
                   f"(bridge scale {BRIDGE_SCALE})\n"
                   f"# script: tests/oracle/{os.path.basename(__file__)}\n"
                   f"# version: mpmath {mpmath.__version__}, {DIGITS} digits, agreement 1e-25\n"
                   "# command: python3 tests/oracle/generate_log_normaliser.py data/reference\n"
                   "separation,weight,temperature,path,log_tilt\n")
        for separation in (0.1, 0.5, 1.0, 3.0, 8.0, 30.0, 100.0):
            for weight in (0.5, 0.7, 0.01):
                for temperature in (1.0, 1.25, 5.0, 30.0, 1000.0):
                    for k, path in enumerate(paths):
                        value = log_tilt(separation, weight, temperature, path)
                        file.write(f"{separation!r},{weight!r},{temperature!r},{k},"
                                   f"{mp.nstr(value, 25)}\n")


if __name__ == "__main__":
    main()

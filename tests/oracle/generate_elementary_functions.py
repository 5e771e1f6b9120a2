#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Reference values of the elementary functions, in multiple precision.

A value is stored as the nearest double and what is left of it in units in the last place of that
double, so that a test can measure errors far below one unit.

Command: /usr/bin/python3 tests/oracle/generate_elementary_functions.py data/reference
A second argument changes the number of random points per function (100).
"""
import math
import random
import sys

import mpmath
from mpmath import mp, mpf

DIGITS = 50
mp.dps = DIGITS
SMALLEST = 2.0**-1074


def around(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def both_signs(points):
    return [s * x for x in points for s in (1.0, -1.0)]


def powers(low, high, draw, count):
    """Random numbers, uniform in their logarithm."""
    return [math.ldexp(1 + draw.random(), math.floor(draw.uniform(low, high)))
            for _ in range(count)]


def uniform(low, high, draw, count):
    return [draw.uniform(low, high) for _ in range(count)]


TINY = [SMALLEST, 2.0**-1022, math.nextafter(2.0**-1022, 0), 2.0**-60, 2.0**-27]
FUNCTIONS = {}


def function(name, value):
    def add(points):
        FUNCTIONS[name] = value, points
        return points
    return add


@function("exp", mp.exp)
def exp_points(draw, n):
    return (uniform(-745.13, 709.78, draw, n) + both_signs(powers(-30, 0, draw, n // 2) + TINY)
            + [0.0, -708.5, -720.0, -745.0, -745.13, 709.7, 709.78, 708.0, -708.0]
            + [j * math.log(2) / 256 for j in range(-9, 10, 2)])


@function("exp2", lambda x: mpf(2) ** x)
def exp2_points(draw, n):
    return (uniform(-1074.0, 1023.99, draw, n) + both_signs(powers(-30, 0, draw, n // 2) + TINY)
            + [-1074.0, -1022.0, -1.0, 0.0, 3.0, 1023.0, -1023.5])


@function("expm1", mp.expm1)
def expm1_points(draw, n):
    return (uniform(-45.0, 709.78, draw, n // 2) + uniform(-1.0, 1.0, draw, n)
            + both_signs(powers(-60, 0, draw, n // 2) + TINY + around(0.35)) + [-800.0, 0.0, 708.5])


LOGARITHM_POINTS = [0.6875, 1.375, 0.75, 1.5, 2.0, 10.0, 1.7976931348623157e308] + TINY


def logarithm_points(draw, n):
    edges = [x for j in range(-6, 7) for x in around(1.0 + j / 256)]
    return (powers(-1074, 1024, draw, n // 2) + uniform(0.5, 2.0, draw, n) + edges
            + [1 + s for s in both_signs(powers(-50, -5, draw, n // 2))] + LOGARITHM_POINTS)


function("log", mp.log)(logarithm_points)
function("log2", lambda x: mp.log(x) / mp.log(2))(logarithm_points)


@function("log10", mp.log10)
def log10_points(draw, n):
    return logarithm_points(draw, n) + [10.0**k for k in (-5, -1, 1, 2, 3, 6, 15, 22)]


@function("log1p", lambda x: mp.log1p(x) if abs(x) > 1e-40 else x - x * x / 2)
def log1p_points(draw, n):
    return (uniform(-0.999, 3.0, draw, n) + both_signs(powers(-60, -1, draw, n // 2) + TINY)
            + powers(0, 1024, draw, n // 4) + around(2.0**-7) + around(-(2.0**-7))
            + [0.0, -0.5, 1.0, math.nextafter(-1.0, 0)])


@function("log1pmx", lambda x: mp.log1p(x) - x)
def log1pmx_points(draw, n):
    return (uniform(-0.999, 3.0, draw, n) + both_signs(powers(-20, -1, draw, n // 2))
            + around(2.0**-7) + around(-(2.0**-7)))


@function("pow", lambda x, y: x**y)
def pow_points(draw, n):
    points = []
    while len(points) < n:
        x, y = powers(-1074, 1024, draw, 1)[0], powers(-8, 10, draw, 1)[0] * draw.choice((1, -1))
        if abs(y * math.log(x)) < 700:
            points.append((x, y))
    while len(points) < 2 * n:  # near 1, up to the ends of the range
        x = 1 + draw.choice((1, -1)) * powers(-45, -3, draw, 1)[0]
        points.append((x, draw.uniform(-740.0, 709.0) / math.log(x)))
    return points + [(10.0, float(k)) for k in range(-5, 23, 3)] + [(-2.0, 3.0), (-3.0, -2.0),
                                                                    (2.0, -1074.0), (0.0, 2.5)]


def hyperbolic_points(draw, n):
    return (both_signs(uniform(0.0, 710.0, draw, n // 4) + uniform(0.0, 2.0, draw, n // 2)
                       + powers(-60, 0, draw, n // 4) + TINY) + [0.0, 708.5, 709.9])


function("sinh", mp.sinh)(hyperbolic_points)
function("cosh", mp.cosh)(hyperbolic_points)


@function("tanh", mp.tanh)
def tanh_points(draw, n):
    return both_signs(uniform(0.0, 21.0, draw, n // 4) + uniform(0.0, 2.0, draw, n // 2)
                      + powers(-60, 0, draw, n // 4) + TINY + [50.0, 1e300]) + [0.0]


@function("asinh", mp.asinh)
def asinh_points(draw, n):
    return both_signs(powers(-60, 1023, draw, n // 4) + uniform(0.0, 5.0, draw, n // 2) + TINY)


@function("atanh", mp.atanh)
def atanh_points(draw, n):
    return both_signs(uniform(0.0, 1.0, draw, n // 2) + powers(-60, -1, draw, n // 4) + TINY
                      + [math.nextafter(1.0, 0)])


def circular_points(draw, n):
    return both_signs(uniform(0.0, 2.0, draw, n // 2) + powers(-60, 51, draw, n // 4) + TINY[1:]
                      + [x for j in range(1, 9) for x in around(j / 4)]
                      + [2.0**51 - 0.5, 2.0**52 + 1, 2.0**53 + 2, 1e300])


function("sin_pi", mp.sinpi)(circular_points)
function("cos_pi", mp.cospi)(circular_points)


@function("atan", mp.atan)
def atan_points(draw, n):
    return both_signs(powers(-60, 60, draw, n // 4) + uniform(0.0, 2.0, draw, n // 2) + TINY
                      + [x for j in range(17) for x in around((j + 1) / 16)] + [1e300])


@function("asin", mp.asin)
def asin_points(draw, n):
    return both_signs(uniform(0.0, 1.0, draw, n // 2) + powers(-60, -1, draw, n // 4) + TINY
                      + [1.0, math.nextafter(1.0, 0)])


@function("acos", mp.acos)
def acos_points(draw, n):
    return asin_points(draw, n) + [1 - x for x in powers(-50, -1, draw, n // 4)]


@function("erf", mp.erf)
def erf_points(draw, n):
    return both_signs(uniform(0.0, 6.0, draw, n // 2) + powers(-60, 0, draw, n // 4)
                      + uniform(0.5, 1.5, draw, n // 4) + TINY + around(0.84) + [30.0]) + [0.0]


@function("erfc", mp.erfc)
def erfc_points(draw, n):
    return (uniform(-6.0, 27.2, draw, n) + uniform(-2.0, 2.0, draw, n // 2) + [0.0, 27.0, -30.0]
            + both_signs(powers(-60, 0, draw, n // 4) + around(0.84)))


def erfc_inv(p):
    if p == 1:
        return mpf(0)
    side = 1 if p < 1 else -1
    q = p if p < 1 else 2 - p
    x = mp.sqrt(max(-mp.log(q * mp.sqrt(-mp.log(q) + 1)), mpf("1e-40"))) if q < 0.5 else (1 - q)
    for _ in range(200):
        step = (mp.erfc(x) - q) * mp.exp(x * x) * mp.sqrt(mp.pi) / 2
        x += step / (1 - step * x)
        if abs(step) < mpf("1e-45") * x:
            return side * x
    raise ArithmeticError(p)


@function("erfc_inv", erfc_inv)
def erfc_inv_points(draw, n):
    near_one = [1 + s for s in both_signs(powers(-40, -2, draw, n // 4))]
    return (uniform(0.0, 2.0, draw, n) + powers(-1022, 0, draw, n // 4) + near_one
            + around(0.5) + around(1.5) + [1.0, 2.0**-1022, 2.0**-32])


@function("lgamma", mp.loggamma)
def lgamma_points(draw, n):
    return (uniform(0.0, 12.0, draw, n) + powers(-60, 300, draw, n // 4)
            + [0.5, 1.0, 1.5, 2.0, 3.0, 10.0] + around(1.0) + around(2.0) + around(10.0))


@function("hypot", lambda x, y: mp.sqrt(x * x + y * y))
def hypot_points(draw, n):
    return ([(draw.uniform(-9, 9), draw.uniform(-9, 9)) for _ in range(n)]
            + [(0.0, 3.0), (-4.0, 0.0), (3.0, 4.0), (1e300, 1e300), (1e-300, 3e-300)])


def split(exact):
    """Nearest double and the rest in units of its last place."""
    nearest = float(mp.nstr(exact, 40)) if exact else 0.0
    rest = (exact - mpf(nearest)) / mpf(math.ulp(nearest))
    return nearest, float(rest)


def main():
    folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with open(f"{folder}/elementary_functions.csv", "w", encoding="ascii") as file:
        file.write("# f(x) or f(x, y): the nearest double, and the rest in units of its last place\n"
                   "# script: tests/oracle/generate_elementary_functions.py\n"
                   f"# version: mpmath {mpmath.__version__}, {DIGITS} digits\n"
                   "# command: /usr/bin/python3 tests/oracle/generate_elementary_functions.py "
                   "data/reference\n"
                   "function,x,y,value,rest\n")
        for name, (value, points) in FUNCTIONS.items():
            for point in points(random.Random(name), count):
                x, y = point if isinstance(point, tuple) else (point, None)
                exact = value(mpf(x)) if y is None else value(mpf(x), mpf(y))
                if abs(exact) > sys.float_info.max:
                    continue
                nearest, rest = split(exact)
                file.write(f"{name},{x!r},{'' if y is None else repr(y)},{nearest!r},{rest:.4g}\n")


if __name__ == "__main__":
    main()

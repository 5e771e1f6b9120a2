# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Small tables as the program writes them, and the package under test."""
import sys
from pathlib import Path

package = Path(__file__).resolve().parents[3] / "python"
sys.path.insert(0, str(package))
sources = package.parent

settings = """[target]
separation = 4.0
weight = 0.5
dimension = 100
modes = []

[family]
components = 2
variance = "matched"
train_weights = false
initial_scale = "1/sqrt(d)"

[annealing]
path = "power"
objective = "kl"
schedule = "exponential"
initial_temperature = 10.0
rate = 0.1
table = []

[sgd]
step = 0.02
batch = 1

[simulation]
engine = "flow"
runs = 100
confidence = 0.95
decision_fraction = 0.5

[design]
free = "rate"
risk = 0.01
"""


def text(columns, rows, meanings=(), configuration=settings, command="annealvi curve", remarks=()):
    lines = ["# annealvi 0.1.0", f"# command: {command}",
             "# picture: python3 -I -m annealvi.plot TABLE.csv", *(f"# {line}" for line in remarks),
             "# seed: 1",
             "# configuration (the lines after '#:'; this file can be given back as one):"]
    lines += [f"#: {line}" for line in configuration.split("\n")]
    lines += ["# columns:"] + [f"#   {name}: {words}" for name, words in dict(meanings).items()]
    lines += [",".join(columns)] + [",".join(map(str, row)) for row in rows]
    return "\n".join(lines) + "\n"


curve_columns = ["series", "vary", "method", "end_time", "probability", "lower", "upper", "runs",
                 "collapsed", "recovered", "undecided", "failed", "critical_temperature",
                 "safe_temperature", "note", "mean_alignment", "vanishing_weight"]
curve_meanings = {"series": "series, value of annealing.rate",
                  "vary": "varied parameter, value of annealing.initial_temperature"}


def curve_row(series, vary, method, P, lower, upper, runs=0, collapsed=0, note="", aligned="",
              vanished=""):
    return [series, vary, method, 50, P, lower, upper, runs, collapsed, runs - collapsed, 0, 0,
            10.134, 3.4378, note, aligned, vanished]


def curve_rows():
    """Two series of theory at five places and runs at two of them."""
    rows = []
    for series, factor in (("0.3", 1.0), ("0.1", 0.6)):
        for vary in (1, 4, 7, 10, 13):
            P = round(factor * 0.5 - 0.02 * vary * factor, 6)
            rows.append(curve_row(series, vary, "sharp", P, P - 1e-7, P + 1e-7))
            if vary in (4, 10):
                rows.append(curve_row(series, vary, "full", P + 0.01, P - 0.08, P + 0.1, 100,
                                      round(100 * (P + 0.01))))
    return rows


def curve_text(rows=None, **head):
    return text(curve_columns, curve_rows() if rows is None else rows,
                **{"meanings": curve_meanings, **head})


phase_columns = ["x", "y", "method", "source", "status", "probability", "lower", "upper", "runs",
                 "critical_temperature", "safe_temperature", "lasting", "note"]
phase_meanings = {"x": "value of annealing.initial_temperature", "y": "value of annealing.rate"}


def phase_text(probability, xs=(1, 2, 4, 8, 16), ys=(0.01, 0.1, 1.0), status=None, extra=()):
    rows = [[x, y, "sharp", "computed", (status or (lambda *_: "done"))(x, y), probability(x, y),
             "", "", 0, 10.0, 3.0, 1, ""] for y in ys for x in xs]
    return text(phase_columns, rows + list(extra), phase_meanings, command="annealvi phase")


def trajectory_text(m1, m2, times=(0, 1, 2, 3), command="annealvi trajectory --run 3"):
    rows = [[t, 10 - 3 * t, a, b, 0.5, 0.5, 1, 2 - 0.5 * t] for t, a, b in zip(times, m1, m2)]
    return text(["time", "temperature", "m1", "m2", "w1", "w2", "sigma", "objective"], rows,
                command=command)

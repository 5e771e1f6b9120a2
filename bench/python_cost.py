# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What the Python package costs. PYTHONPATH=build/release/python python3 bench/python_cost.py

Arguments: number of points of the grid (default 10000), the program for comparison.
"""

import resource
import subprocess
import sys
import time

import numpy as np

import annealvi
from annealvi.grid import Grid


def seconds(call, repeat=1):
    """Wall and CPU, each call."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repeat):
        call()
    return ((time.perf_counter() - wall) / repeat, (time.process_time() - cpu) / repeat)


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


points = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
side = int(np.sqrt(points))
model = annealvi.Model()
keys = {"annealing.rate": np.geomspace(0.05, 1.0, side),
        "annealing.initial_temperature": np.linspace(1.0, 10.0, side)[:, None]}
Grid(model, keys, "bench")
before = megabytes()
print(f"configurations of the grid: {seconds(lambda: Grid(model, keys, 'b'))[1] / side**2 * 1e6:.1f}"
      " us a point")
print(f"a call of critical_temperature: "
      f"{seconds(lambda: annealvi.critical_temperature(model), 100)[1] * 1e6:.0f} us")
print(f"a call of the compiled module without work: "
      f"{seconds(model._config.is_mixture, 100000)[1] * 1e6:.2f} us")
one = seconds(lambda: annealvi.collapse_probability(model, threads=1), 20)
print(f"one sharp value: {one[0] * 1e3:.1f} ms ({one[1] * 1e3:.1f} ms of CPU)")
empty = seconds(lambda: annealvi.collapse_probability(model, **{"annealing.rate": []}), 200)
print(f"a call of collapse_probability with no point: {empty[1] * 1e6:.0f} us of CPU")
wall, cpu = seconds(lambda: annealvi.collapse_probability(model, **keys))
print(f"{side**2} sharp values: {wall:.1f} s ({cpu:.1f} s of CPU, {cpu / side**2 * 1e3:.2f} ms each)")
print(f"memory: {before:.0f} MB before, {megabytes():.0f} MB after")
if len(sys.argv) > 2:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, runs = time.perf_counter(), 20
    for rate in np.geomspace(0.05, 1.0, runs):
        subprocess.run([sys.argv[2], "probability", sys.argv[3], "--json", "--set",
                        f"annealing.rate={rate}"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime) / runs
    print(f"the program: {(time.perf_counter() - start) / runs * 1e3:.0f} ms a point "
          f"({cpu * 1e3:.0f} ms of CPU)")

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""many_workers.py PROGRAM [--runs N]: one sweep of 720 points by three methods with one thread, two
threads, three shards that are merged, and four ranks of mpirun. Prints the table of
docs/cluster.md: checksum of the result, forecast, time, efficiency."""

import argparse
import hashlib
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

JOB = """[target]
dimension = 200
[annealing]
schedule = "exponential"
[sgd]
step = 0.05
[simulation]
until = 40
"""
SWEEP = ["sweep", "job.toml", "--over", "target.separation=1.5:4:6", "--over",
         "annealing.initial_temperature=1:8:8", "--over", "annealing.rate=0.1:1:5:log", "--over",
         "simulation.seed=1,2,3", "--methods", "sharp,flow,reduced"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--runs", default="40")
    options = parser.parse_args()
    program, sweep = str(options.program.resolve()), [*SWEEP, "--runs", options.runs]
    mpirun = shutil.which("mpirun")
    with tempfile.TemporaryDirectory(prefix="annealvi-workers-") as name:
        folder = Path(name)
        (folder / "job.toml").write_text(JOB)

        def run(*words, start=()):
            begin = time.monotonic()
            done = subprocess.run([*start, program, *words], cwd=folder, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return time.monotonic() - begin, done.stdout

        def checksum(out):
            return hashlib.sha256((folder / out / "sweep.csv").read_bytes()).hexdigest()[:16]

        print(run(*sweep, "--dry-run")[1].strip())
        threads = lambda count: ["--set", f"simulation.threads={count}"]
        rows = []
        seconds, _ = run(*sweep, "--out", "one", *threads(1))
        one = seconds
        rows.append(("1 thread", 1, seconds, "one"))
        seconds, _ = run(*sweep, "--out", "two", *threads(2))
        rows.append(("2 threads", 2, seconds, "two"))
        total, longest = 0.0, 0.0
        for shard in (1, 2, 3):
            seconds, _ = run(*sweep, "--out", "shards", "--shard", f"{shard}/3", *threads(1))
            total, longest = total + seconds, max(longest, seconds)
        merge, _ = run("merge", "merged", *(f"shards/sweep-shard-{i}-of-3.sqlite" for i in (1, 2, 3)))
        rows.append(("3 shards, one after the other", 1, total, "merged"))
        if mpirun:
            ranks = [mpirun, "--allow-run-as-root", "--oversubscribe", "-n", "4"]
            seconds, _ = run(*sweep, "--out", "ranks", start=ranks)
            rows.append(("4 ranks on 2 cores", 2, seconds, "ranks"))
        for label, cores, seconds, out in rows:
            print(f"| {label} | {seconds:.1f} | {one / seconds / cores:.2f} | `{checksum(out)}` |")
        print(f"longest shard {longest:.1f} s (a third of one thread is {one / 3:.1f} s), merge {merge:.2f} s")
        again, _ = run(*sweep, "--out", "one")
        print(f"the same job again, all from the store: {again:.2f} s")
        size = (folder / "one/sweep.sqlite").stat().st_size
        print(f"store: {size / 1e6:.1f} MB")
        text = run("store", "one/sweep.sqlite")[1]
        print(re.sub(r"\n\n.*", "", text[text.index("method"):], flags=re.S))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""ranks_test.py PROGRAM MPIRUN: jobs of one, two and four ranks of MPI give the same bytes as one
process, and what is finished is kept when a rank dies."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

JOB = """[target]
dimension = 40
[annealing]
rate = 0.4
[simulation]
until = 40
[numerics]
probability_error = 1e-4
"""
SWEEP = ["sweep", "job.toml", "--over", "annealing.initial_temperature=1,3", "--over",
         "annealing.rate=0.4,0.6", "--methods", "sharp,flow"]
PHASE = ["phase", "job.toml", "--x", "annealing.initial_temperature=1:4:9", "--y",
         "annealing.rate=0.2:1:9:log", "--method", "sharp,flow/4", "--runs", "300"]


class Place:
    def __init__(self, folder, program, mpirun):
        self.folder, self.program, self.mpirun = Path(folder), program, mpirun
        (self.folder / "job.toml").write_text(JOB)

    def under_ranks(self, ranks):
        return [self.mpirun, "--allow-run-as-root", "--oversubscribe", "-n", str(ranks), self.program]

    def run(self, *words, ranks=None):
        start = [self.program] if ranks is None else self.under_ranks(ranks)
        return subprocess.run([*start, *words], cwd=self.folder, capture_output=True, text=True,
                              timeout=300)

    def read(self, name):
        return (self.folder / name).read_bytes()


def check_same_bytes(place):
    for job, files in ((SWEEP + ["--runs", "600"], ["sweep.csv", "sweep.json"]),
                       (PHASE, ["phase.csv", "phase.svg"])):
        done = place.run(*job, "--out", "alone")
        assert done.returncode == 0, done.stderr
        for ranks in (1, 2, 4):
            done = place.run(*job, "--out", f"ranks{ranks}", ranks=ranks)
            assert done.returncode == 0, done.stderr
            assert done.stderr.count("wrote ") <= len(files) + 1, done.stderr  # the first rank speaks
            for name in files:
                assert place.read(f"ranks{ranks}/{name}") == place.read(f"alone/{name}"), name
            kept = place.run("store", f"ranks{ranks}/{job[0]}.sqlite", "--verify")
            assert kept.returncode == 0 and "all bits are the same" in kept.stdout, kept.stdout


def check_refusal(place):
    done = place.run("sweep", "job.toml", ranks=2)
    assert done.returncode == 2, done
    assert done.stderr.count("a sweep needs --over") == 1, done.stderr


def check_death(place):
    """A rank is killed in the middle of its work: the job ends, and goes on when it is repeated."""
    job = SWEEP + ["--runs", "20000", "--out", "dead"]
    running = subprocess.Popen([*place.under_ranks(3), *job], cwd=place.folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    store = place.folder / "dead/sweep.sqlite"
    end = time.monotonic() + 60
    while not store.exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.0)
    ranks = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(running.pid)],
                           capture_output=True, text=True).stdout.split("\n")
    children = sorted(int(line.split()[0]) for line in ranks if "annealvi" in line)
    assert len(children) == 3, ranks
    os.kill(children[-1], signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode != 0
    left = place.run(*job, "--dry-run").stdout
    assert " 0 tasks are in the store" not in left and "are in the store" in left, left
    done = place.run(*job, ranks=2)
    assert done.returncode == 0, done.stderr
    assert place.run(*job[:-2], "--out", "whole").returncode == 0
    assert place.read("dead/sweep.csv") == place.read("whole/sweep.csv")


def main():
    program, mpirun = (str(Path(word).resolve()) for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="annealvi-ranks-") as folder:
        place = Place(folder, program, mpirun)
        check_same_bytes(place)
        check_refusal(place)
        check_death(place)


if __name__ == "__main__":
    main()

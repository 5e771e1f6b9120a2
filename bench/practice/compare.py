#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""compare.py [--targets pair-1-1,...] [--arms hold,...] [--out FILE.csv]: does the advice help?

Trains the five targets of data/practice under the user's schedule, the advised fixed one and the
gate, 20 seeds each, and compares the shares of trainings that lost a mode on the same seeds. Needs
PyTorch (python3-torch). Interval of the difference at 95 %: Agresti and Min, Simple improved
confidence intervals for comparing matched proportions, Statistics in Medicine 24, 2005.
"""

import argparse
import csv
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch

from annealvi import practice
from trainings import Flow, Mixture, Noise, bananas, gaussian_mixture, train

TARGETS = Path(__file__).resolve().parents[2] / "data" / "practice"
SEEDS = range(1, 21)


def paired_interval(user, advised):
    """Difference advised - user of the shares, and its interval."""
    user, advised = np.asarray(user), np.asarray(advised)
    b, c = np.sum(advised & ~user), np.sum(user & ~advised)
    n = len(user) + 2.0  # half a training more in each of the four cells
    middle = (b - c) / n
    spread = 1.96 * math.sqrt((b + c + 1.0) / n - middle**2) / math.sqrt(n)
    return (b - c) / len(user), middle - spread, middle + spread


class UserSchedule:
    """The schedule of the file, where an Annealer is expected."""

    gate, opened, stalled = None, None, False

    def __init__(self, schedule):
        self.temperature = lambda step: float(schedule.temperature(step))


def arms_of(advice):
    arms = {"user": lambda: UserSchedule(advice.schedule)}
    if advice.preserving_start is not None:
        end = round(0.75 * advice.training.steps)
        points = [[0, advice.preserving_start], [end * 2 // 3, 1.0]]
        arms["preserving"] = lambda: practice.Annealer(points)
        arms["at modes"] = lambda: practice.Annealer([[0, 1.0]])
    if advice.recommended:
        fixed = advice.recommended[0].points
        arms["hold"] = lambda: practice.Annealer(fixed)
        arms["gate"] = lambda: practice.Annealer(**advice.gate)
    return arms


def masses_of(name, family, modes, batch=4000):
    """Mass of q near every mode, (seeds, modes), from samples of the end."""
    with torch.no_grad():
        x, _ = family.draw(Noise([5000 + seed for seed in SEEDS]), batch)
    if name == "banana":
        above = (x[..., 1] > 0).double().mean(1)
        heads = modes.means[:, 1] > 0
        return np.array([[a if head else 1 - a for head in heads] for a in above.numpy()])
    return np.array([modes.responsibilities(each.numpy()).mean(axis=0) for each in x])


def start_of(advice, start_scale):
    noise = Noise(SEEDS)
    if advice.pair.family == "flow":
        return Flow(noise)
    return Mixture(noise, advice.pair.components, advice.modes.dimension, start_scale,
                   advice.pair.family == "own")


def run(name, writer, only):
    from annealvi.practice.reading import arguments_of

    path = TARGETS / f"{name}.toml"
    began = time.monotonic()
    advice = practice.advise(path)
    print(f"{name}: {advice.verdict} ({time.monotonic() - began:.1f} s)")
    start_scale = arguments_of(path)["start_scale"]
    flow = advice.pair.family == "flow"
    log_p = bananas if flow else gaussian_mixture(advice.modes)
    lost = {}
    for arm, annealer in arms_of(advice).items():
        if only and arm not in ("user", *only.split(",")):
            continue
        began = time.monotonic()
        family = start_of(advice, start_scale)
        if arm == "at modes":  # and with the widths that were found
            with torch.no_grad():
                family.means.copy_(torch.tensor(advice.modes.means))
                family.log_widths.copy_(0.5 * torch.tensor(advice.modes.covariances)
                                        .diagonal(dim1=1, dim2=2).log())
        annealers = [annealer() for _ in SEEDS]
        opened, stalled = train(advice, annealers, family, seeds=SEEDS, log_p=log_p,
                                preserving=gaussian_mixture(advice.modes) if arm == "preserving"
                                else None)
        shares = masses_of(name, family, advice.modes) / advice.modes.masses
        lost[arm] = (shares < 0.2).any(axis=1)
        missing = (shares < 0.2).sum(axis=1)
        difference, low, high = paired_interval(lost["user"], lost[arm])
        word = "better" if high < 0 else "worse" if low > 0 else "undecided"
        print(f"  {arm:<11} lost {lost[arm].sum():2d} of {len(SEEDS)}, modes missing "
              f"{missing.mean():.2f}"
              + ("" if arm == "user" else f", difference {difference:+.2f} ({low:+.2f} to "
                                          f"{high:+.2f}): "
                 f"{word}") + (f", stalled {sum(stalled)}" if arm == "gate" else "")
              + f" ({time.monotonic() - began:.0f} s)", flush=True)
        writer.writerow([name, arm, lost[arm].sum(), len(SEEDS), f"{missing.mean():.3f}",
                         f"{difference:.3f}", f"{low:.3f}", f"{high:.3f}",
                         "" if arm == "user" else word, sum(stalled)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--targets", default="pair-1-1,pair-1-2,pair-1-4,grid,banana")
    parser.add_argument("--arms", default="", help="only these besides the user's own")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    file = open(options.out, "w", newline="") if options.out else open("/dev/null", "w")
    with file:
        file.write("# bench/practice/compare.py: shares of trainings that lost a mode, 20 seeds; "
                   f"PyTorch {torch.__version__}\n")
        writer = csv.writer(file)
        writer.writerow(["target", "arm", "lost", "seeds", "missing_modes", "difference",
                         "low", "high", "verdict", "stalled"])
        for name in options.targets.split(","):
            run(name, writer, options.arms)
            file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

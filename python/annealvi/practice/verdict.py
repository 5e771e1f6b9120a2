# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Safe, not safe, or cannot say, with the reason that decides; and what else should be known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional

import annealvi
from .geometry import Edge, tempered_mass
from .modes import Modes
from .risk import Pair, Risk, time_table
from .schedules import Recommended
from .temperatures import Number, critical_temperature, objective_gate_allowed
from .training import Annealing, Training

least_tempered_mass = 0.35
"""Below it p^beta was not safe on any of seven targets (P4)."""
equal_widths = 1.2
"""Ratio of widths up to which the formula for equal widths is taken as it is (rule of thumb: at 1.5
it gave 0 for 0.36, in a training of ordinary speed)."""


@dataclass(frozen=True)
class Verdict:
    """`word` is "safe", "not safe" or "cannot say"; `reason` is one sentence.

    `no_safe_start`: whether p^beta has no safe T0 (P4).
    """

    word: str
    reason: str
    no_safe_start: bool = False

    def __str__(self) -> str:
        return f"{self.word.upper()}: {self.reason}"


def best_tempered_mass(modes: Modes, link: Edge, start: float) -> float:
    """The largest of the smaller tempered masses over T >= start: heavy modes fade as T grows, wide
    ones grow."""
    temperatures = [start * 1.1**i for i in range(60)]
    return max(tempered_mass(modes, link, t) for t in temperatures)


def decide(modes: Modes, tree: List[Edge], pair: Pair, training: Training, schedule: Annealing,
           safe: Number, matched_safe: float, tempered: List[float], found: Risk, wanted: float,
           offset: float) -> Verdict:
    """The rules of docs/practice.md in their order; `tempered` masses are at `matched_safe`."""
    lasting = annealvi.collapsed_separation  # R_c: no collapse lasts below it
    for link, mass in zip(tree, tempered):
        if link.half_distance <= lasting or mass >= least_tempered_mass:
            continue
        if best_tempered_mass(modes, link, matched_safe) < least_tempered_mass:
            return Verdict("not safe", f"p^beta feeds the wider of the modes {link.a + 1} and "
                                       f"{link.b + 1}: "
                           f"at T_f the other has {_share(mass)} of their mass (below "
                           f"{least_tempered_mass}), so no T0 is safe (fit on seven targets, "
                           "P4)", True)
    last = float(schedule.temperature(training.steps - 1))
    if last > 1.05:
        return Verdict("cannot say", f"the schedule ends at T = {last:.3g}, so q is trained on "
                                     "another "
                       "target than p; let it reach T = 1")
    start = float(schedule.temperature(0))
    reading = f"P = {_range(found)}"
    cold = safe.value is not None and start < safe.value and pair.half_distance > lasting
    if pair.family == "flow":
        return Verdict("cannot say", "there is no formula for flows; T0 = "
                       f"{start:.3g} is {'below' if cold else 'above'} the T_f = {safe.value:.3g} "
                       "of a pair of Gaussians; a reheat test measures T_f of yours")
    if found.low is None or found.high is None:
        return Verdict("cannot say", "P could not be computed: " + found.base.message)
    if modes.count > 2 or pair.components > 2:
        if cold and found.low > wanted:
            return Verdict("not safe", f"T0 = {start:.3g} is below T_f = {safe.value:.3g}, and one "
                                       "edge alone "
                           f"has {reading} as a pair")
        return Verdict("cannot say", f"there is no formula for {pair.components} components on "
                       f"{modes.count} modes; the hardest edge as a pair has {reading}; run a "
                       "pilot and diagnose it")
    forgets = 2.0 * (critical_temperature(pair.half_distance) or 1.0)
    if offset > 0.5 * pair.half_distance and start < forgets:
        return Verdict("cannot say", f"the means start {offset:.2g} widths from the middle of the "
                                     "pair, and P "
                       "is for a start between the modes; set family.start_centre, or start "
                       "hotter than 2 T_c")
    if found.low > wanted:
        why = (f"T0 = {start:.3g} is below T_f = {safe.value:.3g}, which slower cooling cannot "
               "repair"
               if cold else "the schedule is too fast for its shape")
        return Verdict("not safe", f"{why}: {reading}, wanted {wanted:g}")
    if tree[0].width_ratio > equal_widths:
        return Verdict("cannot say", f"{reading} is for equal widths, and yours differ by "
                       f"{tree[0].width_ratio:.2g}: such pairs lost 0.36 (ratio 1.5) to 0.95 (2) "
                       "at ordinary speed, none when cooled four times slower from above T_f; run "
                       "a pilot and diagnose it")
    worst = max(found.evaluations, key=lambda e: -1.0 if e.probability is None else e.probability)
    if found.high > wanted:
        return Verdict("cannot say", f"{reading} reaches across the wanted {wanted:g}; what "
                                     "decides: "
                       f"{worst.name}")
    for e in found.evaluations:
        # Where no collapse lasts, noise only ends it sooner.
        if e.status != "converged" and pair.half_distance > lasting:
            return Verdict("cannot say", f"{reading} is below the wanted {wanted:g}, but the "
                                         "formula marks "
                           f"it ({e.name}: {e.status.replace('_', ' ')})")
    return Verdict("safe", f"{reading}, at most the wanted {wanted:g}")


def warnings_of(modes: Modes, tree: List[Edge], pair: Pair, training: Training, schedule: Annealing,
                matched_safe: float, tempered: List[float], recommended: List[Recommended],
                wanted: float, offset: float) -> List[str]:
    """Sentences with numbers."""
    said: List[str] = []
    for link, mass in zip(tree, tempered):
        if mass < least_tempered_mass:
            said.append(f"modes {link.a + 1} and {link.b + 1}: tempered mass {_share(mass)} at T = "
                        f"{matched_safe:.3g}, below {least_tempered_mass} (P4; widths "
                        f"{link.width_a:.3g} and {link.width_b:.3g} along the line)")
        elif link.width_ratio > 2.0:
            said.append(f"modes {link.a + 1} and {link.b + 1}: widths differ by "
                        f"{link.width_ratio:.2g} "
                        "along the line; safe was seen up to 2 (P4)")
    if equal_widths < tree[0].width_ratio and min(tempered) >= least_tempered_mass:
        said.append(f"widths differ by {tree[0].width_ratio:.2g}: at ratio 2, R 3.5 and 6000 steps "
                    "of Adam advised fixed schedules still lost 16 of 20 and the gate stalled in "
                    "17 of 20; start at the modes, keep the masses while annealing, or take four "
                    "times the steps")
    start = float(schedule.temperature(0))
    hottest = critical_temperature(pair.half_distance)
    table, total = time_table(schedule, training.steps, pair.step_time)
    needed = 5.0 * pair.half_distance**2
    if pair.half_distance > annealvi.collapsed_separation and total < needed:
        said.append(f"budget: the training lasts {total:.3g} units of time; with 5 R^2 = "
                    f"{needed:.3g} the best fixed schedules still lose 0.0002 to 0.004 (A6): about "
                    f"{_round(training.steps * needed / total)} steps would be enough")
    if hottest is not None and start > 2.4 * hottest:
        wasted = _steps_above(schedule, training.steps, 2.4 * hottest)
        said.append(f"T0 = {start:.3g} is {start / hottest:.2g} T_c: nothing is decided above 2.4 "
                    f"T_c = {2.4 * hottest:.3g}, where {wasted} of {training.steps} steps are "
                    "spent (A6)")
    step = float(pair.step_time.at(max(1.0, matched_safe)))
    batch = max(1.0, training.batch / pair.components)
    floor = modes.dimension * step / (8.0 * batch * max(1.0, matched_safe))
    if training.estimator == "total" and floor > 0.1:
        said.append(f"batch: gradient noise alone holds KL(q || p) at {floor:.2g} nats (A7): gates "
                    "by KL or effective sample size may never open, and the fit is coarse; a "
                    "larger batch or a smaller learning rate")
    if step > 0.1:
        said.append(f"a step takes {step:.2g} units of time at T_f, and a mean may cross a width "
                    "in a few steps: the noise theory is for less than about 0.1")
    lighter = float(min(modes.masses))
    if not objective_gate_allowed(lighter, modes.count) and pair.family != "flow":
        said.append(f"gates by KL or effective sample size cannot tell a lost mode of mass "
                    f"{lighter:.2g} from a good fit (A6); use the separation gate")
    if offset > 0.25 * pair.half_distance:
        said.append(f"the means start {offset:.2g} widths from the middle of the pair; P assumes a "
                    "start in the middle")
    if pair.components < modes.count and pair.family != "flow":
        said.append(f"{pair.components} components cannot cover {modes.count} modes")
    best = recommended[0].probability if recommended else None
    if best is not None and best > wanted:
        said.append(f"even the best fixed schedule has P = {best:.2g} with "
                    "these steps: take more steps, or the gate")
    return said


def _steps_above(schedule: Annealing, steps: int, level: float) -> int:
    low, high = 0, steps
    while low < high:
        middle = (low + high) // 2
        if float(schedule.temperature(middle)) > level:
            low = middle + 1
        else:
            high = middle
    return low


def _round(steps: float) -> int:
    digits = max(0, int(math.log10(max(1.0, steps))) - 1)
    return int(math.ceil(steps / 10**digits) * 10**digits)


def _share(mass: float) -> str:
    return f"{mass:.2f}" if mass >= 0.005 else f"{mass:.0e}"


def _range(found: Risk) -> str:
    low: Optional[float] = found.low
    high: Optional[float] = found.high
    if low is None or high is None:
        return "unknown"
    return f"{low:.2g} to {high:.2g}"

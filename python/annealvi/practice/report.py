# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Advice in words, and as plain values for JSON."""

from __future__ import annotations

from typing import Any, Dict, List

from .advice import Advice
from .verdict import _range


def _line(name: str, text: str) -> str:
    return f"{name:<15}{text}"


def text_of(advice: Advice) -> str:
    """Verdict first; every number with its source in brackets."""
    pair, link = advice.pair, advice.pair.edge
    lines = [str(advice.verdict), ""]
    masses = ", ".join(f"{mass:.3g}" for mass in advice.modes.masses[:8])
    more = ", ..." if advice.modes.count > 8 else ""
    lines.append(_line("target", f"{advice.modes.count} modes in {advice.modes.dimension} "
                                 "dimensions, masses "
                       f"{masses}{more} [{advice.modes.source}]"))
    lines.append(_line("R_eff", f"{pair.half_distance:.4g}: half distance of modes {link.a + 1} "
                                "and "
                       f"{link.b + 1} in widths; widths {link.width_a:.3g} and {link.width_b:.3g} "
                       "along the line [definition, P1]"))
    needed = ("none needed" if advice.safe.value == 1.0 else f"{advice.safe.value:.4g}: start "
                                                             f"hotter")
    lines.append(_line("T_f", f"{needed}, for family {pair.family} [{advice.safe.source}]"))
    if advice.critical is not None:
        lines.append(_line("T_c", f"{advice.critical:.4g}: hotter, nothing separates [theorem "
                                  f"(L5)]"))
    low, high = pair.step_time.at(1.0, 0.0), pair.step_time.at(1.0, 1.0)
    power = pair.step_time.high[1]
    grows = {0.0: "", 0.5: " sqrt(T)", 1.0: " T"}[power]
    between = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    lines.append(_line("time per step", f"{between}{grows} [{pair.step_time.source}]"))
    lines.append(_line("P of yours", f"{_range(advice.risk)} [{_source(advice)}]"))
    for e in advice.risk.evaluations:
        value = "no number" if e.probability is None else f"{e.probability:.3g}"
        mark = "" if e.status == "converged" else f" ({e.status.replace('_', ' ')})"
        lines.append(_line("", f"{value:<10}{e.name}{mark}"))
    if advice.warnings:
        lines.append("")
        lines += ["warning: " + text for text in advice.warnings]
    lines += ["", "What to change"]
    lines += _changes(advice)
    return "\n".join(lines)


def _small(probability: float) -> str:
    """Digits below 1e-6 mean nothing to a training: the tail was checked to a third only (E3)."""
    return f"= {probability:.2g}" if probability >= 1e-6 else "below 1e-6"


def _source(advice: Advice) -> str:
    if advice.pair.family == "flow":
        return ("rule of thumb: of a pair of Gaussians with this R; only the order of schedules "
                "carries over")
    if advice.modes.count > 2 or advice.pair.components > 2:
        return "rule of thumb: of the hardest edge as a pair"
    if advice.pair.edge.width_ratio > 1.2:
        return "rule of thumb: theorem (S4), (N7) for equal widths"
    if advice.pair.family == "own":
        return "theorem (S4), (N7) for matched widths; fit for own ones"
    if advice.pair.family == "shared":
        return "theorem (S4), (N7) for a matched width; a trained one is less in danger (P2)"
    return "theorem (S4), (N7)"


def _changes(advice: Advice) -> List[str]:
    steps = advice.training.steps
    preserving = [] if advice.preserving_start is None else [
        "- if you fit a mixture, start a component at each mode that was found, at T = 1, without "
        "annealing [rule of thumb].",
        "- or anneal on the found modes, sum of mass_a N(x; m_a, T S_a), from T0 = "
        f"{advice.preserving_start:.3g} to 1, then move to p (practice.preserving_log_density) "
        "[fit on one target, (P4); not for modes that are wider in many directions]."]
    if advice.verdict.no_safe_start:
        return ["- no T0 of p^beta is safe.", *preserving]
    if not advice.recommended:
        return ["- nothing: no collapse lasts at this R (R_c = 2.26) [theorem (L6)]; give the "
                "means time to settle at T = 1."]
    lines = preserving
    for chosen in advice.recommended:
        start, (end, _) = chosen.points[0][1], chosen.points[-1]
        p = "" if chosen.probability is None else f": P {_small(chosen.probability)}"
        shape = ("linear in T to 1 at step" if chosen.name == "linear"
                 else f"until step {chosen.points[1][0]}, then geometric to 1 at step")
        lines.append(f"- {chosen.name}: T0 = {start:.3g} {shape} {end}, T = 1 until {steps}{p} "
                     f"[{_source(advice)}]")
    gate = advice.gate
    waits = (f"until Delta^2 > {gate['threshold']:g} on every edge" if gate["gate"] == "separation"
             else f"until the effective share of samples exceeds {gate['threshold']:g}")
    lines.append(f"- gate: T0 = {gate['start']:.3g} {waits}, then geometric to 1 in {gate['cool']} "
                 f"steps; not open at step {gate['latest']}: stalled, look at it [no collapse "
                 "found up to S = 40 R (A6); its risk is time]")
    lines.append("- unsure about T_f: practice.reheat_test on a collapsed training [measures T_f, "
                 "P3]")
    return lines


def dictionary_of(advice: Advice) -> Dict[str, Any]:
    """Plain values; None where there is no number."""
    def edge(i: int) -> Dict[str, Any]:
        link = advice.tree[i]
        return {"modes": [link.a + 1, link.b + 1], "half_distance": link.half_distance,
                "widths": [link.width_a, link.width_b], "direction": link.direction.tolist(),
                "tempered_mass": advice.tempered[i]}

    step = advice.pair.step_time
    return {
        "verdict": advice.verdict.word, "reason": advice.verdict.reason,
        "modes": {"means": advice.modes.means.tolist(), "masses": advice.modes.masses.tolist(),
                  "source": advice.modes.source},
        "half_distance": advice.half_distance,
        "edges": [edge(i) for i in range(len(advice.tree))],
        "safe_temperature": {"value": advice.safe.value, "source": advice.safe.source},
        "critical_temperature": {"value": advice.critical, "source": "theorem (L5)"},
        "step_time": {"low": step.low[0], "high": step.high[0],
                      "power_of_temperature": step.high[1],
                      "source": step.source},
        "probability": {
            "low": advice.risk.low, "high": advice.risk.high, "source": _source(advice),
            "evaluations": [{"reading": e.name, "probability": e.probability, "error": e.error,
                             "status": e.status, "message": e.message}
                            for e in advice.risk.evaluations]},
        "warnings": advice.warnings,
        "recommended": [{"name": r.name, "temperature": r.points, "probability": r.probability}
                        for r in advice.recommended],
        "gate": advice.gate, "preserving_start": advice.preserving_start}

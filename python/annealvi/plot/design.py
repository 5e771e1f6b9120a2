# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Answer of `annealvi design`: the schedules, and P against what they cost."""
import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .drawing import drawing
from .sheet import colours, grey, linear, logarithmic, look_of, must_show, sheet
from .source import as_table

_decades_shown = 8.0  # below the risk: smaller P are cut off
_titles = {"rate": "How fast may the annealing be?",
           "initial_temperature": "How hot must the annealing start?",
           "time": "How short may the annealing be?", "shape": "Which schedule is best?"}


@drawing("Of `annealvi design`: kind, name, time, temperature, log10_probability.")
def design(source, figure=None, **look):
    """The schedule that keeps the risk, and P against what schedules cost.

    Left T(t), against time in units of the flow (steps, where `sgd.step` > 0); right P (S4), (N7)
    against the total time or T0, with the risk and the recommended point. P more than 8 decades
    below the risk is cut.
    """
    table = as_table(source)
    look = look_of(look)
    kind, name = table.text("kind"), table.text("name")
    P = table.numbers("log10_probability")
    must_show(table, P, table.numbers("temperature"))
    step = table.setting("sgd.step", 0.0)
    unit = step if isinstance(step, (int, float)) and step > 0 else 1.0
    goal = table.setting("design.free", "rate")
    risk = float(table.setting("design.risk", 0.01))
    schedules = list(dict.fromkeys(name[kind == "schedule"]))
    kinds = [k for k in dict.fromkeys(name[kind == "probability"]) if k != "shape"]
    best = schedules[0] if schedules else ""
    rows, columns = (2, 1) if look.narrow else (1, 2)
    with sheet(figure=figure, rows=rows, columns=columns, look=look,
               height=1.7 if look.narrow else 0.9) as page:
        left, right = page.panels.flat
        ink = {k: colours()[(i + 1) % len(colours())] for i, k in enumerate(kinds)}
        time = table.numbers("time") / unit
        handles = []
        for schedule in reversed(schedules):
            chosen = (kind == "schedule") & (name == schedule)
            first = schedule == best
            line, = left.plot(time[chosen], table.numbers("temperature")[chosen],
                              color=colours()[0] if first else ink.get(schedule, grey),
                              linewidth=(1.5 if first else 0.8) * Line2D([], []).get_linewidth())
            handles.insert(0, (line, labels.plain(schedule if first else f"best {schedule}")))
        words = "in steps" if unit != 1.0 or step else "$t$"
        left.set(xlabel=f"time {words}", ylabel="temperature $T$")
        linear(left.xaxis, True)
        left.set_xlim(left=0)
        left.set_ylim(bottom=0.9)
        page.legend(left, handles)
        _probability(table, page, right, kind, name, kinds, ink, goal, unit, words, risk, best)
        page.heading(_titles.get(goal, "Design of a schedule"),
                     [*labels.parameters(table, _left_out(goal), noise=bool(step)),
                      rf"wanted: $P \leq {labels.number(risk).strip('$')}$"])
    return page.figure


def _left_out(goal):
    rate, start = "annealing.rate", "annealing.initial_temperature"
    return {"rate": (rate,), "initial_temperature": (start,)}.get(
        goal, (rate, start, "annealing.schedule"))


def _probability(table, page, axes, kind, name, kinds, ink, goal, unit, words, risk, best):
    hot = goal == "initial_temperature"
    place = table.numbers("temperature") if hot else table.numbers("time") / unit
    P = 10.0 ** table.numbers("log10_probability")
    handles = []
    known = (kind == "probability") & np.isfinite(P)
    for k in kinds:
        rows = np.flatnonzero(known & (name == k))
        rows = rows[np.argsort(place[rows], kind="stable")]
        line, = axes.plot(place[rows], P[rows], color=ink[k], marker="o",
                          markersize=0.5 * Line2D([], []).get_markersize())
        several = goal in ("time", "shape")
        handles.append((line, labels.plain(f"best {k}" if several else f"{k} schedule")))
    chosen = _chosen(known, name, P, place, risk, kinds, hot)
    if chosen is not None and goal != "shape":
        spot, = axes.plot(*chosen, color=colours()[0], marker="*", linestyle="none", zorder=4,
                          markersize=1.8 * Line2D([], []).get_markersize())
        handles.append((spot, labels.plain(best)))
    shown = np.maximum(P[known], risk * 10 ** -_decades_shown)
    low, high = min(shown.min(initial=risk), risk), max(shown.max(initial=risk), risk)
    logarithmic(axes.yaxis, low, high, enough=1.2)
    axes.set_ylim(low / 1.6, min(high * 1.6, 1.0))
    logarithmic(axes.xaxis, place[known].min(), place[known].max(), enough=1.5)
    axes.axhline(risk, color=grey, linestyle=(0, (5, 3)), zorder=0,
                 linewidth=0.5 * Line2D([], []).get_linewidth())
    # P falls to the right: there is room below the line at its right end.
    axes.text(0.98, risk, f"risk {labels.number(risk)}", color=grey, va="top", ha="right",
              fontsize="small", transform=axes.get_yaxis_transform())
    axes.set(xlabel=labels.axis("annealing.initial_temperature") if hot else f"total time {words}",
             ylabel=labels.probability)
    page.legend(axes, handles)


def _chosen(known, name, P, place, risk, kinds, hot):
    """The cheapest point that keeps the risk, the safest where none does."""
    rows = np.flatnonzero(known & np.isin(name, kinds))
    if not len(rows):
        return None
    kept = rows[P[rows] <= risk * (1 + 1e-6)]
    row = kept[np.argmin(place[kept])] if len(kept) else rows[np.argmin(P[rows])]
    return [place[row]], [P[row]]

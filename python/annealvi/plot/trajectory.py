# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Runs along time: one run, or mean and band of many."""
import re

import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .drawing import drawing
from .modes import positions
from .sheet import colours, grey, look_of, must_show, sheet
from .source import as_table

_engines = {"flow": "the flow", "sde": "the stochastic equation", "reduced": "reduced SGD",
            "full": "SGD"}
_most_named = 8   # components in a legend
_most_bars = 25   # of the second engine, along the time


def run_title(table):
    """`Run 3 of reduced SGD, seed 1`."""
    run = re.search(r"--run[ =](\d+)", table.command)
    engine = re.search(r"--engine[ =](\w+)", table.command)
    name = engine[1] if engine else table.setting("simulation.engine", "flow")
    of = _engines.get(name, labels.plain(name))
    text = f"Run {run[1]} of {of}" if run else f"One run of {of}"
    return text + (f", seed {table.seed}" if table.seed is not None else "")


def noisy(table):
    return table.setting("simulation.engine", "flow") in ("sde", "reduced", "full") or \
        re.search(r"--engine[ =](sde|reduced|full)", table.command) is not None


def components(table):
    """Numbers of the components, and whether each has one overlap only."""
    numbers = []
    while f"m{len(numbers) + 1}" in table or f"m{len(numbers) + 1}_1" in table:
        numbers.append(len(numbers) + 1)
    return numbers, "m1" in table


@drawing("Of `annealvi trajectory`: time, temperature and m1, m2, ... or m1_1, m1_2, ...")
def trajectory(source, figure=None, **look):
    """One run along the time: overlaps, temperature, objective F (F1) [nats].

    Overlaps in component standard deviations, or the means in the plane of the modes; trained
    weights and width where they move. Time in units of the flow.
    """
    table = as_table(source)
    look = look_of(look)
    numbers, on_axis = components(table)
    panels = _below(table, numbers)
    must_show(table, *(table.numbers(f"m{k}" if on_axis else f"m{k}_1") for k in numbers))
    first = 2.2 if on_axis else 4.0
    if on_axis or look.narrow:
        with sheet(figure=figure, rows=1 + len(panels), look=look,
                   gridspec_kw={"height_ratios": [first] + [1] * len(panels)},
                   height=(0.45 if look.narrow else 0.34) * (0.6 * first + len(panels))) as page:
            (_overlaps if on_axis else _plane_of_means)(table, page, page.axes, numbers)
            _stack(table, page.panels[not on_axis:, 0], panels)
            page.heading(run_title(table), labels.parameters(table, (), noisy(table)))
        return page.figure
    with sheet(figure=figure, rows=len(panels), columns=2, look=look, height=1.05) as page:
        # The plane takes the left half, what belongs to all means the right one.
        for axes in page.panels[:, 0]:
            axes.remove()
        plane = page.figure.add_subplot(page.panels[0, 1].get_gridspec()[:, 0])
        page.panels = page.panels[:, 1:]
        _plane_of_means(table, page, plane, numbers)
        _stack(table, page.panels[:, 0], panels)
        page.heading(run_title(table), labels.parameters(table, (), noisy(table)))
    return page.figure


def _colour(k):
    ink = colours()
    return ink[(k - 1) % len(ink)]


def _below(table, numbers):
    """Label, columns and numbers of the colours of the panels under the means."""
    panels = []
    if table.setting("family.train_weights") is True:
        panels.append(("weights $w_k$", [f"w{k}" for k in numbers], numbers))
    if table.setting("family.variance") == "trained" and "sigma" in table:
        panels.append((r"width $\sigma$", ["sigma"], [4]))
    panels.append(("temp. $T$" if len(panels) else "temperature $T$", ["temperature"],
                   [5]))
    if "objective" in table:
        scaled = table.setting("annealing.objective") == "free-energy"
        panels.append(("objective $T F$" if scaled else "objective $F$", ["objective"],
                       [3]))
    return [panel for panel in panels if all(name in table for name in panel[1])]


def _stack(table, all_axes, panels):
    """Panels along time; the last ones of `all_axes` are theirs."""
    t = table.numbers("time")
    for axes, (label, names, inks) in zip(all_axes[-len(panels):], panels):
        for name, ink in zip(names, inks):
            axes.plot(t, table.numbers(name), color=_colour(ink))
        axes.set_ylabel(label)
        axes.margins(y=0.12)
        axes.locator_params(axis="y", nbins=4)
    for axes in all_axes:
        if len(t) > 1 and np.nanmax(t) > np.nanmin(t):
            axes.set_xlim(np.nanmin(t), np.nanmax(t))
        axes.tick_params(labelbottom=axes is all_axes[-1])
    all_axes[-1].set_xlabel(labels.time)
    all_axes[0].figure.align_ylabels(all_axes)


def _overlaps(table, page, axes, numbers):
    t = table.numbers("time")
    modes = positions(table)
    modes = modes[:, 0] if modes.shape[1] == 1 else []
    for place in modes:
        axes.axhline(place, color=grey, linestyle=(0, (5, 3)), zorder=0,
                     linewidth=0.5 * Line2D([], []).get_linewidth())
    handles, reach = [], max([abs(place) for place in modes], default=0.0)
    for k in numbers:
        m = table.numbers(f"m{k}")
        line, = axes.plot(t, m, color=_colour(k))
        handles.append((line, f"$m_{{{k}}}$"))
        reach = max(reach, np.nanmax(np.abs(m), initial=0.0))
    axes.set_ylabel("overlaps $m_k$" if len(numbers) > 2 else "overlaps $m_1$, $m_2$")
    axes.set_ylim(-1.15 * (reach or 1), 1.15 * (reach or 1))
    if len(numbers) > _most_named:
        handles = []
    if len(modes):
        words = r"modes $\pm R$" if len(modes) == 2 else "modes"
        handles.append((Line2D([], [], color=grey, linestyle=(0, (5, 3)),
                               linewidth=0.5 * Line2D([], []).get_linewidth()), words))
    page.legend(axes, handles)


def _plane_of_means(table, page, axes, numbers):
    handles = []
    reach = 0.0
    for k in numbers:
        x, y = table.numbers(f"m{k}_1"), table.numbers(f"m{k}_2")
        line, = axes.plot(x, y, color=_colour(k))
        weight = table.numbers(f"w{k}")[-1] if f"w{k}" in table else 1 / len(numbers)
        # Where the mean is at the end: the area of the disc is the weight.
        axes.scatter(x[-1:], y[-1:], s=120 * max(weight, 0.0) * len(numbers) / 3, color=_colour(k),
                     zorder=3)
        handles.append((line, rf"$\mu_{{{k}}}$"))
        reach = max(reach, np.nanmax(np.abs([x, y])))
    modes = positions(table)[:, :2]
    if modes.shape[1] == 2 and len(modes):
        spots, = axes.plot(*modes.T, color="#202020", marker="x", linestyle="none", zorder=4,
                           markersize=1.3 * Line2D([], []).get_markersize())
        handles.append((spots, "modes"))
        reach = max(reach, np.abs(modes).max())
    axes.set(xlim=(-1.15 * reach, 1.15 * reach), ylim=(-1.15 * reach, 1.15 * reach),
             xlabel="axis 1 of the modes", ylabel="axis 2 of the modes")
    axes.set_aspect("equal")
    axes.locator_params(nbins=6)
    page.legend(axes, handles if len(numbers) <= _most_named else handles[len(numbers):])


@drawing("Of `annealvi trajectory --runs N`: time, ENGINE_abs_s_mean, _low, _high, the same of\n"
         "    abs_d and y.")
def bands(source, figure=None, **look):
    """Mean and 5 % to 95 % of |S|, |D| and y of many runs, of the flow and one or two engines.

    |S| and |D| in component standard deviations, y = |mu_1 - mu_2|^2 across e in component
    variances, against time in units of the flow.
    """
    table = as_table(source)
    look = look_of(look)
    engines = [name.removesuffix("_abs_s_mean") for name in table.columns
               if name.endswith("_abs_s_mean")]
    t = table.numbers("time")
    must_show(table, *(table.numbers(f"{engine}_abs_s_mean") for engine in engines))
    statistics = (("abs_s", "$|S| = |m_1 + m_2|$"), ("abs_d", "$|D| = |m_1 - m_2|$"),
                  ("y", "$y$, distance$^2$ across"))
    handles = {}
    with sheet(figure=figure, rows=3, look=look, height=1.7 if look.narrow else 1.3,
               sharex=True) as page:
        for axes, (name, label) in zip(page.panels[:, 0], statistics):
            for engine in engines:
                words = _engines.get(engine, labels.plain(engine)).removeprefix("the ")
                mean, low, high = (table.numbers(f"{engine}_{name}_{part}")
                                   for part in ("mean", "low", "high"))
                if engine == "flow":
                    line, = axes.plot(t, mean, color="#202020", linestyle=(0, (5, 3)), zorder=3)
                    handles[f"{words}: mean"] = line
                elif engine == engines[min(1, len(engines) - 1)]:
                    handles[f"{words}: 5 % to 95 %"] = axes.fill_between(
                        t, low, high, color=colours()[5], alpha=0.35, linewidth=0)
                    handles[f"{words}: mean"], = axes.plot(t, mean, color=colours()[0])
                else:
                    some = slice(None, None, max(1, len(t) // _most_bars))
                    handles[f"{words}: mean, 5 % to 95 %"] = axes.errorbar(
                        t[some], mean[some], [(mean - low)[some], (high - mean)[some]],
                        color=colours()[1], marker="o", linestyle="none", elinewidth=0.7,
                        markersize=0.5 * Line2D([], []).get_markersize())
            axes.set_ylabel(label)
            axes.set_ylim(bottom=0)
            axes.locator_params(axis="y", nbins=4)
        axes.set_xlabel(labels.time)
        axes.set_xlim(np.nanmin(t), np.nanmax(t))
        page.figure.align_ylabels(page.panels[:, 0])
        found = re.search(r"over (\d+) runs", table.meanings.get(f"{engines[0]}_abs_s_mean", ""))
        runs = f", {found[1]} runs" if found else ""
        page.heading(f"Deterministic limit and fluctuations{runs}",
                     labels.parameters(table, (), len(engines) > 1))
        page.legend(page.axes, [(handle, words) for words, handle in handles.items()])
    return page.figure

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""How collapsed runs lost a mode: shares of the runs, with their intervals."""
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from . import labels
from .curve import names
from .drawing import drawing
from .look import PictureError
from .sheet import colours, grey, linear, logarithmic, look_of, sheet, thinned
from .source import as_table

_most_panels = 12  # smaller ones cannot be read
_undecided = "#c0c0c0"
# Column, words, colour of the style. One that no run had is neither drawn nor told.
_kinds = (("mean_alignment", "mean alignment", 0), ("vanishing_weight", "vanishing weight", 1),
          ("undecided", "undecided", None))


def has_mechanisms(table):
    return "mean_alignment" in table and any(table.text("mean_alignment"))


def wilson(count, total, confidence):
    """Interval of a share; the normal quantile by Newton, the tables need no SciPy."""
    from statistics import NormalDist

    z = NormalDist().inv_cdf(0.5 + 0.5 * confidence)
    middle = (count + 0.5 * z * z) / (total + z * z)
    half = z / (total + z * z) * np.sqrt(count * (total - count) / total + 0.25 * z * z)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


@drawing("Of `annealvi curve`: series, vary, method, runs, failed, undecided, mean_alignment,\n"
         "    vanishing_weight.")
def mechanisms(source, figure=None, **look):
    """Shares of runs that lost a mode by mean alignment and by a vanishing weight.

    A panel for each series and method, at most 12. Shares stand on each other; the bars of each are
    its own Wilson interval at `simulation.confidence`.
    """
    table = as_table(source)
    look = look_of(look)
    if not has_mechanisms(table):
        raise PictureError(f"{table.name}: no row tells the mechanisms of collapse.")
    series, methods = table.text("series"), table.text("method")
    counted = table.text("mean_alignment") != ""
    every = list(dict.fromkeys(zip(series[counted], methods[counted])))
    panels = thinned(every, _most_panels)
    columns = min(len(panels), 3 if len(panels) in (3, 5, 6, 9) and not look.narrow else 2)
    rows = -(-len(panels) // columns)
    one_method = len({method for _, method in panels}) == 1
    x_key = table.key("vary")
    kinds = [kind for kind in _kinds if np.nansum(table.numbers(kind[0])[counted]) > 0] \
        or list(_kinds[:1])
    height = 0.5 * rows + 0.3
    with sheet(figure=figure, rows=rows, columns=columns, look=look, sharex=True, sharey=True,
               height=max(height, 0.9)) as page:
        for k, (axes, panel) in enumerate(zip(page.panels.flat, panels)):
            chosen = np.array([place == panel for place in zip(series, methods)]) & counted
            _panel(axes, table.rows(chosen), kinds, page.look.narrow)
            name = labels.with_value(table.key("series"), panel[0]) if panel[0] else ""
            if not one_method or not name:
                name = f"{name}, {names.get(panel[1], panel[1])}".lstrip(", ")
            axes.text(0.97, 0.94, name, transform=axes.transAxes, ha="right", va="top")
            if k // columns == rows - 1 or k + columns >= len(panels):
                axes.set_xlabel(labels.axis(x_key))
                axes.tick_params(labelbottom=True)
            if k % columns == 0:
                axes.set_ylabel("share of runs")
        page.words = True
        for axes in list(page.panels.flat)[len(panels):]:
            axes.remove()
        runs = int(np.nanmax(table.numbers("runs")))
        noise = any(method in ("sde", "reduced", "full") for _, method in panels)
        page.heading(f"Mechanism of collapse against {labels.words(x_key)}",
                     [*labels.parameters(table, (x_key, table.key("series")), noise),
                      f"{runs} runs a point",
                      f"{len(panels)} of {len(every)} series drawn" if panels != every else ""])
        bars = Line2D([], [], color=grey, marker="|", linestyle="none")
        page.legend_above([
            *((Patch(color=_ink(place), alpha=0.75), words) for _, words, place in kinds),
            (bars, f"{100 * float(table.setting('simulation.confidence', 0.95)):g} % interval")])
        highest = max(axes.dataLim.y1 for axes in page.panels.flat)
        page.axes.set_ylim(0, min(1.0, np.ceil(5.5 * highest) / 5))
    return page.figure


def _ink(place):
    """Of the style for a mechanism, grey for what is none."""
    return _undecided if place is None else colours()[place]


def _panel(axes, table, kinds, narrow):
    texts = table.text("vary")
    try:
        x, words = table.numbers("vary"), None
    except ValueError:
        words = list(texts)
        x = np.arange(len(words), dtype=float)
    order = np.argsort(x, kind="stable")
    x = x[order]
    total = (table.numbers("runs") - table.numbers("failed"))[order]
    confidence = float(table.setting("simulation.confidence", 0.95))
    areas = words is None and len(x) > 1
    floor = np.zeros(len(x))
    for name, _, place in kinds:
        count, ink = table.numbers(name)[order], _ink(place)
        share = count / total
        if areas:
            axes.fill_between(x, floor, floor + share, color=ink, alpha=0.75, linewidth=0)
        else:
            axes.bar(x, share, 0.6, bottom=floor, color=ink, alpha=0.75, linewidth=0)
        if place is not None:
            low, high = wilson(count, total, confidence)
            # Side by side, or the bars of the two shares would hide each other.
            aside = (place - 0.5) * 0.012 * (np.ptp(x) or 1)
            log = areas and x[0] > 0 and _log_like(x)
            places = x * np.exp((place - 0.5) * 0.012 * np.log(x[-1] / x[0])) if log else x + aside
            bars = np.maximum([share - low, high - share], 0)
            axes.errorbar(places, floor + share, bars, color=ink, linestyle="none",
                          marker="o", zorder=4,
                          markersize=0.5 * Line2D([], []).get_markersize(),
                          elinewidth=0.6 * Line2D([], []).get_linewidth())
        floor = floor + share
    axes.locator_params(axis="y", nbins=5)
    if words:
        axes.set_xticks(x, [labels.value_text(word) for word in words])
        axes.set_xlim(-0.6, len(words) - 0.4)
    elif areas:
        if _log_like(x):
            logarithmic(axes.xaxis, x[0], x[-1])
            edge = (x[-1] / x[0]) ** 0.02
            axes.set_xlim(x[0] / edge, x[-1] * edge)
        else:
            linear(axes.xaxis, narrow)
            axes.set_xlim(x[0] - 0.02 * np.ptp(x), x[-1] + 0.02 * np.ptp(x))


def _log_like(x):
    if len(x) < 3 or x[0] <= 0 or x[-1] / x[0] < 3:
        return False
    steps = np.diff(x)
    return steps[-1] > 2 * steps[0]

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Collapse probability against one parameter: lines are theory, symbols are runs."""
import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .drawing import drawing
from .look import PictureError
from .marks import initial_temperature, temperature_marks
from .sheet import colours, grey, linear, logarithmic, look_of, must_show, sheet, thinned
from .source import as_table, key_columns, varied_keys
from .status import flagged

_logarithmic_spread = 20.0  # below this a linear axis shows P better
_deepest = 1e-8             # of the largest P: smaller ones are cut off
_most_named = 12            # series in a legend
markers = "os^DvphP"
names = {"sharp": "sharp formula", "overlap": "overlap formula", "flow": "flow",
          "sde": "stochastic equation", "reduced": "reduced SGD", "full": "SGD"}
_order = ("overlap", "sharp", "flow", "sde", "reduced", "full")


@drawing("Of `annealvi curve`, a sweep or a grid: method, probability, lower, upper.")
def curve(source, axes=None, *, x=None, series=None, swap=False, residuals=False, **look):
    """P of collapse against one key: lines are theory, (S4) and (L4), symbols are runs.

    Bars are the Wilson intervals of the table; a band is the error of the formula where it can be
    seen; a line is dotted, and a single point a three-pointed star, where its status or note says
    that it does not hold. Keys that follow from the one along the axis are no series.

    Parameters
    ----------
    x, series : str, optional
        Columns of the axis and of the colours, where they are not `vary` and `series`.
    swap : bool
        Exchanges the two.
    residuals : bool
        A panel below with (runs - sharp formula) in standard errors; without axes only.
    """
    table = as_table(source)
    look = look_of(look)
    if residuals and axes is not None:
        raise PictureError("residuals need a picture of their own: give no axes.")
    found = ("vary", "series") if "vary" in table else key_columns(table, x, series)
    columns = [x or found[0], series or (found[1] if found[1] in table else None)]
    if swap:
        columns.reverse()
    if columns[0] is None or not any(table.text(columns[0])):
        raise PictureError(f"{table.name}: there is nothing along the horizontal axis.")
    grid = {"gridspec_kw": {"height_ratios": [3, 1]}, "sharex": True} if residuals else {}
    with sheet(axes, rows=2 if residuals else 1, height=1.25 if residuals else 1.0, look=look,
               **grid) as page:
        picture = _Curve(table, page, *columns)
        picture.draw()
        if residuals:
            picture.draw_residuals(page.panels[1, 0])
    return page.axes


class _Curve:
    def __init__(self, table, page, x, series):
        self.table, self.page, self.axes = table, page, page.axes
        self.x_key, self.series_key = table.key(x), table.key(series) if series else ""
        self.series = table.text(series) if series else np.full(len(table), "", dtype=object)
        self.methods = table.text("method")
        self.P = table.numbers("probability")
        self.lower, self.upper = table.numbers("lower"), table.numbers("upper")
        self.runs = table.numbers("runs") if "runs" in table else np.zeros(len(table))
        self.collapsed = table.numbers("collapsed") if "collapsed" in table else self.runs * self.P
        must_show(table, self.P)
        texts = table.text(x)
        try:
            self.x, self.words = table.numbers(x), None
        except ValueError:
            self.words = list(dict.fromkeys(texts))
            self.x = np.array([self.words.index(text) for text in texts], dtype=float)
        self.values = list(dict.fromkeys(self.series))
        present = list(dict.fromkeys(self.methods))
        self.present = [m for m in _order if m in present] + [m for m in present if m not in _order]
        self.none = (self.runs > 0) & (self.collapsed == 0)
        self.reasons = flagged(table)
        self.told = {"dotted": set(), "star": set()}  # reasons, by how they are drawn
        ink = colours(len(self.values))
        self.ink = {value: ink[i % len(ink)] for i, value in enumerate(self.values)}

    def is_line(self, method):
        return not (self.runs[self.methods == method] > 0).any()

    def rows(self, value, method):
        rows = np.flatnonzero((self.series == value) & (self.methods == method))
        return rows[np.argsort(self.x[rows], kind="stable")]

    def draw(self):
        self._set_ranges()
        lines, symbols = {}, {}
        self.shown, notes = {}, set()
        for method in self.present:
            for i, value in enumerate(self.values):
                rows = self.rows(value, method)
                if not np.isfinite(self.P[rows]).any():
                    continue
                if self.is_line(method):
                    style = self._line(rows, method, self.ink[value], notes)
                    lines[method] = style
                else:
                    style = self._symbols(rows, method, self.ink[value], i, notes)
                    symbols[method] = style
                self.shown.setdefault(value, []).append(style)
        temperature_marks(self.axes, self.table, self.x_key, self.series, self.ink)
        self._words(symbols)
        self._legend({**lines, **symbols}, notes)

    def _set_ranges(self):
        axes, finite = self.axes, np.isfinite(self.P)
        shown = np.where(self.none, self.upper, self.P)
        largest = np.nanmax(np.where(self.runs > 0, self.upper, shown)[finite], initial=0.0) or 1.0
        positive = shown[finite & (shown > 0)]
        self.log = (shown[finite] > 0).all() and largest > _logarithmic_spread * positive.min()
        if self.log:
            room = 3.0 if (self.runs > 0).any() else 1.0  # for the bar of the lowest symbol
            least = max(positive.min(), _deepest * largest) / room
            low = 10 ** (np.floor(np.log10(least) * 2) / 2)
            high = min(1.0, 1.6 * largest)
            logarithmic(axes.yaxis, low, high)
        else:
            low, high = 0.0, min(1.0, 1.12 * largest)
            linear(axes.yaxis, self.page.look.narrow)
        self.floor = low
        axes.set_ylim(low, high)
        axes.set_ylabel(labels.probability)
        axes.set_xlabel(labels.axis(self.x_key))
        x = np.unique(self.x[np.isfinite(self.x)])
        if self.words:
            axes.set_xticks(range(len(self.words)), [labels.value_text(w) for w in self.words])
            axes.set_xlim(-0.5, len(self.words) - 0.5)
            self.page.words = True
            axes.tick_params(axis="x", which="both", top=False, length=0)
            return
        if len(x) > 2 and x[0] > 0 and x[-1] / x[0] > 3 and _even(np.log(x)) < _even(x):
            factor = (x[-1] / x[0]) ** 0.03
            logarithmic(axes.xaxis, x[0], x[-1])
            axes.set_xlim(x[0] / factor, x[-1] * factor)
        else:
            pad = 0.03 * (x[-1] - x[0]) or 0.5
            linear(axes.xaxis, self.page.look.narrow)
            axes.set_xlim(x[0] - pad, x[-1] + pad)

    def _line(self, rows, method, ink, notes):
        """Dotted where the formula says itself that it does not hold; a band for its error."""
        axes, x, P = self.axes, self.x[rows], self.P[rows]
        thin = method != "sharp"
        style = {"color": ink, "linestyle": (0, (4, 2)) if thin else "-"}
        if thin:
            style["linewidth"] = 0.6 * Line2D([], []).get_linewidth()
        if self.words or len(rows) < 2:  # nothing a line could pass through
            style = {"color": ink, "linestyle": "none", "marker": "x" if thin else "_",
                     "markersize": 1.6 * Line2D([], []).get_markersize()}
        known, reasons = np.isfinite(P), self.reasons[rows]
        bad, alone = (reasons != "") & known, np.ones(len(rows), dtype=bool)
        if style["linestyle"] == "none":
            axes.plot(x[~bad], P[~bad], **style)
        else:
            axes.plot(x, np.where(bad, np.nan, P), label=f"{method}", **style)
            for start in np.flatnonzero((bad[:-1] | bad[1:]) & known[:-1] & known[1:]):
                ends = slice(start, start + 2)
                axes.plot(x[ends], P[ends], color=ink, alpha=0.6,
                          linewidth=style.get("linewidth"), linestyle=(0, (1, 1.2)))
                self.told["dotted"].update(reasons[ends][bad[ends]])
                alone[ends] = False
        alone &= bad
        if alone.any():
            axes.plot(x[alone], P[alone], color=ink, **_star())
            self.told["star"].update(reasons[alone])
        if style["linestyle"] == "none":
            return style
        lower, upper = self.lower[rows], self.upper[rows]
        height = abs(np.diff(axes.transAxes.inverted().transform(axes.transData.transform(
            np.column_stack([np.r_[x, x], np.clip(np.r_[lower, upper], *axes.get_ylim())])))[:, 1]
            .reshape(2, -1), axis=0))
        if np.nanmax(height, initial=0.0) > 0.012:
            axes.fill_between(x, lower, upper, color=ink, alpha=0.18, linewidth=0)
            notes.add("band")
        return style

    def _symbols(self, rows, method, ink, index, notes):
        axes, usual = self.axes, Line2D([], []).get_markersize()
        filled = method in ("reduced", "full") or method not in names
        style = {"color": ink, "linestyle": "none", "marker": markers[index % len(markers)],
                 "markersize": usual * (0.8 if method in ("sde", "reduced") else 1.0),
                 "markerfacecolor": ink if filled else "white"}
        none = self.none[rows] & self.log
        x, P = self.x[rows], self.P[rows]
        lower, upper = self.lower[rows], self.upper[rows]
        cut = ~none & (lower < self.floor) & (P >= self.floor) & self.log
        down = np.where(cut, np.maximum(P - self.floor, 0), P - lower)
        good = ~none & np.isfinite(P)
        bars = axes.errorbar(x[good], P[good], [np.maximum(down, 0)[good], (upper - P)[good]],
                             elinewidth=0.6 * Line2D([], []).get_linewidth(), **style)
        bars[0].set_label(method)
        if cut.any():
            notes.add("cut")
            axes.plot(x[cut], np.full(cut.sum(), self.floor), color=ink, linestyle="none",
                      marker="v", markersize=0.7 * usual, clip_on=False, zorder=5)
        if none.any():
            notes.add("none")
            axes.errorbar(x[none], upper[none], yerr=0.5 * upper[none], uplims=True, capsize=1.6,
                          elinewidth=0.6 * Line2D([], []).get_linewidth(), **style)
        return style

    def _words(self, symbols):
        table = self.table
        noise = any(method in ("sde", "reduced", "full") for method in self.present)
        parts = labels.parameters(table, (self.x_key, self.series_key, *varied_keys(table)), noise)
        if self.series_key == initial_temperature and "safe_temperature" in table:
            safe = np.unique(table.numbers("safe_temperature"))
            if len(safe) == 1 and np.isfinite(safe[0]):
                parts.append(f"$T_f = {safe[0]:.3g}$")
        if symbols:
            confidence = table.setting("simulation.confidence", 0.95)
            most = int(self.runs.max())
            counts = f"{most} runs a point" if np.unique(self.runs[self.runs > 0]).size == 1 \
                else f"up to {most} runs a point"
            parts.append(f"{counts}, bars: {100 * float(confidence):g} % Wilson intervals")
        self.page.heading(f"Mode collapse against {labels.words(self.x_key)}", parts)

    def _legend(self, kinds, notes):
        series = []
        for value in self.shown:
            if value != "":
                # As it is drawn: a line, a symbol, or both.
                mix = {}
                for style in self.shown[value]:
                    if style["linestyle"] == "none":
                        mix |= {k: v for k, v in style.items() if k.startswith("marker")}
                    elif "linestyle" not in mix or style["linestyle"] == "-":
                        mix |= {k: v for k, v in style.items() if k.startswith("line")}
                handle = Line2D([], [], color=self.ink[value], **{"linestyle": "none"} | mix)
                series.append((handle, labels.with_value(self.series_key, value)))
        left_out = len(series) - _most_named
        if left_out > 0:
            series = [*thinned(series, _most_named),
                      (Line2D([], [], linestyle="none"), f"and {left_out} between")]
        words = []
        for method, style in kinds.items():
            style = dict(style, color=grey)
            if style.get("marker") in tuple(markers):
                style["marker"] = "o"
                style["markerfacecolor"] = grey if style["markerfacecolor"] != "white" else "white"
            words.append((Line2D([], [], **style), names.get(method, labels.plain(method))))
        extra = {"band": (Line2D([], [], color=grey, alpha=0.3, linewidth=5),
                          "error of the formula"),
                 "none": (Line2D([], [], color=grey, linestyle="none", marker=r"$\downarrow$"),
                          "none collapsed: upper limit"),
                 "cut": (Line2D([], [], color=grey, linestyle="none", marker="v", markersize=3),
                         "bar reaches below the axis")}
        words += [extra[note] for note in ("band", "none", "cut") if note in notes]
        handles = {"dotted": {"alpha": 0.6, "linestyle": (0, (1, 1.2))}, "star": _star()}
        words += [(Line2D([], [], color=grey, **handles[drawn]), ", ".join(sorted(reasons)))
                  for drawn, reasons in self.told.items() if reasons]
        self.page.legend(self.axes, series, words)

    def draw_residuals(self, panel):
        """Runs against the sharp formula, where both have a point."""
        panel.axhline(0, color=grey, linewidth=0.5)
        panel.axhspan(-2, 2, color="#e8e8e8", zorder=0, linewidth=0)
        largest = 3.0
        for i, value in enumerate(self.values):
            theory = {self.x[row]: self.P[row] for row in self.rows(value, "sharp")}
            for method in self.present:
                rows = [row for row in self.rows(value, method) if self.runs[row] > 0
                        and np.isfinite(self.P[row]) and 0 < theory.get(self.x[row], 0) < 1]
                if not rows:
                    continue
                expected = np.array([theory[self.x[row]] for row in rows])
                decided = self.collapsed[rows] / np.where(self.P[rows] > 0, self.P[rows], 1)
                decided = np.where(self.P[rows] > 0, decided, self.runs[rows])
                z = (self.P[rows] - expected) / np.sqrt(expected * (1 - expected) / decided)
                largest = max(largest, 1.2 * np.abs(z).max())
                panel.plot(self.x[rows], z, linestyle="none", color=self.ink[value],
                           marker=markers[i % len(markers)], markersize=3)
        panel.set_ylim(-largest, largest)
        panel.set_ylabel("residual / s.e.")
        panel.set_xlabel(self.axes.get_xlabel())
        self.axes.set_xlabel("")


def _star():
    return {"linestyle": "none", "marker": "1", "markersize": 1.6 * Line2D([], []).get_markersize()}


def _even(values):
    """How uneven steps are."""
    steps = np.abs(np.diff(values))
    return steps.std() / steps.mean()

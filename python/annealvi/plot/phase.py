# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Collapse probability over two parameters: colours, contours, T_f and T_c."""
import numpy as np
from matplotlib.colors import ListedColormap, LogNorm
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from . import labels, levels
from .drawing import drawing
from .look import PictureError
from .sheet import grey, linear, logarithmic, look_of, must_show, sheet
from .source import as_table
from .status import flagged

_initial = "annealing.initial_temperature"
_usual = (0.5, 0.1, 0.01, 0.001)  # contours
_deepest = 1e-6  # smaller P have the colour of this one
_temperature_ink = "#D55E00"
_outside_ink = "#B4B4B4"


@drawing("Of `annealvi phase`: x, y, method, probability.")
def phase(source, axes=None, *, contours=None, swap=False, **look):
    """P of collapse (S4) over two keys as a map, with contours and the lines T0 = T_f, T0 = T_c.

    Circles are simulated points; grey is outside the noise theory; P below 1e-6 has one colour.

    Parameters
    ----------
    contours : numbers in (0, 1), optional
        Probabilities with a line, of scripts/picture.sh ``--set contours=0.3,0.05``; by default
        0.5, 0.1, 0.01 and 0.001.
    swap : bool
        Exchanges the two axes.
    """
    table = as_table(source)
    look = look_of(look)
    table = table.rows(np.isfinite(table.numbers("x")) & np.isfinite(table.numbers("y")))
    if contours is None:
        contours = _usual
    with sheet(axes, look=look, height=1.08) as page:
        _Phase(table, page, contours, swap).draw()
    return page.axes


class _Phase:
    def __init__(self, table, page, contours, swap):
        self.table, self.page, self.axes = table, page, page.axes
        self.contours = sorted(float(level) for level in contours)
        if any(not 0 < level < 1 for level in self.contours):
            raise PictureError(f"{table.name}: contours must lie between 0 and 1.")
        names = ("y", "x") if swap else ("x", "y")
        self.keys = [table.key(name) for name in names]
        x, y = (table.numbers(name) for name in names)
        self.P = table.numbers("probability")
        must_show(table, self.P)
        runs = table.numbers("runs") if "runs" in table else np.zeros(len(table))
        self.simulated = runs > 0
        self.runs, self.x, self.y = runs, x, y
        self.grids = np.unique(x), np.unique(y)
        if min(map(len, self.grids)) < 2:
            raise PictureError(f"{table.name}: a map needs two values along each axis.")
        self.reasons = flagged(table)
        self.log = [_is_logarithmic(grid) for grid in self.grids]

    def grid(self, values, rows):
        """Values on the map, [y, x]; NaN where there is none."""
        result = np.full((len(self.grids[1]), len(self.grids[0])), np.nan)
        i = np.searchsorted(self.grids[0], self.x[rows])
        j = np.searchsorted(self.grids[1], self.y[rows])
        result[j, i] = values[rows]
        return result

    def draw(self):
        axes, map_rows = self.axes, ~self.simulated
        for axis, values, log, key in zip((axes.xaxis, axes.yaxis), self.grids, self.log,
                                          self.keys):
            if log:
                logarithmic(axis, values[0], values[-1])
            else:
                linear(axis, self.page.look.narrow)
            axis.set_label_text(labels.axis(key))
        axes.tick_params(which="both", direction="out", top=False, right=False)
        axes.set_xlim(self.grids[0][[0, -1]])
        axes.set_ylim(self.grids[1][[0, -1]])
        self.legend = []
        has_map = np.isfinite(self.P[map_rows]).any()
        self._colours()
        if has_map:
            self._map(map_rows)
        self._runs()
        lines = self._contours(map_rows) if has_map else []
        lines += self._temperatures(map_rows if has_map else self.simulated)
        levels.label(axes, lines)
        self._heading(has_map)
        if self.legend:
            self.page.legend_above(self.legend)

    def _colours(self):
        good = self.P[(self.P > 0) & (self.reasons != "outside validity")]
        smallest, largest = (good.min(), good.max()) if len(good) else (0.1, 0.5)
        low = np.clip(10 ** np.floor(np.log10(smallest)), _deepest, 0.1)
        self.norm = LogNorm(low, 1.0 if largest > 0.51 else 0.5, clip=True)
        self.cut = smallest < low or (self.P == 0).any()

    def _map(self, rows):
        axes, P = self.axes, self.grid(self.P, rows)
        edges = [_edges(values, log) for values, log in zip(self.grids, self.log)]
        shown = np.where(np.isfinite(P), np.maximum(P, self.norm.vmin), np.nan)
        mesh = axes.pcolormesh(*edges, shown, norm=self.norm, rasterized=True, linewidth=0)
        outside = self.grid((self.reasons == "outside validity").astype(float), rows) == 1
        if outside.any():
            axes.pcolormesh(*edges, np.where(outside, 1.0, np.nan), rasterized=True,
                            cmap=ListedColormap([_outside_ink]))
            self.legend.append((_swatch(_outside_ink), "outside the noise theory"))
        if "lasting" in self.table:
            lasting = self.grid(self.table.numbers("lasting"), rows)
            if (lasting == 0).any():
                axes.pcolormesh(*edges, np.where(lasting == 0, 1.0, np.nan), rasterized=True,
                                cmap=ListedColormap(["white"]), alpha=0.6)
                for part in levels.lines(*self.grids, lasting, 0.5, self.log):
                    axes.plot(*part.T, color=grey, linestyle=(0, (1, 1.5)), linewidth=0.8)
                self.legend.append((_swatch("#e4e4e4"), "collapse does not last"))
        failed = (self.table.text("status") == "failed") & rows if "status" in self.table else []
        if np.any(failed):
            axes.plot(self.x[failed], self.y[failed], color="#CC0000", marker="x", linestyle="none",
                      markersize=3)
            self.legend.append((Line2D([], [], color="#CC0000", marker="x", linestyle="none"),
                                "not computed"))
        self._colour_bar(mesh)

    def _colour_bar(self, mappable):
        bar = self.page.figure.colorbar(mappable, ax=self.axes, pad=0.02, aspect=28,
                                        extend="min" if self.cut else "neither")
        bar.set_label(labels.probability)
        decades = range(round(np.log10(self.norm.vmin)), 0)
        places = [k * 10.0 ** n for n in decades for k in ((1,) if len(decades) > 2 else (1, 2, 5))
                  if k * 10.0 ** n < 0.99 * self.norm.vmax]
        bar.ax.yaxis.set_major_locator(FixedLocator(places + [self.norm.vmax]))
        bar.ax.yaxis.set_major_formatter(FuncFormatter(
            lambda v, _: labels.number(v) if v > 0.0999 or len(decades) < 3
            else f"$10^{{{round(np.log10(v))}}}$"))
        bar.ax.yaxis.set_minor_locator(NullLocator())

    def _runs(self):
        rows = self.simulated & np.isfinite(self.P)
        if not rows.any():
            return
        some = rows & (self.P > 0)
        size = 1.1 * Line2D([], []).get_markersize() ** 2
        dots = self.axes.scatter(self.x[some], self.y[some], s=size, norm=self.norm, zorder=3,
                                 c=np.maximum(self.P[some], self.norm.vmin), edgecolors="white",
                                 linewidths=0.9, clip_on=False)
        none = rows & (self.P == 0)
        self.axes.scatter(self.x[none], self.y[none], s=size, facecolors="none", zorder=3,
                          edgecolors="white", linewidths=0.9, clip_on=False)
        if not np.isfinite(self.P[~self.simulated]).any():
            self._colour_bar(dots)

    def _contours(self, rows):
        P = self.grid(np.where(self.reasons == "outside validity", np.nan, self.P), rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            logit = np.log(P / (1 - P))
        # Where no run collapses P is 0: a number, so that lines end at the border and not before.
        logit = np.where(P == 0, -700.0, np.where(P == 1, 37.0, logit))
        drawn = []
        for level in self.contours:
            if level == 0.5 and np.nanmax(P) < 0.51:  # a plateau, not a border
                continue
            parts = levels.lines(*self.grids, logit, np.log(level / (1 - level)), self.log)
            for part in parts:
                self.axes.plot(*part.T, color="black", linewidth=0.9,
                               path_effects=[withStroke(linewidth=2.2, foreground="white",
                                                        alpha=0.6)])
            drawn.append((parts, f"{labels.number(level)}", "black"))
        return drawn

    def _temperatures(self, rows):
        """Where the highest temperature of the schedule is T_f, T_c."""
        drawn = []
        on_axis = _initial in self.keys
        if on_axis:
            highest = (self.x, self.y)[self.keys.index(_initial)]
        else:
            hot = self.table.setting(_initial, 1.0)
            stairs = [row[1] for kind in ("table", "stairs") for row in
                      self.table.setting(f"annealing.{kind}", []) if isinstance(row, list)]
            if self.table.setting("annealing.schedule") in ("table", "staircase") and stairs:
                hot = max(stairs)
            highest = np.full(len(self.table), float(hot))
        for column, index, style in (("safe_temperature", "f", "-"),
                                     ("critical_temperature", "c", (0, (5, 2)))):
            if column not in self.table:
                continue
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = self.grid(np.log(highest / self.table.numbers(column)), rows)
            parts = levels.lines(*self.grids, ratio, 0.0, self.log)
            for part in parts:
                self.axes.plot(*part.T, color=_temperature_ink, linestyle=style,
                               linewidth=0.8 * Line2D([], []).get_linewidth(),
                               path_effects=[withStroke(linewidth=2.4, foreground="white")])
            drawn.append((parts, f"$T_{index}$" if on_axis else f"$T_0 = T_{index}$",
                          _temperature_ink))
        return drawn

    def _heading(self, has_map):
        methods = set(self.table.text("method"))
        noise = bool(methods & {"sde", "reduced", "full"}) or \
            (self.table.setting("sgd.step", 0.0) not in (0, 0.0))
        parts = labels.parameters(self.table, self.keys, noise)
        if self.simulated.any():
            parts.append(f"circles: {int(self.runs.max())} runs each, open where none collapsed")
        self.page.heading(f"Mode collapse against {labels.words(self.keys[0])} and "
                          f"{labels.words(self.keys[1])}", parts)


def _is_logarithmic(values):
    if values[0] <= 0 or len(values) < 3:
        return False
    def uneven(steps):
        return np.ptp(steps) / steps.mean()
    return uneven(np.diff(np.log(values))) < uneven(np.diff(values))


def _edges(values, log):
    at = np.log(values) if log else values
    middle = 0.5 * (at[1:] + at[:-1])
    edges = np.r_[1.5 * at[0] - 0.5 * at[1], middle, 1.5 * at[-1] - 0.5 * at[-2]]
    return np.exp(edges) if log else edges


def _swatch(ink):
    return Line2D([], [], color=ink, linestyle="none", marker="s", markeredgecolor=grey,
                  markersize=6)


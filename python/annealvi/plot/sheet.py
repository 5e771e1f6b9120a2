# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A figure that is being drawn: heading, panels, legends put where there is room."""
import warnings
from contextlib import contextmanager

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from . import room
from .labels import number
from .look import Look, PictureError

grey = "#505050"
_blank = Line2D([], [], linestyle="none")


@contextmanager
def sheet(axes=None, figure=None, rows=1, columns=1, height=1.0, look=None, **grid):
    """A Sheet on the axes or the figure of the caller, or on a figure of its own."""
    if axes is not None:
        made = Sheet(axes.figure, np.array([[axes]]), look, own=False)
    elif figure is not None:
        made = Sheet(figure, figure.subplots(rows, columns, squeeze=False, **grid), look, own=False)
    if axes is not None or figure is not None:
        yield made
        made.finish()
        return
    with look.context():
        figure = Figure(figsize=look.inches(height), layout="constrained")
        FigureCanvasAgg(figure)
        made = Sheet(figure, figure.subplots(rows, columns, squeeze=False, **grid), look, own=True)
        figure.annealvi_look, figure.annealvi_heading = look, ""
        yield made
        made.finish()


def look_of(options):
    """A Look from keywords; a wrong keyword is told as such."""
    try:
        return Look(**options)
    except TypeError:
        unknown = sorted(set(options) - set(Look.__dataclass_fields__))
        raise TypeError(f"unknown option {unknown[0]}") from None


class Sheet:
    def __init__(self, figure, panels, look, own):
        self.figure, self.panels, self.look, self.own = figure, panels, look, own
        self.title, self.parts, self.legends, self.above = "", [], [], []
        self.words = False  # on the horizontal axis, where numbers could be

    @property
    def axes(self):
        return self.panels[0, 0]

    def heading(self, title, parts=()):
        self.title, self.parts = title, [part for part in parts if part]

    def legend(self, axes, *groups, **options):
        """Groups of (handle, words); each stays together."""
        groups = [group for group in groups if group]
        if groups:
            self.legends.append((axes, groups, options))

    def legend_above(self, entries, columns=4):
        """A legend of all panels, under the heading."""
        if self.own:
            self.above.append((entries, 2 if self.look.narrow else columns))
        else:
            self.legends.append((self.axes, [entries], {"ncol": 2, "fontsize": "x-small"}))

    def finish(self):
        with warnings.catch_warnings():
            # Glyphs that the font has not: the text is a user's, a box stands for the letter.
            warnings.simplefilter("ignore", UserWarning)
            if self.look.adjust:
                from .adjust import adjust

                adjust(self.panels, self.look.adjust)
            if not self.own:
                for axes, groups, options in self.legends:
                    self._make(axes, groups, **({"loc": "best"} | options))
                return
            down = self._write_heading()
            self._write_above(down)
            layout = self.figure.get_layout_engine()
            layout.execute(self.figure)
            for axes in self.panels.flat:
                if axes.figure is not None:
                    axes.apply_aspect()  # a square panel is smaller than its place in the layout
            for axes, groups, options in self.legends:
                self._place(axes, groups, options)
            layout.execute(self.figure)
            # The panels stay where they are, so do the legends in them.
            self.figure.set_layout_engine("none")
            if self.words:
                self._turn_words()

    def _write_heading(self):
        """Inches that it takes."""
        self.figure.annealvi_heading = ". ".join([self.title, ", ".join(self.parts)])
        if not self.look.title or not self.title:
            return 0.0
        width, height = self.figure.get_size_inches()
        size = self._size("medium")
        lines = [(self.title, size * 1.12, "#202020")]
        lines += [(text, size * 0.84, grey) for text in self._wrapped(size * 0.84)]
        down = 0.07
        for text, points, ink in lines:
            down += 1.35 * points / 72
            self.figure.text(0.08 / width, 1 - down / height, text, fontsize=points, color=ink,
                             va="baseline", ha="left")
        return down + 0.10

    def _write_above(self, down):
        width, height = self.figure.get_size_inches()
        for entries, columns in self.above:
            legend = self.figure.legend([h for h, _ in entries], [w for _, w in entries],
                                        ncol=columns, loc="upper left", borderaxespad=0.0,
                                        bbox_to_anchor=(0.02 / width, 1 - down / height))
            legend.set_in_layout(False)
            down += legend.get_window_extent().height / self.figure.dpi + 0.02
        self.figure.get_layout_engine().set(rect=(0, 0, 1, 1 - down / height))

    def _size(self, name):
        probe = self.figure.text(0, 0, "", fontsize=name)
        probe.remove()
        return probe.get_fontsize()

    def _wrapped(self, points):
        """The parts of the heading in as few lines as hold them."""
        most = 0.98 * self.figure.bbox.width
        probe = self.figure.text(0, 0, "", fontsize=points)
        lines = []
        for part in self.parts:
            longer = f"{lines[-1]}, {part}" if lines else part
            probe.set_text(longer)
            if lines and probe.get_window_extent().width < most:
                lines[-1] = longer
            else:
                lines.append(part)
        probe.remove()
        return lines

    def _make(self, axes, groups, **options):
        entries = []
        for group in groups:
            entries += ([(_blank, "")] if entries and options.get("ncol", 1) == 1 else []) + group
        options = {"loc": "lower left", "handler_map": {}} | options
        return axes.legend([h for h, _ in entries], [w for _, w in entries], **options)

    def _place(self, axes, groups, options):
        if options:
            self._make(axes, groups, **options)
            return
        taken = room.ink(axes)
        for choice in ([groups], [[group] for group in groups]):
            if self._fits(axes, choice, taken):
                return
        if self.panels.shape[1] > 1:
            down = 1 - self.figure.get_layout_engine().get()["rect"][3]
            self.above = [(sum(groups, []), 2 if self.look.narrow else 4)]
            self._write_above(down * self.figure.get_size_inches()[1])
        elif self.look.narrow or self.panels.size > 1:
            # Above, each group a column, over labels that stand on the frame.
            if len(groups) == 1 and len(groups[0]) > 2 and not self.look.narrow:
                half = (len(groups[0]) + 1) // 2
                groups = [groups[0][:half], groups[0][half:]]
            rows = max(len(group) for group in groups)
            even = [group + [(_blank, "")] * (rows - len(group)) for group in groups]
            over = max([1.0, *(room.box(axes, text)[:, 1].max() for text in axes.texts)])
            place = {"bbox_to_anchor": (0, over), "borderaxespad": 0.2}
            legend = self._make(axes, [sum(even, [])], ncol=len(groups), **place)
            if legend.get_window_extent().x1 > self.figure.bbox.x1:
                legend = self._make(axes, [sum(groups, [])], **place)
            # The legend takes its room from the page, not from the panel.
            width, height = self.figure.get_size_inches()
            taken = legend.get_window_extent().height / self.figure.dpi
            self.figure.set_size_inches(width, height + max(0.0, taken - 0.15 * height))
        else:
            self._make(axes, groups, loc="upper left", bbox_to_anchor=(1.005, 1.0))

    def _fits(self, axes, blocks, taken):
        """Places each block where nothing is drawn; False, and nothing placed, if one cannot be."""
        made, points = [], taken
        for block in blocks:
            legend = self._make(axes, block)
            box = axes.transAxes.inverted().transform_bbox(legend.get_window_extent())
            spot = room.corner(points, box.width, box.height)
            legend.remove()
            if spot is None:
                return False
            made.append((block, spot))
            x, y = np.meshgrid(np.linspace(0, box.width, 30), np.linspace(0, box.height, 30))
            points = np.concatenate([points, np.column_stack([x.ravel(), y.ravel()]) + spot])
        for k, (block, spot) in enumerate(made, 1):
            legend = self._make(axes, block, bbox_to_anchor=spot, borderaxespad=0.0)
            if k < len(made):  # the axes themselves keep the last one only
                axes.add_artist(legend)
        return True

    def _turn_words(self):
        """Words below a panel that run into each other are turned."""
        for axes in self.panels.flat:
            if axes.figure is None:  # a place of the grid that stayed empty
                continue
            boxes = [tick.get_window_extent() for tick in axes.get_xticklabels()
                     if tick.get_text() and tick.get_visible()]
            if any(a.x1 + 2 > b.x0 and a.x0 < b.x1 for a, b in zip(boxes, boxes[1:])):
                axes.tick_params(axis="x", labelrotation=30)
                for tick in axes.get_xticklabels():
                    tick.set_ha("right")


def logarithmic(axis, low, high, enough=2.2):
    """A logarithmic axis whose labels are 0.01, 0.1, 1 in reach of the eye, powers beyond.

    With fewer decades than `enough` digits between are labelled too.
    """
    axes = axis.axes
    (axes.set_xscale if axis is axes.xaxis else axes.set_yscale)("log")
    decades = np.log10(high / low) if high > low > 0 else 0
    few = decades < enough
    if few:
        subs = (1, 2, 5) if decades > 1 else (1, 1.5, 2, 3, 5, 7)
        axis.set_major_locator(LogLocator(subs=subs if decades > 0.4 else np.arange(1, 10, 0.5)))
    plain = low >= 0.99e-4 and high <= 1.01e4

    def text(value, _):
        if plain or few:
            return number(value)
        return f"$10^{{{round(np.log10(value))}}}$"

    axis.set_major_formatter(FuncFormatter(text))
    axis.set_minor_formatter(NullFormatter())


def linear(axis, narrow):
    axis.set_major_locator(MaxNLocator(nbins=6 if narrow else 8, steps=[1, 2, 2.5, 5, 10]))


own_colours = 7  # of annealvi.mplstyle


def colours(count=1):
    """At least `count` colours: those of the style; of ours, where they are too few, a gradual scale.

    A style of the user's that has few colours means them: they come round again.
    """
    cycle = matplotlib.rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])
    if count <= len(cycle):
        return cycle
    if len(cycle) < own_colours:
        return [cycle[k % len(cycle)] for k in range(count)]
    return [to_hex(c) for c in matplotlib.colormaps["viridis"](np.linspace(0, 0.93, count))]


def thinned(values, most):
    """The first, the last and some evenly between."""
    if len(values) <= most:
        return values
    return [values[k] for k in np.linspace(0, len(values) - 1, most).round().astype(int)]


def must_show(table, *values):
    """A picture without a single point is a failure."""
    if not any(np.isfinite(np.asarray(part, dtype=float)).any() for part in values):
        raise PictureError(f"{table.name}: no row has a value that can be drawn.")

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Runs in the plane of the overlaps, coloured by outcome, with the border between outcomes."""
import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .drawing import drawing
from .look import PictureError
from .sheet import colours, look_of, must_show, sheet
from .source import as_table
from .trajectory import noisy

_axes = {"overlaps": ("overlap $m_1$", "overlap $m_2$"),
         "sums": ("$S = m_1 + m_2$", "$D = m_1 - m_2$")}
_outcomes = ("collapsed", "recovered", "undecided")


@drawing("Of `annealvi trajectory`: time, temperature, m1, m2.")
def plane(sources, axes=None, *, coordinates="overlaps", separatrix=None, times=(), until=None,
          **look):
    """Runs in the plane of the overlaps [component standard deviations], with the separatrix.

    The colour is the outcome at the end of the run.

    Parameters
    ----------
    coordinates : "overlaps" or "sums"
        (m1, m2), or S = m1 + m2 and D = m1 - m2.
    separatrix : optional
        The border between the outcomes: what `annealvi.separatrix` gives (S1), at one time or a
        list of several; a table with its columns time, sum, difference; or a table of `annealvi
        table separatrix`, the power law (S2) at the temperature of the moment, right near the
        origin.
    times : increasing numbers
        Where the border is drawn; by default at those of the curves.
    until : float, optional
        Time where the runs end.
    """
    runs = runs_of(sources)
    borders = _borders(separatrix)
    if not len(times):
        times = sorted({t for table in borders if "time" in table
                        for t in np.unique(table.numbers("time"))})
    look = look_of(look)
    if coordinates not in _axes:
        raise PictureError(f"coordinates {coordinates!r} are not known: {', '.join(_axes)} are.")
    with sheet(axes, look=look, height=1.15) as page:
        _draw(page, runs, coordinates, borders, times, until)
    return page.axes


def runs_of(sources):
    runs = [as_table(run) for source in several(sources)
            for run in getattr(source, "tables", [source])]
    for run in runs:
        if not run.has("time", "m1", "m2") or "m3" in run:
            raise PictureError(f"{run.name}: this picture needs the overlaps of two components.")
        must_show(run, run.numbers("m1"))
    if not runs:
        raise PictureError("there is no run to draw.")
    return runs


def several(sources):
    """One source or a list of them as a list."""
    return list(sources) if isinstance(sources, (list, tuple)) else [sources]


def _borders(separatrix):
    return [] if separatrix is None else [as_table(each) for each in several(separatrix)]


def outcome(run):
    """Where a run of two components ends: equal signs of both overlaps are a collapse."""
    m = np.array([run.numbers(name)[-1] for name in ("m1", "m2")])
    R = run.setting("target.separation", 0.0)
    enough = run.setting("simulation.decision_fraction", 0.5) * (R if np.isreal(R) else 0.0)
    if not (np.abs(m) >= enough).all():
        return "undecided"
    return "collapsed" if m[0] * m[1] > 0 else "recovered"


def turned(coordinates, m1, m2):
    return (m1, m2) if coordinates == "overlaps" else (m1 + m2, m1 - m2)


def _draw(page, runs, coordinates, tables, times, until):
    axes = page.axes
    R = runs[0].setting("target.separation")
    ink = dict(zip(_outcomes, (colours()[1], colours()[0], "#a0a0a0")))
    seen, reach = {}, float(R) if isinstance(R, (int, float)) else 0.0
    reach *= 1.0 if coordinates == "overlaps" else 2.0
    width = Line2D([], []).get_linewidth() * (0.8 if len(runs) < 10 else 0.45)
    for run in runs:
        x, y = turned(coordinates, run.numbers("m1"), run.numbers("m2"))
        reach = max(reach, np.nanmax(np.abs([x, y])))
        if until is not None:
            shown = run.numbers("time") <= until
            x, y = x[shown], y[shown]
        end = outcome(run)
        seen[end], = axes.plot(x, y, color=ink[end], linewidth=width, alpha=0.85)
        axes.plot(x[-1:], y[-1:], color=ink[end], marker="o", linestyle="none", zorder=3,
                  markersize=0.6 * Line2D([], []).get_markersize())
    reach *= 1.12
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel=_axes[coordinates][0],
             ylabel=_axes[coordinates][1])
    axes.set_aspect("equal")
    axes.locator_params(nbins=6)
    for place in (axes.axhline, axes.axvline):
        place(0, color="#d0d0d0", linewidth=0.5, zorder=0)
    if isinstance(R, (int, float)):
        corners = np.array([[R, R], [-R, -R], [R, -R], [-R, R]], dtype=float)
        axes.plot(*turned(coordinates, *corners.T), color="#202020", marker="x", zorder=4,
                  linestyle="none")
    borders = []
    for k, t in enumerate(times if tables else ()):
        shade = str(0.15 + 0.55 * k / max(1, len(times) - 1))
        for table in _at(tables, t):
            words = "separatrix" if "sum" in table else "border if $T$ stayed"
            for S, D in border(table, runs[0], t, 2.2 * reach):
                place = (S, D) if coordinates == "sums" else (0.5 * (S + D), 0.5 * (S - D))
                line, = axes.plot(*place, color=shade, linestyle=(0, (5, 2)), zorder=2,
                                  linewidth=0.6 * Line2D([], []).get_linewidth())
                if f"{words}, $t = {t:.4g}$" not in [told for _, told in borders]:
                    borders.append((line, f"{words}, $t = {t:.4g}$"))
    entries = [(seen[name], name) for name in _outcomes if name in seen]
    page.legend(axes, entries, borders)
    counts = [outcome(run) for run in runs]
    told = ", ".join(f"{counts.count(name)} {name}" for name in _outcomes if name in counts)
    title = f"{len(runs)} runs in the plane of the overlaps" if len(runs) > 1 else \
        "One run in the plane of the overlaps"
    page.heading(title if until is None else f"{title}, $t = {until:.3g}$",
                 [told, *labels.parameters(runs[0], (), noisy(runs[0]))])


def _at(tables, t):
    """Of those with times the nearest one."""
    timed = [table for table in tables if "time" in table]
    if not timed:
        return tables
    return [min(timed, key=lambda table: np.abs(table.numbers("time") - t).min())]


def border(table, run, t, reach):
    """Parts (S, D) of the border between collapse and recovery at time t."""
    if table.has("time", "sum", "difference"):
        every = np.unique(table.numbers("time"))
        nearest = every[np.argmin(np.abs(every - t))]
        rows = table.numbers("time") == nearest
        S, D = table.numbers("sum")[rows], table.numbers("difference")[rows]
        order = np.argsort(D)
        if (S < 0).any() or (D < 0).any():
            return [(S, D)]
        # |S| = S_c(|D|): the same in all four quarters.
        S, D = S[order], D[order]
        return [(sign * np.r_[S[::-1], S], np.r_[-D[::-1], D]) for sign in (1, -1)]
    if not table.has("separation", "temperature", "alpha", "constant"):
        raise PictureError(f"{table.name}: this is no table of a separatrix.")
    T = np.interp(t, run.numbers("time"), run.numbers("temperature"))
    R = run.setting("target.separation", np.nan)
    rows = np.isclose(table.numbers("separation"), R) & np.isfinite(table.numbers("constant"))
    known = table.numbers("temperature")[rows]
    if not len(known):
        raise PictureError(f"{table.name}: there is no row of separation {R}.")
    if not known.min() * (1 - 1e-9) <= T <= known.max() * (1 + 1e-9):
        return []  # above T_f or T_c there is no border
    order = np.argsort(known)
    alpha, constant = (np.interp(np.log(T), np.log(known[order]), values[rows][order]) for values
                       in (table.numbers("alpha"), np.log(table.numbers("constant"))))
    D = np.linspace(0, 1, 200) ** 3 * reach
    S = np.exp(constant) * D**alpha
    D, S = np.r_[-D[::-1], D], np.r_[S[::-1], S]
    return [(S, D), (-S, D)]

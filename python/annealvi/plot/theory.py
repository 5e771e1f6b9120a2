# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Theory tables: what `annealvi table NAME` computes."""
import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .drawing import drawing
from .look import PictureError
from .sheet import colours, grey, linear, logarithmic, look_of, must_show, sheet
from .source import as_table

_in_rows = ("target.separation", "target.dimension", "family.initial_scale", "annealing.schedule",
            "annealing.initial_temperature", "annealing.rate")


_smooth = 25  # rows: a line through fewer has corners


def _setting(table, *left_out):
    """What the rows do not say: path and variance."""
    return labels.parameters(table, (*_in_rows, *left_out))


def _thin(share=0.6):
    return share * Line2D([], []).get_linewidth()


@drawing("Of `annealvi table finite-size`, one separation and temperature: dimension, ...")
def finite_size(source, figure=None, **look):
    """P against d after a quench: exact (S4), closed form (S2), its limit (S3); its local slope.

    Below, d log P/d log d: exact, with late overlap (L8), and its limit (L7).
    """
    table = as_table(source)
    look = look_of(look)
    d, P = table.numbers("dimension"), table.numbers("probability")
    must_show(table, P)
    separations, temperatures = (np.unique(table.numbers(c)) for c in ("separation", "temperature"))
    if len(separations) > 1 or len(temperatures) > 1:
        raise PictureError(f"{table.name}: this picture shows one separation and one temperature; "
                           "the table has more.")
    with sheet(figure=figure, rows=2, look=look, height=1.55 if look.narrow else 1.3, sharex=True,
               gridspec_kw={"height_ratios": [1.5, 1]}) as page:
        top, below = page.panels[:, 0]
        blue, orange = colours()[:2]
        exact, = top.plot(d, P, color=blue)
        closed, = top.plot(d, table.numbers("power_law"), color=orange)
        limit, = top.plot(d, table.numbers("rare_power_law"), color="#202020", linewidth=_thin(),
                          linestyle=(0, (4, 3)))
        dots, = top.plot(d, table.numbers("probability_without_distance"), color=orange,
                         marker="o", markerfacecolor="white", linestyle="none")
        logarithmic(top.yaxis, np.nanmin(P), np.nanmax(P))
        logarithmic(top.xaxis, d.min(), d.max())
        top.set_xlim(d.min() / 1.3, d.max() * 1.3)
        top.set_ylabel(labels.probability)
        page.legend(top, [(exact, "exact (S4): random distance $y$"),
                          (dots, "exact for $y = 0$"), (closed, "closed form (S2), $y = 0$"),
                          (limit, "its limit (S3)")])
        late, = below.plot(d, table.numbers("distance_slope"), color=blue)
        flat, = below.plot(d, table.numbers("limit_slope"), color=orange, linestyle=(0, (5, 3)))
        slope, = below.plot(d, table.numbers("slope"), color=blue, marker="o", linestyle="none")
        below.margins(y=0.12)
        linear(below.yaxis, True)
        below.set_ylabel(r"$\mathrm{d}\log P/\mathrm{d}\log d$")
        below.set_xlabel(labels.axis("target.dimension"))
        page.legend(below, [(slope, "exact (S4)"), (late, "with late overlap (L8)"),
                            (flat, "limit (L7)")])
        page.figure.align_ylabels([top, below])
        page.heading(f"Collapse after a quench to $T = {temperatures[0]:.4g}$: exact and closed "
                     "form", [f"$R = {separations[0]:.4g}$", r"$\sigma_0 = 1/\sqrt{d}$",
                              *_setting(table)])
    return page.figure


@drawing("Of `annealvi table bifurcation`, one separation: temperature, branch, m1, m2.")
def bifurcation(source, axes=None, **look):
    """The collapsed pair and the saddle against the temperature, up to the fold at T_f (L6).

    Overlaps in component standard deviations, T held fixed.
    """
    table = as_table(source)
    look = look_of(look)
    T, branch = table.numbers("temperature"), table.text("branch")
    must_show(table, table.numbers("m1"))
    fold = T[branch == "fold"]
    R = table.numbers("separation")[0]
    with sheet(axes, look=look) as page:
        axes, handles = page.axes, []
        for kind, style, words in (("stable", "-", "stable pair"),
                                   ("saddle", (0, (4, 2)), "saddle")):
            rows = (branch == kind) | (branch == "fold")
            for name, ink in zip(("m1", "m2"), colours()):
                order = np.flatnonzero(rows)[np.argsort(T[rows])]
                line, = axes.plot(T[order], table.numbers(name)[order], color=ink, linestyle=style)
                handles.append((line, f"{words}, ${name[0]}_{name[1]}$"))
        end = fold[0] if len(fold) else T.max()
        for name, ink in zip(("m1", "m2"), colours()):
            axes.plot(fold, table.numbers(name)[branch == "fold"], color=ink, marker="o",
                      linestyle="none")
        axes.axhline(R, color="#b0b0b0", linewidth=_thin(0.5), zorder=0)
        axes.text(1.01, R, "$R$", transform=axes.get_yaxis_transform(), color=grey, va="center")
        axes.set(xlim=(1, end + 0.16 * (end - 1)), xlabel="temperature $T$, held fixed",
                 ylim=(0, 1.25 * max(R, np.nanmax(table.numbers("m1")) / 1.2)),
                 ylabel="overlaps $m_1$, $m_2$")
        title = "The collapsed pair and the saddle"
        if len(fold):
            axes.axvline(end, color=grey, linestyle=(0, (5, 3)), linewidth=_thin(0.5), zorder=0)
            axes.axvspan(end, 2 * end, color="#f1f1f1", zorder=-1, linewidth=0)
            axes.text(0.5 * (end + axes.get_xlim()[1]), 0.5 * R, "every start recovers",
                      rotation=90, color=grey, ha="center", va="center", fontsize="small")
            axes.text(end, 1.015, f"$T_f = {end:.4g}$", color=grey, ha="center", va="bottom",
                      transform=axes.get_xaxis_transform(), fontsize="small")
            title = f"Above $T_f = {end:.4g}$ no collapsed pair is left"
        page.legend(axes, handles)
        page.heading(title, ["both components on one mode, at rest", f"$R = {R:.4g}$",
                             *_setting(table)])
    return page.axes


def _families(table, axes, x, y, key="separation", symbol="R", most=7):
    """A line for each value of `key`; returns the entries of the legend."""
    values = np.unique(table.numbers(key))
    chosen = values[np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).astype(int))]
    handles = []
    for value, ink in zip(chosen, colours()):
        rows = np.flatnonzero(table.numbers(key) == value)
        rows = rows[np.argsort(table.numbers(x)[rows], kind="stable")]
        if not np.isfinite(table.numbers(y)[rows]).any():
            continue
        # What the table does not have is not shown as if it had: few rows are marked.
        marks = {"marker": "o", "markersize": _thin(2)} if len(rows) < _smooth else {}
        line, = axes.plot(table.numbers(x)[rows], table.numbers(y)[rows], color=ink, **marks)
        handles.append((line, f"${symbol} = {value:g}$"))
    return handles


def _family_panels(source, figure, look, panels, *, x, xlabel, family=("separation", "R"), most=7,
                   finish=lambda axes, name: None, heading="", settings=True):
    """A panel for each (column, label) of `panels`, in it a line for each value of the family."""
    table = as_table(source)
    look = look_of(look)
    must_show(table, *(table.numbers(name) for name, _ in panels))
    shape = (len(panels), 1) if look.narrow else (1, len(panels))
    height = 0.35 + 0.53 * len(panels) if look.narrow else 1.05 - 0.1 * len(panels)
    with sheet(figure=figure, rows=shape[0], columns=shape[1], look=look, height=height) as page:
        handles = []
        for axes, (name, label) in zip(page.panels.flat, panels):
            # A panel may lack a line: alpha exists below T_c only.
            handles = max(handles, _families(table, axes, x, name, *family, most=most), key=len)
            along = table.numbers(x)
            along = along[np.isfinite(table.numbers(name)) & (along > 0)]
            if len(along):
                logarithmic(axes.xaxis, along.min(), along.max(), enough=1.5)
            finish(axes, name)
            axes.set(xlabel=xlabel, ylabel=label)
        page.legend_above(handles, most)
        every = len(np.unique(table.numbers(family[0])))
        page.heading(heading, [*(_setting(table) if settings else []),
                               f"{most} of {every} values of ${family[1]}$" if every > most
                               else ""])
    return page.figure


@drawing("Of `annealvi table rates`: separation, temperature, lambda_sum, lambda_difference, ...")
def rates(source, figure=None, **look):
    r"""Growth rates of S and D near the origin, (L1) and (L2), and their exponent against T.

    Draws `annealvi table rates`: $\lambda_S$, $\lambda_D$ (1/time) and $\alpha =
    \lambda_S/\lambda_D$, a line for each separation, at most seven.
    """
    def zero(axes, _):
        axes.axhline(0, color="#b0b0b0", linewidth=_thin(0.5), zorder=0)

    panels = (("lambda_sum", r"$\lambda_S$ (L1)"), ("lambda_difference", r"$\lambda_D$ (L2)"),
              ("alpha", r"$\alpha = \lambda_S/\lambda_D$"))
    return _family_panels(source, figure, look, panels, x="temperature", finish=zero,
                          xlabel="temperature $T$",
                          heading="Growth rates near the origin")


@drawing("Of `annealvi table separatrix`: separation, temperature, alpha, constant; or of\n"
         "    `annealvi.separatrix`: difference, sum.")
def separatrix(source, place=None, **look):
    r"""Exponent and constant of the border $|S| = C\,|D|^\alpha$ (S2) against T.

    Draws `annealvi table separatrix`, a line for each separation, at most seven; of what
    `annealvi.separatrix` gives, the curve S_c(|D|) itself (S1), in component standard deviations.
    """
    table = as_table(source)
    on_axes = place is not None and not hasattr(place, "subplots")
    if table.has("difference", "sum"):
        return _separatrix_curve(table, place, on_axes, look_of(look))
    if on_axes:
        raise PictureError(f"{table.name}: this picture has two panels: give a Figure.")
    panels = (("alpha", r"exponent $\alpha = \lambda_S/\lambda_D$"), ("constant", "constant $C$"))
    return _family_panels(source, place, look, panels, x="temperature",
                          xlabel="temperature $T$", heading=r"The border between collapse and "
                          r"recovery: $|S| = C\,|D|^\alpha$ (S2)")


def _separatrix_curve(table, place, on_axes, look):
    """S_c against |D|: above it a start collapses."""
    D, S = table.numbers("difference"), table.numbers("sum")
    must_show(table, S)
    order = np.argsort(D, kind="stable")
    D, S = D[order], S[order]
    with sheet(**{"axes" if on_axes else "figure": place}, look=look) as page:
        axes = page.axes
        known = np.isfinite(S)
        marks = {"marker": "o"} if known.sum() < _smooth else {}
        axes.plot(D, S, color=colours()[0], **marks)
        for axis, values in ((axes.xaxis, D[known]), (axes.yaxis, S[known])):
            if values[0] > 0 and values.max() > 8 * values.min():
                logarithmic(axis, values.min(), values.max())
        for x, y, words in ((0.06, 0.92, "collapse"), (0.94, 0.08, "recovery")):
            axes.text(x, y, words, transform=axes.transAxes, color=grey, va="center",
                      ha="left" if x < 0.5 else "right")
        axes.set(xlabel="$|D| = |m_1 - m_2|$", ylabel="separatrix $S_c$ of $|S| = |m_1 + m_2|$")
        at = [f"{name} = {table.numbers(column)[0]:.4g}$" for name, column in
              (("$t", "time"), ("$y", "squared_distance")) if column in table]
        page.heading("Starts above the line collapse", [*at, *labels.parameters(table)])
    return page.axes if on_axes else page.figure


@drawing("Of `annealvi table expectations`: mean, deviation, expected_tanh, ...")
def expectations(source, figure=None, **look):
    r"""Gaussian expectations of tanh, sech squared and log cosh of m + a z, (G1) to (G5).

    Draws `annealvi table expectations` against the mean m > 0, a line for each deviation a, at most
    six.
    """
    def decades(axes, name):
        values = np.concatenate([line.get_ydata() for line in axes.lines] or [[]])
        values = values[values > 0]
        if name != "expected_tanh" and len(values):
            logarithmic(axes.yaxis, values.min(), values.max())
            axes.set_ylim(max(values.min(), 1e-8 * values.max()), 2 * values.max())

    panels = (("expected_tanh", r"$E\,\tanh(m + az)$"),
              ("expected_sech_squared", r"$E\,\mathrm{sech}^2(m + az)$"),
              ("expected_log_cosh", r"$E\,\log\cosh(m + az)$"))
    return _family_panels(source, figure, look, panels, x="mean", xlabel="mean $m$",
                          family=("deviation", "a"), most=6, finish=decades,
                          heading="Gaussian expectations, (G1) to (G5)", settings=False)


@drawing("Of `annealvi table critical`: separation, path, variance, critical_temperature, ...")
def critical(source, axes=None, **look):
    """T_c (L5), dashed, and T_f (L6) against R, a colour for each path and variance."""
    table = as_table(source)
    look = look_of(look)
    R = table.numbers("separation")
    Tc, Tf = table.numbers("critical_temperature"), table.numbers("safe_temperature")
    must_show(table, Tc, Tf)
    groups = list(dict.fromkeys(zip(table.text("path"), table.text("variance"))))
    with sheet(axes, look=look) as page:
        axes, handles = page.axes, []
        for (path, variance), ink in zip(groups, colours() * len(groups)):
            rows = np.flatnonzero((table.text("path") == path) &
                                  (table.text("variance") == variance))
            rows = rows[np.argsort(R[rows])]
            line, = axes.plot(R[rows], Tf[rows], color=ink)
            axes.plot(R[rows], Tc[rows], color=ink, linestyle=(0, (4, 2)))
            handles.append((line, labels.plain(f"{path}, {variance} variance")))
        kinds = [(Line2D([], [], color=grey), "safe temperature $T_f$ (L6)"),
                 (Line2D([], [], color=grey, linestyle=(0, (4, 2))),
                  "critical temperature $T_c$ (L5)")]
        # With fixed variance T_f grows like exp(R^2/2): its line leaves the picture.
        highest = np.nanmax(np.minimum(np.r_[Tc, Tf], 1e3))
        logarithmic(axes.yaxis, 1.0, highest)
        axes.set_ylim(1.0, 1.3 * highest)
        if R.min() > 0 and R.max() > 3 * R.min():
            logarithmic(axes.xaxis, R.min(), R.max())
        axes.set(xlabel=labels.axis("target.separation"), ylabel="temperature")
        page.legend(axes, handles if len(groups) > 1 else [], kinds)
        left_out = ("annealing.path", "family.variance")
        page.heading("Critical and safe temperature",
                     [handles[0][1]] if len(groups) == 1 else _setting(table, *left_out))
    return page.axes

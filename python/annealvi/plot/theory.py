# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Theory tables: what `annealvi table NAME` computes."""
import numpy as np
from matplotlib.lines import Line2D

from . import labels
from .look import PictureError
from .sheet import colours, grey, linear, logarithmic, look_of, must_show, sheet
from .source import as_table

_in_rows = ("target.separation", "target.dimension", "family.initial_scale", "annealing.schedule",
            "annealing.initial_temperature", "annealing.rate")


def _setting(table, *left_out):
    """What the rows do not say: path and variance."""
    return labels.parameters(table, (*_in_rows, *left_out))


def _thin(share=0.6):
    return share * Line2D([], []).get_linewidth()


def finite_size(source, figure=None, **look):
    """P against the dimension after a quench, exact and closed form, and its local slope."""
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


def bifurcation(source, axes=None, **look):
    """The collapsed pair and the saddle against the temperature, up to the fold."""
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
        line, = axes.plot(table.numbers(x)[rows], table.numbers(y)[rows], color=ink)
        handles.append((line, f"${symbol} = {value:g}$"))
    return handles


def rates(source, figure=None, **look):
    """Growth rates of S and D and their exponent against the temperature."""
    table = as_table(source)
    look = look_of(look)
    must_show(table, table.numbers("lambda_sum"))
    rows, columns = (3, 1) if look.narrow else (1, 3)
    with sheet(figure=figure, rows=rows, columns=columns, look=look,
               height=1.9 if look.narrow else 0.75) as page:
        for axes, (name, label) in zip(page.panels.flat, (
                ("lambda_sum", r"$\lambda_S$ (L1)"), ("lambda_difference", r"$\lambda_D$ (L2)"),
                ("alpha", r"$\alpha = \lambda_S/\lambda_D$"))):
            handles = _families(table, axes, "temperature", name)
            axes.axhline(0, color="#b0b0b0", linewidth=_thin(0.5), zorder=0)
            T = table.numbers("temperature")
            logarithmic(axes.xaxis, T.min(), T.max(), enough=1.5)
            axes.set(xlabel="temperature $T$", ylabel=label)
            if name == "lambda_sum":
                page.legend_above(handles, 7)
        page.heading("Growth rates near the origin", [*_setting(table)])
    return page.figure


def critical(source, axes=None, **look):
    """T_c and T_f against the separation, for each path and variance of the table."""
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


def separatrix(source, figure=None, **look):
    """Exponent and constant of |S| = C |D|^alpha against the temperature."""
    table = as_table(source)
    look = look_of(look)
    must_show(table, table.numbers("constant"))
    rows, columns = (2, 1) if look.narrow else (1, 2)
    with sheet(figure=figure, rows=rows, columns=columns, look=look,
               height=1.5 if look.narrow else 0.85) as page:
        for axes, (name, label) in zip(page.panels.flat, (
                ("alpha", r"exponent $\alpha = \lambda_S/\lambda_D$"),
                ("constant", "constant $C$"))):
            handles = _families(table, axes, "temperature", name)
            axes.set(xlabel="temperature $T$", ylabel=label)
            T = table.numbers("temperature")[np.isfinite(table.numbers(name))]
            logarithmic(axes.xaxis, T.min(), T.max())
            if name == "constant":
                page.legend_above(handles, 7)
        page.heading(r"The border between collapse and recovery: $|S| = C\,|D|^\alpha$ (S2)",
                     [*_setting(table)])
    return page.figure


def expectations(source, figure=None, **look):
    """Gaussian expectations of tanh, sech squared and log cosh against the mean."""
    table = as_table(source)
    look = look_of(look)
    must_show(table, table.numbers("expected_tanh"))
    rows, columns = (3, 1) if look.narrow else (1, 3)
    with sheet(figure=figure, rows=rows, columns=columns, look=look,
               height=1.9 if look.narrow else 0.75) as page:
        for axes, (name, label) in zip(page.panels.flat, (
                ("expected_tanh", r"$E\,\tanh(m + az)$"),
                ("expected_sech_squared", r"$E\,\mathrm{sech}^2(m + az)$"),
                ("expected_log_cosh", r"$E\,\log\cosh(m + az)$"))):
            handles = _families(table, axes, "mean", name, "deviation", "a", most=6)
            # The tables go over decades; m = 0 is left out.
            m, y = table.numbers("mean"), table.numbers(name)
            logarithmic(axes.xaxis, m[m > 0].min(), m.max(), enough=1.5)
            if name != "expected_tanh":
                logarithmic(axes.yaxis, y[y > 0].min(), y.max())
                axes.set_ylim(max(y[y > 0].min(), 1e-8 * y.max()), 2 * y.max())
            axes.set(xlabel="mean $m$", ylabel=label)
            if name == "expected_tanh":
                page.legend_above(handles, 6)
        page.heading("Gaussian expectations, (G1) to (G5)", [])
    return page.figure

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""RealNVP flows: outcome of the runs, their training, their densities."""
import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.lines import Line2D

from . import labels
from .curve import markers
from .drawing import drawing
from .look import PictureError
from .marks import temperature_marks
from .sheet import colours, grey, linear, logarithmic, look_of, must_show, sheet, thinned
from .source import as_table

_most_columns, _most_densities = 4, 8
_smooth = 25  # rows: a line through fewer has corners


def _parts(table, *left_out):
    """The target, the schedule and the network; the family is that of the mixture theory."""
    setting, texts = table.setting, labels.parameters(table, left_out, family=False)
    for keys, text in ((("couplings",), "{} couplings"),
                       (("depth", "width", "activation"), r"{}$\times${} {} units"),
                       (("batch",), "batch {}"), (("steps",), "{} steps"),
                       (("learning_rate",), "learning rate {}")):
        values = [setting(f"realnvp.{key}") for key in keys]
        if None not in values and not any(f"realnvp.{key}" in left_out for key in keys):
            texts.append(text.format(*map(labels.value_text, values)))
    return texts


def _place(table):
    """Numbers along the axis and, where the values are words, the words."""
    texts = table.text("vary")
    try:
        return table.numbers("vary"), None
    except ValueError:
        words = list(dict.fromkeys(texts))
        return np.array([words.index(text) for text in texts], dtype=float), words


@drawing("Of `annealvi realnvp`: vary, series, probability, lower, upper, runs, not_converged,\n"
         "    theory_probability.")
def realnvp(source, axes=None, **look):
    """Share of RealNVP flows that collapsed, of those that converged, beside P of the mixture (S4).

    Bars are Wilson intervals at `simulation.confidence`; crosses the share that did not converge.
    Series stand side by side, at most 1.2 % of the axis apart.
    """
    table = as_table(source)
    look = look_of(look)
    x, words = _place(table)
    P, theory = table.numbers("probability"), table.numbers("theory_probability")
    bad = table.numbers("not_converged") / table.numbers("runs")
    must_show(table, P, theory, bad)
    series, keys = table.text("series"), [table.key("vary"), table.key("series")]
    values = list(dict.fromkeys(series))
    shared = not _depends(theory, series, x)
    with sheet(axes, look=look) as page:
        axes, inks = page.axes, colours(len(values))
        span = np.unique(x)
        log = not words and len(span) > 2 and span[0] > 0 and \
            np.ptp(np.diff(np.log(span))) / np.log(span[-1] / span[0]) < \
            np.ptp(np.diff(span)) / np.ptp(span) and span[-1] > 2.9 * span[0]
        handles, kinds = [], {}
        for k, value in enumerate(values):
            ink = inks[k]
            rows = np.flatnonzero(series == value)
            rows = rows[np.argsort(x[rows], kind="stable")]
            # Symbols of different series stand side by side.
            step = 0.012 * (k - 0.5 * (len(values) - 1))
            aside = x[rows] * (span[-1] / span[0]) ** step if log else \
                x[rows] + step * (np.ptp(span) or 2.0)
            if k == 0 or not shared:
                style = {"linestyle": "none", "marker": "_", "markersize": 9} if words or \
                    len(rows) < 2 else {}
                if not style and len(rows) < _smooth:  # what lies between the rows is not computed
                    style = {"marker": "o", "markersize": 0.4 * Line2D([], []).get_markersize()}
                line, = axes.plot(x[rows], theory[rows], color=grey if shared else ink, **style)
                if np.isfinite(theory[rows]).any():
                    kinds["theory of the mixture"] = dict(style)
            low, high = table.numbers("lower")[rows], table.numbers("upper")[rows]
            known = np.isfinite(P[rows])
            dots = {"marker": markers[k % len(markers)], "linestyle": "none"}
            if known.any():
                axes.errorbar(aside[known], P[rows][known],
                              [(P[rows] - low)[known].clip(0), (high - P[rows])[known].clip(0)],
                              color=ink, zorder=3, clip_on=False, **dots,
                              elinewidth=0.6 * Line2D([], []).get_linewidth())
                kinds["collapsed, of converged"] = {"marker": "o", "linestyle": "none"}
            some = bad[rows] > 0
            if some.any():
                axes.plot(aside[some], bad[rows][some], color=ink, marker="x", linestyle="none",
                          zorder=3, clip_on=False)
                kinds["not converged, of all"] = {"marker": "x", "linestyle": "none"}
            if value:
                handles.append((Line2D([], [], color=ink, **dots),
                                labels.with_value(keys[1], value)))
        # Room for the symbols of no run and of all.
        axes.set(ylim=(-0.03, 1.03), ylabel="share of runs", xlabel=labels.axis(keys[0]))
        if words:
            axes.set_xticks(range(len(words)), [labels.value_text(word) for word in words])
            axes.set_xlim(-0.5, len(words) - 0.5)
            page.words = True
        elif log:
            logarithmic(axes.xaxis, span[0], span[-1])
            edge = (span[-1] / span[0]) ** 0.05
            axes.set_xlim(span[0] / edge, span[-1] * edge)
        else:
            linear(axes.xaxis, look.narrow)
            pad = 0.06 * np.ptp(span) or 0.5
            axes.set_xlim(span[0] - pad, span[-1] + pad)
        temperature_marks(axes, table, keys[0], np.full(len(table), ""), {"": grey})
        page.legend(axes, thinned(handles, 12), [(Line2D([], [], color=grey, **style), name)
                                    for name, style in kinds.items()])
        runs = np.unique(table.numbers("runs"))
        confidence = 100 * float(table.setting("simulation.confidence", 0.95))
        page.heading(f"Mode collapse of RealNVP against {labels.words(keys[0])}",
                     [*_parts(table, *keys),
                      f"{int(runs[-1])} runs a point, bars: {confidence:g} % Wilson intervals"])
    return page.axes


def _depends(theory, series, x):
    """Whether the theory differs between the series."""
    first = {}
    for value, place, P in zip(series, x, theory):
        reference = first.setdefault(place, P)
        if np.isfinite(P) and np.isfinite(reference) and abs(P - reference) > 1e-9:
            return True
    return len(set(zip(series[np.isfinite(theory)]))) < len(set(zip(series)))


@drawing("The history of `annealvi realnvp`: step, temperature, loss, relative_mass and their\n"
         "    _low and _high.")
def realnvp_history(source, figure=None, **look):
    """Temperature, loss [nats] and smaller relative mass (of 0 to 1) along the training.

    Lines are means over the flows of a point, bands go from 10 % to 90 %. At most four series (two
    in a column) and as many values of the axis as the style has colours are drawn.
    """
    table = as_table(source)
    look = look_of(look)
    must_show(table, table.numbers("loss"))
    keys = [table.key("vary"), table.key("series")]
    all_series = list(dict.fromkeys(table.text("series")))
    all_vary = list(dict.fromkeys(table.text("vary")))
    series = thinned(all_series, 2 if look.narrow else _most_columns)
    with sheet(figure=figure, rows=3, columns=len(series), look=look, sharex=True, sharey="row",
               height=1.6 if look.narrow else 1.3,
               gridspec_kw={"height_ratios": [1, 1.3, 1.3]}) as page:
        vary = thinned(all_vary, len(colours()))
        handles = {}
        for column, value in zip(page.panels.T, series):
            for name, ink in zip(vary, colours()):
                rows = table.rows((table.text("series") == value) & (table.text("vary") == name))
                if not len(rows):
                    continue
                step = rows.numbers("step")
                handles[name], = column[0].plot(step, rows.numbers("temperature"), color=ink)
                for axes, quantity in zip(column[1:], ("loss", "relative_mass")):
                    low, high = rows.numbers(f"{quantity}_low"), rows.numbers(f"{quantity}_high")
                    axes.fill_between(step, low, high, color=ink, alpha=0.18, linewidth=0)
                    axes.plot(step, rows.numbers(quantity), color=ink)
            if value:
                column[0].set_title(labels.with_value(keys[1], value))
            column[-1].set_xlabel("training step")
            column[-1].locator_params(axis="x", nbins=4 if len(series) > 1 else 7)
        first = page.panels[:, 0]
        for axes, label in zip(first, ("temperature $T$", "loss, nats", "smaller relative mass")):
            axes.set_ylabel(label)
        losses = np.concatenate([table.numbers(f"loss{end}") for end in ("", "_low", "_high")])
        losses = losses[losses > 0]
        if len(losses) and losses.max() > 10 * losses.min():
            logarithmic(first[1].yaxis, losses.min(), losses.max())
            first[1].set_ylim(losses.min() / 1.3, losses.max() * 1.3)
        first[2].set_ylim(0, 1)
        first[0].set_ylim(bottom=0)
        page.figure.align_ylabels(first)
        page.legend_above([(line, labels.with_value(keys[0], name) if name else "all runs")
                           for name, line in handles.items()], 6)
        drawn = [f"{len(some)} of {len(every)} values of {labels.words(key)} drawn"
                 for some, every, key in ((series, all_series, keys[1]), (vary, all_vary, keys[0]))
                 if len(some) < len(every)]
        page.heading("RealNVP along training", [*_parts(table, *keys),
                                                "mean and 10 % to 90 % of the runs", *drawn])
    return page.figure


@drawing("The densities of `annealvi realnvp`: step, temperature, along_e, across, flow, target.")
def realnvp_densities(source, figure=None, **look):
    """Density of one flow and of its target at some steps of the training.

    Over the plane of e and one other coordinate [component standard deviations], densities
    [1/component variances], at most eight steps (four in a column); colours go with the root.
    """
    table = as_table(source)
    look = look_of(look)
    steps = list(dict.fromkeys(table.numbers("step")))
    if not steps:
        raise PictureError(f"{table.name}: no row has a value that can be drawn.")
    drawn = thinned(steps, 4 if look.narrow else _most_densities)
    most = max(np.nanmax(table.numbers(name)) for name in ("flow", "target"))
    height = 0.75 if look.narrow else min(1.0, 0.32 + 1.75 / len(drawn))
    with sheet(figure=figure, rows=2, columns=len(drawn), look=look, sharex="col", sharey="col",
               height=height) as page:
        for column, step in zip(page.panels.T, drawn):
            part = table.rows(table.numbers("step") == step)
            x, y = np.unique(part.numbers("along_e")), np.unique(part.numbers("across"))
            if len(part) != len(x) * len(y):
                raise PictureError(f"{table.name}: the density at step {step:g} is cut off.")
            for axes, name in zip(column, ("flow", "target")):
                # The colours go with the square root: a wide target beside a narrow flow is seen.
                mesh = axes.pcolormesh(x, y, part.numbers(name).reshape(len(y), len(x)),
                                       norm=PowerNorm(0.5, 0, most), cmap="Blues", rasterized=True)
                axes.set_aspect("equal")
                axes.locator_params(nbins=3 if len(drawn) > 3 else 5)
            column[0].set_title(f"step {step:g}\n$T = {part.numbers('temperature')[0]:.3g}$",
                                fontsize="small")
            column[1].set_xlabel(r"$\mathbf{e}\cdot\mathbf{x}$")
            if column[0] is not page.panels[0, 0]:
                for axes in column:
                    axes.tick_params(labelleft=False)
        page.panels[0, 0].set_ylabel("flow")
        page.panels[1, 0].set_ylabel("target")
        bar = page.figure.colorbar(mesh, ax=page.panels, aspect=30, pad=0.01)
        bar.set_label("density")
        page.heading("RealNVP and its target along training",
                     [*_parts(table), *([f"{len(drawn)} of {len(steps)} times drawn"]
                                        if len(drawn) < len(steps) else [])])
    return page.figure

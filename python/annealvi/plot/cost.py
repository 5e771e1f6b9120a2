# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Cost of a step of SGD against the dimension, as scripts/cost_figure.sh measures it."""
import numpy as np

from . import labels
from .curve import markers, names
from .drawing import drawing
from .sheet import colours, logarithmic, look_of, must_show, sheet
from .source import as_table


@drawing("Of scripts/cost_figure.sh: engine, estimator, dimension, nanoseconds_per_step.")
def cost(source, axes=None, **look):
    """CPU time of a step of SGD [ns] against the dimension d, a line an engine and estimator."""
    table = as_table(source)
    look = look_of(look)
    d, time = table.numbers("dimension"), table.numbers("nanoseconds_per_step")
    must_show(table, time)
    kinds = list(dict.fromkeys(zip(table.text("engine"), table.text("estimator"))))
    with sheet(axes, look=look) as page:
        axes, handles = page.axes, []
        for k, (engine, estimator) in enumerate(kinds):
            rows = np.flatnonzero((table.text("engine") == engine) &
                                  (table.text("estimator") == estimator))
            rows = rows[np.argsort(d[rows])]
            line, = axes.plot(d[rows], time[rows], color=colours()[k % len(colours())],
                              marker=markers[k % len(markers)])
            words = f"{names.get(engine, labels.plain(engine))}, {labels.plain(estimator)}"
            handles.append((line, f"{words} estimator"))
        logarithmic(axes.xaxis, np.nanmin(d), np.nanmax(d))
        logarithmic(axes.yaxis, np.nanmin(time), np.nanmax(time))
        axes.set(xlabel=labels.axis("target.dimension"), ylabel="CPU time of a step, ns")
        page.legend(axes, handles)
        page.heading("Exact reduced SGD costs the same in every dimension", [])
    return page.axes

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Films: the runs in the plane of the overlaps, as time goes on."""
import shutil
from pathlib import Path

import numpy as np
from matplotlib.animation import FFMpegWriter, FuncAnimation, HTMLWriter, PillowWriter

from .drawing import check
from .look import PictureError
from .plane import plane, runs_of
from .save import check_free, films, format_of, whole_file
from .sheet import look_of


def _handles(legend):
    """Their name differs between versions of matplotlib."""
    return getattr(legend, "legend_handles", None) or legend.legendHandles


def animate(sources, path, *, frames=60, force=False, **options):
    """Writes a film of `plane` along the time.

    Parameters
    ----------
    sources
        As for `plane`.
    path : path
        Ends in .gif, .html or, where ffmpeg is installed, .mp4.
    frames : int
        From 2 to 1000, closer together at the start, where most happens.
    force : bool
        A file that is no picture of annealvi, or was edited since, is replaced with it only.
    **options
        Those of `plane` but for `until` and `times`.

    Returns
    -------
    path

    Raises
    ------
    PictureError
        One sentence; then nothing was written, and an older file is as it was.
    """
    check(path=path, frames=frames, force=force)
    if not 2 <= frames <= 1000:
        raise PictureError(f"frames = {frames} is not allowed: from 2 to 1000.")
    ending = format_of(path)
    if ending not in films:
        raise PictureError(f"{Path(path).name}: a film ends in {', '.join(films)}.")
    if ending == "mp4" and shutil.which("ffmpeg") is None:
        raise PictureError(f"{Path(path).name}: an MP4 film needs ffmpeg, which is not installed; "
                           "GIF and HTML do not.")
    check_free(path, force)
    runs = runs_of(sources)
    end = max(np.nanmax(run.numbers("time")) for run in runs)
    start = min(np.nanmin(run.numbers("time")) for run in runs)
    with_border = options.get("separatrix") is not None
    # Most happens early: the frames lie closer there.
    times = start + (end - start) * np.linspace(0, 1, frames) ** 2
    look = {key: options.pop(key) for key in ("size", "style", "title") if key in options}
    figure = plane(runs, until=times[0], **options, **look).figure
    box = figure.axes[0].get_position()
    with look_of(look).context():
        axes = figure.axes[0]

        def frame(k):
            axes.clear()
            axes.set_position(box)
            moment = {"times": [times[k]]} if with_border else {}
            plane(runs, axes, until=times[k], **{**options, **moment}, **look)
            axes.text(0.03, 0.96, f"$t = {times[k]:.3g}$", transform=axes.transAxes, va="top")
            legend = axes.get_legend()  # it stays in one place, beside the square
            axes.legend(_handles(legend), [text.get_text() for text in legend.get_texts()],
                        loc="upper left", bbox_to_anchor=(1.01, 1.0))
            return axes.get_children()

        for text in figure.texts:
            text.set_text(text.get_text().split(", $t")[0])
        film = FuncAnimation(figure, frame, frames=len(times), blit=False)
        writer = {"gif": lambda: PillowWriter(fps=12),
                  "mp4": lambda: FFMpegWriter(fps=12),
                  "html": lambda: HTMLWriter(fps=12, embed_frames=True)}[ending]()
        with whole_file(path, force) as part:
            film.save(part, writer=writer, dpi=80 if ending != "mp4" else 120)
    return path

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""`python3 -I .../annealvi/plot/__main__.py TABLE.csv`: pictures of result tables.

What lies in the current folder, settings of matplotlib for the user, and the environment change
nothing.
"""
import logging
import os
import signal
import sys
import warnings
from pathlib import Path


def stop(number, frame):
    """Leaves no unfinished file: what is open is cleaned up on the way out."""
    sys.exit(128 + number)


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    here = Path.cwd()
    package = Path(__file__).resolve().parents[1]
    sys.path.insert(0, str(package.parent))
    # Matplotlib looks for its settings in the current folder first, then where this says.
    os.chdir(package)
    os.environ["MATPLOTLIBRC"] = os.devnull
    os.environ.pop("MPLBACKEND", None)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")  # what matters is told in a sentence
    try:
        from annealvi.plot.command import run
    except ImportError as error:
        missing = (error.name or "").split(".")[0]
        print(f"annealvi.plot: pictures need the Python package {missing}, which is not installed.",
              file=sys.stderr)
        return 1
    return run(sys.argv[1:], here)


if __name__ == "__main__":
    sys.exit(main())

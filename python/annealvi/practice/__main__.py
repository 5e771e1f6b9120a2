# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""`python -m annealvi.practice FILE`: what `annealvi advise` runs."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import List, Optional


def run(arguments: Optional[List[str]] = None) -> int:
    """Exit code: 0 done, 1 numerical failure, 2 wrong input."""
    parser = argparse.ArgumentParser(prog="annealvi advise", description="From a training to a "
                                                                         "verdict.")
    parser.add_argument("file", type=Path, help="TOML or JSON: target, training, family, annealing")
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--out", type=Path, help="folder for schedule, code and configurations")
    parser.add_argument("--force", action="store_true", help="replace files of --out")
    options = parser.parse_args(arguments)
    try:
        from annealvi.errors import ConfigError, NumericalFailure
        from annealvi.practice import advise
    except ImportError as error:
        print(f"annealvi advise: {error}", file=sys.stderr)
        return 1
    try:
        advice = advise(options.file)
        if options.out is not None:
            advice.save(options.out, force=options.force)
    except (ConfigError, ImportError) as error:
        print(f"annealvi advise: {error}", file=sys.stderr)
        return 2
    except NumericalFailure as error:
        print(f"annealvi advise: {error}", file=sys.stderr)
        return 1
    print(json.dumps(advice.to_dict()) if options.json else advice)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if sys.flags.isolated:
        # Started by the program by the path of this file: the package lies two folders up.
        sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(run())

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What `Advice.save` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List

from ..errors import ConfigError
from .advice import Advice
from .snippets import snippets_of


def schedule_table(advice: Advice, most: int = 1001) -> str:
    """CSV of the first recommended schedule: step, T, beta; at most about `most` rows."""
    from .training import annealing

    chosen = advice.recommended[0]
    schedule = annealing(temperature=chosen.points)
    steps = advice.training.steps
    stride = max(1, -(-steps // (most - 1)))
    rows = sorted({*range(0, steps, stride), *(int(p[0]) for p in chosen.points), steps})
    lines = [f"# annealvi advise: {chosen.name} schedule, linear in T between the rows",
             "# columns: step (of the optimiser, from 0), T (temperature), beta (1/T)",
              "step,T,beta"]
    for n in rows:
        t = float(schedule.temperature(n))
        lines.append(f"{n},{t!r},{1.0 / t!r}")
    return "\n".join(lines) + "\n"


def write_files(advice: Advice, folder: Path, force: bool) -> List[Path]:
    """All or, where one is in the way and not `force`, none."""
    texts: Dict[str, str] = {"advice.txt": str(advice) + "\n",
                             "advice.json": json.dumps(advice.to_dict(), indent=1) + "\n",
                             "yours.toml": advice.risk.model.to_toml(),
                             "snippets.py": snippets_of(advice)}
    if advice.recommended:
        texts["schedule.csv"] = schedule_table(advice)
        texts["advised.toml"] = advice.recommended[0].model.to_toml()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be made ({error.strerror})") from None
    there = [name for name in texts if (folder / name).exists()]
    if there and not force:
        raise ConfigError(f"{folder / there[0]} is there already; --force (force=True) replaces it")
    written = []
    for name, text in texts.items():
        path = folder / name
        partial = path.with_suffix(path.suffix + ".part")
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise ConfigError(f"{path}: cannot be written ({error.strerror})") from None
        written.append(path)
    return written

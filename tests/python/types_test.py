# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""mypy --strict is content with the package, its stubs and with what a user writes."""

import os
import subprocess
import sys
from pathlib import Path

from program import SOURCES

EXAMPLE = Path(__file__).with_name("typed_example.py")


def mypy(*files):
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", SOURCES / "pyproject.toml", "--cache-dir",
         Path(os.environ["ANNEALVI_BUILD_FOLDER"]) / "mypy", *files],
        capture_output=True, text=True, env={**os.environ, "MYPYPATH": str(SOURCES / "python")})


def test_types():
    package = SOURCES / "python/annealvi"
    done = mypy("--strict", EXAMPLE, package / "_core.pyi", package / "plot/__init__.pyi",
                *sorted(package.glob("*.py")))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_type_is_seen(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import annealvi\n"
                     "annealvi.simulate(annealvi.Model(), runs='many')\n"
                     "annealvi.simulate(annealvi.Model()).interval + 1\n"
                     "annealvi.collapse_probability(annealvi.Model(), threads='many')\n")
    said = mypy(wrong).stdout
    assert all(f"wrong.py:{line}" in said for line in (2, 3, 4))

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The trainings shown in docs/practice run and find both modes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(os.environ["ANNEALVI_SOURCES"]) / "docs" / "practice"


@pytest.mark.parametrize("name", ["numpy_advi", "torch_mixture", "torch_realnvp"])
def test_example_runs(name):
    if name.startswith("torch"):
        pytest.importorskip("torch", reason="python3-torch is not installed")
    answer = subprocess.run([sys.executable, str(EXAMPLES / f"{name}.py")], capture_output=True,
                            text=True, timeout=900)
    assert answer.returncode == 0, answer.stderr
    assert "no mode is missing" in answer.stdout

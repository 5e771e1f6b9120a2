# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The package as such: lazy import, documentation, tables without the compiled module."""

import doctest
import importlib
import inspect
import os
import re
import subprocess
import sys

import pytest

import annealvi
from program import SOURCES

MODULES = ("ensembles", "errors", "grid", "jobs", "keys", "model", "probability", "progress", "results",
           "sections", "simulation", "sweeps", "theory")


def python(code, path, expect=0):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(path)})
    assert done.returncode == expect, done.stderr
    return done.stdout + done.stderr


def test_tables_work_without_the_compiled_module():
    table = SOURCES / "data/tables/critical.csv"
    code = f"import annealvi; print(len(annealvi.read_table({str(table)!r}).columns))"
    assert int(python(code, SOURCES / "python")) >= 5
    said = python("import annealvi; annealvi.Model()", SOURCES / "python", expect=1)
    assert "the compiled module of annealvi is missing" in said


def test_import_loads_nothing_that_is_heavy():
    code = ("import sys, annealvi; print([name for name in ('numpy', 'pandas', 'xarray', "
            "'matplotlib', 'annealvi._core') if name in sys.modules])")
    assert python(code, os.environ["PYTHONPATH"]).strip() == "[]"
    with pytest.raises(AttributeError, match="collaps_probability"):
        annealvi.collaps_probability


def test_everything_is_documented():
    assert set(annealvi.__all__) <= set(dir(annealvi))
    for name in annealvi.__all__:
        value = getattr(annealvi, name)
        if not isinstance(value, float):
            assert inspect.getdoc(value), name
        if inspect.isfunction(value) and value.__module__ != "annealvi.table":
            annotations = inspect.get_annotations(value)
            assert set(annotations) == {*inspect.signature(value).parameters, "return"}, name


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation(name):
    module = importlib.import_module(f"annealvi.{name}")
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(annealvi).failed == 0


def test_the_page_runs(monkeypatch):
    monkeypatch.chdir(SOURCES)
    page = (SOURCES / "docs/python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 3
    exec(compile("\n".join(blocks), "docs/python.md", "exec"), {})

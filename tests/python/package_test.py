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

MODULES = ("ensembles", "errors", "grid", "jobs", "keys", "model", "probability", "progress",
           "realnvp", "results", "sections", "separatrices", "simulation", "sweeps", "theory",
           "theory_tables", "units", "validation")


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


FUNCTIONS = [name for name in annealvi.__all__ if inspect.isfunction(getattr(annealvi, name))]
RESULTS = ("Columns", "ArrayResult", "Answer", "TableResult", "Ensemble", "Key", "Table")


def parts(text):
    """Sections of a docstring in NumPy style: title -> text."""
    pieces = re.split(r"^(\w+)\n-+\n", "\n" + inspect.cleandoc(text), flags=re.MULTILINE)
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2]))}


def test_everything_is_documented():
    assert set(annealvi.__all__) <= set(dir(annealvi)) and len(FUNCTIONS) >= 20
    for name in annealvi.__all__:
        assert isinstance(getattr(annealvi, name), float) or inspect.getdoc(
            getattr(annealvi, name)), name
        assert re.search(rf"`{name}`", annealvi.__doc__), f"{name} is not in help(annealvi)"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_tells_arguments_results_and_errors(name):
    function = getattr(annealvi, name)
    names = list(inspect.signature(function).parameters)
    assert set(inspect.get_annotations(function)) == {*names, "return"}
    told = parts(function.__doc__)
    titles = re.findall(r"^(\S.*?)(?: : .*)?$", told.get("Parameters", ""), flags=re.MULTILINE)
    described = {word.lstrip("*") for title in titles for word in title.split(", ")}
    assert set(names) == described
    assert told["Returns"]
    assert "Raises" in told


def test_results_tell_their_attributes():
    found = set()
    for module in MODULES:
        for name, value in vars(importlib.import_module(f"annealvi.{module}")).items():
            if inspect.isclass(value) and any(base.__name__ in RESULTS for base in value.__mro__):
                found.add(name)
                assert {"Attributes"} <= set(parts(value.__doc__)) or name in (
                    "Columns", "Curve", "OverlapProbability"), name
    assert len(found) >= 18


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

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The notebooks of the documentation run."""

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

from program import SOURCES

BOOKS = sorted((SOURCES / "docs/notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert len(BOOKS) >= 3


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_notebook(path, tmp_path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    ExecutePreprocessor(timeout=600).preprocess(book, {"metadata": {"path": tmp_path}})
    assert any(output.get("data", {}).get("image/png") for cell in book.cells
               for output in cell.get("outputs", []))

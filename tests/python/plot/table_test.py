# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
import subprocess
import sys

import numpy as np
import pytest
from tables import curve_rows, curve_text, package, sources, text

from annealvi.table import Table, TableError, as_table, parse_table, read_table


def test_head_and_columns_are_read():
    table = parse_table(curve_text(remarks=["interrupted: only finished points are here"]))
    assert (table.version, table.command, table.seed) == ("0.1.0", "annealvi curve", 1)
    assert table.remarks == ["interrupted: only finished points are here"]
    assert table.picture == "python3 -I -m annealvi.plot TABLE.csv"
    assert table.setting("target.separation") == 4.0
    assert table.setting("target.nothing", 7) == 7
    assert table.key("vary") == "annealing.initial_temperature"
    assert len(table) == len(curve_rows())
    assert table["probability"][0] == 0.48
    assert list(table["method"][:2]) == ["sharp", "sharp"]


def test_empty_cells_are_not_numbers_and_words_are_refused():
    table = parse_table("a,b\n1,x\n,y\n")
    assert np.isnan(table.numbers("a")[1])
    with pytest.raises(TableError, match="b = 'x' in row 1 of the data is no number"):
        table.numbers("b")
    with pytest.raises(TableError, match="there is no column 'c'; there are a, b"):
        table.text("c")


@pytest.mark.parametrize("content, words", [
    ("", "there is no line with the names"),
    ("# annealvi 0.1.0\n", "there is no line with the names"),
    ("a,b\n1\n", "line 2: 1 cells where there are 2 columns; is the file cut off"),
    ("a,a\n1,2\n", "two columns have the same name"),
    ('a,b\n"1,2\n', "the cells cannot be told apart"),
    ("a,b\n1,\0\n", "bytes that are no text"),
    ("#: [target\na\n1\n", "the configuration in the head cannot be read"),
])
def test_what_is_no_table_is_told_in_one_sentence(tmp_path, content, words):
    file = tmp_path / "odd.csv"
    file.write_text(content)
    with pytest.raises(TableError, match=words) as caught:
        read_table(file)
    assert str(caught.value).startswith("odd.csv") and "\n" not in str(caught.value)


def test_bytes_and_missing_files(tmp_path):
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(TableError, match="it is not UTF-8 text"):
        read_table(file)
    with pytest.raises(TableError, match="none.csv: cannot be read: No such file"):
        read_table(tmp_path / "none.csv")


def test_results_with_a_table_are_taken():
    table = parse_table("a\n1\n")

    class Result:
        def __init__(self, inner):
            self.table = inner

    assert as_table(table) is table
    assert as_table(Result(table)) is table
    assert as_table(Result(lambda: table)) is table


def test_rows_keep_the_head():
    table = parse_table(curve_text())
    some = table.rows(table.text("method") == "full")
    assert isinstance(some, Table) and len(some) == 4
    assert some.configuration is table.configuration


def test_committed_tables_are_read():
    files = sorted((sources / "data" / "tables").glob("*.csv"))
    files += sorted((sources / "data" / "realnvp").glob("*.csv"))
    assert len(files) > 15
    for file in files:
        assert len(read_table(file)) > 0


def test_reading_needs_neither_the_compiled_module_nor_matplotlib():
    code = (f"import sys; sys.path.insert(0, {str(package)!r}); import annealvi; "
            "annealvi.read_table; "
            "print(*(name in sys.modules for name in ('annealvi._core', 'matplotlib', 'pandas')))")
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True,
                          check=True)
    assert done.stdout.split() == ["False", "False", "False"]


def test_quoted_cells():
    table = parse_table(text(["a", "note"], [[1, '"one, two"'], [2, '"say ""no"""']]))
    assert list(table.text("note")) == ["one, two", 'say "no"']

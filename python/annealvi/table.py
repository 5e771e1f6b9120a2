# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Reading of result tables: CSV with a head that holds version, configuration and units."""
from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping

import numpy as np

from .arguments import told
from .units import unit_of

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

if TYPE_CHECKING:
    import pandas

_column_line = re.compile(r"  (\w[\w.]*): (.*)")
_largest = 512 * 1024 * 1024  # bytes: a table is read whole


class TableError(ValueError):
    """A file is no table that can be read; the message is one sentence."""


@dataclass
class Table:
    """A result table: its head and its columns.

    `text(name)` and `numbers(name)` give a column; `table[name]` gives numbers where all cells
    are numbers or empty, else text. An empty cell is NaN.

    Attributes
    ----------
    columns : dict of str to list of str
        The cells, by the name of the column.
    meanings : dict of str to str
        What each column is.
    configuration : dict
        Of the head: ``configuration["annealing"]["rate"]``; `configuration_text` is its TOML.
    remarks, version, command, seed
        What else the head says.
    """

    columns: dict[str, list[str]]
    meanings: dict[str, str] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    configuration_text: str = ""
    remarks: list[str] = field(default_factory=list)
    version: str = ""
    command: str = ""
    picture: str = ""
    seed: int | None = None
    name: str = "table"

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(name in self.columns for name in names)

    def text(self, name: str) -> np.ndarray[Any, Any]:
        """A column as texts, an array of objects; TableError where there is none."""
        if name not in self.columns:
            raise TableError(f"{self.name}: there is no column {name!r}; "
                             f"there are {', '.join(self.columns)}.")
        return np.array(self.columns[name], dtype=object)

    def numbers(self, name: str) -> np.ndarray[Any, Any]:
        """A column as floats, NaN for an empty cell; TableError for what is no number."""
        cells = self.text(name)
        result = np.full(len(cells), np.nan)
        for row, cell in enumerate(cells):
            try:
                result[row] = float(cell) if cell else np.nan
            except ValueError:
                raise TableError(f"{self.name}: {name} = {clipped(cell)!r} in row {row + 1} "
                                 "of the data is no number.") from None
        return result

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        try:
            return self.numbers(name)
        except TableError:
            return self.text(name)

    def rows(self, mask: Any) -> Table:
        """The table with the rows only where `mask` (one bool a row) is true."""
        keep = np.flatnonzero(mask)
        columns = {name: [cells[i] for i in keep] for name, cells in self.columns.items()}
        return replace(self, columns=columns)

    def key(self, column: str) -> str:
        """Key of the configuration whose values a column holds, or its name."""
        found = re.search(r"value of ([\w.]+)", self.meanings.get(column, ""))
        return found[1] if found else column

    def setting(self, key: str, default: Any = None) -> Any:
        """Value of `section.key` in the configuration of the head."""
        section, _, name = key.partition(".")
        part = self.configuration.get(section)
        return part.get(name, default) if isinstance(part, dict) else default

    @property
    def units(self) -> dict[str, str]:
        """Unit of every column by its name, empty for pure numbers and texts."""
        return {name: unit_of(name, self.meanings.get(name, "")) for name in self.columns}

    def frame(self) -> pandas.DataFrame:
        """The data as a pandas DataFrame; `attrs` has the units and the configuration."""
        import pandas

        frame = pandas.DataFrame({name: self[name] for name in self.columns})
        frame.attrs = {"annealvi_version": self.version, "command": self.command,
                       "configuration": self.configuration_text, "units": self.units}
        return frame


def clipped(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def read_table(path: str | os.PathLike[str]) -> Table:
    """A result table of the program: its data, configuration, meanings and units.

    Parameters
    ----------
    path : path
        A CSV file that a command wrote or `save` of a result: curve, phase, design, validation,
        trajectory, a theory table, realnvp (and -runs, -history, -densities).

    Returns
    -------
    Table
        ``table["probability"]`` is a column, ``table.frame()`` a pandas DataFrame,
        ``table.configuration["annealing"]["rate"]`` what was computed, ``table.units`` and
        ``table.meanings`` what the columns are. ``annealvi.read(path)`` is the model.

    Raises
    ------
    TableError
        One sentence: the file cannot be read or is no table.
    """
    try:
        path = Path(path)
    except TypeError:
        raise TableError(f"{told(path)} is not allowed: the path of a table is needed.") from None
    try:
        size = path.stat().st_size
        if size > _largest:
            raise TableError(f"{path.name}: {size} bytes are too many for a table.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError(f"{path.name}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise TableError(f"{path.name}: this is no table: it is not UTF-8 text.") from None
    return parse_table(text, path.name)


def parse_table(text: str, name: str = "table") -> Table:
    """The table of a text; see `read_table`."""
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    data = [(i, line) for i, line in enumerate(lines, 1) if line and not line.startswith("#")]
    columns = _data(data, name)
    table = Table(columns, name=name)
    _read_head(table, head)
    return table


def _data(lines: list[tuple[int, str]], name: str) -> dict[str, list[str]]:
    if not lines:
        raise TableError(f"{name}: there is no line with the names of the columns.")
    if any("\0" in line for _, line in lines):
        raise TableError(f"{name}: this is no table: it holds bytes that are no text.")
    try:
        rows = list(csv.reader(io.StringIO("\n".join(line for _, line in lines)), strict=True))
    except csv.Error as error:
        raise TableError(f"{name}: the cells cannot be told apart: {error}.") from None
    titles = rows[0]
    if len(set(titles)) < len(titles):
        raise TableError(f"{name}: two columns have the same name.")
    for number, row in enumerate(rows[1:], 1):
        if len(row) != len(titles):
            line = lines[min(number, len(lines) - 1)][0]
            raise TableError(f"{name}, line {line}: {len(row)} cells where there are "
                             f"{len(titles)} columns; is the file cut off?")
    return {title: [row[i] for row in rows[1:]] for i, title in enumerate(titles)}


def _read_head(table: Table, head: list[str]) -> None:
    toml: list[str] = []
    in_columns = False
    for line in head:
        if line.startswith(":"):
            toml.append(line[2:] if line.startswith(": ") else line[1:])
            continue
        column = _column_line.fullmatch(line[1:]) if in_columns else None
        words = line.strip()
        if column:
            table.meanings[column[1]] = column[2]
        elif words == "columns:":
            in_columns = True
        elif words.startswith("annealvi ") and not table.version:
            table.version = words.removeprefix("annealvi ")
        elif words.startswith("command: "):
            table.command = words.removeprefix("command: ")
        elif words.startswith("picture: "):
            table.picture = words.removeprefix("picture: ")
        elif re.fullmatch(r"seed: \d{1,20}", words):
            table.seed = int(words.removeprefix("seed: "))
        elif words and not words.startswith("configuration ("):
            table.remarks.append(words)
    table.configuration_text = "\n".join(toml)
    try:
        table.configuration = tomllib.loads(table.configuration_text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TableError(f"{table.name}: the configuration in the head cannot be read: "
                         f"{clipped(str(error))}.") from None


def table_of(columns: Mapping[str, Any], configuration: str = "", name: str = "table") -> Table:
    """A table of columns of numbers and texts; what is None or NaN is an empty cell."""
    cells = {each: ["" if value is None or value != value else str(value) for value in values]
             for each, values in columns.items()}
    made = Table(cells, name=name)
    _read_head(made, [f": {line}" for line in configuration.splitlines()])
    return made


def as_table(source: Any) -> Table:
    """A table, the path of one, a result that has one, or a pandas table such as of `sweep`."""
    if isinstance(source, Table):
        return source
    inner = getattr(source, "table", None)
    if inner is not None:
        return as_table(inner() if callable(inner) else inner)
    if hasattr(source, "itertuples") and hasattr(source, "attrs"):
        return table_of({str(name): source[name].tolist() for name in source.columns},
                        str(source.attrs.get("configuration", "")),
                        str(source.attrs.get("title", "table")))
    if not isinstance(source, (str, os.PathLike)):
        raise TableError(f"{told(source)} is not allowed: a table, the path of one, a result with "
                         "a table or a pandas table is needed.")
    return read_table(source)

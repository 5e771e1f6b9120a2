# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What calls return: arrays with keys and units, records, and tables of the program."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Dict, List, Mapping, Optional, Tuple, Union

import numpy as np

from .grid import Grid
from .keys import config_keys, spelled
from .model import Model
from .records import attributes, one_point, provenance
from .table import Table, parse_table
from .units import unit_of

if TYPE_CHECKING:
    import pandas
    import xarray

_shown_rows = 10


def html_table(title: str, header: List[str], rows: List[List[Any]], more: int = 0) -> str:
    """A table for a notebook; `more` rows are only counted."""
    def cell(value: Any) -> str:
        text = f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)
        return f"<td>{escape(text)}</td>"

    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows)
    tail = f"<tr><td colspan='{len(header)}'>... and {more} more</td></tr>" if more > 0 else ""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    return (f"<table><caption>{escape(title)}</caption><tr>{head}</tr>{body}{tail}</table>")


def storable(values: Any) -> Any:
    """Objects as the texts of a configuration: netCDF has numbers and texts only."""
    array = np.asarray(values)
    if array.dtype != object or all(isinstance(each, str) for each in array.flat):
        return array
    return np.array([spelled(each) for each in array.flat]).reshape(array.shape)


class ArrayResult:
    """Numbers at every point of a `Grid`: of one model a number, else arrays of the grid's shape.

    Attributes
    ----------
    shape : tuple of int
    model : Model
        That of the first point.
    coordinates : dict
        The keys that vary, each an array of `shape`.
    """

    title: ClassVar[str] = ""
    fields: ClassVar[Mapping[str, Tuple[str, str]]] = {}
    """(unit, meaning) of every field, by name."""

    def __init__(self, grid: Grid, values: Mapping[str, Any]) -> None:
        self._grid = grid
        self.shape = grid.shape
        self.model = grid.base
        self._values = {name: np.asarray(flat).reshape(grid.shape)
                        for name, flat in values.items()}

    def __getattr__(self, name: str) -> Any:
        values = self.__dict__.get("_values", {})
        if name not in values:
            raise AttributeError(f"{type(self).__name__} has no {name!r}; it has "
                                 f"{', '.join(values)}")
        array = values[name]
        if array.ndim > 0:
            return array
        value = array.item()
        return None if value != value else value  # one number that is missing

    def __dir__(self) -> List[str]:
        return sorted({*super().__dir__(), *self._values})

    @property
    def coordinates(self) -> Dict[str, Any]:
        return {name: self._grid.values(name) for name in self._grid.differing}

    def to_dict(self) -> Dict[str, Any]:
        """The fields by name."""
        return {name: getattr(self, name) for name in self._values}

    def to_dataframe(self) -> pandas.DataFrame:
        """One row a point: the keys that vary by their full names, then the fields."""
        import pandas

        columns = {name: values.ravel() for name, values in self.coordinates.items()}
        columns.update((name, array.ravel()) for name, array in self._values.items())
        frame = pandas.DataFrame(columns)
        frame.attrs = self._attributes()
        return frame

    def to_xarray(self) -> xarray.Dataset:
        """Fields as variables over the keys that vary, with units; `to_netcdf` writes it."""
        import xarray

        names, coordinates = self._grid.dimensions()
        variables = {name: (names, array, attributes(name, *self.fields.get(name, ("", ""))))
                     for name, array in self._values.items()}
        axes = {name: (dims, storable(values),
                       attributes(name, config_keys()[name].unit, config_keys()[name].meaning))
                for name, (dims, values) in coordinates.items()}
        return xarray.Dataset(variables, coords=axes, attrs=self._attributes())

    def _attributes(self) -> Dict[str, str]:
        return provenance(self.title, self.model)

    def _shown(self) -> List[str]:
        return [name for name in self.fields if name in self._values]

    def _repr_html_(self) -> str:
        columns = {**self.coordinates, **{name: self._values[name] for name in self._shown()}}
        flat = {name: np.asarray(values).ravel() for name, values in columns.items()}
        count = int(np.prod(self.shape, dtype=int))
        rows = [[values[i] for values in flat.values()] for i in range(min(count, _shown_rows))]
        return html_table(self.title, list(flat), rows, count - len(rows))

    def __repr__(self) -> str:
        if self.shape:
            return f"<{type(self).__name__} of shape {self.shape}>"
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown())
        return f"{type(self).__name__}({inside})"


class Answer:
    """One answer of the program: what it prints with ``--json``, as attributes.

    Attributes
    ----------
    data : dict
        The whole JSON object; what does not exist is None.
    model : Model
        What was asked about.
    """

    title: ClassVar[str] = "annealvi"

    def __init__(self, data: Dict[str, Any], model: Optional[Model] = None) -> None:
        self.data = data
        self.model = model

    def __getattr__(self, name: str) -> Any:
        data = self.__dict__.get("data", {})
        if name in data:
            return data[name]
        raise AttributeError(f"{type(self).__name__} has no {name!r}; it has {', '.join(data)}")

    def __dir__(self) -> List[str]:
        return sorted({*super().__dir__(), *self.data})

    def to_dict(self) -> Dict[str, Any]:
        return dict(self.data)

    def _numbers(self) -> Dict[str, Any]:
        """Without the configuration: nested ones as "section.name"."""
        flat: Dict[str, Any] = {}
        for name, value in self.data.items():
            if name in ("config", "version"):
                continue
            if isinstance(value, dict):
                flat.update((f"{name}.{inner}", each) for inner, each in value.items())
            elif not isinstance(value, list):
                flat[name] = value
        return flat

    def to_dataframe(self) -> pandas.DataFrame:
        """One row: the keys that are not the default, then the numbers."""
        import pandas

        return pandas.DataFrame([self._row()])

    def to_xarray(self) -> xarray.Dataset:
        """The same without axes, with units and the configuration; `to_netcdf` writes it."""
        attrs = {"title": self.title} if self.model is None else provenance(self.title, self.model)
        return one_point(self._row(), attrs)

    def _row(self) -> Dict[str, Any]:
        keys = self.model.changed if self.model is not None else {}
        return {name: value for name, value in {**keys, **self._numbers()}.items()
                if not isinstance(value, (dict, list))}

    def _repr_html_(self) -> str:
        rows = [[name, "" if value is None else value] for name, value in self._numbers().items()]
        return html_table(self.title, ["", ""], rows)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._numbers().items())
        return f"{type(self).__name__}({inside})"


class TableResult:
    """A result table of the program, the same bytes that the program writes.

    Attributes
    ----------
    text : str
        The file: head with version, configuration and meanings, then the rows.
    table : Table
        The same, read. ``table["probability"]`` is a column; `annealvi.plot` draws it.
    data : dict
        What the program's JSON says besides.
    """

    title: ClassVar[str] = "annealvi"

    def __init__(self, text: str, model: Model, data: Optional[Dict[str, Any]] = None) -> None:
        self.text = text
        self.table: Table = parse_table(text)
        self.model = model
        self.data = data or {}

    @property
    def status(self) -> str:
        """Of the whole job: "done", "failed", "interrupted", or as the job says."""
        return str(self.data.get("status", "done"))

    def __getitem__(self, column: str) -> Any:
        """A column: numbers where all cells are numbers or empty (NaN), else texts."""
        return self.table[column]

    def __len__(self) -> int:
        return len(self.table)

    @property
    def meanings(self) -> Dict[str, str]:
        """Meaning of every column, as the head of the table gives it."""
        return dict(self.table.meanings)

    @property
    def units(self) -> Dict[str, str]:
        """Unit of every column, empty for pure numbers and texts."""
        return self.table.units

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the table; the program and `read` take it as a configuration."""
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.text)

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows; an empty cell is NaN."""
        frame = self.table.frame()
        frame.attrs = provenance(self.title, self.model)
        return frame

    def _index(self) -> List[str]:
        """Columns that become the axes in xarray; none: rows are numbered."""
        return []

    def to_xarray(self) -> xarray.Dataset:
        """Columns as variables with meanings and units; `to_netcdf` writes it."""
        frame = self.to_dataframe()
        indexed = frame.set_index(self._index() or frame.index.rename("row"))
        data: xarray.Dataset = indexed.to_xarray()
        for name, meaning in self.table.meanings.items():
            data[name].attrs = attributes(name, unit_of(name, meaning), meaning)
        if "row" in data.coords:
            data["row"].attrs = attributes("row", "", "number of the row")
        data.attrs = frame.attrs
        return data

    def _repr_html_(self) -> str:
        cells = self.table.columns
        values = {name: self.table[name] for name in cells}
        count = min(len(self), _shown_rows)
        rows = [[values[name][i] if cells[name][i] else "" for name in cells]
                for i in range(count)]
        return html_table(self.title, list(cells), rows, len(self) - count)

    def __repr__(self) -> str:
        names = list(self.table.columns)
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        return (f"<{type(self).__name__}: {len(self)} rows of {', '.join(names[:12])}{more}; "
                f"{self.status}>")

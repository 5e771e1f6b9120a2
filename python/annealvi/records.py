# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Records of numbers and arrays of one shape, and how they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Dict, Mapping, Tuple

import numpy as np

from . import _core
from .model import Model
from .units import unit_of

if TYPE_CHECKING:
    import pandas
    import xarray


def attributes(name: str, unit: str, meaning: str) -> Dict[str, str]:
    """Those of a variable in netCDF."""
    return {"long_name": meaning or name, "units": unit or "1"}


def provenance(title: str, model: Model) -> Dict[str, str]:
    """Attributes of a whole result."""
    return {"title": title, "annealvi_version": _core.version, "configuration": model.to_toml()}


def one_point(values: Mapping[str, Any], attrs: Mapping[str, str]) -> xarray.Dataset:
    """Numbers and texts by name, without axes; what is missing is NaN."""
    import xarray

    variables = {name: ((), np.nan if value is None else value,
                        attributes(name, unit_of(name), ""))
                 for name, value in values.items()}
    return xarray.Dataset(variables, attrs=dict(attrs))


class Columns:
    """Base of records: numbers, or arrays of one shape; the attribute `model` is what was asked."""

    title: ClassVar[str] = "annealvi"
    axes: ClassVar[Tuple[str, ...]] = ()
    """Attributes that say where; the others say what was found there."""
    units: ClassVar[Mapping[str, str]] = {}
    """Where the name of an attribute does not tell (`unit_of`)."""
    model: Model

    def to_dict(self) -> Dict[str, Any]:
        """The attributes by name."""
        return {name: value for name, value in vars(self).items() if name != "model"}

    def to_dataframe(self) -> pandas.DataFrame:
        """One row a point, one column an attribute."""
        import pandas

        fields = self.to_dict()
        broadcast = np.broadcast_arrays(*fields.values())
        frame = pandas.DataFrame({name: array.ravel() for name, array in zip(fields, broadcast)})
        frame.attrs = provenance(self.title, self.model)
        return frame

    def to_xarray(self) -> xarray.Dataset:
        """Attributes as variables with units; `to_netcdf` writes it."""
        import xarray

        fields = self.to_dict()
        rank = max(np.ndim(value) for value in fields.values())
        names = [self.axes[0]] if rank == 1 and self.axes else [f"axis_{i}" for i in range(rank)]
        variables = {name: (names if np.ndim(value) else (), value,
                            attributes(name, self.units.get(name, unit_of(name)), ""))
                     for name, value in fields.items()}
        coordinates = {name: variables.pop(name) for name in self.axes}
        return xarray.Dataset(variables, coords=coordinates,
                              attrs=provenance(self.title, self.model))

    def _repr_html_(self) -> str:
        return str(self.to_dataframe()._repr_html_())

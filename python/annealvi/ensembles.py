# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Every run of an engine on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

import numpy as np

from . import _core
from .arguments import choice
from .errors import ConfigError, NumericalFailure
from .model import Model
from .progress import Progress, finished, shown
from .records import attributes, provenance
from .results import html_table
from .simulation import Times, outcomes, times_text, with_shorthands
from .table import Table, table_of

if TYPE_CHECKING:
    import pandas
    import xarray


class Ensemble:
    """What became of every run; see `ensemble`.

    Attributes
    ----------
    records : structured ndarray, one entry a run
        ``run`` (number), ``outcome`` ("collapsed", "recovered", "undecided"), ``overlaps`` (K,
        axes) and ``gram`` (K, K) at t_end, ``steps``, ``projections``. Of mixtures also
        ``weights`` (K), ``sigma``, ``covered`` (modes), ``mechanism``, ``loss_time``,
        ``objective``, ``effective_sample_size``, ``mode_weight_error``. An overlap is in
        component standard deviations; K components; one axis for the pair of modes.
    failures : dict
        Run number -> sentence, of the runs that failed; they have no record.
    times : ndarray or None
        Output times [time], if asked for.
    overlaps, gram : ndarray or None
        Of shape (runs, times, K, axes) and (runs, times, K, K).
    weights, sigma : ndarray or None
        Of mixtures: (runs, times, K) and (runs, times).
    """

    overlaps: Any
    gram: Any
    weights: Any
    sigma: Any

    def __init__(self, fields: Dict[str, Any], model: Model) -> None:
        self.model = model
        self.failures: Dict[int, str] = fields.pop("failures")
        self.times = fields.pop("times", None)
        for name in ("overlaps", "gram", "weights", "sigma"):
            setattr(self, name, fields.pop(f"path_{name}", None))
        fields["outcome"] = np.array(outcomes)[fields["outcome"]]
        if "mechanism" in fields:
            fields["mechanism"] = np.array(fields["mechanism"], dtype="U16")
        order = ["run", "outcome", "overlaps", "gram"]
        names = order + [name for name in fields if name not in order]
        columns = {name: np.asarray(fields[name]) for name in names}
        count = len(columns["run"])
        self.records = np.empty(count, dtype=[(name, array.dtype, array.shape[1:])
                                              for name, array in columns.items()])
        for name, array in columns.items():
            self.records[name] = array

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, field: str) -> Any:
        """One field of the records."""
        return self.records[field]

    def to_dataframe(self) -> pandas.DataFrame:
        """One row a run; m1, q12 and the like for the entries of overlaps and Gram matrix."""
        import pandas

        columns: Dict[str, Any] = {}
        for name in self.records.dtype.names or ():
            values = self.records[name]
            letter = {"overlaps": "m", "gram": "q", "weights": "w"}.get(name, name)
            if values.ndim == 1:
                columns[name] = values
            elif name == "overlaps" and values.shape[2] == 1:
                columns.update((f"m{k + 1}", values[:, k, 0]) for k in range(values.shape[1]))
            else:
                for index in np.ndindex(values.shape[1:]):
                    if name == "gram" and index[0] > index[1]:
                        continue
                    label = ("" if max(values.shape[1:]) < 10 and name == "gram" else "_").join(
                        str(i + 1) for i in index)
                    entry: Tuple[Any, ...] = (slice(None), *index)
                    columns[letter + label] = values[entry]
        return pandas.DataFrame(columns)

    def to_xarray(self) -> xarray.Dataset:
        """Records over ``run``, paths over ``run`` and ``time``; `to_netcdf` writes it."""
        import xarray

        dims = {"overlaps": ["component", "axis"], "gram": ["component", "other"],
                "weights": ["component"]}
        variables: Dict[str, Any] = {}
        for name in self.records.dtype.names or ():
            if name != "run":
                variables[name] = (["run", *dims.get(name, [])], self.records[name],
                                   attributes(name, _units.get(name, ""), ""))
        coordinates: Dict[str, Any] = {
            "run": ("run", self.records["run"], attributes("run", "", "number of the run"))}
        if self.times is not None:
            coordinates["time"] = ("time", self.times, attributes("time", "time", "time"))
            for name in ("overlaps", "gram", "weights", "sigma"):
                if getattr(self, name) is not None:
                    variables[f"path_{name}"] = (
                        ["run", "time", *dims.get(name, [])], getattr(self, name),
                        attributes(name, _units.get(name, ""), ""))
        return xarray.Dataset(variables, coords=coordinates,
                              attrs=provenance("annealvi ensemble", self.model))

    @property
    def tables(self) -> List[Table]:
        """The motion of every run, for ``annealvi.plot.plane``: two components on the pair of
        modes, and `times` were asked for; else ConfigError."""
        if self.times is None or self.overlaps.shape[2:] != (2, 1):
            raise ConfigError("ensemble: the plane is of two components on the pair of modes, at "
                              "the times that `times` asks for")
        toml, temperature = self.model.to_toml(), self.model.schedule(self.times)
        return [table_of({"time": self.times, "temperature": temperature, "m1": m[:, 0, 0],
                          "m2": m[:, 1, 0]}, toml, f"run {number}")
                for number, m in zip(self.records["run"], self.overlaps)]

    def __repr__(self) -> str:
        names, counts = np.unique(self.records["outcome"], return_counts=True)
        told = ", ".join(f"{count} {name}" for name, count in zip(names, counts))
        return f"<Ensemble of {len(self)} runs: {told}; {len(self.failures)} failed>"

    def _repr_html_(self) -> str:
        names, counts = np.unique(self.records["outcome"], return_counts=True)
        rows = [[name, count] for name, count in zip(names, counts)]
        return html_table("annealvi ensemble", ["outcome", "runs"],
                          [*rows, ["failed", len(self.failures)]])


_units = {"overlaps": "component standard deviations", "gram": "component variances",
          "sigma": "length", "loss_time": "time", "objective": "nats"}


def ensemble(model: Model, engine: Optional[str] = None, runs: Optional[int] = None,
             seed: Optional[int] = None, times: Times = None, *, progress: Progress = False,
             on_failure: str = "raise", **keys: Any) -> Ensemble:
    """Every run on its own: outcome, final statistics and, at `times`, the motion.

    Parameters
    ----------
    model : Model
    engine, runs, seed, progress, on_failure, **keys
        As for `simulate`, which counts the same runs; ``simulation.half_width`` plays no part.
    times : str or increasing floats, optional
        As for `trajectory`; memory is about 8 K (K + axes) bytes a run and time.

    Returns
    -------
    Ensemble
        `records` (a structured array), ``found["outcome"]``, and with `times` the arrays
        `overlaps`, `gram`; ``to_dataframe()``, ``to_xarray()``.

    Raises
    ------
    ConfigError
        For wrong keys or times, and more runs than can be kept.
    NumericalFailure, Interrupted
        `partial` has the runs that were finished.

    Examples
    --------
    >>> found = ensemble(Model(), "flow", runs=3, times=[0.0, 20.0])
    >>> found["overlaps"].shape, found.overlaps.shape
    ((3, 2, 1), (3, 2, 2, 1))
    """
    choice("ensemble", "on_failure", on_failure, ("raise", "keep"))
    model = with_shorthands("ensemble", model, keys, simulation__engine=engine,
                            simulation__runs=runs, simulation__seed=seed)
    if model["simulation.runs"] > 10_000_000:
        raise ConfigError(f"ensemble: simulation.runs = {model['simulation.runs']} is not "
                          "allowed: every run is kept, at most 10000000")
    with shown(progress, "simulating") as hear:
        fields, interrupted = _core.ensemble(model._config, times_text(times, "ensemble"), hear)
        result = finished(Ensemble(fields, model), interrupted)
    if result.failures and on_failure == "raise":
        number, sentence = next(iter(result.failures.items()))
        raise NumericalFailure(f"{len(result.failures)} runs failed numerically and have no "
                               f"record: run {number}: {sentence}", result)
    return result

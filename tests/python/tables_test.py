# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Every table that the program writes is read back: rows, configuration, meanings, units."""

import re

import pandas
import pytest
import xarray

import annealvi
from annealvi import Model
from annealvi.units import unit_of, width
from program import run

PAIR = Model(target=dict(dimension=40), annealing=dict(initial_temperature=3.0, rate=0.4),
             **{"simulation.runs": 16, "simulation.until": 40.0, "design.risk": 0.05,
                "numerics.probability_error": 1e-3, "numerics.relative_tolerance": 1e-6})
NOISY = PAIR.replace(sgd=dict(step=0.02))
THREE = PAIR.replace(target=dict(modes="ring:3", dimension=10), family=dict(components=3))
FLOWS = PAIR.replace(target=dict(dimension=2), **{
    "realnvp.steps": 30, "realnvp.runs": 2, "realnvp.couplings": 2, "realnvp.width": 4,
    "realnvp.batch": 16, "realnvp.evaluation_samples": 100, "realnvp.history_rows": 5,
    "realnvp.density_times": "0,end"})
SHORT = {"expectations": ["--mean", "0:1:2", "--deviation", "1"], "finite-size": [
    "--separation", "3", "--temperature", "1.5", "--dimension", "10,100"]}
THEORY = ("expectations", "rates", "critical", "separatrix", "finite-size", "bifurcation")

JOBS = {
    "curve": (NOISY, ["curve", "--vary", "annealing.rate=0.4,0.8", "--methods",
                      "sharp,overlap,sde"]),
    "phase": (PAIR, ["phase", "--x", "annealing.rate=0.2:1:3:log", "--y",
                     "annealing.initial_temperature=1:4:4"]),
    "design": (PAIR.replace(**{"simulation.until": "auto"}), ["design"]),
    "validation": (PAIR.replace(target=dict(dimension=10)), ["validate"]),
    "trajectory": (NOISY, ["trajectory", "--engine", "reduced", "--runs", "4", "--compare", "sde",
                           "--times", "0:end:5"]),
    "mixture": (THREE, ["trajectory", "--times", "0:end:5"]),
    "realnvp": (FLOWS, ["realnvp"]),
    **{name: (Model(), ["table", name, *SHORT.get(name, ["--separation", "3,4"])])
       for name in THEORY},
}
WORDS = {"nats": "nats", "1/time": "1/time", "in widths": width}


def check_units(table):
    assert set(table.units) == set(table.columns) == set(table.meanings)
    for name, meaning in table.meanings.items():
        for word, unit in WORDS.items():
            if word in meaning:
                assert table.units[name] == unit, (name, meaning)
    assert table.units.get("time", "time") == table.units.get("end_time", "time") == "time"


def check(path, model, whole):
    table = annealvi.read_table(path)
    frame = table.frame()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == len(table) > 0
    assert list(frame.columns) == list(table.columns)
    assert frame.attrs["units"] == table.units and frame.attrs["configuration"]
    assert table.version == annealvi.__version__ and table.command.startswith("annealvi ")
    text = path.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(rows) == len(table) + 1
    if whole:  # what the command line set is in the head too
        kept = annealvi.read(path)
        for name, value in model.changed.items():
            assert kept[name] == value, name
        section, key = "annealing", "rate"
        assert table.configuration[section][key] == kept["annealing.rate"]
    check_units(table)


@pytest.mark.parametrize("name", JOBS)
def test_every_table_of_the_program(name, tmp_path):
    model, words = JOBS[name]
    model.save(tmp_path / "model.toml")
    is_table = words[0] == "table"
    given = [] if is_table else [tmp_path / "model.toml"]
    # `validate` may find that so few runs disagree: its table is what is asked for.
    run(words[0], *given, *words[1:], "--out", tmp_path / "out",
        expect=(0, 3) if words[0] == "validate" else 0)
    tables = sorted((tmp_path / "out").glob("*.csv"))
    assert len(tables) == (4 if name == "realnvp" else 1)
    for path in tables:
        check(path, model, whole=not is_table)


def test_units_of_keys_and_columns():
    assert unit_of("vary", "value of annealing.rate") == "1/time"
    assert unit_of("annealing.rate") == "1/time" and unit_of("linear.lambda_sum") == "1/time"
    assert unit_of("series", "value of target.weight") == "" == unit_of("probability")
    assert unit_of("q1_12") == unit_of("sde_y_low") == "component variances"
    assert unit_of("flow_abs_s_mean") == unit_of("m3_1") == width and not unit_of("m")


def stored(result, path):
    """What netCDF gives back."""
    result.to_xarray().to_netcdf(path)
    with xarray.open_dataset(path) as back:
        back.load()
    assert back.attrs["title"] and re.match(r"\d", back.attrs["annealvi_version"])
    (path.parent / "again.toml").write_text(back.attrs["configuration"], encoding="utf-8")
    assert annealvi.read(path.parent / "again.toml") == result.model
    assert all(variable.attrs["units"] and variable.attrs["long_name"]
               for variable in back.variables.values())
    return back


@pytest.mark.parametrize("make, name, unit", [
    (lambda: annealvi.collapse_probability(PAIR, **{"annealing.rate": [0.4, 0.8]}),
     "annealing.rate", "1/time"),
    (lambda: annealvi.probability_report(PAIR), "linear.lambda_sum", "1/time"),
    (lambda: annealvi.simulate(PAIR), "end_time", "time"),
    (lambda: annealvi.ensemble(PAIR, times="0:end:3"), "path_gram", "component variances"),
    (lambda: annealvi.trajectory(THREE, times="0:end:3"), "objective", "nats"),
    (lambda: annealvi.linear_rates(PAIR, [1.0, 2.0]), "difference", "1/time"),
    (lambda: annealvi.overlap_probability(PAIR), "evaluated_at", "time"),
    (lambda: annealvi.effective_start(NOISY), "variance_sum", "component variances"),
    (lambda: annealvi.separatrix(PAIR, [0.1, 0.2], accuracy=1e-2), "sum", width),
    (lambda: annealvi.theory_table("rates", separation=3), "lambda_difference", "1/time"),
    (lambda: annealvi.design(PAIR, check=False, **{"simulation.until": "auto"}),
     "target.dimension", "1"),
    (lambda: annealvi.train_realnvp(FLOWS), "median_divergence", "nats"),
])
def test_netcdf_keeps_values_units_and_configuration(make, name, unit, tmp_path):
    result = make()
    back = stored(result, tmp_path / "result.nc")
    data = result.to_xarray()
    assert back[name].attrs["units"] == unit
    xarray.testing.assert_equal(back, data)

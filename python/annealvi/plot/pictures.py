# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Which pictures a table has, told from its columns."""
from . import theory
from .cost import cost
from .curve import curve
from .design import design
from .look import PictureError
from .mechanisms import has_mechanisms, mechanisms
from .phase import phase
from .plane import plane
from .realnvp import realnvp, realnvp_densities, realnvp_history
from .source import as_table
from .trajectory import bands, trajectory

# Name, columns, what the file name of the picture ends with, function. The first that fits counts.
_all = [
    ("realnvp", ("vary", "not_converged", "theory_probability"), "", realnvp),
    ("history", ("step", "loss", "relative_mass"), "", realnvp_history),
    ("densities", ("step", "along_e", "across", "flow", "target"), "", realnvp_densities),
    ("curve", ("vary", "method", "probability", "lower", "upper"), "", curve),
    ("phase", ("x", "y", "method", "probability"), "", phase),
    ("bands", ("time", "temperature", "flow_abs_s_mean"), "", bands),
    ("trajectory", ("time", "temperature", "m1"), "", trajectory),
    ("trajectory", ("time", "temperature", "m1_1"), "", trajectory),
    ("bifurcation", ("branch", "m1", "m2"), "", theory.bifurcation),
    ("finite-size", ("dimension", "rare_power_law"), "", theory.finite_size),
    ("expectations", ("mean", "deviation", "expected_tanh"), "", theory.expectations),
    ("rates", ("lambda_sum", "lambda_difference", "alpha"), "", theory.rates),
    ("critical", ("critical_temperature", "safe_temperature_status"), "", theory.critical),
    ("separatrix", ("alpha", "constant", "error"), "", theory.separatrix),
    ("separatrix", ("difference", "sum", "always_collapses"), "", theory.separatrix),
    ("design", ("kind", "log10_probability"), "", design),
    ("cost", ("engine", "estimator", "dimension", "nanoseconds_per_step"), "", cost),
    ("curve", ("method", "probability", "lower", "upper"), "", curve),
]
_more = {"mechanisms": mechanisms, "plane": plane}
names = tuple(dict.fromkeys([name for name, *_ in _all] + list(_more)))


def pictures(table):
    """Every picture that a table has, told from its columns.

    Parameters
    ----------
    table : table, path of one, result with a table, or pandas table

    Returns
    -------
    list of (name, ending of the file name, function)

    Raises
    ------
    PictureError
        Where there is none.
    annealvi.TableError
    """
    table = as_table(table)
    for name, columns, ending, function in _all:
        if table.has(*columns):
            found = [(name, ending, function)]
            if name == "curve" and has_mechanisms(table):
                found.append(("mechanisms", "-mechanism", mechanisms))
            return found
    raise PictureError(f"{table.name}: there is no picture of a table with these columns.")


def function_of(name):
    if name in _more:
        return _more[name]
    for known, _, _, function in _all:
        if known == name:
            return function
    raise PictureError(f"there is no picture {name!r}; there are {', '.join(names)}.")


def draw(source, **options):
    """The first of the `pictures` of a table, whatever it is.

    Parameters
    ----------
    source : table, path of one, result with a table, or pandas table
    **options
        Of the function that draws it.

    Returns
    -------
    Axes or Figure
        As that function.

    Raises
    ------
    PictureError, annealvi.TableError
        One sentence.
    """
    table = as_table(source)
    return pictures(table)[0][2](table, **options)

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The sharp collapse probability over arrays, and all that the theory says of one model."""

from __future__ import annotations

import json
from typing import Any, List, Optional, overload

import numpy as np

from . import _core
from .arguments import choice, threads as thread_count
from .errors import NumericalFailure
from .grid import Grid
from .keys import KeyValue, of_call
from .model import Model, Models, changed_model
from .progress import Progress, finished, shown
from .results import Answer, ArrayResult, storable
from .table import Table, table_of


class CollapseProbability(ArrayResult):
    """Sharp collapse probability (S4), (N7); see `collapse_probability`.

    Of one model every field is a number or text, of many an array of their common shape.

    Attributes
    ----------
    probability, error : float
        P and the estimate of its absolute error. Where there is no number: None, in arrays NaN.
    log10_probability : float
        -inf where P underflows.
    status : str
        With a number: "converged", "not_converged" (its error is larger than wanted),
        "unfinished" (T(t_end) is not near 1), "outside_validity" (the noise theory does not
        cover the case). Without: "no_outcome", "not_available", "failed", "interrupted".
    message : str
        What is to be said about it, may be empty.
    variance_sum, variance_difference : float
        Variances of S and D at the start, with gradient noise the effective ones (N7).
    matching_time, nonlinear_share, largest_step : float
        How far (N7) can be trusted: theory/gradient_noise.md.
    end_temperature : float
        T(t_end).
    lifetime : float
        Of a collapse that does not last [time]; None, in arrays NaN, where it does.
    """

    title = "Sharp collapse probability"
    fields = {
        "probability": ("", "P of collapse at t_end (S4), (N7)"),
        "error": ("", "estimate of the absolute error of P"),
        "log10_probability": ("", "log10 of P"),
        "status": ("", "what the number is worth"),
        "message": ("", "what else is to be said"),
        "variance_sum": ("component variances", "v_S, variance of S at the start"),
        "variance_difference": ("component variances", "v_D, variance of D at the start"),
        "matching_time": ("time", "t_m of (N7)"),
        "nonlinear_share": ("", "share of the variances by noise after the linear stage"),
        "largest_step": ("", "step of SGD times the largest growth rate"),
        "end_temperature": ("", "temperature at t_end"),
        "lifetime": ("time", "of a collapse that does not last"),
    }

    def _shown(self) -> List[str]:
        return ["probability", "error", "status", "message"]

    @property
    def table(self) -> Table:
        """A row a point, as of `sweep`: ``annealvi.plot.curve`` draws it."""
        columns = {name: storable(values).ravel() for name, values in self.coordinates.items()}
        P, error = (np.ravel(self._values[name]) for name in ("probability", "error"))
        rest = {"method": ["sharp"] * P.size, "probability": P,
                "lower": np.maximum(0.0, P - error), "upper": np.minimum(1.0, P + error),
                "status": np.ravel(self._values["status"])}
        return table_of({**columns, **rest}, self.model.to_toml(), "collapse_probability")


@overload  # keys in a dictionary: a checker of types takes them for any of the other arguments
def collapse_probability(model_or_models: Models, **keys: KeyValue) -> CollapseProbability: ...
@overload
def collapse_probability(model_or_models: Models, *, threads: Optional[int] = ...,
                         progress: Progress = ..., on_failure: str = ...,
                         **keys: Any) -> CollapseProbability: ...
def collapse_probability(  # type: ignore[misc]  # names of arguments are no keys
        model_or_models: Models, *, threads: Optional[int] = None, progress: Progress = False,
        on_failure: str = "raise", **keys: Any) -> CollapseProbability:
    """Probability of mode collapse at t_end over the random start, sharp where a formula is known.

    Parameters
    ----------
    model_or_models : Model or array of Model
        A list or array of models is one more argument that broadcasts.
    threads : int, optional
        0: all cores; default ``simulation.threads`` of the model. Results never depend on it.
    progress : bool or callable
        True: a bar of tqdm; a function hears the share that is done, from 0 to 1.
    on_failure : "raise" or "keep"
        What to do where something could not be computed: raise NumericalFailure, whose attribute
        `partial` is the result, or return it with the status "failed" and no number there.
    **keys
        Keys that are different, ``**{"annealing.rate": rates}`` or ``annealing=dict(rate=rates)``.
        Arrays broadcast against each other and against an array of models, as in NumPy.

    Returns
    -------
    CollapseProbability
        `probability`, `error`, `status`, `message` and more, of the common shape; numbers and
        texts for one model. ``to_dataframe()``, ``to_xarray()``.

    Raises
    ------
    ConfigError
        For a wrong key or value at any point, before anything is computed, and for a given start:
        P is over the random one. Models without a formula have the status "not_available".
    NumericalFailure
    Interrupted
        After Ctrl-C (a KeyboardInterrupt); `partial` has the finished points.

    Notes
    -----
    Where `status` is "converged" the estimate `error` is at most, with e for
    ``numerics.probability_error``:

    - without noise, two components of equal fixed weights, P(m_1 m_2 > 0), (S4): e and 1e-3 P;
      about 20 ms of one core a point;
    - without noise, unequal weights (S6), trained variance or weights (S6'), the latter a mode
      without its share of weight: 1e-3 P; half a second to ten seconds;
    - with gradient noise (N7), (N11), of first order in the step: the larger of e and 3 % of P; up
      to three times as long;
    - three and more equal components on the pair (S7), of few directions: the larger of e and 10 %
      of P; ten to twenty seconds for three, minutes for more, which seldom come as close.

    "outside_validity": P can be wrong by more than `error`, as for a large step, and for every
    ``sgd.step`` > 0 of three and more components, where the number is that without noise.
    Other models are "not_available": `simulate` them. Labels: theory/ of the project. All cores are
    used.

    Examples
    --------
    >>> found = collapse_probability(Model(), **{"annealing.rate": [0.1, 0.2]})
    >>> found.probability.shape
    (2,)
    """
    origin = "collapse_probability"
    choice(origin, "on_failure", on_failure, ("raise", "keep"))
    threads = thread_count(origin, threads)
    grid = Grid(model_or_models, of_call(keys, origin), origin)
    with shown(progress, "collapse probability") as hear:
        values, interrupted = _core.sharp_probabilities(grid.configs, threads, hear)
        result = finished(CollapseProbability(grid, values), interrupted)
    failures = [i for i, status in enumerate(values["status"]) if status == "failed"]
    if failures and on_failure == "raise":
        first = failures[0]
        place = ", ".join(f"{name} = {grid.values(name).flat[first]}" for name in grid.differing)
        raise NumericalFailure(
            (f"{len(failures)} of {len(grid.configs)} probabilities could not be computed; the "
             f"first, at {place}: " if place else "") + values["message"][first], result)
    return result


class ProbabilityReport(Answer):
    """All that ``annealvi probability`` says: linear stage, temperatures, (L4), sharp P, words.

    Attributes
    ----------
    linear : dict
        lambda_sum, lambda_difference, overlap_rate at t = 0 (L1)-(L3) [1/time], critical and
        safe temperature (L5), (L6).
    overlap : dict
        (L4): probability and the time at which it is read.
    sharp : dict
        probability, error, log10_probability, variances.
    status, messages
        As of `collapse_probability`; what follows for practice, a sentence each.
    """

    title = "annealvi probability"


def probability_report(model: Model, *, progress: Progress = False,
                       **keys: Any) -> ProbabilityReport:
    """What ``annealvi probability --json`` prints, of any model the theory covers.

    Parameters
    ----------
    model : Model
    progress, **keys
        As for `collapse_probability`; of one model, so no arrays.

    Returns
    -------
    ProbabilityReport
        ``report.linear["lambda_sum"]`` (L1), ``report.sharp["probability"]`` (S4), (N7),
        ``report.messages``: what follows for practice.

    Raises
    ------
    ConfigError
        For wrong keys, and models that the theory does not cover.
    NumericalFailure
        Where the sharp probability could not be computed; `partial` has the rest.
    Interrupted
    """
    model = changed_model("probability_report", model, keys)
    with shown(progress, "probability") as hear:
        text, interrupted = _core.probability_report(model._config, hear)
        report = finished(ProbabilityReport(json.loads(text), model), interrupted)
    if report.status == "failed":
        raise NumericalFailure(" ".join(report.messages), report)
    return report

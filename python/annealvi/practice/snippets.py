# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Code that can be pasted into a training: plain Python, PyTorch, NumPyro/JAX."""

from __future__ import annotations

from pprint import pformat

from .advice import Advice

plain = '''# Plain Python, no dependency: T of a step.
POINTS = {points}


def temperature(step):
    for (a, hot), (b, cold) in zip(POINTS, POINTS[1:]):
        if step <= b:
            return hot + (cold - hot) * (step - a) / (b - a)
    return POINTS[-1][1]
'''

torch = '''# PyTorch, in the loop:
#     beta = 1.0 / temperature(step)
#     loss = (log_q(x) - beta * log_p(x)).mean()
'''

jax = '''# NumPyro / JAX: inside jit, step is traced.
#     import jax.numpy as jnp
#     from numpyro import handlers
#     steps, temperatures = jnp.array(POINTS).T
#     beta = 1.0 / jnp.interp(step, steps, temperatures)
#     tempered = handlers.scale(model, scale=beta)   # p^beta: prior and likelihood
'''

gated = '''# The gate instead; needs annealvi.
#     from annealvi.practice import Annealer
#     annealer = Annealer(**GATE)
#     for step in range({steps}):
#         if step % 20 == 0:
#             annealer.update(step, {shown})
#         loss = (log_q(x) - annealer.beta(step) * log_p(x)).mean()
GATE = {gate}
'''

preserving = '''# Widths differ. Anneal on the modes that were found, then move to p:
#     from annealvi.practice import modes, preserving_log_density
#     g = preserving_log_density(found, x, T)        # T from {start:.4g} to 1 over the first part
#     target = (1 - s) * g + s * log_p(x)            # then s from 0 to 1 at T = 1
MEANS = {means}
COVARIANCES = {covariances}
MASSES = {masses}
'''


def snippets_of(advice: Advice) -> str:
    """A file that runs as it is; lines with # are to be pasted."""
    parts = []
    if advice.preserving_start is not None:
        parts.append(preserving.format(start=advice.preserving_start,
                                       means=advice.modes.means.tolist(),
                                       covariances=advice.modes.covariances.tolist(),
                                       masses=advice.modes.masses.tolist()))
    if advice.verdict.no_safe_start:
        return parts[0]
    if not advice.recommended:
        return "# Nothing to change: no collapse lasts at this distance of the modes.\n"
    shown = ("means=means" if advice.gate["gate"] == "separation" else "log_q=log_q(x), "
                                                                       "log_p=log_p(x)")
    fixed = plain.format(points=pformat(advice.recommended[0].points))
    return "\n".join([*parts, fixed, torch, jax,
                      gated.format(steps=advice.training.steps, shown=shown,
                                   gate=pformat(advice.gate, sort_dicts=False))])

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A mixture of two Gaussians fitted to two modes in plain NumPy, with the gate of `Annealer`.

python numpy_advi.py [SEED]: prints whether a mode was lost.
"""
import sys

import numpy as np

from annealvi.practice import Annealer, diagnose, modes

rng = np.random.default_rng(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
target = modes([[-4.0, 0.0, 0.0], [4.0, 0.0, 0.0]], widths=1.0)
steps, rate, batch, d = 6000, 0.01, 16, 3
annealer = Annealer(start=5.2, gate="separation", pairs=[([1.0, 0.0, 0.0], 1.0)], cool=1200,
                    latest=4000)

means, log_width = rng.normal(0.0, 0.3, (2, d)), 0.0
average = [np.zeros((2, d)), 0.0]   # Adam: running means of the gradient and of its square
square = [np.zeros((2, d)), 0.0]


def log_q_and_slope(x, means, width):
    """log q (n) and its gradient (n, d) for equal weights."""
    logs = -0.5 * np.sum((x[:, None] - means) ** 2, axis=2) / width**2 - d * np.log(width)
    top = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - top)
    log_q = (top + np.log(shares.mean(axis=1, keepdims=True)))[:, 0] - 0.5 * d * np.log(2 * np.pi)
    shares /= shares.sum(axis=1, keepdims=True)
    return log_q, (shares @ means - x) / width**2


def log_p_slope(x):
    return target.responsibilities(x) @ target.means - x


for step in range(steps):
    if step % 20 == 0:
        annealer.update(step, means=means)
    beta, width = annealer.beta(step), np.exp(log_width)
    z = rng.normal(size=(2, batch, d))
    x = means[:, None] + width * z
    slope = np.array([log_q_and_slope(s, means, width)[1] - beta * log_p_slope(s) for s in x])
    gradient = [0.5 * slope.mean(axis=1), 0.5 * np.sum(slope * width * z) / batch]  # path estimator
    for i, g in enumerate(gradient):
        average[i] = 0.9 * average[i] + 0.1 * g
        square[i] = 0.999 * square[i] + 0.001 * g**2
    corrected = [(a / (1 - 0.9 ** (step + 1))) / (np.sqrt(s / (1 - 0.999 ** (step + 1))) + 1e-8)
                 for a, s in zip(average, square)]
    means, log_width = means - rate * corrected[0], log_width - rate * corrected[1]

width = np.exp(log_width)
x = means[rng.integers(2, size=2000)] + width * rng.normal(size=(2000, d))
log_q, _ = log_q_and_slope(x, means, width)
logs = target.log_densities(x)
print(f"gate opened at step {annealer.opened}")
print(diagnose(x, log_q, np.logaddexp(*logs.T), target))

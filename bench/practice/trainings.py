# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Trainings of the five targets in PyTorch, many seeds at once: every tensor has a seed dimension
first.

A seed owns its start and its noise, so trainings of one seed under two schedules are paired.
"""

from __future__ import annotations

import math

import torch

def gaussian_mixture(modes):
    """log density of the modes (diagonal covariances, times T if given) for x (..., d)."""
    means = torch.tensor(modes.means)
    variances = torch.tensor(modes.covariances).diagonal(dim1=1, dim2=2)
    constants = torch.tensor(modes.masses).log() - 0.5 * torch.log(2 * math.pi * variances).sum(-1)

    def log_p(x, temperature=None):
        scale = 1.0 if temperature is None else temperature
        squares = ((x[..., None, :] - means) ** 2 / variances).sum(-1)
        logs = constants - 0.5 * squares / scale
        if temperature is not None:
            logs = logs - 0.5 * means.shape[1] * torch.log(temperature)
        return torch.logsumexp(logs, -1)

    return log_p


def bananas(x):
    """data/practice/banana.py, for tensors (..., 2)."""
    u, v = x[..., 0], x[..., 1]
    ridge = 3.0 + 0.25 * u * u
    return (-0.5 * (u / 1.5) ** 2 + torch.logaddexp(-0.5 * ((v - ridge) / 0.75) ** 2,
                                                   -0.5 * ((v + ridge) / 0.75) ** 2))


class Noise:
    """Normal numbers of shape (seeds, ...), each seed from its own generator."""

    def __init__(self, seeds):
        self.generators = [torch.Generator().manual_seed(int(seed)) for seed in seeds]

    def __call__(self, *shape):
        return torch.stack([torch.randn(*shape, generator=g, dtype=torch.float64)
                            for g in self.generators])


class Mixture:
    """K Gaussians of equal weight, one trained width or one a component and coordinate."""

    def __init__(self, noise, components, dimension, start_scale, own):
        count = len(noise.generators)
        self.means = (start_scale * noise(components, dimension)).requires_grad_(True)
        shape = (count, components, dimension) if own else (count, 1, 1)
        self.log_widths = torch.zeros(*shape, dtype=torch.float64, requires_grad=True)
        self.parameters = [self.means, self.log_widths]
        self.shape = (components, dimension)

    def draw(self, noise, batch):
        """(x, log q) of batch samples a training, stratified: (seeds, batch, d), (seeds, batch)."""
        each = max(1, batch // self.shape[0])
        z = noise(self.shape[0], each, self.shape[1])
        widths = self.log_widths.exp()
        x = (self.means[:, :, None] + widths[:, :, None] * z).flatten(1, 2)
        scaled = (x[:, :, None] - self.means[:, None]) / widths[:, None]
        logs = (-0.5 * (scaled**2).sum(-1)
                - self.log_widths.expand(-1, *self.shape).sum(-1)[:, None])
        constant = math.log(self.shape[0]) + 0.5 * self.shape[1] * math.log(2 * math.pi)
        return x, torch.logsumexp(logs, -1) - constant


class Flow:
    """RealNVP in two dimensions: one hidden layer a coupling, halves alternate."""

    def __init__(self, noise, couplings=4, hidden=32):
        self.layers = []
        for _ in range(couplings):
            first = noise(1, hidden).mul(1.0)
            bias = noise(1, hidden).mul(0.5)
            last = noise(hidden, 2).mul(0.01)  # starts near the identity
            end = torch.zeros(len(noise.generators), 1, 2, dtype=torch.float64)
            self.layers.append([p.requires_grad_(True) for p in (first, bias, last, end)])
        self.parameters = [p for layer in self.layers for p in layer]
        self.means = None

    def draw(self, noise, batch):
        z = noise(batch, 2)
        log_q = -0.5 * (z**2).sum(-1) - math.log(2 * math.pi)
        halves = [z[..., :1], z[..., 1:]]
        for i, (first, bias, last, end) in enumerate(self.layers):
            kept, moved = halves[i % 2], halves[1 - i % 2]
            out = torch.tanh(kept @ first + bias) @ last + end
            s = 2.0 * torch.tanh(out[..., :1] / 2.0)
            halves[1 - i % 2] = moved * s.exp() + out[..., 1:]
            log_q = log_q - s[..., 0]
        return torch.cat(halves, -1), log_q


def train(advice, annealers, family, *, seeds, log_p, preserving=None, look_every=20):
    """Trains all seeds; returns the family and the steps at which gates opened.

    annealers : one a seed. preserving : log density of (x, T) in place of p^beta until two thirds
    of the annealing; then a bridge to p.
    """
    training = advice.training
    noise = Noise([1000 + seed for seed in seeds])
    optimiser = torch.optim.Adam(family.parameters, lr=training.learning_rate)
    settled = round(0.75 * training.steps)
    for step in range(training.steps):
        temperature = torch.tensor([a.temperature(step) for a in annealers],
                                   dtype=torch.float64)[:, None]
        x, log_q = family.draw(noise, training.batch)
        if preserving is None:
            aim = log_p(x) / temperature
        else:
            share = min(1.0, max(0.0, step / settled * 3.0 - 2.0))
            # As many temperatures as samples, a mode dimension last.
            aim = (1 - share) * preserving(x, temperature[..., None]) + share * log_p(x)
        loss = (log_q - aim).mean(1).sum()  # seeds do not touch each other
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % look_every == 0:
            for i, annealer in enumerate(annealers):
                if annealer.gate == "separation":
                    annealer.update(step, means=family.means[i])
                elif annealer.gate is not None:
                    annealer.update(step, log_q=log_q[i], log_p=log_p(x[i]))
    return [a.opened for a in annealers], [a.stalled for a in annealers]

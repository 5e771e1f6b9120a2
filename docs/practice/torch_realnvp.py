# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A RealNVP flow in PyTorch on two bananas, with the gate of `Annealer` by effective sample size.

The log density is only a function: `find_modes` finds what the diagnosis asks for.
python torch_realnvp.py [SEED]
"""
import sys

import torch

from annealvi.practice import Annealer, diagnose, find_modes, from_torch

torch.manual_seed(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
torch.set_default_dtype(torch.float64)


def log_p(x):
    u, v = x[..., 0], x[..., 1]
    ridge = 3.0 + 0.25 * u * u
    return (-0.5 * (u / 1.5) ** 2 + torch.logaddexp(-0.5 * ((v - ridge) / 0.75) ** 2,
                                                   -0.5 * ((v + ridge) / 0.75) ** 2))


log_density, gradient = from_torch(log_p)
target = find_modes(log_density, 2, gradient=gradient, scale=5.0)


class Coupling(torch.nn.Module):
    def __init__(self, moved):
        super().__init__()
        self.moved = moved
        self.net = torch.nn.Sequential(torch.nn.Linear(1, 32), torch.nn.Tanh(),
                                       torch.nn.Linear(32, 2))
        with torch.no_grad():
            self.net[2].weight.mul_(0.01)
            self.net[2].bias.zero_()

    def forward(self, halves):
        s, t = self.net(halves[1 - self.moved]).split(1, dim=1)
        s = 2.0 * torch.tanh(s / 2.0)
        halves[self.moved] = halves[self.moved] * s.exp() + t
        return s[:, 0]


flow = torch.nn.ModuleList(Coupling(i % 2) for i in range(4))
normal = torch.distributions.Normal(0.0, 1.0)


def draw(count):
    z = torch.randn(count, 2)
    halves, log_q = list(z.split(1, dim=1)), normal.log_prob(z).sum(1)
    for layer in flow:
        log_q = log_q - layer(halves)
    return torch.cat(halves, dim=1), log_q


steps = 3000
annealer = Annealer(start=5.2, gate="ess", cool=600, latest=1800)
optimiser = torch.optim.Adam(flow.parameters(), lr=2e-3)
for step in range(steps):
    x, log_q = draw(128)
    if step % 10 == 0:
        annealer.update(step, log_q=log_q, log_p=log_p(x))
    loss = (log_q - annealer.beta(step) * log_p(x)).mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()

with torch.no_grad():
    x, log_q = draw(2000)
    print(f"gate opened at step {annealer.opened}{', stalled' if annealer.stalled else ''}")
    print(diagnose(x.numpy(), log_q.numpy(), log_p(x).numpy(), target))

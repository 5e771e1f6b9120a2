# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Mixture variational inference in PyTorch: three components with own widths on three modes.

The fixed schedule of `advise`, a checkpoint of the schedule, and a diagnosis at the end.
python torch_mixture.py [SEED]
"""
import sys

import torch

from annealvi.practice import Annealer, Training, advise, annealing, diagnose, modes

torch.manual_seed(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
target = modes([[0.0, 4.0], [-3.5, -2.0], [3.5, -2.0]], widths=1.0)
training = Training(steps=4000, learning_rate=0.02, batch=48)
advice = advise(target, training, annealing(temperature=1.0), family="own", components=3)
annealer = Annealer(advice.recommended[0].points)

p = torch.distributions.MixtureSameFamily(
    torch.distributions.Categorical(torch.tensor(target.masses)),
    torch.distributions.MultivariateNormal(torch.tensor(target.means),
                                           torch.tensor(target.covariances)))
means = torch.nn.Parameter(0.3 * torch.randn(3, 2, dtype=torch.float64))
log_widths = torch.nn.Parameter(torch.zeros(3, 2, dtype=torch.float64))
optimiser = torch.optim.Adam([means, log_widths], lr=training.learning_rate)


def q():
    return torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(torch.ones(3, dtype=torch.float64)),
        torch.distributions.Independent(torch.distributions.Normal(means, log_widths.exp()), 1))


for step in range(training.steps):
    # As many samples of each component: a mixture has no gradient through its choice.
    x = (means[:, None] + log_widths.exp()[:, None]
         * torch.randn(3, 16, 2, dtype=torch.float64)).reshape(-1, 2)
    loss = (q().log_prob(x) - annealer.beta(step) * p.log_prob(x)).mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    if step == 2000:  # a checkpoint keeps the schedule as it keeps the optimiser
        checkpoint = {"annealer": annealer.state_dict(), "optimiser": optimiser.state_dict()}
        annealer.load_state_dict(checkpoint["annealer"])

with torch.no_grad():
    x = q().sample((2000,))
    print(diagnose(x.numpy(), q().log_prob(x).numpy(), p.log_prob(x).numpy(), target))

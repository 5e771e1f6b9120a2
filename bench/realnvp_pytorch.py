#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Training steps of a RealNVP in PyTorch, to compare with realnvp_benchmark (docs/benchmarks.md).

The step of bench/realnvp_benchmark.cpp, written as one writes it in PyTorch: the same couplings,
loss (total estimator), Adam, float32, a fresh batch from N(0, 1). Needs python3-torch; no other
part of the project does. Best of several repetitions.
"""
import argparse
import math
import os
import time

SEPARATION, TEMPERATURE, BOUND = 3.0, 1.0, 2.0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dimension", type=int, default=8)
    parser.add_argument("--couplings", type=int, default=6)
    parser.add_argument("--widths", type=int, nargs="+", default=[32, 64, 128])
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20, help="of a repetition")
    parser.add_argument("--repetitions", type=int, default=20)
    return parser.parse_args()


options = arguments()
# Its matrix library has threads of its own, and asks when it is loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(options.threads)
import torch  # noqa: E402


def networks(dimension, couplings, width):
    first = (dimension + 1) // 2
    made = []
    for c in range(couplings):
        active = first if c % 2 == 0 else dimension - first
        made.append(torch.nn.Sequential(
            torch.nn.Linear(dimension - active, width), torch.nn.ReLU(),
            torch.nn.Linear(width, width), torch.nn.ReLU(),
            torch.nn.Linear(width, 2 * active)))
        with torch.no_grad():
            made[-1][-1].weight *= 0.1
            made[-1][-1].bias.zero_()
    return torch.nn.ModuleList(made)


def training_step(nets, optimiser, dimension, batch):
    z = torch.randn(batch, dimension)
    halves = list(z.split([(dimension + 1) // 2, dimension // 2], 1))
    log_determinant = 0.0
    for c, net in enumerate(nets):
        scale, shift = net(halves[1 - c % 2]).chunk(2, 1)
        scale = BOUND * torch.tanh(scale / BOUND)
        halves[c % 2] = halves[c % 2] * torch.exp(scale) + shift
        log_determinant = log_determinant + scale.sum(1)
    u = (SEPARATION * halves[0][:, 0]).abs()
    squares = halves[0].pow(2).sum(1) + halves[1].pow(2).sum(1)
    log_cosh = u + torch.log1p(torch.exp(-2.0 * u)) - math.log(2.0)
    log_target = (-0.5 * squares + log_cosh) / TEMPERATURE
    loss = (-0.5 * z.pow(2).sum(1) - log_determinant - log_target).mean()
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    print("width  threads  steps/s (wall)  CPU ms/step")
    for width in options.widths:
        nets = networks(options.dimension, options.couplings, width)
        optimiser = torch.optim.Adam(nets.parameters(), lr=2e-3)
        best_wall = best_cpu = math.inf
        for _ in range(options.repetitions + 1):  # the first one warms up
            wall, cpu = time.perf_counter(), time.process_time()
            for _ in range(options.steps):
                training_step(nets, optimiser, options.dimension, options.batch)
            best_wall = min(best_wall, (time.perf_counter() - wall) / options.steps)
            best_cpu = min(best_cpu, (time.process_time() - cpu) / options.steps)
        print(f"{width:5}  {options.threads:7}  {1.0 / best_wall:14.0f}  {1e3 * best_cpu:11.3f}",
              flush=True)


if __name__ == "__main__":
    main()

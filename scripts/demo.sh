#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Builds the program and runs the main job: collapse probability against the initial temperature,
# theory and simulation in one picture. Repeatable, from any current folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

configuration=data/configs/curve.toml
results=out/curve

scripts/build.sh annealvi_program
echo "Running: build/release/annealvi curve $configuration --out $results"
build/release/annealvi curve "$configuration" --out "$results"

echo
echo "Made:"
find "$results" -type f | sort | while IFS= read -r file; do
  printf '  %s  (%s bytes)\n' "$file" "$(stat --format=%s "$file")"
done
cat << 'MESSAGE'

What the picture shows: the probability that both components end on one mode (vertical) against the
initial temperature T0 (horizontal), one colour for each annealing rate. Lines are the sharp formula
(S4), dashed lines the overlap formula (L4); points with bars are simulated runs with their
confidence intervals. Vertical marks are the safe temperature T_f and the critical temperature T_c:
started above T_f, slower cooling drives collapse to zero; started below it, a plateau remains.
MESSAGE

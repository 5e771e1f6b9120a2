#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Measures the cost of a step of SGD against the dimension, full against reduced, and draws it:
# data/benchmarks/cost_per_step.csv and docs/images/cost_per_step.svg. With the path of a built
# sgd_reduced_benchmark as argument nothing is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

table=data/benchmarks/cost_per_step.csv
picture=docs/images/cost_per_step.svg
benchmark=${1:-build/release/bench/sgd_reduced_benchmark}
[[ $# -gt 0 ]] || scripts/build.sh sgd_reduced_benchmark

measured=$(mktemp)
trap 'rm -f "$measured"' EXIT
"$benchmark" --benchmark_filter=cost_per_step --benchmark_repetitions=5 --benchmark_min_time=0.05 \
  --benchmark_out="$measured" --benchmark_out_format=csv > /dev/null

# Least of the repetitions: other work on the machine only adds to it.
mkdir -p "$(dirname "$table")" "$(dirname "$picture")"
{
  cat << 'HEAD'
# Cost of one step of SGD against the dimension: matched variance, batch 1, random numbers included.
# CPU time on one core of one machine: absolute numbers differ elsewhere by a small factor, the slopes
# do not. Made by scripts/cost_figure.sh.
# engine: full or reduced; estimator: path (N1) or total (N2); dimension: d;
# nanoseconds_per_step: least of five repetitions.
engine,estimator,dimension,nanoseconds_per_step
HEAD
  awk -F, '/^"cost_per_step/ && $1 !~ /_(mean|median|stddev|cv)"$/ {
    gsub(/"/, "", $1); split($1, part, "/"); sub("d:", "", part[4])
    key = part[2] "," part[3] "," part[4]
    time = 1e9 * $NF
    if (!(key in least)) { order[++count] = key; least[key] = time }
    if (time < least[key]) least[key] = time
  }
  END { for (i = 1; i <= count; ++i) printf "%s,%.3g\n", order[i], least[order[i]] }' "$measured"
} > "$table"

scripts/picture.sh "$table" --out "$picture" --force
echo "Made $table and $picture"

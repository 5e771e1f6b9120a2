#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Builds with the thread sanitizer and runs the tests of executor and store, and every command that
# has threads with four of them. Every finding ends it. Twenty minutes on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cmake --preset threads > build/threads-configure.log
cmake --build --preset threads --parallel "$(nproc)" -- --quiet
export TSAN_OPTIONS=halt_on_error=1:exitcode=66
ctest --test-dir build/threads --output-on-failure --no-tests=error -R '^(executor|store|threads)_test$'

place=$(mktemp --directory)
trap 'rm -rf "$place"' EXIT
cat > "$place/job.toml" <<'EOF'
[target]
dimension = 40
[annealing]
initial_temperature = 3.0
rate = 0.4
[sgd]
step = 0.02
[simulation]
runs = 64
until = 40
threads = 4
[numerics]
probability_error = 1e-3
[realnvp]
steps = 60
runs = 4
EOF

run() { # WORDS...: exit codes of results that are not what was wished for are fine here
  local code=0
  build/threads/annealvi "$@" > "$place/out.txt" 2> "$place/err.txt" || code=$?
  if [[ $code -gt 3 ]]; then
    echo "annealvi $*: exit code $code" >&2
    cat "$place/err.txt" >&2
    exit 1
  fi
  echo "clean: annealvi ${*/$place\//}"
}

job=$place/job.toml
run simulate "$job" --engine full --records "$place/runs.csv"
run sweep "$job" --over annealing.rate=0.4,0.6 --methods sharp,flow,reduced --out "$place/sweep"
run sweep "$job" --over annealing.rate=0.4,0.6 --methods flow --half-width 0.1 --out "$place/narrow"
run curve "$job" --vary annealing.initial_temperature=1:4:6 --methods sharp,flow --out "$place/curve"
run phase "$job" --x annealing.initial_temperature=1:4:9 --y annealing.rate=0.2:1:9 \
  --method sharp,flow/4 --out "$place/phase"
run trajectory "$job" --runs 20 --times 0:40:5
run design "$job" --free rate --risk 0.05
run table rates
run validate "$job"
run realnvp "$job"
run store "$place/sweep/sweep.sqlite" --verify

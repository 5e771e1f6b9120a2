#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Repeats the experiment of docs/realnvp.md under out/realnvp/: RealNVP flows beside the theory of the
# mixture, from data/configs/realnvp.toml. About 75 minutes of CPU time, on as many cores as there are.
#   scripts/realnvp.sh [--level quick] [--update] [PROGRAM]
#   scripts/realnvp.sh --redraw     trains nothing: the pictures from the tables of data/realnvp/
# --level quick: the two figures alone, with fewer runs, in 4 min 30 s of CPU time; --update
# copies tables to data/realnvp/ and pictures to docs/images/realnvp/; with the path of a built annealvi
# nothing is built. Repeatable, from any current folder; an interrupted job goes on where it was, and a
# finished one is not repeated: remove out/realnvp/ to train anew.
set -euo pipefail
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

update=false
level=full
program=
while [[ $# -gt 0 ]]; do
  case $1 in
    --update) update=true ;;
    --redraw)
      for table in data/realnvp/*.csv; do
        [[ $table == *-runs.csv ]] && continue
        scripts/picture.sh "$table" --out "docs/images/realnvp/$(basename "$table" .csv).svg"
      done
      exit
      ;;
    --level)
      level=${2:-}
      shift
      ;;
    -*)
      echo "scripts/realnvp.sh: unknown option $1; allowed are --level, --update and --redraw" >&2
      exit 2
      ;;
    /*) program=$1 ;;
    *) program=$called_from/$1 ;;
  esac
  shift
done
if [[ $level != full && $level != quick ]]; then
  echo "scripts/realnvp.sh: --level = $level is not allowed: quick or full" >&2
  exit 2
fi
if $update && [[ $level == quick ]]; then
  echo "scripts/realnvp.sh: --update is not allowed with --level quick" >&2
  exit 2
fi
if [[ -z $program ]]; then
  scripts/build.sh annealvi_program
  program=build/release/annealvi
fi

results=out/realnvp
[[ $level == full ]] || results=out/realnvp-quick
made=()

# job NAME OPTION...: the table and picture called NAME.
job() {
  local name=$1
  shift
  echo "$name: annealvi realnvp data/configs/realnvp.toml --level $level $*"
  "$program" realnvp data/configs/realnvp.toml --level "$level" "$@" --out "$results/$name.csv" --resume
  made+=("$name")
}

job initial_temperature-d2
job initial_temperature-d8 --set target.dimension=8
if [[ $level == full ]]; then
  # At the middle rate of the figure: R without annealing, pi without and with.
  job separation --vary target.separation=3,4,5,6,8 --series annealing.initial_temperature=1 \
    --set annealing.rate=0.2
  job weight --vary target.weight=0.5,0.6,0.7,0.8 --series annealing.initial_temperature=1,2.2 \
    --set annealing.rate=0.2
  # The map of collapse without annealing.
  map() {
    job "$@" --vary target.separation=3,4,5,6,8 --set annealing.initial_temperature=1 --runs 20
  }
  map learning_rate-d2 --series realnvp.learning_rate=1.25e-4,5e-4,2e-3,8e-3,3.2e-2
  map learning_rate-d8 --set target.dimension=8 --series realnvp.learning_rate=5e-4,2e-3,8e-3
  map initial_scale-d2 --series realnvp.initial_scale=0.01,1,3 --runs 16
fi

if $update; then
  mkdir -p data/realnvp docs/images/realnvp
  for name in "${made[@]}"; do
    cp "$results/$name.csv" "$results/$name-runs.csv" data/realnvp/
    cp "$results/$name.svg" docs/images/realnvp/
  done
  echo "Updated data/realnvp and docs/images/realnvp; the numbers in docs/realnvp.md come from there"
fi

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Makes every picture of docs/gallery.md under out/gallery/, each with its table beside it, from the
# configurations in data/configs/. About five minutes of CPU time.
#   scripts/gallery.sh [--update] [PROGRAM]
# --update copies the SVG files to docs/images/gallery/; with the path of a built annealvi nothing is
# built. Repeatable, from any current folder.
set -euo pipefail
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

update=false
program=
for argument in "$@"; do
  case $argument in
    --update) update=true ;;
    -*)
      echo "scripts/gallery.sh: unknown option $argument; allowed is --update" >&2
      exit 2
      ;;
    /*) program=$argument ;;
    *) program=$called_from/$argument ;;
  esac
done
if [[ -z $program ]]; then
  scripts/build.sh annealvi_program
  program=build/release/annealvi
fi

results=out/gallery
pictures=docs/images/gallery
made=()

# picture NAME COMMAND...: runs the program with the table and picture called NAME.
picture() {
  local name=$1
  shift
  echo "$name: annealvi $*"
  "$program" "$@" --out "$results/$name.csv"
  made+=("$name")
}

# The demonstration simulates every step in d dimensions; the reduced engine has the same law.
picture initial_temperature curve data/configs/curve.toml --methods sharp,overlap,reduced/6
for name in rate safe_temperature separation variance path estimator noise weight \
  mechanism three_modes trained_variance; do
  picture "$name" curve "data/configs/$name.toml"
done
made+=(mechanism-mechanism)  # of the mechanisms, beside that of P
picture phase phase data/configs/phase.toml
for name in finite-size bifurcation; do
  picture "$name" table "$name" "data/configs/$name.toml" --plot
done

if $update; then
  mkdir -p "$pictures"
  for name in "${made[@]}"; do
    cp "$results/$name.svg" "$pictures/$name.svg"
  done
  echo "Updated $pictures; the numbers in docs/gallery.md come from $results/*.csv"
fi

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Builds everything and runs the tests. Repeatable, from any current folder, no rights needed when
# all packages are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage="usage: scripts/test.sh [--level quick|full]
  quick  all tests but those labelled slow (default)
  full   all tests"

level=quick
while [[ $# -gt 0 ]]; do
  case $1 in
    --level) level=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --level=*) level=${1#--level=}; shift ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) echo "test.sh: unknown argument '$1'" >&2; echo "$usage" >&2; exit 2 ;;
  esac
done
case $level in
  quick) selection=(--label-exclude '^slow$') ;;
  full) selection=() ;;
  *) echo "test.sh: --level is '$level', allowed: quick, full" >&2; exit 2 ;;
esac

# Also compiles every public header alone.
scripts/build.sh all all_verify_interface_header_sets
ctest --test-dir build/release --parallel "$(nproc)" --output-on-failure --no-tests=error \
  "${selection[@]}"

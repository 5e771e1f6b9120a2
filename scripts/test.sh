#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Builds everything and runs the tests. Repeatable, from any current folder, no rights needed when
# all packages are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage="usage: scripts/test.sh [--level quick|full]
  quick  all tests but those labelled slow or long (default)
  full   those labelled slow too, layout, clang-tidy, a build with clang and libc++, the quick tests
         but the statistical ones under the address and undefined-behaviour sanitizers, and every
         command with four threads under the thread sanitizer; more than an hour on two cores
Tests labelled long (hours) run when what they check has changed: ctest --test-dir build/release -L long"

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
  quick) left_out='^(slow|long)$' ;;
  full) left_out='^long$' ;;
  *) echo "test.sh: --level is '$level', allowed: quick, full" >&2; exit 2 ;;
esac

run_tests() { # BUILD_FOLDER LABELS_LEFT_OUT
  ctest --test-dir "$1" --parallel "$(nproc)" --output-on-failure --no-tests=error \
    --label-exclude "$2"
}

scripts/install-dependencies.sh --with tests
# Also compiles every public header alone. Warnings are errors.
scripts/build.sh all all_verify_interface_header_sets
if [[ $level == full ]]; then
  scripts/install-dependencies.sh --with checks
  echo "Layout:"
  git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror
  echo "clang-tidy:"
  cmake --preset tidy > build/tidy-configure.log
  cmake --build --preset tidy --parallel "$(nproc)" -- --quiet
  echo "The library with clang and libc++:"
  cmake --preset portable > build/portable-configure.log
  cmake --build --preset portable --parallel "$(nproc)" -- --quiet
  echo "Sanitizers:"
  cmake --preset sanitize > build/sanitize-configure.log
  cmake --build --preset sanitize --parallel "$(nproc)" -- --quiet
  # Every finding fails its test (tests sanitizers_see_*), whatever the caller's environment says.
  ASAN_OPTIONS=halt_on_error=1:detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    run_tests build/sanitize '^(slow|long|statistical)$'  # those run the same code, only longer
  scripts/thread_sanitizer.sh
fi
run_tests build/release "$left_out"

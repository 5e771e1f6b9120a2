#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# build.sh [TARGET...]: installs what is missing, then configures and builds the preset `release`
# under build/release. Quiet unless something goes wrong. Repeatable, from any current folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install-dependencies.sh

mkdir -p build/release
log=build/release/configure.log
if ! cmake --preset release > "$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

jobs=$(nproc)
echo "Building in build/release with $jobs parallel jobs; the first time takes a few minutes ..."
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(all)
cmake --build --preset release --parallel "$jobs" --target "${targets[@]}" -- --quiet

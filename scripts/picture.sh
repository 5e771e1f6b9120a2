#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# Draws result tables again, in any size or style, with the Python module of the sources:
#   scripts/picture.sh TABLE.csv [--out FILE] [--format svg,png,pdf] [--size column] ...
# See --help. From any current folder.
set -euo pipefail
module=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../python/annealvi/plot/__main__.py

# A Python of the distribution comes before others on PATH: its packages are the dependencies.
python=/usr/bin/python3
[[ -x $python ]] || python=python3
exec "$python" -I "$module" "$@"

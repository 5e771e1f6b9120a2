#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# python.sh: makes build/python, a Python environment with the package annealvi in it; the packages
# of the distribution (NumPy, pandas, ...) are seen there. Repeatable, from any current folder.
#   build/python/bin/python -c "import annealvi"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install-dependencies.sh --with python
scripts/build.sh annealvi_python
environment=build/python
[[ -x $environment/bin/python ]] || /usr/bin/python3 -m venv --system-site-packages "$environment"
ANNEALVI_BUILD_FOLDER=$PWD/build/release "$environment/bin/python" -m pip install --quiet \
  --no-build-isolation --no-index --no-deps --force-reinstall .
"$environment/bin/python" -c 'import annealvi
model = annealvi.Model()
print("annealvi", annealvi.__version__, "in build/python: P =",
      annealvi.collapse_probability(model).probability, "for the default model")'

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# install-dependencies.sh [--with PART]...: installs the Debian or Ubuntu packages that are missing.
# Needs neither rights nor a network when nothing is missing. Debian 12, Ubuntu 24.04 or newer (CMake
# 3.25, g++ 12). Parts that no build needs:
#   checks   clang-format, clang-tidy, clang and libc++, for scripts/test.sh --level full
#   python   the Python package
#   tests    its tests
#   cluster  Open MPI, so that the processes of mpirun share a job, and Slurm for its test
#   practice PyTorch, for the trainings of docs/practice.md and the tests that need it
set -euo pipefail

packages=(
  g++ cmake ninja-build
  libboost-dev           # Boost.Math, Boost.Odeint (headers)
  libeigen3-dev
  librandom123-dev
  libtomlplusplus-dev libcli11-dev libfmt-dev nlohmann-json3-dev
  libnlopt-cxx-dev       # optimiser of `annealvi design --free shape`
  libsqlite3-dev         # stores of results
  libxxhash-dev          # their keys
  doctest-dev            # tests
  python3                # tests: examples printed in the pages (standard library only)
  libbenchmark-dev       # benchmarks, part of the preset `release`
  python3-numpy python3-matplotlib  # pictures
  python3-pytest         # their tests
  universal-ctags                # types that are defined twice: tests/library/headers_test.py
)

python_packages=(
  python3-dev pybind11-dev python3-numpy
  python3-setuptools python3-wheel python3-pip python3-venv  # pip install .
  python3-scipy          # annealvi.practice.find_modes
  python3-pandas python3-xarray python3-netcdf4 python3-tqdm python3-matplotlib
)
test_packages=("${python_packages[@]}" python3-pytest mypy python3-nbconvert python3-ipykernel)

while [[ $# -gt 0 ]]; do
  case "$1 ${2:-}" in
    "--with python") packages+=("${python_packages[@]}") ;;
    "--with tests") packages+=("${test_packages[@]}") ;;
    "--with practice") packages+=("${python_packages[@]}" python3-torch) ;;
    "--with cluster") packages+=(libopenmpi-dev openmpi-bin slurm-wlm munge) ;;
    "--with checks") packages+=(clang-format clang-tidy clang libc++-dev libc++abi-dev) ;;
    *) echo "install-dependencies: '$*' is not allowed: --with checks, cluster, python, tests, practice" >&2; exit 2 ;;
  esac
  shift 2
done

if ! command -v dpkg-query > /dev/null; then
  echo "install-dependencies: not a Debian or Ubuntu system, nothing installed." >&2
  echo "The build needs what these packages contain: ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2> /dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo > /dev/null; then
    echo "install-dependencies: missing packages, and no right to install them. As root, run:" >&2
    echo "  apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

install_missing() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
}

echo "Installing: ${missing[*]}"
if ! { "${as_root[@]}" apt-get update --quiet && install_missing; } > /dev/null; then
  echo "install-dependencies: apt-get failed (rights or network?). By hand:" >&2
  echo "  sudo apt-get update && sudo apt-get install ${missing[*]}" >&2
  exit 1
fi

# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A wheel into a fresh environment, and `cmake --install` into a prefix."""

import os
import shutil
import subprocess
import sys

import pytest

from program import SOURCES

CHECK = ("import annealvi, os; "
         "print(annealvi.__file__, annealvi.collapse_probability(annealvi.Model()).status); "
         "folder = os.path.dirname(annealvi.__file__); "
         "assert os.path.exists(os.path.join(folder, 'py.typed'))")


def call(*words, **environment):
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True,
                          env={**kept, **environment})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def environment(tmp_path):
    call(sys.executable, "-m", "venv", "--system-site-packages", tmp_path / "venv")
    return tmp_path / "venv/bin/python"


def test_pip_install(environment, tmp_path):
    copy = tmp_path / "sources"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns(".git", "build", "out"))
    call(environment, "-m", "pip", "wheel", "--no-build-isolation", "--no-index", "--no-deps",
         "--wheel-dir", tmp_path / "wheels", copy)
    wheel, = (tmp_path / "wheels").glob("annealvi-*.whl")
    call(environment, "-m", "pip", "install", "--no-index", wheel)
    said = call(environment, "-c", CHECK)
    assert str(tmp_path / "venv") in said and "converged" in said


def test_cmake_install(tmp_path):
    prefix = tmp_path / "prefix"
    call("cmake", "--install", os.environ["ANNEALVI_BUILD_FOLDER"], "--prefix", prefix,
         "--component", "python")
    folder, = prefix.glob("lib/python3*/*-packages")
    said = call(sys.executable, "-c", CHECK, PYTHONPATH=str(folder))
    assert str(prefix) in said and "converged" in said

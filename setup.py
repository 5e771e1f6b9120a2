# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""`pip install .` compiles the module annealvi._core with CMake.

ANNEALVI_BUILD_FOLDER names a configured build folder to take it from (build/release): then only
what is missing there is compiled.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

root = Path(__file__).resolve().parent
version_line = (root / "include/annealvi/version.hpp").read_text(encoding="utf-8")
version = re.search(r'version = "([^"]+)"', version_line).group(1)


class CMakeModule(build_ext):
    def build_extension(self, extension):
        folder = Path(os.environ.get("ANNEALVI_BUILD_FOLDER") or Path(self.build_temp) / "cmake")
        if not (folder / "CMakeCache.txt").exists():
            subprocess.run(
                ["cmake", "-S", root, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                 "-DANNEALVI_BUILD_TESTS=OFF", "-DANNEALVI_BUILD_PYTHON=ON",
                 f"-DPython_EXECUTABLE={sys.executable}"], check=True)
        subprocess.run(["cmake", "--build", folder, "--target", "annealvi_python"], check=True)
        target = Path(self.get_ext_fullpath(extension.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / "python/annealvi" / target.name, target)


setup(version=version, ext_modules=[Extension("annealvi._core", sources=[])],
      cmdclass={"build_ext": CMakeModule})

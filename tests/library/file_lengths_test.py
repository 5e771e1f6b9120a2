#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# file_lengths_test.py PROJECT: no source, test or script is longer than 300 lines. A longer one has
# more than one subject and is split by them.
import pathlib
import sys
import tempfile

MOST_LINES = 300
FOLDERS = ["bench", "cmake", "include", "python", "scripts", "src", "tests", "theory"]
ENDINGS = {".cmake", ".cpp", ".hpp", ".py", ".sh", ".txt"}


def too_long(project):
    """Files of these folders with more lines than allowed, with their number."""
    lengths = {}
    for folder in FOLDERS:
        for path in sorted((project / folder).rglob("*")):
            if path.suffix in ENDINGS and path.is_file():
                lines = len(path.read_text().splitlines())
                if lines > MOST_LINES:
                    lengths[str(path.relative_to(project))] = lines
    return lengths


def negative_control():
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "src" / "deep"
        source.mkdir(parents=True)
        (source / "long.cpp").write_text("\n" * (MOST_LINES + 1))
        (source / "allowed.cpp").write_text("\n" * MOST_LINES)
        found = too_long(pathlib.Path(folder))
        assert found == {"src/deep/long.cpp": MOST_LINES + 1}, found


def main():
    negative_control()
    lengths = too_long(pathlib.Path(sys.argv[1]))
    for path, lines in lengths.items():
        print(f"{path} has {lines} lines, allowed: {MOST_LINES}")
    return 1 if lengths else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# headers_test.py PROJECT: annealvi.hpp includes every public header but those of the program's
# output, and no type is defined in two files under one name. Two equal definitions pass every
# compiler (g++ -flto -Wodr sees no difference between equal fields), and then one of them changes.
# Exit code 77 where there is no universal-ctags.
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TYPES = {"class", "struct", "union", "enum"}


def missing_headers(umbrella, headers):
    """Public headers that the text of annealvi.hpp does not include."""
    included = set(re.findall(r'#include "annealvi/([^"]+)"', umbrella))
    return sorted(header for header in headers
                  if header not in included and not header.startswith("output/")
                  and header != "annealvi.hpp")


def defined_twice(files):
    """Types with linkage that more than one of the files defines, with these files."""
    places = collections.defaultdict(set)
    # Every file alone: ctags numbers unnamed namespaces by the file.
    tags = subprocess.run(
        ["ctags", "--languages=C++", "--langmap=C++:+.hpp", "--kinds-C++=cgsu", "--extras=+q",
         "--fields=+K", "--output-format=json", "-o", "-", *map(str, files)],
        check=True, capture_output=True, text=True).stdout
    for line in tags.splitlines():
        tag = json.loads(line)
        name = tag.get("name", "")
        if tag.get("kind") in TYPES and "::" in name and "__anon" not in name:
            places[name].add(tag["path"])
    return {name: sorted(paths) for name, paths in places.items() if len(paths) > 1}


def negative_controls():
    assert missing_headers('#include "annealvi/a/x.hpp"', ["a/x.hpp", "a/y.hpp"]) == ["a/y.hpp"]
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("a.hpp", "b.hpp")]
        files[0].write_text("namespace n { struct E { double x; }; namespace { struct P {}; } }\n")
        files[1].write_text("namespace n { struct E { double x = 0; }; namespace { struct P {}; } }\n")
        assert list(defined_twice(files)) == ["n::E"], defined_twice(files)


def main():
    project = pathlib.Path(sys.argv[1])
    public = project / "include" / "annealvi"
    missing = missing_headers((public / "annealvi.hpp").read_text(),
                              [str(path.relative_to(public)) for path in public.rglob("*.hpp")])
    for header in missing:
        print(f"annealvi.hpp does not include annealvi/{header}")
    if shutil.which("ctags") is None:
        print("no ctags: types that are defined twice were not looked for")
        return 1 if missing else 77
    negative_controls()
    folders = [project / name for name in ("include", "src", "theory")]
    twice = defined_twice([path for folder in folders for path in sorted(folder.rglob("*.[ch]pp"))])
    for name, paths in twice.items():
        print(f"{name} is defined in", ", ".join(paths))
    return 1 if missing or twice else 0


if __name__ == "__main__":
    sys.exit(main())

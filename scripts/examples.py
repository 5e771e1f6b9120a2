#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Runs the examples of README.md, docs/ and theory/ and compares what they print with the pages.

An example is a code block (indented or fenced) with a line `annealvi ...` followed by its output.
Where the command is not shown, or takes more than a few seconds, a comment before it says so:

    <!-- example: annealvi probability questions.toml --set sgd.step=0.02 -->
    <!-- example slow -->

A line `...` stands for any number of lines left out; all others must be there, in this order and
nothing between them. Standard output and standard error count. Text must be the same up to spaces,
whole numbers the same, other numbers up to one unit of the last digit printed or 1e-6 of the value
(errors behind `+-` by a factor 2): another processor may change them. --update writes every digit
as it comes out.
Commands that write a file with `>` are run for the examples after them; commands without an output
are not run. The pages share data/; each has a folder of its own for what its examples write.
"""
import argparse
import difflib
import math
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = "..."
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
COMMENT = re.compile(r"<!--\s*example(?P<slow> slow)?(?::\s*(?P<command>.*?))?\s*-->", re.DOTALL)
RELATIVE = 1e-6
RELATED = 0.6  # likeness from which an updated line replaces a printed one


@dataclass
class Example:
    command: str
    slow: bool
    line: int                  # of the command, or of the output when the command is not shown
    first: int = 0             # of the output, counted from 0
    printed: list[str] = field(default_factory=list)
    indent: str = ""

    def is_setup(self):
        return not self.printed and re.search(r"\s>\s*\S", self.command) is not None


def code_blocks(lines):
    """(first, last + 1, indent) of every code block."""
    i = 0
    while i < len(lines):
        if lines[i].startswith("```"):
            end = next((k for k in range(i + 1, len(lines)) if lines[k].startswith("```")),
                       len(lines))
            yield i + 1, end, ""
            i = end + 1
        elif lines[i].startswith("    ") and (i == 0 or not lines[i - 1].strip()):
            end = i
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            yield i, end, "    "
            i = end
        else:
            i += 1


def comment_before(lines, first):
    """The comment that ends in the last written line before a block."""
    last = first - 1
    while last >= 0 and (not lines[last].strip() or lines[last].startswith("```")):
        last -= 1
    for start in range(last, max(last - 6, -1), -1):
        if "<!--" in lines[start]:
            return COMMENT.fullmatch("\n".join(lines[start:last + 1]).strip())
    return None


def examples_of(text):
    lines = text.split("\n")
    found = []
    for first, end, indent in code_blocks(lines):
        comment = comment_before(lines, first)
        slow = bool(comment and comment["slow"])
        example = None
        if comment and comment["command"]:
            command = " ".join(comment["command"].split())
            example = Example(command, slow, first + 1, first, [], indent)
            found.append(example)
        i = first
        while i < end:
            line = lines[i][len(indent):]
            if line.startswith("annealvi "):
                command, start = line, i
                while command.endswith("\\"):
                    i += 1
                    command = command[:-1] + lines[i].strip()
                example = Example(command, slow, start + 1, i + 1, [], indent)
                found.append(example)
            elif example is not None and (example.printed or line.strip()):
                if not example.printed:
                    example.first = i
                example.printed.append(line.rstrip())
            i += 1
        for each in found:
            while each.printed and not each.printed[-1]:
                each.printed.pop()
    return found


def output_of(example, folder, program):
    environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", TERM="dumb")
    answer = subprocess.run(["bash", "-c", example.command], cwd=folder, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if answer.returncode not in (0, 1):  # 1: a numerical failure, which an example may show
        raise RuntimeError(f"exit code {answer.returncode}: {answer.stdout.strip()}")
    return [line.rstrip() for line in answer.stdout.rstrip("\n").split("\n")]


def same_number(printed, actual, is_error=False):
    if is_error:  # an estimate with one digit
        return 0.5 <= (float(printed) or 1e-300) / (float(actual) or 1e-300) <= 2.0
    if re.fullmatch(r"[-+]?\d+", printed) or re.fullmatch(r"[-+]?\d+", actual):
        return printed == actual
    digits, _, power = printed.lower().partition("e")
    unit = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    tolerance = max(1.01 * unit, RELATIVE * abs(float(printed)))
    return math.isclose(float(printed), float(actual), rel_tol=0.0, abs_tol=tolerance)


def text_of(line):
    return " ".join(NUMBER.sub("#", line).split())


def same_line(printed, actual):
    ours, theirs = list(NUMBER.finditer(printed)), list(NUMBER.finditer(actual))
    return (text_of(printed) == text_of(actual) and len(ours) == len(theirs)
            and all(same_number(a[0], b[0], printed[:a.start()].endswith("+- "))
                    for a, b in zip(ours, theirs)))


def segments_of(printed):
    """What stands between the lines left out; an empty one at an end means left out there."""
    segments = [[]]
    for line in printed:
        if line.strip() == LEFT_OUT:
            segments.append([])
        else:
            segments[-1].append(line)
    return segments


def difference(printed, actual, same=same_line):
    """The printed line that does not come out, or the actual one that is not printed; else None."""
    segments, at = segments_of(printed), 0
    for number, segment in enumerate(segments):
        to_end = number == len(segments) - 1 and bool(segment)
        starts = range(at, at + 1) if number == 0 else range(at, len(actual) + 1)
        furthest, place, more = 0, None, None
        for start in starts:
            matched = 0
            while (matched < len(segment) and start + matched < len(actual)
                   and same(segment[matched], actual[start + matched])):
                matched += 1
            furthest = max(furthest, matched)
            if matched < len(segment):
                continue
            if not to_end or start + matched == len(actual):
                place = start
                break
            more = more or actual[start + matched]
        if place is None:
            return segment[furthest] if furthest < len(segment) else f"(left out) {more}"
        at = place + len(segment)
    return None


def likeness(printed, actual):
    if same_line(printed, actual):
        return 1.0
    if not printed.strip() or not actual.strip():
        return 0.0
    matcher = difflib.SequenceMatcher
    return (0.7 * matcher(None, text_of(printed), text_of(actual)).ratio()
            + 0.3 * matcher(None, printed, actual).ratio())


def partners(printed, actual):
    """For every printed line the actual line it has become, or None; in order."""
    rows, columns = len(printed), len(actual)
    like = [[likeness(p, a) for a in actual] for p in printed]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for k in reversed(range(columns)):
            pair = like[i][k] + best[i + 1][k + 1] if like[i][k] >= RELATED else 0.0
            best[i][k] = max(pair, best[i + 1][k], best[i][k + 1])
    result, i, k = [None] * rows, 0, 0
    while i < rows and k < columns:
        if like[i][k] >= RELATED and best[i][k] == like[i][k] + best[i + 1][k + 1]:
            result[i] = k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i][k + 1]:
            k += 1
        else:
            i += 1
    return result


def updated(printed, actual):
    """The printed lines made anew; what was left out stays left out."""
    segments = segments_of(printed)
    places = partners([line for segment in segments for line in segment], actual)
    result, at, after = [], 0, 0
    for number, segment in enumerate(segments):
        own = [place for place in places[at:at + len(segment)] if place is not None]
        at += len(segment)
        if number > 0:
            result.append(LEFT_OUT)
        if not segment or (not own and len(segments) > 1):
            continue
        start = 0 if number == 0 else max(own[0], after)
        after = len(actual) if number == len(segments) - 1 else own[-1] + 1
        result += actual[start:after]
    return result


def check_page(page, program, options):
    """(number of examples, faults); rewrites the page with options.update."""
    text = page.read_text(encoding="utf-8")
    lines, faults, count = text.split("\n"), [], 0
    changes = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").symlink_to(ROOT / "data")
        for example in examples_of(text):
            if not example.printed and not example.is_setup():
                continue
            if example.printed and example.slow != options.slow and not options.all:
                continue
            try:
                actual = output_of(example, folder, program)
            except RuntimeError as error:
                faults.append(f"{page}:{example.line}: {example.command}\n  {error}")
                continue
            if not example.printed:
                continue
            count += 1
            if options.update:
                if difference(example.printed, actual, same=str.__eq__) is None:
                    continue
                changes.append((example, updated(example.printed, actual)))
                print(f"{page}:{example.line}: made anew: {example.command}")
                continue
            missing = difference(example.printed, actual)
            if missing is not None:
                faults.append(f"{page}:{example.line}: {example.command}\n  does not print: "
                              f"{missing}\n  but:\n    " + "\n    ".join(actual))
    for example, printed in reversed(changes):
        end = example.first + len(example.printed)
        lines[example.first:end] = [(example.indent + line).rstrip() for line in printed]
    if changes:
        page.write_text("\n".join(lines), encoding="utf-8")
    return count, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/annealvi")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--slow", action="store_true", help="only the examples marked slow")
    chosen.add_argument("--all", action="store_true", help="quick and slow examples")
    parser.add_argument("--update", action="store_true", help="write what comes out into the pages")
    parser.add_argument("pages", nargs="*", type=Path, help="default: README.md, docs/, theory/")
    options = parser.parse_args()
    program = options.program.resolve()
    if not program.exists():
        parser.error(f"--program {program}: no such file; build it first")
    pages = options.pages or [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")),
                              *sorted(ROOT.glob("theory/*.md"))]
    total, faults = 0, []
    for page in pages:
        count, found = check_page(page, program, options)
        total += count
        faults += found
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{total} examples run, {len(faults)} faults")
    if total == 0 and not options.pages:
        print("no example found: the pages or this script have changed", file=sys.stderr)
        return 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

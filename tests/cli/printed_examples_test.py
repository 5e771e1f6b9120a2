# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""scripts/examples.py with a program of three lines: what it must find, and what it must write."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts/examples.py"
PROGRAM = """#!/bin/sh
case $1 in
  few) printf 'head %s\\n\\nP   0.0123457 +- 2e-08\\nruns 12, seed 1\\ncollapsed 3\\n' "$2" ;;
  write) echo 0.5 ;;
  read) cat "$2" ;;
  note) echo 'annealvi: a message' >&2; exit 1 ;;
  *) echo "unknown $1"; exit 2 ;;
esac
"""


class Examples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Path(folder.name) / "annealvi"
        self.program.write_text(PROGRAM)
        os.chmod(self.program, 0o755)
        self.page = Path(folder.name) / "page.md"

    def run_script(self, text, *options):
        self.page.write_text(text)
        answer = subprocess.run(
            [sys.executable, SCRIPT, "--program", self.program, *options, self.page],
            capture_output=True, text=True, check=False)
        return answer.returncode, answer.stdout + answer.stderr

    def accepted(self, text, *options):
        code, said = self.run_script(text, *options)
        self.assertEqual(code, 0, said)
        return said

    def refused(self, text, missing):
        code, said = self.run_script(text)
        self.assertEqual(code, 1, said)
        self.assertIn("does not print: " + missing, said)

    WHOLE = ("    annealvi few x\n\n    head x\n\n    P   {}\n    runs {}, seed 1\n"
             "    collapsed 3\n\nWords.\n")

    def test_whole_output(self):
        self.accepted(self.WHOLE.format("0.0123457 +- 2e-08", 12))
        self.accepted(self.WHOLE.format("0.012346  +- 3e-08", 12))  # spaces, one unit of a digit

    def test_wrong_numbers(self):
        self.refused(self.WHOLE.format("0.012348 +- 2e-08", 12), "P   0.012348")
        self.refused(self.WHOLE.format("0.0123457 +- 2e-08", 13), "runs 13")

    def test_wrong_error(self):
        self.accepted(self.WHOLE.format("0.0123457 +- 1e-08", 12))
        self.refused(self.WHOLE.format("0.0123457 +- 7e-08", 12), "P   0.0123457 +- 7e-08")

    def test_missing_lines_must_be_announced(self):
        self.refused("    annealvi few x\n\n    head x\n    collapsed 3\n", "collapsed 3")
        self.accepted("    annealvi few x\n\n    head x\n    ...\n    collapsed 3\n")
        self.accepted("    annealvi few x\n\n    ...\n    runs 12, seed 1\n    ...\n")
        self.refused("    annealvi few x\n\n    ...\n    runs 12, seed 1\n",
                     "(left out) collapsed 3")

    def test_comments_fences_and_continued_lines(self):
        self.accepted("Text.\n\n<!-- example: annealvi few\n     y -->\n\n    head y\n    ...\n")
        self.refused("Text.\n\n<!-- example: annealvi few y -->\n\n    head z\n    ...\n", "head z")
        self.accepted("```\nannealvi few \\\n  x\n\nhead x\n...\n```\n")
        self.refused("```\nannealvi few \\\n  x\n\nhead y\n...\n```\n", "head y")

    def test_files_and_messages(self):
        read = "    annealvi write > a.txt\n\nThen\n\n    annealvi read a.txt\n\n    {}\n"
        self.accepted(read.format("0.5"))
        self.refused(read.format("0.7"), "0.7")
        self.accepted("    annealvi note\n\n    annealvi: a message\n")

    def test_wrong_usage_is_a_fault(self):
        code, said = self.run_script("    annealvi typo\n\n    anything\n")
        self.assertEqual(code, 1)
        self.assertIn("exit code 2: unknown typo", said)

    def test_slow_examples_run_when_asked(self):
        wrong = "<!-- example slow -->\n\n    annealvi few x\n\n    head y\n    ...\n"
        self.assertIn("0 examples run", self.accepted(wrong))
        self.assertEqual(self.run_script(wrong, "--slow")[0], 1)
        self.assertEqual(self.run_script(wrong, "--all")[0], 1)

    def test_update_writes_what_comes_out_and_leaves_out_what_was(self):
        for error in ("1e-9", "3e-08"):
            self.accepted(self.WHOLE.format("0.0123457 +- " + error, 12), "--update")
            self.assertEqual(self.page.read_text(), self.WHOLE.format("0.0123457 +- 2e-08", 12))
        self.accepted(self.WHOLE.format("0.2 +- 1e-9", 99), "--update")
        self.assertEqual(self.page.read_text(), self.WHOLE.format("0.0123457 +- 2e-08", 12))
        self.accepted("    annealvi few x\n\n    ...\n    P by theory  0.3 +- 2e-09\n"
                      "    runs 99, seed 1\n    ...\n\nEnd.\n", "--update")
        self.assertEqual(self.page.read_text(),
                         "    annealvi few x\n\n    ...\n    P   0.0123457 +- 2e-08\n"
                         "    runs 12, seed 1\n    ...\n\nEnd.\n")
        self.accepted(self.page.read_text())


if __name__ == "__main__":
    unittest.main()

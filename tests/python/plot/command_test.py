# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""The pictures as the program calls them: a path, no settings of the user."""
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

import matplotlib.image
import pytest
from tables import (curve_row, curve_text, package, phase_text, sources, text,
                    trajectory_text)

from annealvi.plot.seal import untouched

program = package / "annealvi" / "plot" / "__main__.py"


def run(folder, *arguments, **environment):
    return subprocess.run([sys.executable, "-I", str(program), *map(str, arguments)], cwd=folder,
                          capture_output=True, text=True, env={**os.environ, **environment})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "curve.csv").write_text(curve_text())
    return tmp_path


def test_pictures_lie_beside_the_table(folder):
    done = run(folder, "curve.csv", "--format", "svg,png,pdf")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [f"annealvi.plot: wrote curve.{e}" for e in
                                        ("svg", "png", "pdf")]
    assert sorted(os.listdir(folder)) == ["curve.csv", "curve.pdf", "curve.png", "curve.svg"]
    svg = (folder / "curve.svg").read_text()
    assert "Mode collapse against initial temperature" in svg
    assert "python3 -I -m annealvi.plot curve.csv" in svg
    assert (folder / "curve.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "curve.png").stat().st_mode & 0o777 == 0o666 & ~_mask()


def _mask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_files_that_are_installed_suffice(folder):
    """As `cmake --install` lays them out for the program: some of the package, nothing compiled."""
    rules = (sources / "cmake/pictures.cmake").read_text()
    listed = re.search(r"set\(table_files ([^)]+)\)", rules)
    place = folder / "share/annealvi"
    shutil.copytree(package / "annealvi/plot", place / "plot")
    for name in listed[1].split():
        shutil.copy(package / "annealvi" / name, place)
    done = subprocess.run([sys.executable, "-I", str(place / "plot/__main__.py"), "curve.csv"],
                          cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0 and (folder / "curve.svg").exists(), done.stderr


def test_the_same_table_gives_the_same_bytes(folder):
    assert run(folder, "curve.csv", "--out", "a", "--format", "svg,pdf,png").returncode == 0
    first = {e: (folder / f"a.{e}").read_bytes() for e in ("svg", "pdf", "png")}
    assert run(folder, "curve.csv", "--out", "a", "--format", "svg,pdf,png").returncode == 0
    assert all((folder / f"a.{e}").read_bytes() == content for e, content in first.items())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_no_unfinished_file(folder, number):
    slow = ("import runpy, sys, time\nfrom matplotlib.figure import Figure\n"
            "Figure.savefig = lambda *_, **__: time.sleep(100)\n"
            f"sys.argv = [{str(program)!r}, 'curve.csv']\n"
            f"runpy.run_path({str(program)!r}, run_name='__main__')\n")
    drawing = subprocess.Popen([sys.executable, "-c", slow], cwd=folder, stderr=subprocess.PIPE)
    for _ in range(6000):
        if len(os.listdir(folder)) > 1:
            break
        time.sleep(0.01)
    part, = set(os.listdir(folder)) - {"curve.csv"}
    assert re.fullmatch(r"\.annealvi-[0-9a-f]{16}\.part\.svg", part)
    drawing.send_signal(number)
    assert drawing.wait() == 128 + number
    assert drawing.stderr.read() == b""
    assert os.listdir(folder) == ["curve.csv"]


def test_settings_of_the_user_change_nothing(folder):
    assert run(folder, "curve.csv", "--out", "plain.png").returncode == 0
    other = folder / "other"
    other.mkdir()
    trap = "raise SystemExit('a file of the current folder was run')\n"
    for name in ("numpy.py", "matplotlib.py", "annealvi.py", "csv.py", "tomllib.py",
                 "sitecustomize.py", "usercustomize.py"):
        (other / name).write_text(trap)
    settings = ("lines.linewidth: 20\nfont.size: 40\nbackend: module://trap\ntext.usetex: True\n"
                "axes.facecolor: red\nsavefig.dpi: 10\n")
    (other / "matplotlibrc").write_text(settings)
    (other / "curve.csv").write_text(curve_text())
    done = run(other, "curve.csv", "--out", "plain.png", PYTHONPATH=str(other), MPLBACKEND="trap",
               MATPLOTLIBRC=str(other / "matplotlibrc"), PYTHONSTARTUP=str(other / "numpy.py"))
    assert (done.returncode, done.stderr) == (0, "annealvi.plot: wrote plain.png\n")
    assert (other / "plain.png").read_bytes() == (folder / "plain.png").read_bytes()


def test_a_broken_matplotlibrc_is_not_read(folder):
    (folder / "matplotlibrc").write_bytes(b"\xff\xfe\x00 : : :")
    done = run(folder, "curve.csv", "--out", "plain.png")
    assert (done.returncode, done.stderr) == (0, "annealvi.plot: wrote plain.png\n")
    # The same as a module, as the head of a table says.
    done = subprocess.run([sys.executable, "-m", "annealvi.plot", "curve.csv", "--out", "m.png"],
                          cwd=folder, env={**os.environ, "PYTHONPATH": str(package)},
                          capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "annealvi.plot: wrote m.png\n")
    assert (folder / "m.png").read_bytes() == (folder / "plain.png").read_bytes()


@pytest.mark.parametrize("name", ["a b;touch x.csv", "$(touch x).csv", "`touch x`'$_^{%n.csv", "-",
                                  "été\n\"c.csv"])
def test_names_of_files_are_names(folder, name):
    (folder / name).write_text(curve_text())
    done = run(folder, "--format", "svg", "--", f"./{name}")
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "x" not in os.listdir(folder)
    assert sum(entry.endswith(".svg") for entry in os.listdir(folder)) == 1


def test_a_style_sheet_is_added(folder):
    (folder / "mine.mplstyle").write_text("axes.prop_cycle: cycler('color', ['ff0000'])\n")
    assert run(folder, "curve.csv", "--style", "mine.mplstyle").returncode == 0
    assert "#ff0000" in (folder / "curve.svg").read_text()
    done = run(folder, "curve.csv", "--style", "none.mplstyle")
    assert (done.returncode, done.stderr) == \
        (1, "annealvi.plot: style none.mplstyle: there is no such file.\n")


@pytest.mark.parametrize("arguments, code, words", [
    (["none.csv"], 1, "none.csv: cannot be read: No such file or directory"),
    (["curve.csv", "--out", "x.bmp", "--format", "bmp"], 2, "--format bmp is not allowed: svg"),
    (["curve.csv", "--out", "c.xyz"], 2, "--out c.xyz is not allowed: a picture ends with one of"),
    (["curve.csv", "--set", "colour=red"], 2, "--set colour=red is not allowed: give one of xlim"),
    (["curve.csv", "--set", "xlim=3"], 1, "xlim = 3 is not allowed: give from:to"),
    (["curve.csv", "--set", "contours=0.1"], 1, "contours is not an option of the picture curve"),
    (["curve.csv", "--picture", "phase"], 1, "there is no column 'x'"),
    (["curve.csv", "--out", "nowhere/a"], 1, "a.svg cannot be written: No such file or directory"),
    (["curve.csv", "--out", "a.gif"], 1, "a.gif: only the plane can be a film"),
])
def test_failures_are_one_sentence(folder, arguments, code, words):
    done = run(folder, *arguments)
    assert done.returncode == code
    assert words in done.stderr and done.stderr.count("\n") == 1
    assert "wrote" not in done.stderr and os.listdir(folder) == ["curve.csv"]


def test_a_picture_that_cannot_be_written_leaves_the_old_one(folder):
    assert run(folder, "curve.csv").returncode == 0
    old = (folder / "curve.svg").read_bytes()
    (folder / "curve.csv").write_text(curve_text([curve_row("", 1, "sharp", "", "", "")]))
    done = run(folder, "curve.csv")
    assert done.returncode == 1 and "no row has a value that can be drawn" in done.stderr
    assert (folder / "curve.svg").read_bytes() == old
    assert sorted(os.listdir(folder)) == ["curve.csv", "curve.png", "curve.svg"]


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_what_a_user_edited_is_kept(folder, ending):
    picture = folder / f"curve.{ending}"
    words = ("curve.csv", "--format", ending)
    assert run(folder, *words).returncode == 0
    drawn = picture.read_bytes()
    assert untouched(drawn)
    if ending == "svg":
        ElementTree.fromstring(drawn)
    if ending == "png":
        assert matplotlib.image.imread(picture).shape == (572, 901, 4)
    for place in (*range(0, len(drawn) - 16, len(drawn) // 50), len(drawn) - 24):
        assert not untouched(drawn[:place] + bytes([drawn[place] ^ 1]) + drawn[place + 1:])
    edited = drawn[:500] + b" " + drawn[500:]
    picture.write_bytes(edited)
    done = run(folder, *words)
    assert done.returncode == 1
    assert f"curve.{ending} is there and was not made by annealvi, or was edited" in done.stderr
    assert picture.read_bytes() == edited
    assert run(folder, *words, "--force").returncode == 0
    assert picture.read_bytes() == drawn


def test_files_of_others_are_kept(folder):
    (folder / "curve.svg").write_text("<svg>a drawing by hand</svg>")
    done = run(folder, "curve.csv")
    assert done.returncode == 1 and "curve.svg is there and was not made by annealvi" in done.stderr
    assert (folder / "curve.svg").read_text() == "<svg>a drawing by hand</svg>"
    assert run(folder, "curve.csv", "--force").returncode == 0
    assert "Mode collapse" in (folder / "curve.svg").read_text()


def runs(folder):
    for k, sign in enumerate((1, -1)):
        (folder / f"run{k}.csv").write_text(trajectory_text([0, 1, 3, 4], [0, sign, 3 * sign,
                                                                           4 * sign]))
    return "run0.csv", "run1.csv"


@pytest.mark.parametrize("name, start", [("film.gif", b"GIF89a"), ("film.html", b"\n<link"),
                                         ("film.mp4", b"\0\0\0\x20ftyp")])
def test_a_film_of_several_runs(folder, name, start):
    if name == "film.mp4" and shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg")
    words = (*runs(folder), "--out", name, "--set")
    done = run(folder, *words, "frames=3")
    assert done.returncode == 0, done.stderr
    content = (folder / name).read_bytes()
    assert content.startswith(start) and untouched(content)
    assert run(folder, *words, "frames=2").returncode == 0  # the next film replaces it


def test_without_ffmpeg_and_latex_one_sentence_says_so(folder):
    tables = runs(folder)
    before = sorted(os.listdir(folder))
    for name, missing in (("film.mp4", "an MP4 film needs ffmpeg, which is not installed; GIF and "
                                       "HTML do not."),
                          ("still.pgf", "a PGF picture needs LaTeX (one of pdflatex, xelatex, "
                                        "lualatex), which is not installed.")):
        done = run(folder, *tables, "--out", name, PATH=str(folder))
        assert (done.returncode, done.stderr) == (1, f"annealvi.plot: {name}: {missing}\n")
    assert sorted(os.listdir(folder)) == before


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX")
def test_a_picture_for_latex(folder):
    (folder / "phase.csv").write_text(phase_text(lambda x, y: 0.1 / x))
    for name in ("phase", "curve"):
        assert run(folder, f"{name}.csv", "--format", "pgf", "--size", "column").returncode == 0
    assert (folder / "phase-img0.png").read_bytes().startswith(b"\x89PNG")
    assert all(untouched((folder / name).read_bytes()) for name in os.listdir(folder)
               if not name.endswith(".csv"))
    (folder / "page.tex").write_text(r"\documentclass{article}\usepackage{pgf}\begin{document}"
                                     r"\input{phase.pgf}\input{curve.pgf}\end{document}")
    made = subprocess.run(["pdflatex", "-interaction=nonstopmode", "page.tex"], cwd=folder,
                          capture_output=True)
    assert made.returncode == 0 and (folder / "page.pdf").stat().st_size > 10000


def test_mechanisms_are_a_second_picture(folder):
    rows = [curve_row("0.3", x, "reduced", 0.3, 0.2, 0.4, 100, 30, aligned=10, vanished=20)
            for x in (1, 4, 7)]
    (folder / "m.csv").write_text(curve_text(rows))
    assert run(folder, "m.csv", "--format", "svg").returncode == 0
    assert {"m.svg", "m-mechanism.svg"} <= set(os.listdir(folder))


def test_a_table_of_nothing_known(folder):
    (folder / "odd.csv").write_text(text(["a", "b"], [[1, 2]]))
    done = run(folder, "odd.csv")
    assert done.returncode == 1
    assert done.stderr == "annealvi.plot: odd.csv: there is no picture of a table with these " \
                          "columns.\n"

"""The same figures and files, to the byte, whatever the machine's language and time zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import DATA
from tests.faults.conftest import register, tool
from tests.faults.serving import mieux

PLACES = (
    ("tr_TR.UTF-8", "Pacific/Kiritimati"), ("de_DE.UTF-8", "America/Los_Angeles"),
    ("tr_TR.ISO-8859-9", "Asia/Kathmandu"),
)  # fmt: skip
SAYS = """
import locale, sys, time
from pathlib import Path
from typer.testing import CliRunner
from mieux_dashboard.cli import app
locale.setlocale(locale.LC_ALL, "")
out, file = sys.argv[1:]
for name, *command in (
    ("reconcile.json", "reconcile", "--format", "json"),
    ("measure.json", "measure", "actions-over-time", "--format", "json"),
    ("calendar.json", "measure", "actions-calendar", "--format", "json", "--lang", "fr"),
    ("check.json", "check", file, "--format", "json"),
    ("charts", "export", "actions-over-time", "actions-calendar", "--as", "csv,xlsx", "--out", out),
):
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, (command, done.output)
    if name != "charts":
        Path(out, name).write_text(done.stdout, "utf-8", newline="")
print(locale.localeconv()["decimal_point"], time.strftime("%z"), "I".lower())
"""


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """A folder with the locales that no Debian has unless it is asked to."""
    folder = tmp_path_factory.mktemp("locales")
    tool("/usr/share/i18n/locales", "tr_TR")
    for name, _ in PLACES:
        language, _, code = name.partition(".")
        command = ["localedef", "-i", language, "-f", code, str(folder / name)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def written(filled, locales, tmp_path_factory):
    """What is written at each place, by its language and time zone."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "register.xlsx").write_bytes(register("İIıi 1,5", 3))
    shutil.copytree(filled, folder / "instance")
    outs = {}
    for number, (language, zone) in enumerate((("C.UTF-8", "UTC"), *PLACES)):
        out = folder / str(number)
        out.mkdir()
        place = {"LC_ALL": language, "LANG": language, "TZ": zone, "LOCPATH": str(locales)}
        if number == 0:
            del place["LOCPATH"]
        done = subprocess.run(
            [sys.executable, "-c", SAYS, str(out), str(folder / "register.xlsx")],
            cwd=DATA.parent, capture_output=True, text=True, check=False,
            env={**os.environ, **place, "MIEUX_INSTANCE": str(folder / "instance")},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        outs[language, zone] = out, done.stdout.split()[:2]
    return outs


def test_the_places_are_what_they_are_called(written):
    points = [said for _, said in written.values()]
    assert points[0] == [".", "+0000"]
    assert points[1] == [",", "+1400"]
    assert points[2][0] == ","
    assert points[2][1] in ("-0800", "-0700")
    assert points[3] == [",", "+0545"]


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_what_is_written_is_the_same_to_the_byte(written, place):
    home, here = written["C.UTF-8", "UTC"][0], written[place][0]
    files = sorted(path.relative_to(home) for path in home.rglob("*") if path.is_file())
    assert len(files) == 4 + 4
    assert sorted(path.relative_to(here) for path in here.rglob("*") if path.is_file()) == files
    for name in files:
        assert (here / name).read_bytes() == (home / name).read_bytes(), name


def test_a_terminal_that_has_not_our_letters_is_no_reason_to_end(filled):
    done = mieux(
        filled, "charts", "--lang", "fr", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)

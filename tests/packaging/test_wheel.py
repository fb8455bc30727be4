"""What `pip install` gives: built from the sdist, run from anywhere."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, **options):
    return subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, text=True, **options
    ).stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the sdist, and the wheel out of it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Install the wheel into an environment of its own, and lend it the packages of this one."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder)
    scripts = folder / Path(sysconfig.get_path("scripts")).name
    run(scripts / "python", "-m", "pip", "install", "-q", "--no-index", "--no-deps", built[1])
    site = run(scripts / "python", "-c", "import sysconfig as s; print(s.get_path('purelib'))")
    Path(site.strip(), "lent.pth").write_text(sysconfig.get_path("purelib"))
    return scripts


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A folder to run from, and an environment that names neither the checkout nor a setting."""
    ours = ("MIEUX_", "PYTHON")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {"cwd": tmp_path_factory.mktemp("elsewhere"), "env": environment}


def test_the_wheel_holds_all_that_a_first_run_needs_and_its_licences(built):
    sdist, wheel = built
    files = set(zipfile.ZipFile(wheel).namelist())
    for room in ("mieux_dashboard", "data", "assets"):
        kept = run("git", "ls-files", room, cwd=ROOT).splitlines()
        place = "" if room == "mieux_dashboard" else "mieux_dashboard/"
        assert [name for name in kept if place + name not in files] == []
    licences = {name.partition("/licenses/")[2] for name in files if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE", "assets/LICENCES.txt"}
    assert not [name for name in files if "tests/" in name or name.endswith(".sqlite")]
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if "/tests" in name or "/instance" in name]


def test_the_command_runs_from_any_folder_on_what_lies_in_the_wheel(installed, elsewhere):
    where = run(
        installed / "python", "-c", "import mieux_dashboard as m; print(m.__file__)", **elsewhere
    )
    assert Path(where).is_relative_to(installed.parent)
    told = json.loads(
        run(installed / "mieux", "measure", "actions-by-region", "--format", "json", **elsewhere)
    )
    assert [row["n_actions"] for row in told["rows"]] == [50, 27, 19, 15]
    listed = json.loads(run(installed / "mieux", "charts", "--format", "json", **elsewhere))
    assert "actions-by-region" in {chart["key"] for chart in listed}
    run(
        installed / "mieux", "export", "actions-by-region", "--out", "c", "--as", "csv", **elsewhere
    )
    assert (elsewhere["cwd"] / "c" / "en" / "actions-by-region.csv").exists()
    assert (elsewhere["cwd"] / "instance").is_dir()  # what it keeps lies where it was started


def test_the_dashboard_is_served_with_its_style_sheet_and_shapes(installed, elsewhere):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = subprocess.Popen(
        [installed / "mieux", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **elsewhere,
    )
    try:
        assert json.loads(answer(port, "/healthz"))["status"] == "ok"
        for path in ("/en/", "/assets/style.css", "/assets/topojson/world_110m.json"):
            assert answer(port, path)
    finally:
        served.terminate()
        served.wait(30)


def answer(port, path, seconds=60):
    """Ask until somebody answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
                return response.read()
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_the_version_is_the_tag_of_the_repository(tmp_path):
    run("git", "clone", "-q", ROOT, tmp_path / "clone")
    tagged = {"cwd": tmp_path / "clone"}
    run("git", "tag", "v9.8.7", **tagged)
    assert run(sys.executable, "-m", "hatchling", "version", **tagged).strip() == "9.8.7"

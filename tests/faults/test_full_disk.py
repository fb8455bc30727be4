"""A disk that takes no more is said in a sentence; the server goes on, and so does the reader."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from contextlib import suppress

import pytest

from tests.faults.conftest import accept, register, upload
from tests.faults.serving import mieux, served
from tests.pages.session import body_of

RANDOM = random.Random(7)
LARGE = register(" ".join("".join(RANDOM.choices("abcdefghij", k=9)) for _ in range(3000)), 20)
SMALL = register("Small", 40)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows limits no process so")


class Tmpfs:
    """A file system of its own, 40 MB small."""

    pack = "The pack could not be made: "

    def __init__(self, folder):
        self.folder = folder

    def fill(self, server):
        (self.folder / "filler").write_bytes(b"x" * shutil.disk_usage(self.folder).free)

    def empty(self, server):
        (self.folder / "filler").unlink()

    def run(self, command):
        """Run something while the disk is full."""
        self.fill(None)
        done = command()
        self.empty(None)
        return done


class Limited:
    """Where nobody may mount: no file of the server may grow beyond 20 kB."""

    pack = "The pack is being made."

    def __init__(self, folder):
        self.folder = folder

    def fill(self, server, most=20_000):
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def empty(self, server):
        self.fill(server, resource.RLIM_INFINITY)

    def run(self, command):
        """Run something whose files cannot grow."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            return command()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def disk(filled, tmp_path):
    """A small disk with version 1 on it."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False
    with suppress(OSError):
        command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    shutil.copytree(filled, place / "instance")
    yield (Tmpfs if mounted else Limited)(place)
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_what_finds_no_room_is_said_and_can_be_done_again(disk, tmp_path):
    instance = disk.folder / "instance"
    with served(instance, log=tmp_path) as server:
        waits = upload(server, SMALL)
        disk.fill(server)
        told = upload(server, LARGE)
        assert told["data-said"]["children"].startswith("The files could not be kept here: ")
        assert "data-sitting" not in told
        refused = accept(server, waits, "fr")
        assert refused.json()["response"]["data-said"]["children"].startswith(
            "Le dépôt\u00a0: le dis"
        )
        assert str(disk.folder) not in refused.text
        pack = packed(server)["charts-pack-said"]["children"]
        assert pack.startswith(disk.pack)
        assert server.version() == 1
        for path in ("en/charts/actions-by-region.csv", "fr/charts/key-figures.xlsx", "es/map"):
            assert server.get(f"/{path}").status_code == 200
        disk.empty(server)
        accept(server, waits)
        assert server.version() == 2
        accept(server, upload(server, LARGE))
        assert server.version() == 3
        lines = server.lines()
    assert "Traceback" not in str(lines)
    id = refused.headers["X-Request-ID"]
    assert str(disk.folder) in str([one for one in lines if one["id"] == id])
    assert len(list((instance / "waiting").iterdir())) == 0


def packed(server):
    """Order a pack; return what the page is told."""
    given = {
        "charts-pack-start.n_clicks": 1, "charts-pack-languages.value": ["en"],
        "charts-pack-formats.value": ["csv"], "charts-pack-preset.value": "slide",
        "_pages_location.pathname": "/en/charts",
    }  # fmt: skip
    asked = next(
        one for one in server.get("/_dash-dependencies").json()
        if "charts-pack-start.n_clicks" in [f"{i['id']}.{i['property']}" for i in one["inputs"]]
    )  # fmt: skip
    answer = server.post("/_dash-update-component", json=body_of(asked, given))
    return answer.json()["response"]


def test_a_command_that_finds_no_room_says_so_in_one_line(disk, tmp_path):
    instance = tmp_path / "instance"
    shutil.copytree(disk.folder / "instance", instance)
    for command in (
        ("export", "actions-by-region", "--as", "csv,xlsx"),
        ("pack", "actions-by-region", "--languages", "en", "--as", "csv"),
        ("template",),
    ):
        out = disk.folder / command[0]
        done = disk.run(lambda: mieux(instance, *command, "--out", str(out)))  # noqa: B023
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert b"Errno" not in done.stderr

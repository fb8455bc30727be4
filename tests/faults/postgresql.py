"""A PostgreSQL server that can be stopped and started again while someone uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


class Postgresql:
    """A server of its own, reached by a socket only."""

    def __init__(self):
        found = shutil.which("initdb")
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found and not installed:
            said = "no PostgreSQL on this machine: that it is restarted was not tested"
            pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
        self._programs = Path(found or installed[-1]).parent
        self._user = {"user": "postgres", "cwd": "/"} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        if self._user:
            shutil.chown(self._folder, "postgres")
        self.url = f"postgresql://mieux@/postgres?host={self._folder}"
        data = ("-D", self._folder / "data")
        self._run("initdb", *data, "-U", "mieux", "-A", "trust", "-N", "-E", "UTF8")

    def start(self):
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", *self._where, "-o", options, "-l", self._folder / "log", "start")

    def stop(self):
        """End it as a power cut does."""
        self._run("pg_ctl", *self._where, "-m", "immediate", "stop")

    def remove(self):
        self.stop()
        shutil.rmtree(self._folder)

    @property
    def _where(self):
        return ("-D", self._folder / "data", "-w", "-s")

    def _run(self, program, *arguments):
        command = [self._programs / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._user)

"""Servers of the tests' own: a dashboard, PostgreSQL and Redis, an OpenID Connect provider."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError
from redis.retry import Retry
from sqlalchemy import create_engine

NUMBERS = itertools.count()


class Postgresql:
    """A PostgreSQL server of its own, reached by a socket only, that can be stopped and started."""

    def __init__(self) -> None:
        found = shutil.which("initdb")
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found and not installed:
            _say_missing("PostgreSQL")
        self._programs = Path(found or installed[-1]).parent
        self._user = {"user": "postgres", "cwd": "/"} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        if self._user:
            shutil.chown(self._folder, "postgres")
        self.url = f"postgresql://mieux@/{{name}}?host={self._folder}"
        data = ("-D", self._folder / "data")
        self._run("initdb", *data, "-U", "mieux", "-A", "trust", "-N", "-E", "UTF8")
        self._control = ("pg_ctl", *data, "-w", "-s")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run(*self._control, "-o", options, "-l", self._folder / "log", "start")

    def stop(self) -> None:
        """End it as a power cut does."""
        self._run(*self._control, "-m", "immediate", "stop")

    def remove(self) -> None:
        """End it, and take away what it left."""
        self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: object) -> None:
        command = [self._programs / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._user)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Give the address of a PostgreSQL server, with ``{name}`` for the database."""
    server = Postgresql()
    server.start()
    yield server.url
    server.remove()


def new_database(server: str, owner: str = "") -> str:
    """Make a database on a server, and return its address; a plain new user may own it."""
    name = f"store{next(NUMBERS)}"
    engine = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        if owner:
            connection.exec_driver_sql(f"CREATE ROLE {owner} LOGIN")
        connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER {owner or 'mieux'}")
    engine.dispose()
    return server.format(name=name).replace("mieux@", f"{owner or 'mieux'}@")


class RedisServer:
    """A Redis server that can be stopped, held and started again."""

    def __init__(self) -> None:
        self._program = shutil.which("redis-server") or _say_missing("Redis")
        self._folder = Path(tempfile.mkdtemp(prefix="redis-", dir="/tmp"))
        self._socket = self._folder / "socket"
        self.url = f"redis+unix://{self._socket}"
        self.client = Redis(unix_socket_path=str(self._socket))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", "0", "--unixsocket", self._socket, "--save", "", "--dir", self._folder]
        options += ["--logfile", self._folder / "log"]
        self.process = subprocess.Popen([self._program, *options])
        retry = Retry(ConstantBackoff(0.05), 200, (ConnectionError, FileNotFoundError))
        with Redis(unix_socket_path=str(self._socket), retry=retry) as asked:
            asked.ping()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def remove(self) -> None:
        """End it, and take away what it left."""
        self.kill()
        self.client.close()
        shutil.rmtree(self._folder)


PEOPLE = ({"sub": "u-ann", "groups": ["loaders"]}, {"sub": "u-vic", "groups": []})


@contextmanager
def oidc_provider() -> Iterator[str]:
    """Give the address of a provider that knows ann, who loads, and vic; nonces are required."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "-n", "true"]
    for person in PEOPLE:
        command += ["--user-claims", json.dumps(person)]
    issuer = f"http://127.0.0.1:{port}"
    with _answering(command, f"{issuer}/.well-known/openid-configuration"):
        yield issuer


@contextmanager
def dashboard(folder: Path, **given: object) -> Iterator[str]:
    """Give the address of a dashboard in a process of its own, over what is kept in a folder.

    Dash keeps one list of pages for a process: a dashboard with other pages needs its own.
    """
    told = {"port": free_port(), "instance": folder, **given}
    known = os.environ | {f"MIEUX_{name.upper()}": str(value) for name, value in told.items()}
    address = f"http://127.0.0.1:{told['port']}"
    command = [sys.executable, "-m", "mieux_dashboard", "serve"]
    with _answering(command, f"{address}/healthz", env=known):
        yield address


@contextmanager
def _answering(command: list[str], address: str, **given: object) -> Iterator[None]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet, **given)
    try:
        until = time.monotonic() + 120  # Spark alone takes half a minute on a busy machine
        while True:
            assert process.poll() is None, f"{command} has ended"
            with suppress(OSError), urllib.request.urlopen(address):
                break
            assert time.monotonic() < until, f"{command} did not answer"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say_missing(name: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed: tests/get-servers")
    return pytest.skip(f"no {name} on this machine: what needs it was not tested")

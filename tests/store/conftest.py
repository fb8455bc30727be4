"""A store on SQLite and on PostgreSQL; the server is started for the tests and stopped after."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine

from mieux_dashboard.store import Acceptance, open_store

ENGINES = ("sqlite", "postgresql")
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server():
    """Give the address of a PostgreSQL server of its own, reached by a socket only."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and not installed:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed: tests/store/get-postgresql")
        pytest.skip("no PostgreSQL on this machine: the store was tested on SQLite alone")
    programs = Path(found or installed[-1]).parent
    as_user = {"user": "postgres", "cwd": "/"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if as_user:
        shutil.chown(folder, "postgres")
    data, quiet = folder / "data", {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "mieux", "-A", "trust", "-N", "-E", "UTF8"],
        **quiet,
        **as_user,
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w", "-s"]
    log = folder / "log"
    subprocess.run([*control, "-o", options, "-l", log, "start"], **quiet, **as_user)
    yield f"postgresql://mieux@/{{name}}?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet, **as_user)
    shutil.rmtree(folder)


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    """Give the address of a store that is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    server = request.getfixturevalue("server")
    name = f"store{next(NUMBERS)}"
    engine = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    yield server.format(name=name)


@pytest.fixture
def store(url):
    """Give an empty store."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path):
    """Give the place of a SQLite store."""
    return tmp_path / "store.sqlite"


def table(*titles):
    """Return a small table of Actions."""
    ids = [f"a{n}" for n in range(len(titles))]
    frame = pd.DataFrame({"action_id": ids, "title": titles, "participants": float("nan")})
    return frame.astype({"action_id": "str", "title": "str"})


def accept(store, *titles, **given):
    """Accept a small table on top of what is there."""
    given = {"tables": {"actions": table(*titles)}, "base": store.version(), "by": "ann"} | given
    return store.accept(Acceptance(**given))


def titles(store, version=0):
    return store.tables(version or store.version())["actions"]["title"].tolist()

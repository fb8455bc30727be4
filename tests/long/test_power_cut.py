"""An import that ends at any of its calls that write, sync or delete leaves one whole version."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from mieux_dashboard.store import open_store
from tests.conftest import DATA
from tests.faults.conftest import tool
from tests.store.conftest import accept, titles

CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,unlink"
IMPORT = """
import sys
from mieux_dashboard.store import open_store
from tests.store.conftest import accept
store = open_store(sys.argv[1])
accept(store, *(f"title {n}" for n in range(500)))
store.close()
"""
NAMES = ("", "-wal", "-shm")
OLD, NEW = ["before"], [f"title {n}" for n in range(500)]


@pytest.fixture
def first(tmp_path):
    """A store with one version, which nobody changes."""
    path = tmp_path / "first" / "store.sqlite"
    path.parent.mkdir()
    store = open_store(f"sqlite:///{path}")
    accept(store, *OLD)
    store.close()
    return path


def run(first, end=None):
    """Import into a copy, until a call and how often it was made; return copy, exit code, calls."""
    path = shutil.copytree(first.parent, first.parents[1] / "copy") / first.name
    said = path.with_name("calls")
    watched = [part for name in NAMES for part in ("-P", f"{path}{name}")]
    more = ["-e", f"inject={end[0]}:signal=KILL:when={end[1]}"] if end else []
    done = subprocess.run(
        [tool("/usr/bin", "strace"), "-f", "-qq", "-o", str(said), "-e", f"trace={CALLS}",
         *watched, *more, sys.executable, "-c", IMPORT, f"sqlite:///{path}"],
        cwd=DATA.parent, check=False, capture_output=True, text=True,
    )  # fmt: skip
    calls = re.findall(r"^\d+ +(\w+)\(", said.read_text("utf-8"), re.M)
    said.unlink()
    return path, done, [(call, calls[: n + 1].count(call)) for n, call in enumerate(calls)]


def test_at_each_call_the_store_is_the_version_before_or_the_new_one(first):
    path, done, calls = run(first)
    assert done.returncode == 0, done.stderr
    assert {call for call, _ in calls} >= {"pwrite64", "fdatasync", "unlink"}
    seen = []
    for end in calls:
        shutil.rmtree(path.parent)
        path, done, _ = run(first, end)
        assert done.returncode != 0, end
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)  # never synced: a cut takes it
        store = open_store(f"sqlite:///{path}")
        store.check()
        seen.append(store.version())
        assert titles(store, 1) == OLD
        assert titles(store) == (NEW if seen[-1] == 2 else OLD)
        assert accept(store, "after") == seen[-1] + 1
        store.close()
    assert seen == sorted(seen)  # once it is accepted it stays
    assert set(seen) == {1, 2}

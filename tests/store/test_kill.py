"""An import that is killed leaves the version before, or the whole new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from mieux_dashboard.store import Acceptance, open_store
from mieux_dashboard.store.blobs import table_blob
from tests.store.killed import ROWS, made_up

SHORTEST = 0.02


def kill_imports(path, rounds, seed, imports=3):
    """Kill an import at a random moment, `rounds` times; return the versions seen after each.

    The moment is within the time that some `imports` take on this machine just now.
    """
    url, moments = f"sqlite:///{path}", random.Random(seed)
    longest = imports * seconds_of_an_import(path.with_name("tried.sqlite"))
    open_store(url).close()
    keys = [table_blob(made_up(n)).key for n in (0, 1)]
    importer = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    seen = [0]
    for _ in range(rounds):
        importer.stdin.write("again\n")
        importer.stdin.flush()
        child = int(importer.stdout.readline())
        time.sleep(moments.uniform(SHORTEST, longest))
        os.kill(child, signal.SIGKILL)
        store = open_store(url)  # checks the file, the audit trail and every version's entry
        seen.append(store.version())
        assert [version.number for version in store.versions()] == list(range(1, seen[-1] + 1))
        for number in range(max(seen[-2], 1), seen[-1] + 1):
            table = store.tables(number)["actions"]
            assert len(table) == ROWS
            assert table_blob(table).key == keys[(number - 1) % 2]
        store.close()
    importer.stdin.close()
    assert importer.wait() == 0
    importer.stdout.close()
    left = {file.name for file in path.parent.iterdir()}
    assert left <= {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    return seen


def seconds_of_an_import(path):
    store, table = open_store(f"sqlite:///{path}"), made_up(0)
    start = time.perf_counter()
    store.accept(Acceptance({"actions": table}, 0, "ann"))
    seconds = time.perf_counter() - start
    store.close()
    path.unlink()
    return seconds


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no SIGKILL")
def test_of_20_killed_imports_each_leaves_one_whole_version(path):
    seen = kill_imports(path, rounds=20, seed=20)
    assert len(set(seen)) > 3  # some were killed after a version, not all before

"""Imports of 100,000 rows, one process after another, each to be killed: ``killed URL``.

Waits for a line, then forks a child that accepts one version after another, and says its number;
so a round costs no start of Python.
"""

import os
import sys

import numpy as np
import pandas as pd

from mieux_dashboard.store import Acceptance, open_store

ROWS = 100_000


def made_up(seed):
    """Return a table of 100,000 Actions that compresses little."""
    numbers = np.random.default_rng(seed).integers(0, 1 << 40, ROWS)
    ids = pd.Series(numbers).astype("str")
    return pd.DataFrame({"action_id": ids, "title": "Support " + ids, "participants": numbers / 8})


def accept_for_ever(url):
    store = open_store(url)
    while True:
        base = store.version()
        store.accept(Acceptance({"actions": FRAMES[base % 2]}, base, "ann", note=str(base + 1)))


if __name__ == "__main__":
    FRAMES = [made_up(0), made_up(1)]
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            accept_for_ever(sys.argv[1])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)

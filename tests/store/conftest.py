"""A store on SQLite and on PostgreSQL."""

from __future__ import annotations

import pandas as pd
import pytest

from mieux_dashboard.store import Acceptance, open_store
from tests.servers import new_database

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    """Give the address of a store that is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    yield new_database(request.getfixturevalue("postgresql"))


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

"""A bench over an empty store that has taken the public record."""

from __future__ import annotations

import pytest

from mieux_dashboard.intake import open_bench
from mieux_dashboard.store import open_store
from tests.conftest import DATA

KEY = b"k" * 32


@pytest.fixture
def bench(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield open_bench(store, DATA, tmp_path / "sittings", lambda: KEY)
    store.close()

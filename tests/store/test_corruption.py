"""A store of which any byte was changed says so, or gives exactly what was accepted."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from mieux_dashboard.intake import current
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store import StoreError, open_store
from tests.conftest import DATA


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give the bytes of a store with the public record, and all that it gives."""
    path = tmp_path_factory.mktemp("whole") / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    current(store, DATA)
    store.decide([Decision("value", "countries", "ivory cost", "CIV", "ann")])
    store.allow("expert_id", "0" * 64, "dpo")
    said = told(store)
    store.close()
    return path.read_bytes(), said


def told(store):
    tables = {name: frame.to_csv() for name, frame in store.tables(store.version()).items()}
    originals = store.original(1)
    return store.versions(), store.history(), store.tombstones(), store.audit(), tables, originals


def outcome(path, said):
    """Return what is noticed of a damaged file: where, and what the reader is told to do."""
    try:
        store = open_store(f"sqlite:///{path}")
    except StoreError as error:
        assert "mieux restore FILE" in str(error)
        return "noticed at start"
    try:
        assert told(store) == said
    except StoreError as error:
        assert "mieux restore FILE" in str(error)
        return "noticed at first use"
    finally:
        store.close()
    return "harmless"


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_byte_is_noticed_or_changes_nothing(whole, tmp_path, seed):
    data, said = whole
    dice, path, found = random.Random(seed), tmp_path / "store.sqlite", Counter()
    for at in dice.sample(range(len(data)), 25):
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :])
        found[outcome(path, said)] += 1
    assert found.total() == 25
    assert found["noticed at first use"] + found["noticed at start"] > 0


@pytest.mark.parametrize("seed", range(2))
def test_a_store_cut_off_or_overwritten_in_part_is_noticed(whole, tmp_path, seed):
    data, said = whole
    dice, path = random.Random(seed), tmp_path / "store.sqlite"
    for _ in range(4):
        at = dice.randrange(1, len(data))
        path.write_bytes(data[:at])
        assert outcome(path, said) == "noticed at start"
        path.write_bytes(data[:at] + dice.randbytes(5000) + data[at + 5000 :])
        outcome(path, said)  # what it gives is compared in there


def test_a_store_without_the_file_beside_it_gives_what_was_accepted(whole, tmp_path):
    data, said = whole
    path = tmp_path / "store.sqlite"
    path.write_bytes(data)
    store = open_store(f"sqlite:///{path}")
    store.close()
    for end in ("-wal", "-shm"):
        (tmp_path / f"store.sqlite{end}").unlink(missing_ok=True)
    assert outcome(path, said) == "harmless"

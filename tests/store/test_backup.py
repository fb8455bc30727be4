"""A backup is whole while others write, names what is damaged, and comes back on any engine."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import signal
import threading
import time
import zipfile

import pytest
from pandas.testing import assert_frame_equal

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake import current
from mieux_dashboard.measure.reconciliation import reconciliation
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.store import (
    Original,
    StoreError,
    fingerprint,
    open_store,
    read_backup,
    restore,
    write_backup,
)
from tests.conftest import DATA
from tests.servers import new_database
from tests.store.conftest import ENGINES, accept, table, titles

KEY = b"k" * 32


@pytest.fixture(params=ENGINES)
def target(request, tmp_path):
    """Give the address of another store that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'target.sqlite'}"
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def filled(store):
    """Give a store with two versions, a file, decisions and a tombstone."""
    file = Original("r.xlsx", "f" * 64, bytes(range(256)) * 9)
    decided = (Decision("value", "countries", "côte d’ivoir", "CIV"),)
    accept(store, "one", "deux é", originals=(file,), decisions=decided, note="première")
    accept(store, "one", "three", as_of="2024-03-31")
    store.allow("expert_id", "0" * 64, "dpo")
    return store


def told(store):
    """All that a store holds, but for the line of a restore."""
    lines = [dict(line) for line in store.audit() if line["act"] != "restore"]
    numbers = [one.number for one in store.versions()]
    originals = [store.original(number) for number in numbers]
    held = (store.versions(), store.history(), store.tombstones(), lines, originals)
    return *held, [{n: f.to_csv() for n, f in store.tables(number).items()} for number in numbers]


def test_what_comes_back_is_what_was_there_on_either_engine(filled, target, tmp_path):
    made = write_backup(filled, tmp_path / "b.zip", KEY)
    assert (made.last, made.key) == (2, b"")
    assert restore(target, read_backup(tmp_path / "b.zip"), "ann") is None
    back = open_store(target)
    assert told(back) == told(filled)
    assert_frame_equal(back.tables(2)["actions"], table("one", "three"))
    assert back.audit()[-1]["act"] == "restore"
    assert back.verify() == ()
    assert accept(back, "four") == 3
    back.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_figures_and_the_rows_of_every_chart_are_the_same(store, target, tmp_path):
    before = current(store, DATA)()
    write_backup(store, tmp_path / "b.zip", KEY)
    restore(target, read_backup(tmp_path / "b.zip"), "ann")
    back = open_store(target)
    after = current(back, DATA)()
    assert_frame_equal(reconciliation(after, Selection()), reconciliation(before, Selection()))
    for key, chart in CHARTS.items():
        rows = [chart.measure(one, Selection()) for one in (before, after)]
        assert_frame_equal(*rows), key
    back.close()


def test_a_backup_of_the_same_state_has_the_same_members_in_the_same_order(filled, tmp_path):
    for name in ("a.zip", "b.zip"):
        write_backup(filled, tmp_path / name, KEY, with_key=True)
    first, second = (zipfile.ZipFile(tmp_path / name) for name in ("a.zip", "b.zip"))
    assert first.namelist() == second.namelist()
    assert all(first.read(n) == second.read(n) for n in first.namelist() if n != "manifest.json")


def test_a_backup_taken_while_others_write_is_one_state(store, url, tmp_path):
    file = Original("r.bin", "f" * 64, random.Random(1).randbytes(3_000_000))
    accept(store, "0", originals=(file,))
    stop = threading.Event()

    def write():
        other = open_store(url)
        while not stop.is_set():
            accept(other, str(other.version()))
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    taken = []
    while len(taken) < 3:
        path, before = tmp_path / f"{store.version()}.zip", store.version()
        path.unlink(missing_ok=True)
        last = write_backup(store, path, KEY).last
        after = store.version()
        assert before <= last <= after
        if after > last:  # somebody wrote while it was taken
            taken.append((path, last))
    stop.set()
    writer.join()
    for path, last in taken:
        restore(f"sqlite:///{path}.sqlite", read_backup(path), "ann")
        back = open_store(f"sqlite:///{path}.sqlite")
        assert (back.version(), titles(back)) == (last, [str(last - 1)])
        assert back.verify() == ()
        back.close()


def test_a_damaged_member_is_named_and_nothing_is_restored(filled, target, tmp_path):
    path = tmp_path / "b.zip"
    write_backup(filled, path, KEY)
    data = path.read_bytes()
    members = zipfile.ZipFile(path).infolist()
    there = open_store(target)
    accept(there, "mine")
    for member in members:
        at = data.index(member.filename.encode(), member.header_offset) + len(member.filename)
        at += member.compress_size // 2
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(StoreError) as error:
            read_backup(path)
        assert error.value.details["member"] == member.filename
    assert titles(there) == ["mine"]
    there.close()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "no-backup"), (b"PK\x03\x04", "no-backup"), (b"words", "no-backup")],
)
def test_another_file_is_no_backup(tmp_path, data, code):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(StoreError) as error:
        read_backup(tmp_path / "x")
    assert error.value.code == code


def test_a_member_more_or_less_is_named(filled, tmp_path):
    path = tmp_path / "b.zip"
    write_backup(filled, path, KEY)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../more", "x")
    with pytest.raises(StoreError, match=r"\.\./more"):
        read_backup(path)


def test_a_cut_off_backup_is_none(filled, tmp_path):
    path = tmp_path / "b.zip"
    write_backup(filled, path, KEY)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(StoreError) as error:
        read_backup(path)
    assert error.value.code in ("no-backup", "backup-damaged")


def forged(path, out):
    """Write a backup whose checksums are right and whose decisions are not those of its trail."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        for name in manifest["members"]:
            data = old.read(name)
            if name == "decisions.jsonl":
                data = data.replace(b"CIV", b"GHA")
            manifest["members"][name] = hashlib.sha256(data).hexdigest()
            new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(manifest))


def test_a_restore_that_fails_on_the_way_leaves_what_was_there(filled, target, tmp_path):
    write_backup(filled, tmp_path / "b.zip", KEY)
    forged(tmp_path / "b.zip", tmp_path / "f.zip")
    there = open_store(target)
    accept(there, "mine")
    with pytest.raises(StoreError):
        restore(target, read_backup(tmp_path / "f.zip"), "ann")
    assert (there.version(), titles(there)) == (1, ["mine"])
    assert there.verify() == ()
    there.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_restore_that_is_killed_leaves_the_old_store_or_the_new_one(filled, tmp_path):
    accept(filled, *(str(random.Random(n).random()) for n in range(30_000)))
    write_backup(filled, tmp_path / "b.zip", KEY)
    backup = read_backup(tmp_path / "b.zip")
    context, dice = multiprocessing.get_context("fork"), random.Random(7)
    seen = set()
    for n in range(10):
        url = f"sqlite:///{tmp_path / f'{n}.sqlite'}"
        there = open_store(url)
        accept(there, "mine")
        there.close()
        child = context.Process(target=restore, args=(url, backup, "ann"))
        child.start()
        time.sleep(dice.random() * 0.15)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        there = open_store(url)
        seen.add(there.version())
        assert there.version() in (1, 3)
        assert there.verify() == ()
        there.close()
    assert 1 in seen


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:5000], lambda data: b"words" * 999]
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_damaged_store_is_put_aside_and_the_backup_takes_its_place(filled, url, tmp_path, damage):
    write_backup(filled, tmp_path / "b.zip", KEY)
    before = told(filled)
    filled.close()
    path = tmp_path / "store.sqlite"
    path.write_bytes(damaged := damage(path.read_bytes()))
    aside = restore(url, read_backup(tmp_path / "b.zip"), "ann")
    assert aside.read_bytes() == damaged
    back = open_store(url)
    assert told(back) == before
    assert [one.name for one in tmp_path.glob(".store*")] == []
    back.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_damaged_store_is_not_backed_up_and_no_file_is_left(filled, tmp_path):
    with filled._database.writing() as connection:
        connection.exec_driver_sql("UPDATE blobs SET data = zeroblob(9)")
    with pytest.raises(StoreError, match="damaged"):
        write_backup(filled, tmp_path / "b.zip", KEY)
    assert [one.name for one in tmp_path.iterdir() if "b.zip" in one.name] == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_key_is_in_the_file_only_when_asked_for(filled, tmp_path):
    without = write_backup(filled, tmp_path / "a.zip", KEY)
    with_key = write_backup(filled, tmp_path / "b.zip", KEY, with_key=True)
    assert (without.key, with_key.key) == (b"", KEY)
    assert without.manifest["key"] == fingerprint(KEY) != fingerprint(b"x" * 32)
    assert KEY not in (tmp_path / "a.zip").read_bytes()
    with pytest.raises(FileExistsError):
        write_backup(filled, tmp_path / "a.zip", KEY)

"""What a store keeps and gives back, on both engines."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store import Acceptance, Moved, Original, StoreError, open_store
from mieux_dashboard.store import store as clock
from mieux_dashboard.store.blobs import read_table, table_blob
from tests.store.conftest import accept, table, titles

CELLS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
NUMBERS = st.one_of(st.none(), st.floats(allow_infinity=False))


def sql(store, statement):
    """Alter a store behind its back."""
    with store._database.engine.connect() as connection:
        connection.execute(text(statement))


def without_guards(store):
    """Take away what makes the database refuse to change its audit trail, as an owner could."""
    postgresql = not store.where.endswith(".sqlite")
    for act in ("only_grows",) if postgresql else ("update", "delete"):
        sql(store, f"DROP TRIGGER audit_{act}{' ON audit' if postgresql else ''}")


def test_a_new_store_has_no_version(store):
    assert (store.version(), store.versions(), store.history()) == (0, (), ())
    assert store.decisions().given == ()


@given(st.lists(CELLS, max_size=4), st.data())
def test_a_table_comes_back_exactly(cells, data):
    numbers = data.draw(st.lists(NUMBERS, min_size=len(cells), max_size=len(cells)))
    frame = pd.DataFrame(
        {
            "text": pd.Series(cells, dtype="str"),
            "number": pd.Series(numbers, dtype="float64"),
            "Désk officer": pd.Series(cells, dtype="str"),
        }
    )
    back = read_table(table_blob(frame).data)
    assert_frame_equal(back, frame, check_exact=True)
    assert table_blob(back).key == table_blob(frame).key


def test_tables_come_back_exactly_from_the_store(store):
    days = pd.Series(pd.to_datetime(["2016-03-01", None]))
    frame = pd.DataFrame({"id": ["a", "b"], "n": [1, 2], "day": days, "yes": [True, False]})
    tables = {"actions": frame, "requests": table(), "none": pd.DataFrame({"x": []})}
    store.accept(Acceptance(tables, 0, "ann"))
    back = store.tables(1)
    assert list(back) == list(tables)
    for name, given_table in tables.items():
        assert_frame_equal(back[name], given_table)


@pytest.mark.parametrize(
    "other",
    [
        table("One", "two"),
        table("one"),
        table("one", ""),
        table("one", None),
        table("one", "two").rename(columns={"title": "name"}),
        table("one", "two").astype({"participants": "Float64"}),
        table('one","two', ""),
    ],
)
def test_the_key_of_a_table_tells_every_difference(other):
    assert table_blob(other).key != table_blob(table("one", "two")).key


def test_a_table_that_stays_the_same_is_kept_once(store):
    accept(store, "one")
    accept(store, "two")
    accept(store, "one")
    with store._database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM blobs")).scalar() == 2
    first, second, third = (version.tables_hash for version in store.versions())
    assert first == third != second


def test_a_version_says_where_it_comes_from(store):
    original = Original("phase.xlsx", "f" * 64, b"blanked")
    accept(store, "one")
    number = accept(store, "one", "two", note="phase 2", as_of="2024-03-31", originals=(original,))
    version = store.versions()[1]
    assert (number, version.number, version.parent, version.kind) == (2, 2, 1, "load")
    assert (version.by, version.note, version.as_of) == ("ann", "phase 2", "2024-03-31")
    assert version.files == (("phase.xlsx", "f" * 64),)
    assert (version.counts, version.undone_to, version.mode) == ({"actions": 2}, 0, "update")
    assert version.at.endswith("+00:00")


def test_an_original_comes_back_byte_for_byte_and_is_known_by_its_hash(store):
    data = bytes(range(256)) * 100
    received = hashlib.sha256(b"with names").hexdigest()
    accept(store, "one", originals=(Original("a.xlsx", received, data), Original("b.csv", "b")))
    first, second = store.original(1)
    assert (first.name, first.data, first.received_sha256) == ("a.xlsx", data, received)
    assert (second.name, second.data) == ("b.csv", b"")
    assert (store.known_file(received), store.known_file("c")) == (1, 0)


def test_who_accepts_on_an_old_version_is_told_and_nothing_is_stored(store):
    accept(store, "one")
    accept(store, "two", by="bo")
    answer = Decision("value", "countries", "ivory cost", "CIV")
    with pytest.raises(Moved) as moved:
        accept(store, "three", base=1, decisions=(answer,))
    assert (moved.value.current, moved.value.by) == (2, "bo")
    assert (store.version(), titles(store), store.history()) == (2, ["two"], ())


def test_a_version_is_accepted_whole_or_not_at_all(store):
    accept(store, "one")
    broken = Decision("value", "countries", "x", None)
    with pytest.raises(StoreError):
        accept(store, "two", decisions=(broken,))
    assert (store.version(), len(store.audit())) == (1, 1)
    with store._database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM blobs")).scalar() == 1
    assert accept(store, "two") == 2


def test_a_version_that_is_not_there_is_said(store):
    accept(store, "one")
    for asked in (0, 2):
        with pytest.raises(StoreError, match=f"no version {asked}. The last one is 1"):
            store.tables(asked)


def test_a_decision_holds_until_it_is_taken_back(store):
    given_answers = [("ivory cost", "CIV"), ("nigr", "NER"), ("nigr", "NGA")]
    store.decide(Decision("value", "countries", *one, by="ann") for one in given_answers)
    assert store.decisions().answer("value", "countries", "nigr") == "NGA"
    store.revoke("value", "countries", "ivory cost", by="bo")
    decisions = store.decisions()
    assert decisions.answer("value", "countries", "ivory cost") == ""
    assert [one.answer for one in decisions.given] == ["NGA"]
    last = store.history()[-1]
    assert (len(store.history()), last.answer, last.by) == (4, "", "bo")
    assert last.at


def test_decisions_are_stored_with_their_version(store):
    accept(store, "one", decisions=(Decision("value", "countries", "nigr", "NER"),))
    (kept,) = store.history()
    assert (kept.answer, kept.by) == ("NER", "ann")


def test_every_change_leaves_a_line_that_holds_the_one_before(store):
    accept(store, "one", decisions=(Decision("value", "countries", "nigr", "NER"),))
    accept(store, "two")
    lines = store.audit()
    assert [(line["act"], line["of"], line["by"]) for line in lines] == [
        ("accept", 1, "ann"),
        ("decide", 1, "ann"),
        ("accept", 2, "ann"),
    ]
    assert [line["before"] for line in lines] == ["", lines[0]["hash"], lines[1]["hash"]]


@pytest.mark.parametrize(
    "altered",
    [
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET \"by\" = 'eve' WHERE number = 1",
        "UPDATE decisions SET answer = 'NGA'",
        "DELETE FROM decisions",
    ],
)
def test_what_is_altered_behind_the_audit_trail_is_found_at_opening(store, url, altered):
    accept(store, "one", decisions=(Decision("value", "countries", "nigr", "NER"),))
    accept(store, "two")
    without_guards(store)
    sql(store, altered)
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert (error.value.code, error.value.details["good"]) in (("damaged", 2), ("damaged", 1))


@pytest.mark.parametrize("table", ["audit", "tombstones"])
@pytest.mark.parametrize("altered", ["UPDATE {0} SET \"by\" = 'eve'", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_what_only_grows(store, table, altered):
    accept(store, "one")
    store.allow("expert_id", "0" * 64, "ann")
    with pytest.raises(DBAPIError, match="only grows"):
        sql(store, altered.format(table))
    assert [line["act"] for line in store.audit()] == ["accept", "allow"]


def test_a_store_of_an_earlier_edition_is_given_what_it_lacks(store, url):
    accept(store, "one")
    without_guards(store)
    sql(store, "DROP TABLE tombstones")
    sql(store, "UPDATE schema SET number = 1")
    opened = open_store(url)
    assert (opened.tombstones(), titles(opened)) == ((), ["one"])
    with pytest.raises(DBAPIError, match="only grows"):
        sql(opened, "DELETE FROM audit")
    opened.close()


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE versions SET as_of = '2020' WHERE number = 2",
        "UPDATE contents SET name = 'requests' WHERE version = 2",
        "UPDATE contents SET blob = (SELECT blob FROM contents WHERE version = 1) "
        "WHERE version = 2",
        "DELETE FROM contents WHERE version = 2",
    ],
)
def test_an_altered_version_names_the_last_good_one(store, altered):
    accept(store, "one")
    accept(store, "two")
    sql(store, altered)
    with pytest.raises(StoreError) as error:
        store.tables(2)
    assert (error.value.code, error.value.details["good"]) == ("version-damaged", 1)
    assert titles(store, 1) == ["one"]


def test_a_kept_file_of_which_one_byte_was_altered_is_named(store):
    for n in (1, 2):
        accept(store, f"title {n}", originals=(Original(f"{n}.xlsx", str(n), b"bytes %d" % n),))
    sql(
        store,
        "UPDATE blobs SET data = (SELECT data FROM blobs WHERE key = "
        "(SELECT blob FROM contents WHERE version = 1 AND part = 'original')) WHERE key = "
        "(SELECT blob FROM contents WHERE version = 2 AND part = 'original')",
    )
    with pytest.raises(StoreError, match=r"2\.xlsx: its bytes were altered") as error:
        store.original(2)
    assert (error.value.code, error.value.details["good"]) == ("version-damaged", 1)
    assert [one.data for one in store.original(1)] == [b"bytes 1"]
    assert titles(store, 2) == ["title 2"]


def test_a_store_of_a_later_edition_is_not_touched(store, url):
    sql(store, "UPDATE schema SET number = 3")
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert error.value.code == "newer"


def test_versions_are_ordered_by_number_when_the_clock_goes_back(store, url, monkeypatch):
    accept(store, "one")
    monkeypatch.setattr(clock, "now", lambda: "2001-01-01T00:00:00+00:00")
    accept(store, "two")
    opened = open_store(url)
    assert [version.number for version in opened.versions()] == [1, 2]
    assert (opened.version(), titles(opened)) == (2, ["two"])
    opened.close()


def test_another_connection_sees_a_version_once_it_is_accepted(store, url):
    other = open_store(url)
    accept(store, "one")
    assert (other.version(), titles(other)) == (1, ["one"])
    other.close()


def test_first_starts_at_once_make_one_store(url):
    opened, ready = [], threading.Barrier(4)

    def start():
        ready.wait()
        opened.append(open_store(url))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.version() for store in opened] == [0] * 4
    accept(opened[0], "one")
    assert {store.version() for store in opened} == {1}
    for store in opened:
        store.close()


def test_of_two_who_accept_at_once_one_is_told_50_times(store, url):
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.writer", url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("ann", "bo")
    ]
    for base in range(50):
        for writer in writers:
            writer.stdin.write(f"{base}\n")
            writer.stdin.flush()
        said = sorted(writer.stdout.readline().split() for writer in writers)
        winner = store.versions()[-1].by
        assert said == [["accepted", str(base + 1)], ["moved", str(base + 1), winner]]
    for writer in writers:
        assert writer.communicate()[1] is None
        assert writer.returncode == 0
    store.check()
    assert [version.parent for version in store.versions()] == list(range(50))

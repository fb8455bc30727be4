"""One person is taken out of everything, and nothing of her is found after, looked for as bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import update

from mieux_dashboard.intake import open_bench
from mieux_dashboard.intake.erasure import keeping
from mieux_dashboard.intake.originals import without
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.intake.traces import Trace, unpacked
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store import Acceptance, Moved, Original, StoreError, open_store
from mieux_dashboard.store.schema import blobs
from tests.conftest import DATA
from tests.load.conftest import xlsx
from tests.store.conftest import accept
from tests.store.test_personal_data import dump

KEY = b"k" * 32
SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
ID = "EXP-Zq77"
EXPERTS = [
    ["Expert ID", "Country", "Sex", "Remark"],
    [ID, "Germany", "female", "leads"],
    ["EXP-Zq78", "France", "male", f"works with {ID.lower()}, often"],
    ["12", "Italy", "male", ""],
]
ACTIONS = [
    ["Action ID", "Title", "Country", "Start", "Participants", "Lead"],
    ["x-1", "First", "Costa Rica", "2023-01", 12, ID],
    ["x-2", "Second", "Ghana", "2023-02", 20, "EXP-Zq78"],
]
DEPLOYMENTS = [
    ["Expert ID", "Action ID", "Days"], [ID, "x-1", 5], ["EXP-Zq78", "x-1", 2], ["12", "x-2", 3],
]  # fmt: skip
SHEETS = {"Experts": EXPERTS, "Actions": ACTIONS, "Deployments": DEPLOYMENTS}


def everything(url, tmp_path):
    """Return all bytes that are kept: the store's files or dump, unpacked, and what waits."""
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    if not url.startswith("sqlite"):
        held += dump(url)
    return [part for data in held for part in unpacked(data)]


def stands(id, url, store, tmp_path):
    """Whether an id stands in any bytes, table, original, decision or note."""
    said = [repr((store.versions(), store.history(), store.audit(), store.tombstones()))]
    kept = everything(url, tmp_path)
    for version in store.versions():
        said += [table.to_csv() for table in store.tables(version.number).values()]
        kept += [part for one in store.original(version.number) for part in unpacked(one.data)]
    kept += [text.encode() for text in said]
    low = id.lower()
    return [d for d in kept if low.encode() in d.lower() or low.encode("utf-16-le") in d.lower()]


@pytest.fixture
def bench(url, tmp_path):
    store = open_store(url)
    yield open_bench(store, DATA, tmp_path / "waiting", lambda: KEY)
    store.close()


@pytest.fixture
def loaded(bench):
    """Give a bench with a register, its original, a decision, a note and a file that waits."""
    received = [Received(f"{ID}.xlsx", xlsx(SHEETS))]
    decided = (
        Decision("person", "expert_id", "exp-other", ID, "ann"),
        Decision("value", "countries", "ivory cost", "CIV", "ann"),
    )
    bench.store_prepared(bench.prepare(received), "ann", f"with {ID} in it", "2024-01-31", decided)
    tables = bench.store.tables(2)
    tables["actions"] = tables["actions"].replace({"title": {"Second": "Second II"}})
    bench.store.accept(Acceptance(tables, 2, "bo"))
    bench.sittings.begin([Received("c.xlsx", xlsx(SHEETS))])
    return bench


@pytest.fixture
def kept(loaded):
    return keeping(loaded.store, loaded.sittings.folder, KEY)


@SQLITE
def test_all_that_is_held_about_an_id_is_listed(kept):
    held = kept.held(ID)
    assert {(one.kind, one.version, one.where, one.column) for one in held.places} == {
        *(
            place
            for version in (2, 3)
            for place in (
                ("row", version, "experts", "expert_id"),
                ("row", version, "deployments", "expert_id"),
                ("cell", version, "experts", "Remark"),
                ("cell", version, "actions", "Lead"),
            )
        ),
        *(("file", 2, f"{ID}.xlsx", sheet) for sheet in SHEETS),
        ("note", 2, "", ""),
    }
    own = next(one for one in held.places if (one.kind, one.where) == ("row", "experts"))
    assert (own.row, own.record["country"], own.record["sex"]) == (1, "DEU", "female")
    assert [one.answer for one in held.decisions] == [ID]
    assert (held.waiting, held.tombstones) == (("c.xlsx",), ())
    assert not kept.held("EXP-nobody").stored


def test_an_erased_person_is_found_nowhere_and_everything_else_stays(kept, loaded, url, tmp_path):
    store = loaded.store
    before, hashes = store.tables(3), [one.tables_hash for one in store.versions()]
    assert stands(ID, url, store, tmp_path)
    assert kept.erase(ID, "dpo", f"asked for it: {ID}") == (4, True)
    assert stands(ID, url, store, tmp_path) == []
    after = store.tables(3)
    assert after["experts"]["expert_id"].tolist() == ["EXP-Zq78", "12"]
    assert after["deployments"]["expert_id"].tolist() == ["EXP-Zq78", "12"]
    assert after["experts"]["Remark"].tolist() == ["works with …, often", ""]
    loaded_rows = after["actions"].set_index("action_id").loc[["x-1", "x-2"]]
    assert loaded_rows["Lead"].tolist() == ["…", "EXP-Zq78"]
    assert loaded_rows["participants"].tolist() == [12, 20]
    assert after["requests"].equals(before["requests"])
    versions = store.versions()
    assert [one.number for one in versions] == [1, 2, 3, 4]
    assert (versions[1].note, versions[1].files[0][0]) == ("with … in it", "….xlsx")
    assert (versions[1].counts["experts"], versions[3].counts["deployments"]) == (2, 2)
    assert versions[3].tables_hash == versions[2].tables_hash
    assert [one.answer for one in store.decisions().given] == ["CIV"]
    store.check()
    assert store.verify() == ()
    (stone,) = store.tombstones()
    assert (stone.column, stone.by, stone.reason, stone.rows) == (
        "expert_id",
        "dpo",
        "asked for it: …",
        4,
    )
    told = {one["version"]: (one["before"], one["after"]) for one in stone.changed}
    assert told == {n: (hashes[n - 1], versions[n - 1].tables_hash) for n in (2, 3)}
    reopened = open_store(url)
    assert reopened.version() == 4
    reopened.close()


@SQLITE
def test_the_kept_original_keeps_all_other_cells(kept, loaded):
    kept.erase(ID, "dpo")
    (file,) = loaded.store.original(2)
    (read,) = [loaded.prepare([Received("o.xlsx", file.data)])]
    assert read.checked.tables["experts"]["expert_id"].tolist() == ["EXP-Zq78", "12"]
    assert read.checked.tables["actions"]["title"].tolist() == ["First", "Second"]
    assert loaded.store.original(1)[0].data == (DATA / "mieux_2009_2024.xlsx").read_bytes()


@SQLITE
def test_an_id_of_digits_goes_as_a_person_and_stays_as_a_number(kept, loaded):
    kept.erase("12", "dpo")
    after = loaded.store.tables(3)
    assert after["experts"]["expert_id"].tolist() == [ID, "EXP-Zq78"]
    assert 12 in after["actions"]["participants"].tolist()
    (file,) = loaded.store.original(2)
    read = loaded.prepare([Received("o.xlsx", file.data)]).checked.tables
    assert read["deployments"]["expert_id"].tolist() == [ID, "EXP-Zq78"]
    assert read["actions"]["participants"].tolist() == [12, 20]


@SQLITE
def test_a_person_known_by_a_pseudonym_goes_and_her_blanked_row_with_her(bench, url, tmp_path):
    sheets = {
        "Experts": [
            ["Name", "Country"],
            ["Wilhelmina Zzyzx", "Germany"],
            ["Ben Oyelaran", "Malta"],
        ],
        "Actions": ACTIONS[:2],
    }
    bench.store_prepared(bench.prepare([Received("n.xlsx", xlsx(sheets))]), "ann")
    ids = bench.store.tables(2)["experts"]
    (id,) = ids[ids["country"] == "DEU"]["expert_id"].tolist()
    assert Trace(id).is_pseudonym
    kept = keeping(bench.store, bench.sittings.folder, KEY)
    assert kept.known_as("ZZYZX, Wilhelmina") == id
    kept.erase(id, "dpo")
    assert stands(id, url, bench.store, tmp_path) == []
    (file,) = bench.store.original(2)
    text = b"".join(unpacked(file.data))
    assert b"Germany" not in text
    assert b"Costa Rica" in text
    again = bench.prepare([Received("n.xlsx", xlsx(sheets))])
    assert again.checked.tables["experts"]["country"].tolist() == ["MLT"]


def test_an_erased_person_who_comes_again_is_left_out_and_said(kept, loaded, url, tmp_path):
    kept.erase(ID, "dpo")
    prepared = loaded.prepare([Received("again.xlsx", xlsx(SHEETS))])
    found = [one for one in prepared.checked.findings if one.code == "person-erased"]
    assert [(one.severity, one.sheet, one.cell, one.value) for one in found] == [
        ("warning", "Experts", "A2", ""),
        ("warning", "Deployments", "A2", ""),
    ]
    assert loaded.store_prepared(prepared, "ann") == 5
    assert stands(ID, url, loaded.store, tmp_path) == []
    assert kept.allow(ID, "dpo")
    assert not kept.allow(ID, "dpo")
    allowed = loaded.prepare([Received("again.xlsx", xlsx(SHEETS))])
    assert ID in allowed.checked.tables["experts"]["expert_id"].tolist()


@SQLITE
def test_who_prepared_a_file_before_the_erasure_looks_again(kept, loaded):
    prepared = loaded.prepare([Received("again.xlsx", xlsx(SHEETS))], "replace")
    kept.erase(ID, "dpo")
    with pytest.raises(Moved):
        loaded.store_prepared(prepared, "ann")


def test_a_part_of_another_id_is_not_taken_for_it():
    trace = Trace("E-17")
    assert not any(map(trace.stands_in, ("E-170", "E-17-b", "XE-17", "E_17", "17")))
    assert trace.without("ask e-17, E-17; E-171") == "ask …, …; E-171"


def test_an_id_is_found_although_marks_divide_it():
    assert Trace(ID).stands_in_bytes(b"<r><t>EXP-</t></r><r><t>zq77</t></r>")


def test_a_file_that_cannot_be_looked_into_any_more_is_not_kept():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", ID)
    assert without(buffer.getvalue(), None, Trace(ID), False) == b""


def test_originals_past_their_time_go_and_their_hashes_stay(store):
    file = Original("r.xlsx", "f" * 64, b"PK what was loaded, unmistakably")
    accept(store, "one", kind="first", originals=(Original("s.xlsx", "a" * 64, b"shipped"),))
    accept(store, "two", originals=(file,))
    hashes = [one.tables_hash for one in store.versions()]
    assert store.retain("2001-01-01T00:00:00+00:00", "ann") == ()
    assert store.retain("2999-01-01T00:00:00+00:00", "ann") == ((2, "r.xlsx"),)
    assert store.retain("2999-01-01T00:00:00+00:00", "ann") == ()
    assert [one.data for one in store.original(2)] == [b""]
    assert store.original(1)[0].data == b"shipped"
    assert store.versions()[1].files == (("r.xlsx", "f" * 64),)
    assert [one.tables_hash for one in store.versions()] == hashes
    assert [line["act"] for line in store.audit()] == ["accept", "accept", "retain"]
    store.check()
    assert store.verify() == ()


def test_one_changed_byte_of_a_kept_file_or_a_table_is_named(store):
    accept(store, "one", originals=(Original("r.xlsx", "f" * 64, b"PK as it was kept"),))
    accept(store, "two")
    assert store.verify() == ()
    with store._database.writing() as connection:
        kept = connection.exec_driver_sql("SELECT key, data FROM blobs").all()
        for key, data in kept:
            changed = bytes([data[0] ^ 1]) + bytes(data)[1:]
            connection.execute(update(blobs).where(blobs.c.key == key).values(data=changed))
    assert [(one.version, one.part, one.name) for one in store.verify()] == [
        (1, "original", "r.xlsx"),
        (1, "table", "actions"),
        (2, "table", "actions"),
    ]
    with pytest.raises(StoreError, match=r"r\.xlsx: its bytes were altered"):
        store.original(1)

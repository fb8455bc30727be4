from __future__ import annotations

import json
import sqlite3

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake import kept_originals, undo
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.intake.sittings import Gone
from mieux_dashboard.load import Unreadable
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.store import Moved
from tests.load.conftest import xlsx

HEAD = ["Action ID", "Title", "Country", "Start"]
NEW = [HEAD, ["x-1", "A first Action", "Costa Rica", "2023-01"]]
PERSONS = {
    "Experts": [
        ["Name of expert", "Country", "E-mail"],
        ["Wilhelmina Zzyzx", "Germany", "wilhelmina@zzyzx.example"],
    ]
}
SECRETS = (b"Wilhelmina", b"Zzyzx", b"wilhelmina@", b"zzyzx")


def files(**sheets):
    return [Received("phase.xlsx", xlsx(sheets))]


def rows_of_every_chart(bench):
    """Every measure of the catalogue on the version in force, as text."""
    dataset = bench.base().dataset
    return {
        key: json.dumps(chart.measure(dataset, Selection()).to_dict("records"), default=str)
        for key, chart in CHARTS.items()
    }


def load(bench, received, mode="update", **more):
    return bench.store_prepared(bench.prepare(received, mode), "tests", **more)


def test_a_dry_run_changes_nothing(bench):
    before = bench.base().version
    prepared = bench.prepare(files(Actions=NEW))
    assert prepared.difference.counts["actions"].added == 1
    figures = {one.key: (one.before, one.after) for one in prepared.figures}
    assert figures["actions"] == (111, 112)
    assert bench.base().version == before


def test_undoing_a_load_brings_every_measure_back(bench):
    before = rows_of_every_chart(bench)
    load(bench, files(Actions=NEW))
    assert rows_of_every_chart(bench) != before
    undo(bench.store, 1, "tests")
    assert rows_of_every_chart(bench) == before
    undo(bench.store, 2, "tests")
    assert bench.base().version == 4
    assert len(bench.base().dataset["actions"]) == 112


def test_a_second_file_of_the_same_rows_changes_nothing(bench):
    received = files(Actions=NEW)
    load(bench, received)
    again = bench.prepare(received)
    assert again.difference.empty
    assert bench.store.known_file(again.received[0].sha256) == 2


def test_who_accepts_second_is_told_and_sees_the_new_difference(bench):
    first = bench.prepare(files(Actions=NEW))
    second = bench.prepare(files(Actions=[HEAD, ["x-2", "Another", "Ghana", "2023"]]))
    bench.store_prepared(first, "first")
    with pytest.raises(Moved) as told:
        bench.store_prepared(second, "second")
    assert told.value.by == "first"
    again = bench.prepare(second.received)
    assert again.base.version == 2
    assert again.difference.counts["actions"].added == 1


def test_no_name_address_or_mail_is_kept_anywhere(bench, tmp_path):
    number = load(bench, [Received("experts.xlsx", xlsx(PERSONS))])
    (kept,) = kept_originals(bench.store, number)
    bench.store.close()
    sqlite3.connect(tmp_path / "store.sqlite").execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    places = [path for path in tmp_path.rglob("*") if path.is_file()]
    for content in (kept.data, *(path.read_bytes() for path in places)):
        assert not [secret for secret in SECRETS if secret in content]


def test_what_names_no_person_is_kept_byte_for_byte(bench):
    text = b"Action ID,Title,Country\nx-1,A first Action,Costa Rica\n"
    number = load(bench, [Received("actions.csv", text)])
    (kept,) = kept_originals(bench.store, number)
    assert kept.data == text


def test_persons_are_the_same_in_every_file(bench):
    load(bench, [Received("a.xlsx", xlsx(PERSONS))])
    again = bench.prepare([Received("b.xlsx", xlsx(PERSONS))])
    assert again.difference.counts["experts"].added == 0


def test_what_a_person_decides_is_stored_with_the_version_and_used_next_time(bench):
    wrong = [HEAD, ["x-1", "A first Action", "Ivory Cost", "2023-01"]]
    sitting = bench.sittings.begin(files(Actions=wrong))
    (question,) = [q for q in bench.prepared(sitting).questions if q.kind == "value"]
    assert "CIV" in question.candidates
    answer = Decision("value", question.where, question.asked, "CIV", "tests", "2024-01-01")
    sitting = bench.decide(sitting, [answer])
    prepared = bench.prepared(sitting)
    assert list(prepared.tables["actions"]["countries"])[-1] == "CIV"
    bench.accept(sitting, prepared, "tests")
    assert bench.store.decisions().answer("value", "countries", question.asked) == "CIV"
    with pytest.raises(Gone):
        bench.sittings.find(sitting.token)
    next_time = bench.prepare(files(Actions=[HEAD, ["x-2", "Other", "Ivory Cost", "2023"]]))
    assert list(next_time.tables["actions"]["countries"])[-1] == "CIV"
    assert next_time.questions == ()


def test_a_token_that_names_a_place_elsewhere_is_no_sitting(bench):
    for token in ("..", "../../etc", "", "a" * 22):
        with pytest.raises(Gone):
            bench.sittings.find(token)


def test_a_file_that_cannot_be_read_is_named(bench):
    with pytest.raises(Unreadable) as told:
        bench.prepare([Received("note.xlsx", b"no workbook at all")])
    assert "note.xlsx" in str(told.value)


def test_rows_that_lead_to_records_in_force_are_kept(bench):
    known = bench.base().tables["actions"]["action_id"].iloc[0]
    sheets = {"Results": [["Result ID", "Action ID", "Level"], ["r-new", known, "output"]]}
    prepared = bench.prepare(files(**sheets))
    assert prepared.difference.counts["results"].added == 1


def test_rows_that_lead_nowhere_are_named(bench):
    sheets = {"Results": [["Result ID", "Action ID", "Level"], ["r-new", "nowhere", "output"]]}
    prepared = bench.prepare(files(**sheets))
    assert prepared.checked.count("error") == 1
    assert prepared.difference.empty

"""The data in force: first run, a later edition, a team's versions, going back."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake import current, kept_originals, undo
from mieux_dashboard.load import read_workbook
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.store import Acceptance, Original, StoreError, open_store
from tests.conftest import DATA
from tests.load.conftest import xlsx

WORKBOOK = "mieux_2009_2024.xlsx"


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    """Give a programme's folder with a small workbook."""
    folder = tmp_path / "programme"
    shutil.copytree(DATA / "reference", folder / "reference")
    shutil.copy(DATA / "programme.toml", folder)
    ship(folder, "One")
    return folder


def ship(folder, *titles):
    rows = [["Action ID", "Title", "Record source"]]
    rows += [[f"a{n}", title, "published"] for n, title in enumerate(titles)]
    (folder / WORKBOOK).write_bytes(xlsx({"Actions": rows}))


def load(store, *ids, **given):
    """Accept the current Actions again, those of `ids` alone, as a team's own."""
    tables = store.tables(store.version())
    actions = tables["actions"]
    if ids:
        actions = actions[actions["action_id"].isin(ids)]
    tables["actions"] = actions.assign(record_source="programme").reset_index(drop=True)
    return store.accept(Acceptance(tables, store.version(), "ann", **given))


def test_an_empty_store_is_first_given_what_ships(store):
    data = current(store, DATA)()
    (version,) = store.versions()
    assert (data.version, len(data["actions"]), len(data["requests"])) == (1, 111, 33)
    assert (version.kind, version.by, version.files[0][0]) == ("first", "mieux", WORKBOOK)
    programme = data.reference.programme
    assert (programme.record, version.as_of) == ("published", programme.compiled.isoformat())
    assert kept_originals(store, 1)[0].data == (DATA / WORKBOOK).read_bytes()


def test_the_second_run_reads_the_store_and_accepts_nothing(store, folder):
    assert current(store, folder)().version == 1
    assert current(store, folder)().version == 1
    assert len(store.versions()) == 1


def test_an_accepted_version_shows_at_the_next_asking_everywhere(store, url, folder):
    other = open_store(url)
    here, there = current(store, folder), current(other, folder)
    assert here() is here()
    number = load(store, as_of="2024-03")
    for ask in (here, there):
        programme = ask().reference.programme
        assert (ask().version, programme.record) == (number, "programme")
        assert programme.compiled.isoformat() == "2024-03-31"
    other.close()


def test_a_later_edition_of_what_ships_becomes_a_version_of_its_own(store, folder):
    current(store, folder)
    earlier = (folder / WORKBOOK).read_bytes()
    ship(folder, "One", "Two")
    assert len(current(store, folder)()["actions"]) == 2
    assert [version.kind for version in store.versions()] == ["first", "first"]
    (folder / WORKBOOK).write_bytes(earlier)  # that edition, started again beside the later one
    assert current(store, folder)().version == 2


def test_a_later_edition_does_not_replace_what_a_team_loaded(store, folder):
    current(store, folder)
    load(store)
    ship(folder, "One", "Two")
    assert current(store, folder)().version == 2
    (folder / WORKBOOK).unlink()
    assert current(store, folder)().version == 2


def test_two_first_runs_at_once_make_one_version(url):
    code = (
        "import sys; from pathlib import Path; from mieux_dashboard.intake import current;"
        "from mieux_dashboard.store import open_store; sys.stdin.readline();"
        "print(current(open_store(sys.argv[1]), Path(sys.argv[2]))().version)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, DATA],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for run in runs:
        run.stdin.write("go\n")
        run.stdin.flush()
    assert [run.communicate()[0] for run in runs] == ["1\n", "1\n"]
    store = open_store(url)
    assert len(store.versions()) == 1
    store.close()


def test_threads_that_ask_at_once_are_given_the_same_dataset(store):
    ask, found = current(store, DATA), []
    threads = [threading.Thread(target=lambda: found.append(ask())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_a_first_workbook_that_names_persons_is_kept_without_them(store, folder):
    people = [["Name", "Country"], ["Ann Lee", "FRA"]]
    sheets = {"Actions": [["Action ID", "Title"], ["a", "A"]], "Experts": people}
    (folder / WORKBOOK).write_bytes(xlsx(sheets))
    current(store, folder, key=lambda: b"k" * 32)
    assert store.versions()[0].files[0][0] == WORKBOOK
    (original,) = kept_originals(store, 1)
    workbook = read_workbook(original.data, WORKBOOK)
    assert [list(row) for row in workbook.sheets[1].rows] == [["Name", "Country"], ["", "FRA"]]


def test_undoing_a_load_brings_every_measure_back_to_the_same_rows(store):
    ask = current(store, DATA)
    selection = Selection()
    before = {key: chart.answer(ask(), selection).table for key, chart in CHARTS.items()}
    load(store, *ask()["actions"]["action_id"][::3])
    moved = [
        key
        for key, chart in CHARTS.items()
        if not chart.answer(ask(), selection).table.equals(before[key])
    ]
    assert len(moved) > 20
    assert undo(store, 0, "ann") == 3
    assert (ask().version, ask().reference.programme.record) == (3, "published")
    for key, chart in CHARTS.items():
        assert chart.answer(ask(), selection).table.equals(before[key]), key


def test_undoing_twice_goes_back_two_loads_and_a_later_version_undoes_it(store, folder):
    current(store, folder)
    load(store, note="two")
    tables = store.tables(1)
    tables["actions"] = tables["actions"].head(0)
    store.accept(Acceptance(tables, 2, "ann", as_of="2020-01-01"))
    assert [undo(store, 0, "bo"), undo(store, 0, "bo")] == [4, 5]
    with pytest.raises(StoreError, match="no version before version 1"):
        undo(store, 0, "bo")
    assert undo(store, 3, "bo", note="back again") == 6
    assert [version.undone_to for version in store.versions()] == [0, 0, 0, 2, 1, 3]
    last, third = store.versions()[5], store.versions()[2]
    assert (last.kind, last.by, last.note, last.as_of) == ("undo", "bo", "back again", third.as_of)
    assert last.tables_hash == third.tables_hash
    for there in (6, 3):
        with pytest.raises(StoreError, match="in force already"):
            undo(store, there, "bo")
    with pytest.raises(StoreError, match="no version 9"):
        undo(store, 9, "bo")


def test_the_file_of_a_version_that_went_back_is_that_of_the_earlier_one(store, folder):
    current(store, folder)
    load(store, originals=(Original("phase 2.xlsx", "f" * 64, b"blanked"),))
    undo(store, 1, "ann")
    assert [one.name for one in kept_originals(store, 3)] == [WORKBOOK]
    assert kept_originals(store, 2)[0].data == b"blanked"

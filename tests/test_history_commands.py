"""The commands about accepted versions: versions, undo, original."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.store import Acceptance, Original, open_store
from tests.conftest import DATA

WORKBOOK = DATA / "mieux_2009_2024.xlsx"


def mieux(*arguments, **environment):
    return CliRunner().invoke(app, [str(a) for a in arguments], env=environment)


@pytest.fixture(autouse=True)
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def loaded(instance):
    """Give a store in which a team has loaded half of the Actions, from two files."""
    assert mieux("versions").exit_code == 0
    store = open_store(f"sqlite:///{instance / 'mieux.sqlite'}")
    tables = store.tables(1)
    tables["actions"] = tables["actions"].iloc[::2].assign(record_source="programme")
    files = (Original("../phase.xlsx", "a" * 64, b"one"), Original("C:\\x\\b.csv", "b", b"two"))
    store.accept(Acceptance(tables, 1, "ann", "half", "2024-03-31", files))
    yield store
    store.close()


def test_an_empty_store_lists_what_ships_as_version_1():
    result = mieux("versions", "--format", "json")
    (version,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (version["number"], version["kind"], version["by"]) == (1, "first", "mieux")
    assert version["files"][0]["name"] == WORKBOOK.name
    assert version["counts"]["actions"] == 111


@pytest.mark.parametrize(
    ("language", "said"), [("en", "as shipped"), ("fr", "telle que livrée"), ("es", "tal como")]
)
def test_versions_are_listed_in_the_readers_language(loaded, language, said):
    printed = mieux("versions", "--lang", language).stdout
    assert said in printed
    assert "ann" in printed
    assert "half" in printed


def test_every_command_reads_the_version_in_force(loaded):
    def measured():
        return json.loads(mieux("measure", "key-figures", "--format", "json").stdout)

    assert (measured()["version"], "31 March 2024" in measured()["sources"]) == (2, True)
    undone = mieux("undo", "--format", "json")
    assert undone.exit_code == 0
    made = json.loads(undone.stdout)
    assert (made["number"], made["kind"], made["undone_to"]) == (3, "undo", 1)
    assert measured()["version"] == 3


def test_undo_says_what_is_in_force_now(loaded):
    result = mieux("undo", "--to", 1)
    assert result.exit_code == 0
    assert "Version 3 is in force: its tables are those of version 1." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("undo", "--to", 2), 1, "in force already"),
        (("undo", "--to", 7), 2, "There is no version 7"),
        (("original", 7, "--out", "x"), 2, "There is no version 7"),
        (("original", 2, "--out", "x"), 2, "Name a folder"),
        (("original", 1, "--out", __file__), 2, "there already"),
    ],
)
def test_what_cannot_be_done_is_one_line(loaded, arguments, code, said):
    result = mieux(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_kept_original_comes_back_byte_for_byte(tmp_path):
    out = tmp_path / "again.xlsx"
    result = mieux("original", 1, "--out", out, "--format", "json")
    assert result.exit_code == 0
    assert out.read_bytes() == WORKBOOK.read_bytes()
    assert json.loads(result.stdout)[0]["name"] == WORKBOOK.name


def test_several_originals_go_into_a_folder_and_no_further(loaded, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    assert mieux("original", 2, "--out", folder).exit_code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "phase.xlsx": b"one",
        "b.csv": b"two",
    }
    assert not (tmp_path / "phase.xlsx").exists()


def test_a_store_that_cannot_be_had_stops_a_command_and_the_start_with_one_line(tmp_path):
    address = f"sqlite:///{tmp_path / 'nowhere' / 'x.sqlite'}"
    for command in (("versions",), ("serve", "--port", "0")):
        result = mieux(*command, MIEUX_DATABASE_URL=address)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no such folder" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_an_instance_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    result = mieux("versions", MIEUX_INSTANCE=str(tmp_path / "file" / "x"))
    assert result.exit_code == 2
    assert "MIEUX_DATABASE_URL or MIEUX_INSTANCE" in result.stderr


def test_a_password_is_never_said(tmp_path):
    result = mieux("versions", MIEUX_DATABASE_URL="postgresql://u:secret@127.0.0.1:1/x")
    assert result.exit_code == 2
    assert "127.0.0.1" in result.stderr
    assert "secret" not in result.stderr


def test_a_damaged_current_version_stops_the_start_and_undo_mends_it(loaded, instance):
    with loaded._database.engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE blobs SET data = zeroblob(9) WHERE key = (SELECT blob FROM contents "
            "WHERE version = 2 AND name = 'actions' AND part = 'table')"
        )
    run = subprocess.run(
        [sys.executable, "app.py"], cwd=DATA.parent, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "mieux undo --to 1" in run.stderr
    assert "Traceback" not in run.stderr
    assert mieux("undo", "--to", 1).exit_code == 0
    assert mieux("measure", "key-figures").exit_code == 0

"""The commands about persons and about who did what: holdings, erase, retain, audit."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import pandas as pd
import pytest

from mieux_dashboard.cli.protect import months_ago
from mieux_dashboard.pages.shelf import Shelf
from mieux_dashboard.store import Acceptance, Original, open_store
from tests.test_history_commands import mieux

ID = "EXP-Zq77"


@pytest.fixture(autouse=True)
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def loaded(instance):
    """Give a store in which a team has loaded two experts."""
    assert mieux("versions").exit_code == 0
    store = open_store(f"sqlite:///{instance / 'mieux.sqlite'}")
    experts = pd.DataFrame({"expert_id": [ID, "e-2"], "country": ["DEU", "MLT"]}).astype("str")
    tables = store.tables(1) | {"experts": experts}
    file = Original("r.xlsx", "a" * 64, b"not to be looked into")
    store.accept(Acceptance(tables, 1, "ann", "two experts", originals=(file,)))
    yield store
    store.close()


def printed(*arguments, **more):
    result = mieux(*arguments, "--format", "json", **more)
    return result.exit_code, json.loads(result.stdout)


def test_what_is_held_is_printed_and_nothing_held_is_said(loaded):
    code, held = printed("holdings", ID)
    assert code == 0
    place, file = held["places"]
    assert (file["kind"], file["where"]) == ("unread", "r.xlsx")
    assert (place["version"], place["where"], place["record"]["country"]) == (2, "experts", "DEU")
    assert ID in mieux("holdings", ID).stdout
    nothing = mieux("holdings", "nobody-1")
    assert (nothing.exit_code, "Nothing is held" in nothing.stdout) == (1, True)


def test_erasing_shows_first_and_asks(loaded, instance):
    pack = instance / "packs" / ("t" * 22)
    pack.mkdir(parents=True)
    (pack / "pack.zip").write_bytes(b"PK")
    shown = mieux("erase", ID)
    assert shown.exit_code == 1
    assert "experts" in shown.stdout
    assert "1 pack made on this machine" in shown.stdout
    assert "--yes" in shown.stderr
    assert pack.is_dir()
    assert ID in loaded.tables(2)["experts"]["expert_id"].tolist()
    code, said = printed("erase", ID, "--yes", "--by", "dpo", "--reason", "asked")
    assert (code, said["erased"], said["version"], said["packs"]) == (0, True, 3, 1)
    assert not pack.exists()
    assert loaded.tables(2)["experts"]["expert_id"].tolist() == ["e-2"]
    again = mieux("erase", ID, "--yes")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Erased on" in mieux("holdings", ID).stdout
    assert mieux("erase", ID, "--allow").exit_code == 0
    assert "Allowed again" in mieux("holdings", ID).stdout
    assert mieux("erase", ID, "--allow").exit_code == 1


def test_erasing_reaches_the_tables_prepared_for_an_engine(loaded, instance):
    asked = ("measure", "experts-by-country")
    assert mieux(*asked, MIEUX_ENGINE="duckdb").exit_code == 0
    (folder,) = (instance / "prepared").iterdir()
    assert ID in pd.read_parquet(folder / "experts.parquet")["expert_id"].tolist()
    assert mieux("erase", ID, "--yes").exit_code == 0
    assert not folder.exists()
    assert mieux(*asked, MIEUX_ENGINE="duckdb").exit_code == 0
    (folder,) = (instance / "prepared").iterdir()
    assert pd.read_parquet(folder / "experts.parquet")["expert_id"].tolist() == ["e-2"]


@pytest.mark.skipif(sys.platform == "win32", reason="Redis has no server for Windows")
def test_erasing_empties_the_shelf_of_drawn_charts_or_says_that_it_could_not(loaded, redis):
    settings = {"MIEUX_CACHE_URL": redis.url, "MIEUX_SECRET_KEY": "s" * 32}
    Shelf(redis.url, "s" * 32).put(("a",), f"a chart with {ID}")
    assert ID.encode() in redis.client.get(redis.client.keys()[0])
    code, said = printed("erase", ID, "--yes", **settings)
    assert (code, said["charts"], redis.client.keys()) == (0, 1, [])
    redis.kill()
    done = mieux("erase", "e-2", "--yes", **settings)
    assert (done.exit_code, "Redis does not answer" in done.stdout) == (0, True)


def test_the_audit_trail_has_every_act_and_no_id(loaded, instance, tmp_path):
    assert mieux("original", 1, "--out", tmp_path / "o.xlsx").exit_code == 0
    assert mieux("undo").exit_code == 0
    assert mieux("erase", ID, "--yes", "--by", "dpo").exit_code == 0
    code, lines = printed("audit")
    acts = [(line["act"], line["of"]) for line in lines]
    assert code == 0
    assert acts == [
        ("first", 1),
        ("load", 2),
        ("original", 1),
        ("undo", 3),
        ("rewrite", 2),
        ("erase", 1),
        ("erased-version", 4),
    ]
    assert ID not in mieux("audit").stdout
    assert [line["hash"] for line in lines[:-1]] == [line["before"] for line in lines[1:]]


def test_originals_are_kept_for_ever_unless_a_setting_says_how_long(loaded):
    assert "for ever" in mieux("retain").stdout
    code, said = printed("retain")
    assert (code, said["originals"]) == (0, [])
    with_limit = mieux("retain", MIEUX_KEEP_ORIGINALS_MONTHS="-1")
    assert with_limit.exit_code == 2
    assert "MIEUX_KEEP_ORIGINALS_MONTHS" in with_limit.stderr


@pytest.mark.parametrize(
    ("months", "said"), [(1, "2024-02-29"), (12, "2023-03-31"), (3, "2023-12-31")]
)
def test_months_are_months_of_the_calendar(months, said):
    assert months_ago(datetime(2024, 3, 31, tzinfo=UTC), months).startswith(said)


def test_what_is_damaged_is_listed(loaded):
    assert "as they were accepted" in mieux("versions", "--verify").stdout
    with loaded._database.engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE blobs SET data = zeroblob(9) WHERE key = (SELECT blob FROM contents "
            "WHERE version = 2 AND part = 'original')"
        )
    result = mieux("versions", "--verify")
    assert result.exit_code == 1
    assert "r.xlsx" in result.stdout
    code, found = printed("versions", "--verify")
    assert (code, found) == (1, [{"version": 2, "part": "original", "name": "r.xlsx"}])


def test_a_backup_comes_back_on_a_bare_machine_with_its_key(loaded, tmp_path):
    file = tmp_path / "b.zip"
    code, said = printed("backup", "--out", file, "--with-key")
    assert (code, said["version"], said["with_key"]) == (0, 2, True)
    assert (
        "keep the file as you would keep names"
        in mieux("backup", "--out", tmp_path / "c.zip", "--with-key").stdout
    )
    again = mieux("backup", "--out", file)
    assert (again.exit_code, "already" in again.stderr) == (2, True)
    other = {"MIEUX_INSTANCE": str(tmp_path / "other")}
    code, said = printed("restore", file, **other)
    assert (code, said["same_key"], said["took_key"]) == (0, True, True)
    assert printed("versions", **other)[1] == printed("versions")[1]
    key = (tmp_path / "other" / "pseudonym.key").read_bytes()
    assert key == (tmp_path / "instance" / "pseudonym.key").read_bytes()


def test_a_backup_without_its_key_says_so(loaded, tmp_path):
    assert "not in it" in mieux("backup", "--out", tmp_path / "b.zip").stdout
    said = mieux("restore", tmp_path / "b.zip", MIEUX_INSTANCE=str(tmp_path / "other")).stdout
    assert "is not that of the backup" in said


def test_a_store_with_a_teams_data_is_replaced_only_when_asked_for(loaded, tmp_path):
    file = tmp_path / "b.zip"
    assert mieux("backup", "--out", file).exit_code == 0
    assert mieux("undo").exit_code == 0
    refused = mieux("restore", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "3 versions" in refused.stderr
    assert loaded.version() == 3
    assert mieux("restore", file, "--yes").exit_code == 0
    assert loaded.version() == 2


def test_who_was_erased_after_the_backup_is_erased_again(loaded, tmp_path):
    file = tmp_path / "b.zip"
    assert mieux("backup", "--out", file).exit_code == 0
    assert mieux("erase", ID, "--yes", "--by", "dpo").exit_code == 0
    code, said = printed("restore", file, "--yes")
    assert (code, said["erased_again"]) == (0, 1)
    assert loaded.tables(2)["experts"]["expert_id"].tolist() == ["e-2"]
    assert loaded.tombstones()[0].by == "dpo"


def test_what_cannot_be_restored_is_one_line(loaded, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"words")
    for name, words in (("x.zip", "this is no backup"), ("none.zip", "No such file")):
        result = mieux("restore", tmp_path / name, "--yes")
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
        assert len(result.stderr.splitlines()) == 1

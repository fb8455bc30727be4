"""The commands about persons and about who did what: holdings, erase, retain, audit."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from mieux_dashboard.cli.protect import months_ago
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
    (place,) = held["places"]
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

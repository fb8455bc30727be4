from __future__ import annotations

import shutil

import pytest

from mieux_dashboard.intake import Refused, check_file, demonstration, first_run
from mieux_dashboard.load import Unreadable
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.words import Words
from tests.conftest import DATA
from tests.load.conftest import xlsx


@pytest.fixture
def folder(tmp_path):
    """Give a programme's folder without its workbook."""
    shutil.copytree(DATA / "reference", tmp_path / "reference")
    shutil.copy(DATA / "programme.toml", tmp_path)
    return tmp_path


def test_a_first_run_loads_the_programmes_workbook_as_version_1():
    data = first_run(DATA)
    assert (data.version, len(data["actions"]), len(data["requests"])) == (1, 111, 33)


def test_the_demonstration_is_another_programme_over_the_same_lists():
    data, own = demonstration(DATA), first_run(DATA)
    assert (data.version, len(data["actions"]), len(data["deployments"])) == (1, 138, 517)
    programme = data.reference.programme
    assert (programme.name, programme.record) == ("Demonstration", "demonstration")
    assert own.reference.programme.name == "MIEUX"
    assert data.reference.countries.equals(own.reference.countries)
    for name in TABLES:
        assert set(data[name]["record_source"]) <= {"demonstration"}
        assert "demonstration" not in set(own[name]["record_source"])


def test_a_register_with_names_is_loaded_with_pseudonyms_of_the_key(folder):
    rows = [["Name", "Country"], ["Ann Lee", "FRA"], ["Bo Ek", "SWE"]]
    sheets = {"Actions": [["Action ID", "Title"], ["a", "A"]], "Experts": rows}
    (folder / "mieux_2009_2024.xlsx").write_bytes(xlsx(sheets))
    first, second = (first_run(folder, key=lambda: b"k" * 32) for _ in range(2))
    ids = list(first["experts"]["expert_id"])
    assert ids == list(second["experts"]["expert_id"])
    assert ids != list(first_run(folder, key=lambda: b"other")["experts"]["expert_id"])
    assert "Ann" not in first["experts"].to_csv()


def test_the_key_is_asked_for_only_where_persons_are_named():
    def key():
        raise AssertionError

    assert first_run(DATA, key=key).version == 1


def test_a_workbook_with_errors_is_refused_with_a_line_for_each(folder, reference):
    rows = [
        ["Action ID", "Title", "Start", "E-mail"],
        ["a", "A", "soon", "x"],
        ["b", "", "2013", ""],
    ]
    (folder / "mieux_2009_2024.xlsx").write_bytes(xlsx({"Actions": rows}))
    with pytest.raises(Refused) as refused:
        first_run(folder)
    lines = refused.value.message(Words("en", reference)).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Actions!C2", "Actions!B3"]
    assert "2016-06" in lines[0]


@pytest.mark.parametrize(
    ("name", "code"), [("nowhere.xlsx", "missing"), ("reference", "folder"), ("a" * 300, "closed")]
)
def test_what_is_no_file_is_said_in_one_line(folder, reference, name, code):
    with pytest.raises(Unreadable) as refused:
        check_file(folder / name, reference)
    assert refused.value.code == code

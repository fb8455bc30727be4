"""No name of a person goes further than the reader; persons can be counted all the same."""

from __future__ import annotations

import pytest

from mieux_dashboard.load import Sheet, Workbook, check, names_persons
from mieux_dashboard.load.persons import is_name, is_personal, pseudonym
from mieux_dashboard.load.text import Faulty
from tests.load.conftest import said

KEY = b"a key of a test, and nothing else"
NAMES = ("Ann Lee", "Zoé Müller", "LEE, Ann", "Mwangi")


def workbook(**sheets):
    made = (Sheet(name, tuple(tuple(row) for row in rows)) for name, rows in sheets.items())
    return Workbook("register.xlsx", tuple(made))


def test_experts_with_names_and_no_ids_get_pseudonyms(reference, english):
    rows = [("Name", "Nationality", "Sex"), ("Ann Lee", "FRA", "F"), ("Zoé Müller", "DEU", "F")]
    result = check(workbook(Experts=rows), reference, KEY)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.cell) == ("name-replaced", "warning", "A1")
    ids = list(result.tables["experts"]["expert_id"])
    assert ids == [pseudonym(name, "expert_id", KEY) for name in ("Ann Lee", "Zoé Müller")]
    assert list(result.tables["experts"].columns).count("Name") == 0
    assert finding.message(english).startswith("Experts!A1: the column Name seems to hold names")


@pytest.mark.parametrize(
    "head",
    [
        ("Surname", "First name", "Country"),
        ("Nom", "Prénom", "Pays"),
        ("Apellidos", "Nombre", "País"),
        ("Expert surname", "Expert first name", "Country"),
    ],
)
def test_a_name_in_two_columns_is_one_person(reference, head):
    rows = [head, ("Lee", "Ann", "FRA"), ("Lee", "Bob", "FRA")]
    result = check(workbook(Experts=rows), reference, KEY)
    assert said(result) == [("name-replaced", "Experts", "A1"), ("name-replaced", "Experts", "B1")]
    assert list(result.tables["experts"]["expert_id"]) == [
        pseudonym("Ann Lee", "expert_id", KEY),
        pseudonym("Bob Lee", "expert_id", KEY),
    ]


def test_a_person_has_the_same_pseudonym_in_every_table_and_file(reference):
    experts = [("Full name", "Country"), ("Ann Lee", "FRA")]
    sent = [("Expert", "Action ID"), ("LEE, Ann", "a-1"), ("Dr Ann  Lee", "a-2")]
    result = check(workbook(Experts=experts, Deployments=sent), reference, KEY)
    assert [finding.code for finding in result.findings] == ["name-replaced", "name-replaced"]
    known = set(result.tables["experts"]["expert_id"])
    assert set(result.tables["deployments"]["expert_id"]) == known
    again = check(workbook(Experts=experts[::1]), reference, KEY)
    assert set(again.tables["experts"]["expert_id"]) == known


def test_another_key_gives_other_pseudonyms(reference):
    book = workbook(Experts=[("Name", "Country"), ("Ann Lee", "FRA")])
    ids = [check(book, reference, key).tables["experts"]["expert_id"][0] for key in (KEY, b"other")]
    assert len({*ids, check(book, reference).tables["experts"]["expert_id"][0]}) == 3


def test_an_expert_and_a_focal_point_of_one_name_are_not_linked():
    assert pseudonym("Ann Lee", "expert_id", KEY) != pseudonym("Ann Lee", "focal_point_id", KEY)


def test_the_same_name_twice_is_counted_once_with_a_finding(reference):
    rows = [("Name", "Member State"), ("Ann Lee", "FRA"), ("Lee Ann", "FRA"), ("Bo Ek", "SWE")]
    result = check(workbook(**{"Focal points": rows}), reference, KEY)
    assert said(result)[1:] == [("id-repeated", "Focal points", "A3")]
    assert result.rows == {"focal_points": 2}


def test_a_sheet_is_known_by_the_names_in_place_of_ids(reference):
    rows = [("Name", "Member State", "From", "To"), ("Ann Lee", "FRA", "2011", "2012")]
    assert check(workbook(Sheet1=rows), reference, KEY).rows == {"focal_points": 1}


def test_names_in_the_column_of_ids_are_replaced(reference):
    rows = [("Expert", "Country"), ("Ann Lee", "FRA"), ("Mwangi", "KEN"), ("zoe@mail.org", "DEU")]
    result = check(workbook(Experts=rows), reference, KEY)
    assert said(result) == [("name-replaced", "Experts", "A1")]
    assert all(id_.startswith("p-") for id_ in result.tables["experts"]["expert_id"])


def test_a_name_among_ids_is_replaced_and_the_ids_stay(reference):
    rows = [("Expert ID", "Country"), ("X-1", "FRA"), ("Ann Lee", "FRA"), ("alpha2", "FRA")]
    result = check(workbook(Experts=rows), reference, KEY)
    assert said(result) == [("name-replaced", "Experts", "A1")]
    assert list(result.tables["experts"]["expert_id"]) == [
        "X-1",
        pseudonym("Ann Lee", "expert_id", KEY),
        "alpha2",
    ]


def test_beside_ids_names_are_dropped(reference):
    rows = [("Expert ID", "Name", "Country"), ("X-1", "Ann Lee", "FRA")]
    result = check(workbook(Experts=rows), reference, KEY)
    assert said(result) == [("personal-column", "Experts", "B1")]
    assert list(result.tables["experts"]["expert_id"]) == ["X-1"]
    assert not names_persons(workbook(Experts=rows))


def test_a_person_without_a_name_is_a_missing_cell(reference):
    rows = [("Name", "Country"), ("", "FRA"), ("Ann Lee", "")]
    result = check(workbook(Experts=rows), reference, KEY)
    assert said(result)[1:] == [
        ("cell-missing", "Experts", "A2"),
        ("cell-missing", "Experts", "B3"),
    ]


@pytest.mark.parametrize("fault", [Faulty('="Ann "&"Lee"'), Faulty("#REF!")])
@pytest.mark.parametrize("head", [("Name", "Country"), ("Name", "Country", "First name")])
def test_a_fault_in_a_name_is_found_without_showing_it(reference, english, fault, head):
    rows = [head, (fault, "FRA", "Ann"), ("Bo Ek", "SWE", "Bo")]
    result = check(workbook(Experts=rows), reference, KEY)
    finding = result.findings[-1]
    assert (finding.cell, finding.value) == ("A2", "…")
    assert "Ann" not in repr(result.findings) + finding.message(english)


def test_no_name_is_in_a_table_or_a_finding(reference):
    experts = [("Name", "Country", "E-mail", "Remarks")]
    experts += [(name, "nowhere", "x@y.org", "") for name in NAMES]
    focal = [("Focal point", "Member State", "Contact")]
    focal += [(name, "Switzerland", name) for name in NAMES]
    actions = [("Action ID", "Title", "Experts"), *(("a", "A", f"{name}; Bo Ek") for name in NAMES)]
    sheets = {"Experts": experts, "Focal points": focal, "Actions": actions}
    result = check(workbook(**sheets), reference, KEY)
    kept = "".join(table.to_csv() for table in result.tables.values()) + repr(result.findings)
    for part in ("Lee", "Ann", "Müller", "Mwangi", "Ek", "y.org"):
        assert part not in kept


@pytest.mark.parametrize(
    ("sheets", "named"),
    [
        ({"Experts": [("Name", "Country"), ("Ann Lee", "FRA")]}, True),
        ({"Deployments": [("Expert", "Action ID"), ("Ann Lee", "a")]}, True),
        ({"Experts": [("Expert ID", "Country"), ("X-1", "FRA")]}, False),
        ({"Actions": [("Action ID", "Name"), ("a", "Migration and development")]}, False),
        ({"Partners": [("Action ID", "Name"), ("a", "Red Cross")]}, False),
        ({"About": [("Name", "Ann Lee")]}, False),
    ],
)
def test_a_workbook_says_whether_it_needs_pseudonyms(sheets, named):
    assert names_persons(workbook(**sheets)) is named


@pytest.mark.parametrize(
    ("header", "cells", "personal"),
    [
        ("Nombre d'experts", ("3", "12"), False),
        ("Nombre d'experts", (), True),
        ("Name of expert", ("Ann Lee",), True),
        ("Expert first name", ("Ann",), True),
        ("Telephone", ("0032 2 1",), True),
        ("Experts", ("3 from Spain",), False),
        ("Experts", ("Spain; France",), False),
        ("Expert 2", ("Ann Lee",), True),
        ("Remarks", ("as agreed",), False),
    ],
)
def test_a_column_is_about_persons_by_its_header_and_its_cells(header, cells, personal):
    assert is_personal(header, cells) is personal


@pytest.mark.parametrize("text", ["Ann Lee", "LEE, Ann", "D. O’Brien", "Zoé Müller-Kern", "a@b.eu"])
def test_words_without_digits_may_be_a_name(text):
    assert is_name(text)


@pytest.mark.parametrize("text", ["", "X-1", "EXP/FR/2", "alpha", "Expert 1", "p-0123456789abcdef"])
def test_a_code_is_no_name(text):
    assert not is_name(text)

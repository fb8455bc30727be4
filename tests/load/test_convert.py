from __future__ import annotations

import pytest

from mieux_dashboard.load.convert import converter
from mieux_dashboard.load.countries import CountryFinder
from mieux_dashboard.load.lookup import lookups
from mieux_dashboard.load.text import Faulty, Number
from mieux_dashboard.model.columns import TABLES


@pytest.fixture(scope="module")
def read(reference):
    lists = lookups(reference, CountryFinder(reference))

    def run(column, text, table="actions"):
        converted = converter(TABLES[table].column(column), lists)(text)
        return converted.text, [(problem.code, problem.value) for problem in converted.problems]

    return run


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("300", "300"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("1\u202f234", "1234"),
        ("1'234", "1234"),
        ("1,234", "1234"),
        ("1.234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1234.5", "1234.5"),
        ("12,75", "12.75"),
        (Number("1.234"), "1.234"),
        (Number("1e+20"), "1e+20"),
    ],
)
def test_a_number_is_read_with_the_marks_that_people_write(read, text, number):
    assert read("amount", text) == (number, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24 pax", "not-a-number"),
        ("about 20", "not-a-number"),
        ("true", "not-a-number"),
        ("1,23,4", "not-a-number"),
        ("-5", "negative-number"),
        (Number("-5"), "negative-number"),
    ],
)
def test_what_is_no_count_is_named(read, text, code):
    assert read("participants", text) == ("", [(code, text)])


@pytest.mark.parametrize(
    ("column", "text", "codes"),
    [
        ("countries", "Kenya; Mali", "KEN;MLI"),
        ("countries", "Kenya\nMali", "KEN;MLI"),
        ("countries", "Kenya, Mali, Kenya", "KEN;MLI"),
        ("countries", "Korea, Republic of, Mali", "KOR;MLI"),
        ("countries", "Trinidad and Tobago", "TTO"),
        ("areas", "Irregular migration; Trafficking in human beings", "irregular;trafficking"),
        ("areas", "Irregular migration, Trafficking in human beings", "irregular;trafficking"),
        ("areas", "irregular-migration", "irregular-migration"),
        ("areas", "HO - Public Relations/Communication/Information", "communication"),
        ("areas", "Public relations, communication and information", "communication"),
        ("areas", "Traite des êtres humains", "trafficking"),
        ("regional_body", "CEDEAO", "ecowas"),
        ("regional_body", "Comisión de la CEDEAO", "ecowas"),
        ("institution_type", "ministère de l'intérieur", "ministry-interior"),
        ("phase", "MIEUX III", "mieux-iii"),
        ("status", "clôturée", "completed"),
        ("status", "on-hold", "on-hold"),
        ("date_basis", "From request to closure", "requested"),
    ],
)
def test_codes_are_read_from_names_in_any_language(read, column, text, codes):
    assert read(column, text) == (codes, [])


def test_a_value_that_is_not_known_leaves_the_others_in_place(read):
    assert read("countries", "Kenya; Kameroonn; Mali") == (
        "KEN;MLI",
        [("unknown-country", "Kameroonn")],
    )


def test_a_doubtful_code_is_left_to_a_person(read):
    assert read("sex", "m", table="experts") == ("", [("ambiguous-code", "m")])


def test_ids_and_languages_are_split_and_texts_are_not(read):
    assert read("action_ids", "a-1, a-2;a-1", table="requests") == ("a-1;a-2", [])
    assert read("languages", "French; English", table="experts") == ("French;English", [])
    assert read("title", "Roads, rails; and more") == ("Roads, rails; and more", [])


def test_an_address_may_be_several_and_has_to_be_one(read):
    assert read("source_url", "https://a.eu/x | https://b.eu") == (
        "https://a.eu/x | https://b.eu",
        [],
    )
    assert read("source_url", "javascript:x") == ("", [("not-an-address", "javascript:x")])


@pytest.mark.parametrize(
    "column", ["title", "countries", "start_date", "participants", "source_url"]
)
def test_an_error_cell_is_named_in_every_kind_of_column(read, column):
    assert read(column, "#REF!") == ("", [("error-cell", "#REF!")])
    assert read(column, Faulty("=A1")) == ("", [("formula-without-value", "=A1")])


def test_every_code_and_every_label_of_every_list_finds_its_code(reference):
    lists = lookups(reference, CountryFinder(reference))
    for listed in ("areas", "groups", "institution_types", "phases", "regions"):
        table = getattr(reference, listed)
        names = [n for n in table if n == "id" or n.startswith(("label_e", "label_f", "name_"))]
        for name in names:
            assert [lists[listed].find(text).code for text in table[name]] == list(table["id"])

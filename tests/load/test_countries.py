from __future__ import annotations

import pytest

from mieux_dashboard.load.countries import CountryFinder
from mieux_dashboard.load.lookup import Found


@pytest.fixture(scope="module")
def finder(reference):
    return CountryFinder(reference)


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("KEN", "KEN"),
        ("ke", "KEN"),
        ("NA", "NAM"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"),
        ("Guinée équatoriale", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Dominica", "DMA"),
        ("República Dominicana", "DOM"),
        ("COTE D'IVOIRE", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Cape Verde", "CPV"),
        ("Trinidad & Tobago", "TTO"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Georgia", "GEO"),
        ("Kosovo*", "XKX"),
        ("Palestine", "PSE"),
        ("Bolivia, Plurinational State of", "BOL"),
    ],
)
def test_a_country_is_found_by_whatever_it_is_called(finder, text, iso3):
    assert finder.find(text) == Found(iso3)


@pytest.mark.parametrize(
    ("text", "candidates"), [("PA", ("PAN", "PSE")), ("RU", ("RUS", "GBR")), ("EL", ("GRC",))]
)
def test_a_doubtful_spelling_names_who_it_may_be_and_chooses_none(finder, text, candidates):
    assert finder.find(text) == Found("", candidates, doubtful=True)


def test_a_misspelt_country_is_never_picked_but_near_ones_are_named(finder):
    found = finder.find("Kameroonn")
    assert found.code == ""
    assert not found.doubtful
    assert found.candidates[0] == "CMR"
    assert len(found.candidates) <= 3


def test_what_is_near_to_nothing_has_no_candidates(finder):
    assert finder.find("Xyzzy-qqq 123") == Found()


def test_no_plain_name_or_code_of_a_country_is_doubtful(finder, reference):
    countries = reference.countries
    for column in ("iso3", "name_en", "name_fr", "name_es"):
        found = [finder.find(text).code for text in countries[column]]
        assert found == list(countries["iso3"])


def test_every_alias_that_is_not_ambiguous_finds_its_country(finder, reference):
    aliases = reference.aliases[reference.aliases["ambiguous"] != "yes"]
    wrong = [
        (alias, iso3, finder.find(alias))
        for alias, iso3 in zip(aliases["alias"], aliases["iso3"], strict=True)
        if finder.find(alias).code not in (iso3, "")
    ]
    assert wrong == []

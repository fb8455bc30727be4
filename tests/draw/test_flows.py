"""Where expertise came from and went: the bands, their names, the lines of the map."""

import re
from itertools import pairwise

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.flows import OTHERS, OUTSIDE, SHOWN
from mieux_dashboard.draw.lettering import text_width
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


def drawn(record, key, language="en"):
    chart = CHARTS[key]
    return chart.draw(chart.answer(record, Selection()), Words(language, record.reference))


@pytest.fixture
def record(make_dataset):
    return make_dataset(
        [
            {"title": "Kenya I", "countries": "KEN", "expert_countries": "FRA;PER"},
            {"title": "Peru I", "countries": "PER", "expert_countries": "FRA;KEN;PER"},
        ]
    )


def test_bands_join_an_origin_with_a_region_and_are_as_wide_as_their_actions(record):
    (bands,) = drawn(record, "expertise-flows")["data"]
    names = bands["node"]["customdata"]
    links = bands["link"]
    joined = {
        (names[source], names[target]): n
        for source, target, n in zip(links["source"], links["target"], links["value"], strict=True)
    }
    assert joined == {
        ("FRA", "africa"): 1,
        ("FRA", "latin-america-caribbean"): 1,
        (OUTSIDE, "africa"): 1,
        (OUTSIDE, "latin-america-caribbean"): 2,
    }


def test_only_a_few_member_states_stand_by_name(public_record):
    (bands,) = drawn(public_record, "expertise-flows")["data"]
    names = bands["node"]["customdata"]
    assert names[SHOWN : SHOWN + 2] == [OTHERS, OUTSIDE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_beside_the_bands_fit_their_margins_and_do_not_touch(public_record, language):
    figure = drawn(public_record, "expertise-flows", language)
    margin = figure["layout"]["margin"]
    for side, x in (("l", 0), ("r", 1)):
        named = [n for n in figure["layout"]["annotations"] if n["x"] == x]
        tall = figure["layout"]["height"] - margin["t"] - margin["b"]
        spans = sorted(
            (n["y"] * tall - half, n["y"] * tall + half)
            for n in named
            for half in [(n["text"].count("<br>") + 1) * n["font"]["size"] * 1.25 / 2]
        )
        assert all(below[1] <= above[0] + 2 for below, above in pairwise(spans))
        lines = [line for n in named for line in n["text"].split("<br>")]
        assert max(text_width(line, 12) for line in lines) <= margin[side] - 6


def test_a_line_joins_two_different_countries_and_those_from_outside_the_eu_stand_apart(record):
    inside, outside, partners, givers = drawn(record, "expertise-exchange")["data"]
    assert len(inside["lon"]) == 3 * 2
    assert len(outside["lon"]) == 3 * 2
    assert inside["lon"][2::3] == [None, None]
    assert inside["line"]["color"] != outside["line"]["color"]
    assert set(partners["customdata"]) == {"KEN", "PER"}
    assert set(givers["customdata"]) == {"FRA", "KEN", "PER"}


def test_a_dot_says_how_many_countries_its_experts_supported(record):
    *_, givers = drawn(record, "expertise-exchange")["data"]
    hovers = dict(zip(givers["customdata"], givers["hovertext"], strict=True))
    assert re.sub("<.*?>", " ", hovers["FRA"]).strip() == (
        "France  experts from here: to 2 countries"
    )

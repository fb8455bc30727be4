"""Bars keep their names and their order."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.lettering import text_width
from mieux_dashboard.draw.style import REGION_COLOURS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

NAMED = ("actions-by-region", "actions-by-subregion", "actions-by-institution", "actions-by-pillar")


def drawn(record, key, language="en"):
    chart = CHARTS[key]
    return chart.draw(chart.answer(record, Selection()), Words(language, record.reference))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", NAMED)
def test_no_name_is_wider_than_a_telephone(public_record, key, language):
    for note in drawn(public_record, key, language)["layout"]["annotations"]:
        assert max(text_width(line) for line in note["text"].split("<br>")[:1]) < 640
        if "<" not in note["text"].replace("<br>", ""):
            assert max(text_width(line) for line in note["text"].split("<br>")) <= 320


def test_regions_stand_by_their_number_and_in_their_colour(make_dataset):
    record = make_dataset(
        [
            {"title": "Peru I", "countries": "PER"},
            {"title": "Peru II", "countries": "PER"},
            {"title": "Kenya I", "countries": "KEN"},
        ]
    )
    (bars,) = drawn(record, "actions-by-region")["data"]
    assert bars["customdata"][:2] == ["latin-america-caribbean", "africa"]
    assert bars["x"] == [2, 1, 0, 0]
    assert bars["marker"]["color"][0] == REGION_COLOURS["latin-america-caribbean"]


def test_what_we_assigned_is_hatched_and_said(make_dataset):
    record = make_dataset(
        [
            {"title": "A", "areas": "diaspora", "areas_basis": "published"},
            {"title": "B", "areas": "diaspora", "areas_basis": "assigned"},
        ]
    )
    figure = drawn(record, "actions-by-pillar")
    solid, hatched = figure["data"]
    assert (solid["x"][0], hatched["x"][0]) == (1, 1)
    assert hatched["marker"]["pattern"]["shape"] == "/"
    assert "<b>1 +1</b>" in [note["text"] for note in figure["layout"]["annotations"]]


def test_a_rate_stands_with_its_number_and_months(public_record):
    texts = [
        note["text"] for note in drawn(public_record, "actions-by-period")["layout"]["annotations"]
    ]
    assert any("24 Actions in 42 months" in text for text in texts)

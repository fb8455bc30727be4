"""Published figures stand as they were published; what is known of the record stands in cells."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import text_width
from mieux_dashboard.draw.style import INK
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


def drawn(record, key, language="en"):
    chart = CHARTS[key]
    return chart.draw(chart.answer(record, Selection()), Words(language, record.reference))


def notes(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_a_derived_figure_is_hatched_and_its_qualifier_stands_at_its_mark(public_record):
    figure = drawn(public_record, "published-requests-by-phase")
    solid, hatched = figure["data"]
    assert solid["customdata"] == ["mieux-i", "mieux-ii", "mieux-iii", "mieux-plus"]
    assert solid["x"] == [50, None, 39, None]
    assert hatched["x"] == [None, 58, None, 41]
    assert hatched["marker"]["pattern"]["shape"] == "/"
    assert {"<b>50</b>", "<b>about 58</b>", "<b>39</b>", "<b>about 41</b>"} <= set(notes(figure))


def test_a_published_figure_names_its_site_and_gives_its_address_to_who_points_at_it(public_record):
    figure = drawn(public_record, "published-participants")
    assert "<b>an estimated 15,000</b>" in notes(figure)
    assert any("mieux-initiative.eu" in text for text in notes(figure))
    assert all("<br>http" in text for text in figure["data"][0]["hovertext"])


def test_figures_about_experts_that_contradict_one_another_stand_side_by_side(public_record):
    said = " ".join(notes(drawn(public_record, "published-experts")))
    for text in ("almost 400", "more than 400", "340", "465", "33%", "46%"):
        assert f"<b>{text}</b>" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_known_qualifier_is_said_in_the_language(public_record, language):
    words = Words(language, public_record.reference)
    for chart in ("published-requests-by-phase", "published-participants", "published-experts"):
        table = CHARTS[chart].answer(public_record, Selection()).table
        for row in table[table["qualifier"] != ""].to_dict("records"):
            assert row["qualifier"] in texts._QUALIFIED
            assert words.number(row["value"]) in texts.published(row, words)


def test_a_cell_says_how_many_of_how_many(public_record):
    phases, regions = drawn(public_record, "completeness")["data"]
    assert phases["text"][0] == "23<br>of 23"
    assert regions["text"][0] == "44<br>of 50"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["completeness", "results-by-region", "areas-by-region"])
def test_the_names_of_columns_and_rows_are_whole_at_the_narrowest(public_record, key, language):
    figure = drawn(public_record, key, language)
    left = figure["layout"]["margin"]["l"]
    for note in figure["layout"]["annotations"]:
        bold = note["text"].startswith("<b>")
        lines = note["text"].replace("<b>", "").replace("</b>", "").split("<br>")
        width = max(text_width(line, note["font"]["size"], bold) for line in lines)
        room = left + note["x"] * (340 - left - 4) if note["xanchor"] == "right" else 340
        if note["xanchor"] == "left" and note["font"]["color"] == INK and not bold:
            room = left
        assert width <= room

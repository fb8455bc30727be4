"""What stands above a chart over time never touches, and stands where it belongs."""

import re
from datetime import date
from itertools import combinations, pairwise

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.calendar import ROW
from mieux_dashboard.draw.lettering import LINE, text_width
from mieux_dashboard.draw.policy import NARROWEST, decimal
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

OVER_TIME = (
    "actions-over-time",
    "actions-calendar",
    "countries-reached",
    "requests-over-time",
    "participants-over-time",
)


def drawn(record, key, language="en", selection=Selection()):  # noqa: B008 - frozen
    chart = CHARTS[key]
    return chart.draw(chart.answer(record, selection), Words(language, record.reference))


def boxes(figure):
    """Return left, right, bottom, top of each label above the plot, at the narrowest."""
    layout = figure["layout"]
    left, right = layout["xaxis"]["range"]
    scale = (NARROWEST - layout["margin"]["l"] - layout["margin"]["r"]) / (right - left)
    notes = [
        n for n in layout["annotations"] if n["xref"] == "x" and n["yref"] == "paper" and n["y"]
    ]
    return [box(note, (note["x"] - left) * scale) for note in notes]


def box(note, x):
    size = note["font"]["size"]
    lines = note["text"].split("<br>")
    width = max(text_width(re.sub("<.*?>", "", line), size, "<b>" in line) for line in lines)
    height = len(lines) * size * LINE
    x += note.get("xshift", 0)
    left = x - {"left": 0, "center": width / 2, "right": width}[note["xanchor"]]
    y = note.get("yshift", 0)
    top = y if note["yanchor"] == "top" else y + height
    return left, left + width, top - height, top


def touch(one, other):
    return (
        one[0] < other[1] and other[0] < one[1] and one[2] < other[3] - 1 and other[2] < one[3] - 1
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", OVER_TIME)
def test_no_two_labels_touch_with_every_milestone_shown(public_record, key, language):
    every = Selection(milestone=tuple(public_record.reference.milestones["id"]))
    labels = boxes(drawn(public_record, key, language, every))
    assert len(labels) > 40
    assert not [pair for pair in combinations(labels, 2) if touch(*pair)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", OVER_TIME)
def test_every_label_is_within_the_picture(public_record, key, language):
    every = Selection(milestone=tuple(public_record.reference.milestones["id"]))
    figure = drawn(public_record, key, language, every)
    margin = figure["layout"]["margin"]
    for left, right, bottom, top in boxes(figure):
        assert -margin["l"] <= left
        assert right <= NARROWEST - margin["l"] + 1
        assert bottom >= 0
        assert top <= margin["t"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_regions_beside_the_bars_do_not_touch(public_record, language):
    figure = drawn(public_record, "actions-over-time", language)
    notes = [n for n in figure["layout"]["annotations"] if n["xref"] == "paper"]
    spans = sorted(
        (n["yshift"] - height / 2, n["yshift"] + height / 2)
        for n in notes
        for height in [(n["text"].count("<br>") + 1) * n["font"]["size"] * LINE]
    )
    assert len(spans) == 4
    assert all(low[1] <= high[0] for low, high in pairwise(spans))


def test_a_milestone_stands_at_its_day():
    assert decimal(date(2015, 1, 1)) == 2015
    assert decimal(date(2015, 7, 2)) == pytest.approx(2015.5, abs=0.002)


def test_each_core_milestone_within_the_life_has_one_line(public_record):
    figure = drawn(public_record, "actions-over-time")
    lines = {s["x0"] for s in figure["layout"]["shapes"] if s["type"] == "line"}
    days = [date(2011, 11, 18), date(2015, 5, 13), date(2020, 9, 23)]
    assert sorted(lines) == [decimal(day) for day in days]


def test_nothing_before_the_programme_is_shown(public_record):
    for key in OVER_TIME:
        assert drawn(public_record, key)["layout"]["xaxis"]["range"][0] == 2009


def test_a_milestone_that_the_reader_switched_on_gets_a_dotted_line_and_its_name(public_record):
    figure = drawn(
        public_record, "actions-over-time", selection=Selection(milestone=("valletta-2015",))
    )
    dotted = [s for s in figure["layout"]["shapes"] if s.get("line", {}).get("dash") == "dot"]
    assert {line["x0"] for line in dotted} == {decimal(date(2015, 11, 11))}
    assert any("Valletta Summit" in note["text"] for note in figure["layout"]["annotations"])


def test_the_calendar_says_that_fourteen_actions_end_with_the_phase(public_record):
    texts = [n["text"] for n in drawn(public_record, "actions-calendar")["layout"]["annotations"]]
    assert any("14 Actions end in April 2020, as a phase" in text for text in texts)


def test_a_bar_of_the_calendar_runs_to_the_end_of_the_month_that_is_known(make_dataset):
    record = make_dataset(
        [
            {
                "title": "Kenya I: data",
                "countries": "KEN",
                "start_date": "2012",
                "end_date": "2012-06",
            }
        ]
    )
    (bar,) = drawn(record, "actions-calendar")["data"]
    assert bar["base"] == [2012.0]
    assert bar["x"] == pytest.approx([decimal(date(2012, 7, 1)) - 2012])
    assert bar["customdata"] == ["a1"]


def test_the_calendar_grows_with_its_rows(make_dataset):
    def height(n):
        dates = {"start_date": "2012", "end_date": "2013"}
        rows = [{"title": f"Kenya {i}", "countries": "KEN", **dates} for i in range(n)]
        return drawn(make_dataset(rows), "actions-calendar")["layout"]["height"]

    assert height(8) - height(2) == 6 * ROW


def test_a_total_does_not_stand_on_a_milestones_line(public_record):
    figure = drawn(public_record, "actions-over-time")
    line = decimal(date(2015, 5, 13))
    (total,) = [n for n in figure["layout"]["annotations"] if n["x"] == line and n["yref"] == "y"]
    assert total["xanchor"] == "left"

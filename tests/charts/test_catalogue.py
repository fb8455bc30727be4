"""Every chart of the catalogue, in every language: found by itself, walked whole."""

import json
import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.parts import named
from mieux_dashboard.draw.style import ACCENT, COLOURS, DEMONSTRATION
from mieux_dashboard.measure.split import parts
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

SELECTIONS = {
    "all": Selection(),
    "africa": Selection(region=("africa",)),
    "one": Selection(country=("KEN",)),
    "active": Selection(basis="active", year_from=2014, year_to=2016, milestone=("valletta-2015",)),
    "undated": Selection(country=("GIN",)),
    "none": Selection(year_to=1999),
    "period": Selection(by="period", region=("asia",)),
    "pillar": Selection(by="pillar"),
}
KEYS = [
    "key-figures",
    "actions-by-country",
    "actions-by-region",
    "actions-by-subregion",
    "actions-over-time",
    "actions-by-period",
    "actions-calendar",
    "actions-around-milestone",
    "actions-by-pillar",
    "areas-over-time",
    "areas-by-region",
    "actions-by-institution",
    "countries-reached",
    "requests-over-time",
    "requests-by-country",
    "request-decisions",
    "response-time",
    "requests-by-institution",
    "published-requests-by-phase",
    "experts-by-country",
    "experts-over-time",
    "experts-by-kind",
    "expertise-flows",
    "expertise-exchange",
    "focal-points-by-member-state",
    "focal-points-over-time",
    "published-experts",
    "participants-over-time",
    "participants-by-country",
    "participants-by-sex",
    "published-participants",
    "activities-by-type",
    "results-by-type",
    "results-by-region",
    "results-by-stage",
    "cooperation",
    "action-durations",
    "completeness",
    "comparison",
]
MIN_CELL = 5


def colours(part, key=""):
    """Find every colour in a figure, those within texts included."""
    if isinstance(part, dict):
        return {colour for name, value in part.items() for colour in colours(value, name)}
    if isinstance(part, list):
        return {colour for value in part for colour in colours(value, key)}
    if not isinstance(part, str):
        return set()
    named = {part} if key.endswith("color") else set()
    found = named | set(re.findall(r"rgba?\([^)]*\)|#[0-9a-fA-F]{3,8}\b", part))
    return {re.sub(r"rgba(.*), 0\.\d+\)", r"rgb\1)", colour) for colour in found}


WALKED = [
    *(("en", "public_record", name) for name in SELECTIONS),
    *(("en", "demonstration", name) for name in ("all", "one", "none", "pillar")),
    *(
        (language, *walk)
        for language in LANGUAGES[1:]
        for walk in (("public_record", "all"), ("public_record", "none"), ("demonstration", "all"))
    ),
]


@pytest.fixture(scope="module", params=WALKED, ids="-".join)
def walked(request):
    """Give a Dataset and a Selection in a language, one after the other."""
    language, data, name = request.param
    return language, request.getfixturevalue(data), SELECTIONS[name]


@pytest.fixture(scope="module")
def answers():
    """Keep answers, so that each is asked for once, whatever the languages."""
    return {}


@pytest.fixture(scope="module", params=CHARTS.values(), ids=CHARTS.keys())
def answered(request, walked, answers):
    chart, (_, data, selection) = request.param, walked
    asked = chart.key, data.reference.programme.record, selection
    if asked not in answers:
        answers[asked] = chart.answer(data, selection)
    return chart, answers[asked]


@pytest.fixture(scope="module")
def words(walked):
    return Words(walked[0], walked[1].reference)


def test_the_catalogue_has_the_charts_that_pages_and_commands_count_on():
    assert set(CHARTS) >= set(KEYS)
    assert all(chart.key == key for key, chart in CHARTS.items())


def test_a_chart_draws_what_plotly_accepts_in_plain_values_and_our_inks(answered, words):
    chart, answer = answered
    figure = chart.draw(answer, words)
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)
    assert colours(figure) <= set(COLOURS)
    assert figure["layout"]["uirevision"]


def test_a_chart_says_what_it_found_without_gaps(answered, words):
    chart, answer = answered
    said = [
        words(chart.title),
        chart.finding(answer, words),
        chart.subtitle(answer, words),
        chart.alternative(answer, words),
        chart.source(answer, words),
    ]
    assert all(said)
    assert not [text for text in said if re.search(r"nan|[{}]|NaT|\bnull\b", text)]


def test_a_table_has_its_own_header_for_each_column(answered, words):
    chart, answer = answered
    table = chart.table(answer, words)
    listed = parts(answer.dataset.reference, answer.selection.by)
    divided = listed if answer.selection.by in chart.parted else ()
    assert len(table.columns) == len(chart.columns) + len(divided)
    assert all(table.columns)
    assert len(table) == len(answer.table)
    assert not table.isna().any().any()


def test_what_is_made_up_says_so_in_the_picture_and_in_words_and_nothing_else_does(answered, words):
    chart, answer = answered
    made_up = answer.dataset.reference.programme.record == "demonstration"
    figure = chart.draw(answer, words)
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert any(words("Demonstration: made-up data") in text for text in notes) == made_up
    assert (ACCENT if made_up else DEMONSTRATION) not in colours(figure)
    for said in (chart.finding(answer, words), chart.heading(answer, words)):
        assert said.startswith(words("Demonstration · {said}", said="")) == made_up
    told = words("Source: made-up programme, for demonstration · data version {version}", version=1)
    assert (chart.source(answer, words) == told) == made_up
    assert (words.name("record_source", "demonstration") in chart.rests(answer, words)) == (
        made_up and bool(answer.rests_on.records)
    )


def narrows(chart):
    """Whether a selection narrows what a chart counts."""
    return chart.counted != "published_figures"


def test_an_empty_selection_says_so_in_the_picture_and_in_words(demonstration):
    words = Words("en", demonstration.reference)
    for chart in filter(narrows, CHARTS.values()):
        answer = chart.answer(demonstration, SELECTIONS["none"])
        said, mark = chart.draw(answer, words)["layout"]["annotations"]
        text = said["text"].replace("<br>", " ")
        assert text.endswith("matches this selection")
        assert mark["text"] == "<b>Demonstration: made-up data</b>"
        assert chart.finding(answer, words) == f"Demonstration · {text}"


def test_a_chart_without_rows_in_the_public_record_says_what_is_not_public(public_record, english):
    silent = {
        key
        for key, chart in CHARTS.items()
        if chart.missing(chart.answer(public_record, Selection()), english)
    }
    assert silent == {
        "experts-by-country",
        "experts-over-time",
        "experts-by-kind",
        "focal-points-by-member-state",
        "focal-points-over-time",
        "activities-by-type",
    }
    for key in silent:
        chart = CHARTS[key]
        answer = chart.answer(public_record, Selection(region=("asia",)))
        assert "public" in chart.finding(answer, english)
        (said,) = chart.draw(answer, english)["layout"]["annotations"]
        assert said["text"].replace("<br>", " ") == chart.finding(answer, english)


DIVIDED = {key: chart for key, chart in CHARTS.items() if chart.parted}


@pytest.mark.parametrize("by", ["period", "pillar"])
@pytest.mark.parametrize("chart", DIVIDED.values(), ids=DIVIDED.keys())
def test_bars_in_parts_name_each_part_once_and_say_how_it_is_counted(chart, by, demonstration):
    words = Words("en", demonstration.reference)
    if by not in chart.parted:
        assert "In parts" not in chart.subtitle(
            chart.answer(demonstration, Selection(by=by)), words
        )
        return
    answer = chart.answer(demonstration, Selection(by=by))
    figure = chart.draw(answer, words)
    count = next(name for name in answer.table if name.startswith("n_"))
    names = [name for name in parts(demonstration.reference, by) if answer.table[name].any()]
    said = " ".join(note["text"].replace("\u00a0", " ") for note in figure["layout"]["annotations"])
    for name in names:
        assert said.count(f"</span> {named(name, answer, words)}") == 1
    assert "In parts" in chart.subtitle(answer, words)
    drawn = sum(
        n or 0
        for trace in figure["data"]
        for n in trace["x" if trace.get("orientation") == "h" else "y"]
    )
    assert drawn == answer.table[names].sum().sum()
    assert drawn >= answer.table[count].sum()


PERSONAL = {key: chart for key, chart in CHARTS.items() if chart.persons}


@pytest.fixture(scope="module", params=PERSONAL.values(), ids=PERSONAL.keys())
def hidden(request, demonstration):
    """Give the charts of persons with their answers as files may have them."""
    chosen = (Selection(), SELECTIONS["africa"], SELECTIONS["one"], Selection(year_from=2023))
    return request.param, [
        request.param.guarded_answer(demonstration, selection, MIN_CELL) for selection in chosen
    ]


def test_no_small_number_of_persons_is_in_a_chart_that_hides_them(hidden, demonstration):
    chart, answers = hidden
    words = Words("en", demonstration.reference)
    for answer in answers:
        figure = chart.draw(answer, words)
        json.dumps(figure, allow_nan=False)
        assert not chart.table(answer, words).isna().any().any()
        for column in chart.persons:
            shown = answer.table[column].dropna()
            if chart.by_key:
                shown = shown[answer.table["key"].isin(["experts", "focal-points"])]
            assert not shown.between(1, MIN_CELL - 1).any()


def test_a_chart_that_hides_numbers_says_so(demonstration):
    words = Words("en", demonstration.reference)
    chart = CHARTS["experts-over-time"]
    answer = chart.guarded_answer(demonstration, Selection(), MIN_CELL)
    assert chart.subtitle(answer, words).endswith(
        "Small numbers of persons, and those that would give them away, are not shown."
    )
    narrow = chart.guarded_answer(demonstration, SELECTIONS["africa"], MIN_CELL)
    assert "Numbers of persons are rounded down." in chart.subtitle(narrow, words)


def test_a_narrowed_choice_of_persons_tells_no_more_by_its_total(demonstration):
    chart = CHARTS["experts-by-country"]
    exact = chart.answer(demonstration, SELECTIONS["africa"])
    answer = chart.guarded_answer(demonstration, SELECTIONS["africa"], MIN_CELL)
    assert answer.rests_on.total == answer.table["n_experts"].sum() < exact.rests_on.total
    assert answer.rests_on.undated == 0


def test_charts_without_persons_are_the_same_in_files(public_record):
    chart = CHARTS["actions-by-country"]
    plain = chart.answer(public_record, Selection())
    guarded = chart.guarded_answer(public_record, Selection(), MIN_CELL)
    pd.testing.assert_frame_equal(plain.table, guarded.table)
    assert plain.rests_on == guarded.rests_on

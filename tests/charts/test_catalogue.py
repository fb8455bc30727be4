"""Every chart of the catalogue, in every language: found by itself, walked whole."""

import json
import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.style import COLOURS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

SELECTIONS = {
    "all": Selection(),
    "africa": Selection(region=("africa",)),
    "one": Selection(country=("KEN",)),
    "active": Selection(basis="active", year_from=2014, year_to=2016, milestone=("valletta-2015",)),
    "undated": Selection(country=("GIN",)),
    "none": Selection(country=("ATG",)),
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
]


def colours(part, key=""):
    """Find every colour in a figure, those within texts included."""
    if isinstance(part, dict):
        return {colour for name, value in part.items() for colour in colours(value, name)}
    if isinstance(part, list):
        return {colour for value in part for colour in colours(value, key)}
    if not isinstance(part, str):
        return set()
    named = {part} if key.endswith("color") else set()
    return named | set(re.findall(r"rgba?\([^)]*\)|#[0-9a-fA-F]{3,8}\b", part))


@pytest.fixture(scope="module", params=LANGUAGES)
def words(request, reference):
    return Words(request.param, reference)


@pytest.fixture(scope="module", params=SELECTIONS.values(), ids=SELECTIONS.keys())
def selection(request):
    return request.param


@pytest.fixture(scope="module", params=CHARTS.values(), ids=CHARTS.keys())
def answered(request, public_record, selection):
    return request.param, request.param.answer(public_record, selection)


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
    assert len(table.columns) == len(chart.columns)
    assert all(table.columns)
    assert len(table) == len(answer.table)
    assert not table.isna().any().any()


def test_the_numbers_of_a_chart_are_its_measures(answered):
    chart, answer = answered
    pd.testing.assert_frame_equal(
        chart.data(answer), chart.measure(answer.dataset, answer.selection)
    )


def test_an_empty_selection_says_so_in_the_picture_and_in_words(public_record, reference):
    words = Words("en", reference)
    for chart in CHARTS.values():
        answer = chart.answer(public_record, SELECTIONS["none"])
        (said,) = chart.draw(answer, words)["layout"]["annotations"]
        assert said["text"] == "No Action matches"
        assert chart.finding(answer, words) == "No Action matches this selection"

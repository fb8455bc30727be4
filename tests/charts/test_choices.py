"""What a mark chooses is a code that the selection knows, on the record and the demonstration."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import CODES
from mieux_dashboard.model.selection import Selection, known_codes
from mieux_dashboard.pages.about import COUNTING_RULES

CHOOSING = [key for key, chart in CHARTS.items() if chart.chooses]


def codes_of(figure):
    """Every code that a figure's marks carry."""
    return {code for trace in figure["data"] for code in trace.get("customdata", ())}


def known(data, field):
    if field == "year":
        life = data.reference.programme
        return {str(year) for year in range(life.start.year, life.end.year + 1)}
    return set(known_codes(data.reference)[field])


@pytest.mark.parametrize("key", CHOOSING)
@pytest.mark.parametrize("source", ["public_record", "demonstration"])
def test_the_marks_and_rows_of_a_chart_carry_codes_of_what_they_choose(
    key, source, request, english
):
    data, chart = request.getfixturevalue(source), CHARTS[key]
    answer = chart.answer(data, Selection())
    rows = set(answer.table[CODES[chart.chooses]].astype(str)) - {""}
    assert rows <= known(data, chart.chooses)
    assert CODES[chart.chooses] in chart.columns
    if chart.missing(answer, english) or answer.table.empty:
        assert source == "public_record"
        return
    marks = codes_of(chart.draw(answer, english))
    assert marks
    assert marks <= rows


def test_choices_are_offered_for_each_kind_of_mark():
    assert {CHARTS[key].chooses for key in CHOOSING} == set(CODES)


def test_the_marks_of_the_calendar_are_actions(public_record, english):
    chart = CHARTS["actions-calendar"]
    marks = codes_of(chart.draw(chart.answer(public_record, Selection()), english))
    assert chart.opens
    assert marks <= set(public_record["actions"]["action_id"])


@pytest.mark.parametrize("key", CHARTS)
def test_each_chart_names_counting_rules_that_there_are(key):
    rules = CHARTS[key].rules
    assert rules
    assert set(rules) <= set(range(1, len(COUNTING_RULES) + 1))

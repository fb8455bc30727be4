"""What a reader has done to a table, as one part of the address."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mieux_dashboard.pages.table_state import (
    CONDITIONS,
    SIZES,
    TABLE,
    Filter,
    TableState,
    read_state,
    state_of,
)

KINDS = {
    "title": "text",
    "areas": "text",
    "start_date": "date",
    "participants": "number",
    "Who, when; 50%: a-b": "text",
}
TEXTS = st.text(min_size=1)


def filters_of(name):
    kind = KINDS[name]
    value = {
        "text": TEXTS,
        "number": st.integers().map(str)
        | st.floats(allow_nan=False, allow_infinity=False).map(str),
        "date": st.dates().map(str),
    }[kind]

    def with_values(condition):
        size = {"blank": 0, "notBlank": 0, "inRange": 2}.get(condition, 1)
        values = st.tuples(*[value] * size)
        return st.builds(Filter, st.just(name), st.just(condition), values)

    return st.sampled_from(CONDITIONS[kind]).flatmap(with_values)


STATES = st.builds(
    TableState,
    find=st.text(),
    sort=st.lists(
        st.tuples(st.sampled_from([*KINDS]), st.sampled_from(["asc", "desc"])),
        unique_by=lambda pair: pair[0],
    ).map(tuple),
    columns=st.none() | st.lists(st.sampled_from([*KINDS][1:]), unique=True).map(tuple),
    filters=st.lists(
        st.sampled_from([*KINDS]).flatmap(filters_of), unique_by=lambda one: one.column
    ).map(tuple),
    size=st.sampled_from(SIZES),
)


@given(STATES)
def test_a_state_is_read_from_an_address_as_it_was_written(state):
    query = parse_qs(state.query(), keep_blank_values=True)
    assert read_state(query.get(TABLE, [""])[0], KINDS, "title") == state


@given(STATES)
def test_a_grid_that_was_given_a_state_reports_the_same(state):
    numbers = [one for one in state.filters if KINDS[one.column] == "number"]
    model = state.model(KINDS)
    view = {
        "find": state.find,
        "sort": [list(pair) for pair in state.sort],
        "filter": model,
        "size": state.size,
    }
    reported = state_of(view, state.columns, KINDS, "title")
    assert reported.model(KINDS) == model
    if not numbers:
        assert reported == state


@given(st.text())
def test_any_text_is_read_and_what_is_read_can_be_written(text):
    state = read_state(text, KINDS, "title")
    assert read_state(state.written(), KINDS, "title") == state


def test_the_part_can_be_read_by_a_person():
    state = TableState(
        find="border",
        sort=(("start_date", "desc"),),
        columns=("areas", "participants"),
        filters=(Filter("start_date", "inRange", ("2015-01-01", "2016-01-01")),),
        size=50,
    )
    assert state.query() == (
        "table=sort:start_date-desc;find:border;columns:areas,participants;"
        "filter:start_date,inRange,2015-01-01,2016-01-01;size:50"
    )
    assert TableState().query() == ""


@pytest.mark.parametrize(
    "text",
    [
        "sort:nothing-desc",
        "sort:title-sideways",
        "sort:title",
        "size:7",
        "size:²",
        "filter:title",
        "filter:title,contains",
        "filter:title,contains,a,b",
        "filter:title,lessThan,a",
        "filter:nothing,contains,a",
        "filter:participants,equals,many",
        "filter:participants,equals,nan",
        "filter:start_date,greaterThan,20150101",
        "filter:start_date,greaterThan,yesterday",
        "nonsense",
        ";;:,",
    ],
)
def test_what_is_unknown_or_malformed_is_left_out(text):
    assert read_state(text, KINDS, "title") == TableState()


def test_the_leading_column_and_unknown_ones_are_no_choice():
    state = read_state("columns:areas,title,nothing,areas", KINDS, "title")
    assert state.columns == ("areas",)

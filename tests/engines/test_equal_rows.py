"""Every chart of the catalogue has the same rows in the same order on pandas and on DuckDB."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.measure.engine import collected, median, n_rows, of_ids, table
from mieux_dashboard.model.selection import Selection, known_codes
from mieux_dashboard.reference import read_reference
from mieux_dashboard.store.folder import Folder
from mieux_dashboard.store.held import held
from mieux_dashboard.store.prepared import keep
from tests.engines.conftest import DATA, assert_equal_answers

SELECTIONS = (
    Selection(region=("africa",), by="period"),
    Selection(year_from=2012, year_to=2018, basis="active", by="pillar"),
)
CODES = known_codes(read_reference(DATA))


@pytest.fixture(scope="module")
def made_up_on_duckdb(made_up, duckdb_engine, tmp_path_factory):
    folder = Folder(str(tmp_path_factory.mktemp("prepared") / "made-up"))
    keep(made_up, folder)
    return held(folder, made_up.reference, duckdb_engine)


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: one.query())
@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_of_the_programme_is_the_same_on_duckdb(key, selection, programme, on_duckdb):
    assert_equal_answers(key, programme, on_duckdb, selection)


@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_of_the_made_up_programme_is_the_same_on_duckdb(key, made_up, made_up_on_duckdb):
    assert_equal_answers(key, made_up, made_up_on_duckdb, SELECTIONS[0])


def few(part):
    return st.lists(st.sampled_from(CODES[part]), max_size=2, unique=True).map(tuple)


drawn = st.builds(
    Selection,
    year_from=st.sampled_from((0, 2010, 2015)),
    year_to=st.sampled_from((0, 2016, 2020)),
    basis=st.sampled_from(("start", "active")),
    by=st.sampled_from(("", "period", "pillar")),
    **{part: few(part) for part in ("region", "group", "country", "pillar", "phase", "period")},
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(selection=drawn, key=st.sampled_from(sorted(CHARTS)))
def test_a_chart_is_the_same_for_whatever_is_chosen(key, selection, made_up, made_up_on_duckdb):
    assert_equal_answers(key, made_up, made_up_on_duckdb, selection)


def test_an_unfiltered_answer_is_kept_and_reads_as_it_was_written(programme, on_duckdb):
    for key in CHARTS:
        CHARTS[key].answer(on_duckdb, Selection())
        assert_equal_answers(key, programme, on_duckdb, Selection())
    assert len(on_duckdb.held.answers) >= len(CHARTS)


def test_a_kept_answer_serves_another_process(programme, prepared, duckdb_engine):
    first = held(prepared, programme.reference, duckdb_engine)
    CHARTS["actions-by-region"].answer(first, Selection())
    again = held(prepared, programme.reference, duckdb_engine)
    again.held.answers.get("anything")
    assert len(again.held.answers) == 0
    assert_equal_answers("actions-by-region", programme, again, Selection())
    assert len(again.held.answers) == 1


def test_records_and_their_number_are_the_same(programme, on_duckdb):
    for name in programme.tables:
        assert n_rows(on_duckdb, name) == n_rows(programme, name), name
        assert len(collected(table(on_duckdb, name))) == len(programme[name]), name
    found, expected = (
        of_ids(each, "actions", programme["actions"]["action_id"][:5]).sort_values("action_id")
        for each in (on_duckdb, programme)
    )
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=True
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=8))
def test_a_median_of_counted_numbers_is_that_of_the_numbers(pairs):
    values, times = ([pair[at] for pair in pairs] for at in (0, 1))
    whole = pd.Series([value for value, n in pairs for _ in range(n)], dtype="float64")
    found = median(pd.Series(values, dtype="int64"), pd.Series(times, dtype="int64"))
    assert found == whole.median() or (found != found and whole.empty)

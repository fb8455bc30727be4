"""A number can be cited, its records listed, and every figure given to a monitoring system."""

from __future__ import annotations

import pandas as pd
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.cite import cite, counted_ids, counts_ids
from mieux_dashboard.charts.indicators import COLUMNS, SPLITS, indicators
from mieux_dashboard.intake import demonstration
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words
from tests.conftest import DATA

ADDRESS = "/en/charts/actions-by-region?region=asia"


@pytest.fixture(scope="module")
def made_up():
    return demonstration(DATA)


def test_a_citation_has_number_rule_programme_version_hash_and_address(public_record, english):
    chart = CHARTS["actions-by-region"]
    answer = chart.answer(public_record, Selection(region=("asia",)))
    said = cite(chart, answer, english, "0123456789abcdef", ADDRESS)
    assert said.startswith("Asia: 15 of the 15 selected Actions (")
    assert public_record.reference.programme.titles["en"] in said
    assert f"data version {public_record.version}, tables 0123456789ab, {ADDRESS})" in said
    assert said.endswith(chart.subtitle(answer, english))


def test_without_a_stored_version_no_hash_is_cited(public_record, english):
    chart = CHARTS["actions-by-region"]
    answer = chart.answer(public_record, Selection())
    assert "tables" not in cite(chart, answer, english, "", ADDRESS).partition(ADDRESS)[0]


@pytest.mark.parametrize("key", [key for key in CHARTS if counts_ids(CHARTS[key])])
def test_as_many_ids_are_listed_as_the_chart_says_it_rests_on(made_up, key):
    chart = CHARTS[key]
    for selection in (Selection(), Selection(region=("africa",), year_from=2015)):
        ids = counted_ids(chart, made_up, selection)
        assert len(ids) == chart.answer(made_up, selection).rests_on.total
        assert ids["id"].is_unique


def test_no_ids_of_persons_are_given():
    persons = {key for key, chart in CHARTS.items() if chart.counted in ("experts", "focal_points")}
    assert persons
    assert not any(counts_ids(CHARTS[key]) for key in persons)


def said(rows, indicator, by):
    chosen = rows[(rows["indicator"] == indicator) & (rows["disaggregation"] == by)]
    return dict(zip(chosen["disaggregation_value"], chosen["value"], strict=True))


@pytest.mark.parametrize("split", SPLITS, ids=lambda one: f"{one.indicator}-{one.by}")
def test_every_indicator_is_a_value_of_the_catalogue(made_up, split):
    rows = indicators(made_up, Words("en", made_up.reference), 5)
    table = CHARTS[split.chart].guarded_answer(made_up, Selection(), 5).table
    table = table[table[split.column].isin(split.only)] if split.only else table
    expected = {}
    for code, n in zip(table[split.column].astype(str), table[split.count], strict=True):
        expected[code] = expected.get(code, 0) + n
    found = said(rows, split.indicator, split.by)
    assert found.keys() == expected.keys()
    for code, n in expected.items():
        assert (pd.isna(n) and pd.isna(found[code])) or found[code] == n


def test_indicators_carry_the_totals_the_day_of_the_data_and_their_source(made_up):
    rows = indicators(made_up, Words("fr", made_up.reference), 5)
    assert list(rows.columns) == list(COLUMNS)
    totals = rows[rows["disaggregation"] == "total"].set_index("indicator")["value"]
    figures = key_figures(made_up, Selection()).set_index("key")["n_loaded"]
    assert totals.to_dict() == figures.to_dict()
    assert set(rows["date"]) == {made_up.reference.programme.compiled.isoformat()}
    assert sum(said(rows, "actions", "year").values()) == totals["actions"]
    assert not rows[["indicator", "indicator_name", "unit", "source"]].eq("").any(axis=None)


def test_small_numbers_of_persons_are_empty_not_zero(make_dataset):
    experts = [{"expert_id": f"e{n}", "country": "KEN" if n < 2 else "GHA"} for n in range(14)]
    experts += [{"expert_id": f"f{n}", "country": "PER"} for n in range(12)]
    dataset = make_dataset(experts=experts)
    found = said(indicators(dataset, Words("en", dataset.reference), 5), "experts", "country")
    assert pd.isna(found["KEN"])
    exact = said(indicators(dataset, Words("en", dataset.reference), 1), "experts", "country")
    assert exact["KEN"] == 2


def test_what_the_record_has_none_of_has_no_row(public_record, english):
    assert "experts" not in set(indicators(public_record, english, 5)["indicator"])

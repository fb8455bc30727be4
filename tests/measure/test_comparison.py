"""Sides next to each other: each side is a selection, and its numbers are those of the measures."""

import pytest

from mieux_dashboard.measure.comparison import across, comparison, settled, side
from mieux_dashboard.model.selection import COMPARED, Selection

THREE = [
    {"countries": "KEN", "start_date": "2012-03", "end_date": "2016-01", "areas": "diaspora"},
    {"countries": "KEN;PER", "start_date": "2016", "end_date": "2017"},
    {"countries": "PER"},
]


def numbers(table, key):
    rows = table[table["key"] == key]
    return dict(zip(rows["side"], rows["n_count"], strict=True))


def test_periods_are_compared_when_nothing_is_said(make_dataset):
    chosen = settled(make_dataset(THREE), Selection())
    assert (chosen.by, chosen.of) == ("period", ("global-approach", "gamm"))


@pytest.mark.parametrize("by", COMPARED)
def test_there_are_always_two_sides(make_dataset, by):
    assert len(settled(make_dataset(THREE), Selection(by=by)).of) == 2


def test_a_named_side_keeps_its_place_and_what_names_nothing_of_the_kind_is_left(make_dataset):
    chosen = settled(make_dataset(THREE), Selection(by="region", of=("asia", "gamm")))
    assert chosen.of == ("asia", "africa")
    four = ("asia", "africa", "eu-neighbourhood", "latin-america-caribbean")
    assert settled(make_dataset(THREE), Selection(by="region", of=four)).of == four[:3]


def test_countries_with_most_actions_come_first(make_dataset):
    chosen = settled(make_dataset([*THREE, {"countries": "UGA"}]), Selection(by="country"))
    assert chosen.of == ("KEN", "PER")


def test_a_side_takes_the_place_of_a_filter_of_its_kind_and_keeps_the_others(make_dataset):
    asked = Selection(region=("asia",), year_from=2012, by="region", of=("africa", "asia"))
    chosen = settled(make_dataset(THREE), asked)
    assert chosen.region == ()
    assert side(chosen, "africa") == Selection(region=("africa",), year_from=2012)


def test_an_action_in_two_regions_counts_on_both_sides(make_dataset):
    asked = Selection(by="region", of=("africa", "latin-america-caribbean"))
    table = comparison(make_dataset(THREE), asked)
    assert numbers(table, "actions") == {"africa": 2, "latin-america-caribbean": 2}
    assert set(table[table["key"] == "actions"]["n_base"]) == {3}
    assert table[table["key"] == "actions"]["difference"].tolist() == [0, 0]


def test_a_side_without_an_action_is_zero(make_dataset):
    table = comparison(make_dataset(THREE), Selection(by="region", of=("africa", "asia")))
    assert numbers(table, "actions") == {"africa": 2, "asia": 0}
    assert numbers(table, "countries") == {"africa": 2, "asia": 0}


def test_experts_are_compared_only_where_any_are_loaded(make_dataset):
    assert "experts" not in set(comparison(make_dataset(THREE), Selection())["key"])
    sent = [{"expert_id": "e1", "action_id": "a1"}]
    data = make_dataset(THREE, experts=[{"expert_id": "e1", "country": "FRA"}], deployments=sent)
    table = comparison(data, Selection(by="region"))
    assert numbers(table, "experts") == {"africa": 1, "latin-america-caribbean": 0}


def test_a_rate_counts_what_began_in_the_time_of_the_side(make_dataset):
    table = comparison(make_dataset(THREE), Selection(of=("gamm", "agenda")))
    first, second = table[table["key"] == "actions"].to_dict("records")
    assert (first["n_begun"], round(first["months"])) == (1, 42)
    assert first["per_year"] == pytest.approx(12 / first["months"])
    assert (second["n_begun"], round(second["months"])) == (1, 64)


def test_the_time_of_a_side_ends_with_the_years_chosen(make_dataset):
    asked = Selection(by="region", year_from=2012, year_to=2013)
    table = comparison(make_dataset(THREE), asked)
    row = table.iloc[0]
    assert (row["n_begun"], round(row["months"])) == (1, 24)


def test_there_is_no_rate_where_years_are_those_in_which_an_action_ran(make_dataset):
    table = comparison(make_dataset(THREE), Selection(by="region", year_from=2012, basis="active"))
    assert table["per_year"].isna().all()


def test_what_ran_into_a_later_period_is_counted_once(make_dataset):
    data = make_dataset(THREE)
    assert across(data, settled(data, Selection(of=("gamm", "agenda")))) == 1

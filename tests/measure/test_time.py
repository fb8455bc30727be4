import pytest

from mieux_dashboard.measure.time import (
    action_durations,
    actions_around_milestone,
    actions_by_period,
    actions_calendar,
    actions_over_time,
    countries_reached,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()
ACTIVE = Selection(basis="active")

ROWS = [
    {"countries": "GHA;UKR", "start_date": "2009-06", "end_date": "2011-11-18"},
    {"countries": "KEN", "start_date": "2011", "end_date": "2021"},
    {"countries": "KEN", "start_date": "2015-05-13"},
    {"countries": "TGO", "end_date": "2012"},
]


def some(table, *columns):
    found = table[table["n_actions"] > 0]
    return list(found[[*columns, "n_actions"]].itertuples(index=False, name=None))


def test_an_action_counts_in_the_year_and_the_regions_in_which_it_started(make_dataset):
    counts = actions_over_time(make_dataset(ROWS), WHOLE)
    assert some(counts, "year", "region") == [
        (2009, "africa", 1),
        (2009, "eu-neighbourhood", 1),
        (2011, "africa", 1),
        (2015, "africa", 1),
    ]
    assert counts["year"].unique().tolist() == list(range(2009, 2025))
    assert len(counts) == 16 * 4


def test_on_the_active_basis_an_action_counts_in_each_year_in_which_it_ran(make_dataset):
    counts = actions_over_time(make_dataset(ROWS), ACTIVE)
    africa = counts[counts["region"] == "africa"]["n_actions"].tolist()
    assert africa == [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert counts["n_actions"].sum() == sum(africa) + 3


def test_years_that_were_not_chosen_count_nought(make_dataset):
    chosen = Selection(year_from=2010, year_to=2011, basis="active")
    counts = actions_over_time(make_dataset(ROWS), chosen)
    assert some(counts, "year", "region") == [
        (2010, "africa", 1),
        (2010, "eu-neighbourhood", 1),
        (2011, "africa", 2),
        (2011, "eu-neighbourhood", 1),
    ]


def test_an_action_counts_in_the_period_in_which_it_started(make_dataset):
    counts = actions_by_period(make_dataset(ROWS), WHOLE)
    assert counts["period"].tolist() == ["global-approach", "gamm", "agenda", "pact"]
    assert counts["start"].astype("str").tolist() == [
        "2009-01-01",
        "2011-11-18",
        "2015-05-13",
        "2020-09-23",
    ]
    assert counts["end"].iloc[-1].isoformat() == "2024-03-31T00:00:00"
    assert counts["n_actions"].tolist() == [2, 0, 1, 0]


def test_a_rate_per_twelve_months_makes_unequal_periods_comparable(make_dataset):
    counts = actions_by_period(make_dataset(ROWS), WHOLE)
    assert counts["months"].round(1).tolist() == [34.5, 41.8, 64.4, 42.3]
    assert counts["per_year"].round(3).tolist() == [0.695, 0, 0.186, 0]


def test_an_action_that_ran_on_after_a_period_counts_across_each_boundary(make_dataset):
    assert actions_by_period(make_dataset(ROWS), WHOLE)["n_across"].tolist() == [2, 1, 1, 0]


@pytest.mark.parametrize(("end", "across"), [("2011-11-17", 0), ("2011-11-18", 1), ("2011-11", 1)])
def test_the_last_day_of_a_period_is_its_own(make_dataset, end, across):
    data = make_dataset([{"start_date": "2010", "end_date": end}])
    assert actions_by_period(data, WHOLE)["n_across"].tolist()[0] == across


def test_the_calendar_lists_actions_with_both_dates_by_region_start_and_id(make_dataset):
    rows = [
        {"countries": "UKR", "start_date": "2010", "end_date": "2011"},
        {"countries": "UKR;GHA", "start_date": "2012-05", "end_date": "2012-06", "title": "Two"},
        {"countries": "KEN", "start_date": "2012-05-01", "end_date": "2013", "action_id": "a0"},
        {"start_date": "2009", "end_date": "2009"},
        {"countries": "KEN", "start_date": "2009"},
    ]
    calendar = actions_calendar(make_dataset(rows), WHOLE)
    assert calendar[["action_id", "region"]].to_numpy().tolist() == [
        ["a0", "africa"],
        ["a2", "africa"],
        ["a1", "eu-neighbourhood"],
        ["a4", ""],
    ]
    two = calendar.iloc[1]
    assert (two["title"], two["start_date"], two["end_date"]) == ("Two", "2012-05", "2012-06")
    assert (str(two["start_from"].date()), str(two["end_to"].date())) == (
        "2012-05-01",
        "2012-06-30",
    )
    assert calendar.columns.tolist() == [
        "action_id",
        "title",
        "title_fr",
        "title_es",
        "region",
        "start_date",
        "end_date",
        "start_from",
        "end_to",
    ]


def test_a_calendar_without_actions_keeps_its_columns(make_dataset):
    empty = actions_calendar(make_dataset(ROWS), Selection(country=("BEN",)))
    assert len(empty) == 0
    assert empty["start_from"].dtype.kind == "M"


@pytest.mark.parametrize(
    ("start", "offset"),
    [
        ("2015-05-13", 0),
        ("2015-08-12", 0),
        ("2015-08-13", 3),
        ("2015-05-12", -3),
        ("2015-05", -3),
        ("2015-02-13", -3),
        ("2015-02-12", -6),
        ("2012-05-13", -36),
        ("2018-05-12", 33),
    ],
)
def test_an_action_stands_in_the_three_months_in_which_it_began(make_dataset, start, offset):
    counts = actions_around_milestone(make_dataset([{"start_date": start}]), WHOLE)
    assert some(counts, "offset") == [(offset, 1)]


@pytest.mark.parametrize("start", ["", "2015", "2012-05-12", "2018-05-13"])
def test_what_began_far_away_or_in_some_month_of_a_year_is_not_around_it(make_dataset, start):
    counts = actions_around_milestone(make_dataset([{"start_date": start}]), WHOLE)
    assert counts["n_actions"].tolist() == [0] * 24
    assert counts["offset"].tolist() == list(range(-36, 36, 3))


def test_another_milestone_may_be_chosen(make_dataset):
    data = make_dataset([{"start_date": "2011-12"}])
    counts = actions_around_milestone(data, Selection(around="gamm-2011"))
    assert some(counts, "offset") == [(0, 1)]


def test_a_country_is_reached_when_its_first_action_begins(make_dataset):
    reached = countries_reached(make_dataset(ROWS), WHOLE)
    assert reached["year"].tolist() == list(range(2009, 2025))
    assert reached["n_new"].tolist() == [2, 0, 1, *[0] * 13]
    assert reached["n_countries"].tolist() == [2, 2, *[3] * 14]


def test_the_first_and_the_last_month_both_count(make_dataset):
    rows = [
        {"start_date": "2010-01", "end_date": "2010-05-02"},
        {"start_date": "2010-01-31", "end_date": "2010-06"},
        {"start_date": "2010-01", "end_date": "2010-12"},
        {"start_date": "2010", "end_date": "2020-12"},
        {"start_date": "2012-05", "end_date": "2012-04"},
    ]
    assert action_durations(make_dataset(rows), WHOLE).to_dict("list") == {
        "bin_months": [0, 6, 12],
        "n_actions": [1, 1, 1],
        "median_months": [6.0, 6.0, 6.0],
        "n_base": [3, 3, 3],
    }


def test_without_both_dates_no_action_has_a_duration(make_dataset):
    durations = action_durations(make_dataset([{"start_date": "2010-01"}]), WHOLE)
    assert len(durations) == 0
    assert durations.dtypes.astype("str").tolist() == ["int64", "int64", "float64", "int64"]

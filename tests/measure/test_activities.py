import pytest

from mieux_dashboard.measure.activities import (
    activities_by_type,
    participants,
    participants_by_country,
    participants_by_sex,
    participants_over_time,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

ACTIONS = [
    {"countries": "KEN", "participants": 500.0, "start_date": "2010-05"},
    {"countries": "KEN;UKR", "participants": 70.0, "start_date": "2011"},
    {"countries": "UKR", "start_date": "2012"},
    {"countries": "GHA", "participants": 20.0, "start_date": ""},
]
ACTIVITIES = [
    {
        "activity_id": "v1",
        "action_id": "a1",
        "type": "workshop",
        "date": "2010-06-01",
        "country": "TZA",
        "participants": 30.0,
        "participants_women": 12.0,
    },
    {"activity_id": "v2", "action_id": "a1", "type": "workshop", "participants": 20.0},
    {"activity_id": "v3", "action_id": "a2", "type": "study", "date": "2013"},
    {
        "activity_id": "v4",
        "action_id": "a2",
        "type": "",
        "date": "2012",
        "participants": 10.0,
        "participants_women": 11.0,
    },
]


@pytest.fixture
def data(make_dataset):
    return make_dataset(ACTIONS, activities=ACTIVITIES)


@pytest.fixture
def without(make_dataset):
    """Give the same Actions without what their activities state."""
    return make_dataset(ACTIONS, activities=[{"activity_id": "v1", "action_id": "a1"}])


def test_participants_are_those_of_activities_and_never_added_to_those_of_actions(data, without):
    assert (participants(data, WHOLE), participants(without, WHOLE)) == (60, 590)
    assert participants(data, Selection(country=("UKR",))) == 10
    assert participants(without, Selection(country=("UKR",))) == 70


def test_they_count_in_the_year_of_the_activity_or_in_which_the_action_started(data, without):
    table = participants_over_time(data, WHOLE)
    assert table[table["n_participants"] > 0].to_numpy().tolist() == [
        [2010, 30, "activities"],
        [2012, 10, "activities"],
    ]
    table = participants_over_time(without, WHOLE)
    assert table[table["n_participants"] > 0].to_numpy().tolist() == [
        [2010, 500, "actions"],
        [2011, 70, "actions"],
    ]
    assert len(table) == 16


def test_they_count_in_the_country_of_the_activity_or_the_only_one_of_the_action(data, without):
    assert participants_by_country(data, WHOLE).to_numpy().tolist() == [["TZA", 30], ["KEN", 20]]
    assert participants_by_country(without, WHOLE).to_numpy().tolist() == [
        ["KEN", 500],
        ["GHA", 20],
    ]


def test_sex_is_known_only_where_the_women_are_stated_and_are_not_too_many(data, without):
    table = participants_by_sex(data, WHOLE)
    assert table.to_numpy().tolist() == [["female", 12], ["male", 18], ["not-published", 30]]
    assert participants_by_sex(without, WHOLE)["n_participants"].tolist() == [0, 0, 590]


@pytest.mark.parametrize(
    "measure", [participants_over_time, participants_by_country, participants_by_sex]
)
def test_where_nothing_states_participants_there_is_no_nought(make_dataset, measure):
    assert len(measure(make_dataset([{"countries": "KEN"}]), WHOLE)) == 0
    assert len(measure(make_dataset(ACTIONS), Selection(year_from=2012))) == 0


def test_types_without_an_activity_count_nought(data):
    table = activities_by_type(data, WHOLE)
    assert table["type"].tolist()[-2:] == ["study", ""]
    assert table[table["n_activities"] > 0].to_numpy().tolist() == [
        ["workshop", 2, 50],
        ["study", 1, 0],
        ["", 1, 10],
    ]

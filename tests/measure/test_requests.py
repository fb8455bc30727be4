import pandas as pd
import pytest

from mieux_dashboard.measure.requests import (
    request_decisions,
    requests_by_country,
    requests_by_institution,
    requests_over_time,
    response_time,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

ROWS = [
    {"request_id": "r1", "received_date": "2010-03-20", "countries": "KEN", "decision": "accepted"},
    {"request_id": "r2", "received_date": "2010", "countries": "KEN;UKR", "decision": "declined"},
    {"request_id": "r3", "received_date": "2012-01", "countries": "UKR", "decision": ""},
    {"request_id": "r4", "received_date": "", "regional_body": "ecowas", "decision": "pending"},
]


@pytest.fixture
def data(make_dataset):
    actions = [{"request_id": "r1"}, {"request_id": ""}]
    return make_dataset(actions, requests=[*ROWS[:2], {**ROWS[2], "action_ids": "a2;a9"}, ROWS[3]])


def test_a_request_counts_in_its_year_by_decision_and_all_until_then(data):
    table = requests_over_time(data, WHOLE)
    assert table["decision"].tolist()[:5] == ["accepted", "declined", "withdrawn", "pending", ""]
    some = table[table["n_requests"] > 0]
    assert some.to_numpy().tolist() == [
        [2010, "accepted", 1, 2],
        [2010, "declined", 1, 2],
        [2012, "", 1, 3],
    ]
    assert table["year"].unique().tolist() == list(range(2009, 2025))
    assert table["n_cumulative"].iloc[[0, -1]].tolist() == [0, 3]


@pytest.mark.parametrize("selection", [Selection(country=("KEN",)), Selection(group=("ecowas",))])
def test_a_refusal_is_never_shown_by_named_partner(data, selection):
    table = requests_over_time(data, selection)
    assert table["decision"].unique().tolist() == ["accepted", ""]
    steps = request_decisions(data, selection)["step"]
    assert steps.tolist() == ["received", "accepted", "action"]


def test_where_a_partner_is_named_what_was_not_accepted_stands_together(data):
    table = requests_over_time(data, Selection(country=("KEN",)))
    assert table[table["year"] == 2010]["n_requests"].tolist() == [1, 1]


def test_a_request_counts_once_in_each_of_its_countries(data):
    assert requests_by_country(data, WHOLE).to_dict("list") == {
        "country": ["KEN", "UKR"],
        "region": ["africa", "eu-neighbourhood"],
        "n_requests": [2, 2],
    }


def test_each_step_from_request_to_action(data):
    assert request_decisions(data, WHOLE).to_dict("list") == {
        "step": [
            *("received", "decided", "accepted", "action"),
            *("declined", "withdrawn", "pending", "not-published"),
        ],
        "n_requests": [4, 2, 1, 2, 1, 0, 1, 1],
    }


def test_no_request_is_no_request_at_any_step(make_dataset):
    assert request_decisions(make_dataset(), WHOLE)["n_requests"].tolist() == [0] * 8


def test_types_of_institution_that_occur_come_most_first(make_dataset):
    types = ["border-police", "ministry-labour", "border-police", ""]
    rows = [{"request_id": f"r{n}", "institution_type": kind} for n, kind in enumerate(types)]
    assert requests_by_institution(make_dataset(requests=rows), WHOLE).to_dict("list") == {
        "institution_type": ["border-police", "ministry-labour"],
        "group": ["national agency", "national government"],
        "n_requests": [2, 1],
    }


def waited(received, decided="", begun=""):
    dates = {"received_date": received, "decision_date": decided, "first_activity_date": begun}
    return {"request_id": received + decided + begun, **dates}


def test_months_pass_until_the_decision_and_the_first_activity(make_dataset):
    rows = [
        waited("2010-01-15", "2010-02-14", "2010-04-15"),
        waited("2010-01-15", "2010-02-15"),
        waited("2010-01", "2010-01"),
        waited("2010", "2010-06-01", "2011-01-01"),
    ]
    table = response_time(make_dataset(requests=rows), WHOLE)
    assert table.to_dict("list") == {
        "measure": ["decision"] * 4 + ["first-activity"] * 4,
        "bin_months": [0, 1, 2, 3] * 2,
        "n_requests": [2, 1, 0, 0, 0, 0, 0, 1],
        "n_base": [3] * 4 + [1] * 4,
        "median_days": [30.0] * 4 + [90.0] * 4,
    }


def test_a_month_that_holds_both_dates_is_no_time_and_an_earlier_answer_is_left_out(make_dataset):
    rows = [waited("2010-03-20", "2010-03"), waited("2010-03-20", "2010-02-28")]
    table = response_time(make_dataset(requests=rows), WHOLE)
    assert table[["n_requests", "n_base", "median_days"]].iloc[0].tolist() == [1, 1, 0]
    assert table["n_base"].tolist() == [1, 0]


def test_without_two_dates_there_is_no_response_time(make_dataset):
    table = response_time(make_dataset(requests=ROWS), WHOLE)
    assert len(table) == 0
    assert table.dtypes.astype("str").tolist() == ["str", "int64", "int64", "int64", "float64"]


def test_a_phase_holds_the_requests_received_within_it(make_dataset):
    rows = [{"request_id": f"r{n}", "received_date": d} for n, d in enumerate(DATES)]
    data = make_dataset(requests=rows)
    counts = {
        phase: int(request_decisions(data, Selection(phase=(phase,)))["n_requests"].iloc[0])
        for phase in data.reference.phases["id"]
    }
    assert counts == {"mieux-i": 1, "mieux-ii": 0, "mieux-iii": 1, "mieux-plus": 1}


DATES = ["2011-12-31", "2020-03", "2020-04-01", "2020", ""]


def test_the_tables_given_stay_as_they_were(data):
    before = data["requests"].copy(deep=True)
    requests_over_time(data, Selection(country=("KEN",)))
    pd.testing.assert_frame_equal(data["requests"], before)

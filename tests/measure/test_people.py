import pytest

from mieux_dashboard.measure.people import (
    expertise_exchange,
    expertise_flows,
    experts_by_country,
    experts_by_kind,
    experts_over_time,
    focal_points_by_member_state,
    focal_points_over_time,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

EXPERTS = [
    {"expert_id": "e1", "country": "FRA", "sex": "female", "institution_type": "public"},
    {"expert_id": "e2", "country": "FRA", "sex": "male", "first_deployed": "2010"},
    {"expert_id": "e3", "country": "GBR", "sex": "", "institution_type": "public"},
    {"expert_id": "e4", "country": "KEN", "sex": "female", "institution_type": "academia"},
]
DEPLOYMENTS = [
    {"expert_id": "e1", "action_id": "a1", "start_date": "2012-05-01"},
    {"expert_id": "e1", "action_id": "a2", "start_date": "2011-11"},
    {"expert_id": "e4", "action_id": "a1", "start_date": ""},
    {"expert_id": "e9", "action_id": "a1", "start_date": "2010"},
]
ACTIONS = [
    {"countries": "KEN;GHA", "expert_countries": "DEU"},
    {"countries": "UKR"},
    {"countries": "GHA", "expert_countries": "DEU;KEN", "start_date": "2015"},
]


@pytest.fixture
def data(make_dataset):
    return make_dataset(ACTIONS, experts=EXPERTS, deployments=DEPLOYMENTS)


def test_an_expert_counts_once_in_one_country(data):
    assert experts_by_country(data, WHOLE).to_dict("list") == {
        "country": ["FRA", "GBR", "KEN"],
        "is_member_state": [True, True, False],
        "n_experts": [2, 1, 1],
    }


@pytest.mark.parametrize(
    ("selection", "countries"),
    [
        (Selection(country=("UKR",)), ["FRA"]),
        (Selection(region=("africa",)), ["FRA", "KEN"]),
        (Selection(year_from=2015), []),
        (Selection(milestone=("valletta-2015",)), ["FRA", "GBR", "KEN"]),
    ],
)
def test_where_actions_are_chosen_the_experts_deployed_to_them_count(data, selection, countries):
    assert experts_by_country(data, selection)["country"].tolist() == countries


def test_an_expert_has_a_record_source_of_its_own(make_dataset):
    experts = [{**EXPERTS[0], "record_source": "programme"}, EXPERTS[1]]
    data = make_dataset([{"record_source": "published"}], experts=experts)
    assert experts_by_country(data, Selection(record=("programme",)))["n_experts"].tolist() == [1]


def test_an_expert_is_new_in_the_year_of_the_first_deployment_given_or_known(data):
    table = experts_over_time(data, WHOLE).set_index("year")
    assert table[table["n_new"] > 0]["n_new"].to_dict() == {2010: 1, 2011: 1}
    assert table["n_experts"].to_dict()[2024] == 2
    chosen = experts_over_time(data, Selection(region=("africa",))).set_index("year")
    assert chosen[chosen["n_new"] > 0]["n_new"].to_dict() == {2011: 1}


def test_kinds_and_sexes_that_nobody_has_count_nought(data):
    table = experts_by_kind(data, WHOLE)
    assert len(table) == 7 * 3
    assert table[table["n_experts"] > 0].to_numpy().tolist() == [
        ["public", "female", 1],
        ["public", "", 1],
        ["academia", "female", 1],
        ["", "male", 1],
    ]


def test_expertise_flows_from_those_deployed_else_from_those_published(data):
    assert expertise_flows(data, WHOLE).to_numpy().tolist() == [
        ["member-state", "DEU", "africa", 1],
        ["member-state", "FRA", "africa", 1],
        ["member-state", "FRA", "eu-neighbourhood", 1],
        ["other", "KEN", "africa", 2],
    ]


def test_an_expert_from_the_partner_country_makes_no_exchange(data):
    assert expertise_exchange(data, WHOLE).to_numpy().tolist() == [
        ["KEN", "GHA", 2],
        ["DEU", "GHA", 1],
        ["FRA", "GHA", 1],
        ["FRA", "KEN", 1],
        ["FRA", "UKR", 1],
    ]


POINTS = [
    {"focal_point_id": "f1", "member_state": "FRA", "start_date": "2009", "end_date": "2011-06"},
    {"focal_point_id": "f2", "member_state": "FRA", "start_date": "2011-06", "end_date": ""},
    {"focal_point_id": "f3", "member_state": "HRV", "start_date": "2013-07-01", "end_date": "2014"},
    {"focal_point_id": "f4", "member_state": "CHE", "start_date": "", "end_date": ""},
]


def test_every_member_state_has_a_row_and_another_country_only_with_a_focal_point(make_dataset):
    table = focal_points_by_member_state(make_dataset(focal_points=POINTS), WHOLE)
    assert len(table) == 29
    assert table[table["n_focal_points"] > 0].to_numpy().tolist() == [
        ["FRA", 2],
        ["HRV", 1],
        ["CHE", 1],
    ]


def test_a_focal_point_is_in_place_from_its_start_until_its_end_or_still(make_dataset):
    table = focal_points_over_time(make_dataset(focal_points=POINTS), WHOLE).set_index("year")
    assert table["n_focal_points"].to_dict() | {} == dict.fromkeys(range(2009, 2025), 1) | {
        2011: 2,
        2013: 2,
        2014: 2,
    }
    assert table["n_member_states"].to_dict()[2011] == 1
    assert table["n_member_states"].to_dict()[2013] == 2


def test_years_narrow_the_focal_points_and_places_do_not(make_dataset):
    data = make_dataset(focal_points=POINTS)
    late = focal_points_by_member_state(data, Selection(year_from=2015, region=("africa",)))
    assert late[late["n_focal_points"] > 0]["member_state"].tolist() == ["FRA"]
    table = focal_points_over_time(data, Selection(year_from=2014, year_to=2015))
    assert table[table["n_focal_points"] > 0].to_numpy().tolist() == [[2014, 2, 2], [2015, 1, 1]]

import pytest

from mieux_dashboard.measure.results import (
    cooperation,
    results_by_region,
    results_by_stage,
    results_by_type,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

ACTIONS = [{"countries": "KEN;UKR"}, {"countries": "SRB"}, {"countries": "GHA"}]
RESULTS = [
    {"action_id": "a1", "type": "policy", "level": "output", "type_basis": "assigned"},
    {"action_id": "a1", "type": "policy", "level": "outcome", "stage": "adopted"},
    {"action_id": "a2", "type": "document", "level": "output", "stage": "drafted"},
    {"action_id": "a3", "type": "", "level": "", "stage": ""},
]
PARTNERS = [
    {"action_id": "a1", "name": "GRASPI", "kind": "civil-society"},
    {"action_id": "a3", "name": "GRASPI", "kind": "civil-society"},
    {"action_id": "a3", "name": "Rodnik", "kind": "civil-society"},
    {"action_id": "a3", "name": "Delegation", "kind": ""},
]


@pytest.fixture
def data(make_dataset):
    results = [{"result_id": f"o{n}", **row} for n, row in enumerate(RESULTS)]
    return make_dataset(ACTIONS, results=results, partners=PARTNERS)


def test_outputs_and_outcomes_stand_apart_and_what_we_assigned_is_told(data):
    table = results_by_type(data, WHOLE)
    assert len(table) == 8 * 3
    assert table[table["n_results"] > 0].to_numpy().tolist() == [
        ["policy", "output", 1, 1],
        ["policy", "outcome", 1, 0],
        ["document", "output", 1, 0],
        ["", "", 1, 0],
    ]


def test_a_result_counts_once_in_each_region_of_its_action(data):
    table = results_by_region(data, WHOLE)
    assert table[table["n_results"] > 0].to_numpy().tolist() == [
        ["africa", "policy", 2],
        ["africa", "", 1],
        ["eu-neighbourhood", "policy", 2],
        ["other", "document", 1],
    ]


def test_a_stage_that_no_source_states_is_not_taken_for_a_draft(data):
    assert results_by_stage(data, WHOLE).to_numpy().tolist() == [
        ["drafted", 1],
        ["presented", 0],
        ["adopted", 1],
        ["in-use", 0],
        ["", 2],
    ]


def test_an_organisation_counts_once_however_many_actions(data):
    table = cooperation(data, WHOLE)
    assert table[table["n_actions"] > 0].to_numpy().tolist() == [
        ["civil-society", 2, 2],
        ["", 1, 1],
    ]
    assert len(table) == 6


def test_what_came_of_the_chosen_actions_is_counted(data):
    chosen = Selection(country=("GHA",))
    assert results_by_stage(data, chosen)["n_results"].tolist() == [0, 0, 0, 0, 1]
    assert cooperation(data, chosen)["n_actions"].sum() == 2

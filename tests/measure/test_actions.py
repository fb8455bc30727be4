import pytest

from mieux_dashboard.measure.actions import (
    actions_by_country,
    actions_by_institution,
    actions_by_region,
    actions_by_subregion,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

ROWS = [
    {"countries": "GHA;KEN", "institution_type": "ministry-labour"},
    {"countries": "GHA;UKR", "institution_type": "border-police"},
    {"regional_body": "ecowas", "institution_type": "border-police"},
    {"countries": ""},
]


def test_an_action_counts_once_in_each_of_its_countries(make_dataset):
    assert actions_by_country(make_dataset(ROWS), WHOLE).to_dict("list") == {
        "country": ["GHA", "KEN", "UKR"],
        "region": ["africa", "africa", "eu-neighbourhood"],
        "n_actions": [2, 1, 1],
    }


def test_an_action_counts_once_in_each_of_its_regions_and_a_body_in_its_own(make_dataset):
    assert actions_by_region(make_dataset(ROWS), WHOLE).to_dict("list") == {
        "region": ["africa", "latin-america-caribbean", "eu-neighbourhood", "asia"],
        "n_actions": [3, 0, 1, 0],
    }


def test_other_places_have_a_row_only_when_they_have_an_action(make_dataset):
    counts = actions_by_region(make_dataset([{"countries": "SRB"}]), WHOLE)
    assert counts["region"].tolist()[-1] == "other"
    assert counts["n_actions"].tolist() == [0, 0, 0, 0, 1]


def test_every_subregion_of_partners_has_a_row_and_a_body_has_none(make_dataset):
    counts = actions_by_subregion(make_dataset(ROWS), WHOLE)
    some = counts[counts["n_actions"] > 0]
    assert some.to_dict("list") == {
        "region": ["africa", "africa", "eu-neighbourhood"],
        "subregion": ["west-africa", "east-africa", "eastern-neighbourhood"],
        "n_actions": [2, 1, 1],
    }
    assert counts["subregion"].tolist()[:2] == ["west-africa", "central-africa"]
    assert "eu" not in counts["subregion"].tolist()
    assert counts["subregion"].is_unique


def test_a_subregion_outside_the_list_of_partners_is_not_lost(make_dataset):
    counts = actions_by_subregion(make_dataset([{"countries": "SRB"}]), WHOLE)
    assert counts.iloc[-1].tolist() == ["other", "western-balkans", 1]


def test_institution_types_that_occur_come_most_first(make_dataset):
    assert actions_by_institution(make_dataset(ROWS), WHOLE).to_dict("list") == {
        "institution_type": ["border-police", "ministry-labour"],
        "group": ["national agency", "national government"],
        "n_actions": [2, 1],
    }


def test_equal_counts_keep_the_reading_order(make_dataset):
    rows = [{"institution_type": "border-police"}, {"institution_type": "ministry-labour"}]
    counts = actions_by_institution(make_dataset(rows), WHOLE)
    assert counts["institution_type"].tolist() == ["ministry-labour", "border-police"]


@pytest.mark.parametrize("measure", [actions_by_country, actions_by_institution])
def test_what_lists_only_what_occurs_is_empty_without_actions(make_dataset, measure):
    empty = measure(make_dataset(ROWS), Selection(country=("TGO",)))
    assert len(empty) == 0
    assert empty["n_actions"].dtype == "int64"


@pytest.mark.parametrize("measure", [actions_by_region, actions_by_subregion])
def test_a_listed_place_without_actions_counts_nought(make_dataset, measure):
    empty = measure(make_dataset(ROWS), Selection(country=("TGO",)))
    assert len(empty) > 3
    assert empty["n_actions"].sum() == 0

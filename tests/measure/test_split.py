"""Counts in parts: by policy period they add up, by pillar they may add up to more."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mieux_dashboard.measure.actions import (
    actions_by_institution,
    actions_by_region,
    actions_by_subregion,
)
from mieux_dashboard.measure.activities import activities_by_type
from mieux_dashboard.measure.areas import actions_by_pillar
from mieux_dashboard.measure.requests import requests_by_institution
from mieux_dashboard.measure.results import cooperation, results_by_stage, results_by_type
from mieux_dashboard.measure.split import in_none, parts
from mieux_dashboard.measure.time import actions_around_milestone, actions_over_time
from mieux_dashboard.model.selection import Selection
from tests.measure.test_properties import PROGRAMMES, SELECTIONS, built

SPLIT = (
    (actions_by_region, "n_actions"),
    (actions_by_subregion, "n_actions"),
    (actions_by_institution, "n_actions"),
    (requests_by_institution, "n_requests"),
    (actions_over_time, "n_actions"),
    (actions_around_milestone, "n_actions"),
)
OF_ACTIONS = (
    (results_by_type, "n_results"),
    (results_by_stage, "n_results"),
    (activities_by_type, "n_activities"),
    (cooperation, "n_organisations"),
)
"""What belongs where its Action does."""
FEW = settings(max_examples=8, deadline=None)


def parted(reference, programme, chosen, by):
    """Give for each measure its table in parts, the columns of the parts, and its count."""
    data, names = built(programme, reference), [*parts(reference, by)]
    for measure, count in SPLIT:
        yield measure(data, replace(chosen, by=by)), names, count


@FEW
@given(programme=PROGRAMMES, chosen=SELECTIONS)
def test_periods_and_what_has_none_add_up_to_what_is_counted(reference, programme, chosen):
    for table, names, count in parted(reference, programme, chosen, "period"):
        assert table[names].sum(axis="columns").tolist() == table[count].tolist()


@FEW
@given(programme=PROGRAMMES, chosen=SELECTIONS)
def test_pillars_add_up_to_what_is_counted_or_more(reference, programme, chosen):
    for table, names, count in parted(reference, programme, chosen, "pillar"):
        assert (table[names].sum(axis="columns") >= table[count]).all()
        assert table[names].le(table[count], axis="index").all(axis=None)


@FEW
@given(programme=PROGRAMMES, chosen=SELECTIONS, by=st.sampled_from(["period", "pillar"]))
def test_parts_change_no_other_number(reference, programme, chosen, by):
    data = built(programme, reference)
    for measure, _ in SPLIT:
        plain = measure(data, chosen)
        assert_frame_equal(measure(data, replace(chosen, by=by))[[*plain.columns]], plain)


def test_the_day_before_a_milestone_belongs_to_the_period_before(make_dataset):
    data = make_dataset(
        [
            {"countries": "KEN", "start_date": "2015-05-12"},
            {"countries": "KEN", "start_date": "2015-05-13"},
            {"countries": "KEN"},
        ]
    )
    row = actions_by_region(data, Selection(by="period")).iloc[0]
    assert (row["n_gamm"], row["n_agenda"], row["n_none"], row["n_actions"]) == (1, 1, 1, 3)


def test_an_action_with_areas_under_two_pillars_is_in_each(make_dataset):
    data = make_dataset([{"countries": "KEN", "areas": "diaspora;trafficking"}])
    row = actions_by_region(data, Selection(by="pillar")).iloc[0]
    assert (row["n_migration-development"], row["n_irregular-migration"]) == (1, 1)
    assert row["n_actions"] == 1


def test_a_pillar_is_divided_by_period_only(make_dataset):
    data = make_dataset([{"areas": "diaspora", "start_date": "2016"}])
    table = actions_by_pillar(data, Selection(by="period")).set_index("pillar")
    assert table.loc["migration-development", "n_agenda"] == 1
    assert "n_horizontal" not in actions_by_pillar(data, Selection(by="pillar"))


@pytest.mark.parametrize(("measure", "count"), OF_ACTIONS)
@pytest.mark.parametrize("by", ["period", "pillar"])
def test_what_came_of_an_action_is_where_the_action_is(demonstration, measure, count, by):
    plain, table = measure(demonstration, Selection()), measure(demonstration, Selection(by=by))
    assert_frame_equal(table[[*plain.columns]], plain)
    names = [*parts(demonstration.reference, by)]
    sums = table[names].sum(axis="columns")
    assert (sums >= table[count]).all()
    assert table[names].le(table[count], axis="index").all(axis=None)
    if by == "period" and count != "n_organisations":
        assert sums.tolist() == table[count].tolist()


def test_a_result_is_in_the_period_of_its_action_and_each_of_its_pillars(make_dataset):
    data = make_dataset(
        [
            {"action_id": "a", "start_date": "2016", "areas": "diaspora;trafficking"},
            {"action_id": "b"},
        ],
        results=[
            {"result_id": "r1", "action_id": "a", "stage": "adopted"},
            {"result_id": "r2", "action_id": "b", "stage": "adopted"},
        ],
    )
    by_period = results_by_stage(data, Selection(by="period")).set_index("stage").loc["adopted"]
    assert (by_period["n_agenda"], by_period["n_none"], by_period["n_results"]) == (1, 1, 2)
    by_pillar = results_by_stage(data, Selection(by="pillar")).set_index("stage").loc["adopted"]
    assert (by_pillar["n_migration-development"], by_pillar["n_irregular-migration"]) == (1, 1)
    assert in_none(data, Selection(by="pillar"), "results") == 1


def test_what_is_in_no_part_is_counted_among_those_that_are_drawn(make_dataset):
    data = make_dataset([{"start_date": "2016"}, {"areas": "diaspora", "start_date": "2016"}, {}])
    by_pillar = Selection(by="pillar")
    assert in_none(data, by_pillar, "actions") == 2
    assert in_none(data, by_pillar, "actions", ("start_date",)) == 1

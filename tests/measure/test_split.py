"""Counts in parts: by policy period they add up, by pillar they may add up to more."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mieux_dashboard.measure.actions import (
    actions_by_institution,
    actions_by_region,
    actions_by_subregion,
)
from mieux_dashboard.measure.areas import actions_by_pillar
from mieux_dashboard.measure.requests import requests_by_institution
from mieux_dashboard.measure.split import parts
from mieux_dashboard.model.selection import Selection
from tests.measure.test_properties import PROGRAMMES, SELECTIONS, built

SPLIT = (
    (actions_by_region, "n_actions"),
    (actions_by_subregion, "n_actions"),
    (actions_by_institution, "n_actions"),
    (requests_by_institution, "n_requests"),
)
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

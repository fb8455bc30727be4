import math
from dataclasses import replace

import pytest

from mieux_dashboard.measure.reconciliation import reconciliation
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()
SIX = ["requests", "actions", "countries", "focal-points", "experts", "participants"]


def figure(key, value, as_of="2024-03", **more):
    unit = {"actions": "Actions"}.get(key.partition(":")[0], key.partition(":")[0])
    start = {"period_from": "2009", "scope": "programme", "unit": unit}
    return {"key": key, "value": float(value), "as_of": as_of, **start, **more}


ACTIONS = [
    {"countries": "KEN", "start_date": "2012", "phase": "mieux-ii"},
    {"countries": "GHA", "start_date": "2019-01", "phase": "mieux-iii"},
    {"countries": "UKR", "start_date": "2018-12-31", "phase": "mieux-iii"},
    {"countries": "KEN", "start_date": ""},
]


def reconciled(make_dataset, figures, **tables):
    data = make_dataset(tables.pop("actions", ACTIONS), published_figures=figures, **tables)
    return reconciliation(data, WHOLE).set_index("key")


def test_a_figure_of_a_region_is_compared_with_the_rows_dated_to_then(make_dataset):
    africa = {"region": "africa", "scope": "Africa"}
    table = reconciled(make_dataset, [figure("actions:africa", 52, "2018", **africa)])
    row = table.loc["actions:africa"]
    assert (row["loaded"], row["difference"], row["reason"]) == (1, -51, "no-public-page")


def test_a_total_is_compared_with_all_rows_dated_or_not(make_dataset):
    table = reconciled(make_dataset, [figure("actions", 138), figure("countries", 3)])
    assert table["loaded"].tolist() == [4, 3]
    assert table["reason"].tolist() == ["no-public-page", "same"]


@pytest.mark.parametrize(
    ("given", "loaded", "reason"),
    [
        (figure("actions:mieux-iii", 61, phase="mieux-iii"), 2, "different-definition"),
        (figure("actions:west-africa", 9, region="west-africa"), 1, "no-public-page"),
        (figure("actions:sahel-2018", 9, region="africa"), math.nan, "different-definition"),
        (figure("countries:asia", 2, region="asia"), 0, "no-public-page"),
        (figure("actions:africa", 1, "2023", region="africa"), 2, "after-date"),
        (figure("actions:africa", 1, "2023-01", region="africa"), 2, "different-definition"),
        (figure("experts", 465), math.nan, "not-published-as-rows"),
        (figure("experts:mieux-iii", 2, phase="mieux-iii"), math.nan, "not-published-as-rows"),
        (figure("requests", 188), math.nan, "not-published-as-rows"),
    ],
)
def test_a_difference_has_a_reason(make_dataset, given, loaded, reason):
    row = reconciled(make_dataset, [given]).loc[given["key"]]
    assert row["loaded"] == loaded or (math.isnan(loaded) and math.isnan(row["loaded"]))
    assert row["reason"] == reason


def test_single_requests_are_no_list_of_requests(make_dataset):
    row = reconciled(make_dataset, [figure("requests", 188)], requests=[{"request_id": "r1"}])
    assert row.loc["requests", ["loaded", "reason"]].tolist() == [1, "not-published-as-rows"]


def test_participants_are_attendances_once_they_are_rows(make_dataset):
    attended = [{"activity_id": "v1", "action_id": "a1", "date": "2013", "participants": 30.0}]
    figures = [figure("participants", 15000)]
    row = reconciled(make_dataset, figures, activities=attended).loc["participants"]
    assert (row["loaded"], row["reason"]) == (30, "attendances")
    row = reconciled(make_dataset, figures, actions=[{"participants": 9.0}]).loc["participants"]
    assert (row["loaded"], row["reason"]) == (9, "not-published-as-rows")
    assert math.isnan(reconciled(make_dataset, figures).loc["participants", "loaded"])


def test_in_a_register_fewer_rows_are_not_for_want_of_a_page(reference, make_dataset):
    data = make_dataset(ACTIONS, published_figures=[figure("actions", 138)])
    register = replace(reference, programme=replace(reference.programme, record="programme"))
    tables = {name: data[name] for name in ("actions", "published_figures")}
    table = reconciliation(dataset(tables, register), WHOLE)
    assert table["reason"].tolist() == ["different-definition"]


def test_figures_of_one_date_or_falling_with_time_contradict_one_another(make_dataset):
    figures = [
        figure("countries", 100),
        figure("countries:alternative-120", 120, "2019"),
        figure("countries:alternative-98", 98, "2018"),
        figure("countries:year-2018", 500, "2018", period_from="2018"),
        figure("countries:page", 64, "2024"),
    ]
    table = reconciled(make_dataset, figures)
    assert table["contradicts"].to_dict() == {
        "countries": "countries:alternative-120;countries:page",
        "countries:alternative-98": "countries:page",
        "countries:alternative-120": "countries;countries:page",
        "countries:page": "countries;countries:alternative-120;countries:alternative-98",
    }


def test_more_rows_than_a_disputed_figure_contradict_it(make_dataset):
    figures = [figure("actions", 3), figure("actions:other", 5)]
    assert reconciled(make_dataset, figures).loc["actions", "reason"] == "contradicts"


def test_totals_come_first_then_phases_then_regions_then_earlier_totals(make_dataset):
    figures = [
        figure("requests:2009-2019", 147, "2019"),
        figure("actions:africa", 52, "2018", region="africa"),
        figure("requests:mieux-iii", 39, phase="mieux-iii"),
        figure("requests:mieux-i", 50, phase="mieux-i"),
        figure("experts:share-non-eu", 33, unit="percent"),
        figure("participants:per-year", 1500, "2018"),
        figure("actions", 138),
        figure("requests", 188),
    ]
    assert reconciled(make_dataset, figures).index.tolist() == [
        "requests",
        "actions",
        "requests:mieux-i",
        "requests:mieux-iii",
        "actions:africa",
        "requests:2009-2019",
    ]


def test_the_record_is_reconciled_figure_by_figure(public_record):
    table = reconciliation(public_record, WHOLE)
    assert table["key"].tolist()[:6] == SIX
    table = table.set_index("key")
    assert table.loc["actions", ["published", "loaded", "difference"]].tolist() == [138, 111, -27]
    dated = {"actions:africa": 52, "actions:asia": 17}
    assert table.loc[list(dated), "published"].to_dict() == dated
    assert table.loc[list(dated), "loaded"].tolist() == [34, 8]
    assert table.loc["requests", "contradicts"] == "requests:alternative-190"
    assert (
        "experts:alternative-400-2018" in table.loc["experts:alternative-340-2019", "contradicts"]
    )
    assert table["source_url"].ne("").all()
    assert table["reason"].ne("").all()
    assert table["loaded"].isna().equals(table["difference"].isna())


def test_a_selection_changes_no_figure(public_record):
    chosen = reconciliation(public_record, Selection(region=("asia",)))
    assert chosen.equals(reconciliation(public_record, WHOLE))


def test_the_demonstration_has_nothing_published_to_compare(demonstration):
    assert len(reconciliation(demonstration, WHOLE)) == 0

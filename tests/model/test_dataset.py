import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import is_in


def pairs(table: pd.DataFrame) -> list[tuple]:
    return list(table.itertuples(index=False, name=None))


def test_absent_tables_and_columns_are_there_and_empty(make_dataset):
    empty = make_dataset()
    assert all(len(empty[name]) == 0 for name in TABLES)
    assert set(TABLES["actions"].names) <= set(empty["actions"].columns)
    assert empty["actions"]["participants"].dtype == "float64"
    assert empty["action_regions"].columns.tolist() == ["action_id", "region"]


def test_columns_that_we_do_not_know_are_kept_after_ours(make_dataset):
    actions = make_dataset([{"Desk officer": "north"}])["actions"]
    ours = list(TABLES["actions"].names)
    assert actions.columns[: len(ours)].tolist() == ours
    assert actions["Desk officer"].tolist() == ["north"]


def test_dates_say_which_days_they_cover_and_which_period_they_begin_in(make_dataset):
    actions = make_dataset(
        [
            {"start_date": "2011-11-17", "end_date": "2012-02"},
            {"start_date": "2011-11-18", "end_date": "2013"},
            {"start_date": "2008-12", "end_date": ""},
            {"start_date": "", "end_date": "2020-04-30"},
        ]
    )["actions"]
    assert actions["start_period"].tolist() == ["global-approach", "gamm", "", ""]
    assert actions["start_from"].dt.date.astype("str").tolist()[:3] == [
        "2011-11-17",
        "2011-11-18",
        "2008-12-01",
    ]
    assert actions["end_to"].dropna().dt.strftime("%Y-%m-%d").tolist() == [
        "2012-02-29",
        "2013-12-31",
        "2020-04-30",
    ]
    assert actions["start_year"].tolist()[:3] == [2011, 2011, 2008]
    assert actions["start_year"].isna().tolist() == [False, False, False, True]


def test_a_table_without_any_date_still_has_date_columns(make_dataset):
    actions = make_dataset([{}, {}])["actions"]
    assert actions["start_from"].dtype.kind == "M"
    assert actions["start_period"].tolist() == ["", ""]


def test_countries_bring_their_region_once(make_dataset):
    data = make_dataset([{"countries": "KEN;GHA;KEN;UKR"}])
    assert pairs(data["action_countries"]) == [
        ("a1", "KEN", "africa", "east-africa"),
        ("a1", "GHA", "africa", "west-africa"),
        ("a1", "UKR", "eu-neighbourhood", "eastern-neighbourhood"),
    ]
    assert pairs(data["action_regions"]) == [("a1", "africa"), ("a1", "eu-neighbourhood")]


def test_a_regional_body_without_countries_gets_the_bodys_region(make_dataset):
    data = make_dataset([{"regional_body": "ecowas"}, {"regional_body": "eap", "countries": "KEN"}])
    assert pairs(data["action_regions"]) == [("a2", "africa"), ("a1", "africa")]
    assert pairs(data["action_countries"]) == [("a2", "KEN", "africa", "east-africa")]
    assert len(data["action_subregions"]) == 1


def test_an_area_brings_its_pillar_and_a_pillar_alone_is_its_own(make_dataset):
    data = make_dataset([{"areas": "trafficking;smuggling"}, {"areas": "horizontal"}])
    assert pairs(data["action_areas"]) == [
        ("a1", "trafficking", "irregular-migration"),
        ("a1", "smuggling", "irregular-migration"),
        ("a2", "horizontal", "horizontal"),
    ]
    assert pairs(data["action_pillars"]) == [("a1", "irregular-migration"), ("a2", "horizontal")]


@pytest.mark.parametrize(
    ("row", "group"),
    [
        ({"countries": "GHA"}, "ecowas"),
        ({"countries": "GHA"}, "west-africa"),
        ({"regional_body": "ecowas"}, "ecowas"),
        ({"countries": "GHA", "regional_body": "gfmd"}, "gfmd"),
    ],
)
def test_an_action_is_in_its_countries_groups_and_its_bodys_own(make_dataset, row, group):
    groups = make_dataset([row])["action_groups"]
    assert ("a1", group) in pairs(groups)
    assert not groups.duplicated().any()


def test_a_bodys_action_is_not_in_the_groups_of_its_members(make_dataset):
    assert pairs(make_dataset([{"regional_body": "ecowas"}])["action_groups"]) == [("a1", "ecowas")]


def test_requests_have_bridges_of_their_own(make_dataset):
    requests = [{"request_id": "r1", "countries": "GHA", "areas": "asylum-policy"}]
    data = make_dataset(requests=requests)
    assert pairs(data["request_regions"]) == [("r1", "africa")]
    assert pairs(data["request_pillars"]) == [("r1", "international-protection")]


def test_experts_countries_are_a_table_of_their_own(make_dataset):
    data = make_dataset([{"expert_countries": "FRA;KEN"}])
    assert pairs(data["action_expert_countries"]) == [("a1", "FRA"), ("a1", "KEN")]


def test_a_request_is_in_a_phase_only_where_all_its_days_are(make_dataset):
    dates = ["2011-12-31", "2012", "2020", "2020-04", "2008", ""]
    rows = [{"request_id": f"r{n}", "received_date": day} for n, day in enumerate(dates)]
    requests = make_dataset(requests=rows)["requests"]
    assert requests["received_phase"].tolist() == ["mieux-i", "mieux-ii", "", "mieux-plus", "", ""]
    assert requests["received_period"].tolist() == ["gamm", "gamm", "agenda", "agenda", "", ""]


def test_requests_and_actions_are_joined_whichever_names_the_other(make_dataset):
    actions = [{"request_id": "r1"}, {"request_id": ""}]
    requests = [{"request_id": "r1", "action_ids": "a1"}, {"request_id": "r2", "action_ids": "a2"}]
    data = make_dataset(actions, requests=requests)
    assert pairs(data["request_actions"]) == [("r1", "a1"), ("r2", "a2")]


def test_an_actions_experts_are_those_deployed_or_else_those_published(make_dataset):
    data = make_dataset(
        [{"expert_countries": "DEU"}, {"expert_countries": "FRA;KEN"}],
        experts=[{"expert_id": "e1", "country": "POL"}],
        deployments=[{"expert_id": "e1", "action_id": "a1"}] * 2,
    )
    assert pairs(data["action_origins"]) == [("a1", "POL"), ("a2", "FRA"), ("a2", "KEN")]


def test_an_expert_was_first_deployed_when_given_or_when_the_deployments_say(make_dataset):
    experts = [{"expert_id": f"e{n}", "first_deployed": d} for n, d in enumerate(["2012", "", ""])]
    sent = [
        {"expert_id": "e0", "start_date": "2010"},
        {"expert_id": "e1", "start_date": "2011-03-01"},
        {"expert_id": "e1", "start_date": "2011-02"},
        {"expert_id": "e2", "start_date": ""},
    ]
    known = make_dataset(experts=experts, deployments=sent)["experts"]
    assert known["first_date"].tolist() == ["2012", "2011-02", ""]
    assert known["first_year"].tolist()[:2] == [2012, 2011]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("focal_points", {"start": "start_date", "end": "end_date"}),
        ("activities", {"date": "date"}),
        ("results", {"date": "date"}),
        ("requests", {"decision": "decision_date", "first_activity": "first_activity_date"}),
    ],
)
def test_every_date_says_which_days_it_covers(make_dataset, name, columns):
    table = make_dataset(**{name: [dict.fromkeys(columns.values(), "2012-02")]})[name]
    for stem in columns:
        covered = table.loc[0, [f"{stem}_from", f"{stem}_to"]]
        assert [f"{day:%Y-%m-%d}" for day in covered] == ["2012-02-01", "2012-02-29"]
        assert table.loc[0, f"{stem}_year"] == 2012


TEXTS = st.lists(st.sampled_from(["", "a1", "a10", "É", "a;b"]), max_size=6)


@given(TEXTS, TEXTS, TEXTS)
def test_a_text_is_found_among_others_as_pandas_finds_it(first, second, others):
    texts = pd.concat([pd.Series(part, dtype="str") for part in (first, second)])
    of = pd.Series(others, dtype="str")
    pd.testing.assert_series_equal(is_in(texts, of), texts.isin(list(of)))

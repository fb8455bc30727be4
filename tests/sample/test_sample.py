import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mieux_dashboard.model.columns import CODE_LISTS, LANGUAGES, TABLES
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.reference import read_programme
from mieux_dashboard.sample import made_up, targets

MADE = (
    "actions",
    "requests",
    "focal_points",
    "experts",
    "deployments",
    "activities",
    "results",
    "partners",
)
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def made(reference):
    return made_up(reference)


def values(column: pd.Series) -> set[str]:
    return set(column.str.split(";").explode()) - {""}


def digests(tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    return {name: int(pd.util.hash_pandas_object(t).sum()) for name, t in tables.items()}


def days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.where(column != ""), format="%Y-%m-%d")


# --- the shape


def test_the_default_has_the_facilitys_totals(made):
    assert list(made) == list(MADE)
    sizes = {name: len(made[name]) for name in ("actions", "requests", "focal_points", "experts")}
    assert sizes == {"actions": 138, "requests": 188, "focal_points": 48, "experts": 465}
    assert made["activities"]["participants"].sum() == 15_000
    assert made["actions"]["participants"].sum() == 15_000
    assert len(made["activities"]) == 561
    assert Counter(made["results"]["level"]) == {"output": 251, "outcome": 46}


def test_requests_came_in_as_many_as_were_published(made, reference):
    received = made["requests"]["received_date"]
    edges = ["2009-01-01", "2012-01-01", "2016-01-01", "2020-04-01", "2024-04-01"]
    spans = itertools.pairwise(edges)
    assert [received.between(a, b, inclusive="left").sum() for a, b in spans] == [50, 58, 39, 41]
    assert received.min() >= "2009-04-04"
    third = made["requests"][received.between("2016-01-01", "2020-03-31")]
    regions = dataset({"requests": third}, reference)["request_regions"]["region"]
    assert Counter(regions) == {
        "africa": 15,
        "latin-america-caribbean": 14,
        "eu-neighbourhood": 6,
        "asia": 4,
    }


def test_actions_were_concluded_as_many_as_were_published(made):
    ends = made["actions"]["end_date"]
    assert (ends < "2016").sum() == 48
    assert ends.between("2016-01-01", "2020-03-31").sum() == 61
    assert ends.between("2020-04-01", "2024-03-31").sum() == 29
    assert set(made["actions"]["status"]) == {"completed"}


def test_experts_are_a_third_from_outside_the_eu_and_women_are_46_of_100(made, reference):
    experts = made["experts"]
    region = experts["country"].map(reference.countries.set_index("iso3")["region"])
    assert (region != "eu").sum() == 153
    assert Counter(experts["sex"]) == {"male": 251, "female": 214}
    assert (experts["institution_type"] == "public").sum() == 304
    assert set(region[experts["institution_type"] == "eu-agency"]) == {"eu"}


def test_half_the_participants_are_women_and_never_more_than_there_are(made):
    activities = made["activities"]
    assert (activities["participants_women"] <= activities["participants"]).all()
    assert 0.48 < activities["participants_women"].sum() / 15_000 < 0.52


def test_activities_were_mostly_online_in_2020_and_2021(made):
    activities = made["activities"]
    distance = activities["date"].between("2020-03-15", "2021-12-31")
    online = activities["mode"] == "online"
    assert online[distance].mean() > 0.5
    assert online[~distance].mean() < 0.1


def test_most_actions_are_national_and_the_regional_ones_keep_to_one_region(made, reference):
    actions = made["actions"]
    number = actions["countries"].str.split(";").str.len()
    assert (number[actions["scope"] == "national"] == 1).all()
    assert number[actions["scope"] == "regional"].between(3, 7).all()
    assert Counter(actions["scope"])["regional"] == 14
    assert len(dataset(made, reference)["action_regions"]) == 138


@settings(max_examples=12)
@given(n=st.integers(1, 400), seed=st.integers(0, 50))
def test_other_sizes_keep_the_proportions(reference, n, seed):
    tables = made_up(reference, n, seed)
    counted = targets(reference, tables).set_index("key")
    totals = counted.loc[["actions", "requests", "focal-points", "experts", "participants"]]
    assert ((totals["achieved"] - totals["target"]).abs() <= 1).all()
    assert (tables["activities"]["participants"] >= 0).all()
    assert set(tables["deployments"]["expert_id"]) == set(tables["experts"]["expert_id"])


@pytest.mark.parametrize(("n", "seed"), [(0, 1), (138, -1)])
def test_a_programme_needs_an_action_and_a_seed_from_0(reference, n, seed):
    with pytest.raises(ValueError, match="at least 1"):
        made_up(reference, n, seed)


# --- the links


def test_every_link_leads_somewhere(made):
    actions, requests = set(made["actions"]["action_id"]), set(made["requests"]["request_id"])
    for name in ("deployments", "activities", "results", "partners"):
        assert set(made[name]["action_id"]) <= actions
    assert set(made["actions"]["request_id"]) <= requests
    assert values(made["requests"]["action_ids"]) == actions
    assert set(made["deployments"]["expert_id"]) == set(made["experts"]["expert_id"])
    assert set(made["activities"]["action_id"]) == actions
    assert set(made["results"]["action_id"]) == actions


def test_ids_are_distinct(made):
    for name, table in made.items():
        if key := TABLES[name].key:
            assert table[key].is_unique
    assert made["actions"]["action_id"].iloc[[0, -1]].tolist() == ["DEMO-001", "DEMO-138"]
    assert made["requests"]["request_id"].iloc[0] == "DEMO-R-001"
    assert made["focal_points"]["focal_point_id"].iloc[0] == "DF-01"
    assert made["experts"]["expert_id"].iloc[0] == "DX-0001"
    assert not made["deployments"].duplicated(["expert_id", "action_id"]).any()
    assert not made["partners"].duplicated(["action_id", "name"]).any()


def test_an_action_names_a_request_that_names_it(made):
    named = made["requests"].set_index("request_id")["action_ids"]
    for action, request in made["actions"][["action_id", "request_id"]].itertuples(index=False):
        assert action in named[request].split(";")


def test_two_requests_have_two_actions_and_two_actions_have_two_requests(made):
    cells = made["requests"]["action_ids"]
    named = Counter(cells[cells != ""].str.split(";").explode())
    assert cells.str.contains(";").sum() == 2
    assert Counter(named.values()) == {1: 136, 2: 2}


def test_an_action_is_where_its_request_is_from(made):
    asked = made["requests"].set_index("request_id").loc[made["actions"]["request_id"]]
    for column in ("countries", "regional_body", "areas", "institution", "institution_type"):
        assert made["actions"][column].tolist() == asked[column].tolist()


def test_experts_countries_are_those_of_the_deployments(made):
    country = made["experts"].set_index("expert_id")["country"]
    sent = made["deployments"].assign(country=made["deployments"]["expert_id"].map(country))
    by_action = sent.groupby("action_id")["country"].agg(set)
    for action, cell in made["actions"][["action_id", "expert_countries"]].itertuples(index=False):
        assert set(cell.split(";")) == by_action[action]


def test_two_to_four_experts_go_to_an_action_and_some_go_to_several(made):
    assert made["deployments"].groupby("action_id").size().between(2, 4).all()
    assert (made["deployments"].groupby("expert_id").size() > 1).sum() > 30


# --- the dates


def test_a_request_is_received_then_decided_then_answered(made):
    requests = made["requests"]
    accepted = requests["decision"] == "accepted"
    received, decided, begun = (
        days(requests[name]) for name in ("received_date", "decision_date", "first_activity_date")
    )
    assert accepted.sum() == 138
    assert (requests["action_ids"] != "").equals(accepted)
    assert (received < decided)[requests["decision"] != "pending"].all()
    assert (decided < begun)[accepted].all()
    assert begun[~accepted].isna().all()
    assert (begun - received)[accepted].dt.days.between(90, 365).mean() > 0.97


def test_a_pending_request_is_not_decided_and_all_others_are(made):
    requests = made["requests"]
    assert set(requests["decision"]) == {"accepted", "declined", "withdrawn", "pending"}
    assert ((requests["decision_date"] == "") == (requests["decision"] == "pending")).all()
    assert requests["received_date"][requests["decision"] == "pending"].min() > "2023-03-31"


def test_everything_happens_within_its_action(made):
    actions = made["actions"].set_index("action_id")
    for name, first, last in (
        ("deployments", "start_date", "end_date"),
        ("activities", "date", "end_date"),
        ("results", "date", "date"),
    ):
        table = made[name]
        around = actions.loc[table["action_id"]].reset_index()
        assert (table[first] >= around["start_date"]).all()
        assert (table[last] <= around["end_date"]).all()
    assert (actions["end_date"] <= "2024-03-31").all()


def test_an_action_begins_with_its_first_activity(made):
    first = made["activities"].groupby("action_id")["date"].min()
    assert (first == made["actions"].set_index("action_id")["start_date"]).all()


def test_an_expert_is_first_deployed_with_the_first_deployment(made):
    first = made["deployments"].groupby("expert_id")["start_date"].min()
    assert (first == made["experts"].set_index("expert_id")["first_deployed"]).all()


@pytest.mark.parametrize("n", [138, 2000])
def test_focal_points_are_of_states_that_were_members_in_those_days(reference, n):
    points = made_up(reference, n)["focal_points"].merge(
        reference.member_states, left_on="member_state", right_on="iso3"
    )
    assert (points["start_date"] >= points["member_from"]).all()
    assert (points["end_date"] <= points["member_to"].where(points["member_to"] != "", "9")).all()
    assert (points["start_date"] <= points["end_date"]).all()
    assert points["start_date"][points["iso3"] == "HRV"].min() >= "2013-07-01"
    assert points["end_date"][points["iso3"] == "GBR"].max() == "2020-01-31"


def test_every_state_has_a_focal_point_and_some_have_several_one_after_the_other(made):
    points = made["focal_points"].sort_values(["member_state", "start_date"])
    numbers = points.groupby("member_state").size()
    assert len(numbers) == 28
    assert Counter(numbers) == {1: 8, 2: 20}
    before = days(points.groupby("member_state")["end_date"].shift().fillna(""))
    assert ((days(points["start_date"]) - before).dropna().dt.days == 1).all()


# --- the cells


def test_tables_are_named_and_typed_as_declared(made):
    for name, table in made.items():
        assert table.columns.tolist() == list(TABLES[name].names)
        for column in TABLES[name].columns:
            kind = "float64" if column.type == "number" else "str"
            assert table[column.name].dtype == kind
            if column.required:
                assert (table[column.name] != "").all()
            if column.type != "number":
                assert table[column.name].notna().all()


def test_every_code_is_in_its_list(made, reference):
    lists = {name: set(codes) for name, codes in CODE_LISTS.items()} | {
        "countries": set(reference.countries["iso3"]),
        "areas": set(reference.areas["id"]),
        "institution_types": set(reference.institution_types["id"]),
        "groups": set(reference.groups["id"]),
        "phases": set(reference.phases["id"]),
    }
    for name, table in made.items():
        for column in TABLES[name].columns:
            if column.type == "code":
                assert values(table[column.name]) <= lists[column.codes], (name, column.name)


def test_partners_are_eligible_countries(made, reference):
    eligible = set(reference.countries.query("eligible == 'yes'")["iso3"])
    assert values(made["requests"]["countries"]) <= eligible
    assert len(values(made["actions"]["countries"])) > 100


def test_every_row_says_that_it_is_made_up_and_names_no_source(made):
    for name, table in made.items():
        assert set(table["record_source"]) == {"demonstration"}, name
        for column in table.columns:
            if column.endswith(("_basis", "_url")):
                assert set(table[column]) == {""}


def test_institutions_organisations_titles_and_results_say_that_they_are_made_up(made):
    assert made["requests"]["institution"].str.fullmatch(r"Demonstration [a-z ]+ \d+").all()
    assert made["partners"]["name"].str.fullmatch(r"Demonstration [a-z]+ \d+").all()
    actions, results = made["actions"], made["results"]
    assert actions["title"].str.match(r"Demonstration Action \d{3}: .+ \(.+\)$").all()
    assert actions["title_fr"].str.match(r"Action de démonstration \d{3} : .+ \(.+\)$").all()
    assert actions["title_es"].str.match(r"Acción de demostración \d{3}: .+ \(.+\)$").all()
    assert results["description"].str.match(r"Demonstration result \d{3}: ").all()


def test_stages_stand_where_there_is_something_to_adopt(made):
    results = made["results"]
    staged = results["stage"] != ""
    assert (staged == ~results["type"].isin(["training", "follow-up"])).all()
    outcomes = results[results["level"] == "outcome"]
    assert set(outcomes["stage"]) == {"adopted", "in-use"}
    assert set(results["stage"][results["level"] == "output"]) == {"", "drafted", "presented"}


def test_the_tables_make_a_dataset(made, reference):
    built = dataset(made, reference)
    assert (built["actions"]["start_period"] != "").all()
    assert set(built["action_regions"]["region"]) == set(reference.partner_regions)


# --- the same again


def test_the_same_seed_gives_the_same_tables_whatever_was_done_before(reference, made):
    before = digests(made)
    made_up(reference, 7, 5)
    assert digests(made_up(reference, 138, 1)) == before
    assert digests(made_up(reference, 138, 2)) != before


def test_the_lists_are_left_as_they_were(reference):
    before = reference.countries.copy(deep=True)
    made_up(reference, 10)
    assert_frame_equal(reference.countries, before)


# --- targets and the programme's own facts


def test_targets_are_the_published_figures_and_are_achieved(made, reference, public_record):
    table = targets(reference, made)
    assert table.columns.tolist() == ["key", "target", "source_url", "achieved"]
    assert len(table) == 23
    counts = table[~table["key"].str.contains(":share-|:per-action|^countries$")]
    assert counts["achieved"].tolist() == counts["target"].tolist()
    others = table.drop(counts.index)
    rounded = others["achieved"].where(others["key"] != "countries", 100)
    assert np.allclose(rounded, others["target"], atol=0.2)
    published = public_record["published_figures"].set_index("key")
    common = table[table["key"].isin(published.index)].set_index("key")
    assert len(common) == 20
    shown = published.loc[common.index]
    assert common["target"].tolist() == shown["value"].tolist()
    assert common["source_url"].tolist() == shown["source_url"].tolist()


def test_targets_of_a_tenfold_programme_are_tenfold(reference):
    table = targets(reference, made_up(reference, 1380)).set_index("key")
    assert table.loc["requests:mieux-iii:asia", ["target", "achieved"]].tolist() == [40, 40]
    assert table.loc["experts:share-non-eu", "target"] == 33


def test_the_demonstrations_own_facts_say_that_it_is_made_up(tmp_path):
    (tmp_path / "programme.toml").write_bytes((DATA / "demonstration.toml").read_bytes())
    programme, real = read_programme(tmp_path), read_programme(DATA)
    assert (programme.id, programme.name) == ("demonstration", "Demonstration")
    assert (programme.record, programme.workbook) == ("demonstration", "demonstration.xlsx")
    assert (programme.start, programme.end) == (real.start, real.end)
    assert programme.compiled == real.compiled
    assert set(programme.titles) == set(LANGUAGES)
    assert "made-up" in programme.titles["en"]
    assert "fictif" in programme.titles["fr"]
    assert "ficticio" in programme.titles["es"]

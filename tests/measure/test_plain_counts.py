"""Every measure against a plain count over rows, of the public record and the demonstration."""

from collections import Counter
from datetime import date
from statistics import median

import pytest

from mieux_dashboard.measure.activities import (
    activities_by_type,
    participants_by_country,
    participants_by_sex,
    participants_over_time,
)
from mieux_dashboard.measure.completeness import FIELDS, completeness
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.measure.people import (
    expertise_exchange,
    expertise_flows,
    experts_by_country,
    experts_by_kind,
    experts_over_time,
    focal_points_by_member_state,
    focal_points_over_time,
)
from mieux_dashboard.measure.requests import (
    request_decisions,
    requests_by_country,
    requests_by_institution,
    requests_over_time,
    response_time,
)
from mieux_dashboard.measure.results import (
    cooperation,
    results_by_region,
    results_by_stage,
    results_by_type,
)
from mieux_dashboard.measure.time import action_durations
from mieux_dashboard.model.selection import Selection
from tests.measure.conftest import read, values

YEARS = range(2009, 2025)


def counts(table, keys, count):
    """Give a measure's counts by `keys`, without those that are 0."""
    rows = zip(*(table[key] for key in keys), strict=True)
    found = dict(zip(rows, table[count], strict=True))
    return {key: n for key, n in found.items() if n}


def year(text):
    return int(text[:4])


def number(cell):
    """Read a number of either set of data; None where there is none."""
    return None if cell in ("", None) or cell != cell else int(float(cell))


def summed(pairs):
    sums = Counter()
    for key, n in pairs:
        sums[key] += n
    return {key: n for key, n in sums.items() if n}


# --- requests


def test_requests_over_time(plain):
    table = requests_over_time(plain.data, plain.selection)
    dated = [row for row in plain.rows["requests"] if row["received_date"]]
    by_hand = Counter((year(row["received_date"]), row["decision"]) for row in dated)
    assert counts(table, ["year", "decision"], "n_requests") == by_hand
    assert dict(zip(table["year"], table["n_cumulative"], strict=True)) == {
        y: sum(year(row["received_date"]) <= y for row in dated) for y in YEARS
    }


def test_requests_by_country(plain):
    table = requests_by_country(plain.data, plain.selection)
    by_hand = Counter(
        (c, plain.places[c]["region"])
        for row in plain.rows["requests"]
        for c in values(row["countries"])
    )
    assert counts(table, ["country", "region"], "n_requests") == by_hand
    assert table["n_requests"].is_monotonic_decreasing


def test_request_decisions(plain):
    table = request_decisions(plain.data, plain.selection).set_index("step")["n_requests"]
    rows = plain.rows["requests"]
    decisions = Counter(row["decision"] for row in rows)
    naming = {row["request_id"] for row in all_actions(plain)}
    assert table.to_dict() == {
        "received": len(rows),
        "decided": decisions["accepted"] + decisions["declined"],
        "accepted": decisions["accepted"],
        "action": sum(bool(row["action_ids"]) or row["request_id"] in naming for row in rows),
        "declined": decisions["declined"],
        "withdrawn": decisions["withdrawn"],
        "pending": decisions["pending"],
        "not-published": decisions[""],
    }


def all_actions(plain):
    return plain.data["actions"][["request_id"]].to_dict("records")


@pytest.mark.parametrize("step", ["decision", "first-activity"])
def test_response_time(plain, step):
    table = response_time(plain.data, plain.selection)
    table = table[table["measure"] == step]
    column = f"{step.replace('-', '_')}_date"
    pairs = [
        (day(row["received_date"]), day(row[column]))
        for row in plain.rows["requests"]
        if len(row["received_date"]) >= 7 and len(row[column]) >= 7
    ]
    months = Counter((months_between(*pair),) for pair in pairs)
    assert counts(table, ["bin_months"], "n_requests") == months
    assert set(table["n_base"]) <= {len(pairs)}
    if pairs:
        assert set(table["median_days"]) == {median((b - a).days for a, b in pairs)}


def day(text):
    return date.fromisoformat((text + "-01")[:10])


def months_between(first, last):
    """Count the months by walking them."""
    months = 0
    while month_later(first, months + 1) <= (last.year, last.month, last.day):
        months += 1
    return months


def month_later(day, months):
    month = day.month - 1 + months
    return day.year + month // 12, month % 12 + 1, day.day


def test_requests_by_institution(plain):
    table = requests_by_institution(plain.data, plain.selection)
    types = Counter((row["institution_type"],) for row in plain.rows["requests"])
    del types[("",)]
    assert counts(table, ["institution_type"], "n_requests") == types


# --- people


def test_experts_by_country(plain):
    table = experts_by_country(plain.data, plain.selection)
    members = {row["iso3"] for row in read("reference/member_states")}
    by_hand = Counter((row["country"], row["country"] in members) for row in plain.rows["experts"])
    assert counts(table, ["country", "is_member_state"], "n_experts") == by_hand


def test_experts_over_time(plain):
    table = experts_over_time(plain.data, plain.selection)
    firsts = [year(row["first_deployed"]) for row in plain.rows["experts"]]
    assert table["n_new"].tolist() == [firsts.count(y) for y in YEARS]
    assert table["n_experts"].tolist() == [sum(first <= y for first in firsts) for y in YEARS]


def test_experts_by_kind(plain):
    table = experts_by_kind(plain.data, plain.selection)
    by_hand = Counter((row["institution_type"], row["sex"]) for row in plain.rows["experts"])
    assert counts(table, ["institution_type", "sex"], "n_experts") == by_hand


def origins(plain):
    """Give each Action with the countries of its experts."""
    country = {row["expert_id"]: row["country"] for row in plain.rows["experts"]}
    sent = {}
    for row in plain.rows["deployments"]:
        sent.setdefault(row["action_id"], set()).add(country[row["expert_id"]])
    return [
        (row, sent.get(row["action_id"], values(row["expert_countries"])))
        for row in plain.rows["actions"]
    ]


def test_expertise_flows(plain):
    table = expertise_flows(plain.data, plain.selection)
    members = {row["iso3"] for row in read("reference/member_states")}
    by_hand = Counter(
        ("member-state" if country in members else "other", country, region)
        for row, countries in origins(plain)
        for country in countries
        for region in plain.regions(row)
    )
    assert counts(table, ["origin_kind", "country", "region"], "n_actions") == by_hand


def test_expertise_exchange(plain):
    table = expertise_exchange(plain.data, plain.selection)
    by_hand = Counter(
        (country, partner)
        for row, countries in origins(plain)
        for country in countries
        for partner in values(row["countries"]) - {country}
    )
    assert counts(table, ["country", "partner"], "n_actions") == by_hand


def test_focal_points_by_member_state(plain):
    table = focal_points_by_member_state(plain.data, plain.selection)
    by_hand = Counter((row["member_state"],) for row in plain.rows["focal_points"])
    assert counts(table, ["member_state"], "n_focal_points") == by_hand
    assert len(table) == 28


def test_focal_points_over_time(plain):
    table = focal_points_over_time(plain.data, plain.selection)
    for row in table.to_dict("records"):
        y = row["year"]
        held = [
            point["member_state"]
            for point in plain.rows["focal_points"]
            if point["start_date"] <= f"{y}-12-31" and point["end_date"] >= f"{y}-01-01"
        ]
        held = held if y >= plain.selection.year_from else []
        assert (row["n_focal_points"], row["n_member_states"]) == (len(held), len(set(held)))


# --- participants and activities


def attended(plain):
    """Give year, country, participants and women of each row that states participants."""
    if not plain.data["activities"].empty:
        return [
            (row["date"], row["country"], number(row["participants"]), row["participants_women"])
            for row in plain.rows["activities"]
        ]
    return [
        (
            row["start_date"],
            row["countries"] if len(values(row["countries"])) == 1 else "",
            number(row["participants"]),
            None,
        )
        for row in plain.rows["actions"]
        if number(row["participants"]) is not None
    ]


def test_participants_over_time(plain):
    table = participants_over_time(plain.data, plain.selection)
    by_hand = summed(((year(when),), n) for when, _, n, _ in attended(plain) if when)
    assert counts(table, ["year"], "n_participants") == by_hand
    assert table["year"].tolist() == list(YEARS)
    assert len(set(table["source"])) == 1


def test_participants_by_country(plain):
    table = participants_by_country(plain.data, plain.selection)
    by_hand = summed(((country,), n) for _, country, n, _ in attended(plain) if country)
    assert counts(table, ["country"], "n_participants") == by_hand


def test_participants_by_sex(plain):
    table = participants_by_sex(plain.data, plain.selection).set_index("sex")["n_participants"]
    known = [(n, number(women)) for _, _, n, women in attended(plain)]
    assert table.to_dict() == {
        "female": sum(women or 0 for _, women in known),
        "male": sum(n - women for n, women in known if women is not None),
        "not-published": sum(n for n, women in known if women is None),
    }


def test_activities_by_type(plain):
    table = activities_by_type(plain.data, plain.selection)
    rows = plain.rows["activities"]
    assert counts(table, ["type"], "n_activities") == Counter((row["type"],) for row in rows)
    by_hand = summed(((row["type"],), number(row["participants"])) for row in rows)
    assert counts(table, ["type"], "n_participants") == by_hand


# --- results and Actions


def test_results_by_type(plain):
    table = results_by_type(plain.data, plain.selection)
    rows = plain.rows["results"]
    keys = ["type", "level"]
    assert counts(table, keys, "n_results") == Counter((r["type"], r["level"]) for r in rows)
    ours = [r for r in rows if r["type_basis"] in ("assigned", "derived")]
    assert counts(table, keys, "n_assigned") == Counter((r["type"], r["level"]) for r in ours)
    assert len(table) == 14


def test_results_by_region(plain):
    table = results_by_region(plain.data, plain.selection)
    regions = {row["action_id"]: plain.regions(row) for row in plain.rows["actions"]}
    by_hand = Counter(
        (region, row["type"])
        for row in plain.rows["results"]
        for region in regions[row["action_id"]]
    )
    assert counts(table, ["region", "type"], "n_results") == by_hand


def test_results_by_stage(plain):
    table = results_by_stage(plain.data, plain.selection)
    by_hand = Counter(row["stage"] for row in plain.rows["results"])
    stages = ["drafted", "presented", "adopted", "in-use", ""]
    assert table["n_results"].tolist() == [by_hand[stage] for stage in stages]


def test_cooperation(plain):
    table = cooperation(plain.data, plain.selection)
    for count, column in (("n_organisations", "name"), ("n_actions", "action_id")):
        pairs = {(row["kind"], row[column]) for row in plain.rows["partners"]}
        assert counts(table, ["kind"], count) == Counter((kind,) for kind, _ in pairs)


def test_action_durations(plain):
    table = action_durations(plain.data, plain.selection)
    spans = [
        (row["start_date"], row["end_date"])
        for row in plain.rows["actions"]
        if len(row["start_date"]) >= 7 and len(row["end_date"]) >= 7
    ]
    months = [12 * (year(b) - year(a)) + int(b[5:7]) - int(a[5:7]) + 1 for a, b in spans]
    assert counts(table, ["bin_months"], "n_actions") == Counter((m // 6 * 6,) for m in months)
    assert set(table["n_base"]) == {len(months)}
    assert set(table["median_months"]) == {median(months)}


def test_completeness(plain):
    table = completeness(plain.data, plain.selection)
    rows = plain.rows["actions"]
    phased = [({row["phase"]}, row) for row in rows]
    placed = [(plain.regions(row), row) for row in rows]
    by_hand = Counter(
        (field, by, value)
        for by, belonging in (("phase", phased), ("region", placed))
        for values_, row in belonging
        for value in values_
        for field in FIELDS
        if (number(row[field]) is not None if field == "participants" else row[field])
    )
    assert counts(table, ["field", "by", "value"], "n_present") == by_hand
    bases = Counter(("phase", row["phase"]) for row in rows)
    bases += Counter(("region", region) for regions, _ in placed for region in regions)
    assert counts(table, ["by", "value"], "n_base") == bases
    assert (table["share"] * table["n_base"]).dropna().round(9).tolist() == table[
        table["n_base"] > 0
    ]["n_present"].tolist()


# --- the totals


def test_the_demonstration_is_counted_from_rows(demonstration):
    table = key_figures(demonstration, Selection()).set_index("key")["n_loaded"]
    assert table.drop("countries").to_dict() == {
        "requests": 188,
        "actions": 138,
        "focal-points": 48,
        "experts": 465,
        "participants": 15000,
    }
    assert experts_by_country(demonstration, Selection())["n_experts"].sum() == 465
    assert experts_over_time(demonstration, Selection())["n_experts"].iloc[-1] == 465
    assert focal_points_by_member_state(demonstration, Selection())["n_focal_points"].sum() == 48
    assert participants_over_time(demonstration, Selection())["n_participants"].sum() == 15000
    assert requests_over_time(demonstration, Selection())["n_requests"].sum() == 188


def test_peer_exchange_runs_both_ways_in_the_record(public_record):
    flows = expertise_flows(public_record, Selection())
    rows = public_record["action_origins"]
    outside = flows[flows["origin_kind"] == "other"]["country"]
    assert rows["action_id"].nunique() == 87
    assert rows[rows["country"].isin(outside)]["action_id"].nunique() == 36

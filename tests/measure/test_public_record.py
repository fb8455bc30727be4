"""Every measure against a plain count over the files of the public record."""

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from mieux_dashboard.measure.actions import (
    actions_by_country,
    actions_by_institution,
    actions_by_region,
    actions_by_subregion,
)
from mieux_dashboard.measure.areas import actions_by_pillar, areas_by_region, areas_over_time
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.measure.time import (
    actions_around_milestone,
    actions_by_period,
    actions_calendar,
    actions_over_time,
    countries_reached,
)
from mieux_dashboard.model.selection import Selection

DATA = Path(__file__).parents[2] / "data"
WHOLE = Selection()

PERIODS = {
    "global-approach": ("2009-01-01", "2011-11-17"),
    "gamm": ("2011-11-18", "2015-05-12"),
    "agenda": ("2015-05-13", "2020-09-22"),
    "pact": ("2020-09-23", "2024-03-31"),
}


def read(name):
    path = DATA / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows():
    """Give each Action as its row, with its countries, regions, pillars and first day."""
    places = {row["iso3"]: row for row in read("reference/countries")}
    bodies = {row["id"]: row for row in read("reference/groups")}
    pillars = {row["id"]: row["pillar"] for row in read("reference/areas")}
    actions = read("public_record/actions")
    for row in actions:
        row["countries"] = set(row["countries"].split(";")) - {""}
        row["regions"] = {places[country]["region"] for country in row["countries"]}
        if not row["countries"] and row["regional_body"]:
            row["regions"] = {bodies[row["regional_body"]]["region"]}
        row["subregions"] = {places[country]["subregion"] for country in row["countries"]}
        row["areas"] = set(row["areas"].split(";")) - {""}
        row["pillars"] = {pillars[area] for area in row["areas"]}
        row["day"] = (row["start_date"] + "-01-01")[:10] if row["start_date"] else ""
        row["last"] = (row["end_date"] + ("-31" if row["end_date"][4:] else "-12-31"))[:10]
    return actions


def begun(rows, period):
    first, last = PERIODS[period]
    return [row for row in rows if first <= row["day"] <= last]


def counts(table, *columns):
    """Give a measure's counts by `columns`, without those that are 0."""
    keys = zip(*(table[column] for column in columns), strict=True)
    found = dict(zip(keys, table["n_actions"], strict=True))
    return {key: n for key, n in found.items() if n}


def test_actions_by_region(public_record, rows):
    table = actions_by_region(public_record, WHOLE)
    assert table.to_numpy().tolist() == [
        ["africa", 50],
        ["latin-america-caribbean", 27],
        ["eu-neighbourhood", 19],
        ["asia", 15],
    ]
    plain = Counter((region,) for row in rows for region in row["regions"])
    assert counts(table, "region") == {key: n for key, n in plain.items() if key != ("",)}


def test_actions_by_country(public_record, rows):
    table = actions_by_country(public_record, WHOLE)
    plain = Counter((country,) for row in rows for country in row["countries"])
    assert counts(table, "country") == plain
    order = list(zip(-table["n_actions"], table["country"], strict=True))
    assert order == sorted(order)


def test_actions_by_subregion(public_record, rows):
    table = actions_by_subregion(public_record, WHOLE)
    assert counts(table, "subregion") == Counter(
        (subregion,) for row in rows for subregion in row["subregions"]
    )


def test_actions_by_institution(public_record, rows):
    table = actions_by_institution(public_record, WHOLE)
    plain = Counter((row["institution_type"],) for row in rows if row["institution_type"])
    assert counts(table, "institution_type") == plain


def test_actions_over_time_by_start(public_record, rows):
    table = actions_over_time(public_record, WHOLE)
    assert counts(table, "year", "region") == Counter(
        (int(row["day"][:4]), region) for row in rows if row["day"] for region in row["regions"]
    )


def test_actions_over_time_while_they_ran(public_record, rows):
    table = actions_over_time(public_record, Selection(basis="active"))
    assert counts(table, "year", "region") == Counter(
        (year, region)
        for row in rows
        if row["start_date"] and row["end_date"]
        for year in range(int(row["day"][:4]), int(row["last"][:4]) + 1)
        for region in row["regions"]
    )


def test_actions_by_period(public_record, rows):
    table = actions_by_period(public_record, WHOLE)
    both = [row for row in rows if row["start_date"] and row["end_date"]]
    assert table["n_actions"].tolist() == [len(begun(rows, period)) for period in PERIODS]
    assert table["n_actions"].sum() == sum(row["day"] != "" for row in rows)
    assert table["n_across"].tolist() == [
        sum(row["day"] <= end < row["last"] for row in both) for _, end in PERIODS.values()
    ]
    assert (table["per_year"] * table["months"] / 12).round(9).tolist() == table[
        "n_actions"
    ].tolist()


def test_actions_calendar(public_record, rows):
    table = actions_calendar(public_record, WHOLE)
    both = {row["action_id"]: row for row in rows if row["start_date"] and row["end_date"]}
    assert sorted(table["action_id"]) == sorted(both)
    for line in table.itertuples():
        row = both[line.action_id]
        assert line.region in (row["regions"] or {""})
        assert f"{line.start_from:%Y-%m-%d}" == row["day"]
        assert f"{line.end_to:%Y-%m}" == row["last"][:7]
        assert (line.title, line.title_fr, line.start_date) == (
            row["title"],
            row["title_fr"],
            row["start_date"],
        )


def test_actions_around_milestone(public_record, rows):
    table = actions_around_milestone(public_record, WHOLE)
    edges = [f"{2012 + (4 + n) // 12}-{(4 + n) % 12 + 1:02}-13" for n in range(0, 75, 3)]
    close = [row["day"] for row in rows if len(row["start_date"]) >= 7]
    assert table["n_actions"].tolist() == [
        sum(edge <= day < after for day in close) for edge, after in pairwise(edges)
    ]


def test_actions_by_pillar(public_record, rows):
    table = actions_by_pillar(public_record, WHOLE)
    assert counts(table, "pillar") == Counter((p,) for row in rows for p in row["pillars"])
    for pillar, n_published, n_assigned in table[
        ["pillar", "n_published", "n_assigned"]
    ].itertuples(index=False):
        bases = Counter(row["areas_basis"] for row in rows if pillar in row["pillars"])
        assert (n_published, n_assigned) == (
            bases["published"],
            bases["assigned"] + bases["derived"],
        )


def test_areas_over_time(public_record, rows):
    table = areas_over_time(public_record, WHOLE)
    assert counts(table, "period", "pillar") == Counter(
        (period, pillar)
        for period in PERIODS
        for row in begun(rows, period)
        for pillar in row["pillars"]
    )
    assert dict(zip(table["period"], table["n_base"], strict=True)) == {
        period: len(begun(rows, period)) for period in PERIODS
    }
    assert (table["share"] * table["n_base"]).round(9).tolist() == table["n_actions"].tolist()


def test_areas_by_region(public_record, rows):
    table = areas_by_region(public_record, WHOLE)
    specific = {row["id"] for row in read("reference/areas") if row["level"] == "area"}
    assert counts(table, "region", "area") == Counter(
        (region, area)
        for row in rows
        for region in row["regions"] - {""}
        for area in row["areas"] & specific
    )


def test_countries_reached(public_record, rows):
    table = countries_reached(public_record, WHOLE)
    first = {}
    for row in sorted((row for row in rows if row["day"]), key=lambda row: row["day"]):
        for country in row["countries"]:
            first.setdefault(country, int(row["day"][:4]))
    years = range(2009, 2025)
    assert table["year"].tolist() == list(years)
    assert table["n_new"].tolist() == [list(first.values()).count(year) for year in years]
    assert table["n_countries"].iloc[-1] == len(first)


def test_key_figures(public_record, rows):
    table = key_figures(public_record, WHOLE).set_index("key")
    published = {row["key"]: row for row in read("public_record/published_figures")}
    assert table["n_loaded"].to_dict() == {
        "actions": 111,
        "countries": len({country for row in rows for country in row["countries"]}),
        "requests": len(read("public_record/requests")),
        "focal-points": 0,
        "experts": 0,
        "participants": sum(int(row["participants"] or 0) for row in rows),
    }
    assert table["value"].to_dict() == {
        "actions": 138,
        "countries": 100,
        "requests": 188,
        "focal-points": 48,
        "experts": 465,
        "participants": 15000,
    }
    assert table["qualifier"].to_dict() == {key: published[key]["qualifier"] for key in table.index}
    assert table["source_url"].ne("").all()

"""Charts of whose expertise it was, where it came from and where it went."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import ACTIONS, EXPERTS, INSTITUTION, REGION, SEX, SOURCE, YEAR
from mieux_dashboard.charts.chart import Chart as Chart
from mieux_dashboard.draw import flows, maps, people, published, texts
from mieux_dashboard.measure.people import (
    expertise_exchange,
    expertise_flows,
    experts_by_country,
    experts_by_kind,
    experts_over_time,
    focal_points_by_member_state,
    focal_points_over_time,
)
from mieux_dashboard.measure.published import published_experts
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

_COUNTRY = message("Country")
_FOCAL_POINTS = message("Focal points")
_ONLY_A_TOTAL = message(
    "The experts are published as totals only: their countries, dates and institutions are not "
    "public."
)
_NO_FOCAL_POINTS = message(
    "The focal points are published as a total only: their Member States and dates are not public."
)


def _most(answer: Answer, words: Words, name: str, row: cells.Row, column: str) -> str:
    """Say the row with the most persons, and of how many."""
    return texts.of_base(name, int(row[column]), answer, words)


def _top(table: pd.DataFrame, column: str) -> cells.Row:
    shown = table[table[column].notna()]
    return shown.sort_values(column, ascending=False, kind="stable").iloc[0].to_dict()


def _country_finding(answer: Answer, words: Words) -> str:
    """Say how many came from outside the EU; where numbers are hidden, the first country."""
    table, column = answer.table, "n_experts"
    if table[column].isna().any():
        row = _top(table, column)
        return _most(answer, words, cells.country(row, "country", words), row, column)
    outside = int(table[~table["is_member_state"] & (table["country"] != "")][column].sum())
    return texts.of_base(words("From outside the EU"), outside, answer, words)


def _year_finding(answer: Answer, words: Words) -> str:
    row = _top(answer.table, "n_new")
    return _most(answer, words, str(row["year"]), row, "n_new")


def _kind_finding(answer: Answer, words: Words) -> str:
    """Say how many are women; where numbers are hidden, the first kind."""
    table, column = answer.table, "n_experts"
    if table[column].isna().any():
        row = _top(table, column)
        kind = people.institution(row["institution_type"], words)
        name = f"{kind} · {words(people.SEXES[row['sex']])}"
        return _most(answer, words, name, row, column)
    women = int(table[table["sex"] == "female"][column].sum())
    return texts.of_base(words("Women"), women, answer, words)


def _flow_finding(answer: Answer, words: Words) -> str:
    return words.plural(
        "Experts came from {n} country, as far as it is known",
        "Experts came from {n} countries, as far as they are known",
        answer.table["country"].nunique(),
    )


def _exchange_finding(answer: Answer, words: Words) -> str:
    """Say how many countries gave expertise, how many received it, and how many did both."""
    gave, received = set(answer.table["country"]), set(answer.table["partner"])
    return words(
        "Experts from {gave} countries worked in {received} others; {both} countries did both",
        gave=len(gave),
        received=len(received),
        both=len(gave & received),
    )


def _state_finding(answer: Answer, words: Words) -> str:
    """Say how many Member States had a focal point; where numbers are hidden, the first one."""
    table, column = answer.table, "n_focal_points"
    if table[column].isna().any():
        row = _top(table, column)
        return _most(answer, words, words.country(row["member_state"]), row, column)
    return words.plural(
        "{n} of {total} Member State had a focal point",
        "{n} of {total} Member States had a focal point",
        int((table[column] > 0).sum()),
        total=len(table),
    )


def _place_finding(answer: Answer, words: Words) -> str:
    row = _top(answer.table, "n_focal_points")
    return words.plural(
        "{n} focal point was in place in {year}, the most in a year",
        "{n} focal points were in place in {year}, the most in a year",
        int(row["n_focal_points"]),
        year=str(row["year"]),
    )


def _published_finding(answer: Answer, words: Words) -> str:
    rows = answer.table.to_dict("records")
    total = texts.published(rows[0], words)
    return words.plural(
        "{total} experts in the whole programme, and {n} other published figure",
        "{total} experts in the whole programme, and {n} other published figures",
        len(rows) - 1,
        total=total,
    )


def _cumulative(table: pd.DataFrame) -> pd.DataFrame:
    """Add the new experts up again; from the first hidden year on, the sum is not known."""
    return table.assign(n_experts=table["n_new"].cumsum(skipna=False))


def _states_hidden(table: pd.DataFrame) -> pd.DataFrame:
    """Hide how many Member States had a focal point where the focal points are hidden."""
    states = table["n_member_states"].astype("Int64")
    return table.assign(n_member_states=states.mask(table["n_focal_points"].isna()))


def _member(row: cells.Row, column: str, words: Words) -> str:
    return words("yes") if row[column] else words("no")


EXCHANGE = (
    Chart(
        "expertise-flows",
        "expertise",
        message("From the experts' countries to the regions"),
        message(
            "Countries of the experts deployed, or published for an Action. An Action counts once "
            "for each pair of a country and a region, so the bands add up to more than the total."
        ),
        expertise_flows,
        flows.expertise_flows,
        _flow_finding,
        {
            "country": (message("Experts' country"), cells.country),
            "region": (REGION, cells.region),
            "n_actions": (ACTIONS, cells.number),
        },
        unpublished=message("The experts' countries are not public."),
        rules=(1, 7),
        needs=("experts", "deployments"),
    ),
    Chart(
        "expertise-exchange",
        "expertise",
        message("Expertise between countries"),
        message(
            "A line joins the country of an Action's experts with its partner country, where the "
            "two differ. It says nothing of how many experts there were."
        ),
        expertise_exchange,
        flows.expertise_exchange,
        _exchange_finding,
        {
            "country": (message("Experts' country"), cells.country),
            "partner": (message("Partner country"), cells.country),
            "n_actions": (ACTIONS, cells.number),
        },
        unpublished=message("The experts' countries are not public."),
        rules=(7, 8),
        needs=("experts", "deployments"),
    ),
)

EXPERTS_CHARTS = (
    Chart(
        "experts-by-country",
        "expertise",
        message("Experts by country"),
        message(
            "An expert counts once, however often deployed. Where Actions are selected, the "
            "experts deployed to them count."
        ),
        experts_by_country,
        maps.experts_by_country,
        _country_finding,
        {
            "country": (_COUNTRY, cells.country),
            "is_member_state": (message("Member State of the EU"), _member),
            "n_experts": (EXPERTS, cells.persons),
        },
        counted="experts",
        persons=("n_experts",),
        unpublished=_ONLY_A_TOTAL,
        rules=(7, 12),
    ),
    Chart(
        "experts-over-time",
        "expertise",
        message("Experts by the year of their first deployment"),
        message(
            "An expert counts in the year of the first deployment. Coincidence in "
            "time with policy is not influence."
        ),
        experts_over_time,
        people.experts_over_time,
        _year_finding,
        {
            "year": (YEAR, cells.plain),
            "n_new": (message("Deployed for the first time"), cells.persons),
            "n_experts": (message("All until then"), cells.persons),
        },
        dated=("first_date",),
        wide=True,
        counted="experts",
        persons=("n_new",),
        following=_cumulative,
        unpublished=_ONLY_A_TOTAL,
        rules=(3, 4, 7, 12),
    ),
    Chart(
        "experts-by-kind",
        "expertise",
        message("Experts by kind of institution and sex"),
        message("An expert counts once, with the institution and the sex on record."),
        experts_by_kind,
        people.experts_by_kind,
        _kind_finding,
        {
            "institution_type": (
                INSTITUTION,
                cells.coded("expert_institution_type", message("kind not known")),
            ),
            "sex": (SEX, cells.coded("sex", message("sex not known"))),
            "n_experts": (EXPERTS, cells.persons),
        },
        counted="experts",
        persons=("n_experts",),
        unpublished=_ONLY_A_TOTAL,
        rules=(7, 12),
    ),
    Chart(
        "focal-points-by-member-state",
        "expertise",
        message("Focal points by Member State"),
        message("Those who followed one another count each: a Member State may have had several."),
        focal_points_by_member_state,
        people.focal_points_by_member_state,
        _state_finding,
        {
            "member_state": (message("Member State"), cells.country),
            "n_focal_points": (_FOCAL_POINTS, cells.persons),
        },
        counted="focal_points",
        persons=("n_focal_points",),
        unpublished=_NO_FOCAL_POINTS,
        rules=(7, 12),
    ),
    Chart(
        "focal-points-over-time",
        "expertise",
        message("Focal points in place, by year"),
        message(
            "A focal point counts in every year in which it was in place on any "
            "day. Coincidence in time with policy is not influence."
        ),
        focal_points_over_time,
        people.focal_points_over_time,
        _place_finding,
        {
            "year": (YEAR, cells.plain),
            "n_focal_points": (_FOCAL_POINTS, cells.persons),
            "n_member_states": (message("Member States"), cells.persons),
        },
        dated=("start_date",),
        wide=True,
        counted="focal_points",
        persons=("n_focal_points",),
        following=_states_hidden,
        unpublished=_NO_FOCAL_POINTS,
        rules=(3, 4, 7, 12),
    ),
)

PUBLISHED = (
    Chart(
        "published-experts",
        "expertise",
        message("Published figures about experts"),
        message(
            "As published for the whole programme, whatever is selected. The figures overlap, have "
            "different dates, and some contradict one another: they add up to nothing."
        ),
        published_experts,
        published.experts,
        _published_finding,
        {
            "key": (message("Figure"), lambda row, _, words: published.expert_figure(row, words)),
            "value": (
                message("Published"),
                lambda row, _, words: published.expert_value(row, words),
            ),
            "as_of": (message("As of"), cells.day),
            "source_url": (SOURCE, cells.plain),
        },
        counted="published_figures",
        rules=(7, 11),
        needs=("experts",),
    ),
)

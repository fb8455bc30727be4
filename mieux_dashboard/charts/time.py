"""Charts of when Actions began and ran, beside EU policy."""

from __future__ import annotations

from dataclasses import replace

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import ACTIONS, PERIOD, REGION, YEAR, Chart
from mieux_dashboard.draw import bars, calendar, timelines
from mieux_dashboard.measure.select import rests_on
from mieux_dashboard.measure.time import (
    actions_around_milestone,
    actions_by_period,
    actions_calendar,
    actions_over_time,
    countries_reached,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import PARTED
from mieux_dashboard.words import Words, message


def _dated(answer: Answer) -> int:
    return answer.rests_on.total - answer.rests_on.undated


def _year_finding(answer: Answer, words: Words) -> str:
    """Say the year with the most Actions and how many distinct ones it had, of how many."""
    sums = answer.table.groupby("year")["n_actions"].sum()
    year = int(sums.index[int(sums.to_numpy().argmax())])
    alone = replace(answer.selection, year_from=year, year_to=year)
    said = {"year": str(year), "count": rests_on(answer.dataset, alone).total}
    if answer.selection.basis == "active":
        return words.plural(
            "{count} of the {n} Action with a known start and end ran in {year}",
            "{count} of the {n} Actions with a known start and end ran in {year}",
            _dated(answer),
            **said,
        )
    return words.plural(
        "{count} of the {n} Action with a known start began in {year}",
        "{count} of the {n} Actions with a known start began in {year}",
        _dated(answer),
        **said,
    )


def _period_finding(answer: Answer, words: Words) -> str:
    """Say the period with the most Actions for its length, never a rate without its base."""
    row = answer.table.nlargest(1, "per_year").iloc[0]
    period = _capital(words.period(row["period"]))
    return words.plural(
        "{period}: {rate} Actions per twelve months, {n} Action in {months} months",
        "{period}: {rate} Actions per twelve months, {n} Actions in {months} months",
        int(row["n_actions"]),
        period=period,
        rate=row["per_year"],
        months=round(row["months"]),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _calendar_finding(answer: Answer, words: Words) -> str:
    return words.plural(
        "{n} Action with a known start and end",
        "{n} Actions with a known start and end",
        len(answer.table),
    )


def _around_finding(answer: Answer, words: Words) -> str:
    """Say how many began in the three years before and after."""
    table = answer.table
    before = int(table[table["offset"] < 0]["n_actions"].sum())
    return words(
        "{milestone}: {before} Actions began in the 36 months before, "
        "{after} in the 36 months after",
        milestone=words.milestone(timelines.milestone_around(answer)),
        before=before,
        after=int(table["n_actions"].sum()) - before,
    )


def _reached_finding(answer: Answer, words: Words) -> str:
    last = answer.table.iloc[-1]
    return words.plural(
        "{n} partner country or territory had an Action by {year}",
        "{n} partner countries and territories had an Action by {year}",
        int(last["n_countries"]),
        year=str(last["year"]),
    )


CHARTS = (
    Chart(
        "actions-over-time",
        "timeline",
        message("Actions by year"),
        message(
            "An Action counts in the year in which it began, once in each of its "
            "regions. Coincidence in time with policy is not influence."
        ),
        actions_over_time,
        timelines.by_year,
        _year_finding,
        {
            "year": (YEAR, cells.plain),
            "region": (REGION, cells.region),
            "n_actions": (ACTIONS, cells.number),
        },
        dated=("start_date",),
        wide=True,
        rule_active=message(
            "An Action counts in each year from its start to its end, once in each "
            "of its regions. Coincidence in time with policy is not influence."
        ),
        parted=PARTED,
        rules=(1, 2, 3, 4),
        chooses="year",
    ),
    Chart(
        "actions-by-period",
        "timeline",
        message("Actions per twelve months, by policy period"),
        message(
            "An Action counts in the period in which it began; rates per twelve months make "
            "periods of unequal length comparable. Coincidence in time is not influence."
        ),
        actions_by_period,
        bars.by_period,
        _period_finding,
        {
            "period": (PERIOD, cells.period),
            "start": (message("From"), cells.day),
            "end": (message("To"), cells.day),
            "months": (message("Months"), cells.decimal),
            "n_actions": (message("Actions begun"), cells.number),
            "per_year": (message("Per twelve months"), cells.decimal),
            "n_across": (message("Still running after its end"), cells.number),
        },
        dated=("start_date",),
        rules=(3, 4),
        chooses="period",
    ),
    Chart(
        "actions-calendar",
        "timeline",
        message("Each Action from start to end"),
        message(
            "One bar per Action, by region and start; in the public record it runs from request to "
            "closure. Coincidence in time is not influence."
        ),
        actions_calendar,
        calendar.by_action,
        _calendar_finding,
        {
            "title": (message("Action"), cells.content),
            "region": (REGION, cells.region),
            "start_date": (message("Start"), cells.day),
            "end_date": (message("End"), cells.day),
        },
        dated=("start_date", "end_date"),
        wide=True,
        rules=(3, 4, 9),
        opens=True,
    ),
    Chart(
        "actions-around-milestone",
        "timeline",
        message("Actions begun before and after a milestone"),
        message(
            "Each bar is three months. Starts known to the year only are not drawn. Coincidence in "
            "time is not influence."
        ),
        actions_around_milestone,
        timelines.around,
        _around_finding,
        {
            "offset": (message("Months from the milestone"), cells.plain),
            "n_actions": (ACTIONS, cells.number),
        },
        dated=("start_date",),
        parted=PARTED,
        rules=(3, 4),
    ),
)

REACHED = (
    Chart(
        "countries-reached",
        "map",
        message("Partner countries and territories with an Action, cumulative"),
        message(
            "A country or territory counts from the year in which its first Action began; members "
            "of a regional body do not count by the body's Action."
        ),
        countries_reached,
        timelines.reached,
        _reached_finding,
        {
            "year": (YEAR, cells.plain),
            "n_new": (message("New"), cells.number),
            "n_countries": (message("All until then"), cells.number),
        },
        dated=("start_date",),
        wide=True,
        rules=(2, 3, 8),
    ),
)

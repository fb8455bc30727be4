"""Charts of what was asked of the programme, and what became of it."""

from __future__ import annotations

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import (
    COUNTRY,
    INSTITUTION,
    PHASE,
    REGION,
    REQUESTS,
    SOURCE,
    YEAR,
    Chart,
)
from mieux_dashboard.draw import maps, published, requests, spans, texts
from mieux_dashboard.measure.published import published_requests_by_phase
from mieux_dashboard.measure.requests import (
    request_decisions,
    requests_by_country,
    requests_by_institution,
    requests_over_time,
    response_time,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import PARTED
from mieux_dashboard.words import Words, message


def _year_finding(answer: Answer, words: Words) -> str:
    sums = answer.table.groupby("year")["n_requests"].sum()
    return texts.of_base(str(sums.idxmax()), int(sums.max()), answer, words)


def _country_finding(answer: Answer, words: Words) -> str:
    base = texts.base(answer, words)
    return words.plural(
        "{n} partner country or territory is named in {base}",
        "{n} partner countries and territories are named in {base}",
        len(answer.table),
        base=base,
    )


def _decision_finding(answer: Answer, words: Words) -> str:
    n, base = answer.table.set_index("step")["n_requests"], texts.base(answer, words)
    return words(
        "{base}: {accepted} known to be accepted, {action} became an Action",
        base=base,
        accepted=int(n["accepted"]),
        action=int(n["action"]),
    )


def _wait_finding(answer: Answer, words: Words) -> str:
    """Say the median until the decision, or until the first activity where only that is known."""
    known = answer.table[answer.table["n_base"] > 0].iloc[0]
    said = {"days": round(known["median_days"])}
    if known["measure"] == "decision":
        return words.plural(
            "Until the decision: median {days} days, {n} request with both dates",
            "Until the decision: median {days} days, {n} requests with both dates",
            int(known["n_base"]),
            **said,
        )
    return words.plural(
        "Until the first activity: median {days} days, {n} request with both dates",
        "Until the first activity: median {days} days, {n} requests with both dates",
        int(known["n_base"]),
        **said,
    )


def _institution_finding(answer: Answer, words: Words) -> str:
    row = answer.table.iloc[0]
    name = words.institution_type(row["institution_type"])
    return texts.of_base(name, int(row["n_requests"]), answer, words)


def phases_finding(answer: Answer, words: Words) -> str:
    """Say the published figure of each phase."""
    rows = answer.table.to_dict("records")
    said = [
        words.pair(published.phase(str(row["phase"]), words), texts.published(row, words))
        for row in rows
    ]
    return " · ".join(said)


def _step(row: cells.Row, column: str, words: Words) -> str:
    return words(requests.STEPS[row[column]])


def _answered(row: cells.Row, column: str, words: Words) -> str:
    said = {"decision": words("Decision"), "first-activity": words("First activity")}
    return said[row[column]]


CHARTS = (
    Chart(
        "requests-over-time",
        "requests",
        message("Requests by year"),
        message(
            "A request counts in the year in which it was received. Coincidence in "
            "time with policy is not influence."
        ),
        requests_over_time,
        requests.over_time,
        _year_finding,
        {
            "year": (YEAR, cells.plain),
            "decision": (
                message("Decision"),
                cells.coded("decision", message("decision not known")),
            ),
            "n_requests": (REQUESTS, cells.number),
            "n_cumulative": (message("All until then"), cells.number),
        },
        dated=("received_date",),
        wide=True,
        counted="requests",
        unpublished=message("The requests of the single years are not public."),
        rules=(2, 3, 4),
        chooses="year",
    ),
    Chart(
        "requests-by-country",
        "requests",
        message("Requests by partner country or territory"),
        message(
            "A request of several countries counts once in each, so the countries may add up to "
            "more than the total. A regional body's request counts for its named countries only."
        ),
        requests_by_country,
        maps.requests_by_country,
        _country_finding,
        {
            "country": (COUNTRY, cells.country),
            "region": (REGION, cells.region),
            "n_requests": (REQUESTS, cells.number),
        },
        counted="requests",
        unpublished=message("Which countries sent the single requests is not public."),
        rules=(1, 8, 12),
        chooses="country",
    ),
    Chart(
        "request-decisions",
        "requests",
        message("From request to decision to Action"),
        message(
            "Each request counts once in every step that it reached. One request may become "
            "several Actions, and several may become one: this is no rate of success. What was "
            "not accepted is never shown by country."
        ),
        request_decisions,
        requests.decisions,
        _decision_finding,
        {"step": (message("Step"), _step), "n_requests": (REQUESTS, cells.number)},
        assigned=("decision",),
        counted="requests",
        unpublished=message("The decisions on the single requests are not public."),
        rules=(1, 10, 12),
    ),
    Chart(
        "response-time",
        "requests",
        message("From request to decision and to first activity"),
        message(
            "Only requests whose two dates are both known, to the month or the day. Each bar is "
            "one month; the dotted line is the median."
        ),
        response_time,
        spans.response_time,
        _wait_finding,
        {
            "measure": (message("Until"), _answered),
            "bin_months": (message("Months, from"), cells.number),
            "n_requests": (REQUESTS, cells.number),
            "n_base": (message("Requests with both dates"), cells.number),
        },
        counted="requests",
        unpublished=message(
            "The days on which requests were decided, and first activities held, are not public."
        ),
        rules=(6, 9),
    ),
    Chart(
        "requests-by-institution",
        "requests",
        message("Requests by type of requesting institution"),
        message("Each request has one type of institution; those without one are not drawn."),
        requests_by_institution,
        requests.by_institution,
        _institution_finding,
        {
            "institution_type": (INSTITUTION, cells.institution),
            "n_requests": (REQUESTS, cells.number),
        },
        assigned=("institution_type",),
        counted="requests",
        parted=PARTED,
        unpublished=message("Which institutions sent the single requests is not public."),
        rules=(1, 10),
        chooses="institution",
    ),
)

PUBLISHED = (
    Chart(
        "published-requests-by-phase",
        "requests",
        message("Published numbers of requests by phase"),
        message(
            "As published for the whole programme, whatever is selected. Hatched: derived from "
            "other published figures. Never added to the requests that are loaded."
        ),
        published_requests_by_phase,
        published.requests_by_phase,
        phases_finding,
        {
            "phase": (PHASE, cells.coded("phases")),
            "value": (message("Published"), lambda row, _, words: texts.published(row, words)),
            "basis": (message("Basis"), cells.coded("basis")),
            "n_loaded": (message("Loaded"), cells.number),
            "source_url": (SOURCE, cells.plain),
        },
        counted="published_figures",
        rules=(11,),
        needs=("requests",),
    ),
)

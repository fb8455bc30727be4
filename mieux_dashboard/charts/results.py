"""Charts of what was held, who attended, what came of it, and who worked along."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import (
    ACTIONS,
    COUNTRY,
    PARTICIPANTS,
    PHASE,
    REGION,
    RESULTS,
    SEX,
    SOURCE,
    YEAR,
    Chart,
)
from mieux_dashboard.charts.requests import phases_finding
from mieux_dashboard.draw import calendar, heat, maps, people, published, results, spans, texts
from mieux_dashboard.measure.activities import (
    activities_by_type,
    participants_by_country,
    participants_by_sex,
    participants_over_time,
)
from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.published import published_participants
from mieux_dashboard.measure.results import (
    cooperation,
    results_by_region,
    results_by_stage,
    results_by_type,
)
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.measure.time import action_durations
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import PARTED
from mieux_dashboard.words import Words, message

_TYPE = message("Type")
_NO_PARTICIPANTS = message(
    "The participants are published as totals only: their activities, countries and dates are not "
    "public."
)


def _activity_finding(answer: Answer, words: Words) -> str:
    row = answer.table.nlargest(1, "n_activities").iloc[0]
    name = results.named("activity_type", row["type"], words)
    return texts.of_base(name, int(row["n_activities"]), answer, words)


def _attended_finding(answer: Answer, words: Words) -> str:
    shown = answer.table[answer.table["n_participants"].notna()]
    row = shown.nlargest(1, "n_participants").iloc[0]
    said = texts.counted("participants", int(row["n_participants"]), words)
    name = str(row["year"]) if "year" in row else words.country(row["country"])
    return words.pair(name, said)


def _women_finding(answer: Answer, words: Words) -> str:
    """Say how many participants were women, of those whose sex is known."""
    n = answer.table.set_index("sex")["n_participants"]
    if n.isna().any() or not n["female"] + n["male"]:
        shown = n.dropna()
        name = people.sex(str(shown.idxmax()), words)
        return words.pair(name, texts.counted("participants", int(shown.max()), words))
    return words.plural(
        "{women} of the {n} participant whose sex is known were women",
        "{women} of the {n} participants whose sex is known were women",
        int(n["female"] + n["male"]),
        women=int(n["female"]),
    )


def _own_figures(answer: Answer, words: Words) -> str:
    """Say where participants are the Actions' own figures, and not those of activities."""
    if (answer.table["source"] == "activities").all():
        return ""
    return words("Hatched: the Actions' own figures, in the year in which they began.")


def _types_of_us(answer: Answer, words: Words) -> str:
    """Say what is hatched; bars in parts are not."""
    if answer.selection.by in PARTED or not answer.table["n_assigned"].any():
        return ""
    return words("Hatched: the type was assigned by us, from the words of the source.")


def _type_finding(answer: Answer, words: Words) -> str:
    sums = answer.table.groupby("type", sort=False)["n_results"].sum()
    name = results.named("result_type", str(sums.idxmax()), words)
    return texts.of_base(name, int(sums.max()), answer, words)


def _region_finding(answer: Answer, words: Words) -> str:
    row = answer.table.nlargest(1, "n_results").iloc[0]
    name = results.named("result_type", row["type"], words)
    place = f"{name} · {words.region(row['region'])}"
    return texts.of_base(place, int(row["n_results"]), answer, words)


def _stage_finding(answer: Answer, words: Words) -> str:
    known = answer.table[answer.table["stage"] != ""]["n_results"].sum()
    return texts.of_base(words("Stage known"), int(known), answer, words)


def _partner_finding(answer: Answer, words: Words) -> str:
    row = answer.table.nlargest(1, "n_organisations").iloc[0]
    name = results.named("partner_kind", row["kind"], words)
    return words.pair(name, texts.counted("partners", int(row["n_organisations"]), words))


def _duration_finding(answer: Answer, words: Words) -> str:
    row = answer.table.iloc[0]
    return words.plural(
        "Median: {months} months, {n} Action with both dates",
        "Median: {months} months, {n} Actions with both dates",
        int(row["n_base"]),
        months=float(row["median_months"]),
    )


def _duration_notes(answer: Answer, words: Words) -> str:
    """Say what the time runs from, and whether many Actions ended together."""
    needed = ("date_basis", "start_date", "end_date", "end_to")
    actions = collected(selected_actions(answer.dataset, answer.selection, *needed))
    dated = actions[(actions["start_date"] != "") & (actions["end_date"] != "")]
    requested = int((dated["date_basis"] == "requested").sum())
    said = [f"{s}." for s in ended_together(dated["end_to"], answer, words)]
    if requested:
        said.insert(0, _from_request(requested, words))
    return " ".join(said)


def ended_together(ends: pd.Series[Any], answer: Answer, words: Words) -> list[str]:
    """Say of each month in which many Actions ended that they did."""
    return list(calendar.ended_together(ends, answer.dataset.reference, words).values())


def _from_request(n: int, words: Words) -> str:
    return words.plural(
        "The time runs from request to closure for {n} Action: it is no response time.",
        "The time runs from request to closure for {n} Actions: it is no response time.",
        n,
    )


def _stage(row: cells.Row, column: str, words: Words) -> str:
    return results.stage(row[column], words)


def _whole_or_phase(row: cells.Row, column: str, words: Words) -> str:
    return published.phase(row[column], words)


def _stated_by(row: cells.Row, column: str, words: Words) -> str:
    return words("activities") if row[column] == "activities" else words("Actions")


def _sex(row: cells.Row, column: str, words: Words) -> str:
    return words(people.SEXES[row[column]])


def _known(listed: str) -> cells.Show:
    return cells.coded(listed, message("not known"))


RESULTS_CHARTS = (
    Chart(
        "results-by-type",
        "results",
        message("Results by type"),
        message("A result is what a source names; what was put on hold, or revised, is none."),
        results_by_type,
        results.results_by_type,
        _type_finding,
        {
            "type": (_TYPE, _known("result_type")),
            "level": (message("Level"), _known("result_level")),
            "n_results": (RESULTS, cells.number),
            "n_assigned": (message("Type assigned by us"), cells.number),
        },
        assigned=("type",),
        counted="results",
        parted=PARTED,
        further=_types_of_us,
        unpublished=message("The results are not public one by one."),
        rules=(1, 10),
    ),
    Chart(
        "results-by-stage",
        "results",
        message("Results by stage"),
        message(
            "A result is at the stage that its source states; without one it is not taken for a "
            "draft."
        ),
        results_by_stage,
        results.results_by_stage,
        _stage_finding,
        {"stage": (message("Stage"), _stage), "n_results": (RESULTS, cells.number)},
        counted="results",
        parted=PARTED,
        unpublished=message("The results are not public one by one."),
        rules=(6, 10),
    ),
    Chart(
        "results-by-region",
        "results",
        message("Results by type and region"),
        message("A result counts once in each region of its Action."),
        results_by_region,
        heat.results_by_region,
        _region_finding,
        {
            "region": (REGION, cells.region),
            "type": (_TYPE, _known("result_type")),
            "n_results": (RESULTS, cells.number),
        },
        assigned=("type",),
        counted="results",
        unpublished=message("The results are not public one by one."),
        rules=(1, 10),
        chooses="region",
    ),
    Chart(
        "cooperation",
        "results",
        message("Organisations that cooperated in Actions"),
        message(
            "An organisation counts once, in however many Actions it cooperated; a Delegation of "
            "the EU counts where a source names it."
        ),
        cooperation,
        results.cooperation,
        _partner_finding,
        {
            "kind": (message("Kind"), _known("partner_kind")),
            "n_organisations": (message("Organisations"), cells.number),
            "n_actions": (ACTIONS, cells.number),
        },
        counted="partners",
        parted=PARTED,
        unpublished=message("Which organisations cooperated is not public."),
        rules=(1,),
    ),
    Chart(
        "action-durations",
        "results",
        message("How long Actions took"),
        message(
            "Only Actions whose start and end are known to the month or the day; the first and the "
            "last month both count. Each bar is six months; the dotted line is the median."
        ),
        action_durations,
        spans.durations,
        _duration_finding,
        {
            "bin_months": (message("Months, from"), cells.number),
            "n_actions": (ACTIONS, cells.number),
            "n_base": (message("Actions with both dates"), cells.number),
        },
        dated=("start_date", "end_date"),
        further=_duration_notes,
        unpublished=message("The dates of the Actions are not public."),
        rules=(3, 9),
    ),
)

PARTICIPANTS_CHARTS = (
    Chart(
        "activities-by-type",
        "results",
        message("Activities by type"),
        message("Each activity has one type. Participants are attendances, not persons."),
        activities_by_type,
        results.activities_by_type,
        _activity_finding,
        {
            "type": (_TYPE, _known("activity_type")),
            "n_activities": (message("Activities"), cells.number),
            "n_participants": (PARTICIPANTS, cells.persons),
        },
        counted="activities",
        parted=PARTED,
        persons=("n_participants",),
        unpublished=message("The activities are not public one by one."),
        rules=(7, 12),
    ),
    Chart(
        "participants-over-time",
        "results",
        message("Participants by year"),
        message(
            "Participants are attendances, not persons: who came twice counts "
            "twice. Coincidence in time with policy is not influence."
        ),
        participants_over_time,
        people.participants_over_time,
        _attended_finding,
        {
            "year": (YEAR, cells.plain),
            "n_participants": (PARTICIPANTS, cells.persons),
            "source": (message("As stated by"), _stated_by),
        },
        wide=True,
        persons=("n_participants",),
        further=_own_figures,
        unpublished=_NO_PARTICIPANTS,
        rules=(4, 7, 12),
        needs=("activities",),
    ),
    Chart(
        "participants-by-country",
        "results",
        message("Participants by country or territory"),
        message(
            "Where the activity was held, else the only country of its Action. Participants are "
            "attendances, not persons."
        ),
        participants_by_country,
        maps.participants_by_country,
        _attended_finding,
        {
            "country": (COUNTRY, cells.country),
            "n_participants": (PARTICIPANTS, cells.persons),
        },
        persons=("n_participants",),
        unpublished=_NO_PARTICIPANTS,
        rules=(7, 12),
        chooses="country",
        needs=("activities",),
    ),
    Chart(
        "participants-by-sex",
        "results",
        message("Participants by sex"),
        message(
            "Where an activity states how many were women, the others count as men. Participants "
            "are attendances, not persons."
        ),
        participants_by_sex,
        people.participants_by_sex,
        _women_finding,
        {"sex": (SEX, _sex), "n_participants": (PARTICIPANTS, cells.persons)},
        persons=("n_participants",),
        unpublished=_NO_PARTICIPANTS,
        rules=(6, 7, 12),
        needs=("activities",),
    ),
)

PUBLISHED = (
    Chart(
        "published-participants",
        "results",
        message("Published numbers of participants"),
        message(
            "As published for the whole programme, whatever is selected. Hatched: derived from "
            "other published figures. The phases do not add up to the total."
        ),
        published_participants,
        published.participants,
        phases_finding,
        {
            "phase": (PHASE, _whole_or_phase),
            "value": (message("Published"), lambda row, _, words: texts.published(row, words)),
            "basis": (message("Basis"), cells.coded("basis")),
            "source_url": (SOURCE, cells.plain),
        },
        counted="published_figures",
        rules=(7, 11),
        needs=("activities",),
    ),
)

"""Page: method, counting rules, sources, what was assigned, designations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import Dash, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.texts import published
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import cards, reconciled, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words, message

NAME = "about"
COMPLETENESS = "completeness"

COUNTING_RULES = (
    (
        message(
            "Totals count distinct Actions. By country an Action counts once in each of its "
            "countries, by region once in each region; the parts then add up to more than the "
            "total."
        ),
    ),
    (
        message(
            "A year is the year in which an Action started, or, where chosen, each year in which "
            "it ran."
        ),
    ),
    (
        message(
            "An Action without a published date stays in every total and is named beside each "
            "chart over time."
        ),
    ),
    (
        message(
            "A policy period runs from its milestone to the day before the next, within the "
            "programme's life. Rates per twelve months make periods of unequal length "
            "comparable. An Action belongs to the period in which it started; a start known to "
            "the month counts by its first day."
        ),
        message(
            "Bands name the milestone that came before. That two dates coincide is not influence."
        ),
    ),
    (
        message(
            "Actions are set beside policy in two ways: by date, with milestones "
            "and periods, and by theme, since each area belongs to one pillar."
        ),
    ),
    (
        message(
            "A share is shown with its numerator and denominator. What is absent is not zero, "
            "and zero is shown."
        ),
    ),
    (
        message(
            "Experts are persons, counted once however often they were deployed. A Member State "
            "contributed only where its administration seconded someone. Participants are "
            "attendances: the sum over activities where there are any, else the Action's own "
            "figure."
        ),
    ),
    (
        message(
            "A regional body's Action counts for the countries it names, not for all members; "
            "without named countries it counts in the body's region."
        ),
    ),
    (
        message("Durations run from start to end. They are not response times."),
        message(
            "Many Actions may end on one day: the change from one phase to the "
            "next, not as many completions."
        ),
    ),
    (
        message(
            "Beside each number stands what it rests on: how many records of which source, and "
            "how many values were assigned or derived."
        ),
    ),
    (
        message(
            "Published totals are shown as published, with their qualifier, source and date, and "
            "are never added to counted rows."
        ),
    ),
    (
        message(
            "Small numbers of persons are hidden in everything that is exported, printed or "
            "shared, with a second one where a total would give one away. Refusals are never shown "
            "by partner."
        ),
    ),
)
"""The rules by their numbers, which the charts name (``Chart.rules``); each a sentence or more."""
ASSIGNED = (
    message(
        "Specific areas and pillars of an Action are published on most pages; the others "
        "were assigned from the Action's topic and are drawn hatched."
    ),
    message("Types of institution were assigned from the institution's name."),
    message("Phases were derived from the start where no page names them."),
    message("Identifiers of Actions and requests are ours."),
    message(
        "French and Spanish titles and outputs are translations; each Action says where nobody has "
        "reviewed its own yet."
    ),
)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and what is loaded."""
    return [
        html.H1(visit.words("How was this counted, and from what?")),
        html.P(_what(visit), className="answer"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    words = visit.words
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            html.H2(words("Counting rules")),
            html.Ol(
                [
                    html.Li(" ".join(words(part) for part in rule), id=f"rule-{n}")
                    for n, rule in enumerate(COUNTING_RULES, 1)
                ]
            ),
            html.H2(words("What was assigned or derived, and not published")),
            html.Ul([html.Li(words(text)) for text in ASSIGNED]),
            *_reconciliation(visit),
            html.H2(words("How complete the data are")),
            cards.card(visit, NAME, COMPLETENESS),
            html.H2(words("Milestones")),
            html.Ul(_milestones(words), className="milestone-list"),
            *_sources(words),
            *_boundaries(words),
        ],
    )


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    view.register(app, site, NAME, {COMPLETENESS: COMPLETENESS}, lead)


def _sources(words: Words) -> list[Any]:
    if words.reference.sources.empty:
        return []
    return [
        html.H2(words("Sources")),
        html.P(
            words("Every Action, request, figure and milestone has its own source. The main ones:")
        ),
        html.Ul([html.Li(html.A(said, href=url)) for url, said in _listed(words)]),
    ]


def _listed(words: Words) -> Iterable[tuple[str, str]]:
    sources = words.reference.sources
    return zip(sources["url"], sources[f"label_{words.language}"], strict=True)


def _boundaries(words: Words) -> list[Any]:
    return [
        html.H2(words("Designations and boundaries")),
        html.Ul(_designations(words)),
        html.P(
            words(
                "Boundaries, names and designations on the maps do not imply official endorsement "
                "or acceptance, nor any opinion on the legal status of a territory."
            )
        ),
        html.P(words("Map shapes: UN Geospatial data as bundled with plotly.js.")),
    ]


def _what(visit: Visit) -> str:
    words = visit.words
    answer = CHARTS["key-figures"].answer(visit.dataset, Selection(data=visit.selection.data))
    row = next(one for one in answer.table.to_dict("records") if one["key"] == "actions")
    if visit.dataset.reference.programme.record == "demonstration":
        return words(
            "All of it is made up, to see and try everything: {n} Actions.", n=row["n_loaded"]
        )
    return words(
        "Actions loaded: {n}; published by the programme: {total}. What is not public is not "
        "filled in.",
        n=row["n_loaded"],
        total=published(row, words) or "–",
    )


def _reconciliation(visit: Visit) -> list[Any]:
    words = visit.words
    if not n_rows(visit.dataset, "published_figures"):
        return []
    return [
        html.H2(words("Published figures and what is loaded"), id="reconciliation"),
        html.P(
            words(
                "Nothing is fitted to the published figures; where they differ from what is "
                "loaded, or from one another, the reason is said."
            )
        ),
        reconciled.table(visit),
    ]


def _milestones(words: Words) -> list[html.Li]:
    listed = words.reference.core_milestones
    return [
        html.Li(
            [
                html.Strong(words.date(row["date"])),
                words.pair("", ""),
                html.A(row[f"label_{words.language}"], href=row["source_url"]),
                ""
                if words.language in row["label_checked"].split(";")
                or words.reviewed(row["label_en"], row[f"label_{words.language}"])
                else html.Span(" (" + words("working translation") + ")", className="basis"),
            ]
        )
        for row in listed.to_dict("records")
    ]


def _designations(words: Words) -> list[html.Li]:
    notes = words.reference.designations
    return [
        html.Li(
            [
                html.Strong(words.country(row["key"])),
                words.pair("", ""),
                row[f"footnote_{words.language}"],
            ]
        )
        for row in notes.to_dict("records")
        if row[f"footnote_{words.language}"]
    ]


PAGE = Page(NAME, "about", message("About"), layout, register)

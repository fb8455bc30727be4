"""Page: the closing event on a big screen, one finding a scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import narwhals as nw
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.event import enlarged, frames, lifted
from mieux_dashboard.draw.policy import decimal
from mieux_dashboard.draw.results import named
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.draw.texts import FIGURES
from mieux_dashboard.export.briefing import record_sentence
from mieux_dashboard.measure.engine import collected, first, of_ids
from mieux_dashboard.measure.select import chosen_years, selected
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.dates import first_day
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages.overview import QUALIFIERS
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import LANGUAGE_NAMES, Words, message

NAME = "event"
LARGER = 1.9
"""How much larger than on a page the letters of a drawing are, on a screen 1920 pixels wide."""
LARGER_MAP = 1.7
LARGEST, ROOM = 2.6, 620
"""Bars have a height of their own: they become as large as the room on such a screen allows."""
ACTIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: its name in the ids, what stands on it, and how long it stands by itself.

    Parameters
    ----------
    figure
        Its drawing, larger; None where it has none.
    changes
        What changes on it from year to year.
    """

    name: str
    seconds: int
    children: list[Any]
    figure: Figure | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def layout(visit: Visit) -> list[Any]:
    """Lay all scenes out for a visit; the browser shows one at a time."""
    words = visit.words
    shown = _scenes(visit)
    plots = {
        scene.name: {"figure": scene.figure, "changes": scene.changes}
        for scene in shown
        if scene.figure
    }
    data = {"plots": plots, "language": visit.language, "overview": visit.href("")}
    return [
        html.H1(words("The programme on a big screen"), className="unseen"),
        html.Div(
            [_section(scene, n == 0) for n, scene in enumerate(shown)],
            id=f"{NAME}-stage",
            className="stage",
        ),
        _controls(visit, len(shown)),
        html.Div(id=f"{NAME}-said", className="unseen", role="status"),
        dcc.Store(id=f"{NAME}-data", data=data),
        dcc.Store(id=f"{NAME}-started"),
    ]


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app: the browser takes over when the scenes have arrived."""
    app.clientside_callback(
        ClientsideFunction("mieux_event", "start"),
        Output(f"{NAME}-started", "data"),
        Input(f"{NAME}-data", "data"),
    )


def _scenes(visit: Visit) -> list[Scene]:
    made = [
        _title(visit),
        _totals(visit),
        _filling(visit),
        _chart(visit, "actions-by-region", 12, bars=True),
        _chart(visit, "actions-over-time", 14),
        _chart(visit, "expertise-exchange", 14, LARGER_MAP),
        _adopted(visit),
        _chart(visit, "results-by-type", 12, bars=True),
        _closing(visit),
    ]
    return [scene for scene in made if scene]


def _section(scene: Scene, first: bool) -> html.Section:
    return html.Section(
        scene.children,
        id=f"{NAME}-{scene.name}",
        className="scene",
        hidden=not first,
        **_data(seconds=str(scene.seconds), scene=scene.name),
    )


def _data(**more: str | float) -> dict[str, Any]:
    """Return what the browser reads from an element, as data-*."""
    return {f"data-{name}": value for name, value in more.items()}


def _foot(*parts: str) -> html.P:
    return html.P(" · ".join(filter(None, parts)), className="source")


def _plot(name: str, alternative: str, visit: Visit, over: str | None = None) -> html.Figure:
    """Return the room of a drawing, which the browser fills while the scene is shown."""
    scrolls = labelled(visit.words("Chart, scrolls sideways"))
    milestone = html.P(over, id=f"{NAME}-milestone", className="milestone")
    plot = html.Div(id=f"{NAME}-{name}-plot", className="plot")
    return html.Figure(
        [
            *([] if over is None else [milestone]),
            html.Div(plot, className="room", tabIndex="0", role="group", **scrolls),
            html.Figcaption(alternative, className="unseen"),
        ]
    )


def _title(visit: Visit) -> Scene:
    words, programme = visit.words, visit.dataset.reference.programme
    record = record_sentence(visit.dataset, words)
    return Scene(
        "title",
        8,
        [
            html.Div(
                [
                    html.H2(words.programme),
                    html.P(f"{programme.start.year}–{programme.end.year}", className="glow"),
                    html.P(programme.titles[visit.language], className="rule"),
                ],
                className="middle",
            ),
            _foot(record),
        ],
    )


def _totals(visit: Visit) -> Scene:
    """Show what was published, or of a programme's own register what is counted."""
    words = visit.words
    shown = visit.site.shown("key-figures", visit.selection, visit.language)
    rows = shown.answer.table.to_dict("records")
    public = visit.dataset.reference.programme.record == "published"
    heading = words("Totals as published by the programme") if public else shown.finding
    sources = {(row["source_url"], row["as_of"]) for row in rows if row["source_url"] and public}
    said = [
        words("Source: {source}, {date}", source=urlsplit(url).netloc, date=words.date(as_of))
        for url, as_of in sorted(sources)
    ]
    return Scene(
        "totals",
        14,
        [
            html.H2(heading),
            html.P(shown.subtitle, className="rule"),
            html.Dl([_total(words, row, public) for row in rows], className="totals"),
            _foot(*(said or [shown.source])),
        ],
    )


def _total(words: Words, row: Mapping[Any, Any], public: bool) -> html.Div:
    leads = public and pd.notna(row["value"])
    known = QUALIFIERS.get(row["qualifier"])
    said = row["qualifier"] if known is None else words(known) if known else ""
    loaded = words("not shown") if pd.isna(row["n_loaded"]) else words.number(int(row["n_loaded"]))
    number = words.number(row["value"]) if leads else loaded
    return html.Div(
        [
            html.Dt(words(FIGURES[row["key"]])),
            html.Dd(
                [
                    html.Span(said if leads else "", className="qualifier"),
                    html.Span(number, className="number"),
                ]
            ),
        ]
    )


def _chart(
    visit: Visit, key: str, seconds: int, factor: float = LARGER, bars: bool = False
) -> Scene | None:
    """Show one chart of the catalogue, its finding as the heading; none where it is not public."""
    if not CHARTS[key].is_kept(visit.dataset.reference.programme):
        return None
    shown = visit.site.shown(key, visit.selection, visit.language)
    if shown.unpublished:
        return None
    if bars:
        factor = min(LARGEST, ROOM / shown.figure["layout"].get("height", ROOM))
    return Scene(
        key,
        seconds,
        [
            html.H2(shown.finding),
            html.P(shown.subtitle, className="rule"),
            _plot(key, shown.alternative, visit),
            _foot(shown.rests, shown.source),
        ],
        lifted(enlarged(shown.figure, factor)),
    )


def _filling(visit: Visit) -> Scene:
    """Show the map filling up year by year while the milestones pass."""
    dataset = visit.dataset
    chosen = replace(visit.selection, basis="start")
    years = chosen_years(dataset, chosen) or [dataset.reference.programme.end.year]
    measure = CHARTS["actions-by-country"].measure
    counts = [measure(dataset, replace(chosen, year_to=year)) for year in years]
    by_year = [
        dict(zip(table["country"], table["n_actions"].tolist(), strict=True)) for table in counts
    ]
    last = replace(chosen, year_to=years[-1])
    shown = visit.site.shown("actions-by-country", last, visit.language)
    reached = visit.site.shown("countries-reached", chosen, visit.language)
    figure = lifted(enlarged(shown.figure, LARGER_MAP))
    headings = [_until(visit, year, len(found)) for year, found in zip(years, by_year, strict=True)]
    passed = [_latest(visit, year) for year in years]
    changes: dict[str, Any] = {
        "years": years,
        "headings": headings,
        "milestones": passed,
        "at": [_along(visit, float(year + 1)) for year in years],
        "frames": frames(figure, by_year),
    }
    return Scene(
        "filling",
        20,
        [
            html.Div(
                [
                    html.H2(headings[-1], id=f"{NAME}-filling-heading"),
                    html.P(str(years[-1]), id=f"{NAME}-year", className="glow now"),
                ],
                className="over",
            ),
            html.P(reached.subtitle, className="rule"),
            _plot("filling", shown.alternative, visit, passed[-1]),
            _passing(visit, changes["at"][-1]),
            _foot(reached.rests, reached.source),
        ],
        figure,
        changes,
    )


def _until(visit: Visit, year: int, n: int) -> str:
    words = visit.words
    said = words.plural(
        "By the end of {year}, Actions had begun in {n} partner country or territory",
        "By the end of {year}, Actions had begun in {n} partner countries and territories",
        n,
        year=str(year),
    )
    made_up = words.reference.programme.record == "demonstration"
    return words("Demonstration · {said}", said=said) if made_up else said


def _milestones(visit: Visit) -> list[tuple[date, str]]:
    """List the core milestones, and those that the reader chose, by date."""
    listed = visit.dataset.reference.milestones
    wanted = (listed["core"] == "yes") | listed["id"].isin(visit.selection.milestone)
    rows = listed[wanted].sort_values("date")
    return [
        (first_day(day), code) for day, code in zip(rows["date"], rows["id"], strict=True) if day
    ]


def _latest(visit: Visit, year: int) -> str:
    passed = [code for day, code in _milestones(visit) if day.year <= year]
    return visit.words.milestone(passed[-1]) if passed else ""


def _along(visit: Visit, at: float) -> float:
    """Return where a time stands on the programme's life, in percent."""
    programme = visit.dataset.reference.programme
    first, last = programme.start.year, programme.end.year + 1
    return round(100 * min(1.0, max(0.0, (at - first) / (last - first))), 2)


def _passing(visit: Visit, at: float) -> html.Div:
    """Lay out the line of time: the years of core milestones, and a dot that moves along."""
    core = set(visit.dataset.reference.core_milestones["id"])
    places = [
        (day.year, _along(visit, decimal(day))) for day, code in _milestones(visit) if code in core
    ]
    marks = [
        html.Span(str(year), className="mark", style={"left": f"{place}%"}, **_data(at=place))
        for year, place in places
        if place
    ]
    dot = html.Span(id=f"{NAME}-dot", className="dot", style={"left": f"{at}%"})
    return html.Div([*marks, dot], className="passing")


def _adopted(visit: Visit) -> Scene | None:
    """Show the latest Actions of which a source says that a result was adopted."""
    words = visit.words
    results = selected(visit.dataset, "results", visit.selection)
    held = results.filter(nw.col("stage") == "adopted")
    adopted = collected(first(held, "date_from")).sort_values("date_from", kind="stable")
    if adopted.empty or not words.reference.programme.keeps("results"):
        return None
    latest = adopted.drop_duplicates("action_id", keep="last").tail(ACTIONS_SHOWN)
    stages = visit.site.shown("results-by-stage", visit.selection, visit.language)
    actions = of_ids(visit.dataset, "actions", latest["action_id"]).set_index("action_id")
    cards = [
        _came_of(words, row, actions.loc[row["action_id"]]) for row in latest.to_dict("records")
    ]
    heading = words.plural(
        "{n} result was adopted, as its source states",
        "{n} results were adopted, as their sources state",
        len(adopted),
    )
    made_up = words.reference.programme.record == "demonstration"
    return Scene(
        "adopted",
        18,
        [
            html.H2(words("Demonstration · {said}", said=heading) if made_up else heading),
            html.P([stages.finding, ". ", stages.subtitle], className="rule"),
            html.Div(cards, className="came-of"),
            _foot(stages.rests, stages.source),
        ],
    )


def _came_of(words: Words, row: Mapping[Any, Any], action: Mapping[Any, Any]) -> html.Article:
    said = words.content(row, "description")
    title = words.content(action, "title")
    evidence = words.name("evidence", row["evidence"]) if row["evidence"] else ""
    return html.Article(
        [
            html.P(words.date(row["date"]), className="glow"),
            html.H3(title, lang=words.content_language(action, "title")),
            html.P(
                said[:1].upper() + said[1:],
                lang=words.content_language(row, "description"),
                className="said",
            ),
            html.P(
                " · ".join(filter(None, [named("result_type", row["type"], words), evidence])),
                className="rule",
            ),
        ]
    )


def _closing(visit: Visit) -> Scene:
    """End with what the dates do not say, and where all of this can be read."""
    words = visit.words
    said = words("That two dates coincide is not influence.")
    address = visit.href("", Selection(data=visit.selection.data))
    return Scene(
        "closing",
        12,
        [
            html.Div(
                [
                    html.H2(said),
                    html.P(words("Every number, with its source and its rule:"), className="rule"),
                    html.P(address, id=f"{NAME}-address", className="glow"),
                ],
                className="middle",
            ),
            _foot(visit.site.shown("key-figures", visit.selection, visit.language).source),
        ],
    )


_BUTTONS = (
    ("back", "←", message("Previous scene (left arrow)")),
    ("next", "→", message("Next scene (right arrow)")),
    ("pause", "❚❚", message("Pause or go on (P)")),
    ("full", "", message("Full screen (F)")),
)


def _controls(visit: Visit, n: int) -> html.Div:
    """Lay out the way out and the buttons for what the keys do."""
    words = visit.words
    buttons = [
        html.Button(
            sign,
            id=f"{NAME}-{name}",
            type="button",
            title=words(label),
            **labelled(words(label), does=name),
        )
        for name, sign, label in _BUTTONS
    ]
    query = visit.selection.query()
    languages = [
        html.A(
            language.upper(),
            href=f"/{language}/{NAME}" + (f"?{query}" if query else ""),
            className="here" if language == visit.language else "",
            lang=language,
            hrefLang=language,
            title=LANGUAGE_NAMES[language],
            **_data(language=language),
        )
        for language in LANGUAGES
    ]
    return html.Div(
        [
            html.A(words("To the overview"), href=visit.href(""), id=f"{NAME}-out"),
            html.Span(f"1 / {n}", id=f"{NAME}-count", className="count"),
            html.Div(buttons, role="group", **labelled(words("Scenes"))),
            html.Nav(languages, **labelled(words("Languages (L)"))),
        ],
        className="event-controls",
    )


PAGE = Page(NAME, "event", message("Big screen"), layout, register, bare=True)

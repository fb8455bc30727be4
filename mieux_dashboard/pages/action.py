"""Page: everything known about one Action, and its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dash import dcc, html

from mieux_dashboard.export import briefing
from mieux_dashboard.export.briefing import web_addresses
from mieux_dashboard.measure.engine import of_ids
from mieux_dashboard.model.columns import ACTIONS, REQUESTS, Column
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages import absent
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.words import Words, message

NAME = "action"
HIDDEN = {
    "action_id", "title", "title_fr", "title_es", "output_fr", "output_es", "source_url",
    "areas_basis", "institution_type_basis", "phase_basis", "country_basis", "date_basis",
    "translation_basis", "request_id",
}  # fmt: skip
"""Columns that stand in another place of the page: at the top, beside a value, or as the source."""
ALWAYS = {
    "countries", "areas", "institution", "start_date", "end_date", "status", "phase",
    "participants", "expert_countries", "output",
}  # fmt: skip
"""What a reader looks for: where it is missing, the page says so."""
LOOKED_FOR = ("amounts", "activities", "participants-by-sex", "deployments")
"""What a reader looks for beside that, and no Action may have."""
DERIVED = {"start_period"}


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit; without an id (when ids are checked) it stays empty."""
    row = _row(visit.dataset, visit.path.get("action_id", ""))
    if not row:
        return []
    words = visit.words
    return [
        html.P(dcc.Link(words("All Actions"), href=visit.href("actions")), className="back"),
        html.H1(visit.content(row, "title")),
        *_note_on_translation(words, row),
        html.Dl(list(_facts(visit, row)), className="facts"),
        *absent.lacking(visit, *LOOKED_FOR),
        *_request(visit, row),
        html.H2(words("Sources")),
        html.Ul([html.Li(html.A(url, href=url)) for url in web_addresses(row["source_url"])]),
        *footnotes(visit, _named(row)),
    ]


def knows(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Say whether there is an Action of that id."""
    return bool(_row(dataset, path["action_id"]))


def _row(dataset: Dataset, action_id: str) -> dict[str, Any]:
    found = of_ids(dataset, "actions", [action_id])
    return dict(found.iloc[0]) if len(found) else {}


def _note_on_translation(words: Words, row: Mapping[str, Any]) -> list[Any]:
    done = all(words.content_reviewed(row, column) for column in ("title", "output"))
    if words.language == "en" or row["translation_basis"] != "unreviewed" or done:
        return []
    note = words("Title and output: translated from English, not yet reviewed. In English:")
    return [html.P([note, " ", html.Span(row["title"], lang="en")], className="rule")]


def _facts(visit: Visit, row: Mapping[str, Any]) -> Iterable[html.Div]:
    for column in ACTIONS.columns:
        said = value(visit, row, column)
        if column.name not in HIDDEN and (said or column.name in ALWAYS):
            yield _fact(visit.words.label(column), said or visit.words("not published"))
    for name, text in row.items():
        if name not in {*ACTIONS.names, *DERIVED} and isinstance(text, str) and text:
            yield _fact(name, [text])


def _fact(label: str, said: list[Any] | str) -> html.Div:
    return html.Div([html.Dt(label), html.Dd(said)])


def value(visit: Visit, row: Mapping[Any, Any], column: Column) -> list[Any]:
    """Say one value of a row, with its basis where that is not what was published."""
    words = visit.words
    basis = _basis(words, row, column.name)
    if column.name == "output":
        said: list[Any] = [visit.content(row, "output")] if row["output"] else []
    elif column.type == "number":
        said = [words.number(row[column.name])] if row[column.name] == row[column.name] else []
    elif column.type == "date":
        said = [words.date(row[column.name])] if row[column.name] else []
    elif column.codes:
        said = _codes(visit, row[column.name], column)
    elif column.type == "text":
        said = [in_english(visit, row[column.name])] if row[column.name] else []
    else:
        said = [row[column.name]] if row[column.name] else []
    return [*said, basis] if said and basis else said


def in_english(visit: Visit, text: str) -> Any:
    """Return a text that the data have in English only, marked so on other pages."""
    return html.Span(text, lang="en") if text and visit.language != "en" else text


def _codes(visit: Visit, cell: str, column: Column) -> list[Any]:
    said: list[Any] = []
    for code in filter(None, cell.split(";")):
        said += [", ", _code(visit, code, column)]
    return said[1:]


def _code(visit: Visit, code: str, column: Column) -> Any:
    words = visit.words
    parts = {"areas": "area", "institution_types": "institution"}
    if column.codes == "groups":
        return dcc.Link(words.group(code), href=visit.href(f"groups/{code}"))
    name = words.name(column.codes, code)
    if column.codes == "countries":
        return dcc.Link(name, href=visit.href(f"countries/{code}"))
    part = parts.get(column.codes)
    if part is None:
        return name
    if code in words.reference.pillars:
        part = "pillar"
    return dcc.Link(name, href=visit.href("map", visit.only(**{part: code})))


def _basis(words: Words, row: Mapping[Any, Any], column: str) -> Any:
    bases = {
        "areas": ("areas_basis", "basis"),
        "institution_type": ("institution_type_basis", "basis"),
        "phase": ("phase_basis", "basis"),
        "expert_countries": ("country_basis", "country_basis"),
        "start_date": ("date_basis", "date_basis"),
        "output": ("", ""),
    }
    name, codes = bases.get(column, ("", ""))
    code = row[name] if name else ""
    if not code or (codes == "basis" and code == "published"):
        return ""
    return html.Span(f" ({words.name(codes, code)})", className="basis")


def _request(visit: Visit, row: Mapping[str, Any]) -> list[Any]:
    requests = of_ids(visit.dataset, "request_actions", [row["action_id"]])["request_id"]
    answered = of_ids(visit.dataset, "requests", requests, "request_id").to_dict("records")
    if not answered:
        return []
    shown = ("received_date", "institution", "decision", "source_note")
    facts = [
        _fact(visit.words.label(column), value(visit, request, column))
        for request in answered
        for column in REQUESTS.columns
        if column.name in shown
    ]
    return [html.H2(visit.words("The request it answers")), html.Dl(facts, className="facts")]


def _named(row: Mapping[str, Any]) -> set[str]:
    return {*row["countries"].split(";"), *row["expert_countries"].split(";")}


def footnotes(visit: Visit, named: Collection[str]) -> list[Any]:
    """Add the footnote of each marked designation among the countries named."""
    notes = briefing.footnotes(visit.words, named)
    return [html.P(briefing.plain(note.line), className="rule") for note in notes]


def _tab(words: Words, dataset: Dataset, path: Mapping[str, str]) -> str:
    return words.content(_row(dataset, path["action_id"]), "title")


PAGE = Page(
    NAME,
    "actions/<action_id>",
    message("Action"),
    layout,
    knows=knows,
    place="none",
    tab=_tab,
)

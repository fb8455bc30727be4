"""The versions that were accepted: what each is, how two differ, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from werkzeug.exceptions import BadRequest

from mieux_dashboard.intake import undo
from mieux_dashboard.intake.bench import Bench
from mieux_dashboard.intake.compare import difference
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages import answers, dry_run, view
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.store import StoreError, Version
from mieux_dashboard.words import Words, message

BACK = "data-back"
WHO = "data-who"
LONGEST = 10
"""Digits that no number of a version has."""

_COUNTED = ("actions", "requests", "focal_points", "experts", "activities", "results")


def in_force(visit: Visit) -> str:
    """Say which version is in force, and what it holds."""
    words, store = visit.words, visit.site.store
    dataset = visit.dataset
    held = [
        words.pair(words.sheet(TABLES[name]), words.number(n_rows(dataset, name)))
        for name in _COUNTED
        if n_rows(dataset, name)
    ]
    if store is None or visit.selection.data:
        return " · ".join(held)
    last = store.versions()[-1]
    said = words(
        "Version {number}, in force since {date}.", number=last.number, date=_day(words, last.at)
    )
    as_of = words("Data as of {date}.", date=words.date(last.as_of)) if last.as_of else ""
    return " ".join(filter(None, [said, as_of, " · ".join(held)]))


def history(visit: Visit) -> list[Any]:
    """Lay out every version, the last one first, each with what it is and the way back to it."""
    words, site = visit.words, visit.site
    if site.store is None:
        return []
    listed = site.store.versions()
    heads = [
        words("Version"), words("When"), words("By"), words("What"), words("Files"),
        words("Go back"),
    ]  # fmt: skip
    rows = [_row(visit, one, one is listed[-1]) for one in reversed(listed)]
    said = words("Nothing is lost: going back makes a new version of the earlier tables.")
    return [
        html.H2(words("Versions")),
        html.P(said, className="rule"),
        stacking(heads, rows, words("Versions")),
    ]


def _row(visit: Visit, one: Version, last: bool) -> list[Any]:
    words = visit.words
    href = visit.href(f"data/versions/{one.number}")
    what = " · ".join(filter(None, [_kind(words, one), one.note]))
    back = _back(words, one.number) if visit.site.may_edit and not last else ""
    return [
        dcc.Link(words("Version {number}", number=one.number), href=href),
        _day(words, one.at),
        one.by,
        what,
        _files(visit, one),
        words("in force") if last else back,
    ]


def _kind(words: Words, one: Version) -> str:
    if one.kind == "first":
        return words("what ships with the program")
    if one.kind == "undo":
        return words("back to version {number}", number=one.undone_to)
    if one.kind == "erase":
        return words("a person was erased; else the tables of version {n}", n=one.undone_to)
    return words("files replaced what was there") if one.mode == "replace" else words("files added")


def _files(visit: Visit, one: Version) -> Any:
    """Name the files of a version; where one may load, each can be had as it was kept."""
    names = [name for name, _ in one.files]
    if not visit.site.may_edit:
        return ", ".join(names)
    return [
        html.A(
            name,
            href=f"/{visit.language}/data/versions/{one.number}/file-{place}",
            download="",
            className="file",
        )
        for place, name in enumerate(names)
    ]


def _back(words: Words, number: int) -> html.Details:
    """Offer the way back, behind a second press."""
    label = words("Make version {number} the one in force", number=number)
    return html.Details(
        [
            html.Summary(
                words("Go back"), **labelled(words("Go back to version {number}", number=number))
            ),
            html.Button(label, id={"type": BACK, "number": number}),
        ]
    )


def _day(words: Words, at: str) -> str:
    """Say when, to the minute, in UTC."""
    return f"{words.date(at[:10], short=True)} {at[11:16]} UTC"


def register(app: Dash, site: Site, bench: Bench, shown: str, said: str) -> None:
    """Let the buttons go back; `shown` and `said` are the ids of the history and of the status."""

    @app.callback(
        Output(shown, "children", allow_duplicate=True),
        Output(said, "children", allow_duplicate=True),
        inputs={
            "clicks": Input({"type": BACK, "number": ALL}, "n_clicks"),
            "who": State(WHO, "value"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    @site.for_editors
    def back(clicks: list[int | None], who: str | None, address: dict[str, str]) -> tuple[Any, Any]:
        if not any(clicks):
            return no_update, no_update
        language, _, here = address["path"].strip("/").partition("/")
        visit = Visit(site, language, here, {}, {})
        words = visit.words
        if not (by := site.who(who)):
            return no_update, words("Give your initials first: they stand beside the version.")
        to = ctx.triggered_id["number"]
        if not isinstance(to, int):
            raise BadRequest
        try:
            number = undo(bench.store, to, by)
        except StoreError as error:
            return no_update, answers.store_said(error, words)
        text = words(
            "Version {number} is in force: the tables of version {to}.", number=number, to=to
        )
        return history(visit), text


def one(visit: Visit) -> list[Any]:
    """Lay out one version and how it differs from the one before, or from ``against``."""
    words, store = visit.words, visit.site.store
    asked = visit.path.get("number", "")
    if store is None or not asked or visit.selection.data:
        return [html.H1(words("Version {number}", number=asked))]
    number = int(asked)
    version = next(one for one in store.versions() if one.number == number)
    against = _against(visit, version)
    facts: list[tuple[str, Any]] = [
        (words("Accepted"), f"{_day(words, version.at)} · {version.by}"),
        (words("What"), " · ".join(filter(None, [_kind(words, version), version.note]))),
        (words("Data as of"), words.date(version.as_of) if version.as_of else "–"),
        (words("Hash of its tables"), html.Code(version.tables_hash, className="hash")),
    ]
    body: list[Any] = [
        html.P(dcc.Link(words("All versions"), href=visit.href("data")), className="back"),
        html.H1(words("Version {number}", number=number)),
        html.Dl([part for name, value in facts for part in (html.Dt(name), html.Dd(value))]),
    ]
    if not against:
        return body
    found = difference(store.tables(against), store.tables(number))
    return [
        *body,
        html.H2(words("Against version {number}", number=against)),
        *(
            [*dry_run.counted(words, found.counts), dry_run.changes(visit, found.changes)]
            if not found.empty
            else [html.P(words("The tables are the same."))]
        ),
        _others(visit, version, against),
    ]


def _against(visit: Visit, version: Version) -> int:
    store, asked = visit.site.store, str(visit.query.get("against", ""))
    known = {one.number for one in store.versions()} if store else set()
    return int(asked) if _is_number(asked) and int(asked) in known else version.parent


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST


def _others(visit: Visit, version: Version, against: int) -> html.P:
    """Lead to the same version held against each other one."""
    words, store = visit.words, visit.site.store
    links = [
        dcc.Link(
            f" {words('Version {number}', number=other.number)} ",
            href=f"/{visit.language}/data/versions/{version.number}?against={other.number}",
        )
        for other in (store.versions() if store else ())
        if other.number not in (version.number, against)
    ]
    return html.P([words("Against another one:"), *links] if links else [])


def knows(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Whether there may be such a version; no later one than that in force."""
    return _is_number(path["number"]) and 1 <= int(path["number"]) <= dataset.version


VERSION_PAGE = Page(
    "version", "data/versions/<number>", message("Version"), one, knows=knows, place="none"
)

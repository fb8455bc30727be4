"""The decisions in force: what was asked and answered, by whom, and the way to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from werkzeug.exceptions import BadRequest

from mieux_dashboard.intake.bench import Bench
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import Decision, Question
from mieux_dashboard.pages import answers, dry_run, view
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.store import StoreError
from mieux_dashboard.words import Words, message

REVOKE = "data-revoke"
KINDS: Mapping[str, str] = {
    "value": message("what a text means"),
    "column": message("which column it is"),
    "sheet": message("which table a sheet is"),
    "order": message("in which order day and month stand"),
    "record": message("which record it is"),
    "person": message("whether two names are one person"),
}


def in_force(visit: Visit) -> list[Any]:
    """List the decisions in force, the last one first; a person stands there as a pseudonym."""
    words, site = visit.words, visit.site
    given = site.store.decisions().given if site.store else ()
    title = html.H2(words("Decisions in force"))
    if not given:
        return [title, html.P(words("No decision is in force."))]
    heads = [
        words("Asked"), words("Of"), words("Answer"), words("By"), words("When"),
        words("Take back"),
    ]  # fmt: skip
    rows = [
        [
            words(KINDS[one.kind]),
            " · ".join(filter(None, [_place(words, one), one.asked])),
            dry_run.answered(visit, _question(one), one.answer),
            one.by,
            words.date(one.at[:10], short=True),
            _take_back(words, one) if site.may_edit else "",
        ]
        for one in reversed(given)
    ]
    said = words(
        "Each holds for the next file too. One that is taken back is asked again; what was "
        "accepted with it stays."
    )
    return [
        title,
        html.P(said, className="rule"),
        stacking(heads, rows, words("Decisions in force")),
    ]


def _question(one: Decision) -> Question:
    return Question(one.kind, one.where, one.asked, one.asked)


def _place(words: Words, one: Decision) -> str:
    """Name the table, or table and column, that a decision is about; "" for a list of codes."""
    table, _, column = one.where.partition(".")
    if table not in TABLES:
        return ""
    name = words.sheet(TABLES[table])
    known = column in TABLES[table].names
    return f"{name} · {words.label(TABLES[table].column(column))}" if known else name


def _take_back(words: Words, one: Decision) -> html.Details:
    """Offer to take a decision back, behind a second press."""
    label = words("Take back the decision on “{asked}”", asked=one.asked)
    asked = "|".join((one.kind, one.where, one.asked))
    return html.Details(
        [
            html.Summary(words("Take back"), **labelled(label)),
            html.Button(words("Ask again from now on"), id={"type": REVOKE, "asked": asked}),
        ]
    )


def register(app: Dash, site: Site, bench: Bench, places: Mapping[str, str]) -> None:
    """Let the buttons take decisions back.

    `places` are the ids of the list (``shown``), the status (``said``), the files that are looked
    at (``sitting``) and the initials (``who``).
    """

    @app.callback(
        Output(places["shown"], "children", allow_duplicate=True),
        Output(places["said"], "children", allow_duplicate=True),
        Output(places["sitting"], "data", allow_duplicate=True),
        inputs={
            "clicks": Input({"type": REVOKE, "asked": ALL}, "n_clicks"),
            "who": State(places["who"], "value"),
            "data": State(places["sitting"], "data"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    @site.for_editors
    def take_back(
        clicks: list[int | None],
        who: str | None,
        data: dict[str, Any] | None,
        address: dict[str, str],
    ) -> tuple[Any, Any, Any]:
        if not any(clicks):
            return no_update, no_update, no_update
        language, _, here = address["path"].strip("/").partition("/")
        visit = Visit(site, language, here, {}, {})
        words = visit.words
        if not (by := site.who(who)):
            said = words("Give your initials first: they stand beside each decision.")
            return no_update, said, no_update
        kind, where, asked = [*str(ctx.triggered_id["asked"]).split("|", 2), "", ""][:3]
        if kind not in KINDS:
            raise BadRequest
        try:
            bench.store.revoke(kind, where, asked, by)  # type: ignore[arg-type]
        except StoreError as error:
            return no_update, answers.store_said(error, words), no_update
        again = {**data, "stamp": data.get("stamp", 0) + 1} if data else no_update
        return in_force(visit), words("The decision is taken back."), again

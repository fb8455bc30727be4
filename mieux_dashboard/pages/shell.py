"""The frame around every page: menu, languages, skip link, foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from mieux_dashboard.export.briefing import record_sentence
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import NAMES, Selection
from mieux_dashboard.pages import search
from mieux_dashboard.pages.access import SIGN_IN, SIGN_OUT
from mieux_dashboard.pages.page import Page, Visit, data, labelled
from mieux_dashboard.words import LANGUAGE_NAMES, Words

LOCATION = "_pages_location"
"""Dash's own address component."""


def frame(visit: Visit, page: Page, pages: Sequence[Page]) -> html.Div:
    """Put a page's content between the menu and the foot."""
    words = visit.words
    if page.bare:
        main = html.Main(page.layout(visit), id="content", className=f"page {page.name}")
        return html.Div(
            [*_banner(visit), main],
            lang=visit.language,
            className=f"bare {_accent(visit)}".strip(),
        )
    return html.Div(
        [
            html.A(words("Skip to the content"), href="#content", className="skip"),
            _header(visit, page, pages),
            *_banner(visit),
            html.Main(page.layout(visit), id="content", className=f"page {page.name}"),
            _footer(visit),
            html.Div(id="announced", role="status", className="unseen"),
            _refused(words),
        ],
        lang=visit.language,
        className=_accent(visit),
        **data(selection=" ".join(NAMES)),
    )


def kept(place: Any, path: Any) -> dict[str, Any]:
    """Return the id of a link, at some place of the frame, that keeps the selection."""
    return {"type": "keeps-selection", "place": place, "path": path}


def link(visit: Visit, place: str, label: Any, path: str, **more: Any) -> dcc.Link:
    """Return a link, at some place of the frame, that keeps the selection."""
    address = kept(place, f"/{visit.language}/{path}")
    return dcc.Link(label, href=visit.href(path), id=address, **more)


def _header(visit: Visit, page: Page, pages: Sequence[Page]) -> html.Header:
    words = visit.words
    programme = words.reference.programme
    brand = [
        html.Strong(words.programme),
        html.Span(f" {programme.start.year}–{programme.end.year}", className="life"),
    ]
    return html.Header(
        [
            link(
                visit, "brand", brand, "", className="brand", title=programme.titles[visit.language]
            ),
            html.Nav(_menu(visit, page, pages), className="menu", **labelled(words("Pages"))),
            search.box(visit),
            *_to_demonstration(visit),
            html.Nav(_languages(visit), className="languages", **labelled(words("Languages"))),
            *_signing(visit),
            html.Button(
                "◐",
                id="scheme",
                className="scheme",
                title=words("Light or dark"),
                **labelled(words("Light or dark")),
            ),
        ],
        className="top",
    )


def _signing(visit: Visit) -> list[Any]:
    """Offer the way out to who signed in, and the way in to who may look without."""
    words, access = visit.words, visit.site.access
    if access.mode != "oidc":
        return []
    name = access.reader().name
    if not name:
        there = urlencode({"next": visit.href(visit.here)})
        return [html.A(words("Sign in"), href=f"{SIGN_IN}?{there}", className="other-data")]
    out = html.Button(words("Sign out"), title=name, className="sign-out")
    return [html.Form(out, action=SIGN_OUT, method="POST")]


def _refused(words: Words) -> html.Div:
    """Give what the server refuses a place to be said; see assets/shell.js."""
    lost = words("The server cannot be reached, or what was sent was too large.")
    return html.Div(id="refused", role="alert", className="refused", **data(lost=lost))


def _menu(visit: Visit, page: Page, pages: Sequence[Page]) -> list[Any]:
    """Lay out the pages people come for in a row, and the others behind a word that opens them."""
    words = visit.words
    first = [_entry(visit, one, page) for one in pages if one.place == "first"]
    aside = [html.Li(_entry(visit, one, page)) for one in pages if one.place == "aside"]
    label = html.Summary(words("More"), className=_current(page.place == "aside"))
    return [*first, html.Details([label, html.Ul(aside)], className="more")]


def _entry(visit: Visit, entry: Page, page: Page) -> Any:
    """Return a page's link; the page in view, and one without a frame, are loaded anew by it."""
    label = visit.words(entry.menu)
    if entry is page:
        address = kept("menu", f"/{visit.language}/{entry.path}")
        here: dict[str, Any] = {"aria-current": "page"}
        return html.A(label, href=visit.href(entry.path), id=address, className="here", **here)
    if entry.bare:
        return html.A(label, href=visit.href(entry.path))
    return link(visit, "menu", label, entry.path)


def _banner(visit: Visit) -> list[html.Div]:
    """Say on every page of the demonstration that it is one, and lead out of it."""
    if not is_made_up(visit):
        return []
    words = visit.words
    said = words("Demonstration: everything here is made up.")
    out = [" ", _other_data(visit)] if visit.selection.data else []
    content: list[Any] = [html.Strong(said), *out]
    name = labelled(words("Demonstration"))
    return [html.Div(content, className="banner", role="region", **name)]


def _accent(visit: Visit) -> str:
    """Return the class of everything made up (assets/style.css)."""
    return "demonstration" if is_made_up(visit) else ""


def is_made_up(visit: Visit) -> bool:
    """Whether everything that the reader looks at is made up."""
    return visit.dataset.reference.programme.record == "demonstration"


def _to_demonstration(visit: Visit) -> list[html.A]:
    offered = visit.site.made_up and not visit.selection.data
    return [_other_data(visit)] if offered else []


def _other_data(visit: Visit) -> html.A:
    """Return the switch between the programme and the demonstration; the page is loaded anew."""
    here = visit.here if not visit.path else visit.here.partition("/")[0]
    there = Selection(data="" if visit.selection.data else "demonstration")
    label = (
        visit.words("To the public record")
        if visit.selection.data
        else visit.words("Demonstration")
    )
    return html.A(label, href=visit.href(here, there), className="other-data")


def _current(is_current: bool) -> str:
    return "here" if is_current else ""


def _languages(visit: Visit) -> list[html.A]:
    """Return links that load the page anew: the letters of a drawing are fixed when it is made."""
    here = visit.here
    query = "&".join(filter(None, (visit.selection.query(), visit.table, visit.own)))
    return [
        html.A(
            language.upper(),
            href=f"/{language}/{here}" + (f"?{query}" if query else ""),
            id=kept("language", f"/{language}/{here}"),
            className=_current(language == visit.language),
            lang=language,
            hrefLang=language,
            title=LANGUAGE_NAMES[language],
        )
        for language in LANGUAGES
    ]


def _footer(visit: Visit) -> html.Footer:
    words = visit.words
    return html.Footer(
        [
            html.P(record_sentence(visit.dataset, words)),
            html.P(words("That two dates coincide is not influence.")),
            html.P(link(visit, "foot", words("Method, sources and designations"), "about")),
        ],
        className="end",
    )

"""The words that pages explain where they first stand, and the page of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.words import message
from mieux_dashboard.words.glossary import Term, explained, shown, spoken_of

NAME = "glossary"
_EXPLAINED = ("answer", "rule")


def explain(visit: Visit, said: Sequence[Any]) -> list[Any]:
    """Explain the words of the paragraphs that open a page, each where it first stands.

    Parameters
    ----------
    said
        What the page opens with; its paragraphs of plain text are filled anew.
    """
    left = spoken_of(visit.words)
    for part in said:
        explains = isinstance(part, html.P) and getattr(part, "className", "") in _EXPLAINED
        if explains and isinstance(part.children, str):
            part.children, left = _marked(visit, part.children, left)
    return list(said)


def explain_rule(visit: Visit, rule: str) -> list[Any]:
    """Explain the rarer words of one chart's rule."""
    rare = tuple(term for term in spoken_of(visit.words) if not term.plain)
    return _marked(visit, rule, rare)[0]


def _marked(visit: Visit, text: str, terms: tuple[Term, ...]) -> tuple[list[Any], tuple[Term, ...]]:
    """Return a text with its terms as buttons (assets/terms.js), and the terms that are left."""
    parts = list(explained(text, visit.words, terms))
    found = [part[1] for part in parts if isinstance(part, tuple)]
    said = [part if isinstance(part, str) else _button(visit, *part) for part in parts]
    return said, tuple(term for term in terms if term not in found)


def _button(visit: Visit, text: str, term: Term) -> html.Button:
    more: dict[str, Any] = {
        "data-word": shown(term, visit.words),
        "data-meaning": visit.words(term.meaning),
    }
    return html.Button(text, type="button", className="term", **more)


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    words = visit.words
    return [
        html.H1(words("What do the words mean?")),
        html.P(
            words("Each word means one thing, on every page and in every file."), className="answer"
        ),
        html.Dl([_entry(visit, term) for term in spoken_of(words)], className="facts"),
    ]


def _entry(visit: Visit, term: Term) -> html.Div:
    others = [language for language in LANGUAGES if language != visit.language]
    return html.Div(
        [
            html.Dt(shown(term, visit.words)),
            html.Dd([visit.words(term.meaning), html.Div(list(_said(visit, term, others)))]),
        ],
        id=term.key,
    )


def _said(visit: Visit, term: Term, languages: Iterable[str]) -> Iterable[Any]:
    """Say a term in the other languages, for those who write in several."""
    for language in languages:
        said = shown(term, visit.site.words(language, visit.selection.data))
        yield html.Span(
            [f"{language.upper()} ", html.Span(said, lang=language)],
            className="basis other-word",
        )


PAGE = Page(NAME, "glossary", message("Glossary"), layout)

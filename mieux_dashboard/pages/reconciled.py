"""A table of published figures beside what is loaded, with the reason of each difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from mieux_dashboard.draw.texts import FIGURES, published
from mieux_dashboard.export.reconciliation import reconciled
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.words import Words, message


def table(visit: Visit, headline: bool = False) -> html.Div:
    """Return the table for a visit; `headline` keeps the six totals of the whole programme."""
    words = visit.words
    rows = [
        row
        for row in reconciled(visit.dataset, words, visit.site.shown_from)
        if not headline or row["key"] in FIGURES
    ]
    names = (
        words("Figure"),
        words("Published"),
        words("As of"),
        words("Loaded"),
        words("Difference"),
        words("Reason"),
        words("Source"),
    )
    head = html.Tr([html.Th(name, scope="col") for name in names])
    body = [_row(words, row) for row in rows]
    caption = html.Caption(words("Published figures and what is loaded"), className="unseen")
    return html.Div(
        html.Table([caption, html.Thead(head), html.Tbody(body)]), className="table", tabIndex="0"
    )


PARTS = {
    "west-african-states": message("West African states"),
    "east-south-central-africa": message("Eastern, Southern and Central Africa"),
    "west-central-africa": message("Western and Central Africa"),
    "east-southern-africa": message("Eastern and Southern Africa"),
    "diaspora": message("diaspora engagement"),
    "recruited": message("recruited"),
}
"""Parts of a figure's key that are neither a phase nor a region of ours."""


def name(key: str, words: Words) -> str:
    """Say a figure's key in words: its subject, then its phase, region or years."""
    subject, *parts = key.split(":")
    said = [words(FIGURES[subject]), *(_part(part, words) for part in parts)]
    return " · ".join(filter(None, said))


def _part(part: str, words: Words) -> str:
    """Say one part of a key; what only tells two figures apart is left to their date and source."""
    if re.fullmatch(r"\d{4}(-\d{4})?", part):
        return part.replace("-", "–")
    known = PARTS.get(re.sub(r"-\d{4}$", "", part))
    if known:
        return words(known)
    said = words.region(words.name("phases", part))
    return "" if said == part else said


def _row(words: Words, row: Mapping[str, Any]) -> html.Tr:
    total = published({"qualifier": row["qualifier"], "value": row["published"]}, words)
    source = html.A(_site(row["source_url"]), href=row["source_url"])
    return html.Tr(
        [
            html.Th(name(row["key"], words), scope="row"),
            html.Td(total, className="number"),
            html.Td(words.date(row["as_of"])),
            *_numbers(words, (row["loaded"], row["difference"])),
            html.Td(row["reason"]),
            html.Td(source if row["source_url"] else ""),
        ]
    )


def _numbers(words: Words, values: Iterable[float | None]) -> list[html.Td]:
    said = ["–" if value is None else words.number(value) for value in values]
    return [html.Td(text, className="number") for text in said]


def _site(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")

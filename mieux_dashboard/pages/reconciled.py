"""A table of published figures beside what is loaded, with the reason of each difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dash import html

from mieux_dashboard.draw.texts import FIGURES, published
from mieux_dashboard.export.reconciliation import reconciled
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.tables import stacking
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
    caption = words("Published figures and what is loaded")
    said = [_row(words, row) for row in rows]
    return html.Div(
        stacking(names, said, caption, numeric="-n-nn--"), className="table", tabIndex="0"
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


def _row(words: Words, row: Mapping[str, Any]) -> list[Any]:
    total = published({"qualifier": row["qualifier"], "value": row["published"]}, words)
    source = html.A(_site(row["source_url"]), href=row["source_url"])
    loaded, difference = (
        "–" if row[part] is None else words.number(row[part]) for part in ("loaded", "difference")
    )
    return [
        name(row["key"], words),
        total,
        words.date(row["as_of"]),
        loaded,
        difference,
        row["reason"],
        source if row["source_url"] else "",
    ]


def _site(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")

"""Figures as they were published: each with its qualifier in words, its date and its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.bars import Bar, bars, divided
from mieux_dashboard.draw.style import ACCENT, Figure, hatched, solid
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

EXPERTS = {
    "experts:share-non-eu": message("From outside the EU"),
    "experts:mieux-iii:share-men": message("Men, MIEUX III"),
    "experts:mieux-iii:share-women": message("Women, MIEUX III"),
    "experts:mieux-iii": message("MIEUX III"),
    "experts:recruited-2016": message("Recruited until then"),
    "experts:recruited-2016:member-states": message("Recruited from 22 Member States of the EU"),
    "experts:recruited-2016:non-governmental": message(
        "Recruited from civil society, universities and EU agencies"
    ),
    "experts:recruited-2016:south": message("Recruited from the South"),
    "experts:west-central-africa-2020": message("In Western and Central Africa"),
    "experts:west-central-africa-2023": message("In Western and Central Africa"),
    "experts:east-southern-africa": message("In Eastern and Southern Africa"),
    "experts:eu-neighbourhood": message("In the EU Neighbourhood"),
}
"""What a published figure about a part of the experts is; the others are about all of them."""


def site(url: str) -> str:
    """Return the site of an address."""
    return urlsplit(url).netloc.removeprefix("www.")


def phase(code: str, words: Words) -> str:
    """Say a phase, or the whole programme."""
    return words.name("phases", code) if code else words("Whole programme")


def expert_figure(row: Mapping[Any, Any], words: Words) -> str:
    """Say what a published figure about experts is about."""
    if row["key"] in EXPERTS:
        return words(EXPERTS[row["key"]])
    return words("Whole programme") if row["scope"] == "programme" else str(row["scope"])


def expert_value(row: Mapping[Any, Any], words: Words) -> str:
    """Say a published figure about experts: a number with its qualifier, or a percentage."""
    if row["unit"] == "percent":
        return words.percent(float(row["value"]) / 100)
    return texts.published(row, words)


def requests_by_phase(answer: Answer, words: Words) -> Figure:
    """Draw the published requests of each phase; hatched where derived from other figures.

    Parameters
    ----------
    answer
        With the table of `measure.published.published_requests_by_phase`.
    """
    return _by_phase(answer, words)


def participants(answer: Answer, words: Words) -> Figure:
    """Draw the published participants in all and by phase; hatched where derived.

    Parameters
    ----------
    answer
        With the table of `measure.published.published_participants`.
    """
    return _by_phase(answer, words)


def _by_phase(answer: Answer, words: Words) -> Figure:
    names = {words("published"): solid(ACCENT), words("derived from other figures"): hatched()}
    return divided([_phase(row, words) for row in answer.table.to_dict("records")], names)


def _phase(row: Mapping[Any, Any], words: Words) -> Bar:
    name, said = phase(str(row["phase"]), words), texts.published(row, words)
    value = float(row["value"])
    parts = (0.0, value) if row["basis"] == "derived" else (value, 0.0)
    detail = [site(str(row["source_url"]))]
    if "n_loaded" in row:
        loaded = int(row["n_loaded"])
        detail.append(words.plural("{n} loaded one by one", "{n} loaded one by one", loaded))
    hover = f"<b>{name}</b><br>{said}<br>{row['source_url']}"
    return Bar(name, parts, said, hover, str(row["phase"]), detail=" · ".join(detail))


def experts(answer: Answer, words: Words) -> Figure:
    """Draw every published figure about experts, by what it is about and by date.

    Parameters
    ----------
    answer
        With the table of `measure.published.published_experts`.
    """
    rows = answer.table.sort_values("as_of", kind="stable").to_dict("records")
    groups: dict[str, list[dict[Any, Any]]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(row)
    headings = {
        "whole": words("Whole programme"),
        "part": words("Parts of it"),
        "percent": words("Shares of experts"),
    }
    listed = []
    for group, heading in headings.items():
        for n, row in enumerate(groups.get(group, [])):
            listed.append(_expert(row, group, "" if n else heading, _longest(groups), words))
    return bars(listed)


def _group(row: Mapping[Any, Any]) -> str:
    if row["unit"] == "percent":
        return "percent"
    return "part" if row["key"] in EXPERTS or row["scope"] != "programme" else "whole"


def _longest(groups: dict[str, list[dict[Any, Any]]]) -> float:
    """Return the highest number of experts; it takes the whole width, as 100 per cent does."""
    return max(
        (row["value"] for group, rows in groups.items() if group != "percent" for row in rows),
        default=1.0,
    )


def _expert(row: Mapping[Any, Any], group: str, heading: str, longest: float, words: Words) -> Bar:
    when = words.date(str(row["as_of"]))
    name = when if group == "whole" else expert_figure(row, words)
    parts = [site(str(row["source_url"]))] if group == "whole" else [when, site(row["source_url"])]
    said = expert_value(row, words)
    hover = f"<b>{expert_figure(row, words)}</b><br>{words.pair(when, said)}<br>{row['source_url']}"
    length = float(row["value"]) / (100 if group == "percent" else longest)
    detail = " · ".join(filter(None, parts))
    return Bar(name, (length,), said, hover, str(row["key"]), heading=heading, detail=detail)

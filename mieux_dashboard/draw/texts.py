"""Sentences and pieces that several drawings share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mieux_dashboard.draw.style import MUTED, SIZE, Figure, layout, note
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message


def actions(n: int, words: Words) -> str:
    """Say a number of Actions."""
    return words.plural("{n} Action", "{n} Actions", n)


def base(answer: Answer, words: Words) -> str:
    """Say the Actions that a figure counts among: "111 Actions with a public page"."""
    total = answer.rests_on.total
    if answer.selection.narrows:
        return words.plural("{n} selected Action", "{n} selected Actions", total)
    if only_record(answer) == "published":
        return words.plural(
            "{n} Action with a public page", "{n} Actions with a public page", total
        )
    if only_record(answer) == "demonstration":
        return words.plural("{n} made-up Action", "{n} made-up Actions", total)
    return actions(total, words)


def of_base(name: str, count: int, answer: Answer, words: Words) -> str:
    """Say a number with its base: "Africa: 50 of the 111 Actions with a public page"."""
    total = answer.rests_on.total
    said = {"name": name, "count": count}
    if answer.selection.narrows:
        return words.plural(
            "{name}: {count} of the {n} selected Action",
            "{name}: {count} of the {n} selected Actions",
            total,
            **said,
        )
    if only_record(answer) == "published":
        return words.plural(
            "{name}: {count} of the {n} Action with a public page",
            "{name}: {count} of the {n} Actions with a public page",
            total,
            **said,
        )
    if only_record(answer) == "demonstration":
        return words.plural(
            "{name}: {count} of the {n} made-up Action",
            "{name}: {count} of the {n} made-up Actions",
            total,
            **said,
        )
    return words.plural(
        "{name}: {count} of the {n} Action", "{name}: {count} of the {n} Actions", total, **said
    )


def only_record(answer: Answer) -> str:
    """Return the record source that all records have, "" where they have several or none."""
    sources = [source for source, n in answer.rests_on.records.items() if n]
    return sources[0] if len(sources) == 1 else ""


def nothing(words: Words) -> Figure:
    """Return the figure that says that there is nothing to draw."""
    hidden = {"visible": False, "range": [0, 1]}
    said = note(
        words("No Action matches"),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        xanchor="center",
        font={"size": SIZE + 2, "color": MUTED},
    )
    return {
        "data": [],
        "layout": layout(height=180, xaxis=hidden, yaxis=hidden, annotations=[said]),
    }


FIGURES = {
    "actions": message("Actions"),
    "countries": message("Countries and territories"),
    "requests": message("Requests"),
    "focal-points": message("Focal points"),
    "experts": message("Experts"),
    "participants": message("Participants"),
}


def published(row: Mapping[Any, Any], words: Words) -> str:
    """Say a published total with its qualifier: "more than 100"; "" where there is none."""
    if row["value"] != row["value"]:
        return ""
    said = {
        "more than": words("more than {n}", n=row["value"]),
        "up to": words("up to {n}", n=row["value"]),
        "about": words("about {n}", n=row["value"]),
        "an estimated": words("an estimated {n}", n=row["value"]),
    }
    return said.get(row["qualifier"], f"{row['qualifier']} {words.number(row['value'])}".strip())


def key_figure(row: Mapping[Any, Any], words: Words) -> str:
    """Say a key figure: what is loaded, and beside it what was published."""
    name, total = words(FIGURES[row["key"]]), published(row, words)
    if not total:
        return words("{name}: {n} loaded", name=name, n=row["n_loaded"])
    if not row["n_loaded"]:
        return words("{name}: published total {total}; no rows loaded", name=name, total=total)
    return words(
        "{name}: {n} loaded; published total: {total}", name=name, n=row["n_loaded"], total=total
    )

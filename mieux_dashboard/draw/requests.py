"""What was asked of the programme, and what became of it."""

from __future__ import annotations

from typing import Any

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.bars import Bar, in_parts, with_hollow
from mieux_dashboard.draw.style import (
    ACCENT,
    CLASSES,
    MUTED,
    Figure,
    hatched,
    hollow,
    solid,
)
from mieux_dashboard.draw.years import Beneath, Part, yearly
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

STEPS = {
    "received": message("Received"),
    "decided": message("Decided: accepted or declined"),
    "accepted": message("Accepted"),
    "action": message("Became an Action"),
    "declined": message("Declined"),
    "withdrawn": message("Withdrawn"),
    "pending": message("Pending"),
    "not-published": message("Decision not known"),
}
_FROM_REQUEST_TO_ACTION = ("received", "decided", "accepted", "action")


def over_time(answer: Answer, words: Words) -> Figure:
    """Draw the requests received in each year by decision, and how many there were until then.

    Parameters
    ----------
    answer
        With the table of `measure.requests.requests_over_time`.
    """
    table = answer.table
    apart = table["decision"].nunique() > 2
    cumulative = table.drop_duplicates("year")["n_cumulative"].tolist()
    parts = [
        _decision(str(code), rows.to_dict("records"), words, apart)
        for code, rows in table.groupby("decision", sort=False)
        if rows["n_requests"].any()
    ]
    years = table["year"].drop_duplicates().tolist()
    beneath = Beneath(words("All until then"), [words.number(n) for n in cumulative])
    return yearly(answer, words, years, parts, beneath)


def _decision(code: str, rows: list[dict[Any, Any]], words: Words, apart: bool) -> Part:
    counts = [int(row["n_requests"]) for row in rows]
    name = decision(code, words) if apart or code else words("all others")
    fills = {
        "accepted": solid(ACCENT),
        "declined": solid(MUTED),
        "withdrawn": solid(CLASSES[1]),
        "pending": hatched(),
    }
    hover = [
        f"<b>{name}</b><br>" + words.pair(str(row["year"]), texts.counted("requests", n, words))
        for row, n in zip(rows, counts, strict=True)
    ]
    total = words.number(sum(counts))
    return Part(f"{name} {total}", counts, hover, fills.get(code, hollow()))


def decision(code: str, words: Words) -> str:
    """Say a decision, or that it is not known."""
    return words.name("decision", code) if code else words("decision not known")


def decisions(answer: Answer, words: Words) -> Figure:
    """Draw the requests that reached each step towards an Action, and those that did not.

    Parameters
    ----------
    answer
        With the table of `measure.requests.request_decisions`.
    """
    rows = answer.table.to_dict("records")
    towards = [row for row in rows if row["step"] in _FROM_REQUEST_TO_ACTION]
    others = [row for row in rows if row not in towards and row["n_requests"]]
    listed = [
        *(_step(row, words("From request to Action") if not n else "", words)
          for n, row in enumerate(towards)),
        *(_step(row, words("The others") if not n else "", words) for n, row in enumerate(others)),
    ]  # fmt: skip
    return with_hollow(listed, [bar.code == "not-published" for bar in listed])


def _step(row: dict[Any, Any], heading: str, words: Words) -> Bar:
    step, n = str(row["step"]), int(row["n_requests"])
    name = words(STEPS[step])
    hover = f"<b>{name}</b><br>{texts.counted('requests', n, words)}"
    colour = ACCENT if step in _FROM_REQUEST_TO_ACTION else MUTED
    return Bar(name, (n,), words.number(n), hover, step, colour, heading)


def by_institution(answer: Answer, words: Words) -> Figure:
    """Draw a bar per type of institution, most requests first.

    Parameters
    ----------
    answer
        With the table of `measure.requests.requests_by_institution`.
    """
    listed = [_institution(row, words) for row in answer.table.to_dict("records")]
    return in_parts(listed, answer.table, answer, words)


def _institution(row: dict[Any, Any], words: Words) -> Bar:
    code, n = str(row["institution_type"]), int(row["n_requests"])
    name = words.institution_type(code)
    hover = f"<b>{name}</b><br>{texts.counted('requests', n, words)}"
    return Bar(name, (n,), words.number(n), hover, code)

"""Sides of a comparison next to each other."""

from __future__ import annotations

from typing import Any

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.bars import Bar, bars
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

FIGURES = texts.FIGURES | {"results": message("Results")}
"""What a comparison counts."""


def side(by: str, code: str, words: Words) -> str:
    """Say the name of a side, with a capital: "After GAMM"."""
    names = {
        "period": words.period,
        "region": words.region,
        "group": words.group,
        "country": words.country,
        "pillar": words.area,
    }
    name = names[by](code) if by in names else words.name("phases", code)
    return name[:1].upper() + name[1:]


def sides(answer: Answer, words: Words, by: str) -> Figure:
    """Draw for each figure a bar per side; each figure has a scale of its own.

    Parameters
    ----------
    answer
        With the table of `measure.comparison.comparison`.
    by
        What is compared.
    """
    listed: list[Bar] = []
    for key, rows in answer.table.groupby("key", sort=False):
        highest = rows["n_count"].max()
        for n, row in enumerate(rows.to_dict("records")):
            heading = "" if n else words(FIGURES[str(key)])
            listed.append(_bar(row, by, heading, highest, words))
    return bars(listed, 30, words("Each figure has a scale of its own"))


def _bar(row: dict[Any, Any], by: str, heading: str, highest: Any, words: Words) -> Bar:  # noqa: ANN401 - a number or NA
    name, n = side(by, str(row["side"]), words), row["n_count"]
    said = texts.number_or_hidden(n, words)
    long = 0.0 if texts.hidden(n) or not highest else float(n / highest)
    hover = f"<b>{name}</b><br>{words.pair(words(FIGURES[row['key']]), said)}"
    return Bar(name, (long,), said, hover, str(row["side"]), heading=heading)

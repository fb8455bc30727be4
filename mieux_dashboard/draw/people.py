"""Experts, focal points and participants: persons, whose small numbers may be hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.bars import Bar, divided, with_hollow
from mieux_dashboard.draw.lettering import text_width
from mieux_dashboard.draw.style import (
    ACCENT,
    CLASSES,
    INK,
    SIZE,
    Figure,
    hatched,
    hollow,
    layout,
    note,
    solid,
)
from mieux_dashboard.draw.years import HIDDEN, Beneath, Part, yearly
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

SEXES = {
    "female": message("women"),
    "male": message("men"),
    "": message("sex not known"),
    "not-published": message("sex not known"),
}
_ROW, _BAR = 22, 14


def known(n: object) -> int | None:
    """Return a number of persons, or None where it is not shown."""
    return None if texts.hidden(n) else int(n)  # type: ignore[call-overload]


def _year_hovers(table: pd.DataFrame, column: str, kind: str, words: Words) -> list[str]:
    return [
        words.pair(str(year), texts.count_or_hidden(kind, n, words))
        for year, n in zip(table["year"].tolist(), table[column].tolist(), strict=True)
    ]


def _numbers(values: list[object], words: Words) -> list[str]:
    return [HIDDEN if texts.hidden(n) else words.number(int(n)) for n in values]  # type: ignore[call-overload]


def experts_over_time(answer: Answer, words: Words) -> Figure:
    """Draw the experts by the year of their first deployment, and how many until then.

    Parameters
    ----------
    answer
        With the table of `measure.people.experts_over_time`.
    """
    table = answer.table
    new = [known(n) for n in table["n_new"].tolist()]
    part = Part("", new, _year_hovers(table, "n_new", "experts", words), solid(ACCENT))
    sums = _numbers(table["n_experts"].tolist(), words)
    known_sums = any(text != HIDDEN for text in sums)
    beneath = Beneath(words("All until then"), sums) if known_sums else None
    return yearly(answer, words, table["year"].tolist(), [part], beneath)


def focal_points_over_time(answer: Answer, words: Words) -> Figure:
    """Draw the focal points in place in each year, and of how many Member States they were.

    Parameters
    ----------
    answer
        With the table of `measure.people.focal_points_over_time`.
    """
    table, column = answer.table, "n_focal_points"
    placed = [known(n) for n in table[column].tolist()]
    part = Part("", placed, _year_hovers(table, column, "focal_points", words), solid(ACCENT))
    states = _numbers(table["n_member_states"].tolist(), words)
    beneath = Beneath(words("Member States with a focal point"), states)
    return yearly(answer, words, table["year"].tolist(), [part], beneath)


def participants_over_time(answer: Answer, words: Words) -> Figure:
    """Draw the participants of each year; hatched where they stand in the Action's first year.

    Parameters
    ----------
    answer
        With the table of `measure.activities.participants_over_time`.
    """
    table, column = answer.table, "n_participants"
    own = (table["source"] == "activities").all()
    attended = [known(n) for n in table[column].tolist()]
    hovers = _year_hovers(table, column, "participants", words)
    part = Part("", attended, hovers, solid(ACCENT) if own else hatched())
    return yearly(answer, words, table["year"].tolist(), [part])


def experts_by_kind(answer: Answer, words: Words) -> Figure:
    """Draw a bar per kind of institution, divided by sex.

    Parameters
    ----------
    answer
        With the table of `measure.people.experts_by_kind`.
    """
    occurs = answer.table["n_experts"].fillna(1) > 0
    table = answer.table[answer.table["sex"].isin(answer.table[occurs]["sex"])]
    kinds = [
        _kind(str(code), rows, words)
        for code, rows in table.groupby("institution_type", sort=False)
        if occurs[rows.index].any()
    ]
    fills = {"female": solid(ACCENT), "male": solid(CLASSES[1]), "": hollow()}
    named = {words(SEXES[code]): fills[code] for code in dict.fromkeys(table["sex"])}
    return divided(kinds, named)


def _kind(code: str, rows: pd.DataFrame, words: Words) -> Bar:
    counts = dict(zip(rows["sex"], rows["n_experts"].tolist(), strict=True))
    name = institution(code, words)
    split = " · ".join(
        words.pair(words(SEXES[sex]), texts.number_or_hidden(n, words))
        for sex, n in counts.items()
        if texts.hidden(n) or n
    )
    shown = [known(n) for n in counts.values()]
    parts = tuple(n or 0 for n in shown)
    end = "" if None in shown else words.number(sum(parts))
    return Bar(name, parts, end, f"<b>{name}</b><br>{split}", code, detail=split)


def institution(code: str, words: Words) -> str:
    """Say the kind of an expert's institution, with a capital."""
    name = words.name("expert_institution_type", code) if code else words("kind not known")
    return name[:1].upper() + name[1:]


def participants_by_sex(answer: Answer, words: Words) -> Figure:
    """Draw a bar each for women, men and those whose sex is not known, where there are any.

    Parameters
    ----------
    answer
        With the table of `measure.activities.participants_by_sex`.
    """
    occurring = answer.table[answer.table["n_participants"].fillna(1) > 0]
    rows = occurring.to_dict("records")
    listed = [_sex(row, words) for row in rows]
    return with_hollow(listed, [row["sex"] == "not-published" for row in rows])


def sex(code: str, words: Words) -> str:
    """Say women, men or that the sex is not known, with a capital."""
    name = words(SEXES[code])
    return name[:1].upper() + name[1:]


def _sex(row: dict[Any, Any], words: Words) -> Bar:
    name, n = sex(row["sex"], words), row["n_participants"]
    hover = f"<b>{name}</b><br>{texts.count_or_hidden('participants', n, words)}"
    return Bar(name, (known(n) or 0,), texts.number_or_hidden(n, words), hover, row["sex"])


def focal_points_by_member_state(answer: Answer, words: Words) -> Figure:
    """Draw a thin bar per Member State, most focal points first, then by name.

    Parameters
    ----------
    answer
        With the table of `measure.people.focal_points_by_member_state`.
    """
    rows = [
        (words.country(code), n, code)
        for code, n in zip(
            answer.table["member_state"], answer.table["n_focal_points"].tolist(), strict=True
        )
    ]
    rows.sort(key=lambda row: (-(known(row[1]) or 0), row[0]))
    left = round(max(text_width(name, SIZE) for name, _, _ in rows)) + 10
    counts = [known(n) or 0 for _, n, _ in rows]
    ends = [texts.number_or_hidden(n, words) for _, n, _ in rows]
    room = max(text_width(end, SIZE, bold=True) for end in ends)
    at = list(range(len(rows)))
    letters = [
        *(_name(name, y, left) for (name, _, _), y in zip(rows, at, strict=True)),
        *(_end(end, n, y) for end, n, y in zip(ends, counts, at, strict=True)),
    ]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": counts,
        "y": at,
        "width": _BAR / _ROW,
        "marker": solid(ACCENT),
        "customdata": [code for _, _, code in rows],
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{name}</b><br>{texts.count_or_hidden('focal_points', n, words)}"
            for name, n, _ in rows
        ],
    }
    return {
        "data": [trace],
        "layout": layout(
            height=len(rows) * _ROW + 8,
            margin={"l": left, "r": round(room) + 14, "t": 4, "b": 4},
            annotations=letters,
            xaxis={"range": [0, max([1, *counts])], "visible": False, "automargin": False},
            yaxis={"range": [len(rows) - 0.5, -0.5], "visible": False, "automargin": False},
        ),
    }


def _name(text: str, y: float, left: int) -> Figure:
    where = {"x": 0, "y": y, "xref": "paper", "yref": "y", "xshift": -left, "yanchor": "middle"}
    return note(text, borderpad=0, font={"size": SIZE, "color": INK}, **where)


def _end(text: str, n: float, y: float) -> Figure:
    where = {"x": n, "y": y, "xref": "x", "yref": "y", "xshift": 6, "yanchor": "middle"}
    return note(f"<b>{text}</b>", borderpad=0, font={"size": SIZE, "color": INK}, **where)

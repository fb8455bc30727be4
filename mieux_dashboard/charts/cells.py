"""How a cell of a reader's table comes from a row of a measure: names, numbers and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mieux_dashboard.draw import texts
from mieux_dashboard.words import Words

Row = Mapping[Any, Any]
Show = Callable[[Row, str, Words], object]
"""Row, column and words in; what the reader sees out."""


def number(row: Row, column: str, words: Words) -> int:
    """Show a count as a number."""
    return int(row[column])


def persons(row: Row, column: str, words: Words) -> int | str:
    """Show a count of persons as a number, or say that it is not shown."""
    return words("not shown") if texts.hidden(row[column]) else int(row[column])


def coded(listed: str, unknown: str = "") -> Show:
    """Show the name of a code of a list; the message `unknown` where there is no code.

    Parameters
    ----------
    listed
        Name of the code list or reference list.
    unknown
        A message, "" to show nothing.
    """

    def show(row: Row, column: str, words: Words) -> str:
        code = row[column]
        return words.name(listed, code) if code else (words(unknown) if unknown else "")

    return show


def decimal(row: Row, column: str, words: Words) -> str:
    """Show a number with one decimal."""
    return words.number(float(row[column]), 1)


def plain(row: Row, column: str, words: Words) -> str:
    """Show a value as it is, such as a year."""
    return str(row[column])


def share(row: Row, column: str, words: Words) -> str:
    """Show a share as a percentage; nothing where there is no base."""
    return "" if row[column] != row[column] else words.percent(row[column])


def region(row: Row, column: str, words: Words) -> str:
    """Show the name of a region or subregion."""
    return words.region(row[column])


def country(row: Row, column: str, words: Words) -> str:
    """Show the name of a country or territory, or that it is not known."""
    return words.country(row[column]) or words("not known")


def area(row: Row, column: str, words: Words) -> str:
    """Show the name of a pillar or area."""
    return words.area(row[column])


def period(row: Row, column: str, words: Words) -> str:
    """Show the words of a period."""
    return words.period(row[column])


def institution(row: Row, column: str, words: Words) -> str:
    """Show the name of an institution type."""
    return words.institution_type(row[column])


def content(row: Row, column: str, words: Words) -> str:
    """Show a title in the language."""
    return words.content(row, column)


def day(row: Row, column: str, words: Words) -> str:
    """Show a date as closely as it is known; a full date where it is one."""
    value = row[column]
    return words.date(value if isinstance(value, str) else date.isoformat(value.date()))

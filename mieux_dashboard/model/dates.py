"""Dates that are known to the day, the month or the year, and nothing closer."""

from __future__ import annotations

import calendar
from datetime import date


def first_day(partial: str) -> date:
    """Return the first day that a partial ISO date (``2013``, ``2013-06``, ``2013-06-21``) covers.

    Raises
    ------
    ValueError
        When `partial` is no such date.
    """
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


def last_day(partial: str) -> date:
    """Return the last day that a partial ISO date covers."""
    year, month, day = _parts(partial)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(partial: str) -> tuple[int, int, int]:
    numbers = [int(part) for part in partial.split("-")]
    if len(numbers) > 3 or len(partial) not in (4, 7, 10):
        raise ValueError(partial)
    year, month, day = (*numbers, 0, 0)[:3]
    return year, month, day

"""Dates in every form that a spreadsheet has them, no closer than they are known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.dates import first_day

_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
_EPOCH = dt.date(1899, 12, 30)
_SEPARATOR = r"[-/.]"
_ISO = re.compile(rf"(\d{{4}})(?:{_SEPARATOR}(\d{{1,2}})(?:{_SEPARATOR}(\d{{1,2}}))?)?$")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}})\s?{_SEPARATOR}\s?(\d{{4}})$")
_NUMBERS = re.compile(rf"(\d{{1,2}})\s?{_SEPARATOR}\s?(\d{{1,2}})\s?{_SEPARATOR}\s?(\d{{4}}|\d\d)$")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_SERIAL = re.compile(r"\d{5}(\.\d+)?$")
_WORDY = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = {"de", "del", "of", "the", "le", "el", "st", "nd", "rd", "th", "er"}


Order = Literal["dmy", "mdy", "either"]


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A partial ISO date, and whether it could only be read with the month before the day."""

    text: str
    month_first: bool = False


def read_date(text: str) -> ReadDate | None:
    """Read a date to the day, the month or the year; None where `text` is no date.

    Of two numbers that may both be a day the first is the day (12/06/2016 is in June).
    """
    bare = _TIME.sub("", text.strip())
    return (
        _iso(bare) or _month_and_year(bare) or _day_first(bare) or _serial(bare) or _in_words(bare)
    )


def order_of(text: str) -> Order | None:
    """Say in which order a date like 12/06/2016 has its day and month; None for other dates.

    ``dmy`` and ``mdy`` where there is no such day in the other order, ``either`` where there is.
    """
    match = _NUMBERS.match(_TIME.sub("", text.strip()))
    if not match or match[1].lstrip("0") == match[2].lstrip("0"):
        return None
    day_first = _date(match[3], match[2], match[1]) is not None
    month_first = _date(match[3], match[1], match[2]) is not None
    if day_first and month_first:
        return "either"
    return "dmy" if day_first else "mdy" if month_first else None


def month_first(text: str) -> str:
    """Read a date like 06/12/2016 with the month first; ``""`` where that is no day."""
    match = _NUMBERS.match(_TIME.sub("", text.strip()))
    read = _date(match[3], match[1], match[2]) if match else None
    return read.text if read else ""


def _date(year: str, month: str = "", day: str = "") -> ReadDate | None:
    """Put a date together, if there is such a day."""
    century = "" if len(year) == 4 else "20" if int(year) < 70 else "19"
    partial = "-".join(part.zfill(2) for part in (century + year, month, day) if part)
    try:
        first_day(partial)
    except ValueError:
        return None
    return ReadDate(partial)


def _iso(text: str) -> ReadDate | None:
    match = _ISO.match(text)
    return _date(match[1], match[2] or "", match[3] or "") if match else None


def _month_and_year(text: str) -> ReadDate | None:
    match = _MONTH_YEAR.match(text)
    return _date(match[2], match[1]) if match else None


def _day_first(text: str) -> ReadDate | None:
    match = _NUMBERS.match(text)
    if not match:
        return None
    first, second, year = match.groups()
    if read := _date(year, second, first):
        return read
    swapped = _date(year, first, second)
    return ReadDate(swapped.text, month_first=True) if swapped else None


def _serial(text: str) -> ReadDate | None:
    """Read the number behind a date that lost its format: 41426 is 1 June 2013."""
    if not _SERIAL.match(text) or not _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return None
    return ReadDate((_EPOCH + dt.timedelta(days=int(float(text)))).isoformat())


def _in_words(text: str) -> ReadDate | None:
    """Read ``June 2013``, ``1er juin 2016``, ``12 de junio de 2016``, ``Jun-13``."""
    parts = [part for part in map(plain, _WORDY.findall(text)) if part not in _FILLERS]
    months = [_months()[part] for part in parts if part in _months()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(months) != 1 or not numbers or len(numbers) + 1 != len(parts) or len(numbers) > 2:
        return None
    *days, year = numbers
    if len(year) not in (2, 4):
        return None
    return _date(year, str(months[0]), "".join(days))


@cache
def _months() -> dict[str, int]:
    """Month names, short and long, in three languages, as they are compared -> their number."""
    names = {"sept": 9}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months = Locale.parse(language).months[context][width]
                names |= {plain(name): number for number, name in months.items()}
    return names | {name[:3]: number for name, number in names.items() if name[:3] != "jui"}

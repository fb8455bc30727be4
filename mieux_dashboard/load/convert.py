"""A cell's text -> the value that a column holds, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from mieux_dashboard.load.dates import Order, month_first, order_of, read_date
from mieux_dashboard.load.findings import Asked, Severity
from mieux_dashboard.load.lookup import Found, Lookup
from mieux_dashboard.load.text import Faulty, Number, plain
from mieux_dashboard.model.columns import Column
from mieux_dashboard.model.decision import NO_DECISIONS, OWN, Decisions

_SPLIT = re.compile(r"[;\n]")
_AND = re.compile(r"\s+(?:and|et|y|e)\s+|\s*[&/+|]\s*", re.IGNORECASE)
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_SPACES = re.compile(r"[\s'’]")
_MARKS = str.maketrans({"٫": ".", "٬": ",", "−": "-"})
_GROUPED = re.compile(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*$")
_DECIMAL = re.compile(r"-?(\d{1,3}([.,])\d{3}(\2\d{3})*|\d+)(?!\2)[.,]\d+$")
_WHOLE = re.compile(r"-?\d+$")
_MONEY = re.compile(r"([^\d\s.,'’-]+(?:\s?\$)?)?\s*(-?[\d\s.,'’]*\d)\s*([^\d\s.,'’-]+)?$")
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "US$": "USD", "$": "$"}
_WHOLE_ONLY = ("participants", "participants_women")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or doubtful about one value of a cell."""

    code: str
    value: str
    severity: Severity = "error"
    details: Mapping[str, object] = field(default_factory=dict, hash=False)
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """What a cell holds: text (numbers as Python writes them), values joined by ``;``.

    Parameters
    ----------
    text
        The value.
    problems
        What is wrong or doubtful about it.
    kept
        Whether what was typed is more than the value tells, and is to be kept beside it.
    also
        What the cell says about other columns: the currency of an amount.
    """

    text: str
    problems: tuple[Problem, ...] = ()
    kept: bool = False
    also: Mapping[str, str] = field(default_factory=lambda: _NONE, hash=False)


_NONE: Mapping[str, str] = {}


Converter = Callable[[str], Converted]


def converter(
    column: Column, lookups: Mapping[str, Lookup], decisions: Decisions = NO_DECISIONS
) -> Converter:
    """Return the function that reads the cells of `column`.

    Parameters
    ----------
    column
        Its declaration.
    lookups
        By list name, what finds the codes (`mieux_dashboard.load.lookup.lookups`).
    decisions
        Which code a person gave to a text that names none.
    """
    if column.type == "code":
        return cache(_Codes(lookups[column.codes], column.multiple, decisions))
    if column.name == "amount":
        return lambda cell: faulty(cell) or _amount(cell)
    if column.name in _WHOLE_ONLY:
        return lambda cell: faulty(cell) or _count(cell)
    if column.type not in _READERS and not column.multiple:
        return as_it_is
    read = _READERS.get(column.type, _several)
    return lambda cell: faulty(cell) or read(cell)


def faulty(cell: str) -> Converted | None:
    """Say what is wrong with a cell that shows an error, or a formula without its value."""
    if not isinstance(cell, Faulty) and cell not in _ERRORS:
        return None
    code = "formula-without-value" if cell.startswith("=") else "error-cell"
    return Converted("", (Problem(code, cell),))


def as_it_is(cell: str) -> Converted:
    """Read a text as it was typed."""
    return faulty(cell) or Converted(str(cell))


def _several(cell: str) -> Converted:
    values = (value.strip() for value in re.split(r"[;\n,]", cell))
    return Converted(";".join(dict.fromkeys(value for value in values if value)))


def _url(cell: str) -> Converted:
    """Read one address, or several with a bar or spaces between them."""
    addresses = re.split(r"\s*\|\s*|\s+", cell)
    if all(re.match("https?://.", address) for address in addresses):
        return Converted(" | ".join(addresses))
    return Converted("", (Problem("not-an-address", cell, "warning"),), kept=True)


def _date(cell: str) -> Converted:
    read = read_date(cell)
    if read is None:
        return Converted("", (Problem("not-a-date", cell),), kept=True)
    if read.month_first:
        return Converted(
            read.text, (Problem("month-first-date", cell, "warning", {"date": read.text}),)
        )
    return Converted(read.text)


def dates_in(order: Order | None, decided: bool) -> Converter:
    """Return the function that reads the dates of a column whose days and months have an order.

    Parameters
    ----------
    order
        ``either`` where the column holds both orders; then none of these dates is read.
    decided
        Whether a person said so; then what does not fit is no date.
    """

    def read(cell: str) -> Converted:
        own = order_of(cell)
        if own is None:
            return _date(cell)
        if order == "either":
            return Converted("", kept=True)
        if own not in (order, "either"):
            return Converted("", (Problem("not-in-order", cell),), kept=True)
        if order == "mdy" and (decided or own == "either"):
            return Converted(month_first(cell))
        return _date(cell)

    return lambda cell: faulty(cell) or read(cell)


def _number(cell: str) -> Converted:
    value = str(cell) if isinstance(cell, Number) else _typed_number(cell)
    if not value:
        return Converted("", (Problem("not-a-number", cell),), kept=True)
    if value.startswith("-"):
        return Converted("", (Problem("negative-number", cell),), kept=True)
    return Converted(value)


def _count(cell: str) -> Converted:
    """Read a number of persons, which is whole."""
    read = _number(cell)
    if read.text and not float(read.text).is_integer():
        return Converted("", (Problem("fractional-number", cell),), kept=True)
    return read


def _amount(cell: str) -> Converted:
    """Read an amount, with its currency where the cell names one."""
    money = None if isinstance(cell, Number) else _MONEY.match(cell.strip())
    if not money or bool(money[1]) == bool(money[3]):
        return _number(cell)
    currency = _currency((money[1] or money[3]).replace(" ", ""))
    read = _number(money[2])
    if not currency or not read.text:
        code = read.problems[0].code if currency and read.problems else "not-a-number"
        return Converted("", (Problem(code, cell),), kept=True)
    return Converted(read.text, also={"currency": currency})


def number_style(text: str) -> tuple[str, str]:
    """Say what a dot and a comma mean in a typed number: which groups thousands, which is decimal.

    Returns
    -------
    tuple[str, str]
        The mark of thousands and that of decimals, ``""`` where the number has none.
    """
    money = _MONEY.match(text.strip())
    bare = _SPACES.sub("", money[2] if money else text)
    if grouped := _GROUPED.match(bare):
        return grouped[1], ""
    if decimal := _DECIMAL.match(bare):
        return decimal[2] or "", bare[max(bare.rfind("."), bare.rfind(","))]
    return "", ""


def _currency(text: str) -> str:
    """Return the code of a currency, ``$`` for a dollar of no stated country, ``""`` for none."""
    code = text.upper()
    return (
        _CURRENCIES.get(text)
        or _CURRENCIES.get(text.lower())
        or (code if code in Locale.parse("en").currencies else _CURRENCIES.get(code, ""))
    )


def _typed_number(typed: str) -> str:
    """Read a typed number: ``1 234``, ``1,234`` and ``1.234`` are thousands, ``1.234,5`` is too."""
    text = _SPACES.sub("", typed).translate(_MARKS)
    if not text.isascii():
        text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    if _WHOLE.match(text):
        return text
    if _GROUPED.match(text):
        return re.sub("[.,]", "", text)
    if _DECIMAL.match(text):
        whole, _, decimals = text.replace(",", ".").rpartition(".")
        return f"{whole.replace('.', '')}.{decimals}"
    return ""


_READERS: Mapping[str, Converter] = {"url": _url, "date": _date, "number": _number}


@dataclass(frozen=True, eq=False)
class _Codes:
    """Reads the codes that a cell names, and those that a person gave to what names none."""

    lookup: Lookup
    multiple: bool
    decisions: Decisions
    _certain: dict[str, str] = field(default_factory=dict, compare=False)

    def __call__(self, cell: str) -> Converted:
        if wrong := faulty(cell):
            return wrong
        codes: list[str] = []
        problems: list[Problem] = []
        kept = False
        for value in self._values(cell):
            if code := self._certain.get(value):
                codes.append(code)
                continue
            found = self.lookup.find(value)
            answer = "" if found.code else self._answer(value)
            if found.code or self.lookup.has(answer):
                self._certain[value] = found.code or answer
                codes.append(found.code or answer)
                continue
            kept = True
            if answer != OWN:
                problems.append(self._problem(value, found))
        return Converted(";".join(dict.fromkeys(codes)), tuple(problems), kept)

    def _answer(self, value: str) -> str:
        return self.decisions.answer("value", self.lookup.listed, plain(value) or value)

    def _problem(self, value: str, found: Found) -> Problem:
        listed = self.lookup.listed
        thing = "country" if listed == "countries" else "code"
        return Problem(
            f"ambiguous-{thing}" if found.doubtful else f"unknown-{thing}",
            value,
            details={"listed": listed, "candidates": found.candidates},
            asked=("value", listed, plain(value) or value),
        )

    def _values(self, cell: str) -> Iterator[str]:
        """Split on ``;`` and line breaks, then on those commas that are part of no name."""
        if not self.multiple:
            yield cell
            return
        for piece in map(str.strip, _SPLIT.split(cell)):
            if piece in self._certain:
                yield piece
            elif piece:
                yield from self._between_commas(piece)

    def _between_commas(self, piece: str) -> Iterator[str]:
        """Take each part, or the longest runs that are a name: "Korea, Republic of, Mali"."""
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        if all(map(self._known, parts)):
            yield from parts
            return
        while parts:
            length = next(
                (n for n in range(len(parts), 0, -1) if self._known(", ".join(parts[:n]))), 1
            )
            yield from self._joined(", ".join(parts[:length]))
            parts = parts[length:]

    def _joined(self, piece: str) -> list[str]:
        """Split "Kenya and Mali" where that leaves names only; a name with "and" in it stays."""
        if self._known(piece):
            return [piece]
        parts = [part for part in _AND.split(piece) if part]
        marks = _AND.findall(piece)
        names: list[str] = []
        while parts:
            joined = [_with_marks(parts[:n], marks) for n in range(len(parts), 0, -1)]
            name = next(filter(self._known, joined), "")
            if not name:
                return [piece]
            taken = len(parts) - joined.index(name)
            names.append(name)
            parts, marks = parts[taken:], marks[taken:]
        return names or [piece]

    def _known(self, text: str) -> bool:
        return self.lookup.names(text) or bool(self._answer(text))


def _with_marks(parts: list[str], marks: list[str]) -> str:
    """Write parts as they stood, with what was between them."""
    return parts[0] + "".join(mark + part for mark, part in zip(marks, parts[1:], strict=False))

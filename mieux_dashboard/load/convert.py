"""A cell's text -> the value that a column holds, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from mieux_dashboard.load.dates import read_date
from mieux_dashboard.load.findings import Severity
from mieux_dashboard.load.lookup import Lookup
from mieux_dashboard.load.text import Faulty, Number
from mieux_dashboard.model.columns import Column

_SPLIT = re.compile(r"[;\n]")
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_SPACES = re.compile(r"[\s'’]")
_GROUPED = re.compile(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*$")
_DECIMAL = re.compile(r"-?(\d{1,3}([.,])\d{3}(\2\d{3})*|\d+)(?!\2)[.,]\d+$")
_WHOLE = re.compile(r"-?\d+$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or doubtful about one value of a cell."""

    code: str
    value: str
    severity: Severity = "error"
    details: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Converted:
    """What a cell holds: text (numbers as Python writes them), values joined by ``;``."""

    text: str
    problems: tuple[Problem, ...] = ()


Converter = Callable[[str], Converted]


def converter(column: Column, lookups: Mapping[str, Lookup]) -> Converter:
    """Return the function that reads the cells of `column`.

    Parameters
    ----------
    column
        Its declaration.
    lookups
        By list name, what finds the codes (`mieux_dashboard.load.lookup.lookups`).
    """
    if column.type == "code":
        return cache(_Codes(lookups[column.codes], column.multiple))
    read = _READERS.get(column.type, _several if column.multiple else _text)
    return lambda cell: faulty(cell) or read(cell)


def faulty(cell: str) -> Converted | None:
    """Say what is wrong with a cell that shows an error, or a formula without its value."""
    if not isinstance(cell, Faulty) and cell not in _ERRORS:
        return None
    code = "formula-without-value" if cell.startswith("=") else "error-cell"
    return Converted("", (Problem(code, cell),))


def _text(cell: str) -> Converted:
    return Converted(str(cell))


def _several(cell: str) -> Converted:
    values = (value.strip() for value in re.split(r"[;\n,]", cell))
    return Converted(";".join(dict.fromkeys(value for value in values if value)))


def _url(cell: str) -> Converted:
    """Read one address, or several with a bar or spaces between them."""
    addresses = re.split(r"\s*\|\s*|\s+", cell)
    if all(re.match("https?://.", address) for address in addresses):
        return Converted(" | ".join(addresses))
    return Converted("", (Problem("not-an-address", cell, "warning"),))


def _date(cell: str) -> Converted:
    read = read_date(cell)
    if read is None:
        return Converted("", (Problem("not-a-date", cell),))
    if read.month_first:
        return Converted(
            read.text, (Problem("month-first-date", cell, "warning", {"date": read.text}),)
        )
    return Converted(read.text)


def _number(cell: str) -> Converted:
    value = str(cell) if isinstance(cell, Number) else _typed_number(_SPACES.sub("", cell))
    if not value:
        return Converted("", (Problem("not-a-number", cell),))
    if value.startswith("-"):
        return Converted("", (Problem("negative-number", cell),))
    return Converted(value)


def _typed_number(text: str) -> str:
    """Read a typed number: ``1 234``, ``1,234`` and ``1.234`` are thousands, ``1.234,5`` is too."""
    if _WHOLE.match(text):
        return text
    if _GROUPED.match(text):
        return re.sub("[.,]", "", text)
    if _DECIMAL.match(text):
        whole, _, decimals = text.replace(",", ".").rpartition(".")
        return f"{whole.replace('.', '')}.{decimals}"
    return ""


_READERS: Mapping[str, Converter] = {"url": _url, "date": _date, "number": _number}


@dataclass(frozen=True)
class _Codes:
    """Reads the codes that a cell names."""

    lookup: Lookup
    multiple: bool

    def __call__(self, cell: str) -> Converted:
        if wrong := faulty(cell):
            return wrong
        codes: list[str] = []
        problems: list[Problem] = []
        for value in self._values(cell):
            found = self.lookup.find(value)
            if found.code:
                codes.append(found.code)
            else:
                details = {"listed": self.lookup.listed, "candidates": found.candidates}
                problems.append(Problem(self._problem(found.doubtful), value, details=details))
        return Converted(";".join(dict.fromkeys(codes)), tuple(problems))

    def _problem(self, doubtful: bool) -> str:
        thing = "country" if self.lookup.listed == "countries" else "code"
        return f"ambiguous-{thing}" if doubtful else f"unknown-{thing}"

    def _values(self, cell: str) -> Iterator[str]:
        """Split on ``;`` and line breaks, then on those commas that are part of no name."""
        if not self.multiple:
            yield cell
            return
        for piece in map(str.strip, _SPLIT.split(cell)):
            if piece:
                yield from self._between_commas(piece)

    def _between_commas(self, piece: str) -> Iterator[str]:
        """Take each part, or the longest runs that are a name: "Korea, Republic of, Mali"."""
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        if all(map(self.lookup.names, parts)):
            yield from parts
            return
        while parts:
            length = next(
                (n for n in range(len(parts), 0, -1) if self.lookup.names(", ".join(parts[:n]))), 1
            )
            yield ", ".join(parts[:length])
            parts = parts[length:]

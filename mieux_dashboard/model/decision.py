"""What a program must not decide: the question it asks, and the answer that a person gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["value", "column", "sheet", "order", "record", "person"]
"""What is asked: which code a text means; which column a header; which table a sheet; in which
order days and months stand; which record a row is; which person a name."""

OWN = "="
"""The answer that something is nothing we have: kept as it is, or a record or person of its own."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person must decide before, or may decide after, a workbook is accepted.

    Parameters
    ----------
    kind
        What is asked.
    where
        The list (``countries``) whose code is asked for, else the table, or ``table.column``.
    asked
        What it is asked of, reduced so that the same thing is the same text in every file.
    shown
        The same as it stands in the file; a name of a person never does.
    candidates
        Possible answers, the likeliest first; never chosen by us.
    cells
        Where it stands, as ``Sheet!B7``; the first few.
    n_cells
        In how many cells.
    """

    kind: Kind
    where: str
    asked: str
    shown: str
    candidates: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    n_cells: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer: to which question, by whom and when (UTC, ISO)."""

    kind: Kind
    where: str
    asked: str
    answer: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Decisions:
    """Answers in force, by their question; the last one given to a question holds."""

    given: tuple[Decision, ...] = ()
    _answers: Mapping[tuple[str, str, str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the answers."""
        answers = {(one.kind, one.where, one.asked): one.answer for one in self.given}
        object.__setattr__(self, "_answers", answers)

    def answer(self, kind: Kind, where: str, asked: str) -> str:
        """Return the answer to a question, ``""`` where nobody gave one."""
        return self._answers.get((kind, where, asked), "")

    def with_(self, more: Iterable[Decision]) -> Decisions:
        """Return these decisions and further ones."""
        return Decisions((*self.given, *more))


NO_DECISIONS = Decisions()

"""Rows of persons who were erased: left out, and said, when a file brings them again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mieux_dashboard.load.persons import person_ids
from mieux_dashboard.load.rows import Rows
from mieux_dashboard.load.rules import compared


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was left out.

    Parameters
    ----------
    file, sheet, row
        Where it stands, the row as the spreadsheet counts.
    id
        Of the person.
    whole
        Whether the row is about the person only, and not about an Action too.
    """

    file: str
    sheet: str
    row: int
    id: str = field(repr=False)
    whole: bool


@dataclass(frozen=True)
class Erased:
    """Which ids were erased, known by their keyed hashes only.

    Parameters
    ----------
    days
        Keyed hash -> day of the erasure.
    key
        What the hashes are made with.
    """

    days: Mapping[str, str] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)

    def day(self, column: str, id: str) -> str:
        """Return the day on which an id was erased, ``""`` where it was not."""
        return self.days.get(mark(column, id, self.key), "") if self.days and id else ""


NOBODY = Erased()


def mark(column: str, id: str, key: bytes) -> str:
    """Return the keyed hash by which an erased id is known again; without the key it is nobody's.

    Parameters
    ----------
    column
        Of the ids, ``expert_id`` or ``focal_point_id``.
    id
        Compared without case or superfluous spaces.
    key
        That of pseudonyms.
    """
    said = f"erased:{column}:{compared(id)}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def leave_out(read: Iterable[Rows], erased: Erased) -> tuple[LeftOut, ...]:
    """Take the rows of erased persons out of what was read, each with its finding."""
    gone: list[LeftOut] = []
    for rows in read if erased.days else ():
        column, kept = person_ids(rows.heading.table), []
        for record in rows.records:
            id = record.texts.get(column, "")
            if not (day := erased.day(column, id)):
                kept.append(record)
                continue
            found = record.finding("person-erased", column, date=day)
            rows.findings.append(replace(found, severity="warning", value=""))
            whole = not rows.heading.derived
            gone.append(LeftOut(record.file, record.sheet, record.row, id, whole))
        rows.records = kept
    return tuple(gone)

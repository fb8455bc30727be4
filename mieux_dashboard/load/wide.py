"""Columns that stand side by side for what is one column: *Country 2*, *Expert 1 nationality*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mieux_dashboard.load.persons import says_name
from mieux_dashboard.load.spellings import spellings
from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import Table

_NUMBERED = re.compile(r"(.*?\D)[\W_]*?(?:n[°ºo.]+)?[\W_]*(\d{1,2})[\W_]*$")
_PERSON = re.compile(
    r"(?:experts?|expertes?|expertos?|expertas?|trainers?|formateurs?|formador(?:es)?)"
    r"[\s_.:#(n°º-]*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:of|the|de|del|des|du|la|le|el|l|d|s)\b", re.IGNORECASE)
_IDS = ("", "id", "code", "pseudonym")


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one of several experts that stand in one row.

    Parameters
    ----------
    columns
        Declared columns of experts and deployments -> their place.
    names
        Places of those that hold the expert's name or ID.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    names: tuple[int, ...] = ()


def numbered(table: Table, headers: Mapping[int, str]) -> dict[int, str]:
    """Return the places that are a further column of one with several values (*Country 2*)."""
    known = spellings(table.name)
    several = {column.name for column in table.columns if column.multiple}
    found = {}
    for place, header in headers.items():
        match = _NUMBERED.match(header)
        column = known.get(plain(match[1]), (0, ""))[1] if match else ""
        if column in several:
            found[place] = column
    return found


def person_blocks(headers: Mapping[int, str]) -> tuple[Block, ...]:
    """Return the experts whose columns stand side by side, by their number."""
    columns: dict[int, dict[str, int]] = {}
    names: dict[int, tuple[int, ...]] = {}
    for place, header in headers.items():
        match = _PERSON.search(header)
        column = _about_person(_PERSON.sub(" ", header)) if match else ""
        if match and column == "expert_id":
            names[int(match[1])] = (*names.get(int(match[1]), ()), place)
        elif match and column:
            columns.setdefault(int(match[1]), {}).setdefault(column, place)
    numbers = sorted(columns.keys() | names.keys())
    return tuple(Block(columns.get(number, {}), names.get(number, ())) for number in numbers)


def _about_person(rest: str) -> str:
    """Return what a header says of an expert beside the word and the number; ``""`` for nothing."""
    said = plain(_FILLERS.sub(" ", rest))
    if said in _IDS or says_name(said):
        return "expert_id"
    for table in ("experts", "deployments"):
        column = spellings(table).get(said, (0, ""))[1]
        if column not in ("", "action_id", "record_source"):
            return column
    return ""

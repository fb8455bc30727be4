"""Which tables the rows of one sheet feed: requests beside Actions, experts in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from mieux_dashboard.load.headers import MADE_OF, Heading, heading_of, read_heading, with_names
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.wide import Block
from mieux_dashboard.load.workbook import Sheet, Workbook
from mieux_dashboard.model.columns import ACTIONS, DEPLOYMENTS, EXPERTS, REQUESTS
from mieux_dashboard.model.decision import NO_DECISIONS, OWN, Decisions

_OF_REQUESTS = {"received_date", "decision", "decision_date", "first_activity_date"}
_OF_ACTIONS = {"title", "start_date", "end_date", "status"}
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """One sheet of a file, and how it is read.

    Parameters
    ----------
    file
        The file's name.
    sheet
        The sheet.
    heading
        The table that it is, or looks most like; None for a cover sheet.
    feeds
        How it is read for each table that its rows tell of; none where it is not read.
    skipped
        Whether a person said that it is none of ours.
    """

    file: str
    sheet: Sheet
    heading: Heading | None
    feeds: tuple[Heading, ...]
    skipped: bool = False


def understand(workbook: Workbook, decisions: Decisions = NO_DECISIONS) -> list[Understood]:
    """Say of every sheet of a workbook how it is read."""
    skipped = [decisions.answer("sheet", "", plain(sheet.name)) == OWN for sheet in workbook.sheets]
    headings = [
        None if skip else read_heading(sheet, decisions)
        for sheet, skip in zip(workbook.sheets, skipped, strict=True)
    ]
    certain = Counter(h.table.name for h in headings if h and h.certain)
    found = []
    for sheet, heading, skip in zip(workbook.sheets, headings, skipped, strict=True):
        feeds: tuple[Heading, ...] = ()
        if heading and heading.certain and sheet.rows:
            elsewhere = certain - Counter((heading.table.name,))
            feeds = _feeds(sheet, heading, elsewhere, decisions)
        found.append(Understood(workbook.name, sheet, heading, feeds, skip))
    return found


def _feeds(
    sheet: Sheet, main: Heading, elsewhere: Collection[str], decisions: Decisions
) -> tuple[Heading, ...]:
    pair = _pair(sheet, main, elsewhere, decisions)
    actions = next((h for h in pair if h.table is ACTIONS), None)
    if actions is None or not actions.blocks:
        return pair
    below = sheet.rows[actions.row + 1 :]
    blocks = [block for block in actions.blocks if block.names]
    return (*pair, *(feed for block in blocks for feed in _persons(actions, block, below)))


def _persons(
    actions: Heading, block: Block, below: Sequence[Sequence[str]]
) -> tuple[Heading, Heading]:
    """Read one expert of each row as a row of experts and one of deployments."""
    bare = Heading(EXPERTS, actions.row, {}, {}, {}, True, headers=actions.headers, derived=True)
    places = {"expert_id": block.names[0], **block.columns}
    experts = replace(
        bare,
        columns={name: place for name, place in places.items() if name in EXPERTS.names},
        own=block.names,
    )
    sent = replace(
        bare,
        table=DEPLOYMENTS,
        columns={name: place for name, place in places.items() if name in DEPLOYMENTS.names},
        borrowed={"action_id": "actions"},
        own=block.names,
    )
    return with_names(experts, block.names, below), with_names(sent, block.names, below)


def _pair(
    sheet: Sheet, main: Heading, elsewhere: Collection[str], decisions: Decisions
) -> tuple[Heading, ...]:
    """Read requests and the Actions that answer them from the rows of one sheet."""
    if main.table not in (ACTIONS, REQUESTS):
        return (main,)
    table = REQUESTS if main.table is ACTIONS else ACTIONS
    if table.name in elsewhere:
        return (main,)
    second = heading_of(sheet, table, True, decisions)
    both = {main.table.name: main, table.name: second}
    actions, requests = both["actions"], both["requests"]
    if second.row != main.row or not _two(actions, requests):
        return (main,)
    shared = set(ACTIONS.names) & set(REQUESTS.names)
    columns = {
        name: place
        for name, place in requests.columns.items()
        if name in shared or place not in actions.columns.values()
    } | {name: requests.columns[name] for name in _OF_REQUESTS & set(requests.columns)}
    columns.pop("action_ids", None)
    if columns.get("request_id") == actions.columns.get("action_id"):
        columns.pop("request_id", None)
    requests = replace(requests, columns=columns)
    return _apart(actions, requests, main.table is ACTIONS)


def _two(actions: Heading, requests: Heading) -> bool:
    """Whether a row of column names tells of both tables."""
    asked = _OF_REQUESTS & set(requests.columns)
    numbered = "request_id" in requests.columns and "action_id" in actions.columns
    done = set(actions.columns) & _OF_ACTIONS
    enough = len(asked) >= _SEVERAL or (bool(asked) and numbered)
    return enough and "title" in done and len(done) >= _SEVERAL


def _apart(actions: Heading, requests: Heading, mainly: bool) -> tuple[Heading, Heading]:
    """Tell by which cells a row is one of requests, one of Actions, or both.

    Columns that we do not know tell of the row, and stay with both.
    """
    asked = {requests.columns[name] for name in _OF_REQUESTS & set(requests.columns)}
    numbers = {requests.columns[name] for name in ("request_id",) if name in requests.columns}
    places = set(requests.columns.values())
    others = {
        place: text
        for place, text in actions.others.items()
        if place not in places and place not in requests.repeated
    }
    own = {place for place in actions.columns.values() if place not in places}
    own |= {place for further in actions.joined.values() for place in further} - places
    own |= {place for block in actions.blocks for place in block.names}
    link = {} if "request_id" in actions.columns else {"request_id": "requests"}
    requests = replace(
        requests,
        others=others,
        repeated={},
        made=() if numbers else tuple(n for n in MADE_OF["requests"] if n in requests.columns),
        own=tuple(sorted(asked | numbers)),
        derived=True,
    )
    actions = replace(
        actions,
        others=others,
        repeated={place: name for place, name in actions.repeated.items() if place not in places},
        borrowed=link,
        own=tuple(sorted(own)),
        beside=tuple(sorted(asked | numbers)),
        derived=not mainly,
    )
    return requests, actions

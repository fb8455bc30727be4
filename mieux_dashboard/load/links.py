"""What rows say about rows of other tables: ids that lead nowhere, Actions claimed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rapidfuzz import fuzz, process

from mieux_dashboard.load.findings import Finding
from mieux_dashboard.load.rules import Record, compared, complete
from mieux_dashboard.model.columns import TABLES

Records = Mapping[str, list[Record]]

REFERENCES = (
    ("actions", "request_id", "requests"),
    ("requests", "action_ids", "actions"),
    ("deployments", "expert_id", "experts"),
    ("deployments", "action_id", "actions"),
    ("activities", "action_id", "actions"),
    ("results", "action_id", "actions"),
    ("partners", "action_id", "actions"),
)
"""Table and column, and the table whose key stands there."""

_NEAR = 60
_MOST = 3
_COMPARED = 2_000_000  # so many ids are looked at for near ones, then no more is proposed


def linked(
    records: Records, there: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> tuple[dict[str, list[Record]], list[Finding]]:
    """Hold the ids that rows name against the table that they lead to.

    An id is written as it stands there, whatever its case. One that leads nowhere is left out, with
    its row where the row is nothing without it. A table that has no rows, neither in this workbook
    nor in force, is not asked.

    Parameters
    ----------
    records
        By table, the rows that are kept; their texts are changed.
    there
        By table, the ids that are in force and stay so.

    Returns
    -------
    tuple
        The rows that are still kept, and the findings.
    """
    findings: list[Finding] = []
    for name, column, target in REFERENCES:
        if not (rows := records.get(name)):
            continue
        named = [record.texts[TABLES[target].key] for record in records.get(target, [])]
        ids = _ids(column, rows, target, [*there.get(target, ()), *named])
        findings += [finding for record in rows for finding in _led(record, column, ids)]
    findings += _claimed_twice(records.get("requests", []))
    kept = {name: [record for record in rows if complete(record)] for name, rows in records.items()}
    return kept, findings


@dataclass
class _Ids:
    """The ids of one table: as they are compared -> as they are written.

    Parameters
    ----------
    table
        Its name.
    spelt
        The ids.
    personal
        Whether they tell persons apart; then nothing near is proposed.
    """

    table: str
    spelt: Mapping[str, str]
    personal: bool
    _near: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def near(self, value: str) -> tuple[str, ...]:
        """Return the ids nearest to `value`, for a person to choose from."""
        affordable = (len(self._near) + 1) * len(self.spelt) <= _COMPARED
        if value not in self._near and affordable and not self.personal:
            keys = list(self.spelt)
            ranked = process.extract(
                compared(value), keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST
            )
            self._near[value] = tuple(self.spelt[key] for key, *_ in ranked)
        return self._near.get(value, ())


def _ids(column: str, rows: Iterable[Record], target: str, named: Iterable[str]) -> _Ids:
    """Return the ids of `target`; where it has none, those that `rows` themselves name."""
    spelt: dict[str, str] = {}
    for value in named or (value for record in rows for value in _values(record, column)):
        spelt.setdefault(compared(value), value)
    return _Ids(target, spelt, TABLES[target].column(TABLES[target].key).personal)


def _values(record: Record, column: str) -> list[str]:
    text = record.texts.get(column, "")
    if ";" not in text or not record.heading.table.column(column).multiple:
        return [text] if text else []
    return [value for value in text.split(";") if value]


def _led(record: Record, column: str, ids: _Ids) -> Iterator[Finding]:
    """Write the ids of one cell as their table does, without those that are not there."""
    values = _values(record, column)
    if len(values) == 1 and (spelt := ids.spelt.get(compared(values[0]))):
        record.texts[column] = spelt
        return
    found = [ids.spelt[compared(value)] for value in values if compared(value) in ids.spelt]
    for value in values:
        if compared(value) not in ids.spelt:
            details = {"expected": ids.table, "nearest": ids.near(value)}
            yield replace(record.finding("unknown-reference", column, **details), value=value)
    if values:
        record.texts[column] = ";".join(dict.fromkeys(found))


def _claimed_twice(requests: Iterable[Record]) -> Iterator[Finding]:
    """Find the Actions that a second request names; both requests keep them."""
    first: dict[str, Record] = {}
    for record in requests:
        for action in _values(record, "action_ids"):
            other = first.setdefault(action, record)
            if other is not record:
                place = other.place("action_ids", record.file)
                found = record.finding("action-claimed-twice", "action_ids", other=place)
                yield replace(found, severity="warning", value=action)

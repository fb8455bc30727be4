"""A dry run: what workbooks hold, what is wrong with them, and what accepting them would change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake.compare import Difference, Mode, Tables, difference, merged
from mieux_dashboard.intake.matching import likely_pairs, matched
from mieux_dashboard.intake.originals import kept
from mieux_dashboard.load import Checked, Workbook, check, names_persons
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.decision import Decision, Decisions, Question
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.store import Acceptance, Original, Store
from mieux_dashboard.words import Words

Reader = Callable[[bytes, str], Workbook]
Key = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, eq=False)
class Base:
    """What is in force: the version, its tables as accepted, and the Dataset made of them."""

    version: int
    tables: Tables
    dataset: Dataset


@dataclass(frozen=True, slots=True)
class Moved:
    """A number or a finding that accepting would change."""

    key: str
    before: object
    after: object


@dataclass(frozen=True, eq=False)
class Prepared:
    """What accepting some files would do.

    Parameters
    ----------
    received, workbooks
        The files, and what was read from them.
    base
        What they would be accepted on.
    mode
        ``update`` or ``replace``.
    checked
        What was found in them.
    questions
        What a person has to decide; who leaves one open accepts what is said without an answer.
    tables, after
        The tables that would be in force, and the Dataset made of them.
    difference
        Between the tables in force and these.
    """

    received: tuple[Received, ...]
    workbooks: tuple[Workbook, ...]
    base: Base
    mode: Mode
    checked: Checked
    questions: tuple[Question, ...]
    tables: Tables
    after: Dataset
    difference: Difference

    @cached_property
    def figures(self) -> tuple[Moved, ...]:
        """The key figures that are loaded, before and after, those that stay among them."""
        before = key_figures(self.base.dataset, Selection()).set_index("key")["n_loaded"]
        after = key_figures(self.after, Selection()).set_index("key")["n_loaded"]
        return tuple(Moved(str(key), int(before[key]), int(after[key])) for key in after.index)

    def charts(self, words: Words, min_cell: int) -> Iterator[Moved]:
        """Say for each chart whose numbers move what it finds before and after."""
        for key, chart in CHARTS.items():
            before = chart.guarded_answer(self.base.dataset, Selection(), min_cell)
            after = chart.guarded_answer(self.after, Selection(), min_cell)
            if not before.table.equals(after.table):
                yield Moved(key, chart.finding(before, words), chart.finding(after, words))


def prepare(
    received: Sequence[Received],
    base: Base,
    remade: Callable[[Tables], Dataset],
    read: Reader,
    mode: Mode = "update",
    decisions: Decisions = Decisions(),  # noqa: B008, frozen
    key: Key | None = None,
) -> Prepared:
    """Read files, check them together, and work out what accepting them would change.

    Parameters
    ----------
    received
        The files; one table may come from several.
    base
        What is in force.
    remade
        Makes the Dataset of the tables that would be.
    read
        Reads one file: `load.read_bounded` for what a user gives.
    mode
        As in `compare.merged`.
    decisions
        What persons decided, in earlier files too.
    key
        Gives what pseudonyms are made with; asked for only where a file names persons.

    Raises
    ------
    Unreadable
        When nothing can be read of one of the files; its name is in the message.
    """
    workbooks = tuple(read(one.data, one.name) for one in received)
    named = any(names_persons(workbook) for workbook in workbooks)
    secret = key() if key and named else None
    reference = base.dataset.reference
    checked = check(workbooks, reference, secret, decisions)
    asked = likely_pairs(base.tables, checked.tables, decisions) if mode == "update" else []
    given = matched(base.tables, checked.tables, decisions) if mode == "update" else checked.tables
    tables = merged(base.tables, given, mode)
    return Prepared(
        tuple(received),
        workbooks,
        base,
        mode,
        checked,
        (*checked.questions, *asked),
        tables,
        remade(tables),
        difference(base.tables, tables),
    )


def accept(
    store: Store,
    prepared: Prepared,
    by: str,
    note: str = "",
    as_of: str = "",
    decided: Sequence[Decision] = (),
) -> int:
    """Make what was prepared the next version, all or nothing; return its number.

    Parameters
    ----------
    store
        Where versions are kept.
    prepared
        What `prepare` returned for the version that is in force.
    by, note, as_of
        Who accepts, in her own words why, and which day the data describe.
    decided
        The decisions that were taken for these files and are not in the store yet.

    Raises
    ------
    Moved
        When another version was accepted since: look at the new difference, then accept again.
    StoreError
        When the store cannot take it; nothing is stored then.
    """
    originals = tuple(
        Original(one.name, one.sha256, kept(one.data, workbook, prepared.checked.findings))
        for one, workbook in zip(prepared.received, prepared.workbooks, strict=True)
    )
    return store.accept(
        Acceptance(
            tables=prepared.tables,
            base=prepared.base.version,
            by=by,
            note=note,
            as_of=as_of,
            originals=originals,
            decisions=tuple(decided),
            mode=prepared.mode,
        )
    )

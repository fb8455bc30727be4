"""Where workbooks are prepared and accepted, for one store; page and command line work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from mieux_dashboard.intake.compare import Mode, Tables, difference, merged
from mieux_dashboard.intake.erasure import erased_days, without_erased
from mieux_dashboard.intake.live import accept_shipped, dataset_of
from mieux_dashboard.intake.matching import likely_pairs, matched
from mieux_dashboard.intake.originals import kept
from mieux_dashboard.intake.prepare import Base, Prepared, Received
from mieux_dashboard.intake.shipped import Key
from mieux_dashboard.intake.sittings import Sitting, Sittings
from mieux_dashboard.load import LIMITS, Limits, check, names_persons, read_bounded
from mieux_dashboard.load.erased import Erased
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.decision import Decision, Decisions
from mieux_dashboard.reference import read_reference
from mieux_dashboard.store import Acceptance, Original, Store

_REMEMBERED = 4


@dataclass(frozen=True, eq=False)
class Bench:
    """What preparing needs, together.

    Parameters
    ----------
    store
        Where versions are kept.
    sittings
        Where files wait.
    remade
        Tables, version and day of the data in, a Dataset out.
    limits
        Of reading a file.
    key
        Gives what pseudonyms are made with.
    """

    store: Store
    sittings: Sittings
    remade: Callable[[Tables, int, str], Dataset]
    limits: Limits
    key: Key
    _dry_run: Callable[[Sitting, int, Decisions], Prepared] = field(init=False, repr=False)
    _base: Callable[[int, int], Base] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give this bench its own memory."""
        object.__setattr__(self, "_dry_run", lru_cache(_REMEMBERED)(self._prepare))
        object.__setattr__(self, "_base", lru_cache(_REMEMBERED)(self._read_base))

    def base(self, version: int = 0) -> Base:
        """Return a version, by default the one in force."""
        current = self.store.version()
        return self._base(version or current, current)

    def prepared(self, sitting: Sitting) -> Prepared:
        """Return the dry run of a sitting on the version that is in force now."""
        return self._dry_run(sitting, self.store.version(), self.store.decisions())

    def prepare(
        self, received: Sequence[Received], mode: Mode = "update", decided: Sequence[Decision] = ()
    ) -> Prepared:
        """Read files, check them together, and work out what accepting them would change.

        Parameters
        ----------
        received
            The files; one table may come from several.
        mode
            As in `compare.merged`.
        decided
            Decisions that are not in the store yet.

        Raises
        ------
        Unreadable
            When nothing can be read of one of the files; its name is in the message.
        """
        base, decisions = self.base(), self.store.decisions().with_(decided)
        workbooks = tuple(read_bounded(one.data, one.name, self.limits) for one in received)
        buried = erased_days(self.store.tombstones())
        key = self.key() if buried or any(map(names_persons, workbooks)) else None
        erased = Erased(buried, key or b"")
        there = _ids(base.tables) if mode == "update" else {}
        checked = check(workbooks, base.dataset.reference, key, decisions, there, erased)
        given, asked = without_erased(checked), []
        if mode == "update":
            asked = likely_pairs(base.tables, given, decisions)
            given = matched(base.tables, given, decisions)
        tables = merged(base.tables, given, mode)
        return Prepared(
            tuple(received),
            workbooks,
            base,
            mode,
            checked,
            (*checked.questions, *asked),
            tables,
            self.remade(tables, base.version + 1, ""),
            difference(base.tables, tables),
        )

    def store_prepared(
        self,
        prepared: Prepared,
        by: str,
        note: str = "",
        as_of: str = "",
        decided: Sequence[Decision] = (),
    ) -> int:
        """Make what was prepared the next version, all or nothing; return its number.

        Parameters
        ----------
        prepared
            What `prepare` returned for the version that is in force.
        by, note, as_of
            Who accepts, in her own words why, and which day the data describe.
        decided
            The decisions that were taken for these files and are not in the store yet.

        Raises
        ------
        Moved
            When another version was accepted since: look at the new difference, and accept again.
        StoreError
            When the store cannot take it; nothing is stored then.
        """
        originals = tuple(
            Original(one.name, one.sha256, kept(one.data, workbook, prepared.checked))
            for one, workbook in zip(prepared.received, prepared.workbooks, strict=True)
        )
        return self.store.accept(
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

    def decide(self, sitting: Sitting, answers: Iterable[Decision]) -> Sitting:
        """Keep answers with a sitting; they are stored when it is accepted."""
        return self.sittings.note(replace(sitting, decided=(*sitting.decided, *answers)))

    def accept(
        self, sitting: Sitting, prepared: Prepared, by: str, note: str = "", as_of: str = ""
    ) -> int:
        """Accept a sitting as the next version; its files are deleted.

        Raises
        ------
        Moved, StoreError
            As in `store_prepared`; the sitting stays.
        """
        number = self.store_prepared(prepared, by, note, as_of, sitting.decided)
        self.sittings.end(sitting.token)
        return number

    def _prepare(self, sitting: Sitting, version: int, decisions: Decisions) -> Prepared:
        return self.prepare(self.sittings.received(sitting), sitting.mode, sitting.decided)

    def _read_base(self, version: int, current: int) -> Base:
        """Read a version; an erasure changes earlier ones, and makes another one current."""
        tables = self.store.tables(version)
        as_of = next(one.as_of for one in self.store.versions() if one.number == version)
        return Base(version, tables, self.remade(tables, version, as_of))


def _ids(tables: Tables) -> dict[str, list[str]]:
    """Return the ids of every table that has a key."""
    keyed = (table for table in TABLES.values() if table.key and table.name in tables)
    return {table.name: list(tables[table.name][table.key]) for table in keyed}


def open_bench(
    store: Store, folder: Path, waiting: Path, key: Key, limits: Limits = LIMITS
) -> Bench:
    """Return the bench of a store; an empty store is first given the programme's workbook.

    Parameters
    ----------
    folder
        The programme's.
    waiting
        Folder in which received files wait.
    key
        Gives what pseudonyms are made with.
    limits
        Of reading a file.
    """
    reference = read_reference(folder)
    accept_shipped(store, folder, reference, key)

    def remade(tables: Tables, version: int, as_of: str) -> Dataset:
        return dataset_of(tables, reference, version, as_of)

    sittings = Sittings(waiting)
    sittings.sweep()
    return Bench(store, sittings, remade, limits, key)

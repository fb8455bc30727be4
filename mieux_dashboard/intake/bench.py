"""Where workbooks are prepared and accepted, for one store; page and command line work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mieux_dashboard.intake.compare import Mode, Tables
from mieux_dashboard.intake.prepare import Base, Key, Prepared, Reader, Received, accept, prepare
from mieux_dashboard.intake.sittings import Sitting, Sittings
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.decision import Decision, Decisions
from mieux_dashboard.store import Store

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
    read
        Reads one file within limits.
    key
        Gives what pseudonyms are made with.
    """

    store: Store
    sittings: Sittings
    remade: Callable[[Tables, int, str], Dataset]
    read: Reader
    key: Key
    _dry_run: Callable[[Sitting, int, Decisions], Prepared] = field(init=False, repr=False)
    _base: Callable[[int], Base] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give this bench its own memory."""
        object.__setattr__(self, "_dry_run", lru_cache(_REMEMBERED)(self._prepare))
        object.__setattr__(self, "_base", lru_cache(_REMEMBERED)(self._read_base))

    def base(self, version: int = 0) -> Base:
        """Return a version, by default the one in force."""
        return self._base(version or self.store.version())

    def prepared(self, sitting: Sitting) -> Prepared:
        """Return the dry run of a sitting on the version that is in force now."""
        return self._dry_run(sitting, self.store.version(), self.store.decisions())

    def prepare(
        self, received: Sequence[Received], mode: Mode = "update", decided: Sequence[Decision] = ()
    ) -> Prepared:
        """Prepare files on the version that is in force now."""
        decisions = self.store.decisions().with_(decided)
        base = self.base()

        def remade(tables: Tables) -> Dataset:
            return self.remade(tables, base.version + 1, "")

        return prepare(received, base, remade, self.read, mode, decisions, self.key)

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
            As in `prepare.accept`; the sitting stays.
        """
        number = accept(self.store, prepared, by, note, as_of, sitting.decided)
        self.sittings.end(sitting.token)
        return number

    def _prepare(self, sitting: Sitting, version: int, decisions: Decisions) -> Prepared:
        return self.prepare(self.sittings.received(sitting), sitting.mode, sitting.decided)

    def _read_base(self, version: int) -> Base:
        tables = self.store.tables(version)
        as_of = next(one.as_of for one in self.store.versions() if one.number == version)
        return Base(version, tables, self.remade(tables, version, as_of))

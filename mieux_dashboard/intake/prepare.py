"""A dry run: what workbooks hold, what is wrong with them, and what accepting them would change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mieux_dashboard.charts import charts_of
from mieux_dashboard.intake.compare import Difference, Mode, Tables
from mieux_dashboard.load import Checked, Workbook
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.decision import Question
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


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
    before: int | str
    after: int | str


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
        for key, chart in charts_of(self.after.reference.programme).items():
            before = chart.guarded_answer(self.base.dataset, Selection(), min_cell)
            after = chart.guarded_answer(self.after, Selection(), min_cell)
            if not before.table.equals(after.table):
                yield Moved(key, chart.finding(before, words), chart.finding(after, words))

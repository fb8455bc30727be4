"""What every page is given: the data in force, the words, and the charts drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import _lru_cache_wrapper, cached_property, lru_cache, wraps
from typing import ParamSpec, TypeVar

import pandas as pd
from werkzeug.exceptions import Forbidden

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.cite import cite
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.export.packing import Packing
from mieux_dashboard.intake.bench import Bench
from mieux_dashboard.measure.select import rests_on
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection, read_selection
from mieux_dashboard.pages.access import AT_THE_MACHINE, Access, as_line
from mieux_dashboard.pages.noted import noted
from mieux_dashboard.pages.rates import Rates
from mieux_dashboard.pages.shelf import Shelf
from mieux_dashboard.store import Store
from mieux_dashboard.words import Words

Given = ParamSpec("Given")
Gives = TypeVar("Gives")

KEPT = 2000
"""How many drawn charts are kept; a chart is some 10 kB."""
CITED = "{address}"
"""Stands in a citation where the browser puts the chart's address as it then is."""


@dataclass(frozen=True, eq=False)
class Shown:
    """One chart as a reader of one language sees it; `unpublished` where it has no rows.

    `citation` is the sentence by which its number is cited, with `CITED` for the address.
    """

    key: str
    finding: str
    subtitle: str
    figure: Figure
    table: pd.DataFrame
    alternative: str
    rests: str
    source: str
    unpublished: str
    citation: str
    answer: Answer


@dataclass(frozen=True, eq=False)
class Site:
    """The data in force and what is made of them, for one app.

    Parameters
    ----------
    datasets
        By the address's ``data``: ``""`` the programme, ``demonstration`` the made-up one. Each is
        asked afresh for every answer, so that an accepted version shows at once.
    min_cell
        Counts of persons below it are hidden in files and prints.
    local
        Whether only this machine can see the pages; then they show every count.
    store
        Where versions are kept; None where there is one version only.
    bench
        Where workbooks are loaded; None where there is none.
    access
        Who reads, and whether she may use the bench.
    rates
        How often one reader may ask for what costs much.
    shelf
        Where other processes leave what they drew; None where each draws for itself.
    """

    datasets: Mapping[str, Callable[[], Dataset]]
    min_cell: int
    local: bool
    store: Store | None = None
    bench: Bench | None = None
    packing: Packing | None = None
    access: Access = AT_THE_MACHINE
    rates: Rates = field(default_factory=Rates)
    shelf: Shelf | None = None
    _drawn: _lru_cache_wrapper[Shown] = field(init=False, repr=False)
    _answered: _lru_cache_wrapper[Answer] = field(init=False, repr=False)
    _total: _lru_cache_wrapper[int] = field(init=False, repr=False)
    _latest: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _words: _lru_cache_wrapper[Words] = field(init=False, repr=False)
    _hash: Callable[[int], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give this site its own memory of words and drawn charts."""
        object.__setattr__(self, "_drawn", lru_cache(KEPT)(self._find))
        object.__setattr__(self, "_answered", lru_cache(KEPT)(self._answer))
        object.__setattr__(self, "_total", lru_cache(KEPT)(_total))
        object.__setattr__(self, "_words", lru_cache(16)(_words))
        object.__setattr__(self, "_hash", lru_cache(16)(self._find_hash))

    @cached_property
    def outline(self) -> Outline:
        """The same data, for when only the ids of pages are asked for."""
        return Outline(**{one.name: getattr(self, one.name) for one in fields(self) if one.init})

    @property
    def may_edit(self) -> bool:
        """Whether who sends this request may load, decide, accept, undo and have originals."""
        return self.bench is not None and self.access.reader().role == "editor"

    def for_editors(self, answer: Callable[Given, Gives]) -> Callable[Given, Gives]:
        """Let a route or callback answer editors only; whoever else sends it is refused."""

        @wraps(answer)
        def answered(*given: Given.args, **named: Given.kwargs) -> Gives:
            if not self.may_edit:
                raise Forbidden
            return answer(*given, **named)

        return answered

    def who(self, typed: object) -> str:
        """Return who acts: her name where readers sign in, else what was typed."""
        return self.access.reader().name if self.access.by_name else as_line(typed)

    def dataset(self, data: str = "") -> Dataset:
        """Return the data in force of the programme, or of the demonstration."""
        return self.datasets[data]()

    @property
    def made_up(self) -> str:
        """What ``data`` is for the made-up programme, where there is one; else the programme."""
        return "demonstration" if "demonstration" in self.datasets else ""

    def words(self, language: str, data: str = "") -> Words:
        """Return a language's words, with the names of the programme that `data` is."""
        return self._words(self.dataset(data), language)

    def shown(self, key: str, selection: Selection, language: str) -> Shown:
        """Return a chart of the catalogue for a selection, drawn once per version and language."""
        noted().shown.append(key)
        dataset = self.dataset(selection.data)
        self._forget(dataset, selection.data)
        return self._drawn(dataset, key, selection, language)

    def _forget(self, dataset: Dataset, data: str) -> None:
        """Forget what is kept of an earlier version: it would keep that one's data in memory."""
        if dataset.version > self._latest.setdefault(data, dataset.version):
            self._latest[data] = dataset.version
            for kept in (self._drawn, self._answered, self._total, self._words):
                kept.cache_clear()

    def total(self, selection: Selection) -> int:
        """Count the Actions of a selection."""
        return self._total(self.dataset(selection.data), selection)

    def tables_hash(self, dataset: Dataset, data: str) -> str:
        """Return the hash of a version's tables, "" for data that are no version of the store."""
        if dataset.held is not None:
            return dataset.held.tables_hash
        return "" if data or self.store is None else self._hash(dataset.version)

    def _find_hash(self, number: int) -> str:
        versions = self.store.versions() if self.store else ()
        return next((one.tables_hash for one in versions if one.number == number), "")

    def file_answer(self, key: str, selection: Selection) -> Answer:
        """Return what a file may hold of a chart: small counts of persons are hidden in it."""
        for keys in (noted().shown, noted().drawn):
            keys.append(key)
        dataset = self.dataset(selection.data)
        return CHARTS[key].guarded_answer(dataset, selection, self.min_cell)

    @property
    def shown_from(self) -> int:
        """The smallest number of persons that a page shows: every one where only we can see it."""
        return 1 if self.local else self.min_cell

    def selection(self, query: Mapping[str, str | Sequence[str]]) -> Selection:
        """Read the selection of an address; what names nothing is left out."""
        read = read_selection(query, self.dataset().reference)[0]
        return read if read.data in self.datasets else replace(read, data="")

    def _find(self, dataset: Dataset, key: str, selection: Selection, language: str) -> Shown:
        """Return a chart that another process drew, else draw it; both without the data."""
        if self.shelf is None:
            return self._draw(dataset, key, selection, language)
        programme = dataset.reference.programme
        data = (dataset.version, self.tables_hash(dataset, selection.data), programme.record)
        asked = (key, selection.query(), language, self.shown_from)
        place = (*data, programme.compiled.isoformat(), *asked)
        found: Shown | None = self.shelf.get(place)
        if found is not None:
            return replace(found, answer=replace(found.answer, dataset=dataset))
        drawn = self._draw(dataset, key, selection, language)
        bare = replace(drawn.answer, dataset=None)  # type: ignore[arg-type]
        self.shelf.put(place, replace(drawn, answer=bare))
        return drawn

    def _answer(self, dataset: Dataset, key: str, selection: Selection) -> Answer:
        """Return what a page may show of a chart, in whatever language."""
        return CHARTS[key].guarded_answer(dataset, selection, self.shown_from)

    def _draw(self, dataset: Dataset, key: str, selection: Selection, language: str) -> Shown:
        noted().drawn.append(key)
        chart, words = CHARTS[key], self._words(dataset, language)
        answer = self._answered(dataset, key, selection)
        missing = chart.missing(answer, words)
        finding = chart.heading(answer, words) if missing else chart.finding(answer, words)
        tables = self.tables_hash(dataset, selection.data)
        return Shown(
            key=key,
            finding=finding,
            subtitle=chart.subtitle(answer, words),
            figure=chart.draw(answer, words),
            table=chart.table(answer, words),
            alternative=chart.alternative(answer, words, finding),
            rests=chart.rests(answer, words),
            source=chart.source(answer, words),
            unpublished=missing,
            citation="" if missing else cite(chart, answer, words, tables, CITED, finding),
            answer=answer,
        )


class Outline(Site):
    """A site that draws one chart for all: enough where only the ids of a page are asked for."""

    def shown(self, key: str, selection: Selection, language: str) -> Shown:
        """Return the key figures, whichever chart is asked for."""
        return self._drawn(self.dataset(selection.data), "key-figures", selection, language)


def _total(dataset: Dataset, selection: Selection) -> int:
    return rests_on(dataset, selection).total


def _words(dataset: Dataset, language: str) -> Words:
    return Words(language, dataset.reference)

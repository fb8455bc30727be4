"""What every page is given: the data in force, the words, and the charts drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.model.answer import RestsOn
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection, read_selection
from mieux_dashboard.words import Words

KEPT = 2000
"""How many drawn charts are kept; a chart is some 10 kB."""


@dataclass(frozen=True, eq=False)
class Shown:
    """One chart as a reader of one language sees it."""

    key: str
    finding: str
    subtitle: str
    figure: Figure
    table: pd.DataFrame
    alternative: str
    rests: str
    source: str
    basis: RestsOn


@dataclass(frozen=True, eq=False)
class Site:
    """The data in force and what is made of them, for one app.

    Parameters
    ----------
    dataset
        Asked afresh for every answer, so that an accepted version shows at once.
    words
        The words of each language.
    """

    dataset: Callable[[], Dataset]
    words: Mapping[str, Words]
    _drawn: Callable[[Dataset, str, Selection, str], Shown] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give this site its own memory of drawn charts."""
        object.__setattr__(self, "_drawn", lru_cache(KEPT)(self._draw))

    def shown(self, key: str, selection: Selection, language: str) -> Shown:
        """Return a chart of the catalogue for a selection, drawn once per version and language."""
        return self._drawn(self.dataset(), key, selection, language)

    def _draw(self, dataset: Dataset, key: str, selection: Selection, language: str) -> Shown:
        chart, words = CHARTS[key], self.words[language]
        answer = chart.answer(dataset, selection)
        return Shown(
            key=key,
            finding=chart.finding(answer, words),
            subtitle=chart.subtitle(answer, words),
            figure=chart.draw(answer, words),
            table=chart.table(answer, words),
            alternative=chart.alternative(answer, words),
            rests=chart.rests(answer, words),
            source=chart.source(answer, words),
            basis=answer.rests_on,
        )

    def selection(self, query: Mapping[str, str | Sequence[str]]) -> Selection:
        """Read the selection of an address; what names nothing is left out."""
        return read_selection(query, self.dataset().reference)[0]

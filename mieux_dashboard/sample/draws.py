"""Chance, from uniform numbers and whole-number weights alone.

`numpy` may change how it shuffles or draws from a distribution; its uniform numbers stay. With
whole numbers and nothing but comparison, addition and multiplication after them, the same seed
gives the same draws on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Whole = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


class Draws:
    """One stream of draws; streams of the same seed do not depend on one another."""

    def __init__(self, seed: int, stream: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64([stream, seed]))

    def uniform(self, n: int) -> npt.NDArray[np.float64]:
        """Return `n` numbers from 0 up to but without 1."""
        return self._generator.random(n)

    def order(self, n: int) -> Whole:
        """Return the numbers below `n` in a chance order."""
        return np.argsort(self.uniform(n), kind="stable")

    def below(self, limit: Whole | int, n: int) -> Whole:
        """Return `n` whole numbers from 0 up to but without `limit`, one number or one each."""
        return np.floor(self.uniform(n) * limit).astype(np.int64)

    def between(self, first: Whole, last: Whole) -> Whole:
        """Return whole numbers between `first` and `last`, both included, row by row."""
        return first + self.below(last - first + 1, len(first))

    def pick(self, weights: Mapping[str, int], n: int) -> Texts:
        """Return `n` of the keys, each by its weight and apart from the others."""
        until = np.cumsum(list(weights.values()))
        chosen = np.searchsorted(until, self.below(int(until[-1]), n), side="right")
        return texts(list(weights))[chosen]

    def deal(self, weights: Mapping[str, int], n: int) -> Texts:
        """Return `n` of the keys in a chance order, their numbers as near the weights as can be."""
        counts = apportion(n, np.array(list(weights.values())))
        return np.repeat(texts(list(weights)), counts)[self.order(n)]


def apportion(total: int, weights: Whole) -> Whole:
    """Share `total` out by `weights` (whole numbers): floors, then one to each largest rest."""
    product = total * weights.astype(np.int64)
    shares, rests = np.divmod(product, weights.sum())
    shares[np.argsort(-rests, kind="stable")[: total - shares.sum()]] += 1
    return shares


def texts(values: list[str]) -> Texts:
    """Return `values` as an array that repeats them without copying them."""
    return np.array(values, dtype=object)


def ids(prefix: str, n: int, width: int = 3) -> Texts:
    """Return `n` ids that count from 1, ``DEMO-001``: as wide as the last, at least `width`."""
    wide = max(width, len(str(n)))
    return texts([f"{prefix}{number:0{wide}}" for number in range(1, n + 1)])


def day_texts(days: Whole) -> Texts:
    """Return ISO texts of `days` since 1970; a day below 0 is no day and gives ``""``."""
    known, place = np.unique(days, return_inverse=True)
    calendar = np.datetime_as_string(known.astype("datetime64[D]")).astype(object)
    calendar[known < 0] = ""
    return calendar[place]


def joined(owners: Whole, values: Texts, n: int) -> Texts:
    """Return for each of `n` owners its distinct values, joined by ``;`` in their order."""
    cells: list[dict[str, None]] = [{} for _ in range(n)]
    for owner, value in zip(owners.tolist(), values.tolist(), strict=True):
        cells[owner][value] = None
    return texts([";".join(cell) for cell in cells])


def whole(column: pd.Series[Any]) -> Whole:
    """Return a column of whole numbers as an array."""
    return column.to_numpy(dtype=np.int64)

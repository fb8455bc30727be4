"""Counts of persons as they may leave the machine: none below the smallest number that is shown.

A count below it is hidden, and others with it as long as a total would give it away. Where a choice
of the reader narrows the count, what is shown is rounded down as well, and what the whole programme
hides stays hidden: so neither a table nor the difference of two tables of a chart gives a small
count. This holds for tables whose rows add up to a known total, and no total of a narrowed table
may be shown beside it other than the sum of what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

SUBJECTS = ("focal-points", "experts", "participants")
"""The key figures that count persons or attendances."""


def guarded(
    table: pd.DataFrame,
    column: str,
    min_cell: int,
    narrowed: bool,
    whole: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Hide the counts of persons that are too small to be shown.

    Parameters
    ----------
    table
        A measure's table; columns that begin with ``n_`` are counts, the others say whose. One with
        a ``key`` is a table of figures, in which each row stands alone: see `guarded_figures`.
    column
        The count to be guarded. What is computed from it is to be computed again, or left out.
    min_cell
        The smallest number of persons that is shown, at least 3 to hide anything for certain; up to
        1, every number is.
    narrowed
        Whether the selection narrows.
    whole
        Where it does, the same measure's table of ``selection.everything``.

    Returns
    -------
    pd.DataFrame
        `table` with `column` as Int64, ``<NA>`` where it is hidden: see `suppressed` and `rounded`.
        Without rows where nothing can be shown.
    """
    if "key" in table:
        return guarded_figures(table, [column], min_cell, narrowed)
    counts = table[column].tolist()
    if narrowed:
        known = [0] * len(counts) if whole is None else _known(table, column, min_cell, whole)
        cells = rounded(counts, min_cell, known)
    else:
        cells = suppressed(counts, min_cell)
    return table.iloc[: len(cells)].assign(**{column: pd.array(cells, dtype="Int64")})


def suppressed(counts: Sequence[int], min_cell: int) -> list[int | None]:
    """Hide small counts of a table whose total is known.

    1 to ``min_cell - 1`` are hidden, then the next smallest (all of one size together) as long as
    one alone is hidden, or none of them could be more than twice `min_cell` given their sum. Less
    would do for a reader who does not know this rule.

    Returns
    -------
    list[int | None]
        The counts, ``None`` where hidden; empty where not even all of them hidden would be safe.
    """
    hidden = {row for row, n in enumerate(counts) if 0 < n < min_cell}
    sizes = sorted({n for n in counts if n >= min_cell}, reverse=True)
    while sizes and not _safe([counts[row] for row in hidden], min_cell):
        size = sizes.pop()
        hidden |= {row for row, n in enumerate(counts) if n == size}
    if not _safe([counts[row] for row in hidden], min_cell):
        return []
    return [None if row in hidden else n for row, n in enumerate(counts)]


def rounded(counts: Sequence[int], min_cell: int, known: Sequence[int | None]) -> list[int | None]:
    """Round down the counts of a table that a choice narrows, whose total is not known.

    1 to ``min_cell - 1`` are hidden, and what the whole hides; all else is rounded down to a
    multiple of `min_cell`.

    Parameters
    ----------
    known
        For each count what the whole programme's table shows; empty where that shows no row.

    Returns
    -------
    list[int | None]
        The counts, ``None`` where hidden; empty where the whole shows no row.
    """
    step = max(min_cell, 1)
    return [
        None if 0 < n < min_cell or (n and whole is None) else n - n % step
        for n, whole in zip(counts, known, strict=False)
    ]


def guarded_figures(
    table: pd.DataFrame, columns: Sequence[str], min_cell: int, narrowed: bool = False
) -> pd.DataFrame:
    """Hide loaded numbers of persons that are too small, in a table of figures by ``key``.

    Parameters
    ----------
    table
        With a ``key`` such as ``experts`` or ``experts:mieux-iii``; figures of other things than
        persons stay as they are.
    columns
        The loaded number first, then what is computed from it; all are hidden together.
    min_cell
        The smallest number of persons that is shown.
    narrowed
        Whether the selection narrows: then participants are rounded down to a multiple of
        `min_cell`. (Among the key figures experts and focal points are never narrowed.)
    """
    subject, first = table["key"].str.split(":").str[0], columns[0]
    small = subject.isin(SUBJECTS) & table[first].between(1, min_cell - 1)
    whole = {name: pd.api.types.is_integer_dtype(table[name]) for name in columns}
    numbers = {name: table[name].astype("Int64" if whole[name] else "Float64") for name in columns}
    if narrowed and min_cell > 1:
        exact = numbers[first]
        numbers[first] = exact.mask(subject == "participants", exact // min_cell * min_cell)
    return table.assign(**{name: number.mask(small) for name, number in numbers.items()})


def _safe(hidden: list[int], min_cell: int) -> bool:
    """Whether one of the hidden counts, each at least 1, could be large given their sum."""
    return not hidden or (len(hidden) > 1 and sum(hidden) - (len(hidden) - 1) > 2 * min_cell)


def _known(
    table: pd.DataFrame, column: str, min_cell: int, whole: pd.DataFrame
) -> list[int | None]:
    """Say for each row of a narrowed table what `whole` shows in the same row."""
    cells = suppressed(whole[column].tolist(), min_cell)
    if len(cells) < len(whole):
        return []
    shown = dict(zip(_keys(whole), cells, strict=True))
    return [shown.get(key, 0) for key in _keys(table)]


def _keys(table: pd.DataFrame) -> list[tuple[object, ...]]:
    names = [name for name in table.columns if not name.startswith("n_")]
    return list(table[names].itertuples(index=False, name=None))

"""A table that can be read on a telephone: there each row stacks, and each cell names itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html


def stacking(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "", numeric: str = ""
) -> html.Table:
    """Return a table whose first cells head their rows.

    Parameters
    ----------
    heads
        The columns' names.
    rows
        Each with one cell per name: text, or what Dash lays out.
    caption
        What the table shows, for those who do not see it.
    numeric
        ``n`` at the place of each column of numbers, any other letter elsewhere.
    """
    kinds = ["number" if kind == "n" else "" for kind in numeric.ljust(len(heads))]
    named = list(zip(heads, kinds, strict=True))
    head = html.Tr([html.Th(name, scope="col", className=kind) for name, kind in named])
    parts = [html.Thead(head), html.Tbody([_row(named, row) for row in rows])]
    title = [html.Caption(caption, className="unseen")] if caption else []
    return html.Table([*title, *parts], className="stacks")


def _row(named: Sequence[tuple[str, str]], row: Sequence[Any]) -> html.Tr:
    first, *others = row
    cells = [
        html.Td(said, className=kind, **_named(name))
        for (name, kind), said in zip(named[1:], others, strict=True)
    ]
    return html.Tr([html.Th(first, scope="row"), *cells])


def _named(name: str) -> dict[str, Any]:
    return {"data-label": name}

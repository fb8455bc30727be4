"""A briefing as one small page that needs no script: for a telephone, a slow line, a printer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from mieux_dashboard.export.briefing import (
    Block,
    Briefing,
    Grid,
    Items,
    Line,
    Paragraph,
    Run,
    shortened,
)
from mieux_dashboard.words import Words

FORMATS = {"docx": "Word", "pdf": "PDF"}
"""The files of a briefing, and the names of what opens them."""

HEAVY = 150_000
"""Bytes that a sheet stays under."""
_ROWS = (100, 50, 25, 12)
_STYLE = Path(__file__).with_name("brief.css")


def write_html(briefing: Briefing, words: Words, query: Mapping[str, str]) -> str:
    """Return a briefing as a light page without scripts; its links lead into the dashboard.

    Where it would weigh more than `HEAVY`, its tables are cut and say how many rows the page holds.

    Parameters
    ----------
    briefing
        What it says, whole.
    words
        Of the same language.
    query
        The parts of an address that every link keeps, such as whose data these are.
    """
    written = _written(briefing, words, query)
    for rows in _ROWS:
        if len(written.encode()) <= HEAVY:
            break
        written = _written(shortened(briefing, rows, words), words, query)
    return written


def _written(briefing: Briefing, words: Words, query: Mapping[str, str]) -> str:
    style = _STYLE.read_text(encoding="utf-8")
    made_up = f'<p class="mark">{escape(briefing.made_up)}</p>' if briefing.made_up else ""
    there = _address(briefing, briefing.address, query)
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{_line(briefing, line, query)}</dd></div>"
        for name, line in briefing.facts
    )
    told = "".join(
        f"<h{section.level}>{escape(section.heading)}</h{section.level}>"
        + "".join(_block(briefing, block, query) for block in section.blocks)
        for section in briefing.sections
    )
    opening, closing, foot = (
        "".join(_block(briefing, block, query) for block in blocks)
        for blocks in (briefing.opening, briefing.closing, briefing.foot)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{briefing.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(briefing.title)} · {escape(briefing.programme)}</title>"
        '<link rel="icon" href="/assets/favicon.svg">'
        f'<link rel="canonical" href="{escape(there)}"><style>{style}</style></head>'
        f"<body{' class=made-up' if made_up else ''}><main>{made_up}"
        f"<p class=ways>{_ways(briefing, words, query)}</p>"
        f"<h1>{escape(briefing.title)}</h1>{opening}<dl>{facts}</dl>{told}{closing}</main>"
        f"<footer>{foot}</footer></body></html>\n"
    )


def _ways(briefing: Briefing, words: Words, query: Mapping[str, str]) -> str:
    """Lead to the page in the dashboard, and to the same briefing as files."""
    there = escape(_address(briefing, briefing.address, query))
    page = words("This page in the dashboard")
    ways = [f'<a href="{there}">{escape(page)}</a>']
    for suffix, name in FORMATS.items():
        address = escape(_address(briefing, f"{briefing.address}.{suffix}", query))
        ways.append(f'<a href="{address}" download>{name}</a>')
    return " · ".join(ways)


def _address(briefing: Briefing, path: str, query: Mapping[str, str]) -> str:
    asked = urlencode(query, safe=",")
    return f"/{briefing.language}/{path}" + (f"?{asked}" if asked else "")


def _block(briefing: Briefing, block: Block, query: Mapping[str, str]) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="{block.kind}">{_line(briefing, block.line, query)}</p>'
    if isinstance(block, Items):
        return _items(briefing, block, query)
    return _table(briefing, block, query)


def _items(briefing: Briefing, items: Items, query: Mapping[str, str]) -> str:
    lines = "".join(f"<li>{_line(briefing, line, query)}</li>" for line in items.lines)
    return f'<ul class="{items.kind}">{lines}</ul>'


def _table(briefing: Briefing, grid: Grid, query: Mapping[str, str]) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in grid.heads)
    rows = []
    for first, *others in grid.rows:
        cells = "".join(
            f'<td data-label="{escape(head)}">{_cell(briefing, cell, query)}</td>'
            for head, cell in zip(grid.heads[1:], others, strict=True)
        )
        rows.append(f'<tr><th scope="row">{_cell(briefing, first, query)}</th>{cells}</tr>')
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(briefing: Briefing, cell: Line | Items, query: Mapping[str, str]) -> str:
    if isinstance(cell, Items):
        return _items(briefing, cell, query)
    return _line(briefing, cell, query)


def _line(briefing: Briefing, line: Line, query: Mapping[str, str]) -> str:
    return "".join(_run(briefing, run, query) for run in line)


def _run(briefing: Briefing, run: Run, query: Mapping[str, str]) -> str:
    said = escape(run.text)
    if run.kind or run.lang:
        said = f'<span class="{run.kind}" lang="{run.lang or briefing.language}">{said}</span>'
    if not run.to:
        return said
    there = (
        run.to if run.is_external else _address(briefing, run.to, {**(run.chosen or {}), **query})
    )
    return f'<a href="{escape(there)}">{said}</a>'

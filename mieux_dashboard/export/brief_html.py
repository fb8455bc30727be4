"""A briefing as one small page that needs no script: for a telephone, a slow line, a printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
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

Address = Callable[[str, Mapping[str, str]], str]
"""A page's path beneath the language, and the parts of a selection -> its address, "" for none."""

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
    address = partial(_address, briefing.language, query)
    written = _written(briefing, words, address)
    for rows in _ROWS:
        if len(written.encode()) <= HEAVY:
            break
        written = _written(shortened(briefing, rows, words), words, address)
    return written


def write_body(briefing: Briefing, address: Address) -> str:
    """Return what a briefing says, from its title to its notes, as a part of a page.

    Parameters
    ----------
    address
        Where its links lead; what it has no address for is said without a link.
    """
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{_line(briefing, line, address)}</dd></div>"
        for name, line in briefing.facts
    )
    told = "".join(
        f"<h{section.level}>{escape(section.heading)}</h{section.level}>"
        + "".join(_block(briefing, block, address) for block in section.blocks)
        for section in briefing.sections
    )
    opening, closing = (
        "".join(_block(briefing, block, address) for block in blocks)
        for blocks in (briefing.opening, briefing.closing)
    )
    facts = f'<dl class="facts">{facts}</dl>'
    return f"<h1>{escape(briefing.title)}</h1>{opening}{facts}{told}{closing}"


def _written(briefing: Briefing, words: Words, address: Address) -> str:
    style = _STYLE.read_text(encoding="utf-8")
    made_up = f'<p class="mark">{escape(briefing.made_up)}</p>' if briefing.made_up else ""
    there = address(briefing.address, {})
    foot = "".join(_block(briefing, block, address) for block in briefing.foot)
    return (
        f'<!DOCTYPE html>\n<html lang="{briefing.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(briefing.title)} · {escape(briefing.programme)}</title>"
        '<link rel="icon" href="/assets/favicon.svg">'
        f'<link rel="canonical" href="{escape(there)}"><style>{style}</style></head>'
        f"<body{' class=made-up' if made_up else ''}><main>{made_up}"
        f"<p class=ways>{_ways(briefing, words, address)}</p>"
        f"{write_body(briefing, address)}</main>"
        f"<footer>{foot}</footer></body></html>\n"
    )


def _ways(briefing: Briefing, words: Words, address: Address) -> str:
    """Lead to the page in the dashboard, and to the same briefing as files."""
    there = escape(address(briefing.address, {}))
    page = words("This page in the dashboard")
    ways = [f'<a href="{there}">{escape(page)}</a>']
    for suffix, name in FORMATS.items():
        file = escape(address(f"{briefing.address}.{suffix}", {}))
        ways.append(f'<a href="{file}" download>{name}</a>')
    return " · ".join(ways)


def _address(language: str, kept: Mapping[str, str], path: str, chosen: Mapping[str, str]) -> str:
    """Return the address in the dashboard; what is `kept` goes into each."""
    asked = urlencode({**chosen, **kept}, safe=",")
    return f"/{language}/{path}" + (f"?{asked}" if asked else "")


def _block(briefing: Briefing, block: Block, address: Address) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="{block.kind}">{_line(briefing, block.line, address)}</p>'
    if isinstance(block, Items):
        return _items(briefing, block, address)
    return _table(briefing, block, address)


def _items(briefing: Briefing, items: Items, address: Address) -> str:
    lines = "".join(f"<li>{_line(briefing, line, address)}</li>" for line in items.lines)
    return f'<ul class="{items.kind}">{lines}</ul>'


def _table(briefing: Briefing, grid: Grid, address: Address) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in grid.heads)
    rows = []
    for first, *others in grid.rows:
        cells = "".join(
            f'<td data-label="{escape(head)}">{_cell(briefing, cell, address)}</td>'
            for head, cell in zip(grid.heads[1:], others, strict=True)
        )
        rows.append(f'<tr><th scope="row">{_cell(briefing, first, address)}</th>{cells}</tr>')
    return (
        f"<table class=stacks><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(briefing: Briefing, cell: Line | Items, address: Address) -> str:
    if isinstance(cell, Items):
        return _items(briefing, cell, address)
    return _line(briefing, cell, address)


def _line(briefing: Briefing, line: Line, address: Address) -> str:
    return "".join(_run(briefing, run, address) for run in line)


def _run(briefing: Briefing, run: Run, address: Address) -> str:
    said = escape(run.text)
    if run.kind or run.lang:
        said = f'<span class="{run.kind}" lang="{run.lang or briefing.language}">{said}</span>'
    there = run.to if run.is_external or not run.to else address(run.to, run.chosen or {})
    return f'<a href="{escape(there)}">{said}</a>' if there else said

"""A briefing as a PDF of A4 sheets, typeset without a browser and without fonts of the system."""

from __future__ import annotations

import json
from bisect import bisect_left
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from mieux_dashboard.export.briefing import (
    Block,
    Briefing,
    Items,
    Line,
    Paragraph,
    column_widths,
    plain,
    readable,
    shortened,
)
from mieux_dashboard.words import Words

SHEETS = 2
"""The most a briefing may fill."""
_TEMPLATE = Path(__file__).with_name("brief.typ")
# How many rows of each table are tried, down to the one that is left in any case.
_ROWS = (40, 28, 20, 16, 13, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1)
_SIZE = 9.0


def fitted(briefing: Briefing, words: Words) -> Briefing:
    """Return the briefing with as many rows as two sheets hold: all of them where they do.

    Notes
    -----
    Where not even one row of each table fits, one is left in each, and there are more sheets.
    """
    if _sheets(briefing) <= SHEETS:
        return briefing
    first = bisect_left(
        _ROWS[:-1], True, key=lambda rows: _sheets(shortened(briefing, rows, words)) <= SHEETS
    )
    return shortened(briefing, _ROWS[first], words)


def write_pdf(briefing: Briefing) -> bytes:
    """Return a briefing as a tagged PDF; the same briefing gives the same bytes.

    Notes
    -----
    It is PDF/UA-1, unless a text has letters that the fonts lack, which a reader could not tell.
    """
    try:
        return _compiled(briefing, ["ua-1"])
    except typst.TypstError:
        return _compiled(briefing, [])


def _compiled(briefing: Briefing, standards: list[Literal["ua-1"]]) -> bytes:
    made = datetime.combine(briefing.compiled, time(), UTC)
    compiled = _compiler(briefing).compile(format="pdf", timestamp=made, pdf_standards=[*standards])
    return bytes(compiled)  # type: ignore[arg-type]  # one file, for one format


def _sheets(briefing: Briefing) -> int:
    """Count the sheets that a briefing fills."""
    found = _compiler(briefing).query("<sheets>", field="value", one=True)
    return int(json.loads(found))


def _compiler(briefing: Briefing) -> typst.Compiler:
    return typst.Compiler(
        input=_TEMPLATE.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"briefing": json.dumps(_told(briefing)), "size": str(_SIZE)},
    )


def _told(briefing: Briefing) -> dict[str, Any]:
    """Return a briefing as the template reads it."""
    return {
        "title": readable(briefing.title),
        "programme": briefing.programme,
        "language": briefing.language,
        "made_up": briefing.made_up,
        "opening": [_block(one) for one in briefing.opening],
        "facts": [{"name": name, "line": _line(line)} for name, line in briefing.facts_in_files],
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "blocks": [_block(one) for one in section.blocks],
            }
            for section in briefing.sections
        ],
        "closing": [_block(one) for one in briefing.closing],
        "foot": [plain(one.line) for one in briefing.foot],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"block": "paragraph", "kind": block.kind, "line": _line(block.line)}
    if isinstance(block, Items):
        return _cell(block)
    return {
        "block": "table",
        "heads": block.heads,
        "widths": column_widths(block),
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
    }


def _cell(cell: Line | Items) -> dict[str, Any]:
    if isinstance(cell, Items):
        return {"block": "items", "kind": cell.kind, "lines": [_line(line) for line in cell.lines]}
    return {"block": "line", "line": _line(cell)}


def _line(line: Line) -> list[dict[str, str]]:
    return [
        {
            "text": readable(run.text),
            "kind": run.kind,
            "lang": run.lang,
            "url": run.to if run.is_external else "",
        }
        for run in line
    ]

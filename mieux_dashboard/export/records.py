"""Rows of text as a file that no spreadsheet program runs."""

from __future__ import annotations

import io
import re

import pandas as pd
import xlsxwriter

from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT

_LIVE = re.compile(r"(?!-\d+(?:[.,]\d+)?$)'*[=+\-@\t\r\n\0]")


def neutral(text: str) -> str:
    """Return a text that a spreadsheet program takes as text: one that looks live gets a ``'``.

    `mieux_dashboard.load` takes it off again. A negative number is none.
    """
    return f"'{text}" if _LIVE.match(text) else text


def neutralised(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose texts and column names are `neutral`; numbers stay as they are."""
    texts = rows.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]]
    safe = rows.assign(
        **{
            name: [neutral(one) if isinstance(one, str) else one for one in rows[name]]
            for name in texts
        }
    )
    return safe.set_axis([neutral(str(name)) for name in rows.columns], axis=1)


def as_csv(rows: pd.DataFrame) -> bytes:
    """Return rows as comma-separated text, UTF-8 with its mark so that spreadsheets know it."""
    written = neutralised(rows).to_csv(index=False, lineterminator="\r\n")
    return str(written).encode("utf-8-sig")


def as_xlsx(rows: pd.DataFrame, title: str) -> bytes:
    """Return rows as a workbook of one sheet, in which text stays text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_STAYS_TEXT | {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(rows.columns), book.add_format({"bold": True}))
    for number, row in enumerate(rows.itertuples(index=False), start=1):
        sheet.write_row(number, 0, list(row))
    sheet.autofit()
    book.close()
    return out.getvalue()

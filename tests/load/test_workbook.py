from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from mieux_dashboard.load import Unreadable, read_workbook
from mieux_dashboard.load.workbook import address
from mieux_dashboard.words import Words
from tests.load.conftest import xlsx
from tests.load.xlsb import write_xlsb

ROWS = [
    ["Action ID", "Title", "Countries"],
    ["007", "Ünder “quotes”", "NA"],
    ["a-2", "Second; with, marks", "Kenya"],
]
AS_TEXT = tuple(map(tuple, ROWS))


def ods(rows: list[list[str]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Actions")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def lines(separator: str, encoding: str) -> bytes:
    quoted = [separator.join('"' + text + '"' for text in row) for row in ROWS]
    return "\r\n".join(quoted).encode(encoding)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx({"Actions": ROWS}), "actions.xlsx"),
        (xlsx({"Actions": ROWS}), "actions.xlsm"),
        (write_xlsb("Actions", ROWS), "actions.xlsb"),
        (ods(ROWS), "actions.ods"),
        (lines(",", "utf-8"), "Actions.csv"),
        (lines(";", "utf-8-sig"), "Actions.csv"),
        (lines("\t", "utf-16"), "Actions.tsv"),
        (lines(";", "cp1252"), "Actions.csv"),
        (b"sep=;\r\n" + lines(";", "utf-8"), "Actions.csv"),
    ],
    ids=["xlsx", "xlsm", "xlsb", "ods", "csv", "bom", "utf-16", "cp1252", "sep"],
)
def test_every_kind_of_file_gives_the_same_text(data, name):
    (sheet,) = read_workbook(data, name).sheets
    assert sheet.name == "Actions"
    assert sheet.rows[-3:] == AS_TEXT


def test_an_old_xls_keeps_its_empty_first_rows_and_column():
    data = (Path(__file__).parent / "small.xls").read_bytes()
    (sheet,) = read_workbook(data, "small.xls").sheets
    assert sheet.rows == (
        ("", "", "", "", ""),
        ("", "", "", "", ""),
        ("", "Action ID", "Title", "Countries", "Start"),
        ("", "a-1", "First", "NA", "2013-06-01"),
        ("", "007", "Second", "Kenya; Mali", "2016"),
    )


def test_an_address_is_the_one_that_the_spreadsheet_shows():
    assert [address(14, 3), address(1, 0), address(9, 26), address(2, 702)] == [
        "D14",
        "A1",
        "AA9",
        "AAA2",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (dt.date(2013, 6, 1), "2013-06-01"),
        (dt.datetime(2013, 6, 1), "2013-06-01"),  # noqa: DTZ001
        (dt.datetime(2013, 6, 1, 14, 30), "2013-06-01 14:30:00"),  # noqa: DTZ001
        (3.0, "3"),
        (1.5, "1.5"),
        (True, "true"),
        ("\u00a0 Cabo\u2009 Verde\u200b ", "Cabo Verde"),
        ("Kenya\n\n Mali ", "Kenya\nMali"),
        ("007", "007"),
        ("NA", "NA"),
    ],
)
def test_a_cell_becomes_text_by_our_own_rules(cell, text):
    (sheet,) = read_workbook(xlsx({"S": [[cell]]}), "a.xlsx").sheets
    assert sheet.rows == ((text,),)


@pytest.mark.parametrize(
    ("style", "text"),
    [("mmm-yy", "2013-06"), ("mmmm yyyy", "2013-06"), ("yyyy", "2013"), ("d mmm yy", "2013-06-01")],
)
def test_a_date_that_is_shown_as_a_month_is_no_closer_than_that(style, text):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("S").write_datetime(
        "B2", dt.date(2013, 6, 1), book.add_format({"num_format": style})
    )
    book.close()
    (sheet,) = read_workbook(file.getvalue(), "a.xlsx").sheets
    assert sheet.rows[1][1] == text


def test_dates_counted_from_1904_are_the_right_days():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"date_1904": True, "default_date_format": "yyyy-mm-dd"})
    book.add_worksheet("S").write_datetime("A1", dt.date(2013, 6, 1))
    book.close()
    (sheet,) = read_workbook(file.getvalue(), "a.xlsx").sheets
    assert sheet.rows == (("2013-06-01",),)


def test_error_cells_and_formulas_without_a_value_keep_their_text():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B2"] = "x", "=A1&B1"
    sheet["C3"] = "#N/A"
    sheet["C3"].data_type = "e"
    book.save(file)
    (read,) = read_workbook(file.getvalue(), "a.xlsx").sheets
    assert read.rows == (("x", "", ""), ("", "=A1&B1", ""), ("", "", "#N/A"))


def test_a_text_that_looks_like_a_formula_is_text():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    book.add_worksheet("S").write("A1", "=1+1")
    book.close()
    (sheet,) = read_workbook(file.getvalue(), "a.xlsx").sheets
    assert type(sheet.rows[0][0]) is str


def test_a_hidden_sheet_is_read_and_marked():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Shown")
    book.add_worksheet("Kept back").hide()
    book.close()
    sheets = read_workbook(file.getvalue(), "a.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Shown", False),
        ("Kept back", True),
    ]


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"garbage" * 99, "a.xlsx", "text-in-workbook"),
        (b"<html><table>", "a.xls", "no-spreadsheet"),
        (b"text", "a.docx", "extension"),
        (b"text", "Makefile", "extension"),
        (b"PK\x03\x04garbage", "a.xlsx", "damaged"),
        (xlsx({"Actions": ROWS})[:-200], "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 2000, "a.xls", "damaged"),
        (archive(word__document=b"<x/>"), "a.xlsx", "no-spreadsheet"),
        (encrypted(), "a.xlsx", "password"),
        (archive(**{"META-INF__manifest.xml": b"encryption-data"}), "a.ods", "password"),
        (b"a,b\n\x00\x01\x02", "a.csv", "not-text"),
        (b'a,"b\nc,d', "a.csv", "open-quote"),
        (b"a" * 20_000_001, "a.csv", "too-large"),
        (b"a\n" * 200_001, "a.csv", "too-many-rows"),
        (archive(xl__workbook=b"0" * 300_000_001), "a.xlsx", "unpacks-too-large"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data, name, code, english: Words):
    with pytest.raises(Unreadable) as refused:
        read_workbook(data, name)
    assert refused.value.code == code
    assert refused.value.message(english).startswith(f"{name}: ")
    assert "\n" not in refused.value.message(english)


def test_a_cell_far_away_is_refused_before_memory_is_taken():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("S").write("XFD1048576", "x")
    book.close()
    with pytest.raises(Unreadable, match="reaches as far as XFD1048576"):
        read_workbook(file.getvalue(), "a.xlsx")


def test_a_workbook_with_a_broken_part_is_damaged():
    whole = zipfile.ZipFile(io.BytesIO(xlsx({"Actions": ROWS})))
    members = {name.replace("/", "__"): whole.read(name) for name in whole.namelist()}
    members["xl__styles.xml"] = b"<broken"
    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(archive(**members), "a.xlsx")

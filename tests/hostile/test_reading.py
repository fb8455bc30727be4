"""Files as they should not be: each is refused, or read with a warning, and bounded.

The numbers are those of the checks that the summary at the end of a run lists.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import socket
import struct
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from odf.table import TableCell

from mieux_dashboard.load import LIMITS, Limits, Unreadable, read_bounded, read_workbook
from mieux_dashboard.load.bounded import _Watch
from tests.hostile.make import (
    ROWS,
    SHEET,
    book,
    changed,
    compound,
    good,
    label,
    lying,
    members,
    ods,
    of,
    packed,
    record,
    sheet,
    strict,
    xls,
)
from tests.load.xlsb import write_xlsb

AS_TEXT = tuple(map(tuple, ROWS))
CANARY = "canary-of-the-test"


def case(number, what, verdict, code, make, name="a.xlsx"):
    mark = pytest.mark.check(number, what, verdict)
    return pytest.param(make, name, verdict, code, marks=mark, id=f"{number}-{verdict}-{what}")


def bomb(part=SHEET, size=60_000_000, level=9):
    return packed(members(good()) | {part: b"<c/>" + b" " * size}, level)


def slack(data, part, prefix):
    return changed(part, lambda xml: xml.replace(b"?>", b"?>" + prefix, 1), data)


ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;]>"


def twice():
    file = io.BytesIO(good())
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as archive:
        archive.writestr(SHEET, b"<other/>")
    return file.getvalue()


def truncated_member():
    data = bytearray(good())
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[at : at + 8] = bytes(8)
    return bytes(data)


def wrong_crc():
    data = good()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        crc = struct.pack("<I", archive.getinfo(SHEET).CRC)
    return data.replace(crc, b"\1\2\3\4")


def traversing():
    extra = {"../../../tmp/" + CANARY: b"x", "C:\\" + CANARY: b"x", "xl/" + "a" * 3000: b"x"}
    return packed(members(good()) | extra)


def symlinked():
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def far(*cells):
    def fill(made):
        made_sheet = made.add_worksheet("Actions")
        for cell in cells:
            made_sheet.write(cell, "x")

    return book(fill)


def many_sheets():
    return book(lambda made: [made.add_worksheet() for _ in range(500)])


def wide():
    return book(lambda made: made.add_worksheet("Actions").write_row("A1", ["x"] * 16_384))


def long_cell(length=5_000_000):
    text = "".join(random.Random(1).choices("abcdefghij ", k=length))
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return sheet(cell)


def circle():
    data = bytearray(xls(label(0, 0, "x")))
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    directory = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, fat + 4 * directory, directory)
    return bytes(data)


def huge_stream():
    data = bytearray(xls(label(0, 0, "x")))
    return bytes(data.replace(struct.pack("<Q", 4096), struct.pack("<Q", 0xFFFFFFF0), 1))


def protected_structure():
    return changed(
        "xl/workbook.xml",
        lambda xml: xml.replace(
            b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
        ),
    )


def encrypted_ods():
    parts = members(ods([of("Action ID")]))
    manifest = "META-INF/manifest.xml"
    return packed(parts | {manifest: parts[manifest] + b"<!-- <manifest:encryption-data/> -->"})


CASES = [
    case(1, "0 bytes", "E", "empty", lambda: b""),
    case(1, "text under a workbook's name", "E", "text-in-workbook", lambda: b"a,b\n1,2\n"),
    case(1, "program", "E", "no-spreadsheet", lambda: b"MZ" + bytes(500)),
    case(1, "web page", "E", "no-spreadsheet", lambda: b"<html><table>", "a.xls"),
    case(1, "PDF under csv", "E", "no-spreadsheet", lambda: b"%PDF-1.7\n", "a.csv"),
    case(2, "truncated file", "E", "damaged", lambda: good()[:-300]),
    case(2, "damaged member", "E", "damaged", truncated_member),
    case(2, "wrong checksum", "E", "damaged", wrong_crc),
    case(2, "truncated xls", "E", "damaged", lambda: xls(label(0, 0, "x"))[:700], "a.xls"),
    case(
        3,
        "password, xlsx",
        "E",
        "password",
        lambda: compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 99}),
    ),
    case(
        3, "password, xls", "E", "password", lambda: xls(globals_=record(0x2F, bytes(54))), "a.xls"
    ),
    case(3, "password, ods", "E", "password", encrypted_ods, "a.ods"),
    case(4, "structure protected only", "R", None, protected_structure),
    case(5, "xlsx under xls", "W", "type-differs", good, "a.xls"),
    case(5, "xlsx under csv", "W", "type-differs", good, "a.csv"),
    case(5, "xls under xlsx", "W", "type-differs", lambda: xls(label(0, 0, "x")), "a.xlsx"),
    case(5, "ods under xlsx", "W", "type-differs", lambda: ods([of("x")]), "a.xlsx"),
    case(6, "unsupported type", "E", "extension", lambda: b"x", "a.docx"),
    case(
        6,
        "text document under xlsx",
        "E",
        "no-spreadsheet",
        lambda: packed({"word/document.xml": b"<x/>"}),
    ),
    case(7, "zip bomb over 300:1", "E", "packed-too-tight", bomb),
    case(
        7,
        "zip bomb over 1 GB",
        "E",
        "unpacks-too-large",
        lambda: lying(good(), SHEET, 1_100_000_000),
    ),
    case(
        8, "bomb with a false declared size", "E", "size-false", lambda: lying(bomb(), SHEET, 999)
    ),
    case(
        9,
        "bomb in the shared strings",
        "E",
        "packed-too-tight",
        lambda: bomb("xl/sharedStrings.xml"),
    ),
    case(9, "bomb in a picture", "E", "packed-too-tight", lambda: bomb("xl/media/image1.png")),
    *(
        case(
            10,
            f"entities in {part}",
            "E",
            "declaration",
            lambda part=part: slack(good(), part, ENTITIES),
        )
        for part in (
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
            "[Content_Types].xml",
            SHEET,
            "xl/styles.xml",
        )
    ),
    case(
        10,
        "entities in an ods",
        "E",
        "declaration",
        lambda: slack(ods([of("x")]), "content.xml", ENTITIES),
        "a.ods",
    ),
    case(11, "parameter entity", "E", "declaration", lambda: slack(good(), SHEET, OUTSIDE)),
    case(
        11,
        "declaration in UTF-7",
        "E",
        "declaration",
        lambda: changed(
            SHEET, lambda _: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'
        ),
    ),
    case(
        11,
        "declaration in UTF-16",
        "E",
        "declaration",
        lambda: changed(
            SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
        ),
    ),
    case(12, "names of parts that lead outside", "R", None, traversing),
    case(12, "symbolic link", "R", None, symlinked),
    case(13, "part twice", "E", "member-twice", twice),
    case(13, "something in front of the zip", "E", "two-in-one", lambda: good() + good()),
    case(13, "something behind the zip", "E", "two-in-one", lambda: good() + b"%PDF-1.7"),
    case(14, "cell at XFD1048576 alone", "E", "too-wide", lambda: far("XFD1048576")),
    case(14, "cells at A1 and XFD1048576", "E", "too-wide", lambda: far("A1", "XFD1048576")),
    case(
        14,
        "row number beyond every sheet",
        "E",
        "too-wide",
        lambda: sheet('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
    ),
    case(
        14,
        "far cell that our look does not see",
        "E",
        "memory",
        lambda: sheet("<row r='9'><c r='A1'><v>1</v></c><c\tr='XFD999999'><v>1</v></c></row>"),
    ),
    case(
        14,
        "ods repeat bomb",
        "E",
        "too-wide",
        lambda: ods([of("x", numbercolumnsrepeated=16_384)], repeated={0: 1_048_576}),
        "a.ods",
    ),
    case(14, "sectors in a circle", "E", "damaged", circle, "a.xls"),
    case(14, "stream that says it has four gigabytes", "R", None, huge_stream, "a.xls"),
    case(20, "16,384 columns", "E", "too-wide", wide),
    case(20, "500 sheets", "E", "too-many-sheets", many_sheets),
    case(20, "5 million characters in a cell", "E", "cell-too-long", long_cell),
    case(
        20,
        "5 million characters in a csv cell",
        "E",
        "cell-too-long",
        lambda: b"a,b\n" + b"x" * 5_000_000,
        "a.csv",
    ),
]


@pytest.mark.parametrize(("make", "name", "expected", "code"), CASES)
def test_a_file_has_its_verdict(make, name, expected, code, verdict, english):
    data = make()
    given, codes, read = verdict(data, name)
    assert (given, codes) == (expected, [code] if code else codes)
    if isinstance(read, Unreadable):
        said = read.message(english)
        assert said.startswith(f"{name}: ")
        assert "\n" not in said


@contextmanager
def worked_for_less_than(seconds):
    """Hold processor time, ours and that of ended children, to a limit: it is of the file alone."""
    before = os.times()[:4]
    try:
        yield
    finally:
        assert sum(os.times()[:4]) - sum(before) < seconds


@pytest.mark.check(7, "a bomb is refused in under 2 s and 300 MB", "E")
def test_a_bomb_costs_neither_time_nor_memory():
    data = bomb(size=150_000_000)
    with pytest.raises(Unreadable), worked_for_less_than(2):
        read_bounded(data, "a.xlsx", Limits(memory_mb=300))


@pytest.mark.check(11, "no file's content, no connection", "E")
def test_a_child_can_open_neither_file_nor_connection(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    listening = socket.create_server(("127.0.0.1", 0))
    code = f"""
import sys
from mieux_dashboard.load import child
from mieux_dashboard.load.limits import LIMITS
import ctypes, socket
child._bound(LIMITS)
for attempt in (lambda: open({str(secret)!r}).read(),
                lambda: socket.create_connection({listening.getsockname()!r})):
    try:
        attempt()
    except OSError as error:
        print(error.errno)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    listening.close()
    assert run.stdout.split() == ["24", "24"], run.stderr  # no handle is left: EMFILE


@pytest.mark.check(11, "refused by Python itself where a system has no limits", "E")
def test_python_refuses_to_open_what_the_system_would_let_it_open(tmp_path):
    code = f"""
import socket, subprocess
from mieux_dashboard.load import child
child._close_off()
for attempt in (lambda: open({str(tmp_path / "x")!r}, "w"), lambda: socket.socket(),
                lambda: subprocess.Popen(["true"]), lambda: __import__("wave")):
    try:
        attempt()
    except PermissionError as error:
        print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stdout.split() == ["open", "socket.__new__", "subprocess.Popen", "import"]
    assert not list(tmp_path.iterdir())


@pytest.mark.check(12, "nothing is written for a part's name", "R")
def test_no_part_of_a_file_is_written_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read_bounded(traversing(), "../../x/a.xlsx")
    assert not list(tmp_path.iterdir())
    assert not Path("/tmp", CANARY).exists()


@pytest.mark.check(15, "ten bad files, then a good one, in one process", "R")
def test_after_ten_bad_files_a_good_one_is_read():
    bad = [
        circle(), xls(label(0, 0, "x"))[:700], far("A1", "XFD1048576"), good()[:-300], bomb(),
        slack(good(), SHEET, ENTITIES), wrong_crc(), b"", twice(),
        good()[:500] + random.Random(3).randbytes(3000),
    ]  # fmt: skip
    before = os.getpid()
    for number, data in enumerate(bad):
        with pytest.raises(Unreadable):
            read_bounded(data, f"{number}.xlsx")
    assert read_bounded(good(), "a.xlsx").sheets[0].rows == AS_TEXT
    assert os.getpid() == before


@pytest.mark.check(15, "damaged at random places", "E")
def test_a_file_damaged_anywhere_is_refused_or_read_whole():
    """No third way: what is read of a damaged file is what the whole one holds."""
    chance = random.Random(7)
    for make, name in ((good, "a.xlsx"), (lambda: xls(label(0, 0, "x")), "a.xls")):
        whole = read_workbook(make(), name).sheets[0].rows
        for _ in range(10):
            data = bytearray(make())
            data[chance.randrange(len(data))] ^= 0xFF
            try:
                rows = read_bounded(bytes(data), name).sheets[0].rows
            except Unreadable:
                continue
            assert name == "a.xls" or rows == whole  # an xls has no checksum


@pytest.mark.check(15, "readers at the same time", "R")
def test_threads_read_at_the_same_time_and_do_not_disturb_each_other():
    given: dict[int, object] = {}

    def read(number):
        try:
            given[number] = read_bounded(good() if number % 2 else bomb(), "a.xlsx").sheets[0].rows
        except Unreadable as error:
            given[number] = error.code

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [given[number] for number in range(8)] == ["packed-too-tight", AS_TEXT] * 4


@pytest.mark.check(15, "reading that takes too long", "E")
def test_reading_that_takes_too_long_is_ended():
    rows = [[f"a-{number}", *map(str, range(20))] for number in range(2_000)]
    with pytest.raises(Unreadable) as refused:
        read_bounded(good(rows), "a.xlsx", Limits(seconds=0))
    assert refused.value.code == "time"


@pytest.mark.check(15, "a process that takes too much, without limits of the system", "E")
def test_the_watch_ends_a_process_that_takes_too_much_memory():
    hog = subprocess.Popen([sys.executable, "-c", "x = bytearray(200_000_000); input()"],
                           stdin=subprocess.PIPE)  # fmt: skip
    watch = _Watch(hog, Limits(memory_mb=100, seconds=20), memory=True)
    watch.start()
    watch.join()
    assert hog.wait() != 0
    assert watch.ended == "memory"
    hog.stdin.close()
    assert not psutil.pid_exists(hog.pid)


@pytest.mark.check(18, "1,048,576 styled empty rows", "R")
def test_a_million_styled_empty_rows_are_one_record_in_ten_seconds():
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABC", ROWS[0], strict=True)
    )
    first = head.replace('1" t', '2" t')
    empty = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>'
        for n in range(3, 1_048_577)
    )
    data = sheet(f'<row r="1">{head}</row><row r="2">{first}</row>{empty}')
    with worked_for_less_than(10):
        (read,) = read_bounded(data, "a.xlsx").sheets
    assert len(read.rows) == 2


@pytest.mark.check(19, "the size that a sheet states is a lie", "R")
@pytest.mark.parametrize("stated", ["A1:XFD1048576", "A1:A1"])
def test_what_a_sheet_says_of_its_size_is_not_believed(stated):
    rows = [ROWS[0], *([f"a-{n}", "x", "Kenya"] for n in range(200))]
    data = changed(SHEET, lambda xml: xml.replace(b"A1:C201", stated.encode()), good(rows))
    assert stated.encode() in members(data)[SHEET]
    assert len(read_bounded(data, "a.xlsx").sheets[0].rows) == 201


@pytest.mark.check(21, "strict OOXML", "R")
def test_a_strict_workbook_reads_as_its_twin():
    assert read_bounded(strict(good()), "a.xlsx") == read_bounded(good(), "a.xlsx")


def errors_xlsx():
    return sheet(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="3"><c r="C3" t="e"><f>A9</f><v>#REF!</v></c></row>'
    )


def errors_xls():
    formula = struct.pack("<HHH", 2, 2, 0) + b"\2\0\x17\0\0\0\xff\xff" + bytes(8)
    return xls(
        record(0x205, struct.pack("<HHHBB", 0, 0, 0, 0x2A, 1)),
        record(0x203, struct.pack("<HHHd", 0, 1, 0, 1.0)),
        record(0x06, formula),
    )


def errors_xlsb():
    data = members(write_xlsb("Actions", [["", 1.0, ""], ["", "", ""], ["", "", ""]]))
    part = "xl/worksheets/sheet1.bin"
    error = bytes([3, 9]) + struct.pack("<IIB", 0, 0, 0x2A)
    formula = bytes([11, 11]) + struct.pack("<IIBH", 2, 0, 0x17, 0)
    raw = data[part]
    end = raw.rindex(bytes([0x92, 1]))
    third = raw.index(struct.pack("<IIH", 1, 0, 300)) - 2
    raw = raw[:third] + error + raw[third:end] + formula + raw[end:]
    return packed(data | {part: raw})


def errors_ods():
    return ods(
        [of("#N/A", stringvalue="", formula="of:=NA()"), of("1", valuetype="float", value="1")],
        [],
        [of(), of(), of("#REF!", valuetype="float", value="0", formula="of:=[.A9]")],
    )


@pytest.mark.check(22, "error cells in xlsx, xls, xlsb, ods", "W")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_each_error_is_named_with_code_and_address(kind, verdict):
    make = {"xlsx": errors_xlsx, "xls": errors_xls, "xlsb": errors_xlsb, "ods": errors_ods}[kind]
    given, codes, read = verdict(make(), f"a.{kind}")
    assert read.sheets[0].errors == {"A1": "#N/A", "C3": "#REF!"}
    assert (given, codes) == ("W", ["error-unread", "error-unread"])
    assert read.sheets[0].rows[0][:2] == ("#N/A", "1")


@pytest.mark.check(23, "formulas without value, rings", "W")
def test_formulas_without_a_value_are_named(verdict):
    data = sheet(
        '<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>A1</f><v></v></c>'
        '<c r="C1"><f t="shared" si="0"/></c><c r="D1"><f>1+1</f><v>2</v></c></row>'
    )
    given, codes, read = verdict(data)
    assert read.sheets[0].unvalued == {"A1": "=B1", "B1": "=A1", "C1": "="}
    assert read.sheets[0].rows[0] == ("=B1", "=A1", "=", "2")
    assert (given, codes) == ("W", ["formula-unread"] * 3)


@pytest.mark.check(23, "formulas without value, ods", "W")
def test_a_formula_of_an_ods_without_a_value_is_named(verdict):
    _, codes, read = verdict(ods([of("x"), TableCell(formula="of:=1+1")]), "a.ods")
    assert read.sheets[0].unvalued == {"B1": "=1+1"}
    assert codes == ["formula-unread"]


@pytest.mark.check(24, "macros, links, embedded objects, WEBSERVICE, pictures by URL", "W")
@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "links-outside"),
        ({"xl/connections.xml": b"<x/>"}, "links-outside"),
        (
            {"xl/drawings/_rels/drawing1.xml.rels": b'<Relationship TargetMode="External"/>'},
            "links-outside",
        ),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "embedded-objects"),
    ],
)
def test_what_could_act_is_named_and_does_not_act(parts, code, verdict):
    assert verdict(packed(members(good()) | parts))[:2] == ("W", [code])


@pytest.mark.check(24, "WEBSERVICE", "W")
def test_a_formula_that_would_fetch_is_named(verdict):
    data = sheet(
        '<row r="1"><c r="A1"><f>_xlfn.WEBSERVICE("http://127.0.0.1/")</f><v>1</v></c></row>'
    )
    assert verdict(data)[:2] == ("W", ["links-outside"])


@pytest.mark.check(25, "days from 1904", "W")
def test_days_from_1904_are_right_and_said(verdict):
    def fill(made):
        form = made.add_format({"num_format": "yyyy-mm-dd"})
        made.add_worksheet("Actions").write_datetime("A1", dt.date(2013, 6, 1), form)

    given, codes, read = verdict(book(fill, date_1904=True))
    assert read.sheets[0].rows == (("2013-06-01",),)
    assert (given, codes) == ("W", ["days-from-1904"])


@pytest.mark.check(26, "serials 0, 60, negative, over 9999", "W")
def test_numbers_that_are_no_day_are_named(verdict):
    def fill(made):
        form = made.add_format({"num_format": "yyyy-mm-dd"})
        made_sheet = made.add_worksheet("Actions")
        for row, serial in enumerate([0, 60, -1, 2_958_466, 41_426]):
            made_sheet.write_number(row, 1, serial, form)

    _, codes, read = verdict(book(fill))
    (note,) = read.sheets[0].notes
    assert codes == ["odd-date"]
    assert set(note.details["cells"]) == {"B1", "B2", "B3", "B4"}
    assert read.sheets[0].rows[4][1] == "2013-06-01"


@pytest.mark.check(40, "missing first column and rows", "R")
def test_addresses_are_those_that_the_spreadsheet_shows():
    (read,) = read_bounded(far("C4"), "a.xlsx").sheets
    assert read.rows == (*[("", "", "")] * 3, ("", "", "x"))


@pytest.mark.check(41, "hidden rows, columns, sheets; merged cells", "W")
def test_what_is_hidden_or_merged_is_said(verdict):
    def fill(made):
        made_sheet = made.add_worksheet("Actions")
        for row, cells in enumerate(ROWS):
            made_sheet.write_row(row, 0, cells)
        made_sheet.merge_range("A5:B6", "note")
        made_sheet.set_row(1, None, None, {"hidden": True})
        made_sheet.set_row(50, None, None, {"hidden": True})
        made_sheet.set_column("C:C", None, None, {"hidden": True})
        made.add_worksheet("Kept back").hide()

    _, codes, read = verdict(book(fill))
    first, second = read.sheets
    assert (first.hidden_rows, first.hidden_columns, first.merged) == ((2,), ("C",), ("A5:B6",))
    assert second.hidden
    assert {"rows-hidden", "columns-hidden", "cells-merged"} <= set(codes)
    assert first.rows[1] == AS_TEXT[1]


@pytest.mark.check(41, "hidden and merged in an xls", "W")
def test_what_is_hidden_or_merged_in_an_old_xls_is_said(verdict):
    cells = [label(row, column, f"{row}{column}") for row in range(3) for column in range(3)]
    row = struct.pack("<HHHHHHHH", 1, 0, 3, 300, 0, 0, 0x20, 0)
    data = xls(
        record(0x7D, struct.pack("<HHHHHH", 2, 2, 0, 0, 1, 0)),
        record(0x208, row),
        *cells,
        record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 1)),
    )
    (one,) = verdict(data, "a.xls")[2].sheets
    assert (one.hidden_rows, one.hidden_columns, one.merged) == ((2,), ("C",), ("A1:B1",))
    assert len(one.rows) == 3


def text(rows=ROWS, separator=",", end="\r\n", encoding="utf-8"):
    return end.join(separator.join(row) for row in rows).encode(encoding)


ACCENTS = [["Action ID", "Title"], ["a-1", "Côte d’Ivoire"], ["a-2", "Réunion"]]


@pytest.mark.parametrize(
    ("data", "expected", "told"),
    [
        (text(), "R", ("UTF-8", ",")),
        (text(end="\r"), "R", ("UTF-8", ",")),
        (text(end="\n", encoding="utf-8-sig"), "R", ("UTF-8", ",")),
        (text(separator=";"), "W", ("UTF-8", ";")),
        (text(ACCENTS, ";", encoding="cp1252"), "W", ("Windows-1252", ";")),
        (text(ACCENTS, "\t", encoding="utf-16"), "W", ("UTF-16", "TAB")),
        (b"sep=|\r\n" + text(separator="|"), "W", ("UTF-8", "|")),
        (b"sep=|\r" + text(separator="|", end="\r"), "W", ("UTF-8", "|")),
    ],
    ids=["plain", "cr", "bom", "semicolon", "cp1252", "utf16-tab", "sep", "sep-cr"],
)
@pytest.mark.check(42, "csv: encodings, separators, line ends", "W")
def test_a_table_as_text_says_its_encoding_and_separator(data, expected, told, verdict):
    given, codes, read = verdict(data, "a.csv")
    (note,) = read.sheets[0].notes
    assert (note.details["encoding"], note.details["separator"]) == told
    assert (given, codes) == (expected, ["text-table"] if expected == "W" else [])
    assert [row for row in read.sheets[0].rows if any(row)][1][0] == "a-1"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a,b\n\xc3\xa9,x\n\xe9,x\n", "encoding-mixed", 3),
        (b"a,b\nx,\x81\x8d\n", "encoding-unknown", 2),
        (b"a,b\nx,y\nx,\0\n", "not-text", 3),
        (b'a,b\n1,2\n3,"4\n5,6\n7,8\n', "open-quote", 3),
    ],
    ids=["mixed", "unknown", "nul", "quote"],
)
@pytest.mark.check(42, "csv: mixed encoding, NUL, open quotation mark", "E")
def test_a_broken_table_as_text_is_refused_with_its_line(data, code, line, verdict):
    given, codes, read = verdict(data, "a.csv")
    assert (given, codes, read.values["line"]) == ("E", [code], line)


@pytest.mark.check(45, "a cell that stands there twice", "W")
def test_a_cell_that_is_lost_in_reading_is_named(verdict):
    data = changed(SHEET, lambda xml: xml.replace(b'r="B2"', b'r="A2"'))
    given, codes, read = verdict(data)
    assert (given, codes) == ("W", ["cells-missed"])
    assert read.sheets[0].notes[0].details == {"cells": ("A2",), "n": 1}


@pytest.mark.check(45, "an ods row behind a million empty ones", "E")
def test_a_row_that_is_out_of_reach_is_not_lost_in_silence(verdict):
    data = ods([of("x")], [of("")], [of("y")], repeated={1: 1_000_000})
    assert verdict(data, "a.ods")[:2] == ("E", ["too-many-rows"])


@pytest.mark.check(48, "as many cells in as out, whatever the cells hold", "R")
def test_every_kind_of_cell_is_counted_once(verdict):
    rows = [
        ["text", 1, 1.5, True, "", " ", "x" * 32_767],
        ["", "=1+1", "é", 0, "NA", "None", "nan"],
    ]
    _, codes, read = verdict(good(rows))
    assert codes == []
    assert read.sheets[0].rows[1][4:] == ("NA", "None", "nan")


@pytest.mark.check(50, "script and Markdown in names and cells", "R")
def test_text_that_could_be_code_stays_text(english):
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    workbook = read_bounded(good([[hostile]]), hostile + ".xlsx")
    assert workbook.sheets[0].rows == ((hostile,),)
    with pytest.raises(Unreadable) as refused:
        read_bounded(b"", "{where} {0}\n" + hostile + ".xlsx")
    assert hostile in refused.value.message(english)
    assert "\n" not in refused.value.message(english)


@pytest.mark.check(51, "bidi, zero-width, control characters, look-alike letters", "W")
def test_characters_that_deceive_are_named(verdict):
    rows = [
        ["Action ID", "Title"],
        ["a-1", "Ken\u202eya"],
        ["a-2", "Ma\u200bli"],
        ["a-3", "K\u0435nya"],
    ]
    given, codes, read = verdict(good(rows))
    assert (given, codes) == ("W", ["unseen-characters", "look-alike-letters"])
    assert [row[1] for row in read.sheets[0].rows[1:]] == ["Kenya", "Mali", "K\u0435nya"]
    assert [note.details["cells"] for note in read.sheets[0].notes] == [("B2", "B3"), ("B4",)]


@pytest.mark.check(52, "text that looks like SQL", "R")
def test_text_that_looks_like_sql_is_kept_as_typed(verdict):
    typed = "'; DROP TABLE actions; --"
    assert verdict(good([[typed]]))[2].sheets[0].rows == ((typed,),)


def test_a_bounded_reading_gives_what_a_reading_here_gives():
    for data, name in ((good(), "a.xlsx"), (errors_xlsx(), "b.xlsx"), (errors_ods(), "c.ods")):
        here, there = read_workbook(data, name), read_bounded(data, name)
        assert here == there
        kinds = [
            [[type(cell) for row in sheet.rows for cell in row] for sheet in book_.sheets]
            for book_ in (here, there)
        ]
        assert kinds[0] == kinds[1]


def test_the_documented_limits_are_those_that_hold():
    page = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
    for name in LIMITS.__dataclass_fields__:
        assert f"| `{name}` | {getattr(LIMITS, name):,} |" in page

"""What a spreadsheet program would run leaves as text, and comes back as it was."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.annotated import annotated
from mieux_dashboard.export.records import as_csv, as_xlsx, neutral
from mieux_dashboard.export.workbook import write_workbook
from mieux_dashboard.intake import open_bench
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.load import LIMITS
from mieux_dashboard.load.delimited import read_delimited
from mieux_dashboard.pages import app_for
from mieux_dashboard.pages.data_files import findings_table
from mieux_dashboard.pages.site import Site
from mieux_dashboard.store import open_store
from mieux_dashboard.words import Words
from tests.conftest import DATA
from tests.pages.conftest import ASSETS, HOSTS

LIVE = [
    "=1+1",
    "+32 2",
    "-x",
    "@x",
    "'=1+1",
    "'; DROP TABLE versions;--",
    '=HYPERLINK("http://x.example";"a")',
]
HEAD = ["Action ID", "Title", "Country", "Start", "End", "Output", "=cmd|'x'!A1"]
ROWS = [
    HEAD,
    *([f"n-{n}", text, "Kenia", "2023-01", "2023-05", text, text] for n, text in enumerate(LIVE)),
]
NAMES = ["title", "output", "=cmd|'x'!A1"]


@pytest.fixture
def bench(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield open_bench(store, DATA, tmp_path / "waiting", lambda: b"k" * 32)
    store.close()


def loaded(bench, name, data):
    prepared = bench.prepare([Received(name, data)])
    bench.store_prepared(prepared, "tests")
    return prepared


def texts(tables):
    rows = tables["actions"]
    return rows[rows["action_id"].str.startswith("n-")][NAMES].to_numpy().tolist()


def formulas(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    return sum(sheet.count(b"<f>") + sheet.count(b"<f ") for sheet in sheets)


@pytest.mark.check(49, "any text, out to a csv and in again", "R")
@given(st.text(alphabet="'=+-@\t\r\n1x,;. ", max_size=8))
@example("'-1")
@example("\t\t\t")
def test_what_is_marked_as_text_is_read_again_as_it_was(text):
    written = as_csv(pd.DataFrame({"a": [text], "b": [-5.5]}))
    assert not neutral(text).startswith(("=", "+", "@", "\t", "\r", "\n"))
    (_, row), _ = read_delimited(written, "a.csv", LIMITS)
    assert row[1] == "-5.5"
    assert row[0] == text


@pytest.mark.check(49, "loaded, written as xlsx and csv, loaded again", "R")
@pytest.mark.check(52, "text that looks like SQL, loaded and written again", "R")
def test_texts_survive_loading_keeping_exporting_and_loading_again(bench):
    prepared = loaded(bench, "in.xlsx", xlsx_of_text())
    first = texts(bench.store.tables(2))
    assert first == [[text] * 3 for text in LIVE]
    book = io.BytesIO()
    write_workbook({"actions": bench.store.tables(2)["actions"]}, words(bench), book, [("x",)])
    assert formulas(book.getvalue()) == 0
    again = bench.prepare([Received("out.xlsx", book.getvalue())], "replace")
    assert texts(again.tables) == first
    csv_again = bench.prepare([Received("out.csv", as_csv(prepared.tables["actions"]))], "replace")
    assert texts(csv_again.tables) == first


def xlsx_of_text():
    """A workbook in which these are texts, as a person types them after a mark."""
    return as_xlsx(pd.DataFrame(ROWS[1:], columns=HEAD), "Actions")


def words(bench):
    return Words("en", bench.base().dataset.reference)


@pytest.mark.check(49, "no live formula: findings, changes, charts as csv, marked workbook", "R")
def test_no_file_holds_a_live_text(bench):
    prepared = loaded(bench, "=1+1.xlsx", xlsx_of_text())
    found = findings_table(prepared, words(bench))
    site = Site({"": lambda: bench.base().dataset}, 5, True, bench.store, bench)
    client = app_for(site, ASSETS, HOSTS).server.test_client()
    files = [as_csv(found), as_csv(prepared.difference.changes)]
    files += [client.get(f"/en/charts/{key}.csv").data for key in CHARTS]
    assert any(b"'=1+1" in file for file in files[2:])
    for file in files:
        cells = [cell for row in csv.reader(io.StringIO(file.decode("utf-8-sig"))) for cell in row]
        assert not [c for c in cells if c.startswith(("=", "+", "@", "-")) and not number(c)]
    marked = annotated(
        xlsx_of_text(), prepared.workbooks[0], prepared.checked.findings, words(bench)
    )
    for book in (as_xlsx(found, "a"), as_xlsx(prepared.difference.changes, "a"), marked):
        assert formulas(book) == 0


@pytest.mark.check(49, "no live formula: charts as xlsx, json and html", "R")
def test_no_chart_leaves_with_a_live_text(bench):
    loaded(bench, "=1+1.xlsx", xlsx_of_text())
    site = Site({"": lambda: bench.base().dataset}, 5, True, bench.store, bench)
    client = app_for(site, ASSETS, HOSTS).server.test_client()
    said = ""
    for key in CHARTS:
        answer = client.get(f"/en/charts/{key}.xlsx")
        assert answer.status_code == 200
        assert formulas(answer.data) == 0, key
        assert b"DDE" not in answer.data
        said += json.dumps(client.get(f"/en/charts/{key}.json").get_json())
        assert client.get(f"/en/charts/{key}/ids.csv").data.find(b"\r\n=") == -1
    assert "=1+1" in said
    page = client.get("/en/charts/actions-calendar.html").get_data(as_text=True)
    assert "=HYPERLINK" in page
    assert 'href="http://x.example"' not in page


@pytest.mark.check(49, "no live formula: the briefing on a partner as docx", "R")
def test_a_briefing_tells_live_texts_as_text(bench):
    loaded(bench, "in.xlsx", xlsx_of_text())
    site = Site({"": lambda: bench.base().dataset}, 5, True, bench.store, bench)
    client = app_for(site, ASSETS, HOSTS).server.test_client()
    brief = client.get("/en/countries/KEN.docx").data
    with zipfile.ZipFile(io.BytesIO(brief)) as archive:
        document = archive.read("word/document.xml").decode()
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", document)
    assert [field for field in fields if field.strip() not in ("PAGE", "NUMPAGES")] == []
    assert "=1+1" in document


@pytest.mark.check(49, "the kept original, persons blanked, read again", "R")
def test_the_kept_original_has_the_same_texts_and_no_formula(bench):
    rows = [[*HEAD, "Contact person"], *([*row, "Wilhelmina Zzyzx"] for row in ROWS[1:])]
    register = as_xlsx(pd.DataFrame(rows[1:], columns=rows[0]), "Actions")
    loaded(bench, "in.xlsx", register)
    (original,) = bench.store.original(2)
    assert original.data != register
    assert formulas(original.data) == 0
    again = bench.prepare([Received("again.xlsx", original.data)], "replace")
    assert texts(again.tables) == [[text] * 3 for text in LIVE]


def number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True

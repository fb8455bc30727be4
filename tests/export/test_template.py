from __future__ import annotations

import io

import openpyxl
import pytest

from mieux_dashboard.export.annotated import annotated
from mieux_dashboard.export.records import as_csv, as_xlsx
from mieux_dashboard.export.template import template
from mieux_dashboard.load import check, read_workbook
from mieux_dashboard.model.columns import LANGUAGES, TABLES
from mieux_dashboard.words import Words
from tests.load.conftest import xlsx

FILLED = {"action_id": "t-1", "title": "Filled in", "countries": "Kenya", "start_date": "2016-06"}


@pytest.fixture(scope="module")
def demonstration_tables():
    from mieux_dashboard.intake import demonstration
    from tests.conftest import DATA

    return demonstration(DATA).tables


def written(reference, tables, language):
    return template(Words(language, reference), tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_is_filled_in_loads_without_a_finding(
    reference, demonstration_tables, language
):
    book = openpyxl.load_workbook(io.BytesIO(written(reference, demonstration_tables, language)))
    actions = TABLES["actions"]
    sheet = book[actions.sheets[language][0]]
    places = {cell.value: cell.column for cell in sheet[1]}
    for name, value in FILLED.items():
        sheet.cell(3, places[actions.column(name).label(language)], value)
    out = io.BytesIO()
    book.save(out)
    checked = check(read_workbook(out.getvalue(), "template.xlsx"), reference)
    assert checked.findings == ()
    assert list(checked.tables["actions"]["action_id"]) == ["t-1"]
    assert checked.tables["actions"]["countries"].tolist() == ["KEN"]


def test_every_column_is_explained_and_its_list_offered(reference, demonstration_tables):
    book = openpyxl.load_workbook(io.BytesIO(written(reference, demonstration_tables, "en")))
    explained = {row[0].value for row in book["Columns explained"].iter_rows()}
    for table in TABLES.values():
        if table.name == "published_figures":
            continue
        for column in table.columns:
            if column.name != "record_source":
                assert f"{table.sheets['en'][0]} · {column.label('en')}" in explained
    offered = book["Actions"].data_validations.dataValidation
    assert any("_lists" in one.formula1 for one in offered)


def test_the_same_template_has_the_same_bytes(reference, demonstration_tables):
    first = written(reference, demonstration_tables, "fr")
    assert first == written(reference, demonstration_tables, "fr")


ROWS = [["Action ID", "Title", "Country", "Note"], ["a-1", "First", "Atlantis", "=1+1 is kept"]]


def test_a_marked_workbook_has_its_cells_coloured_and_nothing_else_changed(reference):
    data = xlsx({"Actions": ROWS, "Other": [["free", "=text"]]})
    workbook = read_workbook(data, "mine.xlsx")
    found = check(workbook, reference).findings
    book = openpyxl.load_workbook(
        io.BytesIO(annotated(data, workbook, found, Words("es", reference)))
    )
    cell = book["Actions"]["C2"]
    assert cell.value == "Atlantis"
    assert "Atlantis" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FFC7CE")
    before = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in before.worksheets:
        assert [[c.value for c in row] for row in sheet] == [
            [c.value for c in row] for row in book[sheet.title]
        ]
    assert book.worksheets[-1].max_row == len(found) + 1


def test_text_that_looks_like_a_formula_is_none_in_any_file(reference):
    import pandas as pd

    rows = pd.DataFrame(
        {"=name": ["=1+1", "+32 2 555", "-x", "@sum", "\tx", "plain"], "n": range(6)}
    )
    text = as_csv(rows).decode("utf-8-sig")
    for line in text.splitlines()[1:]:
        assert line.lstrip('"')[0] in "'p"
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, "Rows")))
    kinds = {cell.data_type for row in book.active.iter_rows(max_col=1) for cell in row}
    assert kinds == {"s"}
    assert book.active["A2"].value == "=1+1"

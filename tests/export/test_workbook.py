from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from mieux_dashboard.export.workbook import write_workbook
from mieux_dashboard.load import check, read_workbook
from mieux_dashboard.words import Words

COVER = [("A cover",), ("What this is", "four rows")]


def actions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "action_id": ["a-1", "007", "a-3", "a-4"],
            "title": ["=1+1", "https://x.eu", "0012", "Côte d'Ivoire"],
            "countries": ["KEN;NAM", "", "XKX", "CIV"],
            "areas": ["irregular;trafficking", "communication", "", "irregular-migration"],
            "institution_type": ["ministry-interior", "", "", ""],
            "regional_body": ["", "comesa", "", ""],
            "start_date": ["2013-06-01", "2013-06", "2013", ""],
            "amount": [20.0, float("nan"), 1234.5, 0.0],
            "record_source": ["published", "programme", "demonstration", "published"],
            "Donor code": ["0012", "", "+32 2", "@x"],
        }
    )


def written(reference, language="en", title="") -> bytes:
    file = io.BytesIO()
    empty = pd.DataFrame(columns=["expert_id", "country"])
    tables = {"experts": empty, "actions": actions()}
    write_workbook(tables, Words(language, reference), file, COVER, title)
    return file.getvalue()


@pytest.mark.parametrize("title", ["", "Demonstration: made up"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_what_is_written_is_read_back_value_by_value(reference, language, title):
    result = check(read_workbook(written(reference, language, title), "a.xlsx"), reference)
    expected = actions()
    found = result.tables["actions"][list(expected)]
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    assert result.findings == ()
    assert result.rows == {"actions": 4, "experts": 0}


def test_the_workbook_is_made_for_readers(reference):
    book = openpyxl.load_workbook(io.BytesIO(written(reference)))
    assert book.sheetnames == ["About", "Actions", "Experts"]
    sheet = book["Actions"]
    assert [cell.value for cell in sheet[1]][:4] == [
        "Action ID",
        "Title",
        "Countries",
        "Regional body",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:J5")
    assert sheet["C2"].value == "KEN; NAM"
    assert sheet["E2"].value == "Irregular migration; Trafficking in human beings"
    assert sheet["G2"].is_date
    assert sheet["G3"].value == "2013-06"
    assert [cell.value for cell in book["Experts"][1]] == ["Expert ID", "Country"]


def test_a_title_stands_above_the_names_of_every_sheet(reference):
    book = openpyxl.load_workbook(io.BytesIO(written(reference, title="Made up")))
    for name in ("Actions", "Experts"):
        assert book[name]["A1"].value == "Made up"
    sheet = book["Actions"]
    assert (sheet["A2"].value, sheet["A3"].value) == ("Action ID", "a-1")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:J6")


def test_no_text_becomes_a_formula_or_a_link(reference):
    sheet = openpyxl.load_workbook(io.BytesIO(written(reference)))["Actions"]
    assert [cell.data_type for cell in sheet["B"][1:]] == ["s", "s", "s", "s"]
    assert [cell.hyperlink for cell in sheet["B"][1:]] == [None] * 4


def test_the_same_tables_give_the_same_bytes(reference):
    assert written(reference) == written(reference)

"""A chart as a workbook and as a page: the same numbers, nothing that runs, no clock."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.chart_files import NotOffered, each_offered, read_look
from mieux_dashboard.export.native import native
from mieux_dashboard.export.picture import Look
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

SHEETS = {
    "en": ("Data", "Description", "Source"),
    "fr": ("Données", "Description", "Source"),
    "es": ("Datos", "Descripción", "Fuente"),
}
NATIVE = {
    "actions-by-region": "barChart",
    "actions-by-subregion": "barChart",
    "actions-over-time": "barChart",
    "actions-by-pillar": "barChart",
    "countries-reached": "lineChart",
    "requests-over-time": "barChart",
    "experts-by-kind": "barChart",
}


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CHARTS)
def test_a_workbook_has_the_table_that_a_reader_sees_and_no_formula(
    key, language, demonstration, made
):
    book = opened(made(key, demonstration, "xlsx", language=language))
    words = Words(language, demonstration.reference)
    answer = CHARTS[key].guarded_answer(demonstration, Selection(), 5)
    table = CHARTS[key].table(answer, words)
    assert {*SHEETS[language]} <= {*book.sheetnames}
    rows = list(book[SHEETS[language][0]].iter_rows(values_only=True))
    assert rows[0] == tuple(table.columns)
    shown = [[None if cell == "" or cell != cell else cell for cell in row] for row in table.values]
    assert [list(row) for row in rows[1:]] == shown
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("key", NATIVE)
def test_a_native_chart_shows_the_numbers_of_the_measure(key, demonstration, made):
    book = opened(made(key, demonstration, "xlsx"))
    sheet = book["Chart"]
    rows = list(sheet.iter_rows(values_only=True))
    found = sum(n for row in rows[1:] for n in row[1:] if n is not None)
    answer = CHARTS[key].guarded_answer(demonstration, Selection(), 5)
    shown = native(CHARTS[key], answer, Words("en", demonstration.reference))
    counts = [name for name in answer.table if name.startswith("n_")]
    column = counts[-1] if NATIVE[key] == "lineChart" else counts[0]
    assert found == answer.table[column].sum() == shown.table.sum().sum()
    (drawn,) = sheet._charts
    assert drawn.tagname == NATIVE[key]
    assert len(drawn.series) == len(rows[0]) - 1
    assert drawn.series[0].val.numRef.f.endswith(f"${len(rows)}")


def test_maps_flows_and_published_figures_have_no_native_chart(public_record):
    words = Words("en", public_record.reference)
    for key in ("actions-by-country", "expertise-flows", "actions-calendar", "published-experts"):
        answer = CHARTS[key].guarded_answer(public_record, Selection(), 5)
        assert native(CHARTS[key], answer, words) is None


def test_hidden_persons_are_words_in_the_table_and_a_gap_in_the_native_chart(demonstration, made):
    asia = Selection(region=("asia",))
    answer = CHARTS["experts-by-kind"].guarded_answer(demonstration, asia, 5)
    hidden = int(answer.table["n_experts"].isna().sum())
    book = opened(made("experts-by-kind", demonstration, "xlsx", selection=asia))
    said = [cell for row in book["Data"].iter_rows(values_only=True) for cell in row]
    drawn = [cell for row in book["Chart"].iter_rows(values_only=True) for cell in row]
    assert said.count("not shown") == drawn.count(None) == hidden > 0


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "html"])
def test_the_same_chart_gives_the_same_bytes(suffix, public_record, made):
    one, two = (made("actions-over-time", public_record, suffix, language="fr") for _ in range(2))
    assert one == two


def test_a_look_is_read_and_what_there_is_none_of_is_named():
    assert read_look({}) == Look("slide", True, "light")
    assert read_look({"preset": "a4", "frame": "no", "ground": "dark"}) == Look("a4", False, "dark")
    with pytest.raises(NotOffered) as raised:
        read_look({"preset": "huge"})
    assert raised.value.known[:2] == ("slide", "a4")
    assert each_offered("format", "png, svg,png", ("svg", "png")) == ["png", "svg"]


@pytest.mark.browser
@pytest.mark.parametrize("key", ["actions-by-country", "actions-over-time"])
def test_a_page_opens_from_a_folder_without_a_network(key, public_record, made, chromium, tmp_path):
    file = tmp_path / "chart.html"
    file.write_bytes(made(key, public_record, "html", language="es"))
    context = chromium.new_context(offline=True)
    page, errors, asked = context.new_page(), [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.locator("#drawing .main-svg path").first.wait_for(state="attached")
    drawn = page.locator("#drawing .main-svg path").count()
    assert page.locator("table").first.locator("tr").count() > 10
    assert page.locator("html").get_attribute("lang") == "es"
    context.close()
    assert drawn > 20
    assert errors == []
    assert asked == [file.as_uri()]


def test_a_page_runs_no_script_but_its_own(public_record, made):
    page = made("actions-by-region", public_record, "html").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert policy.count("'sha256-") == page.count("<script>")

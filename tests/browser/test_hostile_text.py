"""Script, Markdown, templates and formulas in a register are shown as they were typed."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pypdf
import pytest

from tests.browser.test_data import own_site  # noqa: F401, a fixture
from tests.load.conftest import xlsx

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(1)</script>"
OTHERS = "{{7*191}} $x^2$ [a](javascript:alert(1)) <b>bold</b>"
SHORT = "<b>bold</b> {{7*191}}"
HEAD = ["Action ID", "Title", "Country", "Start", "End", "Institution", "Output", IMAGE]
SHEETS = {
    "Actions": [
        HEAD,
        ["h-1", IMAGE, "Kenya", "2014-01", "2015-03", SCRIPT, OTHERS, SCRIPT],
        ["h-2", SHORT, "Kenya", "2016-01", "2017-03", OTHERS, IMAGE, OTHERS],
        ["h-3", f"{SCRIPT} {OTHERS}", "Kenia<b>", "2016-01", "2017-03", IMAGE, SCRIPT, IMAGE],
    ],
    IMAGE: [["One", "Two", SCRIPT], *[[IMAGE, OTHERS, SCRIPT]] * 4],
}
MADE = """() => document.querySelectorAll('img[src="x"], a[href^="javascript:"]').length
  + [...document.scripts].filter((s) => s.textContent.includes('alert(1)')).length
  + [...document.querySelectorAll('b, tspan')].filter((e) => e.textContent === 'bold').length"""


def safe(page, *typed):
    """Nothing is made of the texts, and these stand on the page as they were typed."""
    assert page.evaluate(MADE) == 0
    said = page.evaluate("() => document.body.innerText + document.body.textContent")
    assert "1337" not in said
    for text in typed:
        assert text in said, text


@pytest.mark.check(50, "script, HTML, Markdown, templates on every page in a browser", "R")
def test_what_a_register_says_is_shown_as_typed_on_every_page(visit, own_site, tmp_path):  # noqa: F811
    address, _ = own_site
    path = tmp_path / f"{IMAGE}.xlsx"
    path.write_bytes(xlsx(SHEETS))
    page = visit("/en/data", at=address)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.locator("#data-who").fill("AB")
    page.locator("#data-upload input[type=file]").set_input_files(path)
    page.locator("#step-difference td", has_text="h-2").first.wait_for()
    assert page.locator("#data-reading").is_hidden()
    safe(page, IMAGE, "Kenia<b>", path.name)
    page.get_by_label("Replace: what the files do not hold goes").check()
    page.locator("#data-sure").check()
    page.locator("#data-accept").click()
    page.locator("#data-history tbody tr").nth(1).wait_for()
    safe(page, path.name)
    for where, shown in (
        ("", ()),
        ("actions", (IMAGE, SHORT)),
        ("actions/h-1", (IMAGE, SCRIPT, OTHERS)),
        ("countries/KEN", (IMAGE, SHORT)),
        ("results", ()),
    ):
        page.goto(f"{address}/en/{where}")
        page.locator("main h1").first.wait_for()
        for text in shown:
            page.get_by_text(text).first.wait_for(state="attached")
        safe(page, *shown)
    page.locator("#search-field").fill("bold")
    page.locator("#search-results [role=option]").first.wait_for()
    safe(page, SHORT)
    page.goto(f"{address}/en/charts/actions-calendar")
    page.locator(".ytick text", has_text=SHORT).wait_for()
    page.locator(".barlayer .point path").first.hover(force=True)
    page.locator(".hoverlayer text").first.wait_for()
    hovered = page.locator(".hoverlayer").text_content().replace("\u00a0", " ")
    assert IMAGE in hovered or SHORT in hovered
    safe(page)
    brief = page.request.get(f"{address}/en/countries/KEN.docx").body()
    with zipfile.ZipFile(io.BytesIO(brief)) as archive:
        document = archive.read("word/document.xml").decode()
    assert "{{7*191}}" in document
    assert "<b>bold" not in document
    typeset = pypdf.PdfReader(
        io.BytesIO(page.request.get(f"{address}/en/countries/KEN.pdf").body())
    )
    said = "".join(sheet.extract_text() for sheet in typeset.pages)
    assert "{{7*191}}" in said
    assert "1337" not in said
    drawn = ElementTree.fromstring(
        page.request.get(f"{address}/en/charts/actions-calendar.svg").body()
    )
    assert {one.tag.rpartition("}")[2] for one in drawn.iter()} & {
        "script",
        "img",
        "foreignObject",
    } == set()
    assert SHORT in "".join(drawn.itertext()).replace("\u00a0", " ")
    assert dialogs == []


def test_what_a_failure_quotes_is_shown_as_typed(visit, own_site, tmp_path):  # noqa: F811
    address, _ = own_site
    page = visit("/en/data", at=address)
    path = tmp_path / f"{IMAGE}{SCRIPT.replace('/', '')}.xlsx"
    path.write_bytes(b"no workbook")
    page.locator("#data-who").fill(IMAGE)
    page.locator("#data-upload input[type=file]").set_input_files(path)
    page.locator("#data-said", has_text=IMAGE).wait_for()
    safe(page, path.name)
    for where in (
        f"en/{SCRIPT}",
        f"en/actions/{IMAGE}",
        f"en/charts/actions-by-region.csv?region={IMAGE}",
    ):
        answer = page.request.get(f"{address}/{where}")
        assert answer.status in (400, 404)
        is_page = "html" in answer.headers["content-type"]
        assert not is_page or not {"<img", "<script"} & set(re.findall("<[a-z]+", answer.text()))

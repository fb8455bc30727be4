"""The pages of countries and groups, as a browser shows and prints them."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from tests.browser.conftest import LAPTOP, TELEPHONE

SHEETS = 2


@pytest.mark.parametrize("path", ["en/countries/CRI", "fr/countries/GHA", "es/countries/MDA"])
def test_a_country_page_prints_on_two_sheets(visit, path):
    page = visit(f"/{path}")
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    printed = page.pdf(format="A4", margin=margin)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= SHEETS


@pytest.mark.parametrize(
    ("path", "viewport", "scheme"),
    [
        ("en/countries/GHA", LAPTOP, "light"),
        ("fr/countries/PSE", TELEPHONE, "dark"),
        ("es/groups/ecowas", TELEPHONE, "light"),
        ("en/groups/ocam", LAPTOP, "dark"),
        ("fr/countries", TELEPHONE, "light"),
        ("es/groups", TELEPHONE, "dark"),
        ("en/countries/GHA/sheet", TELEPHONE, "dark"),
        ("fr/groups/ecowas/sheet?data=demonstration", LAPTOP, "light"),
    ],
)
def test_a_page_fits_and_passes_the_accessibility_rules(visit, path, viewport, scheme):
    page = visit(f"/{path}", viewport=viewport, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []


def test_an_action_leads_to_its_country_and_on_to_its_subregion_by_keyboard(visit):
    page = visit("/en/actions/benin-ii")
    page.locator("main .facts").get_by_role("link", name="Benin", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("main h1", has_text="Benin").wait_for()
    page.wait_for_url("**/en/countries/BEN")
    page.get_by_role("link", name="West Africa", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("main h1", has_text="West Africa").wait_for()
    assert page.url.endswith("/en/groups/west-africa")


def test_a_page_of_charts_prints_whole_drawings_with_its_selection_and_address(visit):
    page = visit("/en/map?region=africa", color_scheme="dark")
    page.locator(".drawing .main-svg").first.wait_for()
    printed = page.pdf(
        format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    )
    said = re.sub(
        r"\s+", " ", " ".join(s.extract_text() for s in PdfReader(io.BytesIO(printed)).pages)
    )
    assert "50 of the 111 Actions" in said or "50 of 111 Actions" in said
    assert page.url in said.replace(" ", "")
    assert "Copy answer" not in said
    page.set_viewport_size({"width": 703, "height": 900})
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 703
    ink = page.evaluate("getComputedStyle(document.body).getPropertyValue('--ink').trim()")
    assert ink == "rgb(23, 32, 51)"


def test_a_sheet_is_read_without_scripts_and_leads_back(visit):
    page = visit("/fr/countries/GHA/sheet", viewport=TELEPHONE, java_script_enabled=False)
    assert page.locator("h1").inner_text() == "Ghana"
    page.locator(".ways a").first.click()
    page.wait_for_url("**/fr/countries/GHA")

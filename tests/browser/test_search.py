"""Searching from any page: by the key, by the field, on a telephone, in the demonstration."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import LAPTOP, TELEPHONE

LANGUAGES = ("en", "fr", "es")


def found(page, text):
    """Search by the key alone, and wait for the answer."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.locator(".finder-option").first.wait_for()
    return page.locator(".finder-option")


def test_the_key_opens_the_search_and_enter_the_first_result(visit):
    page = visit("/fr/about")
    options = found(page, "rdc")
    field = page.get_by_role("combobox", name="Search Actions").or_(page.locator("#search-field"))
    assert field.first.get_attribute("aria-expanded") == "true"
    assert "République démocratique du Congo" in options.first.inner_text()
    said = page.locator("#search-count").inner_text()
    assert page.locator("#search-status").inner_text() == said != ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/countries/COD")
    page.locator("main h1").first.wait_for()


def test_enter_before_the_answer_waits_for_it(visit):
    page = visit("/en/about")
    page.keyboard.press("/")
    page.keyboard.type("cedeao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/groups/ecowas")


def test_arrows_move_through_the_results_and_escape_closes_them(visit):
    page = visit("/en/about")
    options = found(page, "traite")
    field = page.locator("#search-field")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "search-option-0"
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert page.locator(".finder-option[aria-selected=true]").count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.locator("#search-found").is_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "traite"


def test_the_key_is_a_letter_where_one_types(visit):
    page = visit("/en/actions")
    table = page.locator("#actions-search")
    table.click()
    page.keyboard.type("a/b")
    assert table.input_value() == "a/b"
    page.locator("#search-field").click()
    page.keyboard.type("1/2")
    assert page.locator("#search-field").input_value() == "1/2"


def test_the_search_works_after_a_change_of_page_without_a_load(visit):
    page = visit("/en/about")
    page.get_by_role("link", name="Requests", exact=True).click()
    page.wait_for_url("**/en/requests")
    page.locator("main.requests h1").wait_for()
    found(page, "ivory coast")
    page.locator(".finder-option", has_text="Côte d'Ivoire").first.click()
    page.wait_for_url("**/en/countries/CIV")


def test_a_search_in_the_demonstration_stays_in_it(visit):
    page = visit("/es/about?data=demonstration")
    hrefs = found(page, "kenia").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert hrefs
    assert all("data=demonstration" in href for href in hrefs)


def test_nothing_found_is_said(visit):
    page = visit("/en/about")
    page.keyboard.press("/")
    page.keyboard.type("zzzz")
    page.locator("#search-status", has_text="Nothing found").wait_for(state="attached")
    assert page.locator("#search-field").get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_is_one_line_and_shows_the_whole_menu(visit, language):
    page = visit(f"/{language}/about", viewport=LAPTOP)
    page.locator("#search-field").wait_for()
    menu = page.locator(".menu").evaluate("menu => [menu.scrollWidth, menu.clientWidth]")
    assert menu[0] <= menu[1]
    assert page.locator(".top").bounding_box()["height"] < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_telephone_opens_the_field_by_a_button(visit, scheme):
    page = visit("/fr/about", viewport=TELEPHONE, color_scheme=scheme)
    assert page.locator("#search-field").is_hidden()
    page.locator("#search-open").click()
    page.keyboard.type("traite")
    page.locator(".finder-option").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    violations = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in violations] == []
    page.keyboard.press("Escape")
    page.locator("#search-field").fill("")
    page.keyboard.press("Escape")
    assert page.locator("#search-field").is_hidden()
    assert page.evaluate("document.activeElement.id") == "search-open"


def test_the_open_results_pass_the_accessibility_rules(visit):
    page = visit("/en/about")
    found(page, "migration")
    page.keyboard.press("ArrowDown")
    violations = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in violations] == []

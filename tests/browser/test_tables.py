"""The tables: what one does to them is in the address, and what one sees is what one gets."""

from __future__ import annotations

import csv
import re

from axe_playwright_python.sync_playwright import Axe

from mieux_dashboard.words import catalogue
from tests.browser.conftest import TELEPHONE

# What AG Grid says in English by itself where no word of ours stands in its place.
ENGLISH = re.compile(
    r"\b(contains?|does|not|equals?|begins|ends|blank|with|before|after|between|filter|press|enter"
    r"|open|close|reset|apply|clear|size|rows?|first|last|next|previous|column|sort|menu|than"
    r"|less|greater|equal|empty|value|choose|input|editor|search|select|loading)\b",
    re.IGNORECASE,
)
SAID = """() => [...document.querySelectorAll('.grid, .ag-popup')].flatMap(grid =>
  [grid, ...grid.querySelectorAll('*')].flatMap(element => [
    ...['aria-label', 'title', 'placeholder', 'aria-description', 'aria-roledescription']
      .map(name => element.getAttribute(name)),
    element.closest('.ag-cell, .ag-header-cell-text') ? null
      : [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join(' '),
  ])).filter(Boolean)"""


def shown(page, name, said):
    page.locator(f"#{name}-rows-shown", has_text=said).wait_for()


def seen(page):
    """The headers, the order, the titles: what a reader sees of the table."""
    return {
        "heads": page.locator(".ag-header-cell-text").all_inner_texts(),
        "sorted": page.locator(".ag-header-cell[aria-sort]").evaluate_all(
            "heads => heads.map(head => head.getAttribute('aria-sort'))"
        ),
        "titles": page.locator(".ag-row").evaluate_all(
            """rows => rows.map(row => [row.getAttribute('row-index'), row.querySelector('a')])
                .sort((one, other) => one[0] - other[0]).map(([, link]) => link.textContent)"""
        ),
        "said": page.locator("#actions-rows-shown").inner_text(),
    }


def open_filter(page, head):
    page.locator(".ag-header-cell", has_text=head).locator(".ag-header-cell-filter-button").click()
    return page.locator(".ag-popup .ag-filter")


def test_a_copied_address_opens_the_same_table_in_a_fresh_browser(visit):
    page = visit("/en/actions?region=asia")
    shown(page, "actions", "All 15 rows")
    page.locator(".ag-header-cell-text", has_text="Title").click()
    page.locator(".ag-header-cell-text", has_text="Title").click()
    open_filter(page, "Partner").get_by_role("textbox").first.fill("STÁN")
    shown(page, "actions", "8 of 15 rows")
    page.keyboard.press("Escape")
    page.locator("#actions-columns").click()
    page.get_by_role("option", name="Institution", exact=True).click()
    page.locator(".ag-header-cell", has_text="Institution").wait_for()
    page.wait_for_url("**institution;filter:partner,contains,**")
    other = visit(page.url.partition("/en/")[2].join(["/en/", ""]))
    shown(other, "actions", "8 of 15 rows")
    assert seen(other) == seen(page)
    assert seen(other)["sorted"][0] == "descending"
    with other.expect_download() as download:
        other.get_by_role("button", name="Download the 8 rows shown (CSV)").click()
    lines = [*csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines())]
    assert [line[0] for line in lines[1:]] == seen(other)["titles"]
    assert lines[0] == seen(other)["heads"]
    with other.expect_download() as download:
        other.get_by_role("button", name="Download all 15 rows (CSV)").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").strip().splitlines()) == 16
    other.locator(".languages a[lang=es]").click()
    shown(other, "actions", "8 filas mostradas de 15")


def test_a_date_of_which_the_month_is_known_is_filtered_by_its_first_day(visit):
    asked = "filter:start_date,greaterThan,2020-01-01"
    page = visit(f"/en/actions?table={asked}")
    shown(page, "actions", "24 of 111 rows")
    page.locator(".mantine-MultiSelect-pill", has_text="Start").locator("button").click()
    shown(page, "actions", "All 111 rows")


def test_a_table_of_another_language_says_no_word_of_english(visit):
    page = visit("/fr/actions")
    shown(page, "actions", "111")
    said = set()
    for head in ("Titre", "Début"):
        panel = open_filter(page, head)
        said |= set(page.evaluate(SAID))
        panel.locator(".ag-select").first.click()
        page.locator(".ag-select-list").wait_for()
        said |= set(page.evaluate(SAID))
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    assert "Contient" in said
    assert "Avant" in said
    ours = set(catalogue("fr")._catalog.values())
    assert [text for text in said if ENGLISH.search(text) and text not in ours] == []


def test_a_formula_of_a_register_is_text_in_the_file_and_numbers_stay_numbers(visit):
    page = visit("/en/actions")
    cells = page.evaluate(
        """() => ['=1+1', '+1', '-1+2', '-1', '@x', '\\tx', '\\rx', 'plain', -1, 2.5, null, 3]
          .map((value, at) => window.dashAgGridFunctions.csvCell(value, at === 11 ? 5 : 0))"""
    )
    texts = ["'=1+1", "'+1", "'-1+2", "-1", "'@x", "'\tx", "'\rx", "plain"]
    assert cells == [*texts, -1, 2.5, "", "<5"]


def test_the_table_of_requests_opens_on_demand_and_its_rows_lead_to_actions_by_key(visit):
    page = visit("/en/requests?data=demonstration", viewport=TELEPHONE)
    assert page.locator(".ag-row").count() == 0
    page.locator("#requests-opens-records").click()
    shown(page, "requests", "All 138 rows")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page, ".records").response["violations"] == []
    page.locator(".ag-cell").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/actions/DEMO-001?data=demonstration")

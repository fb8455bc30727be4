"""The dashboard to take away opens from a stick: no server, no network, no error."""

from __future__ import annotations

import pytest

from mieux_dashboard.export.takeaway_pages import PAGES
from tests.browser.accessible import settle, violations

NAMES = [*(f"{name}.html" for name in PAGES), "countries.html", "countries/KEN.html"]


@pytest.fixture
def stick(chromium, take_away):
    """Open a page of the folder without a network; afterwards nothing may have gone wrong."""
    wrong = []
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else 0
    )
    page.on("request", lambda asked: wrong.append(asked.url) if _is_strange(asked.url) else None)

    def visit(path):
        page.goto(f"{take_away.as_uri()}/{path}")
        page.locator("main h1").first.wait_for()
        return page

    yield visit
    context.close()
    assert wrong == []


def _is_strange(url):
    return not url.startswith(("file:", "data:"))


def test_every_page_opens_from_a_file_and_draws_its_charts(stick):
    for number, name in enumerate(NAMES):
        page = stick(f"{('en', 'fr', 'es')[number % 3]}/{name}")
        charts = (
            PAGES[name.removesuffix(".html")].keys if name.removesuffix(".html") in PAGES else ()
        )
        settle(page)
        hidden = page.locator("figure[hidden]").count()
        assert page.locator(".js-plotly-plot .main-svg").first.count() == bool(charts)
        assert page.locator(".js-plotly-plot").count() == len(charts) - hidden, name
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name


def test_a_region_narrows_every_chart_and_goes_along_to_the_next_page(stick):
    page = stick("en/map.html")
    first = page.locator(".card h2").first
    assert first.inner_text().startswith("3 partner")
    shades = "document.querySelector('.graph').data[0].locations.join()"
    before = page.evaluate(shades)
    page.get_by_label("Region", exact=True).select_option("asia")
    page.get_by_text("1 of 3 Actions").first.wait_for()
    assert first.inner_text().startswith("1 partner")
    assert page.evaluate(shades) != before
    file = page.locator("[data-key=actions-by-country] .csv")
    assert file.get_attribute("href").startswith("data:text/csv")
    assert file.get_attribute("download") == "actions-by-country-asia.csv"
    page.get_by_role("link", name="FR").click()
    page.get_by_text("1 des 3 Actions").first.wait_for()
    assert page.locator("#region").input_value() == "asia"
    page.get_by_role("link", name="Actions", exact=True).click()
    page.locator(".listed tbody tr:visible").first.wait_for()
    assert page.locator(".listed tbody tr:visible").count() == 1
    page.get_by_role("button", name="effacer").click()
    assert page.locator(".listed tbody tr:visible").count() == 3


def test_records_sort_by_the_keyboard_and_are_found(stick):
    page = stick("en/actions.html")
    column = page.get_by_role("button", name="Action", exact=True)
    rows = page.locator(".listed tbody tr:visible")
    column.focus()
    page.keyboard.press("Enter")
    assert rows.first.inner_text().startswith("Kenya I")
    page.keyboard.press("Enter")
    assert rows.first.inner_text().startswith("Uganda")
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_label("Search the table").fill("nepál")
    assert rows.count() == 1
    assert page.get_by_role("status").filter(has_text="Rows shown: 1 of 3").count() == 1


def test_a_link_to_one_action_opens_it(stick):
    page = stick("en/countries/UGA.html")
    page.get_by_role("link", name="Uganda").first.click()
    page.locator("details[open] dd").first.wait_for()
    assert "=1+1 <b>manual</b>" in page.locator("details[open]").inner_text()


def test_the_start_leads_readers_to_their_language(chromium, take_away):
    context = chromium.new_context(offline=True, locale="es-CL")
    page = context.new_page()
    page.goto(f"{take_away.as_uri()}/index.html")
    page.wait_for_url("**/es/index.html")
    context.close()


def test_a_page_meets_the_rules_of_wcag(chromium, take_away):
    """Axe itself asks for the style sheet, which a page may not: what it logs is not looked at."""
    context = chromium.new_context(offline=True, color_scheme="dark")
    page = context.new_page()
    for name in ("fr/map.html", "en/actions.html"):
        page.goto(f"{take_away.as_uri()}/{name}")
        page.locator("main h1").first.wait_for()
        settle(page)
        assert violations(page) == [], name
    context.close()

"""A choice made in one chart narrows the others, can be taken back, and travels in the link."""

from __future__ import annotations

import re

from tests.browser.conftest import TELEPHONE

ALL = "All 111 Actions"


def press(page, name, key, at):
    """Press a bar, counted from the top or the left, as a hand does: through the layer above it."""
    plot = page.locator(f"#{name}-{key}-graph .listening")
    layer = plot.locator(".nsewdrag").first
    layer.scroll_into_view_if_needed()
    middle = plot.evaluate(
        """(plot, at) => {
          const [bar, all] = ['.barlayer .point path', '.nsewdrag'].map(
            (found, which) => plot.querySelectorAll(found)[which ? 0 : at].getBoundingClientRect());
          return {x: bar.x - all.x + bar.width / 2, y: bar.y - all.y + bar.height / 2};
        }""",
        at,
    )
    layer.click(position=middle)


def sentence(page, name):
    return page.locator(f"#{name}-sentence")


def test_a_bar_narrows_the_page_and_a_second_press_takes_it_back(visit):
    page = visit("/en/")
    page.wait_for_load_state("networkidle")
    press(page, "overview", "actions-by-region", 0)
    sentence(page, "overview").filter(has_text="50 of 111 Actions").wait_for()
    assert "Africa" in sentence(page, "overview").inner_text()
    assert page.url.endswith("/en/?region=africa")
    narrowed = {
        "actions-by-country": "50 selected Actions",
        "actions-over-time": "of the 44 Actions with a known start",
        "actions-by-pillar": "of the 50 selected Actions",
        "actions-by-region": "50 of the 50 selected Actions",
    }
    for key, said in narrowed.items():
        page.locator(f"#overview-{key}-head h2", has_text=said).wait_for()
    press(page, "overview", "actions-by-region", 0)
    sentence(page, "overview").filter(has_text=ALL).wait_for()
    assert page.url.endswith("/en/")


def test_escape_takes_back_the_last_choice_then_the_one_before(visit):
    page = visit("/en/timeline")
    page.wait_for_load_state("networkidle")
    said = sentence(page, "timeline")
    press(page, "timeline", "actions-by-period", 2)
    said.filter(has_text="after the Agenda").wait_for()
    period = said.inner_text()
    page.locator("#timeline-actions-over-time-opens").click()
    page.get_by_role("button", name="2016", exact=True).first.click()
    said.filter(has_text="begun in 2016").wait_for()
    assert "from=2016&to=2016&period=" in page.url
    page.keyboard.press("Escape")
    said.filter(has_not_text="2016").wait_for()
    assert said.inner_text() == period
    page.keyboard.press("Escape")
    said.filter(has_text=ALL).wait_for()
    page.keyboard.press("Escape")
    assert ALL in said.inner_text()


def test_from_a_mark_to_its_records_in_two_steps(visit):
    page = visit("/en/")
    page.wait_for_load_state("networkidle")
    press(page, "overview", "actions-by-pillar", 0)
    page.get_by_role("link", name=re.compile(r"See the \d+ Actions")).click()
    page.locator("main h1", has_text="Which Actions were there?").wait_for()
    assert "/en/actions?pillar=" in page.url


def test_the_requests_in_view_are_reached_from_one_of_their_charts(visit):
    page = visit("/en/charts/requests-by-country?region=asia")
    page.get_by_role("link", name="See the requests").click()
    page.locator("details.records[open] .ag-row").first.wait_for()
    assert page.url.endswith("/en/requests?region=asia#requests-opens-records")


def test_a_table_chooses_by_keyboard_keeps_the_focus_and_says_the_new_number(visit):
    page = visit("/fr/map?tables=actions-by-country")
    assert page.locator("#map-said").inner_text() == ""
    name = page.get_by_role("button", name="Costa Rica", exact=True)
    name.focus()
    page.keyboard.press("Enter")
    page.locator("#map-said", has_text="Actions affichées").wait_for(state="attached")
    page.locator('button[data-code="CRI"][aria-pressed="true"]:focus').wait_for()
    assert "country=CRI" in page.url
    assert "tables=actions-by-country" in page.url


def test_a_link_reproduces_the_tables_that_are_shown_in_another_language_too(visit):
    page = visit("/en/map?region=asia&note=mine")
    page.locator("#map-actions-by-institution-opens").click()
    page.wait_for_url("**/en/map?region=asia&note=mine&tables=actions-by-institution")
    french = page.locator(".languages a[lang=fr]").get_attribute("href")
    assert french == "/fr/map?region=asia&note=mine&tables=actions-by-institution"
    page.locator("#map-filter-region").click()
    page.get_by_role("option", name="Africa").click()
    page.wait_for_url("**?region=africa,asia&note=mine&tables=actions-by-institution")
    again = visit(french)
    again.locator("#map-actions-by-institution-table td").first.wait_for()
    assert again.locator("#map-actions-by-country-table td").count() == 0
    again.locator("#map-actions-by-institution-opens").click()
    again.wait_for_url("**/fr/map?region=asia&note=mine")


def test_the_menu_of_a_card_leads_to_the_rule_and_writes_a_report(visit):
    page = visit("/en/requests?region=asia", permissions=["clipboard-read", "clipboard-write"])
    card = page.locator("#requests-requests-over-time")
    card.get_by_text("More", exact=True).click()
    card.get_by_text("Report an error").click()
    report = card.locator(".report")
    report.filter(has_text="data version 1").wait_for()
    assert "/en/requests?region=asia\nrequests-over-time\n" in report.text_content()
    card.get_by_role("button", name="Copy", exact=True).click()
    page.locator("#announced", has_text="Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == report.text_content()
    page.keyboard.press("Escape")
    report.wait_for(state="hidden")
    card.get_by_text("More", exact=True).click()
    card.get_by_role("link", name="Counting rule 2").click()
    page.locator("#rule-2:focus").wait_for()
    assert page.url.endswith("/en/about?region=asia#rule-2")


def test_the_menu_stays_within_a_telephone(visit):
    page = visit("/fr/", viewport=TELEPHONE)
    card = page.locator("#overview-actions-by-region")
    card.locator(".menu-of > summary").click()
    box = card.locator(".menu-of .items").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= TELEPHONE["width"]

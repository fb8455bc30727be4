"""What only a browser shows: drawn shapes, names that are read, choices that change numbers."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import TELEPHONE

PATHS = (
    "",
    "map",
    "timeline",
    "actions",
    "actions/benin-ii",
    "charts",
    "charts/actions-by-pillar",
    "about",
)
LANGUAGES = ("en", "fr", "es")


def graph(page, key, name):
    return page.locator(f"#{name}-{key}-graph .js-plotly-plot")


def drawn(page, name, key):
    plot = graph(page, key, name)
    plot.locator(".main-svg").first.wait_for()
    return plot


def test_the_map_draws_the_shapes_of_countries_and_marks_small_ones(visit):
    plot = drawn(visit("/en/map"), "map", "actions-by-country")
    plot.locator(".choroplethlayer path").first.wait_for()
    shapes = plot.locator(".choroplethlayer path").evaluate_all(
        "paths => paths.filter(path => path.getBBox().width > 1).length"
    )
    assert shapes >= 40
    assert plot.locator(".scattergeo path.point").count() >= 3


def test_the_timeline_names_its_milestones_and_draws_a_bar_per_dated_action(visit):
    page = visit("/en/timeline")
    plot = drawn(page, "timeline", "actions-over-time")
    said = " ".join(plot.locator(".annotation-text tspan.line").all_text_contents())
    for words in ("Global Approach", "GAMM", "Agenda", "New Pact"):
        assert words in said
    calendar = drawn(page, "timeline", "actions-calendar")
    assert calendar.locator(".barlayer .point path").count() == 87


def test_a_chosen_region_changes_the_numbers_and_the_address(visit):
    page = visit("/en/map")
    assert "111" in page.locator("#map-sentence").inner_text()
    page.locator("#map-filter-region").click()
    page.get_by_role("option", name="Asia").click()
    page.locator("#map-sentence", has_text="15 of 111 Actions").wait_for()
    assert page.url.endswith("/en/map?region=asia")
    assert (
        page.get_by_role("link", name="Français")
        .or_(page.locator(".languages a[lang=fr]"))
        .first.get_attribute("href")
        == "/fr/map?region=asia"
    )


def test_a_link_reproduces_the_view(visit):
    page = visit("/fr/map?region=africa&period=agenda")
    assert "Afrique" in page.locator("#map-sentence").inner_text()
    assert page.locator("html").get_attribute("lang") == "fr"
    again = visit(page.url.removeprefix(page.url.split("/fr/")[0]))
    assert again.locator("#map-sentence").inner_text() == page.locator("#map-sentence").inner_text()


def test_a_click_on_a_country_narrows_the_page_and_a_second_click_takes_it_back(visit):
    page = visit("/en/map")
    plot = drawn(page, "map", "actions-by-country")
    plot.locator(".choroplethlayer path").first.wait_for()
    page.evaluate(
        """() => {
          const plot = document.querySelector('#map-actions-by-country-graph .js-plotly-plot');
          const trace = plot.data.find(one => one.type === 'choropleth');
          const at = trace.locations.indexOf('BRA');
          const point = {curveNumber: 0, pointNumber: at, customdata: 'BRA'};
          plot.emit('plotly_click', {points: [point]});
        }"""
    )
    page.locator("#map-sentence", has_text="Brazil").wait_for()
    assert "country=BRA" in page.url


def test_back_takes_a_choice_back(visit):
    page = visit("/en/map")
    page.locator("#map-filter-region").click()
    page.get_by_role("option", name="Asia").click()
    page.locator("#map-sentence", has_text="15 of 111").wait_for()
    page.go_back()
    page.locator("#map-sentence", has_text="All 111").wait_for()


def test_the_table_of_actions_can_be_searched_and_leads_to_an_action(visit):
    page = visit("/en/actions")
    page.locator(".ag-row").first.wait_for()
    page.locator("#actions-search").fill("sierra leone")
    page.locator(".ag-row").nth(1).wait_for(state="detached")
    page.get_by_role("link", name=re.compile("Sierra Leone II")).click()
    page.locator("main h1", has_text="Sierra Leone II").wait_for()
    assert "Immigration Department" in page.locator("main").inner_text()


def test_an_empty_selection_says_so(visit):
    page = visit("/en/map?country=ATG")
    assert "No Action matches" in page.locator("main").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_no_page_asks_another_machine_or_overflows_a_telephone(visit, language, path):
    page = visit(f"/{language}/{path}", viewport=TELEPHONE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    assert page.locator("html").get_attribute("lang") == language
    assert "Share chart" not in page.content()


def test_further_columns_can_be_shown_and_the_rows_downloaded(visit):
    page = visit("/fr/actions?region=asia")
    page.locator(".ag-row").first.wait_for()
    page.locator("#actions-columns").click()
    page.get_by_role("option", name="Institution", exact=True).click()
    page.locator(".ag-header-cell", has_text="Institution").first.wait_for()
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.locator("#actions-download").click()
    assert download.value.suggested_filename == "actions-fr.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").strip().splitlines()
    assert "Institution" in lines[0]
    assert len(lines) == 1 + 15

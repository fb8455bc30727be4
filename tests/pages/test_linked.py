"""What a card tells the browser, and what the address keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import PAGES, cards, filters, view
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.pages.site import Site
from tests.pages.test_pages import parts, visit

MAP = next(page for page in PAGES if page.name == "map")


def card(site, key, query=None):
    return cards.card(visit(site, MAP, query=query), "map", key)


def found(laid_out, **wanted):
    return [
        part
        for part in parts(laid_out)
        if all(getattr(part, name, None) == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize("key", [key for key, chart in CHARTS.items() if chart.chooses])
def test_a_card_names_controls_that_its_page_has(site, key):
    bar = {getattr(part, "id", None) for part in parts(filters.bar(visit(site, MAP), "map"))}
    named = getattr(card(site, key), "data-controls").split(" ")
    assert set(named) <= bar
    assert len(named) == (2 if CHARTS[key].chooses == "year" else 1)


def test_a_row_of_a_table_chooses_and_says_what_is_chosen(site):
    shown = card(site, "actions-by-country", {"country": "KEN", "tables": "actions-by-country"})
    pressed = {
        getattr(button, "data-code"): getattr(button, "aria-pressed")
        for button in found(shown, className="choose")
    }
    assert pressed["KEN"] == "true"
    assert pressed["UGA"] == "false"
    assert found(shown, className="as-table")[0].open


def test_a_chart_is_a_table_only_where_the_address_says_so(site):
    shown = card(site, "actions-by-region", {"tables": "actions-by-country"})
    assert not found(shown, className="as-table")[0].open
    assert found(shown, id="map-actions-by-region-opens")[0].n_clicks == 0


def test_the_languages_keep_what_is_the_pages_own_and_the_menu_does_not(site):
    query = {"region": "africa", "tables": "actions-by-region", "note": "a b"}
    laid_out = frame(visit(site, MAP, query=query), MAP, PAGES)
    (french,) = found(laid_out, lang="fr", title="Français")
    assert french.href == "/fr/map?region=africa&tables=actions-by-region&note=a+b"
    assert found(laid_out, href="/en/timeline?region=africa")


def test_a_choice_that_no_control_holds_stays_in_the_selection(site):
    address = {"path": "/en/map", "query": "?phase=mieux-i&region=asia&milestone=valletta-2015"}
    chosen = dict.fromkeys(filters.PARTS) | {"region": ["africa"], "basis": "start"}
    assert view.visited(site, address, chosen).selection == Selection(
        region=("africa",), phase=("mieux-i",), milestone=("valletta-2015",)
    )


def test_the_sentence_leads_to_the_records_in_view(site):
    def links(here, query):
        bar = filters.sentence(Visit(site, "en", here, {}, query), 2)
        return [part.href for part in bar if hasattr(part, "href")]

    region = {"region": "africa"}
    assert "/en/actions?region=africa" in links("map", region)
    assert "#requests-opens-records" in links("requests", region)
    assert "/en/requests?region=africa#requests-opens-records" in links(
        "charts/requests-by-country", region
    )
    assert links("actions", region) == ["/en/actions"]
    assert links("map", {}) == []


def test_the_new_number_is_said_after_a_change_and_not_before(site):
    bar = filters.bar(visit(site, MAP, query={"country": "KEN"}), "map")
    (said,) = found(bar, id="map-said")
    assert said.role == "status"
    assert getattr(said, "children", None) is None
    assert filters.shown(visit(site, MAP, query={"country": "KEN"}))["said"] == "2 Actions in view"


def test_an_error_is_reported_by_letter_where_somebody_gets_one(site, four):
    programme = replace(four.reference.programme, contact="record@example.org")
    named = replace(four, reference=replace(four.reference, programme=programme))
    shown = card(Site({"": lambda: named}, 5, local=True), "actions-by-region")
    assert found(shown, href="mailto:record@example.org")
    assert not found(shown, className="report")
    assert found(card(site, "actions-by-region"), className="report")

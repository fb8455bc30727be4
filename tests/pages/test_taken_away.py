"""The dashboard to take away has the pages of the dashboard, and asks what they ask."""

from __future__ import annotations

import pytest

from mieux_dashboard.export.takeaway_pages import PAGES
from mieux_dashboard.pages import expertise, overview, requests, results, timeline
from mieux_dashboard.pages import map as map_page
from mieux_dashboard.pages.page import Visit

SHOWN = {
    "index": overview,
    "map": map_page,
    "timeline": timeline,
    "requests": requests,
    "expertise": expertise,
    "results": results,
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_taken_away_asks_what_the_page_does(site, name):
    page = SHOWN[name]
    visit = Visit(site, "en", page.PAGE.path, {}, {})
    assert visit.words(PAGES[name].question) == page.lead(visit)[0].children
    assert PAGES[name].menu == page.PAGE.menu

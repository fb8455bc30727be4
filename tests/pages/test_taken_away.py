"""The dashboard to take away has the pages of the dashboard: their questions, and their charts."""

from __future__ import annotations

import pytest

from mieux_dashboard.export.takeaway_pages import PAGES
from mieux_dashboard.pages import expertise, overview, requests, results, timeline
from mieux_dashboard.pages import map as map_page
from mieux_dashboard.pages.page import Visit

SHOWN = {
    "index": (overview, (*overview.WIDE, *overview.HALVES)),
    "map": (map_page, (*map_page.WIDE, *map_page.HALVES)),
    "timeline": (timeline, (*timeline.BY_DATE, *timeline.BY_DATE_HALVES, *timeline.BY_THEME)),
    "requests": (requests, (*requests.WIDE, *requests.HALVES)),
    "expertise": (expertise, (*expertise.EXCHANGE, *expertise.HALVES, *expertise.EXPERTS)),
    "results": (results, (*results.RESULTS, *results.WIDE, *results.PARTICIPANTS)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_taken_away_asks_and_shows_what_the_page_does(site, name):
    page, keys = SHOWN[name]
    visit = Visit(site, "en", page.PAGE.path, {}, {})
    assert visit.words(PAGES[name].question) == page.lead(visit)[0].children
    assert PAGES[name].menu == page.PAGE.menu
    assert PAGES[name].keys == keys

"""The page of the comparison, without a browser."""

from __future__ import annotations

import csv
import io

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import COMPARED
from mieux_dashboard.pages import PAGES, app_for, compare
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.pages.site import Site
from tests.pages.conftest import ASSETS, HOSTS
from tests.pages.test_pages import parts, texts


@pytest.fixture(scope="module")
def record(public_record):
    return Site({"": lambda: public_record}, 5, local=False)


def opened(site, query):
    return frame(Visit(site, "en", "compare", {}, query), compare.PAGE, PAGES)


def figures(laid_out):
    return [part for part in parts(laid_out) if getattr(part, "_type", "") == "Graph"]


def test_regions_stand_side_by_side_with_the_numbers_of_the_measure(record, public_record):
    shown = opened(record, {"by": "region", "of": "asia,africa"})
    said = texts(shown)
    table = CHARTS["comparison"].answer(
        public_record, record.selection({"by": "region", "of": "asia,africa"})
    )
    counts = table.table[table.table["key"] == "actions"]["n_count"].tolist()
    assert counts == [15, 50]
    names = [part.children for part in parts(shown) if getattr(part, "className", "") == "number"]
    assert {"15", "50"} <= set(map(str, names))
    assert "+35" in said
    assert said.index("Asia") < said.index("Africa")


@pytest.mark.parametrize("by", COMPARED)
def test_everything_that_can_be_compared_has_a_row_of_drawings_per_chart(record, by):
    sides = len(figures(opened(record, {"by": by})))
    assert sides
    assert sides % 2 == 0


def test_three_sides_are_drawn_three_times(record):
    drawn = figures(opened(record, {"by": "region", "of": "asia,africa,eu-neighbourhood"}))
    assert len(drawn) % 3 == 0


def test_a_side_without_actions_says_so_and_shows_zero(record):
    shown = opened(record, {"by": "country", "of": "KEN,ATG"})
    assert "No Action matches" in texts(shown)
    numbers = [p.children for p in parts(shown) if getattr(p, "className", "") == "number"]
    assert "0" in map(str, numbers)


def test_a_filter_of_the_same_kind_is_left_out_and_said(record):
    said = " ".join(texts(opened(record, {"by": "region", "region": "asia", "from": "2012"})))
    assert "takes the place of the filter of the same kind" in said
    assert "begun in 2012" in said


def test_the_languages_keep_the_comparison(record):
    shown = opened(record, {"by": "region", "of": "asia,africa", "from": "2012"})
    links = [part.href for part in parts(shown) if getattr(part, "hrefLang", "") == "fr"]
    assert links == ["/fr/compare?from=2012&by=region&of=asia,africa"]


def test_the_file_holds_the_sides(record):
    web = app_for(record, ASSETS, HOSTS).server.test_client()
    answer = web.get("/en/charts/comparison.csv?by=region&of=asia,africa")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["side"] for row in rows[:2]] == ["asia", "africa"]
    assert [row["n_count"] for row in rows[:2]] == ["15", "50"]
    assert web.get("/en/charts/comparison.csv?by=weather").status_code == 400


def test_a_country_leads_to_its_comparison(record):
    from mieux_dashboard.pages import country

    visit = Visit(record, "en", "countries/KEN", {"iso3": "KEN"}, {})
    hrefs = [
        str(getattr(part, "href", "")) for part in parts(frame(visit, country.COUNTRY_PAGE, PAGES))
    ]
    assert "/en/compare?by=country&of=KEN" in hrefs

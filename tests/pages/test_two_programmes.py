"""The public record and the made-up programme never mix, and the second says what it is."""

from __future__ import annotations

import csv
import io

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import PAGES, create_app
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.settings import read_settings
from mieux_dashboard.words import catalogue
from tests.pages.test_pages import parts, texts

PATHS = {"action": {"action_id": "DEMO-001"}, "chart": {"key": "actions-by-region"}}


@pytest.fixture(scope="module")
def app():
    return create_app(read_settings())


@pytest.fixture(scope="module")
def web(app):
    return app.server.test_client()


def laid_out(app, page, language):
    path = PATHS.get(page.name, {})
    here = page.path
    for name, value in path.items():
        here = here.replace(f"<{name}>", value)
    query = {"data": "demonstration"}
    return frame(Visit(app.server.extensions["mieux"], language, here, path, query), page, PAGES)


@pytest.mark.parametrize("key", CHARTS)
def test_no_file_of_the_record_holds_a_demonstration_row(web, key):
    answer = web.get(f"/en/charts/{key}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert all("demonstration" not in row["record_source"] for row in rows)
    assert "DEMO-" not in answer.text
    assert "demonstration" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CHARTS)
def test_every_file_of_the_demonstration_says_that_it_is_made_up(web, key, language):
    table = web.get(f"/{language}/charts/{key}.csv?data=demonstration")
    assert f"{key}-{language}-demonstration.csv" in table.headers["Content-Disposition"]
    for row in csv.DictReader(io.StringIO(table.text)):
        assert row["programme"] == "Demonstration"
        assert row["record_source"] in ("demonstration", "")
    said = web.get(f"/{language}/charts/{key}.json?data=demonstration").get_json()
    assert catalogue(language).gettext("Demonstration") in said["finding"]
    assert said["programme"] == "Demonstration"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_demonstration_has_its_banner_and_leads_out_only_by_it(
    app, page, language
):
    page_parts = laid_out(app, page, language)
    banners = [part for part in parts(page_parts) if getattr(part, "className", "") == "banner"]
    assert len(banners) == 1
    ours = [
        part
        for part in parts(page_parts)
        if str(getattr(part, "href", "")).startswith(f"/{language}/")
    ]
    leaving = [part for part in ours if "data=demonstration" not in part.href]
    assert [part.className for part in leaving] == ["other-data"]


def test_the_pages_of_the_record_lead_to_the_demonstration_only_by_links_that_say_so(app):
    for page in PAGES:
        if page.name == "action":
            continue
        path = PATHS.get(page.name, {})
        here = page.path.replace("<key>", path.get("key", ""))
        shown = frame(Visit(app.server.extensions["mieux"], "en", here, path, {}), page, PAGES)
        for part in parts(shown):
            if "data=demonstration" in str(getattr(part, "href", "")):
                assert "made-up" in part.children or part.children == "Demonstration"


def test_the_key_figures_of_the_record_are_what_was_published(app):
    overview = PAGES[0]
    shown = frame(Visit(app.server.extensions["mieux"], "en", "", {}, {}), overview, PAGES)
    numbers = [part.children for part in parts(shown) if getattr(part, "className", "") == "number"]
    assert [n for n in numbers if isinstance(n, str)][:6] == [
        "188",
        "138",
        "100",
        "48",
        "465",
        "15,000",
    ]
    said = texts(shown)
    assert {"more than", "up to", "an estimated", "111 rows loaded"} <= set(said)


def test_the_key_figures_of_the_demonstration_are_counted_from_rows(web):
    rows = web.get("/en/charts/key-figures.json?data=demonstration").get_json()["rows"]
    loaded = {row["key"]: row["n_loaded"] for row in rows}
    assert loaded["requests"] == 188
    assert loaded["actions"] == 138
    assert loaded["focal-points"] == 48
    assert loaded["experts"] == 465
    assert abs(loaded["participants"] - 15000) < 300
    assert all(row["value"] is None for row in rows)

"""The scenes of the big screen say what the charts say, and larger drawings stay themselves."""

from __future__ import annotations

import pytest

from mieux_dashboard.draw.event import enlarged, frames, lifted
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import PAGES, create_app
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.settings import read_settings
from tests.pages.test_pages import parts, texts

PAGE = next(page for page in PAGES if page.name == "event")


@pytest.fixture(scope="module")
def record():
    return create_app(read_settings()).server.extensions["mieux"]


def event(site, language="en", **query):
    return frame(Visit(site, language, "event", {}, query), PAGE, PAGES)


def by_id(page, name):
    return next(part for part in parts(page) if getattr(part, "id", None) == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_scene_is_headed_by_its_finding(record, language):
    said = texts(event(record, language))
    for key in ("actions-by-region", "actions-over-time", "expertise-exchange", "results-by-type"):
        assert record.shown(key, record.selection({}), language).finding in said


def test_the_page_stands_without_menu_and_foot_but_has_a_way_out(record):
    page = event(record, region="asia")
    assert {part._type for part in parts(page) if hasattr(part, "_type")} >= {"Main"}
    assert not [p for p in parts(page) if getattr(p, "_type", "") in ("Header", "Footer")]
    assert by_id(page, "event-out").href == "/en/?region=asia"
    assert "data=demonstration" in by_id(event(record, data="demonstration"), "event-out").href


def test_the_years_of_the_map_are_those_of_the_countries_reached(record):
    changes = by_id(event(record), "event-data").data["plots"]["filling"]["changes"]
    reached = record.shown("countries-reached", record.selection({}), "en").answer.table
    assert changes["years"] == reached["year"].tolist()
    for heading, frame_, n in zip(
        changes["headings"], changes["frames"], reached["n_countries"], strict=True
    ):
        assert f" {n} partner" in heading
        assert sum(k is not None for k in frame_["z"]) + sum(map(bool, frame_["width"])) == n


def test_the_milestone_of_a_year_is_the_last_one_passed(record):
    changes = by_id(event(record), "event-data").data["plots"]["filling"]["changes"]
    passed = dict(zip(changes["years"], changes["milestones"], strict=True))
    words = record.words("en")
    assert passed[2010] == words.milestone("global-approach-2005")
    assert passed[2015] == words.milestone("eam-2015")
    assert passed[2024] == words.milestone("pact-2020")


def test_actions_with_an_adopted_result_are_read_from_the_results(record):
    said = " ".join(texts(event(record)))
    results = record.dataset()["results"]
    for text in results[results["stage"] == "adopted"]["description"].tail(3):
        assert text[1:] in said


def test_an_empty_selection_still_lays_out(site):
    assert "No Action matches this selection" in texts(event(site, country="ATG"))


def test_what_is_measured_in_pixels_grows_and_what_is_measured_in_data_does_not():
    figure = {
        "data": [{"type": "bar", "x": [1.0], "width": 0.5, "marker": {"line": {"width": 1}}}],
        "layout": {
            "height": 100,
            "font": {"size": 10},
            "margin": {"l": 4, "b": 8},
            "shapes": [
                {"xsizemode": "pixel", "x0": 1, "x1": 3, "y0": 0, "y1": 1, "line": {"width": 2}}
            ],
            "annotations": [{"x": 5, "yshift": -6, "font": {"size": 12}}],
        },
    }
    larger = enlarged(figure, 2)
    assert larger["data"][0] == {
        "type": "bar",
        "x": [1.0],
        "width": 0.5,
        "marker": {"line": {"width": 2}},
    }
    shape = {"xsizemode": "pixel", "x0": 2, "x1": 6, "y0": 0, "y1": 1, "line": {"width": 4}}
    assert larger["layout"] == {
        "font": {"size": 20},
        "margin": {"l": 8, "b": 16},
        "shapes": [shape],
        "annotations": [{"x": 5, "yshift": -12, "font": {"size": 24}}],
    }
    assert figure["layout"]["height"] == 100


def test_a_figure_without_a_map_is_not_lifted_and_has_no_frames():
    figure = {"data": [], "layout": {"margin": {"b": 1}}}
    assert lifted(figure) is figure
    assert frames(figure, [{"KEN": 1}]) == []

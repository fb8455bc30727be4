"""What the pages lay out, without a browser."""

from __future__ import annotations

import pytest
from dash.development.base_component import Component

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import PAGES, app_for, match
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from tests.pages.conftest import ASSETS, HOSTS

PATHS = {"action": {"action_id": "pse-1"}, "chart": {"key": "actions-by-region"}}


def visit(site, page, language="en", query=None):
    path = PATHS.get(page.name, {})
    here = page.path
    for name, value in path.items():
        here = here.replace(f"<{name}>", value)
    return Visit(site, language, here, path, query or {})


def parts(laid_out):
    yield laid_out
    yield from laid_out._traverse()


def texts(laid_out):
    """Every text of a page, of single children too; a text with explained words as one."""
    children = [getattr(part, "children", part) for part in parts(laid_out)]
    return [
        *(text for text in children if isinstance(text, str)),
        *(joined(text) for text in children if isinstance(text, list) and any(map(is_term, text))),
    ]


def is_term(part):
    return getattr(part, "className", "") == "term"


def joined(said):
    return "".join(part.children if is_term(part) else str(part) for part in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_opens_with_one_heading_and_gives_every_id_once(site, page, language):
    laid_out = frame(visit(site, page, language), page, PAGES)
    components = [part for part in parts(laid_out) if isinstance(part, Component)]
    assert sum(part._type == "H1" for part in components) == 1
    ids = [str(part.id) for part in components if getattr(part, "id", None)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_empty_selection_is_said_and_leads_back(site, page):
    laid_out = frame(visit(site, page, query={"country": "ATG"}), page, PAGES)
    if any(getattr(part, "id", None) == f"{page.name}-sentence" for part in parts(laid_out)):
        assert "clear" in texts(laid_out)


def test_every_wired_id_is_laid_out(site):
    app = app_for(site, ASSETS, HOSTS)
    laid_out = {
        str(part.id)
        for page in PAGES
        for part in parts(frame(visit(site, page), page, PAGES))
        if getattr(part, "id", None)
    }
    wired = {end["id"] for wire in app._callback_list for end in wire["inputs"] + wire["state"]}
    for wire in app._callback_list:
        if wire["no_output"]:
            continue
        ends = wire["output"].strip(".").split("...")
        wired |= {end.split("@")[0].rsplit(".", 1)[0] for end in ends}
    wired = {name for name in wired if not name.startswith(("_pages", "{"))}
    assert wired <= laid_out


def test_a_value_of_a_spreadsheet_stays_text(site):
    page = next(page for page in PAGES if page.name == "action")
    assert "<b>manual</b>" in texts(frame(visit(site, page), page, PAGES))


def test_an_action_of_a_marked_place_carries_the_footnote(site):
    page = next(page for page in PAGES if page.name == "action")
    said = " ".join(texts(frame(visit(site, page), page, PAGES)))
    assert "shall not be construed as recognition" in said


def test_a_path_is_matched_to_its_page_and_variables():
    assert match(PAGES, "")[0].name == "overview"
    assert match(PAGES, "actions/ken-1")[1] == {"action_id": "ken-1"}
    assert match(PAGES, "actions/ken-1/more") is None

"""An open page moves to an accepted version, and back, without a restart."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import expect
from waitress.server import create_server

from mieux_dashboard.intake import undo
from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import Settings
from mieux_dashboard.store import Acceptance, open_store


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"


@pytest.fixture(scope="module")
def site(url):
    """The dashboard over a store of its own."""
    app = create_app(Settings(database_url=url))
    server = create_server(app.server, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def test_an_open_page_shows_an_accepted_version_at_the_next_step(visit, url):
    page, store = visit("/en/"), open_store(url)
    foot = page.locator("footer")
    expect(foot).to_contain_text("version 1")
    tables = store.tables(1)
    tables["actions"] = tables["actions"].head(7).assign(record_source="programme")
    store.accept(Acceptance(tables, 1, "ann", as_of="2024-03-31"))
    menu = page.get_by_role("navigation").first
    menu.get_by_role("link", name="Actions", exact=True).click()
    expect(foot).to_contain_text("version 2")
    expect(page.locator("main")).to_contain_text(re.compile(r"\b7 Actions"))
    undo(store, 0, "ann")
    menu.get_by_role("link", name="Overview", exact=True).click()
    expect(foot).to_contain_text("version 3")
    expect(page.locator("main")).to_contain_text("111")
    store.close()

"""A real server, a real Chromium, and a guard that lets no request leave the machine."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest
from waitress.server import create_server

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import read_settings

LAPTOP = {"width": 1440, "height": 900}
PATIENCE = 30_000
"""Milliseconds for which a page is waited for."""

TELEPHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site():
    """The dashboard over the public record, on a free port."""
    server = create_server(create_app(read_settings()).server, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def visit(chromium, site):
    """Open an address; afterwards no page may have erred or asked another machine for anything."""
    contexts, errors, strangers = [], [], []

    def open_page(path, viewport=LAPTOP, at=site, patience=PATIENCE, **options):
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(patience)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if said.type == "error" else None,
        )
        page.on("request", lambda request: _note_stranger(request.url, strangers))
        page.goto(at + path)
        page.locator("main h1").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []
    assert errors == []


def _note_stranger(url, strangers):
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        strangers.append(url)

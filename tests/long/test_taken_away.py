"""The public record to take away: its size, and every page of every language from a stick."""

from __future__ import annotations

from mieux_dashboard.export.takeaway import write_takeaway
from mieux_dashboard.export.takeaway_pages import PAGES
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from tests.browser.accessible import settle
from tests.conftest import DATA

MOST = 30_000_000


def test_the_whole_public_record_opens_in_three_languages_offline(
    chromium, public_record, tmp_path
):
    write_takeaway(public_record, Selection(), tmp_path, LANGUAGES, DATA.parent / "assets", 5)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < MOST
    wrong = []
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    for language in LANGUAGES:
        for path in sorted((tmp_path / language).rglob("*.html")):
            page.goto(path.as_uri())
            page.locator("main h1").first.wait_for()
            settle(page)
        for name in PAGES:
            page.goto(f"{tmp_path.as_uri()}/{language}/{name}.html#region=asia&period=pact")
            page.locator(".chip").first.wait_for()
            settle(page)
    context.close()
    assert wrong == []

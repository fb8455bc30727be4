"""Two other programmes open in a browser: overview and map are drawn, in their own words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from waitress.server import create_server

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import Settings

FOLDER = Path(__file__).parents[2] / "data" / "examples"


@pytest.mark.parametrize(
    ("name", "word"), [("compact_fund", "Proposals"), ("diaspora_facility", "Organisations")]
)
def test_overview_and_map_of_another_programme_are_drawn(visit, tmp_path, name, word):
    app = create_app(Settings(programme=FOLDER / name, instance=tmp_path))
    server = create_server(app.server, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        page = visit("/en/", at=f"http://127.0.0.1:{server.effective_port}")
        page.locator(".key-figures dt", has_text=word).wait_for()
        page.locator("nav.menu a", has_text="Map").first.click()
        page.locator(
            "main.map .js-plotly-plot path.choroplethlayer, main.map .choroplethlayer path"
        ).first.wait_for()
        assert "MIEUX" not in page.locator("body").inner_text()
    finally:
        server.close()

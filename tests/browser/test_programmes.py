"""Two other programmes open in a browser: overview and map are drawn, in their own words."""

from __future__ import annotations

import pytest

from tests.conftest import DATA
from tests.servers import dashboard


@pytest.mark.parametrize(
    ("name", "word"), [("compact_fund", "Proposals"), ("diaspora_facility", "Organisations")]
)
def test_overview_and_map_of_another_programme_are_drawn(visit, tmp_path, name, word):
    with dashboard(tmp_path, programme=DATA / "examples" / name) as address:
        page = visit("/en/", at=address)
        page.locator(".key-figures dt", has_text=word).wait_for()
        page.locator("nav.menu a", has_text="Map").first.click()
        page.locator(
            "main.map .js-plotly-plot path.choroplethlayer, main.map .choroplethlayer path"
        ).first.wait_for()
        assert "MIEUX" not in page.locator("body").inner_text()

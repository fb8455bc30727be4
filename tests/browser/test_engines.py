"""A page shows the same whatever engine holds the tables."""

from tests.servers import dashboard

PATH = "/en/?region=africa"


def read(page):
    """Return what the overview says, once its charts and its map are drawn."""
    page.locator("#overview-actions-by-region .js-plotly-plot").wait_for()
    page.locator("#overview-actions-by-country .choroplethlayer path").first.wait_for(
        state="attached"
    )
    return page.locator("main").inner_text()


def test_the_overview_is_the_same_on_duckdb(visit, tmp_path):
    with dashboard(tmp_path, engine="duckdb", engine_memory_mb=1000) as address:
        there = read(visit(PATH, at=address))
    assert there == read(visit(PATH))

"""Every chart of the catalogue has the same rows on pandas, DuckDB and Spark at 100,000 Actions."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.sample import made_up
from mieux_dashboard.store.folder import Folder
from mieux_dashboard.store.held import Spark, engine_for, held
from mieux_dashboard.store.prepared import keep
from tests.browser.test_engines import PATH, read
from tests.engines.conftest import assert_equal_answers
from tests.servers import dashboard

SELECTIONS = (
    Selection(region=("africa",), by="period"),
    Selection(year_from=2012, year_to=2018, basis="active", group=("rabat-process",)),
)
PATIENCE = 200_000
"""Milliseconds that Spark may take for its first page while its Java is cold."""

LISTS = ("actions-calendar",)
"""Charts of single records, of which an engine lists the first only."""


@pytest.fixture(scope="module")
def many(reference):
    return dataset(made_up(reference, 100_000), reference)


@pytest.fixture(scope="module")
def many_prepared(many, tmp_path_factory):
    folder = Folder(str(tmp_path_factory.mktemp("prepared") / "many"))
    keep(many, folder)
    return folder


@pytest.fixture(scope="module")
def engines(many, many_prepared):
    spark = Spark("local[2]", 3000)
    yield {
        "duckdb": held(many_prepared, many.reference, engine_for("duckdb", 2000)),
        "spark": held(many_prepared, many.reference, spark),
    }
    spark.session.stop()


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: one.query())
@pytest.mark.parametrize("key", [key for key in CHARTS if key not in LISTS])
def test_a_chart_is_the_same_at_100_000_actions(key, selection, engine, many, engines):
    assert_equal_answers(key, many, engines[engine], selection)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_calendar_of_a_country_is_the_same(engine, many, engines):
    chosen = Selection(country=("KEN",))
    assert_equal_answers("actions-calendar", many, engines[engine], chosen)


def test_the_overview_is_the_same_on_spark(visit, tmp_path):
    with dashboard(tmp_path, engine="local[2]", engine_memory_mb=1000) as address:
        there = read(visit(PATH, at=address, patience=PATIENCE))
    assert there == read(visit(PATH))

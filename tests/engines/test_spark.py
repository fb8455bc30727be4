"""Every chart of the catalogue has the same rows in the same order on Spark."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.store.held import held
from tests.engines.conftest import assert_equal_answers

CHOSEN = Selection(region=("africa",), year_from=2010, by="period")


@pytest.fixture(scope="module")
def on_spark(programme, prepared, spark):
    return held(prepared, programme.reference, spark)


@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_of_the_programme_is_the_same_on_spark(key, programme, on_spark):
    assert_equal_answers(key, programme, on_spark, CHOSEN)

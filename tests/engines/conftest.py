"""Both sets of data in memory, and the same held by an engine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake import demonstration as shipped
from mieux_dashboard.intake import first_run
from mieux_dashboard.store.folder import Folder
from mieux_dashboard.store.held import Spark, engine_for, held
from mieux_dashboard.store.prepared import keep

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def programme():
    return first_run(DATA)


@pytest.fixture(scope="session")
def made_up():
    return shipped(DATA)


@pytest.fixture(scope="session")
def prepared(programme, tmp_path_factory):
    """Give the folder of the programme workbook's prepared tables."""
    folder = Folder(str(tmp_path_factory.mktemp("prepared") / "programme"))
    keep(programme, folder)
    return folder


@pytest.fixture(scope="session")
def duckdb_engine():
    return engine_for("duckdb", 1000)


@pytest.fixture(scope="session")
def on_duckdb(programme, prepared, duckdb_engine):
    return held(prepared, programme.reference, duckdb_engine)


@pytest.fixture(scope="session")
def spark():
    """Give Spark in this process, set up for tables of a few hundred rows."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        if os.environ.get("CI") == "true":
            pytest.fail("no Java on this machine: see tests/engines/get-java")
        pytest.skip("no Java on this machine: no measure was tried on Spark")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config(
        map={
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.driver.memory": "1g",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
    )
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield Spark("local[2]", 1000)
    session.stop()


def assert_equal_answers(key, data, other, selection):
    """See that a chart has the same rows in the same order, resting on the same, on two engines."""
    expected, found = (CHARTS[key].answer(each, selection) for each in (data, other))
    pd.testing.assert_frame_equal(found.table, expected.table)
    assert found.rests_on == expected.rests_on

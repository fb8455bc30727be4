"""The dashboard and the command line say the same whatever engine holds the tables."""

import json
import re
from urllib.request import urlopen

import plotly
import pytest
from typer.testing import CliRunner

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.cli import app as mieux
from mieux_dashboard.pages import PAGES, actions, create_app, requests, results
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.settings import Settings
from tests.servers import dashboard

_TIME = re.compile(r"\d\d:\d\d")
PATHS = {
    "action": {"action_id": "MAPPP"},
    "chart": {"key": "actions-by-region"},
    "country": {"iso3": "GHA"},
    "group": {"group_id": "ecowas"},
    "version": {"number": "1"},
}
AFRICA = {"region": "africa", "by": "period"}


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instances")
    return {
        engine: create_app(Settings(engine=engine, instance=folder / engine, engine_memory_mb=1000))
        for engine in ("pandas", "duckdb")
    }


@pytest.mark.parametrize("key", CHARTS)
def test_a_charts_numbers_are_the_same_file(key, apps):
    clients = {name: app.server.test_client() for name, app in apps.items()}
    address = f"/en/charts/{key}.csv?region=africa&by=period"
    answers = {name: client.get(address) for name, client in clients.items()}
    assert answers["duckdb"].status_code == 200
    assert answers["duckdb"].text == answers["pandas"].text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_the_same(page, apps, programme):
    path = dict(PATHS.get(page.name, {}))
    if page.name == "action":
        path["action_id"] = programme["actions"]["action_id"].iloc[7]
    here = page.path
    for name, value in path.items():
        here = here.replace(f"<{name}>", value)
    said = {}
    for engine, app in apps.items():
        site = app.server.extensions["mieux"]
        with app.server.test_request_context("/en/"):
            shown = frame(Visit(site, "en", here, path, dict(AFRICA)), page, PAGES)
        text = json.dumps(shown, cls=plotly.utils.PlotlyJSONEncoder, sort_keys=True)
        said[engine] = _without_time(json.loads(text))
    assert said["duckdb"] == said["pandas"]


def _without_time(value):
    """Leave out when each instance accepted its version."""
    return _TIME.sub("…", json.dumps(value))


def test_records_of_every_table_are_the_same(apps):
    for page in (actions, requests, results):
        rows = {}
        for engine, app in apps.items():
            visit = Visit(app.server.extensions["mieux"], "en", page.NAME, {}, {})
            with app.server.test_request_context("/en/"):
                rows[engine] = page.RECORDS.rows(visit, list(page.RECORDS.kinds(visit)))
        assert rows["duckdb"] == rows["pandas"], page.NAME


def test_search_finds_the_same(apps):
    for asked in ("ghana", "statistics", "diaspora"):
        answers = {
            name: app.server.test_client().get(f"/en/search?q={asked}").text
            for name, app in apps.items()
        }
        assert answers["duckdb"] == answers["pandas"]


def test_the_command_line_says_the_same(tmp_path, monkeypatch):
    told = {}
    for engine in ("pandas", "duckdb"):
        monkeypatch.setenv("MIEUX_ENGINE", engine)
        monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / engine))
        for command in (
            ["measure", "actions-by-region", "--region", "africa", "--format", "json"],
            ["reconcile", "--format", "json"],
        ):
            done = CliRunner().invoke(mieux, command)
            assert done.exit_code == 0, done.output
            told.setdefault(engine, []).append(done.stdout)
    assert told["duckdb"] == told["pandas"]


def test_tables_that_lie_prepared_are_served_without_a_store(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    sample = CliRunner().invoke(
        mieux, ["sample", "--actions", "40", "--out", str(tmp_path / "sample")]
    )
    assert sample.exit_code == 0
    made = CliRunner().invoke(
        mieux, ["prepare", "--from", str(tmp_path / "sample"), "--out", str(tmp_path / "tables")]
    )
    assert made.exit_code == 0, made.output
    folder = tmp_path / "other"
    given = {"engine": "duckdb", "data_url": tmp_path / "tables"}
    with dashboard(folder, **given) as address:
        health = urlopen(f"{address}/healthz").read()
        figures = urlopen(f"{address}/en/charts/key-figures.csv").read().decode()
    assert json.loads(health) == {"status": "ok", "version": 1}
    assert "actions,40," in figures
    assert not (folder / "mieux.sqlite").exists()

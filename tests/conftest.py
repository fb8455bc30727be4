"""What several rooms' tests need: reference lists, the public record, tables of four rows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from playwright.sync_api import Error, sync_playwright

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.reference import read_reference
from tests.servers import RedisServer, postgresql_server

DATA = Path(__file__).parents[1] / "data"

INSTANCE = "MIEUX_INSTANCE"
CHECK = "check"
CHECKS: pytest.StashKey[Counter[tuple[int, str, str, str]]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the program keeps on a machine away from the checkout; make our mark known."""
    config.addinivalue_line("markers", "check(number, what, verdict): a check of hostile files")
    settings.register_profile("house", deadline=None)  # how fast it is stands in benchmarks/
    settings.load_profile("house")
    config.stash[CHECKS] = Counter()
    config.pluginmanager.register(_Checks(config), "checks")
    folder = tempfile.mkdtemp(prefix="mieux-")
    os.environ[INSTANCE] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell with the report of a test marked ``check(number, what, verdict)`` which check it is."""
    report = yield
    if report.when == "call" or not report.passed:
        report.user_properties += [(CHECK, mark.args) for mark in item.iter_markers(CHECK)]
    return report


class _Checks:
    """Keeps the outcome of each check, from whichever process it comes."""

    def __init__(self, config: pytest.Config) -> None:
        self._results = config.stash[CHECKS]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, told in report.user_properties:
            if name == CHECK and (report.when == "call" or not report.passed):
                self._results[(*told, report.outcome)] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line for each check, with how many files or texts it was tried on."""
    results = terminalreporter.config.stash[CHECKS]
    if results:
        terminalreporter.section("hostile files: check, verdict (E refused, W warned, R read)")
    for (number, what, verdict, outcome), tried in sorted(results.items()):
        times = f" (tried on {tried})" if tried > 1 else ""
        terminalreporter.write_line(f"{number:4}  {verdict}  {outcome:7} {what}{times}")


Rows = Sequence[Mapping[str, object]]


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Give the programme's own reference lists."""
    if not (DATA / "reference" / "milestones.csv").exists():
        pytest.skip("data/reference is not there")
    return read_reference(DATA)


@pytest.fixture(scope="session")
def make_dataset(reference: Reference) -> Callable[..., Dataset]:
    """Give a factory: tables by name, each a few literal rows; an Action without an id gets one."""

    def make(actions: Rows = (), **tables: Rows) -> Dataset:
        numbered = [{"action_id": f"a{n}", **row} for n, row in enumerate(actions, 1)]
        rows = {"actions": numbered, **tables}
        return dataset({name: _frame(name, rows[name]) for name in rows}, reference)

    return make


@pytest.fixture(scope="session")
def public_record(reference: Reference) -> Dataset:
    """Give the public record as its own files have it."""
    names = ("actions", "requests", "results", "partners", "published_figures")
    if not all((DATA / "public_record" / f"{name}.csv").exists() for name in names):
        pytest.skip("data/public_record is not there")
    return dataset({name: _published(name) for name in names}, reference)


def _published(name: str) -> pd.DataFrame:
    path = DATA / "public_record" / f"{name}.csv"
    texts = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    return texts.assign(**{n: pd.to_numeric(texts[n]) for n in _numbers(name) if n in texts})


@pytest.fixture(scope="session")
def take_away(make_dataset, tmp_path_factory) -> Path:
    """Give the dashboard to take away, of four rows, two regions and two periods."""
    from mieux_dashboard.export.takeaway import write_takeaway
    from mieux_dashboard.model.selection import Selection

    data = make_dataset(**LIVE)
    folder = tmp_path_factory.mktemp("takeaway") / "folder"
    selection = Selection(region=("africa", "asia"), period=("agenda", "gamm"))
    write_takeaway(data, selection, folder, ("en", "fr", "es"), DATA.parent / "assets", 5)
    return folder


LIVE = {
    "actions": [
        {"title": "Kenya I", "countries": "KEN", "start_date": "2012-03", "end_date": "2013-01"},
        {
            "title": "Uganda </script><img src=x onerror=alert(1)>",
            "countries": "KEN;UGA",
            "start_date": "2016-02",
            "end_date": "2017-05",
            "areas": "diaspora",
            "source_url": "javascript:alert(1) https://example.org/uganda?a=1&b=2",
            "output": "=1+1 <b>manual</b>",
        },
        {"title": "Nepal I", "countries": "NPL", "start_date": "2013-05", "end_date": "2014"},
    ],
    "requests": [
        {
            "request_id": "r1",
            "countries": "KEN",
            "received_date": "2012-01",
            "decision": "accepted",
            "action_ids": "a1",
        },
        {
            "request_id": "r2",
            "countries": "TZA",
            "received_date": "2016-01",
            "decision": "declined",
        },
    ],
    "results": [{"result_id": "o1", "action_id": "a2", "level": "output", "description": "<i>x"}],
    "experts": [{"expert_id": "e1", "country": "IT"}, {"expert_id": "e2", "country": "IT"}],
    "deployments": [
        {"expert_id": "e1", "action_id": "a1"},
        {"expert_id": "e2", "action_id": "a2"},
    ],
}
"""Records with texts that must stay texts, a refusal, and two persons."""


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows))
    return frame.fillna({n: "" for n in frame.columns if n not in _numbers(name)})


def _numbers(name: str) -> list[str]:
    return [column.name for column in TABLES[name].columns if column.type == "number"]


@pytest.fixture(scope="session")
def postgresql():
    """Give the address of a PostgreSQL server, with ``{name}`` for the database."""
    with postgresql_server() as address:
        yield address


@pytest.fixture
def redis():
    """Give a Redis server with nothing in it."""
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def chromium():
    """Give the one browser of all tests that look at what only a browser shows."""
    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        found = next(filter(None, map(shutil.which, names)), None)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        flags.append("--host-resolver-rules=MAP rebound.test 127.0.0.1")  # as a rebound name is
        try:
            browser = playwright.chromium.launch(executable_path=found, args=flags)
        except Error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip("no Chromium on this machine: nothing that only a browser shows was tested")
        yield browser
        browser.close()

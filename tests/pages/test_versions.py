"""Pages over a store: one version in one answer, the next one in the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import create_app
from mieux_dashboard.pages.site import Site
from mieux_dashboard.settings import read_settings
from mieux_dashboard.store import Acceptance, open_store

ASKED = {
    "output": "..a.children..",
    "outputs": [],
    "inputs": [],
    "changedPropIds": [],
}


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("MIEUX_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def client(path):
    return create_app(read_settings()).server.test_client()


@pytest.fixture
def store(client, path):
    opened = open_store(f"sqlite:///{path}")
    yield opened
    opened.close()


def keep(store, n):
    """Accept the first n Actions of version 1 as a team's own."""
    tables = store.tables(1)
    tables["actions"] = tables["actions"].head(n).assign(record_source="programme")
    return store.accept(Acceptance(tables, store.version(), "ann", as_of="2024-03-31"))


def test_pages_files_and_health_move_to_an_accepted_version_without_a_restart(client, store):
    assert client.get("/healthz").get_json() == {"status": "ok", "version": 1}
    before = client.get("/en/charts/key-figures.json").get_json()
    assert keep(store, 10) == 2
    assert client.get("/healthz").get_json() == {"status": "ok", "version": 2}
    after = client.get("/en/charts/key-figures.json").get_json()
    assert (before["version"], after["version"]) == (1, 2)
    assert "31 March 2024" in after["sources"]
    assert before["rows"] != after["rows"]
    gone = store.tables(1)["actions"]["action_id"].iloc[-1]
    assert client.get(f"/en/actions/{gone}").status_code == 404


def test_one_answer_shows_one_version_whatever_is_accepted_meanwhile(client, store):
    site = client.application.extensions["mieux"]
    with client.application.test_request_context("/en/"):
        first = site.dataset()
        keep(store, 10)
        assert site.dataset() is first
    with client.application.test_request_context("/en/"):
        assert site.dataset().version == 2


def test_an_open_page_is_told_which_version_an_answer_is(client, store):
    asked = {"json": ASKED, "headers": {"Origin": "http://localhost"}}
    before = client.post("/_dash-update-component", **asked).headers["X-Data-Version"]
    keep(store, 10)
    after = client.post("/_dash-update-component", **asked).headers["X-Data-Version"]
    assert (before, after) == ("1", "2")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/actions/x", "The data cannot be read"),
        ("/fr/actions/x", "Les données ne peuvent pas être lues"),
        ("/es/charts/key-figures.csv", "No se pueden leer los datos"),
    ],
)
def test_while_the_store_cannot_be_read_every_answer_says_so(client, store, address, said):
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE versions RENAME TO away")
    answer = client.get(address)
    assert (answer.status_code, said in answer.text) == (503, True)
    assert "sqlite" not in answer.text
    health = client.get("/healthz")
    assert health.status_code == 503, health.text
    assert health.is_json, health.text
    assert health.get_json()["version"] == 0
    assert health.get_json()["status"] != "ok"
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO versions")
    assert client.get("/healthz").status_code == 200


def test_nothing_is_kept_of_an_earlier_version(make_dataset):
    """It would keep that one's data in memory."""
    first = make_dataset([{"countries": "KEN"}])
    second = replace(make_dataset([{"countries": "KEN"}, {"countries": "UGA"}]), version=2)
    in_force = [first]
    site = Site({"": lambda: in_force[0]}, 5, local=True)
    for dataset, n in ((first, 1), (second, 2), (second, 2)):
        in_force[0] = dataset
        for language in ("en", "fr"):
            assert site.shown("actions-by-country", Selection(), language).answer.dataset is dataset
        assert site.total(Selection()) == n
        kept = [site._drawn, site._answered, site._total, site._words]
        assert [one.cache_info().currsize for one in kept] == [2, 1, 1, 2]

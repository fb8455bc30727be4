"""PostgreSQL is restarted while the dashboard serves: it says so, and goes on by itself."""

from __future__ import annotations

import pytest

from tests.faults.conftest import accept, register, upload
from tests.faults.serving import served, wait_for
from tests.guard.conftest import bodies
from tests.servers import Postgresql

SAID = {
    "en": "The data cannot be read",
    "fr": "Les données ne peuvent pas être lues",
    "es": "No se pueden leer los datos",
}


@pytest.fixture
def database():
    server = Postgresql()
    server.start()
    yield server
    server.remove()


def test_while_it_is_away_every_reader_is_told_and_nothing_has_to_be_restarted(database, tmp_path):
    folder = tmp_path / "instance"
    folder.mkdir()
    with served(folder, DATABASE_URL=database.url.format(name="postgres")) as server:
        body = next(b for o, b in bodies(server).items() if "overview-" in o and "graph" in o)
        taken = upload(server, register("Mark", 2))
        assert server.post("/_dash-update-component", json=body).status_code in (200, 204)
        database.stop()
        for language, said in SAID.items():
            page = server.get(f"/{language}/map")
            assert (page.status_code, said in page.text) == (503, True)
            assert "postgresql" not in page.text
        sent = server.post("/_dash-update-component", json=body)
        told = accept(server, taken)
        assert (sent.status_code, told.status_code) == (503, 503)
        health = server.get("/healthz")
        assert (health.status_code, health.json()["version"]) == (503, 0)
        assert "mieux_data_version " not in server.get("/metrics").text
        database.start()
        wait_for(lambda: server.get("/healthz").ok, server.process)
        assert server.get("/fr/map").status_code == 200
        accept(server, taken)
        assert server.version() == 2
        database.stop()
        database.start()  # so quickly that nobody asked meanwhile: the old connections are dead
        assert [server.get("/en/map").status_code for _ in range(8)] == [200] * 8
        text = server.log.read_text("utf-8")
    assert "Traceback" not in text

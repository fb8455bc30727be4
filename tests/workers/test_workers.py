"""Two workers at one address: what one does, the other knows."""

from __future__ import annotations

import base64
import io
import itertools
import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from http.client import HTTPConnection

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.store import Acceptance, open_store
from tests.load.conftest import xlsx
from tests.pages.session import ask
from tests.servers import RedisServer, free_port, new_database, oidc_provider
from tests.workers.conftest import SECRET, drawn, hits, served, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has one process")

UPLOAD = base64.b64encode(
    xlsx({"Actions": [["Action ID", "Title", "Country", "Start"], ["w-1", "T", "Kenya", "2014"]]})
).decode()
FILES = {
    "data-upload.contents": [f"data:;base64,{UPLOAD}"],
    "data-upload.filename": ["w.xlsx"],
    "data-mode.value": "update",
}
BEHIND = {
    "auth": "proxy", "proxies": "127.0.0.1", "secret_key": SECRET, "editors": "ann,bob,eve",
    "upload_limit": "3 per minute",
}  # fmt: skip


def signed(name):
    return {"X-Remote-User": name}


@pytest.fixture(scope="module")
def shared():
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def two(postgresql, shared, tmp_path_factory):
    """Two workers on PostgreSQL and Redis, behind a proxy."""
    given = BEHIND | {"database_url": new_database(postgresql), "cache_url": shared.url}
    with served(tmp_path_factory.mktemp("two"), **given) as serving:
        serving.database = given["database_url"]
        yield serving


@pytest.fixture(scope="module")
def signing(tmp_path_factory):
    """Two workers on SQLite, where people sign in."""
    folder, port = tmp_path_factory.mktemp("signing"), free_port()
    with oidc_provider() as issuer:
        given = {
            "auth": "oidc", "secret_key": SECRET, "oidc_issuer": issuer, "oidc_client_id": "mieux",
            "oidc_client_secret": "hush", "url": f"http://127.0.0.1:{port}", "port": port,
        }  # fmt: skip
        with served(folder, **given) as serving:
            serving.database = f"sqlite:///{folder / 'mieux.sqlite'}"
            yield serving


def accept_in(database):
    """Accept the tables in force once more, in a process that serves nobody."""
    store = open_store(database)
    number = store.version()
    number = store.accept(Acceptance(store.tables(number), number, "ann"))
    store.close()
    return number


def versions(lines):
    return [line.get("/healthz").get_json()["version"] for line in lines]


@pytest.mark.parametrize("serving", ["two", "signing"], ids=["postgresql", "sqlite"])
def test_a_version_shows_in_the_next_answer_of_each_worker(request, serving):
    serving = request.getfixturevalue(serving)
    lines = serving.lines()
    for _ in range(3):
        number = accept_in(serving.database)
        assert versions(lines) == [number, number]


def test_files_sent_to_one_worker_are_looked_at_decided_and_accepted_by_the_other(two):
    one, other = two.lines(**signed("ann"))
    before = versions([one])[0]
    data = ask(one, "data-upload.contents", FILES).get_json()["response"]["data-sitting"]["data"]
    shown = ask(other, "data-sitting.data", {"data-sitting.data": data})
    assert "w-1" in shown.text
    given = {"data-sitting.data": data, "data-accept.n_clicks": 1}
    assert "is in force" in ask(other, "data-accept.n_clicks", given).text
    assert versions([one, other]) == [before + 1] * 2
    assert one.get("/en/actions/w-1").status_code == 200
    gone = ask(one, "data-accept.n_clicks", given).text
    assert "These files do not wait any more" in gone


def test_a_pack_begun_in_one_worker_is_followed_and_fetched_through_the_other(two):
    one, other = two.lines(**signed("bob"))
    chosen = {
        "charts-pack-start.n_clicks": 1, "charts-pack-keys.value": ["actions-by-region"],
        "charts-pack-languages.value": ["en"], "charts-pack-formats.value": ["csv"],
        "charts-pack-preset.value": "slide", "charts-pack-draft.checked": False,
    }  # fmt: skip
    begun = ask(one, "charts-pack-start.n_clicks", chosen, output="charts-pack")
    token = begun.get_json()["response"]["charts-pack-token"]["data"]
    follow = {"charts-pack-token.data": token}
    again = ask(other, "charts-pack-start.n_clicks", chosen, output="charts-pack")
    assert "Another pack is being made" in again.text

    def ready():
        far = ask(other, "charts-pack-token.data", follow, output="charts-pack-said")
        said = far.get_json()["response"]["charts-pack-said"]["children"]
        assert "could not" not in said, said
        return "ready" in said

    until(ready)
    packed = other.get(f"/en/charts/packs/{token}/pack.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as files:
        assert "en/actions-by-region.csv" in files.namelist()


def test_a_worker_that_is_killed_is_replaced_and_nobody_waits_for_it(two):
    victim, left = sorted(until(lambda: len(two.pids()) == 2 and two.pids()))
    os.kill(victim, signal.SIGKILL)
    for _ in range(20):
        assert two.ask().status_code == 200
    until(lambda: len(two.pids() - {victim}) == 2)
    assert left in two.pids()
    lines = two.lines(**signed("vic"))
    assert len({tuple(versions([line])) for line in lines}) == 1
    assert all(drawn(line).status_code == 200 for line in lines)


def test_a_body_in_pieces_is_refused_where_it_grows_too_large(two):
    line = HTTPConnection("127.0.0.1", two.port, timeout=30)
    head = {
        "Host": "localhost", "Origin": "http://localhost", "Content-Type": "application/json",
        "X-Remote-User": "vic",
    }  # fmt: skip
    pieces = (b" " * 100_000 for _ in range(30))
    line.request("POST", "/_dash-update-component", pieces, head, encode_chunked=True)
    assert line.getresponse().status == 413
    line.close()


def test_uploads_are_counted_for_all_workers_together(two):
    lines = two.lines(**signed("eve"))
    sent = [ask(line, "data-upload.contents", FILES).status_code for line in lines * 2]
    assert sent == [200, 200, 200, 429]


def test_a_chart_that_one_worker_drew_is_found_by_the_other(two, shared):
    one, other = two.lines(**signed("vic"))
    asked = "?region=asia"
    first, before = drawn(one, asked).text, hits(shared)
    assert drawn(other, asked).text == first
    assert hits(shared) > before
    number = accept_in(two.database)
    assert all(f"data version {number}" in drawn(line, asked).text for line in (one, other))


def test_workers_go_on_without_redis_and_use_it_when_it_is_back(two, shared):
    one, other = two.lines(**signed("vic"))
    shared.kill()
    for line in (one, other):
        assert drawn(line, "?region=africa").status_code == 200
        assert line.get("/en/charts/actions-by-region.csv").status_code == 200
    assert two.log.count("Redis does not answer") == 2
    shared.start()
    years = itertools.product(range(2009, 2025), range(2009, 2025))

    def is_used():
        asked = "?from={}&to={}".format(*next(years))
        assert drawn(one, asked).status_code == 200
        return shared.client.keys("mieux:*")

    until(is_used)


def test_a_sign_in_begun_in_one_worker_is_completed_by_the_other(signing):
    one, other = signing.lines()
    begun = one.get("/sign-in?next=/fr/map")
    done = other.get(consented(begun.headers["Location"]), Cookie=cookie(begun))
    assert (done.status_code, done.headers["Location"]) == (302, "/fr/map")
    for line in (one, other):
        assert line.get("/en/", Cookie=cookie(done)).status_code == 200
        assert line.get("/en/").status_code == 302


def cookie(answer):
    return answer.headers["Set-Cookie"].partition(";")[0]


def consented(address):
    """Let ann consent at the provider; return where it sends her, without our host."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *given):
            return None

    form = urllib.parse.urlencode({"sub": "u-ann"}).encode()
    try:
        urllib.request.build_opener(Stay).open(address, form)
    except urllib.error.HTTPError as sent:
        parts = urllib.parse.urlsplit(sent.headers["Location"])
        sent.close()
        return f"{parts.path}?{parts.query}"
    raise AssertionError("the provider sent nobody back")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HOST": "0.0.0.0"}, "MIEUX_HOST=0.0.0.0"),
        ({"CACHE_URL": "redis://localhost"}, "MIEUX_SECRET_KEY is missing; MIEUX_CACHE_URL"),
        ({"CACHE_URL": "memcached://localhost"}, "MIEUX_CACHE_URL=…: write redis://"),
        ({"WORKERS": "0"}, "MIEUX_WORKERS=0"),
    ],
)
def test_a_setting_that_cannot_work_is_one_line_and_no_worker(monkeypatch, given, said):
    for name, value in ({"WORKERS": "2"} | given).items():
        monkeypatch.setenv(f"MIEUX_{name}", value)
    done = CliRunner().invoke(app, ["serve", "--port", str(free_port())])
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert said in done.stderr


def test_an_address_that_is_taken_is_one_line_and_no_worker(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--workers", "2", "--port", port])
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"127.0.0.1:{port}: ")


def test_a_store_that_cannot_be_opened_is_one_line_and_no_worker(tmp_path):
    known = {"MIEUX_INSTANCE": str(tmp_path), "MIEUX_DATABASE_URL": "sqlite:////nowhere/m.sqlite"}
    command = [sys.executable, "-m", "mieux_dashboard", "serve", "--workers", "2"]
    done = subprocess.run(
        [*command, "--port", str(free_port()), "--lang", "fr"],
        env=os.environ | known, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "/nowhere" in done.stderr

"""What whoever runs a dashboard sees of it: a line per answer, and counts; never what is in it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import SettingsError, read_settings
from tests.faults.serving import served, wait_for
from tests.guard.conftest import ORIGIN, PROXY, SECRET, bodies, settings

PARTS = {"id", "method", "route", "status", "version", "charts", "drawn", "ms", "bytes"}


@pytest.fixture(scope="module")
def asked(folder):
    """A real server that was asked for pages, files and what is not there."""
    with served(folder) as one:
        sent = [
            one.get(path)
            for path in (
                "/fr/map", "/en/countries/KEN", "/en/search.json?q=Wilhelmina", "/en/Wilhelmina",
                "/en/charts/actions-by-region.csv?region=africa", "/assets/style.css", "/healthz",
            )
        ]  # fmt: skip
        body = next(b for o, b in bodies(one).items() if "map-countries-reached-graph.figure" in o)
        body["inputs"][0]["value"] = "/en/map"
        answer = one.post("/_dash-update-component", json=body)
        yield one, [*sent, answer]


def test_there_is_one_line_for_every_answer_and_the_answer_says_its_id(asked):
    one, sent = asked
    lines = {line["id"]: line for line in one.lines() if "route" in line}
    for answer in sent:
        line = lines[answer.headers["X-Request-ID"]]
        assert line.keys() >= PARTS | {"at", "level"}
        assert line["status"] == answer.status_code
        assert line["ms"] >= 0
        assert line["bytes"] > 0
    routes = [lines[answer.headers["X-Request-ID"]]["route"] for answer in sent]
    assert routes == [
        "/<language>/map", "/<language>/countries/<iso3>", "/<language>/search.json", "(unknown)",
        "/<language>/charts/<key>.<suffix>", "/assets/<path:filename>", "/healthz",
        "/_dash-update-component",
    ]  # fmt: skip
    file = lines[sent[4].headers["X-Request-ID"]]
    assert (file["charts"], file["version"]) == (["actions-by-region"], 1)
    assert "countries-reached" in lines[sent[-1].headers["X-Request-ID"]]["charts"]


def test_no_line_holds_what_was_typed_who_asked_or_what_is_in_the_data(asked):
    text = asked[0].log.read_text("utf-8")
    for secret in ("Wilhelmina", "africa", "KEN", "Kenya", "127.0.0.1", "python-requests"):
        assert secret not in text


def test_only_a_proxy_of_ours_names_a_request(as_):
    for by, named in ((PROXY, True), ("10.9.9.9", False)):
        answer = as_("ann", by=by).get("/healthz", headers={"X-Request-ID": "from-the-proxy.1"})
        assert (answer.headers["X-Request-ID"] == "from-the-proxy.1") is named
    for odd in ("", "short", "x" * 65, "with space in it", 'quote"quote', "é" * 9):
        answer = as_("ann").get("/healthz", headers={"X-Request-ID": odd})
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_what_is_refused_unread_has_an_id_and_is_counted(local):
    client = local.server.test_client()
    refused = client.get("/en/", headers={"Host": "evil.example"})
    assert (refused.status_code, len(refused.headers["X-Request-ID"])) == (403, 16)
    assert counted(client)["mieux_requests_total", "/<language>/", "403"] == 1


def counted(client):
    text = client.get("/metrics").text
    return {
        (one.name, *(one.labels.get(name) for name in ("route", "status") if name in one.labels)):
        one.value
        for family in families(text) for one in family.samples if "method" in one.labels
    } | {
        (one.name, *one.labels.values()): one.value
        for family in families(text) for one in family.samples if "method" not in one.labels
    }  # fmt: skip


def test_answers_charts_files_and_the_version_are_counted(folder):
    client = create_app(settings(folder)).server.test_client()
    client.get("/en/map")
    for _ in range(3):
        client.get("/en/charts/actions-by-region.csv")
    client.get("/en/charts/none.csv")
    body = next(b for o, b in bodies(client).items() if "map-countries-reached-graph.figure" in o)
    body["inputs"][0]["value"] = "/en/map"
    before = counted(client)
    for _ in range(2):
        assert client.post("/_dash-update-component", json=body, headers=ORIGIN).status_code == 200
    counts = counted(client)
    assert counts["mieux_requests_total", "/<language>/map", "200"] == 1
    assert counts["mieux_requests_total", "/_dash-update-component", "200"] == 2
    assert counts["mieux_request_seconds_count", "/<language>/charts/<key>.<suffix>"] == 4
    assert counts["mieux_exports_total", "csv"] == 3
    assert counts["mieux_uploads_total",] == 0
    hits = counts["mieux_charts_total", "hit"] - before.get(("mieux_charts_total", "hit"), 0)
    misses = counts["mieux_charts_total", "miss"] - before["mieux_charts_total", "miss"]
    assert hits == misses > 0  # drawn the first time, kept the second
    assert counts["mieux_data_version",] == 1
    assert counts["mieux_data_version_age_seconds",] >= 0
    assert counts["mieux_memory_bytes", "0"] > 10_000_000


def test_two_apps_in_one_process_count_apart(local, folder):
    first, second = local.server.test_client(), create_app(settings(folder)).server.test_client()
    first.get("/healthz")
    assert ("mieux_requests_total", "/healthz", "200") in counted(first)
    assert ("mieux_requests_total", "/healthz", "200") not in counted(second)


SIGN_IN = {
    "proxy": {},
    "oidc": {
        "oidc_issuer": "https://id.example.org", "oidc_client_id": "mieux",
        "oidc_client_secret": "hush", "url": "http://localhost",
    },
}  # fmt: skip


@pytest.mark.parametrize("auth", SIGN_IN)
def test_counts_are_told_to_this_machine_only_unless_a_setting_names_others(folder, auth):
    given = {"auth": auth, "proxies": (PROXY,), "secret_key": SECRET, **SIGN_IN[auth]}
    told = {
        (): ("127.0.0.1", "::1", "127.9.9.9"),
        ("10.0.0.7", "10.1.0.0/16"): ("10.0.0.7", "10.1.2.3"),
    }
    for named, allowed in told.items():
        more = {"metrics_from": named} if named else {}
        app = create_app(settings(folder, allowed_hosts=("localhost",), **given, **more))
        for by in ("127.0.0.1", "::1", "127.9.9.9", "10.0.0.7", "10.1.2.3", "10.2.0.1", "8.8.8.8"):
            client = app.server.test_client()
            client.environ_base["REMOTE_ADDR"] = by
            assert client.get("/metrics").status_code == (200 if by in allowed else 404), by


def test_behind_a_proxy_the_address_that_asks_it_counts(folder):
    given = settings(
        folder, auth="proxy", proxies=(PROXY,), secret_key=SECRET, allowed_hosts=("localhost",)
    )
    client = create_app(given).server.test_client()
    for by, said, status in (
        (PROXY, "8.8.8.8", 404),
        (PROXY, "127.0.0.1", 200),
        (PROXY, "127.0.0.1, 8.8.8.8", 404),
        (PROXY, "junk", 404),
        (PROXY, "", 404),
        ("127.0.0.1", "127.0.0.1", 404),  # a proxy on this machine that no setting names
    ):
        client.environ_base["REMOTE_ADDR"] = by
        headers = {"X-Forwarded-For": said} if said else {}
        assert client.get("/metrics", headers=headers).status_code == status, (by, said)


@pytest.mark.parametrize(("name", "value"), [("METRICS_FROM", "localhost"), ("LOG", "xml")])
def test_a_setting_that_cannot_work_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"MIEUX_{name}", value)
    with pytest.raises(SettingsError, match=f"MIEUX_{name}="):
        read_settings()


@pytest.mark.skipif(os.name == "nt", reason="there is no gunicorn on Windows")
def test_several_workers_count_together_in_a_folder_that_goes_with_them(folder, tmp_path):
    """And their lines are text, which is the default, each with the id of its request."""
    with served(folder, WORKERS=2, LOG="", tmpdir=tmp_path) as one:
        answers = 0

        def both_asked():
            nonlocal answers
            answers += 1
            assert one.get("/en/about").ok
            return len(list(tmp_path.glob("mieux-metrics-*/counter_*.db"))) == 2

        wait_for(both_asked)
        for _ in range(5):
            counts = counted(one)
            assert counts["mieux_requests_total", "/<language>/about", "200"] == answers
            assert {("mieux_memory_bytes", str(n)) for n in range(2)} <= counts.keys()
        assert ("mieux_memory_bytes", "2") not in counts
        id = one.get("/en/map").headers["X-Request-ID"]
        os.kill(psutil.Process(one.process.pid).children()[0].pid, signal.SIGKILL)
        wait_for(lambda: "was sent SIGKILL" in one.log.read_text("utf-8"))
    for line in one.log.read_text("utf-8").splitlines():
        assert re.match(r"\S+\+00:00 [A-Z]+ (?:-|[0-9a-f]{16}) \S", line), line
    (line,) = [line for line in one.log.read_text("utf-8").splitlines() if id in line]
    assert re.fullmatch(
        rf"\S+\+00:00 INFO {id} GET /<language>/map 200 v1 \d+ ms \d+ bytes.*", line
    )
    assert [path.name for path in Path(tmp_path).glob("mieux-metrics-*")] == []

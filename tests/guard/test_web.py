"""What a foreign page, a stranger or a large body gets: a refusal, before anything is read."""

from __future__ import annotations

import io
import re
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest

import mieux_dashboard
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.intake.sittings import Full, Sittings
from mieux_dashboard.pages import create_app
from mieux_dashboard.pages.guard import SMALL
from mieux_dashboard.pages.listen import listening
from tests.guard.conftest import SECRET, bodies, send, serving, settings
from tests.servers import free_port

HOME = "http://localhost"


@pytest.fixture(scope="module")
def client(local):
    return local.server.test_client()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "[::1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_foreign_host_or_page_reads_and_writes_nothing(client, headers):
    body = next(iter(bodies(client).values()))
    for path in (
        "/healthz",
        "/en/",
        "/en/charts/actions-by-region.csv",
        "/_dash-layout",
        "/assets/style.css",
    ):
        assert client.get(path, headers=headers).status_code == 403
    sent = client.post("/_dash-update-component", json=body, headers=headers)
    assert (sent.status_code, sent.text) == (403, "403: this host or origin is not served here.\n")


def test_what_changes_has_to_say_which_page_sends_it(client):
    body = next(iter(bodies(client).values()))
    assert client.post("/_dash-update-component", json=body).status_code == 403
    for headers in ({"Origin": HOME}, {"Sec-Fetch-Site": "same-origin"}):
        assert client.post("/_dash-update-component", json=body, headers=headers).status_code != 403
    for site in ("same-site", "cross-site", "none"):
        answer = client.post("/_dash-update-component", json=body, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403


def test_a_link_from_elsewhere_may_open_a_page(client):
    opened = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert client.get("/en/", headers=opened).status_code == 200
    assert client.post("/_dash-update-component", headers=opened, json={}).status_code == 403


def test_a_form_of_another_page_cannot_be_sent_as_a_callback(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post(
            "/_dash-update-component", data="{}", content_type=kind, headers={"Origin": HOME}
        )
        assert answer.status_code == 415


@pytest.mark.parametrize(
    "path", ["/en/", "/en/charts/key-figures.json", "/x", "/_dash-layout", "/assets/style.css"]
)
def test_every_answer_carries_the_headers_that_protect_it(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


def test_a_page_runs_our_scripts_only_and_makes_no_text_into_one(client):
    answer = client.get("/en/")
    policy = answer.headers["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)[1].split()
    inline = re.findall(r"<script(?![^>]*src=)[^>]*>(.+?)</script>", answer.text, re.DOTALL)
    assert scripts[0] == "'self'"
    assert all(one.startswith("'sha256-") for one in scripts[1:])
    assert len(scripts) - 1 <= len(inline) + 1
    assert "unsafe-eval" not in policy
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy


def test_behind_tls_the_browser_is_told_to_stay_with_it_and_other_origins_are_foreign(folder):
    given = settings(
        folder, url="https://m.example", auth="proxy", proxies=("127.0.0.1",), secret_key=SECRET
    )
    client = create_app(given).server.test_client()
    named = {"Host": "m.example", "X-Remote-User": "ann"}
    answer = client.get("/en/", headers=named)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cache-Control"] == "no-store"
    for origin, refused in (("https://m.example", False), ("http://m.example", True)):
        got = client.get("/en/", headers=named | {"Origin": origin}).status_code == 403
        assert got is refused


def test_what_is_too_large_is_refused_unread(client, as_):
    class Unread(io.BytesIO):
        def read(self, *size):
            raise AssertionError("the body was read")

    for size in (50_000_000, 500_000_000):
        answer = client.post(
            "/_dash-update-component",
            input_stream=Unread(),
            environ_overrides={"CONTENT_LENGTH": str(size)},
            content_type="application/json",
            headers={"Origin": HOME, "Referer": f"{HOME}/fr/data"},
        )
        assert (answer.status_code, "20" in answer.text) == (413, True)
        assert "trop" in answer.text or "volumineux" in answer.text
    body = next(iter(bodies(client).values())) | {"more": "x" * SMALL}
    assert send(client, body).status_code != 413
    assert send(as_("vic"), body).status_code == 413


def test_a_failure_is_said_with_an_id_and_without_what_failed(folder, caplog, monkeypatch):
    app = create_app(settings(folder))
    site = app.server.extensions["mieux"]

    cell = " ".join(["Wilhelmina", "Zzyzx", "/home/ann"])

    def fails(key, selection):
        raise KeyError(cell)

    monkeypatch.setattr(type(site), "file_answer", lambda self, *given: fails(*given))
    answer = app.server.test_client().get("/en/charts/actions-by-region.csv")
    assert answer.status_code == 500
    id = re.search(r"noted as ([0-9a-f]{8})", answer.text)[1]
    assert id in caplog.text
    for secret in ("Zzyzx", "/home/ann", "Traceback", ".py", "KeyError"):
        assert secret not in answer.text
    assert "Zzyzx" not in caplog.text


def test_uploads_exports_and_sign_ins_are_counted_by_reader(folder, as_):
    app = create_app(
        settings(
            folder, auth="proxy", proxies=("127.0.0.1",), secret_key=SECRET, editors=("ann", "ben"),
            allowed_hosts=("localhost",), export_limit="3 per minute", upload_limit="2 per minute",
        )
    )  # fmt: skip
    client = app.server.test_client()
    ann, ben = {"X-Remote-User": "ann"}, {"X-Remote-User": "ben"}
    path = "/es/charts/actions-by-region.csv"
    assert [client.get(path, headers=ann).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(path, headers=ann)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "minuto" in refused.text
    assert client.get(path, headers=ben).status_code == 200
    assert client.get("/es/charts", headers=ann).status_code == 200
    body = next(one for name, one in bodies(as_("ann")).items() if "data-upload.contents" in name)
    body["inputs"][0]["value"] = ["data:;base64,AAAA"]
    body["state"][0]["value"], body["state"][1]["value"] = ["a.xlsx"], "update"
    sent = [
        client.post("/_dash-update-component", json=body, headers=ann | {"Origin": HOME})
        for _ in range(3)
    ]
    assert [one.status_code for one in sent] == [200, 200, 429]
    assert int(sent[-1].headers["Retry-After"]) >= 1


@pytest.fixture
def listening_at(folder, tmp_path):
    given = settings(tmp_path, port=free_port(), max_upload_mb=1)
    app = create_app(given)
    server = listening(app.server, given)
    threading.Thread(target=serving, args=(server,), daemon=True).start()
    yield given.port
    server.close()


def sent_raw(port, head, chunks=()):
    """Send a request byte by byte as it is, and return the first line of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        start = f"POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        start += f"Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\n{head}\r\n"
        line.sendall(start.encode())
        with suppress(OSError):
            for chunk in chunks:
                line.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            if chunks:
                line.sendall(b"0\r\n\r\n")
        return line.recv(200).split(b"\r\n")[0].decode()


def test_a_large_body_is_refused_by_its_size_before_it_is_sent(listening_at):
    for size in (50_000_000, 500_000_000, 10**15):
        assert " 413 " in sent_raw(listening_at, f"Content-Length: {size}\r\n")


def test_a_body_in_pieces_is_refused_where_it_grows_too_large(listening_at):
    pieces = [b" " * 100_000] * 30
    assert " 413 " in sent_raw(listening_at, "Transfer-Encoding: chunked\r\n", pieces)
    small = sent_raw(listening_at, "Transfer-Encoding: chunked\r\n", [b"{}"])
    assert " 400 " in small


def test_a_body_in_pieces_is_cut_off_by_the_app_too(client):
    """As a server does that hands pieces on unread, such as gunicorn."""
    answer = client.post(
        "/_dash-update-component",
        input_stream=io.BytesIO(b" " * 31_000_000),
        headers={"Origin": HOME, "Transfer-Encoding": "chunked"},
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


def test_no_table_is_allowed_to_run_text_as_code():
    """AG Grid would then need unsafe-eval; our functions are in assets/dashAgGridFunctions.js."""
    package = Path(mieux_dashboard.__file__).parent
    found = [
        path.name
        for path in package.rglob("*.py")
        if re.search(r"dangerously|unsafe.eval|DangerouslySet", path.read_text("utf-8"))
    ]
    assert found == []


def test_files_that_wait_have_room_for_so_many_bytes(tmp_path):
    sittings = Sittings(tmp_path / "waiting", room=100)
    first = sittings.begin([Received("a.csv", b"x" * 60)])
    with pytest.raises(Full):
        sittings.begin([Received("b.csv", b"x" * 60)])
    sittings.end(first.token)
    sittings.begin([Received("b.csv", b"x" * 60)])

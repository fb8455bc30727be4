"""Signing in with a real OpenID Connect provider, in a process of its own; and by a proxy."""

from __future__ import annotations

import base64
import hashlib
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import expect

from mieux_dashboard.pages import create_app
from mieux_dashboard.pages.listen import listening
from mieux_dashboard.pages.sign_in import COOKIE
from mieux_dashboard.settings import Settings
from tests.guard.conftest import serving
from tests.load.conftest import xlsx
from tests.servers import free_port, oidc_provider

SHEETS = {"Actions": [["Action ID", "Title", "Country", "Start"], ["s-1", "T", "Kenya", "2014-01"]]}

ACCEPT = """() => fetch("/_dash-dependencies").then((a) => a.json()).then((all) => {
  const one = all.find((each) => each.inputs.some((i) => i.id === "data-accept"));
  const value = (i) => ({pathname: "/en/data", search: ""})[i.property] ?? null;
  const parts = (list) => list.map((i) => ({...i, value: value(i)}));
  return fetch("/_dash-update-component", {method: "POST",
    headers: {"Content-Type": "application/json"}, body: JSON.stringify({
      output: one.output, inputs: parts(one.inputs), state: parts(one.state),
      outputs: one.output.slice(2, -2).split("...").map((o) => ({
        id: o.split(".")[0], property: o.split(".")[1]})),
      changedPropIds: ["data-accept.n_clicks"]})}).then((a) => a.status); })"""
"""Presses the button that accepts, for who sees none."""


@pytest.fixture(scope="module")
def provider():
    """A provider that knows ann, who loads, and vic; nonces are required."""
    with oidc_provider() as issuer:
        yield issuer


@contextmanager
def running(settings):
    app = create_app(settings)
    server = listening(app.server, settings)
    threading.Thread(target=serving, args=(server,), daemon=True).start()
    yield f"http://127.0.0.1:{settings.port}", app.server
    server.close()


@pytest.fixture(scope="module")
def signing(provider, tmp_path_factory):
    """The dashboard where people sign in."""
    port = free_port()
    settings = Settings(
        auth="oidc", port=port, url=f"http://127.0.0.1:{port}", secret_key="k" * 32,
        oidc_issuer=provider, oidc_client_id="mieux", oidc_client_secret="hush",
        editor_groups=("loaders",), sign_in_limit="60 per minute",
        instance=tmp_path_factory.mktemp("instance"),
    )  # fmt: skip
    with running(settings) as found:
        yield found


@pytest.fixture
def person(chromium):
    """Open a browser of somebody's own."""
    contexts = []

    def come(**options):
        contexts.append(chromium.new_context(**options))
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


def sign_in(page, address, name, path="/en/data"):
    page.goto(address + path)
    page.get_by_role("button", name=name).first.click()
    page.locator("main h1").first.wait_for()
    assert page.url == address + path


def upload(page, path):
    page.locator("#data-upload input[type=file]").set_input_files(path)
    page.locator("#step-difference td", has_text="s-1").first.wait_for()


def test_an_editor_signs_in_loads_under_her_id_and_signs_out(person, signing, tmp_path):
    address, server = signing
    site, page = server.extensions["mieux"], person()
    sign_in(page, address, "u-ann")
    assert page.locator("#data-who").input_value() == "u-ann"
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == (COOKIE, True, True)
    assert (cookie["sameSite"], cookie["domain"], cookie["path"]) == ("Lax", "127.0.0.1", "/")
    (tmp_path / "s.xlsx").write_bytes(xlsx(SHEETS))
    upload(page, tmp_path / "s.xlsx")
    page.locator("#data-accept").click()
    page.locator("#data-history tbody tr").nth(1).wait_for()
    assert site.store.versions()[-1].by == "u-ann"
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Signed out")
    assert page.get_by_role("link", name="provider").get_attribute("href").startswith("http")
    assert page.context.cookies() == []
    page.goto(f"{address}/en/data")
    assert page.url.startswith("http://127.0.0.1") and "/oauth2/authorize" in page.url


def test_a_viewer_looks_and_exports_and_does_no_more(person, signing):
    address, _ = signing
    page = person()
    sign_in(page, address, "u-vic")
    expect(page.locator("main")).to_contain_text("loading needs the role of an editor")
    assert page.locator("#data-upload, #data-accept, [id*=data-back]").count() == 0
    got = page.request.get(f"{address}/en/charts/actions-by-region.csv")
    assert got.status == 200
    assert page.request.get(f"{address}/en/data/versions/1/file-0").status == 403
    assert page.evaluate(ACCEPT) == 403


def test_the_way_in_carries_state_nonce_and_a_proof_key(person, signing):
    address, server = signing
    page = person()
    page.goto(f"{address}/fr/")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{address}/signed-in"]
    assert asked["nonce"][0] and asked["state"][0]
    (cookie,) = page.context.cookies(address)
    held = SecureCookieSessionInterface().get_signing_serializer(server).loads(cookie["value"])
    (kept,) = (value["data"] for name, value in held.items() if name.startswith("_state_"))
    digest = hashlib.sha256(kept["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]
    assert asked["nonce"] == [kept["nonce"]]


def test_an_answer_that_nobody_asked_for_signs_nobody_in(person, signing, caplog):
    address, _ = signing
    page = person()
    for query in (
        "code=abc&state=made-up",
        "error=access_denied&state=x",
        "code=a",
        "",
        "state=%00",
    ):
        got = page.goto(f"{address}/signed-in?{query}")
        assert got.status == 400
        expect(page.locator("h1")).to_be_visible()
    assert page.request.get(f"{address}/en/charts/actions-by-region.csv").status == 401


def test_who_says_no_at_the_provider_is_told_so(person, signing):
    address, _ = signing
    page = person()
    page.goto(f"{address}/en/")
    page.get_by_role("button", name="Deny").click()
    expect(page.locator("main")).to_contain_text("did not come to its end")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="u-vic").first.wait_for()


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in"]
)
def test_the_way_in_leads_to_our_own_pages_only(person, signing, there):
    address, _ = signing
    page = person()
    page.goto(f"{address}/sign-in?next={there}")
    page.get_by_role("button", name="u-vic").first.click()
    page.locator("main h1").first.wait_for()
    assert urlsplit(page.url).path == "/en/"


def test_a_forged_or_foreign_cookie_signs_nobody_in(signing):
    address, server = signing
    client = server.test_client()
    forged = base64.urlsafe_b64encode(b'{"name":"u-ann","groups":["loaders"]}').decode()
    for value in (f"{forged}.x.y", forged, ""):
        client.set_cookie(COOKIE, value, domain=urlsplit(address).hostname)
        got = client.get("/en/charts/actions-by-region.csv", base_url=address)
        assert got.status_code == 401


def test_a_provider_that_does_not_answer_is_said_so(tmp_path, person):
    port = free_port()
    settings = Settings(
        auth="oidc", port=port, url=f"http://127.0.0.1:{port}", secret_key="k" * 32,
        oidc_issuer=f"http://127.0.0.1:{free_port()}", oidc_client_id="mieux", instance=tmp_path,
    )  # fmt: skip
    with running(settings) as (address, _):
        got = person().goto(f"{address}/es/")
        assert got.status == 503
        assert "no responde" in got.text()


def test_where_looking_is_open_a_stranger_looks_and_only_an_editor_loads(
    provider, tmp_path, person
):
    port = free_port()
    settings = Settings(
        auth="oidc", port=port, url=f"http://127.0.0.1:{port}", secret_key="k" * 32, open=True,
        oidc_issuer=provider, oidc_client_id="mieux", oidc_client_secret="hush",
        editors=("u-ann",), instance=tmp_path, upload_limit="1 per minute",
    )  # fmt: skip
    with running(settings) as (address, _):
        page = person()
        page.goto(f"{address}/en/data")
        expect(page.locator("main")).to_contain_text("loading needs the role of an editor")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("button", name="u-ann").first.click()
        page.locator("#data-upload").wait_for()
        (tmp_path / "s.xlsx").write_bytes(xlsx(SHEETS))
        upload(page, tmp_path / "s.xlsx")
        (tmp_path / "t.xlsx").write_bytes(xlsx({"Actions": SHEETS["Actions"][:1]}))
        page.locator("#data-upload input[type=file]").set_input_files(tmp_path / "t.xlsx")
        expect(page.locator("#refused")).to_contain_text("Try again in a minute")


def test_whom_the_proxy_names_loads_or_looks_by_her_role(person, tmp_path):
    settings = Settings(
        auth="proxy", port=free_port(), proxies=("127.0.0.1",), secret_key="k" * 32,
        editors=("ann",), instance=tmp_path,
    )  # fmt: skip
    (tmp_path / "s.xlsx").write_bytes(xlsx(SHEETS))
    with running(settings) as (address, server):
        ann, vic, nobody = (
            person(extra_http_headers={settings.user_header: name} if name else {})
            for name in ("ann", "vic", "")
        )
        ann.goto(f"{address}/en/data")
        upload(ann, tmp_path / "s.xlsx")
        ann.locator("#data-accept").click()
        ann.locator("#data-history tbody tr").nth(1).wait_for()
        assert server.extensions["mieux"].store.versions()[-1].by == "ann"
        vic.goto(f"{address}/en/data")
        expect(vic.locator("main")).to_contain_text("loading needs the role of an editor")
        expect(vic.locator("#data-upload, #data-accept, [id*=data-back]")).to_have_count(0)
        assert vic.evaluate(ACCEPT) == 403
        assert vic.request.get(f"{address}/en/charts/actions-by-region.csv").status == 200
        assert nobody.goto(f"{address}/en/").status == 401

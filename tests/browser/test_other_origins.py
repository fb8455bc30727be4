"""A page of another origin neither reads nor writes a running local app, nor frames it."""

from __future__ import annotations

import http.server
import threading

import pytest

PAGE = b"<!DOCTYPE html><meta charset=utf-8><title>elsewhere</title><h1>elsewhere</h1>"
ATTACK = """async (app) => {
  const tried = {};
  const read = async (name, path, how) => {
    try {
      const answer = await fetch(app + path, how);
      tried[name] = answer.type === "opaque" ? "" : await answer.text();
    } catch (error) { tried[name] = ""; }
  };
  await read("page", "/en/", {});
  await read("file", "/en/charts/actions-by-region.csv", {});
  await read("blind", "/en/charts/actions-by-region.csv",
    {mode: "no-cors", credentials: "include"});
  await read("sent", "/_dash-update-component", {method: "POST",
    headers: {"Content-Type": "application/json"}, body: "{}"});
  await read("plain", "/_dash-update-component", {method: "POST", mode: "no-cors", body: "{}"});
  const embed = (tag, name, value) => new Promise((done) => {
    const one = document.createElement(tag);
    one.onload = () => done("loaded"); one.onerror = () => done("");
    one[name] = value; if (tag === "link") one.rel = "stylesheet";
    document.body.append(one);
  });
  tried.script = await embed("script", "src", app + "/assets/shell.js");
  tried.image = await embed("img", "src", app + "/assets/favicon.svg");
  tried.style = await embed("link", "href", app + "/assets/style.css");
  const frame = document.createElement("iframe");
  frame.src = app + "/en/";
  const framed = new Promise((done) => { frame.onload = done; });
  document.body.append(frame);
  await framed;
  try { tried.frame = frame.contentDocument ? frame.contentDocument.body.textContent : ""; }
  catch (error) { tried.frame = ""; }
  return tried;
}"""


class Elsewhere(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *given):
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "rebound.test"])
def test_a_page_elsewhere_on_this_machine_or_beyond_gets_nothing(page, site, elsewhere, host):
    """Other ports are other origins; the third name is of another site altogether."""
    sent, answered = [], []
    page.on("response", lambda got: answered.append((got.url, got.status)))
    page.on("request", lambda asked: sent.append(asked.url))
    page.goto(f"http://{host}:{elsewhere}/")
    tried = page.evaluate(ATTACK, site)
    assert {name: text for name, text in tried.items() if text} == {}
    reached = [(url, status) for url, status in answered if url.startswith(site)]
    assert reached
    assert {status for _, status in reached} == {403}


def test_a_name_that_is_turned_to_this_machine_is_not_served(page, site):
    """DNS rebinding: the browser takes the app for a page of that name, the app does not."""
    port = site.rpartition(":")[2]
    got = page.goto(f"http://rebound.test:{port}/en/")
    assert (got.status, page.locator("main").count()) == (403, 0)
    read = "() => fetch('/en/charts/actions-by-region.csv').then((a) => a.status, () => 0)"
    assert page.evaluate(read) in (0, 403)


def test_a_link_from_elsewhere_opens_the_dashboard(page, site, elsewhere):
    page.goto(f"http://localhost:{elsewhere}/")
    page.evaluate("(to) => { window.location.href = to; }", f"{site}/en/")
    page.wait_for_url(f"{site}/en/")
    page.locator("main h1").first.wait_for()

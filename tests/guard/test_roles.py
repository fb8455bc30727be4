"""Each role can do what it should and nothing more, by page and by direct request."""

from __future__ import annotations

import base64

import pytest

from tests.guard.conftest import PROXY, bodies, send
from tests.load.conftest import xlsx
from tests.pages.session import ask, layout_body

READ_ONLY = "loading needs the role of an editor"
ORIGINAL = "/en/data/versions/1/file-0"
UPLOAD = base64.b64encode(
    xlsx({"Actions": [["Action ID", "Title", "Country", "Start"], ["r-1", "T", "Kenya", "2014"]]})
).decode()
FILES = {
    "data-upload.contents": [f"data:;base64,{UPLOAD}"],
    "data-upload.filename": ["r.xlsx"],
    "data-mode.value": "update",
    "data-who.value": "somebody else",
}


def edits(client):
    """Return the bodies of the callbacks of the page on which data are loaded."""
    found = bodies(client)
    return {name: found[name] for name in found if name.strip(".").startswith("data-")}


@pytest.mark.parametrize("name", ["vic", "ann", "gus"])
def test_a_page_offers_only_what_its_reader_may_do(as_, name):
    client = as_(name, "loaders" if name == "gus" else "others,more")
    page = ask_layout(client)
    may = name != "vic"
    assert (READ_ONLY in page) is not may
    for part in ("data-upload", "data-accept"):
        assert (part in page) is may, part


def ask_layout(client):
    """Return the page Data as the server lays it out for a reader."""
    answer = send(client, layout_body("/en/data"))
    assert answer.status_code == 200
    return answer.text


def test_every_callback_that_edits_refuses_a_viewer_and_answers_an_editor(as_):
    sent = edits(as_("ann"))
    assert len(sent) == 7
    for output, body in sent.items():
        assert send(as_("vic"), body).status_code == 403, output
        assert send(as_("ann"), body).status_code in (200, 204), output


def test_what_a_viewer_may_call_shows_and_does_not_change(as_):
    """A callback added elsewhere that edits would stand out here: a viewer changes nothing."""
    site = as_("vic").application.extensions["mieux"]
    before = (site.store.versions(), site.store.decisions(), waiting(site))
    answers = {name: send(as_("vic"), body) for name, body in bodies(as_("vic")).items()}
    refused = {name for name, answer in answers.items() if answer.status_code == 403}
    assert refused == set(edits(as_("vic")))
    assert (site.store.versions(), site.store.decisions(), waiting(site)) == before


def waiting(site):
    folder = site.bench.sittings.folder
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_viewer_has_charts_and_files_but_no_original_and_nothing_that_waits(as_):
    for path in ("/en/data", "/en/charts/actions-by-region.csv", "/en/data/template.xlsx"):
        assert as_("vic").get(path).status_code == 200
    assert as_("ann").get(ORIGINAL).status_code == 200
    assert as_("vic").get(ORIGINAL).status_code == 403
    taken = ask(as_("ann"), "data-upload.contents", FILES)
    token = taken.get_json()["response"]["data-sitting"]["data"]["token"]
    for name in ("findings.csv", "findings.xlsx", "changes.csv", "marked-0.xlsx"):
        path = f"/en/data/waiting/{token}/{name}"
        assert as_("ann").get(path).status_code == 200
        assert as_("vic").get(path).status_code == 403
    for trigger, more in (
        ("data-upload.contents", FILES),
        ("data-sitting.data", {"data-sitting.data": {"token": token, "stamp": 0}}),
        ("data-give-up.n_clicks", {"data-sitting.data": {"token": token, "stamp": 0}}),
    ):
        assert ask(as_("vic"), trigger, more).status_code == 403


def test_the_signed_in_name_stands_beside_the_version_whatever_is_typed(as_):
    client = as_("ann")
    site = client.application.extensions["mieux"]
    data = ask(client, "data-upload.contents", FILES).get_json()["response"]["data-sitting"]["data"]
    given = {"data-sitting.data": data, "data-who.value": "vic", "data-accept.n_clicks": 1}
    assert "is in force" in ask(client, "data-accept.n_clicks", given).text
    assert site.store.versions()[-1].by == "ann"


def test_nobody_is_let_in_without_a_name_or_past_the_proxy(as_):
    for path in (
        "/en/",
        "/en/charts/actions-by-region.csv",
        "/_dash-layout",
        "/_dash-dependencies",
    ):
        assert as_("").get(path).status_code == 401
        assert as_("ann", by="10.0.0.2").get(path).status_code == 403
    assert as_("").get("/healthz").status_code == 200
    assert as_("a" * 500).get("/en/").status_code == 401


def test_the_person_at_the_machine_may_edit_and_no_other_machine_is_answered(local):
    client = local.server.test_client()
    assert client.get(ORIGINAL).status_code == 200
    assert "data-upload" in ask_layout(client)
    for path in ("/en/", ORIGINAL):
        away = client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"})
        forwarded = client.get(path, headers={"X-Forwarded-For": "192.0.2.7"})
        assert (away.status_code, forwarded.status_code) == (403, 403)
    named = client.get(
        "/en/", headers={"X-Remote-User": "ann"}, environ_base={"REMOTE_ADDR": PROXY}
    )
    assert named.status_code == 403

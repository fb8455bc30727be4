"""An evaluator loads two broken workbooks, decides, accepts and goes back; by keyboard alone."""

from __future__ import annotations

import threading

import pytest
from waitress.server import create_server

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import read_settings
from mieux_dashboard.words import catalogue
from tests.load.conftest import xlsx

ONE = {
    "Actions": [
        ["Register of Actions, phase IV"],
        ["Title", "Country", "Start"],
        ["Border training", "Ivory Cost", "2023-01"],
        ["Learning about asylum", "Moldovia", "32/13/2023"],
        ["Total", "", ""],
    ]
}


@pytest.fixture
def own_site(tmp_path, monkeypatch):
    """The dashboard with a store of its own."""
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    app = create_app(read_settings())
    server = create_server(app.server, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}", app.server.extensions["mieux"]
    server.close()


def said(language, text, **blanks):
    return catalogue(language).gettext(text).format(**blanks)


def reach(page, target):
    """Press Tab until the focus is where it should be, and is seen."""
    for _ in range(250):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def choose(page, label, typed):
    field = page.get_by_label(label).first
    reach(page, field)
    page.keyboard.type(typed)
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def n_actions(page, address, country):
    answer = page.request.get(f"{address}/en/charts/actions-by-country.json").json()
    return sum(row["n_actions"] for row in answer["rows"] if row["country"] == country)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_files_are_read_decided_accepted_and_undone_by_keyboard_alone(
    visit, own_site, language, tmp_path
):
    address, site = own_site
    known = site.dataset()["actions"].iloc[0]
    two = {
        "Actions": [
            ["Action ID", "Title", "Country", "Start"],
            ["n-9", f"{known['title']}!", known["countries"].split(";")[0], known["start_date"]],
        ]
    }
    files = []
    for name, sheets in (("one.xlsx", ONE), ("two.xlsx", two)):
        (tmp_path / name).write_bytes(xlsx(sheets))
        files.append(str(tmp_path / name))
    page = visit(f"/{language}/data", at=address)
    page.on("filechooser", lambda _: None)  # so that the browser shows none of its own, from here
    before = n_actions(page, address, "CIV")
    reach(page, page.locator("#data-who"))
    page.keyboard.type("AB")
    reach(page, page.locator("#data-upload button"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(files)
    findings = page.locator("#step-findings")
    findings.get_by_text("B3").first.wait_for()
    assert "32/13/2023" in findings.inner_text()
    assert page.locator("#step-decisions .question").count() == 3
    words = site.words(language)
    question = "“{shown}” is not known here. What does it mean?"
    choose(page, said(language, question, shown="Ivory Cost"), words.country("CIV"))
    choose(page, said(language, question, shown="Moldovia"), words.country("MDA"))
    twin = page.locator("#step-decisions .question", has_text="n-9").locator("input").first
    reach(page, twin)
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    reach(page, page.locator("#data-decide"))
    page.keyboard.press("Enter")
    page.locator("#step-decisions .question").first.wait_for(state="detached")
    difference = page.locator("#step-difference").inner_text()
    assert known["action_id"] in difference
    assert "n-9" not in difference
    reach(page, page.locator("#data-sure"))
    page.keyboard.press("Space")
    reach(page, page.locator("#data-accept"))
    page.keyboard.press("Enter")
    page.locator("#data-history tbody tr").nth(1).wait_for()
    assert n_actions(page, address, "CIV") == before + 1
    reach(page, page.locator("#data-history summary").first)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#data-history tbody tr").nth(2).wait_for()
    assert n_actions(page, address, "CIV") == before
    assert site.store.version() == 3
    assert len(site.store.decisions().given) == 3
